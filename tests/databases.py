"""PostgreSQL for tests: databases that are made, and one that is kept and emptied."""

import asyncio
import json
from typing import Any, Final, Self

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

END_OTHERS: Final = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TABLES: Final = text(
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
    "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
)
_SEQUENCES: Final = text(
    "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences ORDER BY 1"
)
# Triggers that forbid to delete, and references between rows, do not hold for a replica.
_EMPTY: Final = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{tables}]::text[] LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
        IF filled THEN
            EXECUTE 'DELETE FROM ' || name;
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
    {refill}
END $$
"""


def on(server: str, name: str) -> str:
    """The URL of another database on the same server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def administer(server: str, *statements: str) -> None:
    """Run statements that stand outside of any transaction."""
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def holdings(connection: AsyncConnection) -> dict[str, Any]:
    """Every row of every table, and the last number that each sequence gave, None if none."""
    found: dict[str, Any] = {}
    for table in (await connection.scalars(_TABLES)).all():
        every_row = text(f"SELECT to_jsonb(row) FROM {table} AS row")  # noqa: S608 -- our own names
        rows = await connection.scalars(every_row)
        found[table] = sorted(rows, key=json.dumps)
    numbers = (await connection.execute(_SEQUENCES)).all()
    return found | {name: last for name, last in numbers}  # noqa: C416 -- rows are no pairs


class KeptDatabase:
    """A database of PostgreSQL that one test after another finds as if it had just been made.

    To make one takes a quarter of a second and more, to empty one a few milliseconds. What it held
    when it was opened, such as the rows that migrations insert, it holds again once emptied. Its
    tables have to stay as they are.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._runner = asyncio.Runner()
        # A test may have ended our connection too.
        self._engine = create_async_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        self._statement = ""

    def __enter__(self) -> Self:
        self._statement = self._runner.run(self._compose())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._engine.dispose())
        self._runner.close()

    def empty(self) -> None:
        """Take out what a test left, whatever it left open: nobody else is connected then."""
        self._runner.run(self._empty())

    def holdings(self) -> dict[str, Any]:
        """What is in it."""
        return self._runner.run(self._look())

    async def _compose(self) -> str:
        async with self._engine.connect() as connection:
            tables = (await connection.scalars(_TABLES)).all()
            held_first = await holdings(connection)
        refill = []
        for name, held in held_first.items():
            if name in tables and held:
                rows = f"jsonb_populate_recordset(NULL::{name}, {_quoted(json.dumps(held))})"
                refill.append(f"INSERT INTO {name} SELECT * FROM {rows};")  # noqa: S608 -- likewise
            elif name not in tables and held is not None:
                refill.append(f"PERFORM setval({_quoted(name)}, {held}, true);")
        return _EMPTY.format(tables=", ".join(map(_quoted, tables)), refill="\n    ".join(refill))

    async def _empty(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(END_OTHERS)
            await connection.exec_driver_sql(self._statement)

    async def _look(self) -> dict[str, Any]:
        async with self._engine.connect() as connection:
            return await holdings(connection)


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
