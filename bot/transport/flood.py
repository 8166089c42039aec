"""How much one person may send, so that one who floods takes nothing from the others.

A bucket of tokens for each person: every update takes one, and they come back evenly. It is kept
as one point in time, the one at which the bucket will be full again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How much of one person is served: a burst, then a steady rate.

    Args:
        burst: Updates at once, after a rest.
        per_second: Updates a second in the long run.
    """

    burst: int
    per_second: float


PEOPLE: Final = FloodLimits(burst=30, per_second=1.0)
"""Who looks for something taps twice a second for a few seconds; thirty are more than all buttons
from Home to any call and back. In the long run Telegram lets a bot write to one chat about once a
second, so that more could not be answered anyhow."""
UNLIMITED: Final = FloodLimits(burst=1_000_000, per_second=1_000_000.0)
"""For tests and measurements that send as one person what a village would not."""

MOST_PEOPLE: Final = 10_000
MOST_UPDATES: Final = 4_096
"""How many verdicts are remembered; Telegram has at most 100 updates on the way at a time."""
LATE_SECONDS: Final = 60.0


class Admittance(Enum):
    """What happens with an update."""

    SERVE = auto()
    WARN = auto()
    """Too much: it is not served, and the person is told why, once until they have slowed down."""
    DROP = auto()
    """Too much, and the person knows."""


@dataclass(slots=True)
class _Bucket:
    """One person's; times are seconds since the epoch."""

    full_at: float
    is_warned: bool = False


class FloodGate:
    """Judges each update once; what is delivered again gets the same verdict and costs nothing.

    Memory is bounded: who has a full bucket again is forgotten, and so are, beyond ten thousand
    people, those who have been silent longest.
    """

    def __init__(self, limits: FloodLimits = PEOPLE) -> None:
        self._token = 1.0 / limits.per_second
        self._room = limits.burst * self._token
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()
        self._verdicts: OrderedDict[tuple[int, int], Admittance] = OrderedDict()
        self._refused = 0

    def judge(self, person: int, update_id: int, at: float) -> Admittance:
        """What happens with an update.

        Args:
            person: Whoever sent it.
            update_id: Its number, by which it is known when it is delivered again.
            at: When it was sent, seconds since the epoch.
        """
        known = self._verdicts.get((person, update_id))
        if known is not None:
            return known
        verdict = self._take_token(person, at)
        self._note(person, update_id, verdict)
        if verdict is not Admittance.SERVE:
            self._refused += 1
        return verdict

    def pardon(self, person: int, update_id: int) -> None:
        """Serve an update after all, and let the person begin with a full bucket."""
        if self._verdicts.get((person, update_id), Admittance.SERVE) is not Admittance.SERVE:
            self._refused -= 1
        self._note(person, update_id, Admittance.SERVE)
        self._buckets.pop(person, None)

    def take_refused(self) -> int:
        """How many updates were refused since the last time."""
        refused, self._refused = self._refused, 0
        return refused

    def give_back(self, refused: int) -> None:
        """Count refusals that could not be written down again."""
        self._refused += refused

    def __len__(self) -> int:
        """How many people are remembered."""
        return len(self._buckets)

    def _take_token(self, person: int, at: float) -> Admittance:
        bucket = self._buckets.get(person)
        # A clock that was set back would lock people out for as long as it was wrong.
        if bucket is None or not at < bucket.full_at <= at + self._room + self._token:
            bucket = self._buckets[person] = _Bucket(at)
        self._buckets.move_to_end(person)
        self._forget(at)
        if bucket.full_at - at <= self._room / 2:
            bucket.is_warned = False
        if bucket.full_at + self._token - at <= self._room + self._token / 1000:
            bucket.full_at += self._token
            return Admittance.SERVE
        if bucket.is_warned:
            return Admittance.DROP
        bucket.is_warned = True
        return Admittance.WARN

    def _forget(self, at: float) -> None:
        while len(self._buckets) > 1:
            person, oldest = next(iter(self._buckets.items()))
            if oldest.full_at > at and len(self._buckets) <= MOST_PEOPLE:
                return
            del self._buckets[person]

    def _note(self, person: int, update_id: int, verdict: Admittance) -> None:
        self._verdicts[person, update_id] = verdict
        if len(self._verdicts) > MOST_UPDATES:
            self._verdicts.popitem(last=False)


def moment_of(sent: float | None, now: float) -> float:
    """When an update counts as sent, seconds since the epoch.

    What waited for long, because the bot or Telegram was away, counts from when it was sent:
    thirty messages of a whole hour are no flood because they arrive at once. Otherwise it is now,
    so that small differences between the clocks do not matter.

    Args:
        sent: What Telegram says of a message; a tap has no time.
        now: By our own clock.
    """
    return sent if sent is not None and now - sent > LATE_SECONDS else now
