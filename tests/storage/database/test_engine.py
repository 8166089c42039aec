"""What the engines promise about locks, threads and connections that the server closed."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from bot.storage.database.engine import sqlite_path
from bot.storage.unit_of_work import Database
from tests.conftest import NOW


async def test_idle_connections_closed_by_the_server_are_replaced(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no server")
    async with database.reading() as first, database.reading() as second:
        for uow in (first, second):
            await uow._session.execute(text("SELECT 1"))
    # Both are back in the pool; one of them ends the other.
    end_all = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with database.reading() as uow:
        await uow._session.execute(end_all)
    async with database.reading() as third, database.reading() as fourth:
        for uow in (third, fourth):
            assert (await uow._session.execute(text("SELECT 1"))).scalar_one() == 1


async def test_waiting_for_another_process_does_not_stop_the_loop(database: Database) -> None:
    path = sqlite_path(database.url)
    if path is None:
        pytest.skip("only one process writes to SQLite at a time")

    async def write() -> None:
        async with database.transaction() as uow:
            await uow.people.meet(1, NOW)

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(write())
        async with database.reading() as uow:
            assert await uow.people.look(1) is None
        assert not writing.done()
        other.execute("COMMIT")
    await writing
    async with database.reading() as uow:
        assert await uow.people.look(1) is not None


async def test_giving_up_while_waiting_leaves_nothing_locked(database: Database) -> None:
    path = sqlite_path(database.url)
    if path is None:
        pytest.skip("only one process writes to SQLite at a time")
    entered = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as uow:
            entered.set()
            await uow.people.meet(1, NOW)

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(write())
        await entered.wait()
        await asyncio.sleep(0)
        writing.cancel()
        await asyncio.sleep(0)
        other.execute("COMMIT")
        with pytest.raises(asyncio.CancelledError):
            await writing
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    async with database.reading() as uow:
        assert await uow.people.look(1) is None
