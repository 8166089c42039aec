"""Rounds: when a call is open. The call is content; its rounds are opened and closed by staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a call is open: from ``opens_at`` up to, but without, ``closes_at``."""

    call_id: str
    number: int
    opens_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether people can apply at this moment."""
        return self.opens_at <= now < self.closes_at

    def overlaps(self, other: "Round") -> bool:
        """Whether two rounds share a moment."""
        return self.opens_at < other.closes_at and other.opens_at < self.closes_at


class Opening(StrEnum):
    """Where a call stands today."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a call stands, and the round that says so; no round for a call never opened."""

    opening: Opening
    round: Round | None


def standing_of(rounds: Iterable[Round], now: datetime) -> Standing:
    """Where a call stands: open now, else the next to open, else the last that closed.

    Args:
        rounds: The rounds of one call, in any order.
    """
    in_order = sorted(rounds, key=lambda each: each.opens_at)
    for each in in_order:
        if each.is_open(now):
            return Standing(Opening.OPEN, each)
    for each in in_order:
        if each.opens_at > now:
            return Standing(Opening.UPCOMING, each)
    if in_order:
        return Standing(Opening.CLOSED, max(in_order, key=lambda each: each.closes_at))
    return Standing(Opening.NEVER, None)


def standings(rounds: Iterable[Round], now: datetime) -> Mapping[str, Standing]:
    """Where every call that ever had a round stands, by call id."""
    by_call: dict[str, list[Round]] = {}
    for each in rounds:
        by_call.setdefault(each.call_id, []).append(each)
    return {call_id: standing_of(of_call, now) for call_id, of_call in by_call.items()}
