from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.localtime import local
from bot.domain.rounds.rounds import Opening, Round, Standing
from bot.domain.rounds.work import (
    CHANGES,
    RoundChange,
    Stage,
    closes_soon,
    days_before,
    plan,
    reminder_ends,
)
from tests.conftest import NOW


def a_round(opens: float, closes: float) -> Round:
    return Round("akt-startup", 1, NOW + timedelta(days=opens), NOW + timedelta(days=closes))


@pytest.mark.parametrize(
    ("opens", "closes", "stages"),
    [
        (0, 28, {Stage.TEXTS: 21, Stage.WEEK: 21, Stage.DAY: 27}),
        (0, 7, {Stage.TEXTS: 0, Stage.DAY: 6}),
        (0, 5, {Stage.TEXTS: 0, Stage.DAY: 4}),
        (0, 1, {Stage.TEXTS: 0}),
        (0, 0.5, {Stage.TEXTS: 0}),
        (-9, 8, {Stage.TEXTS: 1, Stage.WEEK: 1, Stage.DAY: 7}),
        (3, 20, {Stage.OPENED: 3, Stage.TEXTS: 13, Stage.WEEK: 13, Stage.DAY: 19}),
        (3, 9, {Stage.OPENED: 3, Stage.TEXTS: 3, Stage.DAY: 8}),
        (-9, 0, {}),
        (-9, -1, {}),
    ],
)
def test_what_becomes_due_follows_from_the_times(
    opens: float, closes: float, stages: dict[Stage, float]
) -> None:
    planned = plan(a_round(opens, closes), 4, NOW)
    assert {one.stage: one.due_at - NOW for one in planned} == {
        stage: timedelta(days=day) for stage, day in stages.items()
    }
    assert {one.version for one in planned} <= {4}


@given(st.floats(-30, 30, allow_nan=False), st.floats(0.01, 90, allow_nan=False))
def test_a_reminder_is_never_due_in_the_past_nor_too_late(opens: float, lasts: float) -> None:
    one = a_round(opens, opens + lasts)
    for task in plan(one, 1, NOW):
        assert task.due_at >= NOW
        assert task.due_at < one.closes_at
        if task.stage in {Stage.WEEK, Stage.DAY}:
            assert task.due_at > max(one.opens_at, NOW)
            assert task.due_at < reminder_ends(one, task.stage) <= one.closes_at


def test_days_before_keep_the_time_on_the_wall_over_a_change_of_the_clocks() -> None:
    closes = datetime.fromisoformat("2027-04-01T16:00:00+02:00")
    assert local(days_before(closes, 7)).isoformat() == "2027-03-25T16:00:00+01:00"
    assert local(days_before(closes, -7)).isoformat() == "2027-04-08T16:00:00+02:00"


def test_everything_can_be_done_from_somewhere_and_each_standing_leads_on() -> None:
    assert set(CHANGES) == set(Opening)
    assert {change for changes in CHANGES.values() for change in changes} == set(RoundChange)


@pytest.mark.parametrize(("closes", "soon"), [(6, True), (7, True), (8, False)])
def test_a_round_of_its_last_week_closes_soon(closes: float, soon: bool) -> None:  # noqa: FBT001
    standing = Standing(Opening.OPEN, a_round(-9, closes))
    assert closes_soon(standing, NOW) is soon
    assert not closes_soon(Standing(Opening.CLOSED, a_round(-9, -1)), NOW)
    assert not closes_soon(Standing(Opening.NEVER, None), NOW)
