"""The right to send: one sender has it at a time, until it ends or is given back."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database.statements import insert_into, rows_changed, table_of
from bot.storage.delivery.tables import SenderLease

_LEASE: Final = table_of(SenderLease)
IMPOSSIBLE: Final = timedelta(minutes=1)
"""A lease that ends later than that was taken by a clock that has been put back since."""
_HOLD: Final = (
    update(_LEASE)
    .where(
        _LEASE.c.id == 1,
        or_(
            _LEASE.c.token == bindparam("mine"),
            _LEASE.c.until <= bindparam("now"),
            _LEASE.c.until > bindparam("impossible"),
        ),
    )
    .values(token=bindparam("mine"), until=bindparam("new_until"))
)
_SHORT: Final = select(
    func.set_config("idle_in_transaction_session_timeout", "5s", true()),
    func.set_config("lock_timeout", "5s", true()),
)
# Between preparing a statement and running it a session does not count as idle.
_SHORT_AT_ALL: Final = select(func.set_config("transaction_timeout", "10s", true()))
_KNOWS_TRANSACTION_TIMEOUT: Final = (17,)


class Lease:
    """Which sender sends, and when one last got on."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def hold(self, token: str, now: datetime, until: datetime) -> bool:
        """Take or renew the right to send; False while another sender has it.

        Until this transaction ends nobody else can take it. The server ends it for a process that
        freezes in it, so that the others are not kept waiting.

        Args:
            token: Of the sender that asks; no other has the same.
        """
        dialect = self._session.get_bind().dialect
        if dialect.name == "postgresql":
            await self._session.execute(_SHORT)
            if (dialect.server_version_info or ()) >= _KNOWS_TRANSACTION_TIMEOUT:
                await self._session.execute(_SHORT_AT_ALL)
        values = {
            "mine": token,
            "now": now,
            "new_until": until,
            "impossible": until + IMPOSSIBLE,
        }
        result = await self._session.execute(_HOLD, values)
        if rows_changed(result):
            return True
        statement = insert_into(self._session, SenderLease).on_conflict_do_nothing()
        result = await self._session.execute(statement, {"id": 1, "token": token, "until": until})
        return rows_changed(result) == 1

    async def is_held_by_another(self, token: str, now: datetime) -> bool:
        """Whether another sender has the right to send, only to look."""
        lease = (await self._session.execute(select(_LEASE.c.token, _LEASE.c.until))).one_or_none()
        if lease is None or lease.token == token:
            return False
        return bool(now < lease.until <= now + IMPOSSIBLE)

    async def release(self, token: str, now: datetime) -> None:
        """Give the right to send back, so that nobody has to wait for its end."""
        await self._session.execute(update(_LEASE).where(_LEASE.c.token == token).values(until=now))

    async def progressed_at(self) -> datetime | None:
        """When a sender last got on; None if none ever did."""
        return (await self._session.scalars(select(_LEASE.c.progressed_at))).one_or_none()
