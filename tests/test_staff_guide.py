"""The staff guide says what the code does."""

from pathlib import Path

import pytest

from bot import cli
from bot.domain.staff.audit import Deed
from bot.domain.staff.names import ABOUT, ACTS, DEEDS, ROLES, name_of_act
from bot.domain.staff.notices import NOTICES
from bot.domain.staff.roles import MATRIX, Act, Role
from bot.domain.staff.table import (
    BEGIN,
    BEGIN_NOTICES,
    END,
    as_markdown,
    notices_as_markdown,
    renewed,
)
from handlers.commands import STAFF_COMMANDS
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "staff-guide.md"


def test_the_tables_of_the_guide_are_current() -> None:
    page = GUIDE.read_text()
    assert page == renewed(page), "docs/staff-guide.md is behind the code: run `komshi roles`"


def test_every_cell_of_the_table_is_the_one_of_the_code() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in as_markdown().splitlines()
    ]
    for act in Act:
        cells = next(row[1:] for row in rows if row[0] == ACTS[act].msgid)
        assert [cell == "yes" for cell in cells] == [role in MATRIX[act] for role in Role]


def test_everything_has_a_name() -> None:
    assert set(ROLES) == set(ABOUT) == set(Role)
    assert set(ACTS) == set(Act)
    assert set(DEEDS) == set(Deed)
    assert all(name_of_act(code) for code in (*Act, *Deed))
    assert name_of_act("of another release") is None
    assert not set(Act) & set(Deed)


def test_every_command_of_staff_is_in_the_guide() -> None:
    page = GUIDE.read_text()
    assert not [one.name for one in STAFF_COMMANDS if f"`/{one.name}`" not in page]


def test_a_page_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs"):
        renewed(f"{END}{BEGIN}")


def test_the_command_renews_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "start_logging", lambda _style: None)
    page = tmp_path / "docs" / "staff-guide.md"
    page.parent.mkdir()
    page.write_text(f"# Ours\n\n{BEGIN}\nold\n{END}\n")
    assert cli.main(["roles"]) == 0
    assert capsys.readouterr().out == "docs/staff-guide.md\n"
    assert as_markdown() in page.read_text()
    assert cli.main(["roles"]) == 0
    assert capsys.readouterr().out == ""


def test_the_guide_says_what_colleagues_are_told_and_how() -> None:
    page = (ROOT / "docs/staff-guide.md").read_text()
    assert BEGIN_NOTICES in page
    rows = [line for line in notices_as_markdown().splitlines()[2:] if line in page]
    assert len(rows) == len(NOTICES)
