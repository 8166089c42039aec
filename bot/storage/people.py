"""The people who wrote to the bot: the table, and the questions and changes to it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    LargeBinary,
    SmallInteger,
    String,
    bindparam,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.delivery.contact_hours import QUIET_FROM, QUIET_UNTIL
from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import insert_new, rows_changed, table_of


class Person(Base):
    """One private chat with the bot, and what is needed to answer it."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    menu_language: Mapped[str | None] = mapped_column(String(8))
    """The language in which Telegram's command menu of this chat was last set."""
    welcomed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unreachable_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    here: Mapped[str | None] = mapped_column(String(255))
    """The encoded action that draws the current screen again."""
    back_to: Mapped[str | None] = mapped_column(String(255))
    """Where a screen that lies over another, such as the language menu, returns to."""
    pending: Mapped[str | None] = mapped_column(String(64))
    """An entry (deep link) that waits until the person has chosen a language."""
    album: Mapped[str | None] = mapped_column(String(64))
    """The album that the person sent last: all its parts together get one answer."""
    screen_message_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_update_id: Mapped[int | None] = mapped_column(BigInteger)
    """The last update whose answer was sent as a new message, so that a redelivery edits it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_on: Mapped[date | None] = mapped_column(Date)
    """The last local day on which the person did something; retention counts from it."""
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person was told that their data will be erased; cleared by any activity."""
    discreet: Mapped[bool | None] = mapped_column(Boolean)
    """Whether notices say nothing on a lock screen; None while nobody asked."""
    quiet_from: Mapped[int] = mapped_column(SmallInteger, default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(SmallInteger, default=QUIET_UNTIL)
    """Local hours without notices; equal hours mean that notices may always come."""
    passcode: Mapped[bytes | None] = mapped_column("lock_word", LargeBinary)
    """Salt and scrypt hash of what opens the person's own things on a shared phone.

    The column has the name of an older release.
    """
    lock_failures: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    unlocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_out_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


# What every update asks is made once: making a statement costs more than running it.
_PERSON = select(Person).where(Person.telegram_id == bindparam("telegram_id"))
_PERSON_LOCKED = _PERSON.with_for_update()
_ANSWERED = (
    update(table_of(Person))
    .where(Person.telegram_id == bindparam("person"))
    .values(answered_update_id=bindparam("update"), screen_message_id=bindparam("message"))
)


class Address(NamedTuple):
    """Where somebody is found, and since when they are known."""

    person_id: int
    telegram_id: int
    created_at: datetime


class People:
    """The people who wrote to the bot, found by the number of their chat.

    Args:
        destroy_key: Destroys the data key that is stored under a person's id.
    """

    def __init__(
        self, session: AsyncSession, destroy_key: Callable[[int], Awaitable[object]]
    ) -> None:
        self._session = session
        self._destroy_key = destroy_key

    async def find(self, telegram_id: int) -> Person | None:
        """The person behind a private chat, locked until the transaction ends; None if unknown."""
        rows = await self._session.scalars(_PERSON_LOCKED, {"telegram_id": telegram_id})
        return rows.one_or_none()

    async def look(self, telegram_id: int) -> Person | None:
        """The person behind a private chat, only to read; None if unknown."""
        rows = await self._session.scalars(_PERSON, {"telegram_id": telegram_id})
        return rows.one_or_none()

    async def get(self, person_id: int) -> Person:
        """The person to whom a row of another table belongs; a foreign key keeps them there."""
        return await self._session.get_one(Person, person_id)

    async def meet(self, telegram_id: int, now: datetime) -> Person:
        """The person behind a private chat, made if new, locked until the transaction ends."""
        if person := await self.find(telegram_id):
            return person
        row = {"telegram_id": telegram_id, "created_at": now}
        new = await insert_new(self._session, Person, row)
        met = await self.find(telegram_id)
        if met is None:
            raise RuntimeError("a person vanished between insert and read")
        if new:
            # After a restored backup an id is given out again; the key under it was another's.
            await self._destroy_key(met.id)
        return met

    async def note_answer(self, telegram_id: int, update_id: int, message_id: int) -> None:
        """Remember the message that answered an update, so that a redelivery finds it."""
        await self._session.execute(
            _ANSWERED, {"person": telegram_id, "update": update_id, "message": message_id}
        )

    async def note_menu(self, telegram_id: int, language: str) -> None:
        """Remember in which language the command menu of a chat was set."""
        await self._session.execute(
            update(Person).where(Person.telegram_id == telegram_id).values(menu_language=language)
        )

    async def mark_unreachable(self, telegram_id: int, now: datetime | None) -> None:
        """Remember since when messages do not arrive; None when they arrive again."""
        await self._session.execute(
            update(Person).where(Person.telegram_id == telegram_id).values(unreachable_at=now)
        )

    async def addresses(self) -> Sequence[Address]:
        """The address of everybody there is, also of people at the desk, who have no chat."""
        statement = select(Person.id, Person.telegram_id, Person.created_at)
        return [Address(*row) for row in await self._session.execute(statement)]

    async def remove(self, person_id: int) -> None:
        """Delete a person; rows of other tables go with them by foreign key.

        An object of them that somebody still holds stays readable and is not written any more.
        """
        loaded = self._session.identity_map.get(self._session.identity_key(Person, person_id))
        if loaded is not None:
            self._session.expunge(loaded)
        await self._session.execute(delete(table_of(Person)).where(Person.id == person_id))

    # what the time does to people

    async def inactive(self, until: date, after: int, limit: int) -> Sequence[Person]:
        """People who did nothing after a day, in the order of their ids.

        Args:
            until: The last local day on which they may have been active.
            after: The id after which to begin.
            limit: How many at most.
        """
        statement = (
            select(Person)
            .where(Person.active_on <= until, Person.id > after)
            .order_by(Person.id)
            .limit(limit)
        )
        return (await self._session.scalars(statement)).all()

    async def date_undated(self, today: date) -> int:
        """Let the time of everybody whose last day is unknown, or not yet come, begin today.

        Otherwise nobody could ever tell that they are silent.

        Returns:
            How many people there were.
        """
        result = await self._session.execute(
            update(table_of(Person))
            .where(or_(Person.active_on.is_(None), Person.active_on > today))
            .values(active_on=today)
            .execution_options(**{IN_THREAD: True})
        )
        return rows_changed(result)

    async def mark_warned(self, person_id: int, active_on: date, at: datetime) -> None:
        """Write down when a person was warned, unless they did something since a day."""
        await self._session.execute(
            update(table_of(Person))
            .where(Person.id == person_id, Person.active_on == active_on)
            .values(warned_at=at)
        )

    async def forget_positions(self, until: date) -> int:
        """Forget on which screen people stand who did nothing after a day.

        Args:
            until: The last local day on which they may have been active.

        Returns:
            How many people stood on one.
        """
        stands = or_(
            Person.here.is_not(None), Person.back_to.is_not(None), Person.pending.is_not(None)
        )
        result = await self._session.execute(
            update(table_of(Person))
            .where(Person.active_on <= until, stands)
            .values(here=None, back_to=None, pending=None)
            .execution_options(**{IN_THREAD: True})
        )
        return rows_changed(result)
