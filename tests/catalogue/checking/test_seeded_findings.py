"""Each finding of the verifier, brought about by files added to a copy of the real content."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.catalogue.loader import load
from tests.catalogue.checking.test_screening_defects import row
from tests.catalogue.screening_files import make_choice

FOLDER = Path(__file__).parents[3] / "content"
CALL = "calls/akt-startup.yml"
OTHER = "calls/akt-existing-business.yml"
NEW = "questions/new.yml"
TABLE = "questions/derived/new-table.yml"
IN_TIME = date(2010, 1, 1)


def choice(*options: str, further: str = "", name: str = "new") -> str:
    return make_choice(name, "work", *options, further=further)


@dataclass(frozen=True)
class Seeded:
    """Files that are added, rows that are put before those of a call, and what is said where."""

    says: str
    file: str
    files: Mapping[str, str] = field(default_factory=dict)
    rows: str = ""


MANY = [f"new-{n}" for n in range(13)]
SEEDED = {
    "E3": Seeded(
        "E3: nobody can ever be asked `new`.",
        NEW,
        {NEW: choice("a", "b", further="asked_only_if: {applicant: [business], sex: [woman]}\n")},
        row("new", "in: [a]", "group: g") + row("sex", "in: [woman]", "group: g"),
    ),
    "E4": Seeded(
        "E4: earlier rows cover this one: it never gives `y`.",
        TABLE,
        {
            TABLE: "id: new-table\ninputs: [sex]\nrows:\n"
            "  - {when: {sex: [woman, man]}, value: x}\n  - {when: {sex: [man]}, value: y}\n"
        },
        row("new-table", "in: [x]"),
    ),
    "E5": Seeded("E5: no call needs `new`.", NEW, {NEW: choice("a", "b")}),
    "E9": Seeded(
        "31 characters; 30 fit.", NEW, {NEW: choice("a", "b" * 28)}, row("new", "in: [a]")
    ),
    "E10": Seeded(
        "E10: the table says nothing about some people. Example: sex man.",
        TABLE,
        {TABLE: "id: new-table\ninputs: [sex]\nrows:\n  - {when: {sex: [woman]}, value: x}\n"},
        row("new-table", "in: [x]"),
    ),
    "W2": Seeded(
        "W2: no call tells `b`, `c` apart.",
        NEW,
        {NEW: choice("a", "b", "c")},
        row("new", "in: [a]"),
    ),
    "W4": Seeded(
        "W4: hardly anybody fits (0.00%).",
        CALL,
        {NEW: choice("a", "b", further="prior: {a: 0.0000001, b: 1}\n")},
        row("new", "in: [a]"),
    ),
    "W5": Seeded(
        "W5: this call alone may take 16 questions.",
        CALL,
        {f"questions/{name}.yml": choice("a", "b", name=name) for name in MANY},
        "".join(row(name, "in: [a]") for name in MANY),
    ),
    "W6": Seeded(
        "W6: `new` matters only to 1.",
        NEW,
        {NEW: choice("a", "b", further="sensitive: true\n")},
        row("new", "in: [a]", "when: {municipality: [gjilan]}"),
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "content"
    shutil.copytree(FOLDER, copied)
    return copied


@pytest.mark.parametrize("seeded", SEEDED.values(), ids=SEEDED)
def test_each_finding_comes_about_in_the_real_content(folder: Path, seeded: Seeded) -> None:
    for file, text in seeded.files.items():
        (folder / file).write_text(text, "utf-8")
    path = folder / CALL
    text = path.read_text("utf-8")
    path.write_text(text.replace("criteria:\n", f"criteria:\n{seeded.rows}"), "utf-8")
    loaded, report = load(folder, samples=True, today=IN_TIME)
    found = [problem for problem in report.problems if seeded.says in problem.what + problem.mend]
    assert {problem.file for problem in found} == {f"content/{seeded.file}"}, report.as_text()
    assert (loaded is None) is bool(report.errors) is not seeded.says.startswith("W")


def test_a_real_call_with_the_rows_of_another_and_one_more_is_a_part_of_it(folder: Path) -> None:
    rows = (folder / CALL).read_text("utf-8").partition("criteria:\n")[2]
    rows = rows.partition("apply_by_bot:")[0] + row("sex", "in: [woman]")
    path = folder / OTHER
    before, _, after = path.read_text("utf-8").partition("criteria:\n")
    after = after[after.index("apply_by_bot:") :]
    path.write_text(f"{before}criteria:\n{rows}{after}", "utf-8")
    _, report = load(folder, samples=True)
    says = "W1: whoever fits `akt-existing-business` fits `akt-startup` too; the example only that."
    assert any(says in problem.what for problem in report.problems), report.as_text()


def test_real_programmes_that_have_ended_are_named() -> None:
    _, report = load(FOLDER, samples=True, today=date(2020, 1, 1))
    found = [problem.file for problem in report.warnings if problem.what.startswith("W3")]
    assert found == [f"content/programmes/{name}.yml" for name in ("akt-ls", "interdev", "untfhs")]
