"""Parameters of a call: read from JSON, a form or a query string, then checked by kind.

Telegram ignores parameters it does not know; the sandbox refuses them, because here a parameter
it does not know is a misspelt one.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from bot.sandbox.rules.files import Upload
from bot.sandbox.rules.keyboards import check_reply_markup
from bot.sandbox.rules.refusals import bad_request

Params = dict[str, Any]
Kind = Callable[[Any], Any]

TRUE = frozenset({"true", "True", "1"})
FALSE = frozenset({"false", "False", "0"})


async def read_params(request: web.Request) -> Params:
    """Read the parameters of a request, whichever way they came.

    Raises:
        RefusalError: 400 for a body that cannot be read.
    """
    params: Params = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return params
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        params.update(_read_object(body) if body else {})
    elif kind == "multipart/form-data":
        params.update(await _read_multipart(request))
    elif kind == "application/x-www-form-urlencoded":
        params.update({key: str(value) for key, value in (await request.post()).items()})
    return params


def _read_object(body: bytes) -> Params:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad_request("object expected")
    return read


async def _read_multipart(request: web.Request) -> Params:
    params: Params = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            params[part.name] = content.decode()
        else:
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            params[part.name] = Upload(part.filename, content_type, content)
    return params


def check_params(
    method: str,
    given: Params,
    required: Mapping[str, Kind],
    optional: Mapping[str, Kind],
    *,
    strict: bool,
) -> Params:
    """Turn the parameters of a call into values of their kinds.

    Raises:
        RefusalError: 400 for one that is missing, of the wrong kind or (if strict) unknown.
    """
    checked: Params = {}
    for name, value in given.items():
        kind = required.get(name) or optional.get(name)
        if kind is None:
            if strict and not (isinstance(value, Upload) and f"attach://{name}" in given.values()):
                raise bad_request(f'method {method} has no parameter "{name}"')
        elif value is not None:
            checked[name] = _check(name, kind, value, given)
    for name in required:
        if name not in checked:
            raise bad_request(MISSING.get(name) or f'parameter "{name}" is required')
    return checked


def _check(name: str, kind: Kind, value: Any, given: Params) -> Any:
    if kind is upload and isinstance(value, str) and value.startswith("attach://"):
        value = given.get(value.removeprefix("attach://"))
    try:
        return kind(value)
    except (TypeError, ValueError, KeyError):
        expected = EXPECTED.get(kind, "a valid value")
        raise bad_request(f"can't parse {name}: {expected} expected") from None


MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "callback_query_id": "query ID must be non-empty",
    "file_id": "file_id not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
}


def text(value: Any) -> str:
    """Read a parameter that is a string."""
    if not isinstance(value, str):
        raise TypeError
    return value


def whole(value: Any) -> int:
    """An integer, also written as a string."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def number(value: Any) -> float:
    """A number, also written as a string."""
    if isinstance(value, bool):
        raise TypeError
    return float(value)


def flag(value: Any) -> bool:
    """A boolean, also written as a string."""
    if isinstance(value, bool):
        return value
    written = str(value)
    if written in TRUE:
        return True
    if written in FALSE:
        return False
    raise ValueError


def chat(value: Any) -> int | str:
    """A chat id, or the @username of a public group or channel."""
    if isinstance(value, str) and value.startswith("@"):
        return value
    return whole(value)


def an_object(value: Any) -> dict[str, Any]:
    """A JSON object, also written as a string."""
    read = orjson.loads(value) if isinstance(value, str) else value
    if not isinstance(read, dict):
        raise TypeError
    return read


def an_array(value: Any) -> list[Any]:
    """A JSON array, also written as a string."""
    read = orjson.loads(value) if isinstance(value, str) else value
    if not isinstance(read, list):
        raise TypeError
    return read


def objects(value: Any) -> list[dict[str, Any]]:
    """Read a parameter that is an array of objects."""
    return [an_object(one) for one in an_array(value)]


def wholes(value: Any) -> list[int]:
    """Read a parameter that is an array of integers."""
    return [whole(one) for one in an_array(value)]


def texts(value: Any) -> list[str]:
    """Read a parameter that is an array of strings."""
    return [text(one) for one in an_array(value)]


def any_markup(value: Any) -> dict[str, Any]:
    """A keyboard of any of the four kinds."""
    return check_reply_markup(an_object(value))


def inline_markup(value: Any) -> dict[str, Any]:
    """Read a parameter that is an inline keyboard."""
    return check_reply_markup(an_object(value), inline_only=True)


def upload(value: Any) -> Upload | str:
    """A file, or the id of one."""
    if isinstance(value, Upload):
        return value
    return text(value)


def absent(_value: Any) -> None:
    """Something Telegram has and the sandbox has not."""
    raise bad_request("this parameter is not part of the sandbox")


EXPECTED: dict[Kind, str] = {
    text: "a String",
    whole: "an Integer",
    number: "a Number",
    flag: "a Boolean",
    chat: "an Integer or a username",
    an_object: "an Object",
    an_array: "an Array",
    objects: "an Array of Objects",
    wholes: "an Array of Integers",
    texts: "an Array of Strings",
    any_markup: "a keyboard",
    inline_markup: "an inline keyboard",
    upload: "a file",
}
