"""What a lock screen shows, in every language on offer."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from bot.domain.rounds.news import News
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Phrase
from bot.domain.text.serbian import to_cyrillic
from bot.screens import notices
from bot.screens.codec import Action, fits
from bot.screens.notices import Notice, all_notices, as_screen, confirm_keeping
from bot.screens.privacy.actions import KeepMyData
from bot.screens.screen import Button
from tests.repository import content, translator

LONGEST_FIRST_LINE = 60
LONGEST_LABEL = 24

_SERBIAN = (
    "žalb", "prijav", "prituž", "radioni", "žen", "nasil", "povrat", "obuk", "konkurs", "poziv",
    "program", "centar", "centr", "grant", "oprem", "slučaj", "bezbedn", "sastan", "podsetnik",
)  # fmt: skip
CASE_WORDS = {
    Language.ALBANIAN: (
        "ankes", "punëtori", "punetori", "grua", "gra", "dhun", "aplik", "kthy", "trajnim",
        "thirrj", "program", "qend", "grant", "pajisj", "rast", "siguri", "takim", "kujtes",
    ),
    Language.SERBIAN_LATIN: _SERBIAN,
    Language.SERBIAN_CYRILLIC: tuple(to_cyrillic(word) for word in _SERBIAN),
    Language.ENGLISH: (
        "complain", "workshop", "woman", "women", "violence", "appl", "return", "train", "call",
        "programme", "center", "centre", "grant", "equipment", "case", "safety", "meeting",
        "remind", "session", "erase", "delet",
    ),
    Language.TURKISH: (
        "şikâyet", "şikayet", "atölye", "kadın", "şiddet", "başvur", "dönen", "eğitim", "çağrı",
        "program", "merkez", "hibe", "ekipman", "vaka", "güvenlik", "toplantı", "hatırlat",
    ),
    Language.BOSNIAN: (
        *_SERBIAN, "sigurn", "slučaj", "podsjetnik", "sastan",
    ),
    Language.GERMAN: (
        "beschwerde", "werkstatt", "workshop", "frau", "gewalt", "bewerb", "antrag", "rückkehr",
        "schulung", "kurs", "aufruf", "programm", "zentrum", "förder", "ausrüstung", "fall",
        "sicherheit", "treffen", "erinner", "lösch",
    ),
}  # fmt: skip
"""Beginnings of words that tell what a message is about."""

NOTICES = [pytest.param(one, id=one.first.msgid) for one in all_notices()]


def said(phrase: Phrase | None, language: Language) -> str:
    return translator().plain(phrase, language) if phrase else ""


def whole_text(notice: Notice, language: Language) -> str:
    """All that is in a discreet message, as one text."""
    screen = as_screen(notice, discreet=True)
    labels = [button.label for row in screen.rows for button in row]
    return "\n".join(said(one, language) for one in (screen.title, *screen.lines, *labels))


def telling_names(language: Language) -> Iterator[str]:
    """What programmes, calls, centres and places are called."""
    shown = content()
    for programme in shown.programmes.values():
        yield programme.short_name
        yield said(programme.title, language)
        yield from (partner.name for partner in programme.partners)
    for call in shown.calls.values():
        yield said(call.title, language)
    for center in shown.centers.values():
        yield said(center.name, language)
    for place in shown.municipalities.values():
        yield said(place.name, language)
        yield from place.aliases


def test_every_kind_of_news_has_a_notice_that_is_checked_here() -> None:
    kinds = set(get_args(News) or (News,))
    assert {type(sample) for sample in notices._SAMPLES} == kinds
    assert len(all_notices()) >= len(kinds)


def test_every_language_has_its_list_of_words() -> None:
    assert set(CASE_WORDS) == set(OFFERED)


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("notice", NOTICES)
def test_a_discreet_notice_names_nothing(notice: Notice, language: Language) -> None:
    text = whole_text(notice, language)
    for name in telling_names(language):
        assert not re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE), name


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("notice", NOTICES)
def test_a_discreet_notice_says_no_word_of_what_it_is_about(
    notice: Notice, language: Language
) -> None:
    text = whole_text(notice, language)
    own = [one for one in CASE_WORDS[language] if re.search(rf"\b{one}", text, re.IGNORECASE)]
    english = CASE_WORDS[Language.ENGLISH]
    assert own == []
    assert not [one for one in english if re.search(rf"\b{one}", text, re.IGNORECASE)]


@pytest.mark.parametrize("language", OFFERED)
def test_all_discreet_notices_look_the_same(language: Language) -> None:
    assert len({whole_text(notice, language) for notice in all_notices()}) == 1
    assert len(whole_text(all_notices()[0], language).splitlines()) == 3


@pytest.mark.parametrize("language", OFFERED)
def test_the_check_would_find_an_ordinary_notice(language: Language) -> None:
    """The lists are no good if the words of an ordinary notice pass them."""
    ordinary = {
        Language.ENGLISH: "Reminder: the women's workshop",
        Language.ALBANIAN: "Kujtesë: punëtoria për gra",
        Language.SERBIAN_LATIN: "Podsetnik: radionica za žene",
        Language.SERBIAN_CYRILLIC: "Подсетник: радионица за жене",
        Language.TURKISH: "Hatırlatma: kadınlar atölyesi",
        Language.BOSNIAN: "Podsjetnik: radionica za žene",
        Language.GERMAN: "Erinnerung: Workshop für Frauen",
    }[language]
    words = CASE_WORDS[language]
    assert sum(bool(re.search(rf"\b{one}", ordinary, re.IGNORECASE)) for one in words) >= 3


@pytest.mark.parametrize("notice", NOTICES)
def test_a_discreet_notice_has_one_button_that_opens_it(notice: Notice) -> None:
    ((button,),) = as_screen(notice, discreet=True).rows
    assert isinstance(button, Button)
    assert (button.action, button.emoji) == (notice.read, "")


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("notice", NOTICES)
def test_the_first_line_of_an_ordinary_notice_fits_a_lock_screen(
    notice: Notice, language: Language
) -> None:
    screen = as_screen(notice, discreet=False)
    first = said(screen.title, language)
    assert 0 < len(first) <= LONGEST_FIRST_LINE, first
    assert "\n" not in first


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("notice", NOTICES)
def test_an_ordinary_notice_has_one_button_to_act_and_one_to_stop(
    notice: Notice, language: Language
) -> None:
    screen = as_screen(notice, discreet=False)
    assert screen.rows == ((notice.act,), (notice.stop,))
    assert 1 <= len(screen.lines) <= 6
    actions: list[Action] = [notice.act.action, notice.stop.action, notice.read]
    assert all(fits(action) for action in actions)
    for button in (notice.act, notice.stop):
        assert len(said(button.label, language)) <= LONGEST_LABEL
        assert len(button.emoji) <= 2


def test_the_warning_names_the_day_and_both_ways_out() -> None:
    (warning,) = (one for one in all_notices() if one.act.action == KeepMyData())
    text = "\n".join(said(line, Language.ENGLISH) for line in warning.lines)
    assert "on 30 September 2026." in text


def test_what_a_tap_on_the_warning_opens_draws_itself_again() -> None:
    assert confirm_keeping().here == KeepMyData()
