"""One transaction and the repositories that work in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.storage.engine import READ_ONLY, open_engine
from bot.storage.repositories import Follows, People, Rounds, Statistics, Updates


class UnitOfWork:
    """Everything that happens in one transaction; it ends by returning or by raising."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.people = People(session)
        self.follows = Follows(session)
        self.rounds = Rounds(session)
        self.updates = Updates(session)
        self.statistics = Statistics(session)

    async def flush(self) -> None:
        """Send pending changes to the database now, so that a broken constraint shows here."""
        await self.session.flush()


class Database:
    """The open database. Returning from a transaction commits it, raising rolls it back."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = open_engine(url)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False
        )
        # SQLite lets one writer in at a time and wakes the others by polling; queueing them
        # here is fair and costs nothing. PostgreSQL queues by itself, row by row.
        self._queue = asyncio.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that may write; durable on disk when the block is left normally."""
        queue: AbstractAsyncContextManager[object] = self._queue or nullcontext()
        async with queue, self._writing.begin() as session:
            yield UnitOfWork(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that only reads and waits for nobody."""
        async with self._reading.begin() as session:
            yield UnitOfWork(session)

    async def ping(self) -> None:
        """Return if the database answers.

        Raises:
            SQLAlchemyError, OSError: if it does not.
        """
        async with self._reading.begin() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
