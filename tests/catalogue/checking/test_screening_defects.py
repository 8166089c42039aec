"""Rules that are well written and yet cannot be meant: each is found, with somebody to show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest

from bot.catalogue.building.content import build
from bot.catalogue.library import open_library
from bot.catalogue.loader import load
from bot.catalogue.report import Report
from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.verification import verify
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.questions import Value
from bot.domain.eligibility.rules import RuleSet
from tests.catalogue.conftest import Tree
from tests.catalogue.screening_files import SCREENING, make_option
from tests.domain.eligibility.rule_sets import applies, fits

IN_TIME = date(2016, 1, 1)
GRANT, FIRM, GROUP = "calls/grant.yml", "calls/firm.yml", "calls/group.yml"
AGE, STAGE, WORKERS = "questions/age.yml", "questions/stage.yml", "questions/workers.yml"
AT_RISK, RETURNEE = "questions/at-risk.yml", "questions/returnee.yml"
FAR = "questions/derived/far.yml"

Edit = tuple[str, str, str]
"""A file, a text in it and what to put in its place; an empty text is the end of the file."""


@dataclass(frozen=True)
class Defect:
    """What is done to content without faults, and what is said at a line with ``mark``.

    Args:
        mark: The last line that has it; with ``^`` before it the first.
        shows: Answers of the example; None if there can be no example.
        fits: Whether the example fits the call that the finding is about; None if about no call.
    """

    edits: tuple[Edit, ...]
    file: str
    mark: str
    says: str
    shows: Mapping[str, Value] | None = field(default_factory=dict)
    fits: bool | None = None


def row(attribute: str, condition: str, *further: str) -> str:
    lines = "".join(f"    {line}\n" for line in (condition, *further))
    return f"  - attribute: {attribute}\n{lines}    why: {{sq: Thirrja, sr: Poziv, en: The call}}\n"


FEW_WORKERS = row("workers", "at_most: from_age")
DEFECTS = {
    "E1 rows that exclude each other": Defect(
        ((FIRM, "", row("workers", "at_least: 20")),),
        FIRM,
        "attribute: workers",
        "E1: nobody can ever fit: the rows on lines",
        {"applicant": "business", "workers": 0},
        fits=False,
    ),
    "E1 a row that nobody can meet": Defect(
        ((FIRM, "in: [business]", "not_in: [person, business, group]"),),
        FIRM,
        "attribute: applicant",
        "E1: nobody can ever fit: nobody can meet this row.",
        {"applicant": "business"},
        fits=False,
    ),
    "E1 a call for everybody": Defect(
        (
            (FIRM, row("applicant", "in: [business]"), row("returnee", "in: [yes]", "group: g")),
            (FIRM, FEW_WORKERS, row("returnee", "in: [no]", "group: g")),
            ("programmes/interdev.yml", "[dragash, prizren]", "all"),
        ),
        FIRM,
        "^attribute: returnee",
        "E1: this call fits everybody.",
        fits=True,
    ),
    "E2 a row that another makes idle": Defect(
        ((GRANT, "", row("age", "at_least: 16")),),
        GRANT,
        "attribute: age",
        "E2: this row rules out nobody whom the other rows let through.",
        {"age": 14},
        fits=False,
    ),
    "E2 a group that rules out nobody": Defect(
        ((GRANT, "", row("returnee", "in: [no]", "group: way-in")),),
        GRANT,
        "^attribute: returnee",
        "E2: this group rules out nobody whom the other rows let through.",
        None,
    ),
    "E2 a branch that nobody reaches": Defect(
        ((GRANT, "", row("applicant", "in: [group]", "group: way-in")),),
        GRANT,
        "attribute: applicant",
        "E2: nobody who meets the other rows can meet this one of `way-in`.",
        {"applicant": "group"},
        fits=False,
    ),
    "E2 a branch that another covers": Defect(
        ((GRANT, "", row("at-risk", "in: [yes]", "when: {sex: [man]}", "group: way-in")),),
        GRANT,
        "attribute: at-risk",
        "E2: whoever meets this row meets another of `way-in` too.",
        {"at-risk": "yes", "sex": "man"},
        fits=True,
    ),
    "E2 an option that fits nobody": Defect(
        ((GRANT, "in: [person]", "in: [person, business]"),),
        GRANT,
        "attribute: applicant",
        "E2: nobody with `applicant` `business` can fit.",
        {"applicant": "business"},
        fits=False,
    ),
    "E2 a place in which nobody fits": Defect(
        ((FAR, "[prizren]", "[mamushe]"), (FAR, "returnee: [yes]", "returnee: [no]")),
        GROUP,
        "municipalities:",
        "E2: nobody with `municipality` `prizren` can fit.",
        {"municipality": "prizren"},
        fits=False,
    ),
    "E2 an option that others exclude": Defect(
        ((FIRM, FEW_WORKERS, row("applicant", "not_in: [person]") + FEW_WORKERS),),
        FIRM,
        "attribute: applicant",
        "E2: this row rules out nobody",
        {"applicant": "person"},
        fits=False,
    ),
    "E2 a condition in part for nobody": Defect(
        (
            (
                GRANT,
                row("returnee", 'in: ["yes"]', "group: way-in"),
                row("returnee", "in: [yes]", "when: {applicant: [person, group]}", "group: way-in"),
            ),
        ),
        GRANT,
        "attribute: returnee",
        "E2: `applicant` `group` under `when` makes no difference.",
        {"applicant": "group"},
        fits=False,
    ),
    "E3 a question that nobody is asked": Defect(
        ((STAGE, "{applicant: [person]}", "{applicant: [business], sex: [man]}"),),
        STAGE,
        "asked_only_if",
        "E3: nobody can ever be asked `stage`.",
        None,
    ),
    "E4 a row of a table that others cover": Defect(
        ((FAR, "otherwise", "  - when: {municipality: [prizren]}\n    value: near\notherwise"),),
        FAR,
        "when:",
        "E4: earlier rows cover this one: it never gives `near`.",
        {"municipality": "prizren"},
    ),
    "E5 a question that no call needs": Defect(
        ((FIRM, FEW_WORKERS, ""),), WORKERS, "id:", "E5: no call needs `workers`.", None
    ),
    "E5 a table that no call needs": Defect(
        ((GROUP, row("far", "in: [far]"), row("at-risk", "in: [no]")),),
        FAR,
        "id:",
        "E5: no call needs `far`.",
        None,
    ),
    "E10 a table with a gap": Defect(
        ((FAR, "otherwise: near\n", ""),),
        FAR,
        "rows:",
        "E10: the table says nothing about some people.",
        {"municipality": "dragash", "returnee": "no"},
    ),
    "W1 a call that is part of another": Defect(
        (
            (FIRM, "in: [business]", "in: [person]"),
            (FIRM, FEW_WORKERS, row("far", "in: [far]")),
        ),
        FIRM,
        "id:",
        "W1: whoever fits `firm` fits `group` too; the example only that.",
        {"applicant": "group"},
        fits=False,
    ),
    "W1 calls for the same people": Defect(
        (
            (FIRM, "in: [business]", "in: [person, group]"),
            (FIRM, FEW_WORKERS, row("far", "in: [far]")),
        ),
        GROUP,
        "id:",
        "W1: whoever fits `group` fits `firm` too, and the other way round.",
        {},
        fits=True,
    ),
    "W2 options that no call tells apart": Defect(
        ((STAGE, "options:\n", f"options:\n{make_option('running')}"),),
        STAGE,
        "options:",
        "W2: no call tells `running`, `idea` apart.",
        None,
    ),
    "W4 a call that hardly anybody fits": Defect(
        ((AGE, "18: 80,", "18: 0.000001,"),),
        GRANT,
        "id:",
        "W4: hardly anybody fits (0.00%).",
        {"sex": "woman"},
        fits=True,
    ),
    "W6 a sensitive question for few": Defect(
        ((RETURNEE, "{yes: 30, no: 70}", "{yes: 98, no: 2}"),),
        AT_RISK,
        "id:",
        "W6: `at-risk` matters only to",
        {"returnee": "no"},
    ),
}  # fmt: skip


@pytest.fixture
def tree(tree: Tree) -> Tree:
    """A small content folder with a pre-screening without faults."""
    for file, text in SCREENING.items():
        tree.write(file, text)
    return tree


def edit(tree: Tree, edits: tuple[Edit, ...]) -> None:
    for file, old, new in edits:
        if old:
            tree.replace(file, old, new)
        else:
            tree.write(file, (tree.folder / file).read_text("utf-8") + new)


def found_in(tree: Tree) -> tuple[RuleSet, tuple[Finding, ...]]:
    """The rules, also if they must not be served, and what the verifier finds in them."""
    report = Report()
    rules = build(open_library(tree.folder, report), samples=True).rules
    assert report.errors == ()
    return rules, verify(compile_rules(rules), {})


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_each_defect_is_reported_where_it_is(tree: Tree, defect: Defect) -> None:
    edit(tree, defect.edits)
    lines = (tree.folder / defect.file).read_text("utf-8").split("\n")
    mark = defect.mark.removeprefix("^")
    numbers = [number for number, text in enumerate(lines, start=1) if mark in text]
    line = numbers[0] if defect.mark.startswith("^") else numbers[-1]
    loaded, report = load(tree.folder, samples=True, today=IN_TIME)
    there = [p for p in report.problems if (p.file, p.line) == (f"content/{defect.file}", line)]
    assert any(defect.says in problem.what for problem in there), report.as_text()
    assert defect.says.startswith("W") or loaded is None


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_each_defect_shows_in_somebody_who_can_exist(tree: Tree, defect: Defect) -> None:
    edit(tree, defect.edits)
    rules, findings = found_in(tree)
    finding = next(one for one in findings if defect.says in one.what)
    if defect.shows is None:
        assert finding.witness is None
        return
    assert finding.witness is not None
    asked = {one.id for one in rules.questions.values() if applies(one, finding.witness)}
    assert set(finding.witness) == asked
    assert defect.shows.items() <= finding.witness.items()
    if defect.fits is not None:
        assert fits(rules, finding.call, finding.witness) is defect.fits


def test_rules_without_defects_have_no_findings(tree: Tree) -> None:
    _, report = load(tree.folder, samples=True, today=IN_TIME)
    assert report.as_text() == "no errors, no warnings."
    assert found_in(tree)[1] == ()


def test_programmes_that_have_ended_are_named_on_the_day_of_the_check(tree: Tree) -> None:
    _, report = load(tree.folder, samples=True, today=date(2017, 2, 1))
    line = tree.line("programmes/interdev.yml", "period:")
    assert report.as_text() == (
        f"content/programmes/interdev.yml:{line}: warning: W3: the programme has ended "
        "(2017-01-31), and its calls with it. Remove its calls, or mend `period`.\n"
        "no errors, 1 warning."
    )


def test_warnings_do_not_keep_content_from_being_served(tree: Tree) -> None:
    edit(tree, DEFECTS["W2 options that no call tells apart"].edits)
    loaded, report = load(tree.folder, samples=True)
    assert loaded is not None
    assert len(report.warnings) == 1


def test_two_rounds_of_a_call_may_have_the_same_rule(tree: Tree) -> None:
    edit(tree, DEFECTS["W1 calls for the same people"].edits)
    tree.remove(WORKERS)
    for number, file in enumerate((FIRM, GROUP), start=1):
        tree.replace(file, "kind:", f"sequence: {number}\nkind:")
    tree.replace(FIRM, "  from_age: {number: 18}\n", "")
    assert tree.report().as_text() == "no errors, no warnings."
