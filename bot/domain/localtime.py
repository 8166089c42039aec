"""Local wall time: what people see on their clocks, and how it maps to UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Belgrade")
"""The clock that Kosovo keeps. Its name is never shown to people."""


def local(moment: datetime) -> datetime:
    """The wall time of a moment."""
    return moment.astimezone(ZONE)


def local_day(moment: datetime) -> date:
    """The calendar day on which a moment falls for people here."""
    return local(moment).date()


def from_local(wall: datetime) -> datetime:
    """The moment that a wall time without a zone names.

    A time that the clock skips in spring means the moment one hour later on the wall; a time
    that comes twice in autumn means the first.

    Raises:
        ValueError: if ``wall`` carries a zone already.
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall time carries no zone")
    return wall.replace(tzinfo=ZONE, fold=0).astimezone(UTC)


def days_until(end: datetime, now: datetime) -> int:
    """Calendar days from today to the day of ``end``; 0 when it is today."""
    return (local_day(end) - local_day(now)).days
