"""How long an update that fails is tried again before it is parked for people to look at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

PAUSES: Final[Sequence[timedelta]] = (
    timedelta(seconds=2),
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=4),
)
"""What follows each failure. What passes by itself mostly passes within seconds; what does not is
no longer tried after some seven minutes, when somebody has to look at it anyway."""


def next_try(failures: int, last_at: datetime) -> datetime | None:
    """When an update is tried again; None if it has failed often enough to be parked.

    Args:
        failures: How often it failed, at least once.
        last_at: When it failed last.
    """
    if failures > len(PAUSES):
        return None
    return last_at + PAUSES[failures - 1]
