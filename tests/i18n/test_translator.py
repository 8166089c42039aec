from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.text.languages import Language
from bot.domain.text.phrases import (
    Day,
    DayStyle,
    Joined,
    Labelled,
    Listed,
    Moment,
    Money,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
    Words,
)
from bot.i18n.catalogues import Catalogues, catalogue_path
from bot.i18n.translator import Translator

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"""
TWO = "nplurals=2; plural=(n != 1);"
THREE = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
ALBANIAN = """
msgid "Good morning, {name}."
msgstr "Mirëmëngjes, {name}."

msgid "Closes {when}."
msgstr "Mbyllet {when}."

msgid "{n} place left"
msgid_plural "{n} places left"
msgstr[0] "Ka {n} vend"
msgstr[1] "Ka {n} vende"

#, fuzzy
msgid "Only in Albanian"
msgstr "Jo e gatshme"
"""
SERBIAN = """
msgid "Good morning, {name}."
msgstr "Dobro jutro, {name}."

msgid "Closes {when}."
msgstr "Rok: {when}."

msgid "Injections at Komshi Corner"
msgstr "Injekcije u Komshi Corner"

msgid "{n} place left"
msgid_plural "{n} places left"
msgstr[0] "Još {n} mesto"
msgstr[1] "Još {n} mesta"
msgstr[2] "Još {n} mesta je slobodno"
"""


@pytest.fixture
def reports() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def translator(tmp_path: Path, reports: list[tuple[str, str, str]]) -> Translator:
    files = {
        Language.ALBANIAN: HEADER.format(language="sq", plural=TWO) + ALBANIAN,
        Language.SERBIAN_LATIN: HEADER.format(language="sr_Latn", plural=THREE) + SERBIAN,
    }
    for language, text in files.items():
        path = catalogue_path(tmp_path, language)
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    catalogues = Catalogues.load(tmp_path, latin_names=("Corner",))
    return Translator(catalogues, lambda *report: reports.append(report))


GREETING = Msg("Good morning, {name}.", name="Besa & <Dren>")
TITLE = Words(
    {"sq": "Pajisje për {who}", "sr": "Oprema za {who}", "en": "Equipment for {who}"},
    name="calls/equipment title",
    values={"who": Plain("Rona")},
)


def test_a_sentence_is_said_in_the_language(translator: Translator) -> None:
    assert translator.plain(GREETING, Language.ALBANIAN) == "Mirëmëngjes, Besa & <Dren>."


def test_serbian_cyrillic_is_made_from_latin_and_leaves_values_alone(
    translator: Translator,
) -> None:
    assert translator.plain(GREETING, Language.SERBIAN_CYRILLIC) == "Добро јутро, Besa & <Dren>."
    sentence = Msg("Injections at Komshi Corner")
    assert translator.plain(sentence, Language.SERBIAN_CYRILLIC) == "Инјекције у Komshi Corner"


def test_html_escapes_every_text_and_marks_what_is_strong(translator: Translator) -> None:
    assert translator.html(Strong(GREETING), Language.ENGLISH) == (
        "<b>Good morning, Besa &amp; &lt;Dren&gt;.</b>"
    )
    assert translator.html(Plain('<a href="x">&'), Language.ENGLISH) == '&lt;a href="x"&gt;&amp;'
    assert translator.html(Words({"en": "a < b"}), Language.ENGLISH) == "a &lt; b"
    both = Joined((Plain("<"), Plain(">")), separator=" & ")
    assert translator.html(both, Language.ENGLISH) == "&lt; &amp; &gt;"


def test_a_label_is_bold_with_its_colon(translator: Translator) -> None:
    phrase = Labelled(Msg("You get"), Plain("tools & more"))
    assert translator.html(phrase, Language.ENGLISH) == "<b>You get:</b> tools &amp; more"
    assert translator.plain(phrase, Language.ENGLISH) == "You get: tools & more"


@pytest.mark.parametrize(
    ("n", "sq", "latin", "cyrillic", "en"),
    [
        (1, "Ka 1 vend", "Još 1 mesto", "Још 1 место", "1 place left"),
        (3, "Ka 3 vende", "Još 3 mesta", "Још 3 места", "3 places left"),
        (5, "Ka 5 vende", "Još 5 mesta je slobodno", "Још 5 места је слободно", "5 places left"),
        (21, "Ka 21 vende", "Još 21 mesto", "Још 21 место", "21 places left"),
        (
            1005,
            "Ka 1\N{NO-BREAK SPACE}005 vende",
            "Još 1.005 mesta je slobodno",
            "Још 1.005 места је слободно",
            "1,005 places left",
        ),
    ],
)
def test_a_counted_sentence_has_the_forms_of_its_language(
    translator: Translator, n: int, sq: str, latin: str, cyrillic: str, en: str
) -> None:
    phrase = Plural("{n} place left", "{n} places left", n=n)
    said = [
        translator.plain(phrase, language)
        for language in (
            Language.ALBANIAN,
            Language.SERBIAN_LATIN,
            Language.SERBIAN_CYRILLIC,
            Language.ENGLISH,
        )
    ]
    assert said == [sq, latin, cyrillic, en]


def test_a_phrase_inside_a_phrase_is_translated_too(translator: Translator) -> None:
    closing = Moment(datetime(2026, 12, 20, 15, 0, tzinfo=UTC))
    phrase = Msg("Closes {when}.", when=Strong(closing))
    assert translator.html(phrase, Language.ALBANIAN) == "Mbyllet <b>e diel, 20 dhjetor, 16:00</b>."
    assert translator.plain(phrase, Language.SERBIAN_CYRILLIC) == (
        "Рок: недеља, 20. децембар, 16:00."
    )


@pytest.mark.parametrize("wrap", [lambda day: day, Strong])
def test_a_date_with_a_full_stop_ends_a_sentence_once(
    translator: Translator, wrap: type[Strong]
) -> None:
    day: Phrase = wrap(Day(date(2026, 12, 20), DayStyle.WITH_YEAR))
    said = translator.plain(Msg("Closes {when}.", when=day), Language.SERBIAN_LATIN)
    assert said == "Rok: 20. decembar 2026."
    marked_up = translator.html(Msg("Closes {when}.", when=day), Language.SERBIAN_LATIN)
    assert marked_up.count(".") == 2


def test_content_words_follow_the_language_and_its_script(translator: Translator) -> None:
    said = {language: translator.plain(TITLE, language) for language in Language}
    assert said[Language.ALBANIAN] == "Pajisje për Rona"
    assert said[Language.SERBIAN_LATIN] == "Oprema za Rona"
    assert said[Language.SERBIAN_CYRILLIC] == "Опрема за Rona"
    assert said[Language.BOSNIAN] == "Oprema za Rona"
    assert said[Language.TURKISH] == "Equipment for Rona"


def test_a_cyrillic_text_of_its_own_wins_over_the_rule(translator: Translator) -> None:
    place = Words({"sr": "Dragaš/Dragash", "sr_Cyrl": "Драгаш/Драгаш"})
    assert translator.plain(place, Language.SERBIAN_CYRILLIC) == "Драгаш/Драгаш"
    assert translator.plain(place, Language.SERBIAN_LATIN) == "Dragaš/Dragash"


def test_numbers_in_sentences_are_grouped_and_texts_are_not_touched(translator: Translator) -> None:
    phrase = Msg("{count} people, ticket {ticket}", count=12500, ticket="12500")
    assert translator.plain(phrase, Language.ENGLISH) == "12,500 people, ticket 12500"


def test_money_and_lists_are_said(translator: Translator) -> None:
    phrase = Listed((Money(Decimal(2100)), Plain("a"), Plain("b")), alternatives=True)
    assert translator.plain(phrase, Language.GERMAN) == "EUR 2.100, a oder b"


def test_a_place_without_a_value_stays_visible(translator: Translator) -> None:
    assert translator.plain(Words({"en": "Call {phone}"}), Language.ENGLISH) == "Call {phone}"


def test_a_value_is_never_read_as_a_template(translator: Translator) -> None:
    phrase = Msg("Good morning, {name}.", name="{name} {n}")
    assert translator.plain(phrase, Language.ENGLISH) == "Good morning, {name} {n}."


@pytest.mark.parametrize(
    ("wanted", "phrase", "said", "used", "name"),
    [
        ("bs", GREETING, "Dobro jutro, Besa & <Dren>.", "sr_Latn", "Good morning, {name}."),
        ("tr", GREETING, "Good morning, Besa & <Dren>.", "en", "Good morning, {name}."),
        ("sq", Msg("New here"), "New here", "en", "New here"),
        ("sr_Cyrl", Msg("New here"), "New here", "en", "New here"),
        ("sq", Msg("Only in Albanian"), "Only in Albanian", "en", "Only in Albanian"),
        (
            "de",
            Plural("{n} place left", "{n} places left", n=2),
            "2 places left",
            "en",
            "{n} place left",
        ),
        ("bs", TITLE, "Oprema za Rona", "sr_Latn", "calls/equipment title"),
        ("de", TITLE, "Equipment for Rona", "en", "calls/equipment title"),
        ("en", Words({"sq": "Vetëm shqip"}, "x"), "Vetëm shqip", "sq", "x"),
    ],
)
def test_a_missing_text_is_replaced_and_reported(
    translator: Translator,
    reports: list[tuple[str, str, str]],
    wanted: str,
    phrase: Phrase,
    said: str,
    used: str,
    name: str,
) -> None:
    assert translator.plain(phrase, Language(wanted)) == said
    assert reports == [(wanted, used, name)]


@pytest.mark.parametrize("language", ["sq", "sr_Latn", "sr_Cyrl", "en"])
def test_nothing_is_reported_where_nothing_is_missing(
    translator: Translator, reports: list[tuple[str, str, str]], language: str
) -> None:
    translator.plain(GREETING, Language(language))
    translator.plain(TITLE, Language(language))
    translator.plain(Plural("{n} place left", "{n} places left", n=2), Language(language))
    assert reports == []


def test_romani_falls_back_to_the_second_language_first(
    translator: Translator, reports: list[tuple[str, str, str]]
) -> None:
    said = translator.plain(GREETING, Language.ROMANI, second=Language.ALBANIAN)
    assert said == "Mirëmëngjes, Besa & <Dren>."
    assert reports == [("rom", "sq", "Good morning, {name}.")]


@pytest.mark.parametrize("texts", [{}, {"en": ""}])
def test_words_that_exist_in_no_language_are_empty(
    translator: Translator, texts: Mapping[str, str]
) -> None:
    assert translator.plain(Words(texts), Language.ENGLISH) == ""


def test_a_text_in_cyrillic_alone_reaches_readers_of_latin(translator: Translator) -> None:
    assert translator.plain(Words({"sr_Cyrl": "Његош"}), Language.SERBIAN_LATIN) == "Njegoš"


def test_without_any_catalogue_everything_is_english(tmp_path: Path) -> None:
    translator = Translator(Catalogues.load(tmp_path))
    assert translator.plain(GREETING, Language.ALBANIAN) == "Good morning, Besa & <Dren>."
