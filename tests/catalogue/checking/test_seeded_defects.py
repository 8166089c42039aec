"""The defects that a survey of rule checkers was tried with, put into the real content one by one.

The best of the others finds four of the ten: marked ``elsewhere``. All must be found here.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.catalogue.building.content import build
from bot.catalogue.library import open_library
from bot.catalogue.loader import load
from bot.catalogue.report import Report
from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.verification import verify
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.rules import RuleSet
from tests.catalogue.checking.test_screening_defects import row
from tests.domain.eligibility.rule_sets import Profile, applies, fits

FOLDER = Path(__file__).parents[3] / "content"
CALL = "akt-startup"
FILE = f"calls/{CALL}.yml"
TRANSLATED = "{sq: Thirrja, sr: Poziv, en: The call}"

Check = Callable[[RuleSet, Profile], bool]


def _fits(rules: RuleSet, person: Profile) -> bool:
    return fits(rules, CALL, person)


def _does_not_fit(rules: RuleSet, person: Profile) -> bool:
    return not fits(rules, CALL, person)


@dataclass(frozen=True)
class Seeded:
    """A defect.

    Args:
        rows: Rows that are put before those of the call.
        says: What the report says about it.
        shows: What is true of the example; None if there can be none.
        elsewhere: Whether the best of the other checkers finds it.
    """

    rows: tuple[str, ...]
    says: str
    shows: Check | None = None
    elsewhere: bool = False


SEEDED = {
    "impossible range": Seeded(
        (row("age", "at_least: 66"), row("age", "at_most: 17")),
        "E1: nobody can ever fit",
        _does_not_fit,
        elsewhere=True,
    ),
    "misspelt choice": Seeded(
        (row("sex", "in: [womn]"),),
        "`sex` has no answer `womn`.Do you mean `woman`?",
        elsewhere=True,
    ),
    "unknown name": Seeded(
        (row("agee", "at_least: 18"),), "`agee` is not a question or a derived", elsewhere=True
    ),
    "or of contradictions": Seeded(
        (
            row("applicant", "in: [household]", "group: who"),
            row("applicant", "in: [business]", "group: who"),
        ),
        "E1: nobody can ever fit",
        _does_not_fit,
        elsewhere=True,
    ),
    "tautology": Seeded(
        (
            row("support-before", "in: [yes]", "group: g"),
            row("support-before", "in: [no]", "group: g"),
        ),
        "E2: this group rules out nobody",
    ),
    "exhaustive list": Seeded((row("sex", "in: [woman, man]"),), "E2: this row rules out nobody"),
    "negated list of all": Seeded(
        (row("sex", "not_in: [woman, man]"),), "E1: nobody can ever fit", _does_not_fit
    ),
    "gate behind a gate": Seeded(
        (row("hires", "in: [yes]"),), "E1: nobody can ever fit", _does_not_fit
    ),
    "dead branch of an or": Seeded(
        (
            row("sex", "in: [woman]", "group: g"),
            row("age", "at_most: 35", "group: g"),
            row("workers", "at_most: 9", "group: g"),
        ),
        "E2: nobody who meets the other rows can meet this one of `g`",
        _does_not_fit,
    ),
    "redundant and": Seeded(
        (row("age", "at_least: 18"), row("age", "at_least: 16")),
        "E2: this row rules out nobody",
        _does_not_fit,
    ),
    "missing translation": Seeded(
        (row("age", "at_least: 18").replace("sr: Poziv, ", ""),), "is not written in sr"
    ),
}


def seed(tmp_path: Path, seeded: Seeded) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    path = folder / FILE
    text = path.read_text("utf-8")
    path.write_text(text.replace("criteria:\n", f"criteria:\n{''.join(seeded.rows)}"), "utf-8")
    return folder


@pytest.mark.parametrize("seeded", SEEDED.values(), ids=SEEDED)
def test_the_real_content_with_a_seeded_defect_is_not_served(
    tmp_path: Path, seeded: Seeded
) -> None:
    folder = seed(tmp_path, seeded)
    loaded, report = load(folder, samples=True)
    assert loaded is None
    mine = [problem for problem in report.errors if seeded.says in problem.what + problem.mend]
    assert mine, report.as_text()
    assert {problem.file for problem in report.errors} == {f"content/{FILE}"}


@pytest.mark.parametrize(
    "seeded",
    [one for one in SEEDED.values() if one.shows],
    ids=[n for n, s in SEEDED.items() if s.shows],
)
def test_the_example_of_a_seeded_defect_can_exist_and_shows_it(
    tmp_path: Path, seeded: Seeded
) -> None:
    report = Report()
    rules = build(open_library(seed(tmp_path, seeded), report), samples=True).rules
    found: list[Finding] = [
        one for one in verify(compile_rules(rules), {}, thorough=False) if seeded.says in one.what
    ]
    assert found
    for finding in found:
        person = finding.witness
        assert person is not None
        assert {q.id for q in rules.questions.values() if applies(q, person)} == set(person)
        assert seeded.shows is not None
        assert seeded.shows(rules, person)


def test_the_real_content_has_no_errors_when_it_is_checked_thoroughly() -> None:
    loaded, report = load(FOLDER, samples=True, today=date(2010, 1, 1))
    assert loaded is not None, report.as_text()
    assert report.errors == ()
