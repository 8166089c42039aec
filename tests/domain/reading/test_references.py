"""Numbers that are read aloud, and phone numbers as people type them."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.phones import read_phone
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


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("044 123 456", "+38344123456"),
        ("44-123-456", "+38344123456"),
        ("+383 (0)44 123 456", "+38344123456"),
        ("00383 44 123 456", "+38344123456"),
        ("38344123456", "+38344123456"),
        ("049/111.222", "+38349111222"),
        ("038 200 300", "+38338200300"),
        ("+49 151 2345 6789", "+4915123456789"),
        ("0041 79 123 45 67", "+41791234567"),
        ("+381 64 1234567", "+381641234567"),
    ],
)
def test_a_phone_number_gets_its_country(typed: str, number: str) -> None:
    assert read_phone(typed) == number
    assert read_phone(number) == number


@pytest.mark.parametrize(
    "typed", ["", "44", "no phone", "+383 11", "12345678901234567890", "+0 123 456 789", "91234567"]
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert read_phone(typed) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_phone_number_is_read_or_refused(text: str) -> None:
    found = read_phone(text)
    assert found is None or (found.startswith("+") and found[1:].isdecimal())
