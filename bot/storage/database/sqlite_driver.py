"""SQLite for asyncio without a thread for each connection.

A statement on a local file takes some ten microseconds, and handing it to another thread and back
takes ten times as long. So statements run where they are called. What waits, for the lock of
another process or for the disk, runs in a thread, and so does a read that turns out to be long.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any, Final, Self

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

_NAME: Final = "direct"
BUSY_TIMEOUT_MS: Final = 5000
_BEGINS: Final = "BEGIN IMMEDIATE"
_MAY_WAIT: Final = ("PRAGMA", "VACUUM")
_READS: Final = "SELECT"
BRIEF: Final = 10_000
"""Operations of SQLite's machine that a read may take where it is called.

They take some tenths of a millisecond, or one and a half where each few of them make a row. The
statements of an update take hundreds.
"""
IN_THREAD: Final = "komshi_in_thread"
"""Execution option of a statement that changes many rows. A read needs none."""


class _Cursor(sqlite3.Cursor):
    """A cursor that has read every row when ``execute`` returns, so that none is left open."""

    _rows: deque[Any]

    def execute(self, statement: str, parameters: Any = (), /) -> Self:
        super().execute(statement, parameters)
        self._rows = deque(super().fetchall())
        return self

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, deque()
        return list(rows)

    async def _async_soft_close(self) -> None:
        """SQLAlchemy's asyncio part asks for this; the rows are here already."""


class _Connection(sqlite3.Connection):
    def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_Cursor)

    def begin_if_free(self, cursor: sqlite3.Cursor) -> bool:
        """Take the write lock; False if another process has it."""
        self.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute(_BEGINS)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return True

    def read_if_brief(self, cursor: sqlite3.Cursor, statement: str, parameters: Any) -> bool:
        """Run a reading statement; False if it was given up because it is long."""
        # The first call may come early, because SQLite goes on counting where an earlier run of
        # the same statement stopped. It is told 0, which lets it go on, and the second is told 1.
        self.set_progress_handler(count().__next__, BRIEF)
        try:
            cursor.execute(statement, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return False
        finally:
            self.set_progress_handler(None, 0)
        return True


class DirectSQLite(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect of SQLite over this driver."""

    driver = _NAME
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 -- every file gets the same
        """A pool whose waiting does not stop the event loop."""
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        """Let the threads in which commits happen use the connection, one after another."""
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "check_same_thread": False, "factory": _Connection}

    def do_commit(self, dbapi_connection: DBAPIConnection) -> None:
        """Commit in a thread: the disk takes a while."""
        await_only(_in_thread(dbapi_connection.commit))

    def do_execute_no_params(
        self, cursor: DBAPICursor, statement: str, context: ExecutionContext | None = None
    ) -> None:
        """Run a statement without parameters; see ``do_execute``."""
        self.do_execute(cursor, statement, (), context)

    def do_execute(
        self,
        cursor: DBAPICursor,
        statement: str,
        parameters: Any,
        context: ExecutionContext | None = None,
    ) -> None:
        """Run a statement, in a thread if it waits or is long.

        A read is begun at once and given up when it is not done soon; the thread begins it anew.
        That costs nothing but the millisecond: a read that is given up leaves its transaction as
        it was. A change that is given up would roll its transaction back, so whoever makes a long
        one says so.
        """
        if statement.startswith(_MAY_WAIT) or _is_marked(context):
            await_only(_in_thread(cursor.execute, statement, parameters))
        elif statement == _BEGINS:
            await_only(_begin(cursor))
        elif statement.startswith(_READS):
            await_only(_read(cursor, statement, parameters))
        else:
            await_only(_at_once(cursor.execute, statement, parameters))


def direct(url: URL) -> URL:
    """The URL of the same SQLite file over this driver."""
    return url.set(drivername=f"sqlite+{_NAME}")


def _is_marked(context: ExecutionContext | None) -> bool:
    return context is not None and bool(context.execution_options.get(IN_THREAD))


async def _begin(cursor: Any) -> None:
    if not cursor.connection.begin_if_free(cursor):
        await _in_thread(cursor.execute, _BEGINS)


async def _read(cursor: Any, statement: str, parameters: Any) -> None:
    if not cursor.connection.read_if_brief(cursor, statement, parameters):
        await _in_thread(cursor.execute, statement, parameters)


async def _at_once(call: Callable[..., object], *arguments: object) -> None:
    call(*arguments)


async def _in_thread(call: Callable[..., object], *arguments: object) -> None:
    """Run a call in a thread to its end, also when nobody waits for it any more.

    A connection that went back to the pool with a call still running on it could take a lock
    that nobody gives back. So however often this is cancelled, it ends after the call.
    """
    running = asyncio.get_running_loop().run_in_executor(None, call, *arguments)
    cancelled: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.wait({running})
        except asyncio.CancelledError as error:
            cancelled = error
    failed = running.exception()
    if cancelled is not None:
        raise cancelled
    if failed is not None:
        raise failed


registry.register(f"sqlite.{_NAME}", __name__, DirectSQLite.__name__)
