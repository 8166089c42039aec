from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rounds.rounds import Opening, Round, Standing, standing_of, standings

START = datetime(2026, 11, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def turn(number: int, opens: float, closes: float, call: str = "bees") -> Round:
    return Round(call, number, day(opens), day(closes))


@pytest.mark.parametrize(
    ("when", "is_open"),
    [(0.9, False), (1, True), (1.5, True), (1.999, True), (2, False), (3, False)],
)
def test_a_round_is_open_from_its_opening_up_to_but_without_its_closing(
    when: float, *, is_open: bool
) -> None:
    assert turn(1, 1, 2).is_open(day(when)) is is_open


OVERLAPS = [
    ((1, 2), (2, 3), False),  # one closes in the moment in which the other opens
    ((1, 2), (1, 2), True),
    ((1, 3), (2, 4), True),
    ((1, 4), (2, 3), True),
    ((1, 2), (3, 4), False),
    ((1, 2.001), (2, 3), True),
]


@pytest.mark.parametrize(("one", "other", "expected"), OVERLAPS)
def test_rounds_overlap_if_they_share_a_moment(
    one: tuple[float, float], other: tuple[float, float], *, expected: bool
) -> None:
    assert turn(1, *one).overlaps(turn(2, *other)) is expected
    assert turn(2, *other).overlaps(turn(1, *one)) is expected


PAST, OLDER, NOW_OPEN, NEXT, LATER = (
    turn(1, 4, 6),
    turn(2, 1, 3),
    turn(3, 9, 12),
    turn(4, 15, 20),
    turn(5, 30, 40),
)
STANDINGS = [
    ((), Standing(Opening.NEVER, None)),
    ((PAST,), Standing(Opening.CLOSED, PAST)),
    ((PAST, OLDER), Standing(Opening.CLOSED, PAST)),
    ((NEXT,), Standing(Opening.UPCOMING, NEXT)),
    ((LATER, NEXT, PAST), Standing(Opening.UPCOMING, NEXT)),
    ((NOW_OPEN,), Standing(Opening.OPEN, NOW_OPEN)),
    ((LATER, PAST, NOW_OPEN, NEXT), Standing(Opening.OPEN, NOW_OPEN)),
]


@pytest.mark.parametrize(("rounds", "expected"), STANDINGS)
def test_where_a_call_stands_does_not_depend_on_the_order_of_its_rounds(
    rounds: tuple[Round, ...], expected: Standing
) -> None:
    for order in permutations(rounds):
        assert standing_of(order, day(10)) == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=5), st.integers(0, 40))
def test_a_call_is_open_exactly_when_one_of_its_rounds_is(
    times: list[tuple[int, int]], today: int
) -> None:
    rounds = [turn(n, opens, opens + long) for n, (opens, long) in enumerate(times)]
    found = standing_of(iter(rounds), day(today))
    assert (found.opening is Opening.OPEN) == any(one.is_open(day(today)) for one in rounds)
    assert (found.round is None) == (not rounds)
    assert found.round is None or found.round in rounds


def test_each_call_stands_by_its_own_rounds() -> None:
    milk = turn(1, 15, 20, call="milk")
    assert standings([PAST, milk, NOW_OPEN], day(10)) == {
        "bees": Standing(Opening.OPEN, NOW_OPEN),
        "milk": Standing(Opening.UPCOMING, milk),
    }
    assert standings([], day(10)) == {}
