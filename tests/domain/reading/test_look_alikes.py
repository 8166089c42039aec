"""Letters that look like ours count as ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.look_alikes import straighten
from bot.domain.reading.places import PlaceIndex, fold
from tests.repository import content


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("\u00d0akovica", "gjakove"),  # eth
        ("\u00f0akovica", "gjakove"),
        ("\u0189akovica", "gjakove"),  # African D
        ("Gjakov\u0259", "gjakove"),  # schwa
        ("P\u0435j\u0435", "peje"),  # Cyrillic ie in a Latin word
        ("\u0420rizren", "prizren"),  # Cyrillic er that looks like P
        ("\u03a1rizren", "prizren"),  # Greek rho
        ("Prizre\u03b7".replace("\u03b7", "n"), "prizren"),
        ("\u0405terpce", "shterpce"),  # Macedonian dze
        ("\uff30\uff52\uff49\uff5a\uff52\uff45\uff4e", "prizren"),  # full width
        ("Ђаковица", "gjakove"),
        ("Призрен", "prizren"),
    ],
)
def test_a_place_is_found_whichever_letters_its_name_is_typed_in(typed: str, place: str) -> None:
    assert place in PlaceIndex(content()).match(typed).municipalities


@given(st.text("абвгдђежзијклмнњљопрстћуфхцчџшАЂЈЉ "))
def test_a_word_in_cyrillic_stays_as_it_is(text: str) -> None:
    assert straighten(text) == text


@given(st.text("abcçdđeëfghijklmnopqrsštuvxyzžćčöüğış ABCÇDĐEË"))
def test_our_own_letters_stay_as_they_are(text: str) -> None:
    assert straighten(text) == text


@given(st.text())
def test_a_straightened_text_stays_so_and_folds_to_ascii(text: str) -> None:
    assert straighten(straighten(text)) == straighten(text)
    assert fold(text).isascii()
