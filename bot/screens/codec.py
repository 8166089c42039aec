"""Taps: small frozen values with a compact, versioned code for Telegram's 64 bytes.

Which taps there are stands in the ``actions`` file of each subject.

A code, once released, keeps its meaning: fields are only added at the end and with a default. A
change that breaks this takes a new code, so that a button of an older release still works.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from itertools import pairwise
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

MAX_BYTES = 64
"""What a button can carry."""
MAX_PLACE = 255
"""What the database keeps of where a person stands."""
_SEPARATOR = ":"
_DEEPER = (":", "~", "^", "!")
"""What stands for the separator where a code is a part of another one, and that of a third one."""
_PACK = str.maketrans(dict(pairwise(_DEEPER)))
_UNPACK = str.maketrans({deeper: one for one, deeper in pairwise(_DEEPER)})
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class StaleActionError(ValueError):
    """The text is not the code of an action that this release knows."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can ask for with one tap."""

    code: ClassVar[str] = ""


_A = TypeVar("_A", bound=Action)
_BY_CODE: dict[str, type[Action]] = {}


@dataclass_transform(frozen_default=True)
def tap(code: str) -> Callable[[type[_A]], type[_A]]:
    """Make a class a frozen value that a button can carry under this code.

    Args:
        code: Short, and never given to another kind of action again.

    Raises:
        ValueError: if another kind of action has the code.
    """

    def register(kind: type[_A]) -> type[_A]:
        if code in _BY_CODE:
            raise ValueError(f"two actions share the code {code!r}")
        action = dataclass(frozen=True, slots=True)(kind)
        action.code = code
        _BY_CODE[code] = action
        return action

    return register


def known_actions() -> tuple[type[Action], ...]:
    """Every kind of action that is loaded, in the order of loading.

    ``bot.screens.actions`` loads all of them.
    """
    return tuple(_BY_CODE.values())


def encode(action: Action, limit: int = MAX_BYTES) -> str:
    """The code of an action, at most 64 bytes for a button.

    Raises:
        ValueError: if the action has no code, does not fit, or could not be decoded again.
    """
    name = type(action).__name__
    if not action.code:
        raise ValueError(f"{name} is not a tap")
    known = fields(action)
    parts = [str(getattr(action, field.name)) for field in known]
    for field, part in zip(known, parts, strict=True):
        if _SEPARATOR in part or (part == "" and field.default is MISSING):
            raise ValueError(f"{name} cannot be a code because of its {field.name}")
    while parts and parts[-1] == "":
        parts.pop()
    text = _SEPARATOR.join([action.code, *parts])
    if not _may_be_code(text, limit):
        raise ValueError(f"{name} does not fit a button: {len(text)} characters")
    return text


def decode(text: str) -> Action:
    """The action behind a code.

    Raises:
        StaleActionError: if nobody of this release can have issued it.
    """
    if not _may_be_code(text, MAX_PLACE):
        raise StaleActionError("not a code")
    code, *parts = text.split(_SEPARATOR)
    kind = _BY_CODE.get(code)
    if kind is None:
        raise StaleActionError(code)
    known = fields(kind)
    if len(parts) > len(known):
        raise StaleActionError(code)
    hints = _hints(kind)
    given = {}
    for field, part in zip(known, parts, strict=False):
        try:
            given[field.name] = _value(hints[field.name], part)
        except ValueError:
            raise StaleActionError(code) from None
    if any(given.get(f.name, "") == "" and f.default is MISSING for f in known):
        raise StaleActionError(code)
    return kind(**given)


def _may_be_code(text: str, limit: int) -> bool:
    # Codes are made of ids. A forged one with, say, a NUL would be refused by PostgreSQL later.
    return len(text) <= limit and text.isascii() and text.isprintable()


def _value(kind: Any, part: str) -> Any:
    if kind is int and not _NUMBER.fullmatch(part):
        raise ValueError("not a number as encode writes them")
    return kind(part)


_HINTS: dict[type[Action], dict[str, Any]] = {}


def _hints(kind: type[Action]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def fits(action: Action) -> bool:
    """Whether an action can be a button."""
    try:
        encode(action)
    except ValueError:
        return False
    return True


def packed(action: Action) -> str:
    """An action as a part of another one's code."""
    return encode(action, MAX_PLACE).translate(_PACK)


def unpacked(code: str) -> Action | None:
    """The action in a part of another one's code; None if there is none that we know."""
    try:
        return decode(code.translate(_UNPACK)) if code else None
    except StaleActionError:
        return None
