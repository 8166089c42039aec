"""An emptied database is as good as a new one, whatever the test before it did."""

import asyncio
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.database.base import Base
from bot.storage.keys.tables import KeyBase
from tests.databases import KeptDatabase, holdings

SOMETHING: Final = {
    "boolean": "true",
    "bytea": "'\\x07'",
    "date": "'2026-11-22'",
    "timestamp with time zone": "'2026-11-22 09:00+00'",
    "json": "'{}'",
    "jsonb": "'{}'",
}
"""A value for a column of each kind; a number or a text is a 7."""

CHECKS: Final = text(
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) "
    "FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
)
COLUMNS: Final = text(
    "SELECT format('%I.%I', table_schema, table_name), column_name, data_type "
    "FROM information_schema.columns JOIN information_schema.tables "
    "USING (table_schema, table_name) WHERE table_type = 'BASE TABLE' "
    "AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, ordinal_position"
)
DRAW: Final = text(
    "SELECT nextval(format('%I.%I', schemaname, sequencename)::regclass) FROM pg_sequences"
)

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
pytestmark = [pytest.mark.own_database, on_postgresql]


async def _fill(connection: AsyncConnection) -> None:
    """Put a row of made-up values into every table, and take a number from every sequence."""
    rows: dict[str, dict[str, str]] = {}
    for table, column, kind in await connection.execute(COLUMNS):
        rows.setdefault(table, {})[column] = SOMETHING.get(kind, "'7'")
    for statement in (await connection.scalars(CHECKS)).all():
        await connection.execute(text(statement))
    await connection.execute(text("SET session_replication_role = replica"))
    for table, values in rows.items():
        names = ", ".join(f'"{name}"' for name in values)
        await connection.exec_driver_sql(
            f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE "  # noqa: S608 -- our own names
            f"VALUES ({', '.join(values.values())})"
        )
    await connection.execute(DRAW)


async def _filled(url: str) -> dict[str, Any]:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await _fill(connection)
        found = await holdings(connection)
    await engine.dispose()
    return found


def test_an_emptied_database_holds_what_a_new_one_holds(database_url: str) -> None:
    with KeptDatabase(database_url) as kept:
        new = kept.holdings()
        filled = asyncio.run(_filled(database_url))
        # The control: every table of the models got a row, and every sequence moved.
        tables = {*Base.metadata.sorted_tables, *KeyBase.metadata.sorted_tables}
        assert {f"{table.schema or 'public'}.{table.name}" for table in tables} <= filled.keys()
        assert [name for name in new if new[name] == filled[name]] == []
        kept.empty()
        assert kept.holdings() == new
        kept.empty()
        assert kept.holdings() == new


def test_a_new_database_knows_its_version_and_the_head_of_the_log(database_url: str) -> None:
    """The control of the one above: some tables are not empty in a new database."""
    with KeptDatabase(database_url) as kept:
        filled = {name for name, held in kept.holdings().items() if held}
    assert filled == {
        "komshi_keys.alembic_version", "public.alembic_version", "public.audit_head"
    }  # fmt: skip


def test_what_was_left_open_keeps_nobody_waiting(database_url: str) -> None:
    """A transaction that wrote, a table that is locked, and a lock that is only a number."""
    with KeptDatabase(database_url) as kept, asyncio.Runner() as runner:
        new = kept.holdings()
        engine = create_async_engine(database_url)

        async def leave_open() -> AsyncConnection:
            connection = await engine.connect()
            await connection.execute(text("SELECT pg_advisory_lock(7)"))
            await connection.execute(text("UPDATE audit_head SET last_id = 7"))
            await connection.execute(text("LOCK TABLE person IN ACCESS EXCLUSIVE MODE"))
            return connection

        left = runner.run(leave_open())
        kept.empty()
        assert kept.holdings() == new

        async def find_it_gone() -> None:
            with pytest.raises(DBAPIError):
                await left.execute(text("SELECT 1"))
            await left.close()
            await engine.dispose()

        runner.run(find_it_gone())
