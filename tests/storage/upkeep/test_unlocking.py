import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete
from sqlalchemy.engine import Connection

from bot.storage import schema
from bot.storage.database.engine import key_store_path, sqlite_path
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.keys.keyring import Keyring, KeyringError
from bot.storage.keys.sealed import KeyDestroyedError
from bot.storage.keys.tables import KeyStoreState
from bot.storage.people import Person
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.backup import back_up, restore
from bot.storage.upkeep.erasure import erase_person
from bot.storage.upkeep.unlocking import unlock

PLACE = SealedColumn("report", "note").at(1)
BESA, DREN = 1001, 1002


@pytest.fixture
async def on_sqlite(tmp_path: Path, now: datetime) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/komshi.sqlite3",
                        Keyring(tmp_path / "komshi.key"))  # fmt: skip
    await upgrade(database)
    await unlock(database, now)
    yield database
    await database.close()


def _files(database: Database) -> tuple[Path, Path]:
    path = sqlite_path(database.url)
    assert path is not None
    return path, key_store_path(path)


async def _meet(database: Database, telegram_id: int, now: datetime) -> tuple[int, bytes]:
    async with database.transaction() as uow:
        person = await uow.people.meet(telegram_id, now)
        return person.id, await uow.seal.seal(person.id, PLACE, f"canary {telegram_id}", now)


async def _erase(database: Database, telegram_id: int, now: datetime) -> None:
    async with database.transaction() as uow:
        person = await uow.people.find(telegram_id)
        assert person is not None
        await erase_person(uow, person.id, telegram_id, now)


async def _is_known(database: Database, telegram_id: int) -> bool:
    async with database.reading() as uow:
        return await uow.people.look(telegram_id) is not None


async def test_unlocking_again_changes_nothing(database: Database, now: datetime) -> None:
    ids = database.keyring.ids
    assert await unlock(database, now) == 0
    assert database.keyring.ids == ids


async def test_processes_that_unlock_a_new_store_together_agree(
    database_url: str, tmp_path: Path, now: datetime
) -> None:
    several = [Database(database_url, Keyring(tmp_path / "komshi.key")) for _ in range(4)]
    await asyncio.gather(*(unlock(one, now) for one in several))
    assert len({one.keyring.ids for one in several}) == 1
    _person, value = await _meet(several[0], BESA, now)
    for one in several:
        async with one.reading() as uow:
            assert await uow.seal.unseal(_person, PLACE, value) == "canary 1001"
        await one.close()


async def test_unlocking_does_not_stand_in_the_way_of_a_bot_that_serves(
    database: Database, now: datetime
) -> None:
    person_id, value = await _meet(database, DREN, now)
    starting = Database(database.url, Keyring(database.keyring.file))
    async with database.transaction() as uow:
        assert await uow.people.find(DREN) is not None
        unlocking = asyncio.create_task(unlock(starting, now))
        await asyncio.wait({unlocking}, timeout=0.2)
        assert await uow.seal.unseal(person_id, PLACE, value) == "canary 1002"
    assert await unlocking == 0
    await starting.close()


async def test_a_missing_key_file_stops_the_start(database: Database, now: datetime) -> None:
    database.keyring.file.unlink()
    with pytest.raises(KeyringError, match=r"komshi.key is missing, .* put it back"):
        await unlock(database, now)
    assert not database.keyring.file.exists()


async def test_a_wrong_key_file_stops_the_start(database: Database, now: datetime) -> None:
    database.keyring.file.unlink()
    Keyring(database.keyring.file).create()
    with pytest.raises(KeyringError, match="does not open the key store"):
        await unlock(database, now)


async def test_a_key_file_that_others_can_read_stops_the_start(
    database: Database, now: datetime
) -> None:
    database.keyring.file.chmod(0o644)
    with pytest.raises(KeyringError, match="chmod 600"):
        await unlock(database, now)


async def test_a_missing_key_store_stops_the_start(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        await uow.keys._session.execute(delete(KeyStoreState))
    with pytest.raises(KeyringError, match="is missing or another one: put its backup back"):
        await unlock(database, now)


async def test_the_key_store_of_another_database_stops_the_start(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        state = await uow.keys.state()
        assert state is not None
        state.store_id = "another"
    with pytest.raises(KeyringError, match="is missing or another one"):
        await unlock(database, now)


async def test_an_erased_person_whom_a_backup_brings_back_is_erased_again(
    database: Database, now: datetime
) -> None:
    person_id, _value = await _meet(database, BESA, now)
    await _meet(database, DREN, now)
    await _erase(database, BESA, now + timedelta(days=1))
    assert not await _is_known(database, BESA)
    async with database.transaction() as uow:  # what pg_restore does
        uow._session.add(Person(id=person_id + 50, telegram_id=BESA, created_at=now))
    assert await unlock(database, now) == 1
    assert not await _is_known(database, BESA)
    assert await _is_known(database, DREN)
    assert await unlock(database, now) == 0


async def test_who_came_back_after_being_erased_stays(database: Database, now: datetime) -> None:
    await _meet(database, BESA, now)
    await _erase(database, BESA, now + timedelta(days=1))
    person_id, value = await _meet(database, BESA, now + timedelta(days=2))
    assert await unlock(database, now) == 0
    async with database.reading() as uow:
        assert await uow.seal.unseal(person_id, PLACE, value) == "canary 1001"


async def test_the_ledger_remembers_the_last_erasure_and_names_nobody(
    database: Database, now: datetime
) -> None:
    for day in (3, 1):
        await _meet(database, BESA, now)
        await _erase(database, BESA, now + timedelta(days=day))
    async with database.transaction() as uow:
        [(mark, erased_at)] = (await uow.keys.erasures()).items()
        assert erased_at == now + timedelta(days=3)
        assert len(mark) == 32
        assert str(BESA).encode() not in mark
        assert await uow.keys.forget_erasures(now) == 0
        assert await uow.keys.forget_erasures(now + timedelta(days=4)) == 1
        assert await uow.keys.erasures() == {}


async def test_an_old_backup_is_unreadable_without_the_destroyed_key(
    on_sqlite: Database, now: datetime, tmp_path: Path
) -> None:
    person_id, value = await _meet(on_sqlite, BESA, now)
    data, _keys = _files(on_sqlite)
    back_up(data, tmp_path / "backup")
    await _erase(on_sqlite, BESA, now + timedelta(days=1))
    await on_sqlite.close()
    restore(tmp_path / "backup", data)
    assert await _is_known(on_sqlite, BESA)
    async with on_sqlite.reading() as uow:
        with pytest.raises(KeyDestroyedError):
            await uow.seal.unseal(person_id, PLACE, value)
    assert await unlock(on_sqlite, now) == 1
    assert not await _is_known(on_sqlite, BESA)


async def test_a_backup_holds_no_key(on_sqlite: Database, now: datetime, tmp_path: Path) -> None:
    person_id, _value = await _meet(on_sqlite, BESA, now)
    async with on_sqlite.reading() as uow:
        found, state = await uow.keys.find(person_id), await uow.keys.state()
    assert found is not None
    assert state is not None
    data, keys = _files(on_sqlite)
    back_up(data, tmp_path / "data")
    back_up(keys, tmp_path / "keys")
    secrets = (found.wrapped, state.ledger_key, on_sqlite.keyring.newest.secret)
    assert [secret in (tmp_path / "data").read_bytes() for secret in secrets] == [False] * 3
    # The control: wrapped keys are found where they are.
    assert [secret in (tmp_path / "keys").read_bytes() for secret in secrets] == [True, True, False]


async def test_a_restored_key_store_opens_what_was_sealed(
    on_sqlite: Database, now: datetime, tmp_path: Path
) -> None:
    person_id, value = await _meet(on_sqlite, BESA, now)
    data, keys = _files(on_sqlite)
    back_up(keys, tmp_path / "keys")
    await on_sqlite.close()
    keys.unlink()
    await upgrade(on_sqlite)
    with pytest.raises(KeyringError, match=f"{keys.name}.* is missing"):
        await unlock(on_sqlite, now)
    await on_sqlite.close()
    restore(tmp_path / "keys", keys)
    await unlock(on_sqlite, now)
    async with on_sqlite.reading() as uow:
        assert await uow.seal.unseal(person_id, PLACE, value) == "canary 1001"
    assert data.exists()


async def test_a_destroyed_key_and_an_erased_person_leave_no_byte_on_disk(
    on_sqlite: Database, now: datetime
) -> None:
    person_id, _value = await _meet(on_sqlite, 987654321012, now)
    async with on_sqlite.reading() as uow:
        found = await uow.keys.find(person_id)
    assert found is not None
    telegram_id = (987654321012).to_bytes(6, "big")
    data, keys = _files(on_sqlite)
    assert found.wrapped in _bytes_beside(keys)
    assert telegram_id in _bytes_beside(data)
    await _erase(on_sqlite, 987654321012, now)
    assert found.wrapped not in _bytes_beside(keys)
    assert await on_sqlite.scrub()
    assert telegram_id not in _bytes_beside(data)


def _bytes_beside(file: Path) -> bytes:
    """Everything in a database and in its journals."""
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def test_the_key_store_is_for_its_owner_alone_and_keeps_no_log(on_sqlite: Database) -> None:
    _data, keys = _files(on_sqlite)
    assert keys.stat().st_mode & 0o777 == 0o600
    wanted = {"journal_mode": "delete", "synchronous": 3, "secure_delete": 1}
    async with on_sqlite.key_engine.connect() as connection:
        for pragma, value in wanted.items():
            found = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            assert (pragma, found) == (pragma, value)


async def test_a_long_read_does_not_keep_a_key_from_being_stored(
    on_sqlite: Database, now: datetime
) -> None:
    async with on_sqlite.reading() as uow:
        assert await uow.keys.find(1) is None
        person_id, _value = await _meet(on_sqlite, BESA, now)
        assert await uow.keys.find(person_id) is not None


async def test_an_older_backup_does_not_ask_for_the_key_store_again(
    on_sqlite: Database, now: datetime
) -> None:
    """The key store has a version of its own, so that old data meets a newer store in peace."""
    data, _keys = _files(on_sqlite)
    await on_sqlite.close()
    data.unlink()
    async with on_sqlite.engine.begin() as connection:
        await connection.run_sync(_first_release)
    await upgrade(on_sqlite)
    assert await unlock(on_sqlite, now) == 0


def _first_release(connection: Connection) -> None:
    config = schema._config(schema._DATA)
    config.attributes.update(connection=connection, schema=None)
    command.upgrade(config, "0001")
