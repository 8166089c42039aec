"""The repository of rounds: when calls are open."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.rounds.rounds import Round
from bot.storage.database.statements import table_of
from bot.storage.rounds.tables import CallRound

_TIMES = table_of(CallRound).c
_ROUNDS = select(_TIMES.call_id, _TIMES.number, _TIMES.opens_at, _TIMES.closes_at).order_by(
    _TIMES.call_id, _TIMES.number
)


class Rounds:
    """The times in which calls are open."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> Sequence[Round]:
        """Every round of every call, in the order of calls and numbers."""
        return [Round(*row) for row in await self._session.execute(_ROUNDS)]

    async def of_call(self, call_id: str) -> Sequence[Round]:
        """The rounds of one call, first to last; locked, so that two openings cannot overlap."""
        statement = _ROUNDS.where(_TIMES.call_id == call_id).with_for_update()
        return [Round(*row) for row in await self._session.execute(statement)]

    async def add(self, new: Round) -> None:
        """Store a new round of a call; its number must be free.

        Raises:
            ConflictError: out of the transaction, if the number is taken.
        """
        self._session.add(
            CallRound(
                call_id=new.call_id,
                number=new.number,
                opens_at=new.opens_at,
                closes_at=new.closes_at,
            )
        )
        await self._session.flush()

    async def change(self, changed: Round) -> None:
        """Store new times for a round and count its version up."""
        await self._session.execute(
            update(CallRound)
            .where(CallRound.call_id == changed.call_id, CallRound.number == changed.number)
            .values(
                opens_at=changed.opens_at,
                closes_at=changed.closes_at,
                version=CallRound.version + 1,
            )
        )

    async def remove(self, call_id: str, number: int) -> None:
        """Take back a round that has not begun."""
        await self._session.execute(
            delete(CallRound).where(CallRound.call_id == call_id, CallRound.number == number)
        )
