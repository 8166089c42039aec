import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.logs import ConsoleFormatter, JsonFormatter, start_logging

LIBRARIES = ("telegram", "apscheduler", "alembic", "aiohttp", "asyncio")
OURS = ("bot", "handlers", "scheduler")


@pytest.fixture(autouse=True)
def _put_logging_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    root = logging.getLogger()
    handlers = root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *LIBRARIES, *OURS)}
    yield
    root.handlers[:] = handlers
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def record(
    name: str, message: str, *values: object, error: Exception | None = None
) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    made = logging.LogRecord(name, logging.WARNING, "file.py", 1, message, values, info)
    made.created = 1795338000.0
    return made


def test_a_console_line_says_when_what_where() -> None:
    line = ConsoleFormatter().format(record("bot.app", "update %d waits", 7))
    assert line == "09:00:00 WARNING bot.app  update 7 waits"


def test_a_json_line_is_one_object() -> None:
    line = JsonFormatter().format(record("bot.app", "two\nlines, %d š", 7))
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-11-22T09:00:00Z",
        "level": "warning",
        "logger": "bot.app",
        "message": "two\nlines, 7 š",
    }


@pytest.mark.parametrize("formatter", [ConsoleFormatter(), JsonFormatter()])
def test_an_error_shows_its_class_and_never_what_it_quotes(formatter: logging.Formatter) -> None:
    line = formatter.format(record("bot.x", "failed", error=ValueError("what a person wrote")))
    assert "ValueError" in line
    assert "wrote" not in line
    assert "Traceback" not in line


@pytest.mark.parametrize("formatter", [ConsoleFormatter(), JsonFormatter()])
def test_what_a_library_fills_in_is_left_out(formatter: logging.Formatter) -> None:
    lost = "Task exception was never retrieved\nfuture: <Task exception=ValueError('my text')>"
    asked = record("aiohttp.server", "Error handling request from %s", "10.0.0.7")
    for one in (record("asyncio", lost), asked):
        line = formatter.format(one)
        assert "my text" not in line
        assert "10.0.0.7" not in line
        assert one.name in line


@pytest.mark.parametrize("style", ["console", "json"])
def test_lines_go_to_standard_error_and_libraries_are_quiet(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(style)
    logging.getLogger("bot.app").info("told")
    logging.getLogger("bot.app").debug("not told")
    for name in LIBRARIES:
        logging.getLogger(name).info("https://api.telegram.org/bot123:token/getMe")
    caught = capsys.readouterr()
    assert caught.out == ""
    lines = caught.err.splitlines()
    assert len(lines) == 1
    assert "told" in lines[0]
    assert lines[0].startswith("{") == (style == "json")
