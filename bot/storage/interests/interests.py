"""The repository of declared interests; sealed in the tables, in clear outside."""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.eligibility.questions import Answer, NoAnswer
from bot.domain.interests.declared import (
    OPEN,
    ContactWay,
    Decision,
    Interest,
    InterestState,
    Shared,
    Way,
)
from bot.domain.interests.views import InterestCount, NewInterest
from bot.domain.localtime import local_day
from bot.domain.reading.references import CODE_LENGTH, REFERENCE_LENGTH, draw
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.database.statements import in_pages, insert_into, rows_changed
from bot.storage.interests.tables import InterestRow, SharedOrigin
from bot.storage.keys.sealed import Seal, UnsealError
from bot.storage.people import Person

CONTACT: Final = SealedColumn("declared_interest", "contact")
SHARED: Final = SealedColumn("declared_interest", "shared")
ORIGIN: Final = SealedColumn("shared_origin", "answers")
_TRIES: Final = 20
_INTERESTS: Final = select(InterestRow).execution_options(populate_existing=True)

log = logging.getLogger(__name__)


class Interests:
    """Who wants to apply for what, and what they let the team see."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

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
                await self._seal_in(reference, new, now)
                found = await self.by_reference(reference)
                if found is not None:
                    return found
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
        """Open interests in a call with a code for which nobody completed the partnership."""
        statement = _INTERESTS.where(
            InterestRow.call_id == call_id,
            InterestRow.state.in_(sorted(OPEN)),
            InterestRow.completed_at.is_(None),
            InterestRow.code.is_not(None),
        ).order_by(InterestRow.id)
        return [
            _interest(row) async for page in in_pages(self._session, statement) for (row,) in page
        ]

    async def counts(self) -> Sequence[InterestCount]:
        """How many interests stand alike; withdrawn ones are left out."""
        columns = (InterestRow.call_id, InterestRow.municipality, InterestRow.state)
        statement = (
            select(*columns, func.count())
            .where(InterestRow.state != InterestState.WITHDRAWN.value)
            .group_by(*columns)
        )
        rows = await self._session.execute(statement)
        return [
            InterestCount(call, place, InterestState(state), n) for call, place, state, n in rows
        ]

    async def change(self, interest_id: int, **values: Any) -> None:
        """Write columns of an interest that was found locked.

        Args:
            values: By the names of the columns, as they are stored.
        """
        await self._session.execute(
            update(InterestRow)
            .where(InterestRow.id == interest_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def change_contact(self, interest: Interest, contact: ContactWay, now: datetime) -> None:
        """Seal another way to reach the person in place of the one before."""
        sealed = await self._seal.seal(
            interest.person_id, CONTACT.at(interest.reference), _contact_text(contact), now
        )
        await self.change(interest.id, contact=sealed, changed_at=now)

    async def contact(self, interest: Interest) -> ContactWay | None:
        """How the team reaches the person; None if that is erased."""
        row = await self._sealed(interest.id)
        if row is None:
            return None
        place = CONTACT.at(interest.reference)
        said = json.loads(await self._seal.unseal(interest.person_id, place, row[0]))
        return ContactWay(Way(said["way"]), said["phone"])

    async def shared(self, interest: Interest, *, sensitive: bool) -> Shared | None:
        """What the team may see; None if that is erased.

        Args:
            sensitive: Whether to read answers about origin too.
        """
        said = await self._read_shared(interest)
        if said is None:
            return None
        origin = await self._origin(interest.person_id, said["origin"]) if sensitive else None
        return Shared(
            said["verdict"],
            _answers(said["answers"]),
            None if origin is None else _answers(origin["shown"]),
        )

    async def compared(self, interest: Interest) -> Mapping[str, str]:
        """The sensitive answers that only the bot compares with a partner's."""
        said = await self._read_shared(interest)
        if said is None:
            return {}
        found: Mapping[str, str] = (await self._origin(interest.person_id, said["origin"]))[
            "compared"
        ]
        return found

    async def erase_sealed(self, interest: Interest) -> None:
        """Erase what was shared with the team, and how the person is reached."""
        said = await self._read_shared(interest)
        if said is not None:
            await self._drop_origin(said["origin"])
            await self.change(interest.id, contact=None, shared=None)

    async def erase_origins(self, person_id: int) -> None:
        """Erase the sensitive answers of a person, which do not go with the person's row.

        Where the key is gone already they can neither be found nor read, and go by their age.
        """
        try:
            for one in await self.of_person(person_id):
                said = await self._read_shared(one)
                if said is not None:
                    await self._drop_origin(said["origin"])
        except UnsealError:
            log.info("shared answers whose key is gone are left to their age")

    async def _seal_in(self, reference: str, new: NewInterest, now: datetime) -> None:
        sensitive = new.shared.sensitive or {}
        origin = ""
        if sensitive or new.compared:
            origin = secrets.token_hex(16)
            text = json.dumps({"shown": _plain(sensitive), "compared": dict(new.compared)})
            self._session.add(
                SharedOrigin(
                    id=origin,
                    answers=await self._seal.seal(new.person_id, ORIGIN.at(origin), text, now),
                    kept_since=local_day(now),
                )
            )
            await self._session.flush()
        said = {
            "verdict": new.shared.verdict,
            "answers": _plain(new.shared.answers),
            "origin": origin,
        }
        contact = await self._seal.seal(
            new.person_id, CONTACT.at(reference), _contact_text(new.contact), now
        )
        shared = await self._seal.seal(new.person_id, SHARED.at(reference), json.dumps(said), now)
        await self._session.execute(
            update(InterestRow)
            .where(InterestRow.reference == reference)
            .values(contact=contact, shared=shared)
            .execution_options(synchronize_session=False)
        )

    async def _sealed(self, interest_id: int) -> tuple[bytes, bytes] | None:
        statement = select(InterestRow.contact, InterestRow.shared).where(
            InterestRow.id == interest_id
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None or row.contact is None or row.shared is None:
            return None
        return row.contact, row.shared

    async def _read_shared(self, interest: Interest) -> dict[str, Any] | None:
        row = await self._sealed(interest.id)
        if row is None:
            return None
        place = SHARED.at(interest.reference)
        said: dict[str, Any] = json.loads(
            await self._seal.unseal(interest.person_id, place, row[1])
        )
        return said

    async def _origin(self, person_id: int, origin: str) -> dict[str, Any]:
        statement = select(SharedOrigin.answers).where(SharedOrigin.id == origin)
        sealed = (await self._session.scalars(statement)).one_or_none()
        if sealed is None:
            return {"shown": {}, "compared": {}}
        found: dict[str, Any] = json.loads(
            await self._seal.unseal(person_id, ORIGIN.at(origin), sealed)
        )
        return found

    async def _drop_origin(self, origin: str) -> None:
        await self._session.execute(delete(SharedOrigin).where(SharedOrigin.id == origin))


def _contact_text(contact: ContactWay) -> str:
    return json.dumps({"way": contact.way.value, "phone": contact.phone})


def _plain(answers: Mapping[str, Answer]) -> dict[str, str | int | list[str]]:
    return {
        question: [answer.isoformat()] if isinstance(answer, date) else answer
        for question, answer in answers.items()
        if not isinstance(answer, NoAnswer)
    }


def _answers(plain: Mapping[str, Any]) -> dict[str, Answer]:
    return {
        question: date.fromisoformat(answer[0]) if isinstance(answer, list) else answer
        for question, answer in plain.items()
    }


def _first(rows: Any) -> Interest | None:
    row = rows.one_or_none()
    return None if row is None else _interest(row)


def _interest(row: InterestRow) -> Interest:
    return Interest(
        id=row.id,
        reference=row.reference,
        person_id=row.person_id,
        call_id=row.call_id,
        round_number=row.round_number,
        municipality=row.municipality,
        state=InterestState(row.state),
        declared_at=row.declared_at,
        changed_at=row.changed_at,
        decision=Decision(row.decision) if row.decision else None,
        code=row.code,
        joined_to=row.joined_to,
        completed_at=row.completed_at,
        papers=row.papers,
        by_staff=row.by_staff,
        erased=row.shared is None,
    )
