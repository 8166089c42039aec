"""What the bot tells a person on its own account, before anybody decides how it is worded."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.rounds.rounds import Standing
from bot.domain.rounds.work import RoundChange
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Words


@dataclass(frozen=True, slots=True)
class ErasureWarning:
    """What is kept about a person who does nothing will be erased.

    Args:
        erase_on: The first day on which it can happen.
    """

    erase_on: date


@dataclass(frozen=True, slots=True)
class CallNews:
    """A call that a person is interested in was opened, extended, closed or opened again.

    Args:
        programme: Its short name.
        now: For how many days are left.
    """

    change: RoundChange
    call_id: str
    title: Words
    programme: str
    standing: Standing
    now: datetime


@dataclass(frozen=True, slots=True)
class ClosingSoon:
    """A call that a person follows closes soon."""

    call_id: str
    title: Words
    programme: str
    closes_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class TextsMissing:
    """For staff: a call closes soon and cannot be read in each of its languages."""

    call_id: str
    title: Words
    languages: tuple[Language, ...]
    closes_at: datetime
    now: datetime


News = ErasureWarning | CallNews | ClosingSoon | TextsMissing
"""Every kind of news; a new one joins with ``|`` and needs a notice in ``screens/notices``."""
