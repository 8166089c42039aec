"""How the phone page is served: its files, its headers, and who may ask.

Only pages of this machine are answered: another host name or origin is refused, so no page of
the internet that is open in the same browser can press buttons here.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.sandbox.rules.own_machine import is_of_this_machine

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STATIC = Path(__file__).parent / "static"
CONTENT_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class RefusedError(Exception):
    """The page asked for something that cannot be done; it shows the sentence."""


def guard(handler: Handler) -> Handler:
    """Answer pages of this machine only, and say plainly what was wrong with a request."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if not is_of_this_machine(request) or (
            origin is not None and urlsplit(origin).netloc != request.host
        ):
            return to_json({"error": "only pages of this machine may ask"}, status=403)
        try:
            return await handler(request)
        except RefusedError as refused:
            return to_json({"error": str(refused)}, status=400)
        except (KeyError, TypeError, ValueError):
            return to_json({"error": "the request is not as it should be"}, status=400)

    return guarded


async def read_json(request: web.Request) -> dict[str, Any]:
    """Read a JSON body; any other kind is refused, since a form can come from any page."""
    if request.content_type != "application/json":
        raise RefusedError("the sandbox reads JSON")
    fields = orjson.loads(await request.read())
    if not isinstance(fields, dict):
        raise TypeError
    return fields


def to_json(content: Any, status: int = 200) -> web.Response:
    """Answer with a value as one JSON document."""
    headers = {**HEADERS, "Content-Type": "application/json"}
    return web.Response(body=orjson.dumps(content), status=status, headers=headers)


def give_static(name: str) -> web.StreamResponse:
    """Answer with a file of the page, or say that there is none."""
    path = STATIC / name
    kind = CONTENT_TYPES.get(path.suffix)
    if kind is None or path.parent != STATIC or not path.is_file():
        text = "The page is not built." if name == "phone.html" else "Not found."
        return web.Response(text=text, status=404, headers=HEADERS)
    headers = {**HEADERS, "Content-Type": f"{kind}; charset=utf-8"}
    return web.Response(body=path.read_bytes(), headers=headers)
