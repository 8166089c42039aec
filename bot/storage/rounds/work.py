"""The repository of what is to be done around rounds, and of who wants to hear of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.content import Call
from bot.domain.rounds.work import Stage, Task
from bot.storage.calls.tables import Follow
from bot.storage.database.statements import all_numbers, insert_into
from bot.storage.people import Person
from bot.storage.rounds.tables import CallRound, RoundTask

_REACHABLE: Final = (Person.stopped_at.is_(None), Person.unreachable_at.is_(None))


class RoundWork:
    """What is to be done around the rounds of calls, and for whom."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def version(self, call_id: str, number: int) -> int:
        """How often the times of a round were set; 0 if there is no such round."""
        statement = select(CallRound.version).where(
            CallRound.call_id == call_id, CallRound.number == number
        )
        return (await self._session.scalars(statement)).one_or_none() or 0

    async def opened_by(self, call_id: str, number: int) -> int | None:
        """The staff number of who opened a round; None if nobody of the staff did."""
        statement = select(CallRound.opened_by).where(
            CallRound.call_id == call_id, CallRound.number == number
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def note_opener(self, call_id: str, number: int, staff_number: int) -> None:
        """Remember the staff number of who opened a round."""
        await self._session.execute(
            update(CallRound)
            .where(CallRound.call_id == call_id, CallRound.number == number)
            .values(opened_by=staff_number)
        )

    # what is due

    async def plan(self, call_id: str, number: int, tasks: Sequence[Task]) -> None:
        """Put these tasks in place of all that were planned for a round."""
        await self._session.execute(
            delete(RoundTask).where(RoundTask.call_id == call_id, RoundTask.number == number)
        )
        if tasks:
            rows = [
                {
                    "call_id": task.call_id,
                    "number": task.number,
                    "version": task.version,
                    "stage": task.stage.value,
                    "due_at": task.due_at,
                }
                for task in tasks
            ]
            await self._session.execute(insert_into(self._session, RoundTask), rows)

    async def any_due(self, now: datetime) -> bool:
        """Whether a task is due, only to look."""
        statement = select(exists().where(RoundTask.due_at <= now))
        return bool((await self._session.scalars(statement)).one())

    async def take_due(self, now: datetime, most: int) -> Sequence[Task]:
        """Take tasks whose time has come, first due first; they are gone with this transaction.

        What another process is just taking is left to it.

        Args:
            most: How many at most.
        """
        statement = (
            select(RoundTask)
            .where(RoundTask.due_at <= now)
            .order_by(RoundTask.due_at, RoundTask.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._session.scalars(statement)).all()
        await self._session.execute(delete(RoundTask).where(RoundTask.id.in_([r.id for r in rows])))
        return [
            Task(row.call_id, row.number, row.version, Stage(row.stage), row.due_at) for row in rows
        ]

    # who wants to hear of it

    async def interested(self, call: Call, person_id: int | None = None) -> Sequence[int]:
        """People who follow a call, its programme, its kind or one of its places, each once.

        Left out are those who stopped messages or cannot be reached.

        Args:
            person_id: Ask about this person only.

        Returns:
            The ids of their rows, in order.
        """
        wanted = or_(
            and_(Follow.topic == "call", Follow.subject == call.id),
            and_(Follow.topic == "programme", Follow.subject == call.programme),
            and_(Follow.topic == "kind", Follow.subject == call.kind),
            and_(Follow.topic == "municipality", Follow.subject.in_(sorted(call.municipalities))),
        )
        follows = select(Follow.person_id).where(wanted)
        statement = select(Person.id).where(Person.id.in_(follows), *_REACHABLE).order_by(Person.id)
        if person_id is not None:
            return (await self._session.scalars(statement.where(Person.id == person_id))).all()
        return await all_numbers(self._session, statement)

    async def following(self, call_id: str, person_id: int | None = None) -> Sequence[int]:
        """People who follow the call itself; left out are the same as in :meth:`interested`.

        Args:
            person_id: Ask about this person only.

        Returns:
            The ids of their rows, in order.
        """
        statement = (
            select(Person.id)
            .join(Follow, Follow.person_id == Person.id)
            .where(Follow.topic == "call", Follow.subject == call_id, *_REACHABLE)
            .order_by(Person.id)
        )
        if person_id is not None:
            return (await self._session.scalars(statement.where(Person.id == person_id))).all()
        return await all_numbers(self._session, statement)
