"""What is due for a round and when: telling people, reminding them, warning staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.localtime import from_local, local
from bot.domain.rounds.rounds import Opening, Round, Standing
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Words


class RoundChange(StrEnum):
    """What staff do with a round. The codes stand on buttons and stay."""

    OPEN = "o"
    EXTEND = "e"
    CLOSE = "c"
    REOPEN = "r"


CHANGES: Final[dict[Opening, tuple[RoundChange, ...]]] = {
    Opening.OPEN: (RoundChange.EXTEND, RoundChange.CLOSE),
    Opening.UPCOMING: (RoundChange.EXTEND, RoundChange.CLOSE),
    Opening.CLOSED: (RoundChange.OPEN, RoundChange.REOPEN),
    Opening.NEVER: (RoundChange.OPEN,),
}
"""What can be done with a call, by where it stands."""


class Stage(StrEnum):
    """What becomes due while a round runs."""

    OPENED = "opened"  # it opened by itself: tell people
    TEXTS = "texts"  # it closes soon: warn staff if a text is missing
    WEEK = "week"
    DAY = "day"


REMINDED_DAYS: Final[dict[Stage, int]] = {Stage.WEEK: 7, Stage.DAY: 1}
"""How many days before the closing a reminder goes out."""
SOON_DAYS: Final = 7
"""A round that closes within so many days closes soon."""
WEEK_LIVES: Final = timedelta(days=2)
"""A reminder of a week ahead is of use so long after it was due."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is due for one version of a round."""

    call_id: str
    number: int
    version: int
    stage: Stage
    due_at: datetime


def plan(round_: Round, version: int, now: datetime) -> tuple[Task, ...]:
    """All that becomes due for a round whose times were set just now.

    What would have been due before is left out: whoever hears of the times now needs no reminder
    of them at once.
    """
    if round_.closes_at <= now:
        return ()
    due: dict[Stage, datetime] = {}
    start = max(round_.opens_at, now)
    if round_.opens_at > now:
        due[Stage.OPENED] = round_.opens_at
    due[Stage.TEXTS] = max(days_before(round_.closes_at, SOON_DAYS), start)
    for stage, days in REMINDED_DAYS.items():
        due_at = days_before(round_.closes_at, days)
        if due_at > start:
            due[stage] = due_at
    return tuple(
        Task(round_.call_id, round_.number, version, stage, due_at) for stage, due_at in due.items()
    )


def reminder_ends(round_: Round, stage: Stage) -> datetime:
    """From when on a reminder comes too late, UTC."""
    if stage is Stage.WEEK:
        lives = days_before(round_.closes_at, REMINDED_DAYS[stage]) + WEEK_LIVES
        return min(lives, round_.closes_at)
    return round_.closes_at


def days_before(moment: datetime, days: int) -> datetime:
    """The same time on the wall some days earlier, or later where the number is negative."""
    return from_local(local(moment).replace(tzinfo=None) - timedelta(days=days))


def closes_soon(standing: Standing, now: datetime) -> bool:
    """Whether a call is open and closes within a few days."""
    current = standing.round
    return (
        standing.opening is Opening.OPEN
        and current is not None
        and days_before(current.closes_at, SOON_DAYS) <= now
    )


def missing_languages(call: Call, content: Content) -> tuple[Language, ...]:
    """Languages that the programme offers and in which a text of the call is missing.

    Their readers see that text in another language.
    """
    programme = content.programmes.get(call.programme)
    offered = programme.languages if programme else ()
    return tuple(
        language
        for language in recorded_languages()
        if language.content_key in offered
        and any(not words.texts.get(language.content_key) for words in _words_of(call))
    )


def recorded_languages() -> tuple[Language, ...]:
    """One language for each key of the content: both Serbian scripts share texts and voices."""
    by_key: dict[str, Language] = {}
    for language in OFFERED:
        by_key.setdefault(language.content_key, language)
    return tuple(by_key.values())


def _words_of(call: Call) -> Iterator[Words]:
    yield from (call.title, call.who, call.get, *call.bring, *call.apply)
    yield from (words for words in (call.add, call.note) if words is not None)
