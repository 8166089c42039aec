"""Questions: whose turn it is, how long they wait, who may see them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.inbox.threads import (
    TRANSITIONS,
    About,
    Reach,
    ThreadState,
    ThreadStep,
    after,
    wait_of,
    waits_since,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_every_state_says_what_can_follow() -> None:
    assert set(TRANSITIONS) == set(ThreadState)


def test_nothing_happens_to_a_closed_question() -> None:
    assert {after(ThreadState.CLOSED, step) for step in ThreadStep} == {None}


@given(st.lists(st.sampled_from(ThreadStep)))
def test_a_question_has_a_waiting_time_exactly_while_it_waits(steps: list[ThreadStep]) -> None:
    state, since = ThreadState.WAITING, NOW
    waiting: datetime | None = since
    for number, step in enumerate(steps):
        following = after(state, step)
        if following is None:
            continue
        state = following
        waiting = waits_since(waiting, step, NOW + number * HOUR)
        assert (waiting is not None) == (state is ThreadState.WAITING)


def test_adding_something_does_not_let_a_question_wait_anew() -> None:
    assert waits_since(NOW, ThreadStep.ADD, NOW + HOUR) == NOW
    assert waits_since(None, ThreadStep.ADD, NOW + HOUR) == NOW + HOUR


def test_a_question_is_overdue_after_its_last_moment_also_on_a_weekend() -> None:
    due = wait_of(NOW, NOW, ()).due_at
    assert not wait_of(NOW, due, ()).is_overdue
    assert wait_of(NOW, due + timedelta(seconds=1), ()).is_overdue
    friday_night = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    on_saturday = friday_night + timedelta(days=2, hours=3)
    assert wait_of(friday_night, on_saturday, ()).is_overdue


@pytest.mark.parametrize(
    ("reach", "about", "covered"),
    [
        (Reach(), About("integra", "prizren"), True),
        (Reach(frozenset({"integra"})), About("integra"), True),
        (Reach(frozenset({"integra"})), About("interdev"), False),
        (Reach(frozenset({"integra"})), About("", "istog"), True),
        (Reach(frozenset({"integra"}), frozenset({"prizren"})), About("", "istog"), False),
        (Reach(frozenset(), frozenset()), About(), True),
        (Reach(None, frozenset({"prizren"})), About("interdev", "prizren"), True),
    ],
)
def test_a_question_is_narrowed_only_by_what_it_names(
    reach: Reach,
    about: About,
    covered: bool,  # noqa: FBT001 -- a parameter of the table
) -> None:
    assert reach.covers(about) is covered
