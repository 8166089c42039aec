"""What can go wrong in a transaction, named so that callers need not know the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_PASSING_SQLSTATES: Final = ("08", "40", "53", "55", "57")
"""Classes of PostgreSQL's codes that pass: connection, rollback by the server, resources, locks,
operator's intervention. Wrong values (22) and wrong statements (42) do not."""

_PASSING_SQLITE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class ConflictError(Exception):
    """Somebody else was quicker with the same thing; tried again, the transaction sees it."""


class DatabaseAwayError(Exception):
    """The database is locked, restarting or out of reach; the same transaction may work later."""


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn errors that pass by themselves into ours; a wrong value or statement stays itself.

    Raises:
        ConflictError: if somebody else was quicker with the same thing.
        DatabaseAwayError: if the database is locked, restarting or out of reach.
    """
    try:
        yield
    except IntegrityError as error:
        raise ConflictError from error
    except (PoolTimeoutError, ConnectionError) as error:
        raise DatabaseAwayError from error
    except DBAPIError as error:
        if not _passes(error):
            raise
        raise DatabaseAwayError from error


def _passes(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _PASSING_SQLITE
    state = getattr(error.orig, "sqlstate", None)
    # Without a code the driver itself lost the connection.
    return state is None or str(state).startswith(_PASSING_SQLSTATES)
