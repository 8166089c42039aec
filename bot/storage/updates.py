"""The updates that Telegram handed over: which were served, which failed, which are parked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    String,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes, SealedColumn
from bot.storage.database.statements import insert_into, insert_new, table_of
from bot.storage.keys.sealed import Seal

CONTENT: Final = SealedColumn("parked_update", "content")
ANSWER_WITHIN: Final = timedelta(seconds=5)
"""So long a process has for the answer; then whoever gets the update again gives it instead."""

_PARKED_UNDONE: Final = 0
_PARKED_DONE: Final = -1


class SeenUpdate(Base):
    """An update whose effects are committed; the primary key makes a second delivery harmless."""

    __tablename__ = "seen_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    served_by: Mapped[int | None] = mapped_column(BigInteger)
    """The process that owes the answer; None once it is given. 0 and -1: parked, without and with
    its effects."""


class FailedUpdate(Base):
    """An update that could not be served, how often, and when it was given up; no content."""

    __tablename__ = "failed_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    failures: Mapped[int]
    reason: Mapped[str] = mapped_column(String(80))
    """The class of the error, never its message: that could hold what a person wrote."""
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when whoever runs the bot wants a parked one tried again."""


class ParkedUpdate(Base):
    """An update that was given up, as Telegram sent it, sealed with the key of who sent it."""

    __tablename__ = "parked_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(SealedBytes)
    parked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Receipt(Enum):
    """How an update stands for the process that was handed it."""

    NEW = auto()
    """Nothing is done yet; the effects belong into this transaction."""
    OWED = auto()
    """The effects are committed, and this process has to give the answer."""
    ELSEWHERE = auto()
    """The effects are committed, and another process is about to give the answer."""
    DONE = auto()
    """It is answered, or parked."""


@dataclass(frozen=True, slots=True)
class Failures:
    """How often an update could not be served, and when it was tried last."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """An update that was given up, without what it says.

    Args:
        reason: The class of the last error.
        kept: Whether it is still there to be tried again.
        wished: Whether it is about to be tried again.
    """

    update_id: int
    failures: int
    reason: str
    parked_at: datetime
    kept: bool
    wished: bool


class Updates:
    """Which updates of Telegram were served, which failed how often, and which are parked."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def is_new(self, update_id: int, now: datetime) -> bool:
        """Note an update that needs no answer; False if its effects are committed already."""
        row = {"update_id": update_id, "seen_at": now, "served_by": None}
        return await insert_new(self._session, SeenUpdate, row)

    async def claim(
        self,
        update_id: int,
        holder: int,
        now: datetime,
        *,
        insist: bool = False,
        again: bool = False,
    ) -> Receipt:
        """Claim an update for this transaction, and its answer for this process.

        Args:
            holder: The number of the process, 1 or more.
            insist: Take the answer over from whoever owes it.
            again: Serve a parked one again.
        """
        row = {"update_id": update_id, "seen_at": now, "served_by": holder}
        if await insert_new(self._session, SeenUpdate, row):
            return Receipt.NEW
        of_it = SeenUpdate.update_id == update_id
        statement = select(SeenUpdate.served_by, SeenUpdate.seen_at).where(of_it)
        found = (await self._session.execute(statement.with_for_update())).one_or_none()
        if found is None or found.served_by is None:
            return Receipt.DONE
        if found.served_by == holder:
            return Receipt.OWED
        if found.served_by in {_PARKED_UNDONE, _PARKED_DONE}:
            if not again:
                return Receipt.DONE
        elif not insist and now - found.seen_at < ANSWER_WITHIN:
            return Receipt.ELSEWHERE
        await self._session.execute(update(SeenUpdate).where(of_it).values(served_by=holder))
        return Receipt.NEW if found.served_by == _PARKED_UNDONE else Receipt.OWED

    async def note_answered(self, update_ids: Iterable[int], holder: int) -> None:
        """Note that a process gave the answers it owed."""
        table = table_of(SeenUpdate)
        of_them = table.c.update_id.in_(list(update_ids)), table.c.served_by == holder
        await self._session.execute(update(table).where(*of_them).values(served_by=None))

    async def failures(self, update_id: int) -> Failures | None:
        """How often an update could not be served so far; None if it never failed."""
        statement = select(FailedUpdate.failures, FailedUpdate.failed_at).where(
            FailedUpdate.update_id == update_id
        )
        found = (await self._session.execute(statement)).one_or_none()
        return None if found is None else Failures(found.failures, found.failed_at)

    async def count_failure(self, update_id: int, reason: str, now: datetime) -> int:
        """Count one more failure of an update.

        Args:
            reason: The class of the error, never its message.

        Returns:
            How many failures there are now.
        """
        statement = insert_into(self._session, FailedUpdate).values(
            update_id=update_id, failures=1, reason=reason[:80], failed_at=now
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["update_id"],
                set_={
                    "failures": FailedUpdate.failures + 1,
                    "reason": reason[:80],
                    "failed_at": now,
                },
            )
        )
        count = select(FailedUpdate.failures).where(FailedUpdate.update_id == update_id)
        return (await self._session.scalars(count)).one()

    async def park(self, update_id: int, now: datetime) -> None:
        """Give an update up: it counts as seen and stands on the list of failures."""
        row = {"update_id": update_id, "seen_at": now, "served_by": _PARKED_UNDONE}
        if not await insert_new(self._session, SeenUpdate, row):
            await self._session.execute(
                update(SeenUpdate)
                .where(SeenUpdate.update_id == update_id, SeenUpdate.served_by > 0)
                .values(served_by=_PARKED_DONE)
            )
        await self._session.execute(
            update(FailedUpdate)
            .where(FailedUpdate.update_id == update_id)
            .values(
                parked_at=func.coalesce(FailedUpdate.parked_at, literal(now, UtcDateTime)),
                retry_at=None,
            )
        )

    async def keep(self, update_id: int, person_id: int, content: str, now: datetime) -> None:
        """Keep what a parked update says, sealed, until it is tried again or its time is over."""
        row = {
            "update_id": update_id,
            "person_id": person_id,
            "content": await self._seal.seal(person_id, CONTENT.at(update_id), content, now),
            "parked_at": now,
        }
        await insert_new(self._session, ParkedUpdate, row)

    async def content(self, update_id: int) -> str | None:
        """What a parked update says; None if it is not kept any more."""
        statement = select(ParkedUpdate.person_id, ParkedUpdate.content).where(
            ParkedUpdate.update_id == update_id
        )
        found = (await self._session.execute(statement)).one_or_none()
        if found is None:
            return None
        place = CONTENT.at(update_id)
        return await self._seal.unseal(found.person_id, place, found.content)

    async def parked(self) -> int:
        """How many updates were given up and are still on the list."""
        statement = select(func.count()).where(FailedUpdate.parked_at.is_not(None))
        return (await self._session.scalars(statement)).one()

    async def all_parked(self) -> Sequence[Parked]:
        """The updates that were given up, without what they say, the oldest first."""
        kept = exists().where(ParkedUpdate.update_id == FailedUpdate.update_id)
        statement = (
            select(FailedUpdate, kept)
            .where(FailedUpdate.parked_at.is_not(None))
            .order_by(FailedUpdate.parked_at, FailedUpdate.update_id)
        )
        return [
            Parked(
                row.update_id,
                row.failures,
                row.reason,
                row.parked_at or row.failed_at,
                kept=bool(is_kept),
                wished=row.retry_at is not None,
            )
            for row, is_kept in await self._session.execute(statement)
        ]

    async def wish_again(self, update_ids: Iterable[int], now: datetime) -> None:
        """Wish parked updates to be tried again by the running bot."""
        await self._session.execute(
            update(FailedUpdate)
            .where(FailedUpdate.update_id.in_(list(update_ids)))
            .values(retry_at=now)
        )

    async def settle(self, update_id: int) -> None:
        """Take an update that was served in the end off the list, with what was kept of it."""
        for model in (ParkedUpdate, FailedUpdate):
            await self._session.execute(delete(model).where(model.update_id == update_id))
