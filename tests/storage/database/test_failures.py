from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.storage.calls.tables import Follow
from bot.storage.database import engine, sqlite_driver
from bot.storage.database.failures import ConflictError, DatabaseAwayError
from bot.storage.unit_of_work import Database


async def test_a_broken_unique_constraint_is_a_conflict(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(1, now)
        await uow.follows.add(person.id, "call", "x", now)
    with pytest.raises(ConflictError):
        async with database.transaction() as uow:
            uow._session.add(Follow(person_id=person.id, topic="call", subject="x", made_at=now))


async def test_a_wrong_statement_stays_what_it_is(database: Database) -> None:
    """Else an update that meets it would be tried for ever instead of being parked."""
    with pytest.raises(DBAPIError):
        async with database.transaction() as uow:
            await uow._session.execute(text("SELECT nothing FROM nowhere"))


async def test_a_database_that_cannot_be_reached_is_away() -> None:
    gone = Database("postgresql+asyncpg://postgres@127.0.0.1:1/komshi")
    with pytest.raises(DatabaseAwayError):
        async with gone.transaction() as uow:
            await uow._session.execute(text("SELECT 1"))
    await gone.close()


async def test_a_locked_database_is_away(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL queues writers row by row and never says that it is locked")
    for module in (engine, sqlite_driver):
        monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 0)
    other = Database(database.url)
    async with database.transaction() as uow:
        await uow.people.meet(1, now)
        with pytest.raises(DatabaseAwayError):
            async with other.transaction() as blocked:
                await blocked._session.execute(text("SELECT 1"))
    await other.close()
