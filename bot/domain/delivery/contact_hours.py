"""When a person may be written to: not while they sleep, by the clock on their wall.

Quiet hours run from one full local hour to another, over midnight or not; equal hours mean that
there are none. An hour that the clock skips in spring is not there, one that comes twice in
autumn is quiet twice or not at all.
"""

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from bot.domain.localtime import from_local, local

QUIET_FROM: Final = 21
QUIET_UNTIL: Final = 8
"""The quiet hours of a new person, local hours; the screen offers them first. They are written into
the person's row, so that a change here changes them for nobody who is there already."""


class QuietHours(NamedTuple):
    """Between which local hours no notice comes; equal hours mean that it always may.

    Args:
        start: The hour, 0 to 23, with which the quiet begins.
        end: The hour with which it ends, perhaps after midnight.
    """

    start: int
    end: int


QUIET_CHOICES: Final = (QuietHours(QUIET_FROM, QUIET_UNTIL), QuietHours(20, 10), QuietHours(0, 0))
"""What a person can choose."""
_DAYS_AHEAD: Final = 3
"""Today may be over, and tomorrow's only open hour may be the one that the clock skips."""


def may_notify(now: datetime, quiet_from: int, quiet_until: int) -> bool:
    """Whether a notice may come now.

    Args:
        quiet_from: The local hour, 0 to 23, with which the quiet begins.
        quiet_until: The local hour with which it ends.
    """
    hour = local(now).hour
    if quiet_from <= quiet_until:
        return not quiet_from <= hour < quiet_until
    return quiet_until <= hour < quiet_from


def next_moment(now: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """The first moment from now on at which a notice may come, UTC.

    Raises:
        ValueError: if an hour is none of 0 to 23.
    """
    if not (0 <= quiet_from < 24 and 0 <= quiet_until < 24):
        raise ValueError("an hour is a number from 0 to 23")
    if may_notify(now, quiet_from, quiet_until):
        return now
    today = local(now).date()
    ends = (
        from_local(datetime.combine(today + timedelta(days=days), time(quiet_until)))
        for days in range(_DAYS_AHEAD)
    )
    return next(end for end in ends if end > now and may_notify(end, quiet_from, quiet_until))
