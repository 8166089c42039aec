"""The database engine, SQLite or PostgreSQL: a commit is durable and writers queue."""

import contextlib
import logging
import os
import stat
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.logs import Safe
from bot.storage.database.sqlite_driver import BUSY_TIMEOUT_MS, direct

log = logging.getLogger(__name__)

RECYCLE_SECONDS: Final = 1800
"""Firewalls forget idle connections without telling either end, mostly after an hour."""
KEY_SCHEMA: Final = "komshi_keys"
"""Where the key store lies on PostgreSQL: ``pg_dump --exclude-schema`` leaves it out."""
PRIVATE: Final = 0o600
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_BESIDE: Final = ("-wal", "-shm", "-journal")
READ_ONLY = "komshi_read_only"
"""Execution option of a connection that only reads and so needs no write lock."""


def open_engine(database_url: str) -> AsyncEngine:
    """Open the database of a URL; the folder of an SQLite file is made if it is missing.

    SQLite ignores row locks and upgrades a reading transaction too late, which oversells seats
    under races. Every writing transaction therefore begins with ``BEGIN IMMEDIATE``. An error
    never shows the values of a statement: they are personal, or keys.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        engine = create_async_engine(
            url,
            pool_size=16,  # and no overflow: connections that come and go cost more than they bring
            max_overflow=0,
            pool_use_lifo=True,  # what was used last knows the statements best
            pool_recycle=RECYCLE_SECONDS,
            hide_parameters=True,
        )
        event.listen(engine.sync_engine, "checkout", _refuse_closed)
        return engine
    if url.database and url.database != ":memory:":
        _make_private(Path(url.database))
    engine = create_async_engine(direct(url), pool_size=6, max_overflow=0, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def open_key_engine(database_url: str) -> AsyncEngine:
    """Open the key store of an SQLite database: a file of its own, made if it is missing.

    It keeps a rollback journal and no write-ahead log, because a log would still hold the bytes
    of a destroyed key after the commit. A reading connection opens no transaction, so that a
    long read never keeps a key from being stored.
    """
    url = make_url(database_url)
    file = key_store_path(Path(url.database or ""))
    _make_private(file)
    engine = create_async_engine(
        direct(url.set(database=str(file))),
        pool_size=6,
        max_overflow=0,
        hide_parameters=True,
        execution_options={"schema_translate_map": {KEY_SCHEMA: None}},
    )
    event.listen(engine.sync_engine, "connect", _prepare_key_store)
    event.listen(engine.sync_engine, "begin", _begin_key_store)
    return engine


def key_store_path(database: Path) -> Path:
    """The file of the key store that belongs to an SQLite database."""
    return database.with_name(f"{database.stem}.keys.sqlite3")


def sqlite_path(database_url: str) -> Path | None:
    """The file behind an SQLite URL; None for PostgreSQL and for a database in memory."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def _make_private(file: Path) -> None:
    """Make a file that only we can read before anything is in it; say so if an old one is wider.

    SQLite gives the files beside it the mode of the file itself.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
    for path in (file, *(file.with_name(f"{file.name}{end}") for end in _BESIDE)):
        with contextlib.suppress(FileNotFoundError):
            if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
                log.warning("%s can be read by others: chmod 600 it", Safe(str(path)))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # NORMAL may lose a commit when the power fails.
    _prepare(connection, "journal_mode=WAL", "synchronous=FULL")


def _prepare_key_store(connection: Any, _record: object) -> None:
    # EXTRA also makes the end of the journal durable, which is the commit.
    _prepare(connection, "journal_mode=DELETE", "synchronous=EXTRA")


def _prepare(connection: Any, *durability: str) -> None:
    # The driver would otherwise open transactions by its own rules; ours begin explicitly.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        *durability,
        "foreign_keys=ON",
        "secure_delete=ON",  # a deleted row must not stay readable in the file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """Let the pool open a new connection where the server has closed the old one.

    The driver notices that by itself. Asking the server before each transaction, as
    ``pool_pre_ping`` does, would cost three round trips.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_key_store(connection: Connection) -> None:
    if not connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
