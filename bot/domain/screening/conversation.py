"""A check: what a person looks for, what they said, and where they stand in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.content import Call
from bot.domain.eligibility.questions import Answer, Form, NoAnswer, Question
from bot.domain.privacy.retention import Record, oldest_kept

LAST_FULL_DAY: Final = timedelta(days=7)
"""Counted in days, as for sensitive answers, this is the last one on which all of it is there."""

_NOTHING: Final = "?"
_TO: Final = "_"
_NUMBER: Final = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Span:
    """A person said no more than: from here to there, both included."""

    low: int | date
    high: int | date


Reply = Answer | Span
"""What a person said; a span becomes an answer where nothing depends on the difference."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a person looks for: a goal, one call, or with both empty anything."""

    goal: str = ""
    call: str = ""

    def admits(self, call: Call) -> bool:
        """Whether a call is among what the person looks for."""
        if self.call:
            return call.id == self.call
        return not self.goal or self.goal in call.goals


@dataclass(frozen=True, slots=True)
class Conversation:
    """A check with everything that was said in it.

    Args:
        replies: What was said, by question, in the order in which it was asked; as it is written
            in the tables, because another version of the rules may read it.
        asking: The question that the person went back to; empty: whichever comes next.
        whole: The call that is checked in every point; empty for none.
        version: Of the rules with which it was last judged.
        counted: Whether its end has been counted.
        number: Under which the sensitive replies lie.
    """

    aim: Aim
    version: str
    touched_at: datetime
    replies: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""
    whole: str = ""
    counted: bool = False
    number: str = ""

    def replied(self, question: str, text: str) -> "Conversation":
        """The same with one more reply; a corrected one keeps its place."""
        return replace(self, replies={**self.replies, question: text}, asking="")

    def before(self, question: str) -> str:
        """The question asked before this one; empty if there is none."""
        given = list(self.replies)
        position = given.index(question) if question in given else len(given)
        return given[position - 1] if position > 0 else ""

    def is_over(self, now: datetime) -> bool:
        """Whether it was dropped so long ago that nothing of it counts any more."""
        return self.touched_at < oldest_kept(Record.SCREENING, now)


def write(reply: Reply) -> str:
    """A reply as it stands in the tables and on buttons."""
    match reply:
        case NoAnswer():
            return f"{_NOTHING}{reply.value}"
        case Span(low=low, high=high):
            return f"{write(low)}{_TO}{write(high)}"
        case date():
            return reply.isoformat()
        case _:
            return str(reply)


def read(question: Question, text: str) -> Reply | None:
    """What a text says about a question; None if it says nothing that can be meant."""
    if text.startswith(_NOTHING):
        value = text.removeprefix(_NOTHING)
        return next((answer for answer in NoAnswer if answer.value == value), None)
    if question.form in {Form.CHOICE, Form.YES_NO, Form.MUNICIPALITY}:
        return text if any(option.id == text for option in question.options) else None
    low, to, high = text.partition(_TO)
    first = _value(question, low)
    if not to or first is None:
        return first
    last = _value(question, high)
    # The two are of one kind, because the question is.
    return None if last is None or last < first else Span(first, last)  # type: ignore[operator]


def within(question: Question, number: int) -> int | None:
    """A number that lies within the bounds of a question; None otherwise."""
    low, high = question.low, question.high
    inside = (low is None or number >= low) and (high is None or number <= high)
    return number if inside else None


def day_within(question: Question, day: date) -> date | None:
    """A day that lies within the bounds of a question; None otherwise."""
    early = question.earliest is not None and day < question.earliest
    late = question.latest is not None and day > question.latest
    return None if early or late else day


def _value(question: Question, text: str) -> int | date | None:
    if question.form is Form.NUMBER:
        if not text.isascii() or not _NUMBER.fullmatch(text):
            return None
        return within(question, int(text))
    try:
        return day_within(question, date.fromisoformat(text))
    except ValueError:
        return None
