"""Statements that SQLite and PostgreSQL spell alike but the library keeps apart."""

from functools import cache

from sqlalchemy import Table
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
