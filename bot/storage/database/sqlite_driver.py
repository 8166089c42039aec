"""SQLite for asyncio without a thread for each connection.

A statement on a local file takes some ten microseconds, and handing it to another thread and back
takes ten times as long. So statements run where they are called, and only what may wait, for the
lock of another process or for the disk, runs in a thread.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Self

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

_NAME: Final = "direct"
_MAY_WAIT: Final = ("BEGIN IMMEDIATE", "PRAGMA", "VACUUM")


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
        """Run a statement without parameters, in a thread if it may wait."""
        self.do_execute(cursor, statement, (), context)

    def do_execute(
        self,
        cursor: DBAPICursor,
        statement: str,
        parameters: Any,
        context: ExecutionContext | None = None,  # noqa: ARG002 -- the interface of dialects
    ) -> None:
        """Run a statement, in a thread if it may wait."""
        run = _in_thread if statement.startswith(_MAY_WAIT) else _at_once
        await_only(run(cursor.execute, statement, parameters))


def direct(url: URL) -> URL:
    """The URL of the same SQLite file over this driver."""
    return url.set(drivername=f"sqlite+{_NAME}")


async def _at_once(call: Callable[..., object], *arguments: object) -> None:
    call(*arguments)


async def _in_thread(call: Callable[..., object], *arguments: object) -> None:
    """Run a call in a thread to its end, also when nobody waits for it any more.

    A connection that went back to the pool with a call still running on it could take a lock
    that nobody gives back.
    """
    running = asyncio.get_running_loop().run_in_executor(None, call, *arguments)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


registry.register(f"sqlite.{_NAME}", __name__, DirectSQLite.__name__)
