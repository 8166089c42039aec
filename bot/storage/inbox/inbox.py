"""The repository of questions to the team; sealed in the table, in clear outside."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.delivery.media import Enclosure, Medium
from bot.domain.inbox.threads import (
    About,
    Closing,
    Reach,
    Thread,
    ThreadEntry,
    ThreadState,
    Written,
)
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.database.statements import insert_into, rows_changed
from bot.storage.inbox.tables import InboxMessage, InboxThread
from bot.storage.keys.sealed import Seal
from bot.storage.people import Person

BODY: Final = SealedColumn("inbox_message", "body")
FILE: Final = SealedColumn("inbox_message", "file")
_FIRST_NUMBER: Final = 100_000
_NUMBERS: Final = 900_000
_TRIES: Final = 20
_THREADS: Final = select(InboxThread).execution_options(populate_existing=True)


class Inbox:
    """Questions to the team and their messages."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def open(self, person_id: int, about: About, now: datetime) -> int:
        """Store a new question that waits for the team.

        Returns:
            Its number, of six digits and drawn by lot.

        Raises:
            RuntimeError: if nearly all numbers are taken.
        """
        for _ in range(_TRIES):
            number = _FIRST_NUMBER + secrets.randbelow(_NUMBERS)
            statement = insert_into(self._session, InboxThread).values(
                id=number,
                person_id=person_id,
                programme=about.programme,
                municipality=about.municipality,
                call_id=about.call,
                reference=about.reference,
                state=ThreadState.WAITING.value,
                opened_at=now,
                waiting_since=now,
                changed_at=now,
            )
            result = await self._session.execute(
                statement.on_conflict_do_nothing(index_elements=["id"])
            )
            if rows_changed(result):
                return number
        raise RuntimeError("nearly all numbers of questions are taken")

    async def find(self, thread_id: int, *, locked: bool = False) -> Thread | None:
        """A question by its number, without its texts; None if there is none.

        Args:
            locked: Nobody else changes it until the transaction ends.
        """
        statement = _THREADS.where(InboxThread.id == thread_id)
        if locked:
            # The person before the question, as in each transaction of the person themselves:
            # a message that is added asks for their row too.
            owner = select(InboxThread.person_id).where(InboxThread.id == thread_id)
            person_id = (await self._session.scalars(owner)).one_or_none()
            await self._session.execute(
                select(Person.id)
                .where(Person.id == person_id)
                .with_for_update(read=True, key_share=True)
            )
            statement = statement.with_for_update()
        row = (await self._session.scalars(statement)).one_or_none()
        return None if row is None else _thread(row)

    async def of_person(self, person_id: int) -> Sequence[Thread]:
        """Every question of a person, what changed last first."""
        statement = _THREADS.where(InboxThread.person_id == person_id).order_by(
            InboxThread.changed_at.desc(), InboxThread.id
        )
        return [_thread(row) for row in await self._session.scalars(statement)]

    async def open_count(self, person_id: int) -> int:
        """How many questions of a person are not closed."""
        statement = select(func.count()).where(
            InboxThread.person_id == person_id, InboxThread.state != ThreadState.CLOSED.value
        )
        return (await self._session.scalars(statement)).one()

    async def listed(
        self, state: ThreadState, reach: Sequence[Reach], claimed_by: int | None = None
    ) -> Sequence[Thread]:
        """Questions in a state within any of these reaches, who waits longest first.

        Of closed ones, what was closed last is first.

        Args:
            claimed_by: Only those that the colleague with this staff number answers.
        """
        order: dict[ThreadState, ColumnElement[Any]] = {
            ThreadState.WAITING: InboxThread.waiting_since.asc(),
            ThreadState.ANSWERED: InboxThread.changed_at.asc(),
            ThreadState.CLOSED: InboxThread.closed_at.desc(),
        }
        statement = _THREADS.where(
            InboxThread.state == state.value, or_(false(), *map(_within, reach))
        ).order_by(order[state], InboxThread.id)
        if claimed_by is not None:
            statement = statement.where(InboxThread.claimed_by == claimed_by)
        return [_thread(row) for row in await self._session.scalars(statement)]

    async def waiting_count(self, reach: Sequence[Reach]) -> int:
        """How many questions wait for the team within any of these reaches."""
        statement = select(func.count()).where(
            InboxThread.state == ThreadState.WAITING.value, or_(false(), *map(_within, reach))
        )
        return (await self._session.scalars(statement)).one()

    async def change(self, thread_id: int, **values: Any) -> None:
        """Write columns of a question that was found locked.

        Args:
            values: By the names of the columns, as they are stored.
        """
        await self._session.execute(
            update(InboxThread)
            .where(InboxThread.id == thread_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def add(self, thread: Thread, author: int | None, said: Written, now: datetime) -> int:
        """Add a message to a question that was found locked.

        Args:
            author: A staff number; None for the person who asks.

        Returns:
            The position of the message, counted from 1.
        """
        position = await self.length(thread.id) + 1
        place = BODY.at((thread.id, position))
        file = None
        if said.enclosed is not None:
            in_file = FILE.at((thread.id, position))
            file = await self._seal.seal(thread.person_id, in_file, as_text(said.enclosed), now)
        self._session.add(
            InboxMessage(
                thread_id=thread.id,
                person_id=thread.person_id,
                position=position,
                author=author,
                body=await self._seal.seal(thread.person_id, place, said.text, now),
                file=file,
                source=said.source,
                is_change=said.is_change,
                sent_at=now,
            )
        )
        await self._session.flush()
        return position

    async def length(self, thread_id: int) -> int:
        """How many messages a question has."""
        statement = select(func.count()).where(InboxMessage.thread_id == thread_id)
        return (await self._session.scalars(statement)).one()

    async def entries(self, thread_id: int) -> Sequence[ThreadEntry]:
        """The messages of a question in clear, first one first."""
        return (await self._entries(InboxMessage.thread_id == thread_id)).get(thread_id, ())

    async def entries_of_person(self, person_id: int) -> Mapping[int, Sequence[ThreadEntry]]:
        """The messages of all questions of a person, by question."""
        return await self._entries(InboxMessage.person_id == person_id)

    async def find_message(
        self, source: int, *, person_id: int | None = None, author: int | None = None
    ) -> tuple[int, ThreadEntry] | None:
        """What came in a message of somebody's chat, in its newest words, and in which question.

        Args:
            source: The number of the message.
            person_id: Who wrote it, if they asked the question.
            author: Who wrote it, by staff number, if they answered it.
        """
        whose = (
            and_(InboxMessage.author.is_(None), InboxMessage.person_id == person_id)
            if author is None
            else InboxMessage.author == author
        )
        found = await self._entries(and_(InboxMessage.source == source, whose))
        newest = [(thread_id, entry) for thread_id, entries in found.items() for entry in entries]
        return max(newest, key=lambda one: (one[1].sent_at, one[1].position), default=None)

    async def drop_texts(self, thread_id: int) -> None:
        """Erase every message of a question; the question itself stays."""
        await self._session.execute(delete(InboxMessage).where(InboxMessage.thread_id == thread_id))

    async def close_silent(self, before: datetime, now: datetime) -> int:
        """Close answered questions to which nobody added anything since a moment.

        Returns:
            How many were closed.
        """
        result = await self._session.execute(
            update(InboxThread)
            .where(InboxThread.state == ThreadState.ANSWERED.value, InboxThread.changed_at < before)
            .values(state=ThreadState.CLOSED.value, closing=Closing.ANSWERED.value, closed_at=now)
            .execution_options(synchronize_session=False)
        )
        return rows_changed(result)

    async def _entries(self, which: ColumnElement[bool]) -> dict[int, list[ThreadEntry]]:
        statement = (
            select(InboxMessage)
            .where(which)
            .order_by(InboxMessage.thread_id, InboxMessage.position)
        )
        entries: dict[int, list[ThreadEntry]] = {}
        for row in await self._session.scalars(statement):
            place = BODY.at((row.thread_id, row.position))
            entry = ThreadEntry(
                row.position,
                row.author,
                await self._seal.unseal(row.person_id, place, row.body),
                row.sent_at,
                await self._enclosed(row),
                row.is_change,
            )
            entries.setdefault(row.thread_id, []).append(entry)
        return entries

    async def _enclosed(self, row: InboxMessage) -> Enclosure | None:
        if row.file is None:
            return None
        place = FILE.at((row.thread_id, row.position))
        return as_enclosure(await self._seal.unseal(row.person_id, place, row.file))


def as_text(file: Enclosure) -> str:
    """A file in one line, to be sealed."""
    return f"{file.medium.value}:{file.file_id}"


def as_enclosure(text: str) -> Enclosure:
    """The file that was sealed in one line."""
    medium, _, file_id = text.partition(":")
    return Enclosure(Medium(medium), file_id)


def _within(reach: Reach) -> ColumnElement[bool]:
    return and_(
        _names(InboxThread.programme, reach.programmes),
        _names(InboxThread.municipality, reach.places),
    )


def _names(column: InstrumentedAttribute[str], ids: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(["", *sorted(ids)])


def _thread(row: InboxThread) -> Thread:
    return Thread(
        id=row.id,
        person_id=row.person_id,
        about=About(row.programme, row.municipality, row.call_id, row.reference),
        state=ThreadState(row.state),
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
        claimed_by=row.claimed_by,
        closed_at=row.closed_at,
        closing=Closing(row.closing) if row.closing else None,
    )
