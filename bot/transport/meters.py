"""What the sender of this process counts, for the metrics page."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.services.delivery.delivery import Tried

BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds that a call took, upper ends; one more bucket holds the longer ones."""


class SendMeters:
    """Counts since the start of the process; they name nobody."""

    def __init__(self) -> None:
        self.sends = False
        """Whether this process is the one that sends."""
        self.outcomes: Counter[tuple[str, str]] = Counter()
        """How often each lane had each outcome."""
        self.calls = [0] * (len(BUCKETS) + 1)
        self.call_seconds = 0.0

    def count(self, settled: Sequence[Tried]) -> None:
        """Count what became of messages."""
        for one in settled:
            self.outcomes[one.due.lane.value, type(one.outcome).__name__] += 1

    def count_call(self, seconds: float) -> None:
        """Count a call and how long it took."""
        self.calls[bisect_left(BUCKETS, seconds)] += 1
        self.call_seconds += seconds
