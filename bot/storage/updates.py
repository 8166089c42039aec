"""The updates that Telegram handed over: which were served, and which failed."""

from datetime import datetime

from sqlalchemy import BigInteger, String, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, UtcDateTime
from bot.storage.database.statements import insert_into, insert_new


class SeenUpdate(Base):
    """An update whose effects are committed; the primary key makes a second delivery harmless."""

    __tablename__ = "seen_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedUpdate(Base):
    """An update that could not be served, how often, and when it was given up; no content."""

    __tablename__ = "failed_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    failures: Mapped[int]
    reason: Mapped[str] = mapped_column(String(80))
    """The class of the error, never its message: that could hold what a person wrote."""
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Updates:
    """Which updates of Telegram were served, and which failed how often."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_new(self, update_id: int, now: datetime) -> bool:
        """Claim an update for this transaction; False if its effects are committed already."""
        return await insert_new(self._session, SeenUpdate, {"update_id": update_id, "seen_at": now})

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
        await self.is_new(update_id, now)
        await self._session.execute(
            update(FailedUpdate).where(FailedUpdate.update_id == update_id).values(parked_at=now)
        )

    async def parked(self) -> int:
        """How many updates were given up and are still on the list."""
        statement = select(func.count()).where(FailedUpdate.parked_at.is_not(None))
        return (await self._session.scalars(statement)).one()
