import pytest
from babel import Locale

from bot.domain.text.languages import (
    COMPLETE,
    CONTENT_KEYS,
    FACTS,
    OFFERED,
    OFFICIAL_KEYS,
    TEXT_KEYS,
    Language,
    guess,
    of_key,
    order_for,
    stand_ins,
)
from bot.domain.text.phrases import DayStyle
from bot.i18n.formats import formats_for

SQ, SR, CYRL, EN = (
    Language.ALBANIAN,
    Language.SERBIAN_LATIN,
    Language.SERBIAN_CYRILLIC,
    Language.ENGLISH,
)
TR, BS, DE, ROM = Language.TURKISH, Language.BOSNIAN, Language.GERMAN, Language.ROMANI


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_row_of_facts_that_is_whole(language: Language) -> None:
    facts = FACTS[language]
    assert facts.own_name
    assert facts.content_key
    assert facts.offered or not facts.complete
    assert Locale.parse(facts.locale)
    assert facts.status_key in CONTENT_KEYS
    assert len(facts.months.split()) in {0, 12}
    assert len(facts.weekdays.split()) in {0, 7}
    assert len(facts.near_days.split(" | ")) in {1, 3}
    assert (not facts.weekdays) == (not facts.near_days) == (not facts.months)
    assert all(len(month) == 3 for month in facts.months.split())
    assert language not in facts.stand_ins
    assert set(formats_for(language).days) == set(DayStyle)
    if facts.offered:
        # Either a catalogue with a plural rule, and its own words, or all of it by rule.
        assert (facts.plurals is None) == (facts.yes_no is None) == (not facts.months)


def test_every_text_key_leads_back_to_its_language() -> None:
    assert TEXT_KEYS == ("sq", "sr", "sr_Cyrl", "en", "tr", "bs", "de", "rom")
    assert [of_key(key) for key in TEXT_KEYS] == list(Language)
    with pytest.raises(ValueError, match="not in tuple"):
        of_key("sr_Latn")


def test_every_programme_speaks_the_official_languages() -> None:
    assert OFFICIAL_KEYS == ("sq", "sr")


def test_bosnian_reads_the_serbian_list_of_words_that_take_sides() -> None:
    assert {one: one.facts.status_key for one in (BS, CYRL, TR)} == {
        BS: "sr", CYRL: "sr", TR: "tr",
    }  # fmt: skip


def test_every_language_has_a_name_of_its_own() -> None:
    names = [language.own_name for language in Language]
    assert len(set(names)) == len(names)
    assert CYRL.own_name.startswith("Српски")


def test_both_serbian_scripts_share_one_text_in_content() -> None:
    assert {language.content_key for language in (SR, CYRL)} == {"sr"}
    assert {language.content_key for language in Language} == {
        "sq", "sr", "en", "tr", "bs", "de", "rom",
    }  # fmt: skip


def test_telegram_gets_two_letters_of_a_language_that_exists() -> None:
    for language in Language:
        code = language.telegram_code
        assert len(code) == 2
        assert Locale.parse(code)
    assert (SR.telegram_code, CYRL.telegram_code, ROM.telegram_code) == ("sr", "sr", "en")


def test_what_is_offered_is_complete_first_and_without_romani() -> None:
    assert OFFERED[: len(COMPLETE)] == COMPLETE
    assert set(OFFERED) == set(Language) - {ROM}


STAND_INS = [
    (SQ, None, (EN,)),
    (SR, None, (CYRL, EN)),
    (CYRL, None, (SR, EN)),
    (EN, None, ()),
    (TR, None, (EN,)),
    (BS, None, (SR, EN)),
    (DE, None, (EN,)),
    (ROM, None, (EN,)),
    (ROM, SQ, (SQ, EN)),
    (ROM, EN, (EN,)),
    (TR, SQ, (EN,)),
]


@pytest.mark.parametrize(("wanted", "second", "expected"), STAND_INS)
def test_what_stands_in_for_a_missing_text(
    wanted: Language, second: Language | None, expected: tuple[Language, ...]
) -> None:
    assert stand_ins(wanted, second) == expected


FIRST = [
    ("sq", (SQ,)),
    ("sq-XK", (SQ,)),
    ("SQ", (SQ,)),
    ("sr", (SR, CYRL)),
    ("sr-Latn", (SR, CYRL)),
    ("sr-Cyrl", (CYRL, SR)),
    ("sr_Cyrl_XK", (CYRL, SR)),
    ("hr", (BS, SR)),
    ("mk", (CYRL, SQ)),
    ("bs", (BS,)),
    ("tr", (TR,)),
    ("de-AT", (DE,)),
    ("en-US", (EN,)),
    ("pt-br", ()),
    ("rom", ()),
    ("", ()),
    (None, ()),
    ("-", ()),
    ("čudno", ()),
]


@pytest.mark.parametrize(("code", "first"), FIRST)
def test_telegrams_hint_only_changes_the_order(
    code: str | None, first: tuple[Language, ...]
) -> None:
    order = order_for(code)
    assert order[: len(first)] == first
    assert sorted(order) == sorted(OFFERED)
    rest = order[len(first) :]
    assert list(rest) == [language for language in OFFERED if language not in first]


def test_a_guess_is_the_first_of_the_order() -> None:
    assert [guess(code) for code in ("sr", "mk", "xx", None)] == [SR, CYRL, SQ, SQ]
