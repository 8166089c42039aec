"""Fails a test in whose course a log line held something of a person, or the token.

A plugin of pytest. Whatever people in the sandbox type, send or are called becomes a canary, and
so do the words below. Every record of the run is put into words as the bot itself does it, in
both styles; a canary in such a line is a leak. What a child process wrote is given to
:func:`assert_silent`.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from bot.logs import OURS, ConsoleFormatter, JsonFormatter, heard
from bot.sandbox.world.chats import Chat, Message, User, Wire
from bot.sandbox.world.world import World

WORD: Final = "kanarinka-žuta-ptica"
NAME: Final = "Qëndresa <b>Kanarina</b> & {x} %s"
FAMILY_NAME: Final = "Krasniqi-Đorđević"
PHONE_NUMBER: Final = "+38344987654"
USER_ID: Final = 7_204_551_903
TOKEN: Final = "1000000:sandbox"
CANARIES: Final = (WORD, NAME, FAMILY_NAME, PHONE_NUMBER, str(USER_ID), TOKEN)

_SHORTEST: Final = 5
"""What is shorter, such as a number that was typed, may stand in a line by chance."""
_SHORTEST_NAME: Final = 3
_LONGEST: Final = 40
"""Of longer texts the beginning counts: a line might hold no more of it."""
_FIRST_TELLING_ID: Final = 1_000_000
"""Ids made up by the sandbox are as short as line numbers."""


class Aviary:
    """The canaries, and where one was seen.

    Args:
        canaries: Those that are known from the start.
    """

    def __init__(self, *canaries: str) -> None:
        self.leaks: list[str] = []
        self._canaries: dict[str, re.Pattern[str]] = {}
        self._formatters = (ConsoleFormatter(), JsonFormatter())
        for canary in canaries:
            self.add(canary)
        self._lasting = dict(self._canaries)

    def add(self, text: str) -> None:
        """Take a text for a canary, unless it is a command or too short to tell."""
        text = max(text.splitlines(), key=len, default="").strip()[:_LONGEST].strip()
        if len(text) >= _SHORTEST and not text.startswith("/"):
            self._canaries.setdefault(text, re.compile(rf"{re.escape(text)}(?!\d)"))

    def add_person(self, person: User) -> None:
        """Take what a person is called for canaries."""
        for name in filter(None, (person.first_name, person.last_name, person.username)):
            if len(name) >= _SHORTEST_NAME:
                self._canaries.setdefault(name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"))
        if person.user_id >= _FIRST_TELLING_ID:
            self.add(str(person.user_id))

    def settle(self) -> list[str]:
        """Forget who came in one test; returns where a canary was seen in it.

        A place that somebody typed in one test is named by the content files in another.
        """
        self._canaries = dict(self._lasting)
        leaks, self.leaks = self.leaks, []
        return leaks

    def watch(self, record: logging.LogRecord) -> None:
        """Look at the lines that a record makes."""
        if heard(record):
            for formatter in self._formatters:
                self.look_through(formatter.format(record))

    def look_through(self, text: str) -> None:
        """Look for canaries in lines that were written."""
        for line in text.splitlines():
            for canary, whole in self._canaries.items():
                if canary in line and whole.search(line):
                    self.leaks.append(f"{canary!r} in the log line: {line}")


_AVIARY: Final = Aviary(*CANARIES)


def assert_silent(log: str | bytes) -> None:
    """Hold what a child process wrote to standard error against the canaries of this run."""
    before = len(_AVIARY.leaks)
    _AVIARY.look_through(log if isinstance(log, str) else log.decode(errors="replace"))
    leaks = _AVIARY.leaks[before:]
    del _AVIARY.leaks[before:]
    assert not leaks, leaks


@pytest.fixture(scope="session", autouse=True)
def _watched_run() -> Iterator[None]:
    """Look at every record, also of loggers below the level at which the bot speaks."""
    make, say, join = logging.getLogRecordFactory(), World.message_of_person, World.add_person

    def make_and_watch(*values: Any, **named: Any) -> logging.LogRecord:
        record = make(*values, **named)
        _AVIARY.watch(record)
        return record

    def say_and_tell(world: World, chat: Chat, person: User, content: Wire) -> Message:
        for part in (content, content.get("contact", {}), content.get("document", {})):
            for text in ("text", "caption", "phone_number", "first_name", "file_name"):
                _AVIARY.add(str(part.get(text, "")))
        return say(world, chat, person, content)

    def join_and_tell(world: World, person: User) -> Chat:
        _AVIARY.add_person(person)
        return join(world, person)

    with pytest.MonkeyPatch.context() as patch:
        logging.setLogRecordFactory(make_and_watch)
        patch.setattr(World, "message_of_person", say_and_tell)
        patch.setattr(World, "add_person", join_and_tell)
        yield
        logging.setLogRecordFactory(make)
    assert not _AVIARY.leaks, _AVIARY.leaks


@pytest.fixture(autouse=True)
def _silent_test() -> Iterator[None]:
    """Nothing personal is in a log line of this test."""
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    leaks = _AVIARY.settle()
    assert not leaks, leaks
