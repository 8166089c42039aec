"""What people wrote lies in files that only the bot's own account can read, from the first byte."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database.engine import key_store_path
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.unlocking import unlock
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def careless_account() -> Iterator[None]:
    """The bot runs under an account whose new files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


async def test_every_file_of_a_new_database_is_private(tmp_path: Path) -> None:
    file = tmp_path / "var" / "komshi.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{file}", Keyring(tmp_path / "var" / "komshi.key"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600  # before anything is in it
    await upgrade(database)
    await unlock(database, NOW)
    async with database.transaction() as uow:
        person = await uow.people.meet(7, NOW)
        await uow.updates.keep(5, person.id, "what somebody wrote", NOW)
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    assert {"komshi.sqlite3", "komshi.sqlite3-wal", "komshi.sqlite3-shm", "komshi.key"} <= set(
        modes
    )
    assert set(modes.values()) == {0o600}, modes
    await database.close()


@pytest.mark.parametrize("name", ["komshi.sqlite3", "komshi.sqlite3-wal", "komshi.keys.sqlite3"])
async def test_an_old_file_that_others_can_read_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    (tmp_path / name).touch(mode=0o644)
    with caplog.at_level(logging.WARNING):
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'komshi.sqlite3'}")
    await database.close()
    assert f"{name} can be read by others" in caplog.text
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o644  # whose it is decides


async def test_nothing_is_told_where_all_is_private(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "komshi.sqlite3"
    for _ in range(2):
        await Database(f"sqlite+aiosqlite:///{file}").close()
    assert key_store_path(file).is_file()
    assert caplog.text == ""
