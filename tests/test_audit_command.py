"""``komshi audit verify`` as an operator meets it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot import cli
from bot.domain.staff.roles import Act
from bot.services.staff import audit
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.unlocking import unlock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KOMSHI_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/komshi.sqlite3")
    monkeypatch.setenv("KOMSHI_KEY_FILE", str(tmp_path / "komshi.key"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "start_logging", lambda _style: None)
    return tmp_path


def _fill(folder: Path, count: int, now: datetime) -> None:
    async def work() -> None:
        database = Database(
            f"sqlite+aiosqlite:///{folder}/komshi.sqlite3", Keyring(folder / "komshi.key")
        )
        await upgrade(database)
        await unlock(database, now)
        async with database.transaction() as uow:
            for number in range(count):
                await audit.note(uow, None, Act.SEND_BROADCAST, f"campaign:{number}", now)
        await database.close()

    asyncio.run(work())


def test_a_whole_log_is_told_with_its_last_entry(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(folder, 3, now)
    assert cli.main(["audit", "verify"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "in order up to entry 3, written 2026-11-22 09:00 UTC,"
    assert said[1].startswith("mark ")
    assert said[2] == "the log of staff acts is whole"


def test_an_empty_log_is_told(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(folder, 0, now)
    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == "the log of staff acts is empty\n"


def test_the_mark_stays_while_the_entry_does(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(folder, 2, now)
    assert cli.main(["audit", "verify"]) == 0
    before = capsys.readouterr().out
    assert cli.main(["key", "rotate"]) == 0
    capsys.readouterr()
    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == before


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ("UPDATE audit_entry SET subject = 'campaign:7' WHERE id = 2", 2),
        ("DELETE FROM audit_entry WHERE id = 3", 3),
    ],
)
def test_a_broken_log_is_exit_code_1_and_names_the_entry(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str], change: str, first: int
) -> None:
    _fill(folder, 3, now)
    with closing(sqlite3.connect(folder / "komshi.sqlite3")) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("DROP TRIGGER audit_entry_no_delete")
        connection.execute(change)
        connection.commit()
    assert cli.main(["audit", "verify"]) == 1
    said = capsys.readouterr()
    assert said.err == f"komshi: entry {first} is altered, missing or out of order\n"
    assert "whole" not in said.out


def test_without_the_key_file_nothing_is_said_of_the_log(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(folder, 1, now)
    (folder / "komshi.key").unlink()
    assert cli.main(["audit", "verify"]) == 2
    assert "komshi.key" in capsys.readouterr().err
