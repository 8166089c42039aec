import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.backup import BackupError, back_up, restore

DAY = date(2026, 11, 22)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "komshi.sqlite3"


@pytest.fixture
async def opened(file: Path) -> AsyncIterator[Database]:
    """A database in use, as the bot uses it."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await upgrade(database)
    yield database
    await database.close()


@pytest.fixture
async def closed(opened: Database, file: Path) -> Path:
    """A database with one visit, which nobody uses."""
    await count(opened, "first")
    await opened.close()
    return file


async def count(database: Database, leaflet: str) -> None:
    async with database.transaction() as uow:
        await uow.statistics.count_leaflet(DAY, leaflet)


def leaflets(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in connection.execute("SELECT leaflet FROM leaflet_visit")}


async def test_a_copy_of_a_database_in_use_has_what_was_committed(
    opened: Database, file: Path, tmp_path: Path
) -> None:
    await count(opened, "committed")
    async with opened.transaction() as uow:
        await uow.statistics.count_leaflet(DAY, "not yet committed")
        await uow.flush()
        back_up(file, tmp_path / "copy")
    assert leaflets(tmp_path / "copy") == {"committed"}


async def test_a_copy_while_the_bot_writes_is_whole(
    opened: Database, file: Path, tmp_path: Path
) -> None:
    written = 0
    stop = asyncio.Event()

    async def write() -> None:
        nonlocal written
        while not stop.is_set():
            await count(opened, f"market-{written}")
            written += 1

    writing = asyncio.create_task(write())
    for number in range(5):
        already = written
        target = tmp_path / f"copy-{number}"
        await asyncio.to_thread(back_up, file, target)
        found = leaflets(target)
        assert found >= {f"market-{done}" for done in range(already)}
        assert found == {f"market-{done}" for done in range(len(found))}
        await asyncio.sleep(0)
    stop.set()
    await writing
    assert written > 0


def test_a_copy_is_one_file_for_its_owner_only(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before = os.umask(0)
    try:
        back_up(closed, folder / "copy")
    finally:
        os.umask(before)
    assert [one.name for one in folder.iterdir()] == ["copy"]
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600


def test_an_existing_file_is_never_overwritten(closed: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        back_up(closed, target)
    assert target.read_text() == "precious"


def test_what_an_interrupted_backup_left_does_not_hinder_the_next(
    closed: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy.unfinished").write_text("half")
    back_up(closed, tmp_path / "copy")
    assert leaflets(tmp_path / "copy") == {"first"}
    assert not (tmp_path / "copy.unfinished").exists()


def test_without_a_database_there_is_no_backup(file: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="there is no database"):
        back_up(file, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database at all" * 500, b""])
def test_a_file_that_is_no_database_of_ours_is_not_copied(
    file: Path, tmp_path: Path, content: bytes
) -> None:
    file.write_bytes(content)
    with pytest.raises(BackupError):
        back_up(file, tmp_path / "copy")
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_a_target_that_cannot_be_written_is_one_line(closed: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup was written") as caught:
        back_up(closed, tmp_path / "missing" / "copy")
    assert "\n" not in str(caught.value)


@pytest.fixture
async def copy(closed: Path, tmp_path: Path) -> Path:
    """A backup with the visit "first"; the database has one more since."""
    target = tmp_path / "copy"
    back_up(closed, target)
    database = Database(f"sqlite+aiosqlite:///{closed}")
    await count(database, "second")
    await database.close()
    assert leaflets(closed) == {"first", "second"}
    return target


async def test_restoring_puts_back_what_was_copied_and_nothing_else(copy: Path, file: Path) -> None:
    restore(copy, file)
    assert leaflets(file) == {"first"}
    assert leaflets(copy) == {"first"}
    database = Database(f"sqlite+aiosqlite:///{file}")
    await upgrade(database)
    await count(database, "third")
    await database.close()
    assert leaflets(file) == {"first", "third"}


def test_restoring_where_there_is_no_database_yet(copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "komshi.sqlite3"
    restore(copy, new)
    assert leaflets(new) == {"first"}
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


async def test_a_database_in_use_is_left_alone(copy: Path, file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.ping()
    with pytest.raises(BackupError, match="in use: stop the bot"):
        restore(copy, file)
    await count(database, "third")
    await database.close()
    assert leaflets(file) == {"first", "second", "third"}


@pytest.mark.parametrize("kept", [0, 100, 4096])
def test_a_damaged_database_is_replaced(copy: Path, file: Path, kept: int) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:kept] + b"\x5a" * (len(whole) - kept))
    restore(copy, file)
    assert leaflets(file) == {"first"}


def test_an_old_log_beside_a_damaged_database_is_not_mixed_in(copy: Path, file: Path) -> None:
    file.write_bytes(b"\x5a" * 8192)
    Path(f"{file}-wal").write_bytes(b"\x5a" * 8192)
    restore(copy, file)
    assert leaflets(file) == {"first"}


@pytest.mark.parametrize("kept", [0, 10, 100, 4096, 20000])
def test_a_damaged_backup_is_refused_and_the_database_stays(
    copy: Path, file: Path, kept: int
) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[:kept] + b"\x5a" * (len(whole) - kept))
    with pytest.raises(BackupError):
        restore(copy, file)
    assert leaflets(file) == {"first", "second"}


def test_a_cut_off_backup_is_refused(copy: Path, file: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:20000])
    with pytest.raises(BackupError):
        restore(copy, file)
    assert leaflets(file) == {"first", "second"}


def test_a_database_of_something_else_is_refused(closed: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE cats (name TEXT)")
    with pytest.raises(BackupError, match="not a database of Komshi"):
        restore(tmp_path / "other", closed)
    with pytest.raises(BackupError, match="there is no backup"):
        restore(tmp_path / "nowhere", closed)
    assert leaflets(closed) == {"first"}


def test_a_place_that_cannot_be_written_is_one_line(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(BackupError, match="cannot be written"):
        restore(copy, tmp_path / "a file" / "komshi.sqlite3")
