"""Log lines for people and for machines; never a token, a text or a name.

Nothing gets into a line because nobody thought of it: what may stand there is listed, and all the
rest is replaced by the name of its type. Of our own records that is the template and the values in
:func:`shown`; of a library's it is who spoke, how loudly, and the class of the error.
"""

import json
import logging
import re
import sys
import threading
import time
from contextlib import suppress
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import NoneType, TracebackType
from typing import Any, Final, TextIO

OURS: Final = frozenset({"bot", "handlers", "scheduler"})
"""Loggers whose templates are written by us and stand in the code as they are."""
LEVELS: Final = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
MOST_FRAMES: Final = 8
MOST_CAUSES: Final = 3

_UNTOLD: Final = "?"
_HARMLESS: Final = frozenset({bool, int, float, NoneType, date, datetime, timedelta})
"""Exactly these types and no class made from them, which could say anything of itself."""
_ROOT: Final = str(Path(__file__).resolve().parent.parent)
_LIBRARIES: Final = re.compile(r".*/(?:site-packages|lib/python3\.\d+)/")
_FILE: Final = re.compile(r"[\w.+-]+(?:/[\w.+-]+)*\.py")
_NAME: Final = re.compile(r"[A-Za-z_][\w.]{0,99}", re.ASCII)


class Safe(str):
    """Text that may stand in a log line, because it comes from our code, content or settings.

    Never from a chat and never from an answer of Telegram. Whatever is done to it makes plain
    text of it again, which is not shown.
    """

    __slots__ = ()


def kind(error: BaseException) -> Safe:
    """The class of an error; its message is left out, it may hold what somebody typed."""
    return _named(type(error))


def trace(error: BaseException) -> Safe:
    """The class of an error and where it came up, innermost line first; likewise its causes."""
    told = [f"{kind(error)} at {' < '.join(_frames(error.__traceback__))}"]
    seen = {id(error)}
    cause = _cause(error)
    while cause is not None and id(cause) not in seen and len(told) <= MOST_CAUSES:
        seen.add(id(cause))
        told.append(f"{kind(cause)} at {' < '.join(_frames(cause.__traceback__))}")
        cause = _cause(cause)
    return Safe(" from ".join(told))


def shown(value: object) -> object:
    """What a log line shows of a value: itself if it is harmless by its type, else its type.

    Harmless are numbers, times, the values of enumerations, classes, and text that is marked as
    :class:`Safe`. Of an error the class is shown.
    """
    if type(value) in _HARMLESS or type(value) is Safe:
        return value
    if isinstance(value, Enum):
        return Safe(value.value if isinstance(value.value, str) else value.name)
    if isinstance(value, BaseException):
        return kind(value)
    if isinstance(value, type):
        return _named(value)
    return Safe(f"<{_named(type(value))}>")


def words_of(record: logging.LogRecord) -> str | None:
    """The message of one of our records, filled with what may be shown; None for a library's."""
    if not _is_ours(record):
        return None
    if not isinstance(record.msg, str):
        return str(shown(record.msg))
    if not record.args or not isinstance(record.args, tuple):
        return record.msg
    with suppress(TypeError, ValueError):
        return record.msg % tuple(shown(value) for value in record.args)
    return record.msg


def heard(record: logging.LogRecord) -> bool:
    """Whether a record becomes a line; libraries are heard only when something is wrong."""
    return _is_ours(record) or record.levelno >= logging.WARNING


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, error; only what there is."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, with nothing in it that a person typed."""
        words, error = words_of(record), _error_of(record)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": _level(record).lower(),
            "logger": _name(record.name),
            **({} if words is None else {"message": words}),
            **({} if error is None else {"error": trace(error)}),
        }
        return json.dumps(line, ensure_ascii=False)


class ConsoleFormatter(logging.Formatter):
    """One readable line, the same things in the same order."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, with nothing in it that a person typed."""
        words, error = words_of(record), _error_of(record)
        clock = time.strftime("%H:%M:%S", time.gmtime(record.created))
        line = f"{clock} {_level(record):<7} {_name(record.name)}"
        if words is not None:
            line += f"  {words}"
        return line if error is None else f"{line} [{trace(error)}]"


class _Output(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 -- its name
        """Say that a line is lost; the library would print the values it was made of."""
        with suppress(OSError, ValueError):
            self.stream.write("a log line could not be written\n")


def start_logging(style: str) -> None:
    """Send log lines to standard error, and the errors that nobody caught along with them.

    Args:
        style: ``console`` or ``json``.
    """
    output = _Output()
    output.setFormatter(JsonFormatter() if style == "json" else ConsoleFormatter())
    output.addFilter(heard)
    # What a library says below a warning is not even made: some of it would hold the token.
    logging.basicConfig(level=logging.WARNING, handlers=[output], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    sys.excepthook = _tell_uncaught
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_unraisable


def _tell_uncaught(
    _class: type[BaseException], error: BaseException, _where: TracebackType | None
) -> None:
    if not isinstance(error, KeyboardInterrupt):
        logging.getLogger(__name__).critical("ended by an error: %s", trace(error))


def _tell_of_thread(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None:
        logging.getLogger(__name__).error("a thread failed: %s", trace(what.exc_value))


def _tell_unraisable(what: Any) -> None:
    if what.exc_value is not None:
        logging.getLogger(__name__).error("an object failed: %s", trace(what.exc_value))


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, BaseExceptionGroup):
        inner: BaseException = error.exceptions[0]
        return inner
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(place: TracebackType | None) -> list[str]:
    found = []
    while place is not None:
        found.append(f"{_file(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}")
        place = place.tb_next
    return found[-MOST_FRAMES:][::-1] or [_UNTOLD]


def _file(path: str) -> str:
    """A file as it is called in the project or in its library; never a folder of the machine."""
    inside = path.removeprefix(f"{_ROOT}/") if "/site-packages/" not in path else path
    inside = _LIBRARIES.sub("", inside)
    if inside.startswith("/"):
        inside = inside.rpartition("/")[2]
    return inside if _FILE.fullmatch(inside) else _UNTOLD


def _named(thing: type) -> Safe:
    return Safe(_name(thing.__name__))


def _name(name: str) -> str:
    return name if _NAME.fullmatch(name) else _UNTOLD


def _level(record: logging.LogRecord) -> str:
    return record.levelname if record.levelname in LEVELS else str(int(record.levelno))
