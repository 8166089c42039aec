"""The database engine, SQLite or PostgreSQL: a commit is durable and writers queue."""

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_TIMEOUT_MS = 5000
READ_ONLY = "komshi_read_only"
"""Execution option of a connection that only reads and so needs no write lock."""


def open_engine(database_url: str) -> AsyncEngine:
    """Open the database of a URL; the folder of an SQLite file is made if it is missing.

    SQLite ignores row locks and upgrades a reading transaction too late, which oversells seats
    under races. Every writing transaction therefore begins with ``BEGIN IMMEDIATE``.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
    _make_folder(url)
    engine = create_async_engine(url, pool_size=6, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def sqlite_path(database_url: str) -> Path | None:
    """The file behind an SQLite URL; None for PostgreSQL and for a database in memory."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def _make_folder(url: URL) -> None:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would otherwise open transactions by its own rules; ours begin explicitly.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose a commit when the power fails
        "foreign_keys=ON",
        "secure_delete=ON",  # a deleted row must not stay readable in the file
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
