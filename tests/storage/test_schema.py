import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from bot.storage.database.engine import KEY_SCHEMA
from bot.storage.schema import SchemaError, head, upgrade
from bot.storage.tables import DATA, KEY_STORE
from bot.storage.unit_of_work import Database


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/new/komshi.sqlite3")
    yield database
    await database.close()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, DATA))


async def test_migrations_arrive_at_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


def _key_store_differences(connection: Connection) -> list[object]:
    if connection.dialect.name == "postgresql":
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "include_schemas": True,
                "version_table_schema": KEY_SCHEMA,
                "include_name": lambda name, kind, _parents: kind != "schema" or name == KEY_SCHEMA,
            },
        )
        return list(compare_metadata(context, KEY_STORE))
    tables = MetaData(naming_convention=KEY_STORE.naming_convention)
    for table in KEY_STORE.sorted_tables:
        table.to_metadata(tables, schema=None)  # type: ignore[arg-type]
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, tables))


async def test_migrations_arrive_at_the_tables_of_the_key_store(database: Database) -> None:
    async with database.key_engine.connect() as connection:
        assert await connection.run_sync(_key_store_differences) == []


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    assert await upgrade(database) == head()
    assert await upgrade(database) == head()


async def test_several_processes_that_start_together_migrate_once(fresh: Database) -> None:
    others = [Database(fresh.url) for _ in range(3)]
    revisions = await asyncio.gather(*(upgrade(one) for one in (fresh, *others)))
    assert set(revisions) == {head()}
    for other in others:
        await other.close()


async def test_a_database_of_a_newer_release_is_refused_with_one_line(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="9999, which this release does not know"):
        await upgrade(database)


async def test_sqlite_is_durable_and_leaves_no_deleted_rows(fresh: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    async with fresh.engine.connect() as connection:
        for pragma, value in wanted.items():
            found = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            assert (pragma, found) == (pragma, value)
