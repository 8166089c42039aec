"""When silent people are erased, also under a clock that is moved and jobs that come as they like.

The state machine keeps a second, simpler account of what was promised and holds the rules to it,
in fifty lives, or with ``KOMSHI_LONG`` in three times as many.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from bot.domain.localtime import from_local, local_day
from bot.domain.privacy.retention import (
    KEPT_FOR,
    NOTICE,
    Decision,
    Erase,
    Keep,
    Months,
    Record,
    Warn,
    decide,
    may_be_due,
    months_after,
    oldest_kept,
)
from tests.conftest import LONG

ACTIVE = date(2024, 5, 17)
DUE = date(2026, 5, 17)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def days(day: date, count: int) -> date:
    return day + timedelta(days=count)


MONTHS = [
    (date(2024, 5, 17), 24, date(2026, 5, 17)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2024, 2, 29), 24, date(2026, 2, 28)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2026, 11, 30), 1, date(2026, 12, 30)),
]


@pytest.mark.parametrize(("day", "months", "expected"), MONTHS)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, Months(months)) == expected


WARNABLE = [
    (ACTIVE, Keep()),
    (days(DUE, -32), Keep()),
    (days(DUE, -31), Warn(DUE)),  # sent at once, the two years end on the day that it names
    (days(DUE, -30), Warn(days(DUE, 1))),
    (DUE, Warn(days(DUE, 31))),  # late, so that the notice moves the day
    (days(DUE, 900), Warn(days(DUE, 931))),
]


@pytest.mark.parametrize(("today", "decision"), WARNABLE)
def test_who_can_be_warned_is_warned_a_month_before(today: date, decision: Decision) -> None:
    assert decide(ACTIVE, None, can_be_warned=True, now=noon(today)) == decision


UNWARNABLE = [
    (days(DUE, -31), Keep()),
    (DUE, Keep()),
    (date(2026, 6, 16), Keep()),
    (date(2026, 6, 17), Erase()),
]


@pytest.mark.parametrize(("today", "decision"), UNWARNABLE)
def test_who_cannot_be_warned_is_erased_at_25_months(today: date, decision: Decision) -> None:
    assert decide(ACTIVE, None, can_be_warned=False, now=noon(today)) == decision


WARNED = [
    (days(DUE, -31), days(DUE, -1), Keep()),
    (days(DUE, -31), DUE, Erase()),
    (DUE, days(DUE, 30), Keep()),
    (DUE, days(DUE, 31), Erase()),
]


@pytest.mark.parametrize("can_be_warned", [True, False])
@pytest.mark.parametrize(("warned", "today", "decision"), WARNED)
def test_who_was_warned_is_erased_when_the_notice_is_over_reachable_or_not(
    warned: date,
    today: date,
    decision: Decision,
    can_be_warned: bool,  # noqa: FBT001 -- a column
) -> None:
    found = decide(ACTIVE, noon(warned), can_be_warned=can_be_warned, now=noon(today))
    assert found == decision


def test_a_warning_from_before_the_last_activity_is_void() -> None:
    old = noon(days(ACTIVE, -3))
    assert decide(ACTIVE, old, can_be_warned=True, now=noon(DUE)) == Warn(days(DUE, 31))
    assert decide(ACTIVE, noon(ACTIVE), can_be_warned=False, now=noon(DUE)) == Keep()


MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is given beside


@given(MOMENTS, st.integers(-40, 40), st.integers(0, 60 * 24))
def test_a_whole_notice_passes_between_a_warning_and_the_day_it_names(
    warned_at: datetime, offset: int, minutes: int
) -> None:
    active_on = days(local_day(warned_at), offset - 730)
    decision = decide(active_on, None, can_be_warned=True, now=warned_at)
    if not isinstance(decision, Warn):
        return
    begins = from_local(datetime.combine(decision.erase_on, datetime.min.time()))
    assert begins - warned_at >= NOTICE
    assert decision.erase_on >= months_after(active_on, Months(24))
    before, after = begins - timedelta(minutes=1), begins + timedelta(minutes=minutes)
    assert decide(active_on, warned_at, can_be_warned=True, now=before) == Keep()
    assert decide(active_on, warned_at, can_be_warned=True, now=after) == Erase()


@given(MOMENTS, st.integers(0, 1200), st.booleans(), st.none() | st.integers(0, 100))
def test_the_first_sieve_lets_everybody_through_for_whom_something_is_due(
    now: datetime,
    silent: int,
    can_be_warned: bool,  # noqa: FBT001 -- drawn
    warned: int | None,
) -> None:
    active_on = days(local_day(now), -silent)
    warned_at = None if warned is None else now - timedelta(days=warned)
    if decide(active_on, warned_at, can_be_warned=can_be_warned, now=now) != Keep():
        assert active_on <= may_be_due(local_day(now))


AGES = [
    (Record.MESSAGE, timedelta(hours=48)),
    (Record.UPDATE, timedelta(days=7)),
    (Record.FAILURE, timedelta(days=30)),
]


@pytest.mark.parametrize(("record", "age"), AGES)
def test_technical_records_go_by_the_hour(record: Record, age: timedelta) -> None:
    now = noon(DUE)
    assert oldest_kept(record, now) == now - age


def test_long_periods_go_by_the_calendar_and_the_wall() -> None:
    summer = datetime(2026, 7, 22, 9, 30, tzinfo=UTC)
    assert oldest_kept(Record.ANSWER, summer) == datetime(2025, 7, 22, 9, 30, tzinfo=UTC)
    after_skip = datetime(2026, 3, 29, 10, 0, tzinfo=UTC)  # noon here, as a year before at 11 UTC
    assert oldest_kept(Record.ANSWER, after_skip) == datetime(2025, 3, 29, 11, 0, tzinfo=UTC)
    leap = datetime(2024, 2, 29, 9, 0, tzinfo=UTC)
    assert oldest_kept(Record.LEAFLET, leap) == datetime(2022, 2, 28, 9, 0, tzinfo=UTC)


def test_every_kind_of_record_has_a_period() -> None:
    assert set(KEPT_FOR) == set(Record)


@dataclass
class Somebody:
    """A row, and beside it what really happened."""

    active_on: date
    last_visit: datetime
    warned_at: datetime | None = None
    stopped: bool = False
    blocked: bool = False
    known_unreachable: bool = False
    erased: bool = False
    last_told: datetime | None = None
    named: date | None = None

    @property
    def can_be_warned(self) -> bool:
        return not self.stopped and not self.known_unreachable


class Life(RuleBasedStateMachine):
    """People come, stop, block and return; the jobs run never, late, twice; the clock moves on."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
        self.everybody: list[Somebody] = []

    def _visit(self, one: Somebody) -> None:
        one.active_on = local_day(self.now)
        one.warned_at = None
        one.last_visit = self.now
        one.last_told = None
        one.known_unreachable = False

    @rule(target=people)
    def arrive(self) -> Somebody:
        one = Somebody(local_day(self.now), self.now)
        self.everybody.append(one)
        return one

    @rule(one=people)
    def visit(self, one: Somebody) -> None:
        if not one.erased and not one.blocked:
            self._visit(one)

    @rule(one=people)
    def stop_or_start(self, one: Somebody) -> None:
        """A command is a visit as well."""
        if not one.erased and not one.blocked:
            one.stopped = not one.stopped
            self._visit(one)

    @rule(one=people, noticed=st.booleans())
    def block_or_unblock(self, one: Somebody, noticed: bool) -> None:  # noqa: FBT001 -- drawn
        """Closing and opening the chat is no visit: nothing about it extends anything."""
        one.blocked = not one.blocked
        if noticed or not one.blocked:
            one.known_unreachable = one.blocked

    @rule(by=st.sampled_from([0, 1, 6, 20, 24 * 29, 24 * 31, 24 * 200, 24 * 729, 24 * 800]))
    def time_passes(self, by: int) -> None:
        self.now += timedelta(hours=by)

    @rule(arrives=st.booleans())
    def warn(self, arrives: bool) -> None:  # noqa: FBT001 -- drawn
        for one in self.everybody:
            self._warn(one, arrives=arrives)

    def _warn(self, one: Somebody, *, arrives: bool, noted: bool = True) -> None:
        if one.erased:
            return
        decision = decide(
            one.active_on, one.warned_at, can_be_warned=one.can_be_warned, now=self.now
        )
        if not isinstance(decision, Warn):
            return
        assert one.can_be_warned
        if one.blocked:
            one.known_unreachable = True
        elif arrives:
            one.last_told = one.last_told or self.now
            one.named = decision.erase_on
            if noted:
                one.warned_at = self.now

    @rule(one=people)
    def warn_and_die_before_noting_it(self, one: Somebody) -> None:
        self._warn(one, arrives=True, noted=False)

    @rule()
    def erase(self) -> None:
        for one in self.everybody:
            self._erase(one)

    def _erase(self, one: Somebody) -> None:
        decision = decide(
            one.active_on, one.warned_at, can_be_warned=one.can_be_warned, now=self.now
        )
        if one.erased or decision != Erase():
            return
        today = local_day(self.now)
        assert today >= months_after(local_day(one.last_visit), Months(24))
        if one.warned_at is not None:
            assert one.named is not None
            assert today >= one.named
            assert self.now - one.warned_at >= NOTICE
        else:
            assert not one.can_be_warned
            assert today >= months_after(local_day(one.last_visit), Months(25))
        one.erased = True

    @rule(one=people)
    def nothing_lasts(self, one: Somebody) -> None:
        """From any state: without a visit, working jobs erase a person within 25 months or so."""
        left = Somebody(**vars(one))
        start = self.now
        due = max(self.now, noon(months_after(left.active_on, Months(25))))
        while not left.erased and self.now <= due + timedelta(days=33):
            self._warn(left, arrives=True)
            self._erase(left)
            self.now += timedelta(days=3)
        self.now = start
        assert left.erased

    @invariant()
    def whoever_was_here_within_24_months_is_kept(self) -> None:
        for one in self.everybody:
            if local_day(self.now) < months_after(local_day(one.last_visit), Months(24)):
                assert not one.erased


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=150 if LONG else 50, stateful_step_count=40, deadline=None
)
