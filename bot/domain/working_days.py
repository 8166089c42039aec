"""The clock that stands still on days when nobody works (need E16).

It runs day and night on working days and rests on Saturdays, Sundays and days off. A day counts as
24 hours of the clock on the wall, also where summer time begins or ends.
"""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.localtime import from_local, local, local_day

ANSWER_WITHIN_WORKING_DAYS: Final = 2
"""Working days in which a question is to be answered."""

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_LONGEST_REST: Final = 60
"""More days off in a row than there can be; a table that says otherwise is wrong."""


def is_working_day(day: date, days_off: Container[date]) -> bool:
    """Whether the team works on a day: Monday to Friday, but for days off."""
    return day.weekday() < _SATURDAY and day not in days_off


def due_at(since: datetime, days: int, days_off: Container[date]) -> datetime:
    """When so many working days are over: the same time on the wall, so many working days later.

    What comes on a day when nobody works counts from the beginning of the next working day.

    Args:
        since: From when it waits, aware.
        days: Working days, at least 1.
        days_off: Days off besides Saturdays and Sundays.
    """
    wall = local(since).replace(tzinfo=None)
    if not is_working_day(wall.date(), days_off):
        wall = datetime.combine(_next_working_day(wall.date(), days_off), time())
    day = wall.date()
    for _ in range(days):
        day = _next_working_day(day, days_off)
    return from_local(datetime.combine(day, wall.time()))


def last_day(since: datetime, days_off: Container[date]) -> date:
    """The last day on which the team answers what waits since a moment, within its usual time."""
    due = due_at(since, ANSWER_WITHIN_WORKING_DAYS, days_off)
    # What is due at midnight is to be answered on the day before.
    return local_day(due - timedelta(seconds=1))


def working_time(start: datetime, end: datetime, days_off: Container[date]) -> timedelta:
    """How much of the time between two moments lies on working days; negative if they are swapped.

    Args:
        start: Aware, like ``end``.
        days_off: Days off besides Saturdays and Sundays.
    """
    if end < start:
        return -working_time(end, start, days_off)
    first, last = (local(moment).replace(tzinfo=None) for moment in (start, end))
    if last < first:  # both lie in the hour that comes twice
        return timedelta()
    total = timedelta()
    day = first.date()
    while day <= last.date():
        if is_working_day(day, days_off):
            begin = max(first, datetime.combine(day, time()))
            total += min(last, datetime.combine(day + _DAY, time())) - begin
        day += _DAY
    return total


def _next_working_day(day: date, days_off: Container[date]) -> date:
    for _ in range(_LONGEST_REST):
        day += _DAY
        if is_working_day(day, days_off):
            return day
    raise ValueError("there is no working day in two months")
