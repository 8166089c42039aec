"""Rounds as staff look at them: where a call stands, and a change before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Call
from bot.domain.rounds.news import CallNews
from bot.domain.rounds.rounds import Standing
from bot.domain.rounds.work import RoundChange
from bot.domain.text.languages import Language


@dataclass(frozen=True, slots=True)
class RoundView:
    """A call as staff see it, with all that they look at before a change.

    Args:
        stamp: Names the version of the round that was looked at; 0 for a call never opened.
        interested: How many people hear of it when something changes.
        missing: Languages in which a text is missing.
        voices: Content keys of the languages in which it was recorded.
    """

    call: Call
    standing: Standing
    stamp: int
    interested: int
    missing: tuple[Language, ...]
    voices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a round before it is made, and whom it would reach.

    Args:
        news: What people are told; None if nobody is, because nobody has heard of the round yet.
        reaches: How many people are told, each once.
    """

    view: RoundView
    change: RoundChange
    closes_at: datetime
    news: CallNews | None
    reaches: int
