"""Questions to the team: where one stands, who may do what next, and how long it may wait."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.delivery.media import Enclosure
from bot.domain.working_days import ANSWER_WITHIN_WORKING_DAYS, due_at, working_time

LONGEST_QUESTION: Final = 4096
"""Characters of one message: what Telegram lets a person type."""
MOST_OPEN: Final = 10
"""Questions that one person may have open; more are added to one of them."""
MOST_ENTRIES: Final = 50
"""Messages in one question, so that it stays readable."""
SILENT_FOR: Final = timedelta(days=30)
"""An answered question to which nobody adds anything is closed after so long."""


_DIGITS: Final = 6


def read_number(text: str) -> int | None:
    """The number of a question as people type or read it out; None if it is none.

    Words, spaces and signs around it do not matter, nor which digits a keyboard writes.
    """
    digits = "".join(str(int(sign)) for sign in text if sign.isdecimal())
    return int(digits) if len(digits) == _DIGITS else None


class ThreadState(StrEnum):
    """Whose turn it is in a question to the team."""

    WAITING = "waiting"  # for the team
    ANSWERED = "answered"  # the person may add something
    CLOSED = "closed"


class ThreadStep(StrEnum):
    """What can happen to a question to the team."""

    ADD = "add"
    REPLY = "reply"
    CLAIM = "claim"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Closing(StrEnum):
    """Why a question was closed."""

    ANSWERED = "answered"
    NOT_FOR_US = "not_for_us"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


EXPLAINED: Final = frozenset({Closing.NOT_FOR_US, Closing.DUPLICATE})
"""Ends that are an answer by themselves: the person is told them in any case."""


def leaves_waiting(state: ThreadState, closing: Closing) -> bool:
    """Whether somebody waits for an answer that a question closed like this never gets."""
    return state is ThreadState.WAITING and closing not in EXPLAINED


def is_told(state: ThreadState, closing: Closing) -> bool:
    """Whether the person is told that a question was closed: nobody is left waiting for word."""
    return state is ThreadState.WAITING or closing in EXPLAINED


TRANSITIONS: Final[Mapping[ThreadState, Mapping[ThreadStep, ThreadState]]] = {
    ThreadState.WAITING: {
        ThreadStep.ADD: ThreadState.WAITING,
        ThreadStep.REPLY: ThreadState.ANSWERED,
        ThreadStep.CLAIM: ThreadState.WAITING,
        ThreadStep.HAND_OVER: ThreadState.WAITING,
        ThreadStep.CLOSE: ThreadState.CLOSED,
        ThreadStep.WITHDRAW: ThreadState.CLOSED,
    },
    ThreadState.ANSWERED: {
        ThreadStep.ADD: ThreadState.WAITING,
        ThreadStep.REPLY: ThreadState.ANSWERED,
        ThreadStep.CLAIM: ThreadState.ANSWERED,
        ThreadStep.HAND_OVER: ThreadState.ANSWERED,
        ThreadStep.CLOSE: ThreadState.CLOSED,
        ThreadStep.WITHDRAW: ThreadState.CLOSED,
    },
    ThreadState.CLOSED: {},
}
"""Where each step leads; a step that is not there is not possible."""


def after(state: ThreadState, step: ThreadStep) -> ThreadState | None:
    """Where a step leads; None if it is not possible."""
    return TRANSITIONS[state].get(step)


def waits_since(before: datetime | None, step: ThreadStep, now: datetime) -> datetime | None:
    """Since when the person waits for the team after a step; None if they do not.

    Adding something to a question that waits already does not let it wait anew.
    """
    match step:
        case ThreadStep.ADD:
            return before or now
        case ThreadStep.REPLY | ThreadStep.CLOSE | ThreadStep.WITHDRAW:
            return None
        case ThreadStep.CLAIM | ThreadStep.HAND_OVER:
            return before


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about, by ids; all empty: the person is not sure.

    Args:
        call: The call that the person wants to apply for, where the team wrote first.
        reference: The number of that interest, as the person was told it; likewise.
    """

    programme: str = ""
    municipality: str = ""
    call: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A question and how it stands, without its texts.

    Args:
        id: The number that the person is told, too.
        waiting_since: None while it does not wait for the team.
        claimed_by: The staff number of who answers it.
    """

    id: int
    person_id: int
    about: About
    state: ThreadState
    opened_at: datetime
    waiting_since: datetime | None = None
    claimed_by: int | None = None
    closed_at: datetime | None = None
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """One message of a question, with its text in clear.

    Args:
        position: From 1 on.
        author: The staff number of who wrote it; None for the person who asks.
        text: May be empty where something is enclosed.
        enclosed: A picture, file or voice message that came with it.
        is_change: It stands in place of earlier words, which the person changed.
    """

    position: int
    author: int | None
    text: str
    sent_at: datetime
    enclosed: Enclosure | None = None
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes into a question, before it is stored.

    Args:
        text: May be empty where something is enclosed.
        source: The number of the message in the chat of who wrote it, by which a change is found.
    """

    text: str
    enclosed: Enclosure | None = None
    source: int | None = None
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Destination:
    """Where words for the team, or from it, belong.

    Args:
        thread: The number of a question; 0 for a new one.
        about: What a new question is about.
        from_team: They answer the question.
    """

    thread: int = 0
    about: About = About()
    from_team: bool = False


def written(text: str, enclosed: Enclosure | None = None, source: int | None = None) -> Written:
    """What somebody wrote, without space around it and not too long.

    Raises:
        ValueError: if there are no words and nothing is enclosed.
    """
    words = text.strip()[:LONGEST_QUESTION]
    if not words and enclosed is None:
        raise ValueError("a message needs words")
    return Written(words, enclosed, source)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which questions somebody may see: about which programmes and which places; None for all.

    A question that names no programme or no place is not narrowed by it.
    """

    programmes: frozenset[str] | None = None
    places: frozenset[str] | None = None

    def covers(self, about: About) -> bool:
        """Whether a question about this may be seen."""
        return _within(about.programme, self.programmes) and _within(
            about.municipality, self.places
        )


def _within(subject: str, ids: frozenset[str] | None) -> bool:
    return ids is None or not subject or subject in ids


@dataclass(frozen=True, slots=True)
class Wait:
    """How the clock of a question stands.

    Args:
        due_at: Until when it is to be answered.
        left: Working time until then; negative once that is over.
    """

    due_at: datetime
    left: timedelta
    is_overdue: bool


def wait_of(since: datetime, now: datetime, days_off: Container[date]) -> Wait:
    """How the clock of a question stands that waits since a moment."""
    answer_by = due_at(since, ANSWER_WITHIN_WORKING_DAYS, days_off)
    return Wait(answer_by, working_time(now, answer_by, days_off), now > answer_by)
