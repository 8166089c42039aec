from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery.contact_hours import QUIET_FROM, QUIET_UNTIL, may_notify, next_moment
from bot.domain.localtime import from_local, local


def wall(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DEFAULT = (21, 8)
MAY = [
    # An ordinary day.
    ("2026-11-22 07:59", DEFAULT, False),
    ("2026-11-22 08:00", DEFAULT, True),
    ("2026-11-22 20:59", DEFAULT, True),
    ("2026-11-22 21:00", DEFAULT, False),
    ("2026-11-22 00:00", DEFAULT, False),
    # Quiet within a day, as for somebody who works at night.
    ("2026-11-22 07:59", (8, 16), True),
    ("2026-11-22 08:00", (8, 16), False),
    ("2026-11-22 15:59", (8, 16), False),
    ("2026-11-22 16:00", (8, 16), True),
    # Midnight as an end.
    ("2026-11-22 23:59", (20, 0), False),
    ("2026-11-22 00:00", (20, 0), True),
    ("2026-11-22 00:00", (0, 6), False),
    ("2026-11-22 23:59", (0, 6), True),
    # Equal hours: always.
    ("2026-11-22 03:00", (0, 0), True),
    ("2026-11-22 03:00", (3, 3), True),
    # The wall, not UTC: in July eight o'clock here is six there.
    ("2026-07-22 08:00", DEFAULT, True),
    ("2026-07-22 07:59", DEFAULT, False),
]


@pytest.mark.parametrize(("at", "quiet", "may"), MAY)
def test_nobody_is_written_to_in_quiet_hours(at: str, quiet: tuple[int, int], may: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert may_notify(wall(at), *quiet) is may


def test_who_chose_nothing_has_quiet_from_nine_in_the_evening_to_eight() -> None:
    assert (QUIET_FROM, QUIET_UNTIL) == DEFAULT


NEXT = [
    # Now, if it is no quiet hour.
    ("2026-11-22 11:30", DEFAULT, "2026-11-22 11:30"),
    ("2026-11-22 02:30", (5, 5), "2026-11-22 02:30"),
    # This morning, or tomorrow's.
    ("2026-11-22 05:30", DEFAULT, "2026-11-22 07:00"),
    ("2026-11-22 20:00", DEFAULT, "2026-11-23 07:00"),
    ("2026-12-31 22:30", DEFAULT, "2027-01-01 07:00"),
    ("2026-11-22 09:30", (8, 16), "2026-11-22 15:00"),
    ("2026-11-22 19:30", (20, 0), "2026-11-22 23:00"),
    # The night in which the clock skips from two to three: eight comes an hour sooner.
    ("2026-03-28 22:00", DEFAULT, "2026-03-29 06:00"),
    ("2026-03-28 22:00", (21, 2), "2026-03-29 01:00"),  # two is not there: three it is
    ("2026-03-28 22:00", (21, 3), "2026-03-29 01:00"),
    # The only open hour is the one that the clock skips: the day after.
    ("2026-03-28 12:00", (3, 2), "2026-03-30 00:00"),
    # The night in which two o'clock comes twice: eight comes an hour later.
    ("2026-10-24 20:00", DEFAULT, "2026-10-25 07:00"),
    ("2026-10-24 20:00", (21, 2), "2026-10-25 00:00"),  # the first two o'clock
    ("2026-10-25 01:30", (21, 2), "2026-10-25 01:30"),  # the second is open as well
    ("2026-10-25 00:30", (21, 3), "2026-10-25 02:00"),  # both are quiet
    ("2026-10-25 01:30", (21, 3), "2026-10-25 02:00"),
]


@pytest.mark.parametrize(("now", "quiet", "expected"), NEXT)
def test_the_next_moment_is_found_by_the_clock_on_the_wall(
    now: str, quiet: tuple[int, int], expected: str
) -> None:
    assert next_moment(utc(now), *quiet) == utc(expected)


HOURS = st.integers(0, 23)
CHANGES = ("2026-03-27", "2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-06-01")


@given(st.sampled_from(CHANGES), st.integers(0, 24 * 60 - 1), HOURS, HOURS)
def test_no_open_moment_is_passed_over(day: str, minute: int, start: int, end: int) -> None:
    now = utc(day) + timedelta(minutes=minute)
    found = next_moment(now, start, end)
    step = now
    while not may_notify(step, start, end):
        step += timedelta(minutes=1)
    assert found == step
    assert local(found).minute == 0 or found == now


@pytest.mark.parametrize("quiet", [(24, 8), (-1, 8), (21, 24)])
def test_an_hour_that_no_clock_shows_is_refused(quiet: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="0 to 23"):
        next_moment(utc("2026-11-22 11:00"), *quiet)
