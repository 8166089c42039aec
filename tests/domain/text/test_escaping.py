import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text.escaping import LONGEST_TEXT, formula_safe, html_safe, typed

ANY_TEXT = st.text(st.characters())
HIDDEN = st.text("\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060\x00\x07")
SIGNS = st.sampled_from(
    ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "⁺", "−", "\t", "\r"]
)


@pytest.mark.parametrize(
    "text",
    ["Prizren", "Призрен 🙂", "Gjakovë/Đakovica", "two\nlines\tand a tab", "Mamuşa", "", "  ",
     "👩‍👧‍👦", "❤️‍🔥", "👍🏽", "🏳️‍🌈", "<b>x</b> & {0} %s"],
)  # fmt: skip
def test_what_people_type_stays_as_it_is(text: str) -> None:
    assert typed(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u200b\u202eabc\u200f", "abc"),
        ("Pri\u00adzren\ufeff", "Prizren"),
        ("a\u2066b\u2069c\u061cd", "abcd"),
        ("a\u200db", "ab"),
        ("👩\u200d", "👩"),
        ("x\x00y\x07z\x7f", "xyz"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("half \ud83d a letter", "half  a letter"),
        ("\u3164\u2800\u115f", ""),
        ("tag\U000e0041s", "tags"),
        ("private \ue000", "private "),
    ],
)
def test_signs_that_nobody_sees_are_left_out(text: str, kept: str) -> None:
    assert typed(text) == kept


def test_a_long_text_is_cut() -> None:
    assert typed("ž" * 4096) == "ž" * LONGEST_TEXT
    assert typed("\u200b" * 4096 + "end") == "end"
    assert typed("x" * (LONGEST_TEXT - 1) + "👩‍👧") == "x" * (LONGEST_TEXT - 1) + "👩"
    assert typed("x" * (LONGEST_TEXT - 2) + "👩‍👧") == "x" * (LONGEST_TEXT - 2) + "👩"


@given(ANY_TEXT)
def test_a_typed_text_can_be_stored_and_doing_it_twice_changes_nothing(text: str) -> None:
    clean = typed(text)
    clean.encode()
    assert "\0" not in clean
    assert len(clean) <= LONGEST_TEXT
    assert typed(clean) == clean


@given(ANY_TEXT)
def test_no_sign_of_direction_or_zero_width_is_left(text: str) -> None:
    left = {sign for sign in typed(text) if unicodedata.category(sign) in {"Cf", "Cs"}}
    assert left <= {"\u200d"}


@given(ANY_TEXT)
def test_escaped_text_has_no_markup(text: str) -> None:
    safe = html_safe(text)
    assert "<" not in safe
    assert ">" not in safe
    assert safe.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").count("&") == 0


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+38344123456", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\tword", " =1", "\u00a0=1",
     "＝1", "＋1", "－1", "＠x", "﹣1", "−1", "\u200b=1", "\ufeff=1", "\x00=1",
     '=HYPERLINK("http://x";"y")', "=cmd|' /C calc'!A0"],
)  # fmt: skip
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert formula_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Besa", "1 + 1 = 2", "5", "a@b.c", "'=1", "(-1)", "🙂"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert formula_safe(text) == text


@given(HIDDEN, st.text(" \u00a0\u3000"), SIGNS, ANY_TEXT)
def test_no_disguise_of_a_formula_gets_through(
    hidden: str, blanks: str, sign: str, rest: str
) -> None:
    safe = formula_safe(f"{hidden}{blanks}{sign}{rest}")
    if sign in "\t\r" and (hidden or blanks):
        return  # inside a cell these break nothing
    assert safe.startswith("'")


@given(st.text())
def test_a_cell_keeps_its_text_and_doing_it_twice_changes_nothing(text: str) -> None:
    safe = formula_safe(text)
    assert safe in {text, f"'{text}"}
    assert formula_safe(safe) == safe
    table = io.StringIO(newline="")
    csv.writer(table).writerow([safe, "next"])
    table.seek(0)
    if "\0" not in text:
        assert next(csv.reader(table)) == [safe, "next"]
