from gettext import c2py
from pathlib import Path

import pytest

from bot.domain.text.languages import Language
from bot.i18n.formats import formats_for
from bot.i18n.upkeep import PLURAL_FORMS, extract, problems, update

CODE = """
from bot.domain.text import Msg, Plural

def screen(n: int) -> object:
    return (Msg("Good "
                "morning, {name}."), Plural("{n} day", "{n} days", n=n), Button(Msg("Apply"), None))
"""
SERBIAN_FORMS = 'msgstr[0] "{n} dan"\nmsgstr[1] "{n} dana"\nmsgstr[2] "{n} dana"'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "screen.py").write_text(CODE, "utf-8")
    return tmp_path


def po(root: Path, language: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / "messages.po"


def translate(root: Path, language: str, english: str, translation: str) -> None:
    """Fill in a translation the way a person with an editor would."""
    path = po(root, language)
    entry = f'msgid "{english}"\nmsgstr ""'
    text = path.read_text("utf-8")
    assert entry in text
    path.write_text(text.replace(entry, f'msgid "{english}"\nmsgstr "{translation}"'), "utf-8")


@pytest.fixture
def translated(root: Path) -> Path:
    """A project whose translations are all there."""
    update(root)
    translate(root, "sq", "Good morning, {name}.", "Mirëmëngjes, {name}.")
    translate(root, "sq", "Apply", "Aplikoni")
    translate(root, "sr_Latn", "Good morning, {name}.", "Dobro jutro, {name}.")
    translate(root, "sr_Latn", "Apply", "Prijavite se")
    for language, forms in (
        ("sq", 'msgstr[0] "një ditë"\nmsgstr[1] "{n} ditë"'),
        ("sr_Latn", SERBIAN_FORMS),
    ):
        path = po(root, language)
        empty = "\n".join(f'msgstr[{n}] ""' for n in range(forms.count("msgstr")))
        path.write_text(path.read_text("utf-8").replace(empty, forms), "utf-8")
    update(root)
    return root


def test_the_template_has_every_sentence_and_no_dates_or_lines(root: Path) -> None:
    text = extract(root)
    assert 'msgid "Good morning, {name}."' in text
    assert 'msgid "{n} day"\nmsgid_plural "{n} days"' in text
    assert "#: bot/screen.py\n" in text
    assert "Date" not in text
    assert extract(root) == text


def test_sentences_stand_in_the_order_of_their_english_words(root: Path) -> None:
    (root / "bot" / "aaa.py").write_text(CODE.replace("Good ", "Zzz "), "utf-8")
    ids = [line for line in extract(root).splitlines() if line.startswith("msgid ")][1:]
    assert len(ids) == 4
    assert ids == sorted(ids)


def test_update_makes_a_file_for_every_language_and_then_rests(root: Path) -> None:
    changed = update(root)
    assert changed[0] == "locales/messages.pot"
    assert {path.split("/")[1] for path in changed[1:]} == {"sq", "sr_Latn", "en", "tr", "bs", "de"}
    assert update(root) == []


def test_a_complete_project_has_no_problems(translated: Path) -> None:
    assert problems(translated) == []


def test_update_keeps_translations_and_drops_what_the_code_lost(translated: Path) -> None:
    code = translated / "bot" / "screen.py"
    code.write_text('x = (Msg("Apply"), Msg("Later"))', "utf-8")
    update(translated)
    text = po(translated, "sq").read_text("utf-8")
    assert 'msgid "Apply"\nmsgstr "Aplikoni"' in text
    assert 'msgid "Later"\nmsgstr ""' in text
    assert "Mirëmëngjes" not in text
    assert "fuzzy" not in text


def test_english_needs_no_translation_and_its_plurals_are_filled(root: Path) -> None:
    update(root)
    assert 'msgstr[0] "{n} day"\nmsgstr[1] "{n} days"' in po(root, "en").read_text("utf-8")
    assert not [problem for problem in problems(root) if "/en/" in problem]


@pytest.mark.parametrize("language", sorted(set(PLURAL_FORMS) - {Language.ROMANI}))
def test_the_plural_rule_of_a_language_is_that_of_cldr(language: Language) -> None:
    rule = c2py(PLURAL_FORMS[language].split("plural=")[1].rstrip(";"))
    name = formats_for(language).locale.plural_form
    forms = {"one": 0, "few": 1, "other": 2 if language.content_key in ("sr", "bs") else 1}
    assert [rule(n) for n in range(1, 1200)] == [forms[name(n)] for n in range(1, 1200)]


def test_a_template_behind_the_code_is_a_problem(translated: Path) -> None:
    with (translated / "bot" / "screen.py").open("a") as code:
        code.write('\nx = Msg("Brand new")\n')
    found = problems(translated)
    assert "locales/messages.pot: not up to date with the code" in found
    assert "locales/sq/LC_MESSAGES/messages.po: 'Brand new' has no translation" in found
    assert not [problem for problem in found if "/tr/" in problem]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("x = Msg(title)", "bot/odd.py:1: Msg needs its sentence written out"),
        ('x = Msg(f"Hi {name}")', "bot/odd.py:1: Msg needs its sentence written out"),
        ('x = Plural("{n} day", n=1)', "bot/odd.py:1: Plural needs its sentence written out"),
        ('x = Msg("{n} day")', "'{n} day' is said in two ways"),
    ],
)
def test_a_sentence_that_nobody_could_translate_is_a_problem(
    translated: Path, code: str, fault: str
) -> None:
    (translated / "bot" / "odd.py").write_text(code, "utf-8")
    assert any(problem.startswith(fault) for problem in problems(translated))


@pytest.mark.parametrize(
    ("language", "right", "wrong", "fault"),
    [
        ("sq", "Mirëmëngjes, {name}.", "Mirëmëngjes.", "a translation lacks {name}"),
        ("sq", "Mirëmëngjes, {name}.", "Mirëmëngjes, {emri}.", "lacks {name}"),
        ("sq", "Mirëmëngjes, {name}.", "{name} {when}.", "has {when}, which nothing fills"),
        ("sq", "Mirëmëngjes, {name}.", " Mirëmëngjes, {name}.", "other spaces"),
        ("sq", "Mirëmëngjes, {name}.", "Mirëmëngjes, {name}", "other punctuation"),
        ("sq", "Mirëmëngjes, {name}.", "/start, {name}.", "other commands"),
        ("sq", "Mirëmëngjes, {name}.", "<b>{name}</b>.", "has markup"),
        ("sq", "Mirëmëngjes, {name}.", r"a\n{name}.", "other line breaks"),
        ("sq", "Mirëmëngjes, {name}.", "", "has no translation"),
        ("sq", "Aplikoni", "Aplikoni tani për këtë thirrje", "longer than 24 characters"),
        ("sr_Latn", "Prijavite se", "Prijavite se u NJu", "come back from Cyrillic"),
        ("sr_Latn", 'msgstr[1] "{n} dana"', 'msgstr[1] "dana"', "lacks {n}"),
        ("sr_Latn", 'msgstr[0] "{n} dan"', 'msgstr[0] "dan"', "lacks {n}"),
        ("sr_Latn", 'msgstr[1] "{n} dana"', 'msgstr[1] ""', "plural form 1 is empty"),
        ("sq", 'msgstr[1] "{n} ditë"', 'msgstr[1] "ditë"', "lacks {n}"),
        ("sq", 'msgid "Apply"', '#, fuzzy\nmsgid "Apply"', "marked fuzzy"),
        ("sq", "plural=(n != 1)", "plural=(n > 1)", "another plural rule"),
        ("sq", 'msgid "Apply"', 'msgid "Go"\nmsgstr "Ec"\n\nmsgid "Apply"', "not in the code"),
    ],
)
def test_a_faulty_translation_is_a_problem(
    translated: Path, language: str, right: str, wrong: str, fault: str
) -> None:
    path = po(translated, language)
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    found = problems(translated)
    assert any(fault in problem for problem in found), found
    assert all(problem.startswith(f"locales/{language}/") for problem in found)


def test_languages_that_are_still_growing_may_have_gaps_but_no_faults(translated: Path) -> None:
    assert problems(translated) == []
    translate(translated, "tr", "Good morning, {name}.", "Günaydın.")
    assert len(problems(translated)) == 1


def test_a_missing_file_is_a_problem(translated: Path) -> None:
    po(translated, "de").unlink()
    assert problems(translated) == ["locales/de/LC_MESSAGES/messages.po: missing"]
