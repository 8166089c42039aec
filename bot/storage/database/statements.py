"""Statements that SQLite and PostgreSQL spell alike but the library keeps apart."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database.base import Base


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for changes that no object in memory needs to follow."""
    return Base.metadata.tables[model.__tablename__]


def insert_into(session: AsyncSession, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that can meet a conflict, in the dialect of the session."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(table_of(model))


@cache
def insert_if_new(dialect: str, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An insert that leaves what is there already; made once, because making costs most."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(model)).on_conflict_do_nothing()


async def insert_new(session: AsyncSession, model: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless it is there already; whether it is new."""
    statement = insert_if_new(session.get_bind().dialect.name, model)
    result = await session.execute(statement, values)
    return isinstance(result, CursorResult) and result.rowcount == 1
