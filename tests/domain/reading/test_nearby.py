"""A shared place becomes the municipality, or the few between which the person chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import Content
from bot.domain.reading.nearby import nearby
from tests import repository


@pytest.fixture(scope="module")
def content() -> Content:
    return repository.content()


def test_a_seat_lies_in_its_own_municipality(content: Content) -> None:
    places = content.municipalities.values()
    for one in places:
        assert nearby(one.location, places)[0] == one


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ((42.2139, 20.7397), ["prizren"]),  # the middle of the town
        ((41.3275, 19.8187), []),  # Tirana
        ((0.0, 0.0), []),
        ((90.0, 180.0), []),
    ],
)
def test_a_clear_place_is_one_municipality_and_one_abroad_is_none(
    content: Content, place: tuple[float, float], found: list[str]
) -> None:
    assert [one.id for one in nearby(place, content.municipalities.values())] == found


def test_between_two_towns_the_person_chooses(content: Content) -> None:
    known = content.municipalities
    (a, b), (c, d) = known["prizren"].location, known["suhareke"].location
    middle = nearby(((a + c) / 2, (b + d) / 2), known.values())
    assert {"prizren", "suhareke"} <= {one.id for one in middle}


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_wherever_somebody_is_there_are_at_most_three_to_choose_from(
    latitude: float, longitude: float
) -> None:
    places = repository.content().municipalities.values()
    assert len(nearby((latitude, longitude), places)) <= 3
