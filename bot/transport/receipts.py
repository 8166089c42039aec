"""Which answers this process owes, and which it gave: so that nobody gets the same one twice."""

import secrets
from collections.abc import Callable
from datetime import datetime

from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.updates import Receipt


class AnsweredElsewhereError(Exception):
    """Another process is about to give the answer; look again in a moment."""


class Receipts:
    """Claims updates for this process and notes which are answered.

    An answer that is a new message is noted at once. That a tap was answered may be noted later,
    together with others: given again, its answer changes nothing that is seen.

    Args:
        now: The clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._holder = 1 + secrets.randbits(60)
        self._answered: set[int] = set()

    async def claim(
        self, uow: UnitOfWork, update_id: int, *, insist: bool = False, again: bool = False
    ) -> Receipt:
        """Claim an update for a transaction, and its answer for this process.

        Args:
            insist: Take the answer over from a process that may be gone.
            again: Serve a parked one again.

        Raises:
            AnsweredElsewhereError: if another process is about to answer.
        """
        if update_id in self._answered:
            return Receipt.DONE
        receipt = await uow.updates.claim(
            update_id, self._holder, self._now(), insist=insist, again=again
        )
        if receipt is Receipt.ELSEWHERE:
            raise AnsweredElsewhereError
        return receipt

    def note_later(self, update_id: int) -> None:
        """Note with the next ones that an update is answered."""
        self._answered.add(update_id)

    async def note(self, uow: UnitOfWork, update_id: int) -> None:
        """Note in a transaction that an update is answered."""
        await uow.updates.note_answered([update_id], self._holder)

    async def store(self) -> None:
        """Write down what waits to be noted."""
        answered = set(self._answered)
        if not answered:
            return
        async with self._database.transaction(urgent=True) as uow:
            await uow.updates.note_answered(answered, self._holder)
        self._answered -= answered
