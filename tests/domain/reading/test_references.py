"""Numbers that are read aloud: drawn, shown in groups, and read as people type them."""

import random
import string

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.references import (
    ALPHABET,
    CODE_LENGTH,
    REFERENCE_LENGTH,
    draw,
    read,
    spaced,
)

LENGTHS = st.sampled_from([REFERENCE_LENGTH, CODE_LENGTH])
SEEDS = st.integers(0, 2**32)
CYRILLIC = str.maketrans("AEKMT", "АЕКМТ")


def number(length: int, seed: int) -> str:
    return draw(length, random.Random(seed).randrange)


@given(LENGTHS, SEEDS)
def test_a_number_is_read_as_it_is_shown(length: int, seed: int) -> None:
    one = number(length, seed)
    assert len(one) == length
    for typed in (one, spaced(one), one.lower(), one.translate(CYRILLIC), f" {spaced(one)}. "):
        assert read(typed, length) == one


@given(LENGTHS, SEEDS, st.data())
def test_a_wrong_character_is_noticed(length: int, seed: int, data: st.DataObject) -> None:
    one = number(length, seed)
    place = data.draw(st.integers(0, length - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != one[place]]))
    assert read(one[:place] + other + one[place + 1 :], length) is None


@given(LENGTHS, SEEDS, st.data())
def test_two_characters_that_changed_places_are_noticed(
    length: int, seed: int, data: st.DataObject
) -> None:
    one = list(number(length, seed))
    first, second = data.draw(
        st.tuples(st.integers(0, length - 1), st.integers(0, length - 1)).filter(
            lambda pair: one[pair[0]] != one[pair[1]]
        )
    )
    one[first], one[second] = one[second], one[first]
    assert read("".join(one), length) is None


@given(st.text(max_size=20))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = read(text, REFERENCE_LENGTH)
    assert found is None or set(found) <= set(ALPHABET)


def test_no_character_looks_or_sounds_like_another() -> None:
    assert not set(ALPHABET) & set("01OIQLBDSZUVNCGPFX")
    assert len(set(ALPHABET)) == len(ALPHABET) == 13
    assert set(ALPHABET) <= set(string.ascii_uppercase + string.digits)
