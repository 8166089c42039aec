import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from bot import cli
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.keys.keyring import Keyring
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.erasure import erase_person
from tests.conftest import ROOT

PLACE = SealedColumn("report", "note").at(1)
BESA = 1001


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database that is unlocked, and settings that point to it."""
    settings = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/komshi.sqlite3",
        "KEY_FILE": str(tmp_path / "komshi.key"),
        "CONTENT_DIR": str(ROOT / "content"),
        "LOCALES_DIR": str(ROOT / "locales"),
        "BOT_TOKEN": "1:made-up",
        "API_URL": "http://127.0.0.1:9",
        "HTTP_PORT": "0",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"KOMSHI_{name}", value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "start_logging", lambda _style: None)
    assert cli.main(["db", "upgrade"]) == 0
    assert cli.main(["backup", "empty"]) == 0
    assert cli.main(["restore", "empty"]) == 0
    return tmp_path


def _database(folder: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{folder}/komshi.sqlite3", Keyring(folder / "komshi.key"))


def _seal(folder: Path, now: datetime) -> tuple[int, bytes]:
    async def work() -> tuple[int, bytes]:
        database = _database(folder)
        async with database.transaction() as uow:
            person = await uow.people.meet(BESA, now)
            value = await uow.seal.seal(person.id, PLACE, "kept", now)
        await database.close()
        return person.id, value

    return asyncio.run(work())


def _unseal(folder: Path, person_id: int, value: bytes) -> str:
    async def work() -> str:
        database = _database(folder)
        async with database.reading() as uow:
            text = await uow.seal.unseal(person_id, PLACE, value)
        await database.close()
        return text

    return asyncio.run(work())


def _replace(file: Path) -> None:
    file.unlink()
    Keyring(file).create()


def test_rotating_changes_the_key_file_and_no_value(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    person_id, value = _seal(folder, now)
    before = (folder / "komshi.key").read_bytes()
    assert cli.main(["key", "rotate"]) == 0
    assert "data keys rewrapped: 1" in capsys.readouterr().out
    assert (folder / "komshi.key").read_bytes() != before
    assert _unseal(folder, person_id, value) == "kept"


def test_a_copy_of_the_key_store_opens_the_values(folder: Path, now: datetime) -> None:
    person_id, value = _seal(folder, now)
    assert cli.main(["key", "backup", "keys"]) == 0
    assert (folder / "keys").stat().st_mode & 0o777 == 0o600
    (folder / "keys").rename(folder / "komshi.keys.sqlite3")
    assert _unseal(folder, person_id, value) == "kept"


def test_restoring_an_old_backup_erases_again(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    person_id, _value = _seal(folder, now)
    assert cli.main(["backup", "old"]) == 0

    async def erase() -> None:
        database = _database(folder)
        async with database.transaction() as uow:
            await erase_person(uow, person_id, BESA, now)
        await database.close()

    async def is_known() -> bool:
        database = _database(folder)
        async with database.reading() as uow:
            known = await uow.people.look(BESA) is not None
        await database.close()
        return known

    asyncio.run(erase())
    assert cli.main(["restore", "old"]) == 0
    assert "now erased again: 1" in capsys.readouterr().out
    assert not asyncio.run(is_known())


@pytest.mark.parametrize("command", [["run"], ["key", "rotate"]])
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.unlink(), "is missing"),
        (lambda file: file.chmod(0o644), "chmod 600"),
        (_replace, "does not open the key store"),
    ],
    ids=["missing", "readable by others", "another"],
)
def test_a_wrong_key_file_stops_a_command_with_one_line(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    damage: object,
    words: str,
) -> None:
    assert callable(damage)
    damage(folder / "komshi.key")
    capsys.readouterr()
    assert cli.main(command) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith("komshi: ")] == lines
    assert len(lines) == 1
    assert words in lines[0]


def test_the_keys_of_postgresql_are_left_to_its_own_tools(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KOMSHI_DATABASE_URL", "postgresql+asyncpg://localhost/komshi")
    assert folder.exists()
    for command in (["key", "backup", "keys"], ["backup", "data"]):
        assert cli.main(command) == 2
        assert "schema=komshi_keys" in capsys.readouterr().err
