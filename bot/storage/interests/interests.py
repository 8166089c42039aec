"""The repository of declared interests; what was shared with them is in ``shared`` beside it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.interests.declared import (
    BEFORE,
    OPEN,
    Decision,
    Interest,
    InterestState,
)
from bot.domain.interests.views import InterestCount, NewInterest
from bot.domain.reading.references import CODE_LENGTH, REFERENCE_LENGTH, draw
from bot.storage.database.statements import in_pages, insert_into, rows_changed
from bot.storage.interests.shared import SharedParts
from bot.storage.interests.tables import InterestRow
from bot.storage.people import Person

_TRIES: Final = 20
_INTERESTS: Final = select(InterestRow).execution_options(populate_existing=True)


class Interests:
    """Who wants to apply for what, and how it stands."""

    def __init__(self, session: AsyncSession, shared_parts: SharedParts) -> None:
        self._session = session
        self._shared_parts = shared_parts

    async def add(self, new: NewInterest, now: datetime) -> Interest:
        """Store a new interest with a reference number of its own.

        Raises:
            RuntimeError: if nearly all numbers are taken.
        """
        code = draw(CODE_LENGTH, secrets.randbelow) if new.with_code else None
        for _ in range(_TRIES):
            reference = draw(REFERENCE_LENGTH, secrets.randbelow)
            statement = insert_into(self._session, InterestRow).values(
                reference=reference,
                person_id=new.person_id,
                call_id=new.call_id,
                round_number=new.round_number,
                municipality=new.municipality,
                state=InterestState.DECLARED.value,
                code=code,
                joined_to=new.joined_to,
                by_staff=new.by_staff,
                declared_at=now,
                changed_at=now,
            )
            result = await self._session.execute(
                statement.on_conflict_do_nothing(index_elements=["reference"])
            )
            if rows_changed(result) == 1:
                await self._shared_parts.enter(reference, new, now)
                stored = await self.by_reference(reference)
                if stored is not None:
                    return stored
        raise RuntimeError("nearly all reference numbers are taken")

    async def find(self, interest_id: int, *, locked: bool = False) -> Interest | None:
        """An interest by the id of its row; None if there is none.

        Args:
            locked: Nobody else changes it until the transaction ends.
        """
        statement = _INTERESTS.where(InterestRow.id == interest_id)
        if locked:
            # The person before the interest, as in each transaction of the person themselves.
            owner = select(InterestRow.person_id).where(InterestRow.id == interest_id)
            person_id = (await self._session.scalars(owner)).one_or_none()
            await self._session.execute(
                select(Person.id)
                .where(Person.id == person_id)
                .with_for_update(read=True, key_share=True)
            )
            statement = statement.with_for_update()
        return _first(await self._session.scalars(statement))

    async def by_reference(self, reference: str) -> Interest | None:
        """The interest that has this reference number; None if there is none."""
        statement = _INTERESTS.where(InterestRow.reference == reference)
        return _first(await self._session.scalars(statement))

    async def by_code(self, code: str) -> Interest | None:
        """The interest that can be joined with this code; None if there is none."""
        return _first(await self._session.scalars(_INTERESTS.where(InterestRow.code == code)))

    async def of_person(self, person_id: int) -> Sequence[Interest]:
        """All interests that a person declared, newest first."""
        statement = _INTERESTS.where(InterestRow.person_id == person_id).order_by(
            InterestRow.declared_at.desc(), InterestRow.id.desc()
        )
        return [_interest(row) for row in await self._session.scalars(statement)]

    async def of_call(self, call_id: str) -> Sequence[Interest]:
        """All interests in a call that were not withdrawn, oldest first."""
        statement = _INTERESTS.where(
            InterestRow.call_id == call_id,
            InterestRow.state != InterestState.WITHDRAWN.value,
        ).order_by(InterestRow.declared_at, InterestRow.id)
        return [
            _interest(row) async for page in in_pages(self._session, statement) for (row,) in page
        ]

    async def joined(self, interest_id: int) -> Sequence[Interest]:
        """The interests that joined another and were not withdrawn, oldest first."""
        statement = _INTERESTS.where(
            InterestRow.joined_to == interest_id,
            InterestRow.state != InterestState.WITHDRAWN.value,
        ).order_by(InterestRow.declared_at, InterestRow.id)
        return [_interest(row) for row in await self._session.scalars(statement)]

    async def incomplete(self, call_id: str) -> Sequence[Interest]:
        """Open interests in a call with a code with which nobody joined yet."""
        second = aliased(InterestRow)
        statement = _INTERESTS.where(
            InterestRow.call_id == call_id,
            InterestRow.state.in_(sorted(OPEN)),
            InterestRow.completed_at.is_(None),
            InterestRow.code.is_not(None),
            ~exists().where(
                second.joined_to == InterestRow.id,
                second.state != InterestState.WITHDRAWN.value,
            ),
        ).order_by(InterestRow.id)
        return [
            _interest(row) async for page in in_pages(self._session, statement) for (row,) in page
        ]

    async def counts(self) -> Sequence[InterestCount]:
        """How many interests stand alike; withdrawn ones are left out."""
        columns = (
            InterestRow.call_id,
            InterestRow.municipality,
            InterestRow.state,
            InterestRow.decision,
        )
        statement = (
            select(*columns, func.count())
            .where(InterestRow.state != InterestState.WITHDRAWN.value)
            .group_by(*columns)
        )
        rows = await self._session.execute(statement)
        return [
            InterestCount(call, place, _state(state, decision), times)
            for call, place, state, decision, times in rows
        ]

    async def go(
        self,
        interest: Interest,
        state: InterestState,
        now: datetime,
        decision: Decision | None = None,
    ) -> None:
        """Let an interest that was found locked stand elsewhere from now on.

        Args:
            decision: What was decided, where it is decided or waits for a place.
        """
        waits = state is InterestState.WAITING
        await self.change(
            interest.id,
            state=(InterestState.DECIDED if waits else state).value,
            decision=decision.value if decision else None,
            came_from=interest.state.value if state in BEFORE else None,
            changed_at=now,
        )

    async def change(self, interest_id: int, **values: Any) -> None:
        """Write columns of an interest that was found locked; where it stands goes by ``go``.

        Args:
            values: By the names of the columns, as they are stored.
        """
        await self._session.execute(
            update(InterestRow)
            .where(InterestRow.id == interest_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )


def _first(rows: Any) -> Interest | None:
    row = rows.one_or_none()
    return None if row is None else _interest(row)


def _state(stored: str, decision: str | None) -> InterestState:
    waits = decision == Decision.WAITING.value
    return InterestState.WAITING if waits else InterestState(stored)


def _interest(row: InterestRow) -> Interest:
    return Interest(
        id=row.id,
        reference=row.reference,
        person_id=row.person_id,
        call_id=row.call_id,
        round_number=row.round_number,
        municipality=row.municipality,
        state=_state(row.state, row.decision),
        declared_at=row.declared_at,
        changed_at=row.changed_at,
        decision=Decision(row.decision) if row.decision else None,
        code=row.code,
        joined_to=row.joined_to,
        completed_at=row.completed_at,
        papers=row.papers,
        by_staff=row.by_staff,
        erased=row.shared is None,
        came_from=InterestState(row.came_from) if row.came_from else None,
    )
