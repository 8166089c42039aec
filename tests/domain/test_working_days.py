"""The clock that rests when nobody works."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.building.days_off import DaysOff
from bot.domain.localtime import from_local, local
from bot.domain.working_days import ANSWER_WITHIN_WORKING_DAYS, due_at, is_working_day, working_time

HOLIDAYS = DaysOff()
DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(  # noqa: DTZ001
    lambda wall: wall.replace(tzinfo=UTC)
)


def at(text: str) -> datetime:
    """A moment by the local clock."""
    return from_local(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23T10:15", "2026-11-25T10:15"),  # Monday to Wednesday
        ("2026-11-26T10:15", "2026-11-30T10:15"),  # Thursday over the weekend
        ("2026-11-27T23:59", "2026-12-01T23:59"),  # Friday night
        ("2026-11-28T12:00", "2026-12-02T00:00"),  # Saturday counts from Monday
        ("2026-12-24T09:00", "2026-12-29T09:00"),  # over 25 December and a weekend
        ("2026-12-31T09:00", "2027-01-06T09:00"),  # 2 January is a Saturday and moves to Monday
        ("2027-04-30T09:00", "2027-05-06T09:00"),  # 1 May and Easter, both on a weekend
        ("2027-03-08T09:00", "2027-03-11T09:00"),  # an estimated Bajram
        ("2027-03-26T12:00", "2027-03-31T12:00"),  # summer time begins, Easter Monday
        ("2026-10-23T12:00", "2026-10-27T12:00"),  # summer time ends
    ],
)
def test_two_working_days_skip_weekends_and_holidays(asked: str, due: str) -> None:
    assert due_at(at(asked), ANSWER_WITHIN_WORKING_DAYS, HOLIDAYS) == at(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T10:00", "2026-11-23T12:00", 2),
        ("2026-11-27T22:00", "2026-11-30T02:00", 4),
        ("2026-11-28T01:00", "2026-11-29T23:00", 0),
        ("2026-11-30T02:00", "2026-11-27T22:00", -4),
        ("2027-02-16T12:00", "2027-02-18T12:00", 24),
    ],
)
def test_only_time_on_working_days_counts(start: str, end: str, hours: int) -> None:
    assert working_time(at(start), at(end), HOLIDAYS) == timedelta(hours=hours)


@given(MOMENTS, st.integers(1, 5))
def test_what_is_due_is_exactly_so_many_working_days_away(since: datetime, days: int) -> None:
    due = due_at(since, days, HOLIDAYS)
    wall = local(due).replace(tzinfo=None)
    left = working_time(since, due, HOLIDAYS)
    # Where the hour on the wall was skipped or comes twice, the two may lie an hour apart.
    assert abs(left - days * DAY) <= timedelta(hours=1)
    assert is_working_day(wall.date(), HOLIDAYS)
    assert due > since


@given(MOMENTS, MOMENTS)
def test_the_clock_runs_the_same_way_back(start: datetime, end: datetime) -> None:
    assert working_time(start, end, HOLIDAYS) == -working_time(end, start, HOLIDAYS)


def test_a_table_without_any_working_day_is_refused() -> None:
    class Always(DaysOff):
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day"):
        due_at(at("2026-11-23T10:00"), 1, Always())


def test_staff_put_the_calculated_holidays_right() -> None:
    announced, calculated = date(2027, 3, 10), date(2027, 3, 9)
    ours = DaysOff(frozenset({announced}), frozenset({calculated}))
    assert calculated in HOLIDAYS
    assert announced not in HOLIDAYS
    assert calculated not in ours
    assert announced in ours
    assert date(2027, 2, 17) in ours
    assert "2027-02-17" not in ours
