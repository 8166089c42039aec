"""Whether an update is one that Telegram would send: numbers are numbers, and texts are texts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

_LIMIT: Final = 1 << 63
_NUMBERS: Final = ("user_id", "chat_id", "message_id", "reply_to", "thread_id", "old", "new")
_TEXTS: Final = ("telegram_language", "callback_id", "data", "file_id", "title", "phone")
_MAY_LACK: Final = frozenset({"message_id", "telegram_language", "reply_to", "thread_id"})


class MalformedUpdateError(ValueError):
    """An update that Telegram would not send; delivered again, it would be no better."""


def number_of(raw: Mapping[str, Any]) -> int:
    """The number that Telegram gave to an update.

    Raises:
        MalformedUpdateError: if it has none, or one that no database holds.
    """
    number = raw.get("update_id")
    if not _is_number(number):
        raise MalformedUpdateError("update_id")
    return int(number or 0)


def check_values(incoming: object) -> None:
    """Look whether everything that was read can be stored.

    Raises:
        MalformedUpdateError: if a value is none that Telegram sends.
    """
    for name in _NUMBERS:
        if not _is_fitting(incoming, name, _is_number):
            raise MalformedUpdateError(name)
    for name in _TEXTS:
        if not _is_fitting(incoming, name, lambda value: isinstance(value, str)):
            raise MalformedUpdateError(name)


def _is_number(value: object) -> bool:
    return type(value) is int and -_LIMIT <= value < _LIMIT


def _is_fitting(incoming: object, name: str, fits: Callable[[object], bool]) -> bool:
    value = getattr(incoming, name, incoming)
    return value is incoming or (value is None and name in _MAY_LACK) or fits(value)
