"""One transaction and the repositories that work in it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.storage.broadcasts.audiences import Audiences
from bot.storage.broadcasts.broadcasts import Broadcasts
from bot.storage.broadcasts.chats import NoticeChats
from bot.storage.broadcasts.edits import BroadcastEdits
from bot.storage.calls.follows import Follows
from bot.storage.calls.voices import Voices
from bot.storage.database.engine import READ_ONLY, open_engine, open_key_engine
from bot.storage.database.failures import failures_named
from bot.storage.database.turnstile import Turnstile
from bot.storage.delivery.campaigns import Campaigns
from bot.storage.delivery.lease import Lease
from bot.storage.delivery.notices import SentNotices
from bot.storage.delivery.outbox import Outbox
from bot.storage.figures.exports import Exports
from bot.storage.figures.figures import FigureCounts
from bot.storage.figures.statistics import Statistics
from bot.storage.inbox.inbox import Inbox
from bot.storage.inbox.unsent import UnsentByPerson
from bot.storage.interests.interests import Interests
from bot.storage.interests.shared import SharedParts
from bot.storage.keys.key_store import KeyStore, StoreMark
from bot.storage.keys.keyring import Keyring
from bot.storage.keys.sealed import Seal
from bot.storage.people import People
from bot.storage.privacy.records import Answers, Consents, Messages
from bot.storage.rights.old_records import OldRecords
from bot.storage.rounds.rounds import Rounds
from bot.storage.rounds.work import RoundWork
from bot.storage.screening.counts import ScreeningCounts
from bot.storage.screening.screening import Screenings
from bot.storage.staff.audit_log import AuditLog
from bot.storage.staff.news import NewsOfStaff
from bot.storage.staff.staff import Invitations, Staff
from bot.storage.updates import Updates

WRITING_CONNECTIONS: Final = 12
"""Of PostgreSQL's connections; the rest are left to those who read."""


class UnitOfWork:
    """Everything that happens in one transaction; it ends by returning or by raising."""

    def __init__(self, session: AsyncSession, key_session: AsyncSession, keyring: Keyring) -> None:
        self._session = session
        self.keyring = keyring
        self.keys = KeyStore(key_session)
        self.key_store_mark = StoreMark(session)
        self.seal = Seal(keyring, self.keys)
        self.people = People(session, self.seal.destroy_key)
        self.follows = Follows(session)
        self.rounds = Rounds(session)
        self.round_work = RoundWork(session)
        self.voices = Voices(session)
        self.updates = Updates(session, self.seal)
        self.statistics = Statistics(session)
        self.consents = Consents(session)
        self.answers = Answers(session, self.seal)
        self.messages = Messages(session)
        self.outbox = Outbox(session)
        self.sent_notices = SentNotices(session)
        self.lease = Lease(session)
        self.campaigns = Campaigns(session, self.outbox)
        self.inbox = Inbox(session, self.seal)
        self.unsent_words = UnsentByPerson(session, self.seal)
        self.shared_parts = SharedParts(session, self.seal)
        self.interests = Interests(session, self.shared_parts)
        self.screenings = Screenings(session, self.seal)
        self.screening_counts = ScreeningCounts(session)
        self.staff = Staff(session, self.seal)
        self.staff_news = NewsOfStaff(session)
        self.invitations = Invitations(session)
        self.audit = AuditLog(session, keyring, self.keys)
        self.figures = FigureCounts(session)
        self.exports = Exports(session)
        self.old_records = OldRecords(session)
        self.broadcasts = Broadcasts(session)
        self.broadcast_edits = BroadcastEdits(session)
        self.audiences = Audiences(session)
        self.notice_chats = NoticeChats(session)

    async def flush(self) -> None:
        """Send pending changes to the database now, so that a broken constraint shows here."""
        await self._session.flush()

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A part of the transaction that is undone alone where it fails; what it raises goes on.

        Raises:
            ConflictError: if somebody else was quicker with the same thing.
            DatabaseAwayError: if the database is locked or out of reach: then all of it is lost.
        """
        with failures_named():
            async with self._session.begin_nested():
                yield

    async def is_alive(self) -> bool:
        """Whether this transaction can still be used, after a part of it failed."""
        try:
            async with self.part():
                await self._session.execute(select(1))
        except Exception:  # noqa: BLE001 -- whatever it is, it cannot be used
            return False
        return True

    async def take_lock(self, number: int) -> bool:
        """Take a lock of PostgreSQL's until the transaction ends; False while another has it.

        Args:
            number: Names the lock.
        """
        taken = select(func.pg_try_advisory_xact_lock(number))
        return bool((await self._session.scalars(taken)).one())


class Database:
    """The open database. Returning from a transaction commits it, raising rolls it back.

    Args:
        keyring: Opens sealed data once ``unlocking.unlock`` has checked it; not needed by a
            process that seals nothing.
    """

    def __init__(self, url: str, keyring: Keyring | None = None) -> None:
        self.url = url
        self.keyring = keyring or Keyring()
        self.engine = open_engine(url)
        self.key_engine = open_key_engine(url) if self.is_sqlite else self.engine
        """Where the key store lies: on SQLite a file apart, else the same database."""
        self._writing_keys = async_sessionmaker(self.key_engine, expire_on_commit=False)
        self._reading_keys = async_sessionmaker(
            self.key_engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False
        )
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False
        )
        # SQLite lets one writer in at a time and wakes the others by polling; queueing them here
        # is fair and costs nothing. PostgreSQL queues row by row, but has only so many connections.
        self._turnstile = Turnstile(1 if self.is_sqlite else WRITING_CONNECTIONS)
        self.on_queued: Callable[[], None] | None = None
        """Called after the commit of each transaction that queued a message."""

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self, *, urgent: bool = False) -> AsyncIterator[UnitOfWork]:
        """A transaction that may write; durable on disk when the block is left normally.

        Args:
            urgent: Go before those who wait: only for a short note of what has happened already.

        Raises:
            ConflictError: if somebody else was quicker with the same thing.
            DatabaseAwayError: if the database is locked or out of reach.
        """
        with failures_named():
            async with self._turnstile.turn(urgent=urgent), self._begin() as uow:
                yield uow
        if uow.outbox.has_new and self.on_queued is not None:
            self.on_queued()

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[UnitOfWork]:
        async with self._writing() as session, session.begin():
            if not self.is_sqlite:
                yield UnitOfWork(session, session, self.keyring)
                return
            # SQLite commits two files one after the other, and a kill can come between. Keys go
            # first: a key without data harms nobody, sealed data without its key is lost.
            async with self._opened_by_use(self._writing_keys()) as key_session:
                yield UnitOfWork(session, key_session, self.keyring)
                await session.flush()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A transaction that only reads and waits for nobody."""
        async with self._reading() as session:
            if not self.is_sqlite:
                yield UnitOfWork(session, session, self.keyring)
                return
            async with self._opened_by_use(self._reading_keys()) as key_session:
                yield UnitOfWork(session, key_session, self.keyring)

    @staticmethod
    @asynccontextmanager
    async def _opened_by_use(session: AsyncSession) -> AsyncIterator[AsyncSession]:
        """A transaction in the key store, which costs nothing until somebody asks for a key."""
        try:
            yield session
            if session.in_transaction():
                await session.commit()
        except BaseException:
            await session.rollback()  # also what a failed commit left open
            raise

    async def ping(self) -> None:
        """Return if the database answers.

        Raises:
            SQLAlchemyError: if it does not.
            OSError: if it cannot be reached.
        """
        async with self._reading.begin() as session:
            await session.execute(text("SELECT 1"))

    async def scrub(self) -> bool:
        """Take the traces of deleted rows out of SQLite's log.

        Nothing to do on PostgreSQL, which writes no log that is read as a file.

        Returns:
            False if a reader was in the way, so that traces are left for the next time.
        """
        if not self.is_sqlite:
            return True
        async with self._turnstile.turn(), self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            return await asyncio.to_thread(_checkpointed, driver)

    async def close(self) -> None:
        """Close every connection to the data and to the key store."""
        await self.engine.dispose()
        if self.key_engine is not self.engine:
            await self.key_engine.dispose()


def _checkpointed(driver: sqlite3.Connection) -> bool:
    """Whether the log could be emptied, because nobody was reading."""
    blocked, _pages, _done = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked
