import ast
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum, auto
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import (
    OURS,
    ConsoleFormatter,
    JsonFormatter,
    Safe,
    _Output,
    heard,
    kind,
    shown,
    start_logging,
    trace,
)
from tests.conftest import ROOT

FORMATTERS = [ConsoleFormatter(), JsonFormatter()]


@pytest.fixture(autouse=True)
def _put_logging_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in OURS}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def record(
    name: str, message: object, *values: object, error: BaseException | None = None
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, logging.WARNING, "file.py", 1, message, values, info)
    made.created = 1795338000.0
    return made


E = TypeVar("E", bound=Exception)


def raised(error: E) -> E:
    """An error that knows where it came up."""
    with suppress(type(error)):
        raise error
    return error


class Colour(Enum):
    RED = auto()


class Size(IntEnum):
    LARGE = 3


class Shape(StrEnum):
    ROUND = "quite round"


class TalkativeNumber(int):
    def __str__(self) -> str:
        return "what a person wrote"


class TalkativeTime(datetime):
    def __str__(self) -> str:
        return "what a person wrote"


class Talkative(Exception):  # noqa: N818 -- the name is not the point
    def __str__(self) -> str:
        return "what a person wrote"


def test_a_console_line_says_when_what_where() -> None:
    line = ConsoleFormatter().format(record("bot.app", "serving @%s", Safe("komshi_bot")))
    assert line == "09:00:00 WARNING bot.app  serving @komshi_bot"


def test_a_json_line_is_one_object() -> None:
    line = JsonFormatter().format(record("bot.app", "two\nlines of %s", Safe("šta")))
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-11-22T09:00:00Z",
        "level": "warning",
        "logger": "bot.app",
        "message": "two\nlines of šta",
    }


@pytest.mark.parametrize(
    ("value", "shows"),
    [
        (7, "7"),
        (0.5, "0.5"),
        (True, "True"),
        (None, "None"),
        (timedelta(minutes=5), "0:05:00"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "2026-11-22 09:00:00+00:00"),
        (Colour.RED, "RED"),
        (Size.LARGE, "LARGE"),
        (Shape.ROUND, "quite round"),
        (Safe("sendMessage"), "sendMessage"),
        (ValueError, "ValueError"),
        (ValueError("what a person wrote"), "ValueError"),
        (Talkative(), "Talkative"),
    ],
)
def test_harmless_values_are_shown(value: object, shows: str) -> None:
    assert str(shown(value)) == shows


@pytest.mark.parametrize(
    ("value", "shows"),
    [
        ("what a person wrote", "<str>"),
        (Safe("what a person ") + "wrote", "<str>"),
        (Safe("WHAT A PERSON WROTE").lower(), "<str>"),
        (b"what a person wrote", "<bytes>"),
        (["what a person wrote"], "<list>"),
        ({"what a person wrote": 1}, "<dict>"),
        (Decimal(38344123456), "<Decimal>"),
        (TalkativeNumber(7), "<TalkativeNumber>"),
        (TalkativeTime(2026, 11, 22, tzinfo=UTC), "<TalkativeTime>"),
        (object(), "<object>"),
    ],
)
def test_everything_else_is_its_type(value: object, shows: str) -> None:
    assert str(shown(value)) == shows


@pytest.mark.parametrize("formatter", FORMATTERS)
@given(typed=st.text(min_size=1).map(lambda text: f"Q {text} Q"))
def test_no_text_gets_into_a_line_by_any_way(formatter: logging.Formatter, typed: str) -> None:
    error = ValueError(typed)
    error.add_note(typed)
    for made in (
        record("bot.x", "a %s, a %r and %s", typed, typed, typed.encode()),
        record("bot.x", "%d things", typed),
        record("bot.x", "%s and %s", typed),
        record("bot.x", "too many", typed),
        record("bot.x", "%(name)s", {"name": typed}),
        record("bot.x", {typed: typed}),
        record("bot.x", error),
        record("bot.x", "%s", error, error=error),
        record("aiohttp.server", typed, error=error),
        record("asyncio", "exception of %s", typed),
        record(f"telegram.{typed}", "x"),
    ):
        made.stack_info = typed
        made.threadName = made.taskName = typed
        assert typed not in formatter.format(made)


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_values_that_do_not_fit_leave_the_template(formatter: logging.Formatter) -> None:
    assert "%d of %d things" in formatter.format(record("bot.x", "%d of %d things", 5))
    assert "%d things" in formatter.format(record("bot.x", "%d things", "five"))


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_an_error_shows_its_class_and_place_and_never_what_it_quotes(
    formatter: logging.Formatter,
) -> None:
    line = formatter.format(record("bot.x", "failed", error=raised(ValueError("my words"))))
    assert "ValueError at tests/test_logs.py:" in line
    assert "words" not in line
    assert "Traceback" not in line
    assert str(ROOT) not in line


def test_the_causes_of_an_error_are_told_without_their_words() -> None:
    inner = raised(KeyError("my words"))
    outer = ValueError("more words")
    outer.__cause__ = inner
    told = trace(raised(outer))
    assert told.count("tests/test_logs.py:") == 2
    assert told.startswith("ValueError at ")
    assert " from KeyError at " in told
    assert "words" not in told
    group = trace(ExceptionGroup("my words", [inner]))
    assert group.startswith("ExceptionGroup at ? from KeyError")
    assert "words" not in group


def test_an_endless_chain_and_a_deep_stack_are_cut() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert trace(one) == "ValueError at ? from KeyError at ?"

    def dive(depth: int) -> None:
        if not depth:
            raise ValueError
        dive(depth - 1)

    with pytest.raises(ValueError) as caught:  # noqa: PT011 -- it has no words
        dive(100)
    assert trace(caught.value).count(".py:") == 8


def test_a_place_in_a_library_is_told_from_the_library_on() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("my words")
    assert trace(caught.value).startswith("JSONDecodeError at json/decoder.py:")
    with pytest.raises(NameError) as made:
        exec(compile("nothing", "/home/somebody/my words", "exec"))  # noqa: S102 -- its own file name
    assert trace(made.value).startswith("NameError at ?:1 < tests/test_logs.py:")


def test_a_class_with_a_strange_name_is_not_named() -> None:
    assert kind(type("my words", (Exception,), {})()) == "?"


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_of_a_library_only_who_how_loud_and_which_error_is_told(
    formatter: logging.Formatter,
) -> None:
    lost = "Task exception was never retrieved\nfuture: <Task exception=ValueError('my text')>"
    asked = record("aiohttp.server", "GET %s", "10.0.0.7", error=raised(ValueError("my text")))
    for made in (record("asyncio", lost), asked):
        line = formatter.format(made)
        for hidden in ("my text", "10.0.0.7", "GET", "Task"):
            assert hidden not in line
    assert ConsoleFormatter().format(record("asyncio", lost)) == "09:00:00 WARNING asyncio"
    assert "ValueError at tests/test_logs.py" in formatter.format(asked)


def test_libraries_are_heard_from_a_warning_on_and_we_always() -> None:
    for name, level, expected in (
        ("bot.app", logging.DEBUG, True),
        ("handlers", logging.INFO, True),
        ("botany", logging.INFO, False),
        ("telegram.ext", logging.INFO, False),
        ("sqlalchemy.engine", logging.WARNING, True),
        ("root", logging.INFO, False),
    ):
        made = record(name, "x")
        made.levelno = level
        assert heard(made) is expected, name


@pytest.mark.parametrize("style", ["console", "json"])
def test_lines_go_to_standard_error_and_libraries_are_quiet(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(style)
    logging.getLogger("bot.app").info("told")
    logging.getLogger("bot.app").debug("not told")
    loud = logging.getLogger("a.loud.library")
    loud.setLevel(logging.DEBUG)
    for name in ("telegram", "httpx", "aiohttp", "apscheduler", "a.loud.library"):
        logging.getLogger(name).info("https://api.telegram.org/bot123:token/getMe")
    caught = capsys.readouterr()
    assert caught.out == ""
    lines = caught.err.splitlines()
    assert len(lines) == 1
    assert "told" in lines[0]
    assert lines[0].startswith("{") == (style == "json")


def test_an_error_that_nobody_caught_ends_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging("console")
    error = raised(ValueError("my words"))
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    thread = threading.Thread(target=lambda: int("my words"))
    thread.start()
    thread.join()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "CRITICAL bot.logs  ended by an error: ValueError at tests/test_logs.py" in lines[0]
    assert "a thread failed: ValueError at tests/test_logs.py" in lines[1]
    assert "words" not in "".join(lines)


def test_a_line_that_cannot_be_written_does_not_show_its_values() -> None:
    class Broken(ConsoleFormatter):
        def format(self, record: logging.LogRecord) -> str:
            raise RuntimeError(record.args)

    stream = io.StringIO()
    output = _Output(stream)
    output.setFormatter(Broken())
    output.handle(record("bot.x", "wrote %s", "my words"))
    assert stream.getvalue() == "a log line could not be written\n"


def _log_calls() -> Iterator[tuple[str, ast.Call]]:
    for package in sorted(OURS):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "logger", "logging"}
                    and node.func.attr
                    in {"debug", "info", "warning", "error", "exception", "critical", "log"}
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_template_is_written_out_in_the_code() -> None:
    calls = list(_log_calls())
    assert len(calls) > 20
    for place, call in calls:
        template = call.args[0]
        assert isinstance(template, ast.Constant), place
        assert isinstance(template.value, str), place
        assert template.value.count("%") == len(call.args) - 1, place
        assert {keyword.arg for keyword in call.keywords} <= {"exc_info"}, place


def test_no_log_call_passes_a_text_that_the_line_would_not_show() -> None:
    for place, call in _log_calls():
        for value in call.args[1:]:
            assert not isinstance(value, ast.JoinedStr | ast.BinOp), place
            assert not (isinstance(value, ast.Attribute) and value.attr == "__name__"), place


MARKED = {
    ("bot/app.py", "error.report.as_text()"),  # what is wrong with content files
    ("bot/app.py", "edition.content.version"),  # a digest
    ("bot/app.py", "self.bot.username"),  # the bot's own
    ("bot/storage/database/engine.py", "str(path)"),  # of our own files, chosen by the operator
    ("bot/transport/courier.py", "method"),  # of the Bot API
    ("bot/transport/wording.py", "due.kind"),  # one of KINDS, or of another release's
    ("scheduler/timetable.py", "self.name"),  # of a job, written in the code
}


def test_what_is_marked_as_safe_is_known_here() -> None:
    """Whoever marks something more has to say here why nobody can have typed it."""
    found: set[tuple[str, Any]] = set()
    for package in sorted(OURS):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name == "logs.py":
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Safe"):
                    found.add((str(path.relative_to(ROOT)), ast.unparse(node.args[0])))
    assert found == MARKED
