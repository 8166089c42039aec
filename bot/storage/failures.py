"""What can go wrong in a transaction, named so that callers need not know the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class ConflictError(Exception):
    """Somebody else was quicker with the same thing; tried again, the transaction sees it."""


class DatabaseAwayError(Exception):
    """The database is locked, restarting or out of reach; the same transaction may work later."""


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn the database's own errors into ours; everything else passes through.

    Raises:
        ConflictError, DatabaseAwayError: see there.
    """
    try:
        yield
    except IntegrityError as error:
        raise ConflictError from error
    except (DBAPIError, PoolTimeoutError, ConnectionError) as error:
        raise DatabaseAwayError from error
