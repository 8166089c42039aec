from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.localtime import days_until, from_local, local, local_day


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MOMENTS = [
    ("2026-01-15 12:00", "2026-01-15 11:00"),  # winter: one hour ahead of UTC
    ("2026-07-15 12:00", "2026-07-15 10:00"),  # summer: two
    ("2026-03-29 01:59", "2026-03-29 00:59"),  # the last minute before the clock skips
    ("2026-03-29 03:00", "2026-03-29 01:00"),  # the next minute
    ("2026-10-25 01:59", "2026-10-24 23:59"),
    ("2026-10-25 02:30", "2026-10-25 00:30"),  # comes twice: the first is meant
    ("2026-10-25 03:00", "2026-10-25 02:00"),
]


@pytest.mark.parametrize(("on_the_wall", "moment"), MOMENTS)
def test_a_wall_time_names_one_moment(on_the_wall: str, moment: str) -> None:
    assert from_local(wall(on_the_wall)) == utc(moment)
    assert from_local(wall(on_the_wall)).tzinfo is UTC
    assert local(utc(moment)).replace(tzinfo=None, fold=0) == wall(on_the_wall)


@pytest.mark.parametrize("minutes", [0, 30, 59])
def test_an_hour_that_is_skipped_in_spring_comes_an_hour_later(minutes: int) -> None:
    skipped = wall("2026-03-29 02:00") + timedelta(minutes=minutes)
    shown = local(from_local(skipped)).replace(tzinfo=None)
    assert shown == skipped + timedelta(hours=1)


def test_the_hour_that_comes_twice_is_shown_twice() -> None:
    first, second = utc("2026-10-25 00:30"), utc("2026-10-25 01:30")
    assert local(first).time() == local(second).time()
    assert from_local(local(second).replace(tzinfo=None, fold=1)) == first


def test_a_wall_time_carries_no_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        from_local(utc("2026-01-15 12:00"))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 -- wall times
def test_a_moment_of_a_wall_time_is_shown_as_that_wall_time_or_an_hour_later(
    on_the_wall: datetime,
) -> None:
    shown = local(from_local(on_the_wall)).replace(tzinfo=None)
    assert shown - on_the_wall in (timedelta(0), timedelta(hours=1))
    if shown != on_the_wall:
        assert (on_the_wall.month, on_the_wall.hour) == (3, 2)


def test_the_day_is_the_one_on_the_wall_calendar() -> None:
    assert local_day(utc("2026-11-22 22:59")) == date(2026, 11, 22)
    assert local_day(utc("2026-11-22 23:00")) == date(2026, 11, 23)
    assert local_day(utc("2026-07-22 22:00")) == date(2026, 7, 23)
    elsewhere = datetime(2026, 11, 22, 20, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert local_day(elsewhere) == date(2026, 11, 23)


DAYS = [
    ("2026-11-22 22:59", "2026-11-22 09:00", 0),
    ("2026-11-22 23:00", "2026-11-22 09:00", 1),
    ("2026-11-22 23:01", "2026-11-22 22:59", 1),  # two minutes, and yet tomorrow
    ("2026-11-21 09:00", "2026-11-22 09:00", -1),
    ("2026-03-29 21:59", "2026-03-28 23:00", 0),  # a day of 23 hours
    ("2026-10-25 22:59", "2026-10-24 22:00", 0),  # a day of 25 hours
]


@pytest.mark.parametrize(("end", "now", "days"), DAYS)
def test_days_are_counted_on_the_calendar_not_in_hours(end: str, now: str, days: int) -> None:
    assert days_until(utc(end), utc(now)) == days
