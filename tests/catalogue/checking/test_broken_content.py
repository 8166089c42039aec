from dataclasses import dataclass

import pytest

from bot.catalogue.report import Severity
from tests.catalogue.conftest import FILES, Tree

CALL = "calls/grant.yml"
PROGRAMME = "programmes/interdev.yml"
PLACES = "municipalities.yml"
CONTACTS = "contacts.yml"
CENTER = "centers/prizren.yml"


@dataclass(frozen=True)
class Defect:
    """A text put in place of another, and what the report says at the line with ``mark``."""

    file: str
    old: str
    new: str
    mark: str
    says: str
    severity: Severity = Severity.ERROR


DEFECTS = {
    # What YAML itself refuses.
    "a syntax error": Defect(CALL, "title:\n", "title: [\n", "  sr: Pomoć", "began on line 12"),
    "a colon in text": Defect(CALL, "  en: A grant", "  en: A grant: one", "A grant", "not YAML"),
    "a key twice": Defect(CALL, "kind:", "programme: x\nkind:", "programme: x", "on line 2"),
    "a tab": Defect(CALL, "  en: A grant", "\ten: A grant", "A grant", "a tab"),
    "a control character": Defect(CALL, "A grant", "A \x07grant", "\x07", "a control character"),
    "an alias": Defect(CALL, "{eur: 2100}", "*other", "*other", "`*` refers"),
    "an anchor": Defect(CALL, "{eur: 2100}", "&x {eur: 2100}", "&x", "`&x` is not used"),
    "a tag": Defect(CALL, "en: A grant", "en: !!python/name:os", "!!python", "python/name:os"),
    "a second document": Defect(
        CALL, "apply_by_bot", "---\napply_by_bot", "---", "second document"
    ),
    "deep nesting": Defect(CALL, "{eur: 2100}", "[" * 90_000, "amount", "nested too deeply"),
    "text that begins with a brace": Defect(
        CALL, "en: Up to {amount} in cash.", "en: {amount}", "en: {amount}", "`en` is not text"
    ),
    # The form of the files.
    "an unknown key": Defect(CALL, "title:", "titel:", "titel:", "Do you mean `title`?"),
    "a missing key": Defect(CALL, "contact: interdev-team\n", "", "id: grant", "`contact` is miss"),
    "a missing key further in": Defect(
        PROGRAMME, "  - value: 750\n    at", "  - at", "- at_least", "no. 1 `value` is missing"
    ),
    "a word for a number": Defect(CALL, "sequence: 1", "sequence: one", "sequence", "whole number"),
    "a number for text": Defect(CALL, "en: A grant", "en: 12", "en: 12", "`en` is not text"),
    "yes for true": Defect(CALL, "bot: true", "bot: yes", "apply_by_bot", "true or false"),
    "text for a list": Defect(CALL, "[person]", "person", "applicants", "not a list"),
    "text in one language": Defect(CALL, "{sq: Ejani,", "come #", "come #", "text by language"),
    "an unknown language": Defect(
        CALL, "  en: A", "  fr: Don\n  en: A", "fr:", "`fr` is not a language"
    ),
    "an unknown word": Defect(CALL, "support: cash", "support: cashh", "support", "mean `cash`?"),
    "an empty text": Defect(CALL, "en: A grant", 'en: ""', 'en: ""', "is empty"),
    "nothing for a text": Defect(CALL, "en: A grant", "en:", "  en:", "`en` is not text"),
    "an empty list": Defect(CALL, "[start-business]", "[]", "interests", "at least 1"),
    "too many items": Defect(
        CALL, "[start-business]", "[a, b, c]", "interests", "`interests` has more than 2"
    ),
    "a month for a day off": Defect(
        "holidays.yml", "2026-11-27", "2026-11", "2026-11", "It must be one day"
    ),
    "a day off that is no day": Defect(
        "holidays.yml", "2026-11-27", "2026-11-31", "2026-11-31", "no such day"
    ),
    "a long title": Defect(CALL, "A grant", "x" * 61, "xxx", "61 characters; 60 fit"),
    "a long button": Defect(
        "interests.yml",
        "en: Business",
        "en: My own very small business",
        "label",
        "26 characters; 24 fit",
    ),
    "an id with capitals": Defect(CALL, "id: grant", "id: Grant", "id: Grant", "small letters"),
    "a long id": Defect("kinds.yml", "startup_grant", "s" * 41, "sss", "41 characters; 40 fit"),
    "a local phone number": Defect(
        CONTACTS, '"+383 38 200 000"', "038 200 000", "phone", "with the country in quotes"
    ),
    "a plain letter for an emoji": Defect("interests.yml", "🌱", "X", "emoji", "Put one emoji."),
    "a place elsewhere": Defect(CENTER, "[42.2139, 20.7397]", "[20.7, 42.2]", "locat", "outside"),
    "one number for a place": Defect(CENTER, "[42.2139, 20.7397]", "[42.2]", "locat", "at least 2"),
    "a sum with a comma": Defect(CALL, "2100}", '"2,100"}', "amount: {", "an amount such as"),
    "a value of two kinds": Defect(CALL, "2100}", "2100, number: 1}", "amount: {", "either"),
    "another word for all": Defect(
        PROGRAMME, "[dragash, prizren]", "every", "municipalities: every", "must be `all` or a list"
    ),
    # Dates.
    "an impossible month": Defect(PROGRAMME, "2014-01", "2014-13", "period", "no such day"),
    "an impossible day": Defect(PROGRAMME, "2014-01", "2014-02-30", "period", "no such day"),
    "a date in another form": Defect(PROGRAMME, "2014-01", "1.1.2014", "period", "such as 2026-11"),
    "an end before the beginning": Defect(PROGRAMME, "2017-01", "2013-12", "period", "before it"),
    "a beginning without an end": Defect(
        PROGRAMME, ", to: 2017-01", "", "period", "`from` and `to`"
    ),
    "dates and months": Defect(PROGRAMME, "2017-01}", "2017-01, months: 3}", "period", "months"),
    # What one entry says of another.
    "an unknown programme": Defect(CALL, "interdev\nc", "x\nc", "programme: x", "does not exist"),
    "a misspelt programme": Defect(CALL, "interdev\nc", "intedev\nc", "programme", "`interdev`?"),
    "an unknown kind": Defect(
        CALL, "startup_grant", "milk", "kind: milk", "`milk`, which does not"
    ),
    "an unknown interest": Defect(CALL, "start-business", "sport", "sport", "does not exist"),
    "an unknown contact": Defect(CALL, "interdev-team", "nobody", "nobody", "does not exist"),
    "an unknown municipality": Defect(
        PROGRAMME, "[dragash, prizren]", "[dragash, prizrem]", "prizrem", "Do you mean `prizren`?"
    ),
    "an unknown district": Defect(PLACES, "district: prizren", "district: x", "district: x", "`x`"),
    "an unknown place of a center": Defect(CENTER, "y: prizren", "y: paris", "paris", "not exist"),
    "an unknown component": Defect(
        CALL, "interdev-tep", "interdev-ldf", "interdev-ldf", "not have"
    ),
    "a call beyond its programme": Defect(
        CALL, "municipalities: programme", "municipalities: [mamushe]", "mamushe", "not among"
    ),
    "another file name": Defect(CALL, "id: grant", "id: grunt", "grunt", "called grant.yml"),
    "an id twice": Defect(PLACES, "id: mamushe", "id: dragash # too", "# too", "is taken"),
    "a name of two places": Defect(
        PLACES, "[Dragashi]", "[Mamuša]", "sr: Mamuša", "a name of `dragash` too"
    ),
    "a question of one place only": Defect(
        PLACES, "[Dragashi]", "[Dragashi]\n    ask: [Gora]", "ask:", "Only one municipality asks"
    ),
    "a first name that is not there": Defect(
        PLACES, "order: sq", "order: tr", "id: dragash", "in `tr`"
    ),
    "a place without Cyrillic": Defect(PLACES, ", sr_Cyrl: Драгаш", "", "Dragash,", "sr_Cyrl"),
    "a contact without its programme": Defect(
        CONTACTS, "    programme: interdev\n", "", "kind: programme", "of kind `programme`"
    ),
    "numbers without a word for them": Defect(
        PROGRAMME, "outcome: results", "outcome: none", "outcome: none", "but numbers follow"
    ),
    "a number said twice": Defect(PROGRAMME, "jobs created", "750 jobs", "750 jobs", "again"),
    "a number with two limits": Defect(
        PROGRAMME, "at_least: true", "at_least: true\n    up_to: true", "up_to", "at once"
    ),
    "no footnote": Defect(
        PROGRAMME,
        "footnote:\n  sq: Rezoluta 1244 (1999)\n  sr: Rezolucija 1244 (1999)\n"
        "  en: Resolution 1244 (1999)\n",
        "",
        "id: interdev",
        "`footnote` is missing. The programme's papers ask for it",
    ),
    "another resolution": Defect(
        PROGRAMME, "Rezoluta 1244", "Rezoluta 1242", "1242", "`sq` does not"
    ),
    "no Serbian": Defect(PROGRAMME, "[sq, sr]", "[sq, tr]", "languages", "lacks `sr`"),
    # Texts.
    "a missing language": Defect(CALL, "  sr: Pomoć\n", "", "title:", "not written in sr"),
    "keywords without a language": Defect(
        CALL, "  sr: [novac]\n", "", "keywords", "not written in sr"
    ),
    "a place that nothing fills": Defect(
        CALL, "A grant", "A {grant}", "{grant}", "not among the `val"
    ),
    "a place to fill that one language lacks": Defect(
        CALL, "Deri në {amount} para", "Deri në para", "Deri", "differ in {amount}"
    ),
    "a lonely brace": Defect(CALL, "For women", '"For women {amount"', "For women", "a brace"),
    "HTML": Defect(CALL, "For women", "For <b>women</b>", "For <b>", "HTML"),
    "an entity": Defect(CALL, "For women", "Women &amp; men", "&amp;", "HTML"),
    "formatting": Defect(CALL, "For women", "For **women**", "**", "formatting signs"),
    "two spaces": Defect(CALL, "For women", "For  women", "For  ", "two spaces"),
    "a space at the end": Defect(CALL, "en: For women", 'en: "For women "', "women ", "ends with"),
    "a line break": Defect(
        CALL, "en: For women", "en: |\n    For\n    women", "en: |", "a line break"
    ),
    "an invisible sign": Defect(CALL, "For women", "For wo\u200bmen", "\u200b", "invisible"),
    "an unusual space": Defect(CALL, "For women", "For\u00a0women", "\u00a0", "unusual space"),
    "a space before a stop": Defect(CALL, "For women", "For women .", "women .", "before a stop"),
    "a link": Defect(CALL, "For women", '"See https://example.org"', "https", "has a link"),
    "a user name": Defect(CALL, "For women", '"Ask @somebody"', "@some", "has a link"),
    "Cyrillic in Latin text": Defect(CALL, "Za žene", "Зa žene", "žene", "Cyrillic letter З"),
    "Latin for Cyrillic": Defect(
        PLACES, "Драгаш", "Dragash", "Dragash,", "not in Cyrillic letters"
    ),
    # What only asks for attention.
    "a word that takes sides": Defect(
        CALL, "For women", "For the province", "province", "Write region.", Severity.WARNING
    ),
    "a contact that nobody confirmed": Defect(
        CONTACTS, "confirmed: true", "confirmed: false", "confirmed", "not conf", Severity.WARNING
    ),
    "a language not written yet": Defect(
        PROGRAMME, "[sq, sr]", "[sq, sr, bs]", "languages", "in bs", Severity.WARNING
    ),
    "a value that no text uses": Defect(
        CALL, "2100}", "2100}\n  own: {eur: 1}", "own:", "No text uses", Severity.WARNING
    ),
}


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_each_defect_is_reported_with_its_file_and_line(tree: Tree, defect: Defect) -> None:
    tree.replace(defect.file, defect.old, defect.new)
    place = f"content/{defect.file}", tree.line(defect.file, defect.mark)
    content, report = tree.load()
    there = [str(p) for p in report.problems if (p.file, p.line) == place]
    assert any(defect.says in problem for problem in there), report.as_text()
    assert all(problem.startswith(f"{place[0]}:{place[1]}: ") for problem in there)
    assert (content is None) == (defect.severity is Severity.ERROR)
    assert (defect.severity is Severity.ERROR) == bool(report.errors)


def test_content_without_defects_has_nothing_to_report(tree: Tree) -> None:
    report = tree.report()
    assert report.problems == ()
    assert report.as_text() == "no errors, no warnings."


def test_all_problems_of_all_files_come_in_one_run(tree: Tree) -> None:
    tree.replace(CALL, "title:", "title: [")
    tree.replace(CENTER, "municipality: prizren", "municipality: paris")
    tree.replace(CENTER, "sample: true", "sample: maybe")
    tree.replace(PLACES, "order: tr", "order: xx")
    tree.replace(PROGRAMME, "en: Jobs for people", "en: Jobs  for people")
    tree.write("kinds.yml", "")
    files = [(p.file, p.line) for p in tree.report().errors]
    assert files == [
        ("content/calls/grant.yml", tree.line(CALL, "  sr: Pomoć")),
        ("content/centers/prizren.yml", 2),
        ("content/centers/prizren.yml", 3),
        ("content/kinds.yml", 1),
        ("content/municipalities.yml", tree.line(PLACES, "order: xx")),
        ("content/programmes/interdev.yml", 6),
    ]


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"", 1, "empty"),
        (b"# nothing but a comment\n", 1, "empty"),
        (b"- a\n- b\n", 1, "not a mapping"),
        (b"just words", 1, "not a mapping"),
        (b"id: grant\ntitle: caf\xe9\n", 2, "not in UTF-8"),
        ("id: grant\n".encode("utf-16"), 1, "not in UTF-8"),
        (b"\x00" * 20, 1, "control character"),
        (b"[" * 60_000, 1, "nested too deeply"),
        (b"a" * 200_001, 0, "larger than"),
        (b"? [a, b]\n: c\n", 1, "A key is a list"),
        (b"a: &x 1\nb: *x\n", 1, "`&x`"),
        (b"<<: *x\n", 1, "`*`"),
        (b"%YAML 9\n---\na: 1\n", 1, "not YAML"),
        (b"id: 'grant\n", 2, "not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_and_never_raises(
    tree: Tree, raw: bytes, line: int, says: str
) -> None:
    tree.write(CALL, raw)
    content, report = tree.load()
    assert content is None
    assert [(p.file, p.line) for p in report.errors] == [(f"content/{CALL}", line)]
    assert says in str(report.errors[0])


@pytest.mark.parametrize("file", FILES)
def test_a_file_in_disorder_leads_to_no_reports_about_other_files(tree: Tree, file: str) -> None:
    tree.write(file, "- nothing\n")
    assert {problem.file for problem in tree.report().errors} == {f"content/{file}"}


@pytest.mark.parametrize(
    "file",
    [
        "municipalities.yml",
        "contacts.yml",
        "kinds.yml",
        "interests.yml",
        "holidays.yml",
        "words/status.yml",
    ],
)
def test_a_missing_file_is_an_error(tree: Tree, file: str) -> None:
    tree.remove(file)
    content, report = tree.load()
    assert content is None
    assert f"content/{file}: error: The file is missing." in report.as_text()


def test_a_missing_folder_is_an_error(tree: Tree) -> None:
    tree.folder = tree.folder / "nowhere"
    content, report = tree.load()
    assert content is None
    assert len(report.errors) == 6


def test_a_folder_with_the_name_of_a_file_is_an_error(tree: Tree) -> None:
    (tree.folder / "calls/folder.yml").mkdir()
    content, report = tree.load()
    assert content is None
    assert "content/calls/folder.yml: error: It cannot be read" in report.as_text()


@pytest.mark.parametrize("file", ["calls/other.yaml", "other.yml", "calls/old/other.yml"])
def test_a_content_file_that_nobody_reads_is_an_error(tree: Tree, file: str) -> None:
    tree.write(file, "id: other\n")
    assert f"content/{file}: error: Nothing reads this file." in tree.report().as_text()


def test_a_stray_file_is_a_warning_and_a_hidden_one_is_nothing(tree: Tree) -> None:
    tree.write("calls/notes.txt", "buy milk")
    tree.write("calls/.DS_Store", "x")
    tree.write("calls/.#grant.yml", "x")
    content, report = tree.load()
    assert content is not None
    assert [str(p) for p in report.problems] == [
        "content/calls/notes.txt: warning: Nothing reads this file. Remove it."
    ]


def test_a_programme_needs_a_contact_of_its_own(tree: Tree) -> None:
    tree.replace(CONTACTS, "kind: programme\n    programme: interdev", "kind: ministry")
    line = tree.line(PROGRAMME, "contact:")
    assert f"content/{PROGRAMME}:{line}: error: `contact` names" in tree.report().as_text()


def test_two_calls_of_a_programme_differ_in_title_and_sequence(tree: Tree) -> None:
    tree.write("calls/twin.yml", FILES[CALL].replace("id: grant", "id: twin"))
    report = tree.report().as_text()
    for key in ("sq", "sr", "en"):
        assert f"twin.yml:{tree.line(CALL, f'  {key}: ')}: error: `title` `{key}` is the" in report
    assert "twin.yml:4: error: `sequence` 1 is that of `grant` too." in report


def test_words_that_yaml_takes_for_something_else_stay_words(tree: Tree) -> None:
    tree.replace(CALL, "  en: [money]", "  en: [no, on, off, yes, 08:00, 1_000, 2026-11-22]")
    keywords = tree.content().calls["grant"].keywords["en"]
    assert keywords == ("no", "on", "off", "yes", "08:00", "1_000", "2026-11-22")
