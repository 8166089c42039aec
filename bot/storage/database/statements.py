"""Statements that SQLite and PostgreSQL spell alike but the library keeps apart, and long ones."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVarTuple

from sqlalchemy import CursorResult, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database.base import Base

PAGE: Final = 500
"""Rows that are made into objects before the event loop has its turn: some milliseconds."""

Columns = TypeVarTuple("Columns")


async def in_pages(
    session: AsyncSession, statement: Select[*Columns]
) -> AsyncIterator[Sequence[Row[*Columns]]]:
    """The rows of a statement that may have a great many; others have their turn between pages."""
    result = await session.stream(statement, execution_options={"yield_per": PAGE})
    async for page in result.partitions():
        yield page
        await asyncio.sleep(0)


async def all_numbers(session: AsyncSession, statement: Select[int]) -> Sequence[int]:
    """The one column of a statement that may have a great many rows."""
    return [number async for page in in_pages(session, statement) for (number,) in page]


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for changes that no object in memory needs to follow."""
    return Base.metadata.tables[model.__tablename__]


def insert_into(session: AsyncSession, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that can meet a conflict, in the dialect of the session's database."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(table_of(model))


@cache
def insert_if_new(dialect: str, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves what is there already; made once, because making costs most."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(model)).on_conflict_do_nothing()


async def insert_new(session: AsyncSession, model: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key is there already.

    Returns:
        Whether the row is new.
    """
    statement = insert_if_new(session.get_bind().dialect.name, model)
    result = await session.execute(statement, values)
    return rows_changed(result) == 1


def rows_changed(result: object) -> int:
    """How many rows a statement changed; 0 for a statement that only reads."""
    return result.rowcount if isinstance(result, CursorResult) else 0
