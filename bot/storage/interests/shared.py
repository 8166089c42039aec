"""The repository of what applicants let the team see; sealed in the tables, in clear outside.

Answers about origin lie apart, under a number that only a sealed value knows. Whoever erases a
person calls :meth:`SharedParts.erase_origins` before the key is destroyed.
"""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.eligibility.questions import NoAnswer
from bot.domain.interests.declared import ContactWay, Interest, Shared, Way
from bot.domain.interests.views import NewInterest
from bot.domain.localtime import local_day
from bot.domain.screening.conversation import Reply, Span
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.interests.tables import InterestRow, SharedOrigin
from bot.storage.keys.sealed import Seal, UnsealError

CONTACT: Final = SealedColumn("declared_interest", "contact")
SHARED: Final = SealedColumn("declared_interest", "shared")
ORIGIN: Final = SealedColumn("shared_origin", "answers")
_NUMBER_BYTES: Final = 16

log = logging.getLogger(__name__)


class _SealedPart(NamedTuple):
    contact: bytes
    shared: bytes


class SharedParts:
    """How the team reaches who applies, and which of their answers it may see."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def enter(self, reference: str, new: NewInterest, now: datetime) -> None:
        """Seal what somebody shares with an interest that was just stored."""
        seal, person_id = self._seal.seal, new.person_id
        text = json.dumps(
            {
                "verdict": new.shared.verdict,
                "answers": _plain(new.shared.answers),
                "origin": await self._enter_origin(new, now),
            }
        )
        contact = await seal(person_id, CONTACT.at(reference), _contact_text(new.contact), now)
        shared = await seal(person_id, SHARED.at(reference), text, now)
        await self._write(InterestRow.reference == reference, contact=contact, shared=shared)

    async def change_contact(self, interest: Interest, contact: ContactWay, now: datetime) -> None:
        """Seal another way to reach the person in place of the one before."""
        sealed = await self._seal.seal(
            interest.person_id, CONTACT.at(interest.reference), _contact_text(contact), now
        )
        await self._write(InterestRow.id == interest.id, contact=sealed, changed_at=now)

    async def contact(self, interest: Interest) -> ContactWay | None:
        """How the team reaches the person; None if that is erased."""
        sealed = await self._sealed(interest.id)
        if sealed is None:
            return None
        place = CONTACT.at(interest.reference)
        contact = json.loads(await self._seal.unseal(interest.person_id, place, sealed.contact))
        return ContactWay(Way(contact["way"]), contact["phone"])

    async def read(self, interest: Interest, *, sensitive: bool) -> Shared | None:
        """What the team may see of an interest; None if that is erased.

        Args:
            sensitive: Whether to read answers about origin too.
        """
        shared = await self._read(interest)
        if shared is None:
            return None
        origin = await self._origin(interest.person_id, shared["origin"]) if sensitive else None
        return Shared(
            shared["verdict"],
            _answers(shared["answers"]),
            None if origin is None else _answers(origin["shown"]),
        )

    async def erase(self, interest: Interest) -> None:
        """Erase what was shared with the team, and how the person is reached."""
        shared = await self._read(interest)
        if shared is not None:
            await self._drop_origin(shared["origin"])
            await self._write(InterestRow.id == interest.id, contact=None, shared=None)

    async def erase_origins(self, interests: Sequence[Interest]) -> None:
        """Erase the answers about origin of somebody who is about to be erased.

        They do not go with the person's row. Where the key is gone already they can neither be
        found nor read, and go by their age.

        Args:
            interests: All that the person declared.
        """
        try:
            for interest in interests:
                shared = await self._read(interest)
                if shared is not None:
                    await self._drop_origin(shared["origin"])
        except UnsealError:
            log.info("shared answers whose key is gone are left to their age")

    async def _write(self, which: ColumnElement[bool], **values: Any) -> None:
        await self._session.execute(
            update(InterestRow)
            .where(which)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def _sealed(self, interest_id: int) -> _SealedPart | None:
        statement = select(InterestRow.contact, InterestRow.shared).where(
            InterestRow.id == interest_id
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None or row.contact is None or row.shared is None:
            return None
        return _SealedPart(row.contact, row.shared)

    async def _read(self, interest: Interest) -> dict[str, Any] | None:
        sealed = await self._sealed(interest.id)
        if sealed is None:
            return None
        place = SHARED.at(interest.reference)
        text = await self._seal.unseal(interest.person_id, place, sealed.shared)
        shared: dict[str, Any] = json.loads(text)
        return shared

    async def _enter_origin(self, new: NewInterest, now: datetime) -> str:
        """Seal answers about origin apart; the number under which they lie, or nothing."""
        sensitive = new.shared.sensitive or {}
        if not sensitive:
            return ""
        number = secrets.token_hex(_NUMBER_BYTES)
        text = json.dumps({"shown": _plain(sensitive)})
        self._session.add(
            SharedOrigin(
                id=number,
                answers=await self._seal.seal(new.person_id, ORIGIN.at(number), text, now),
                kept_since=local_day(now),
            )
        )
        await self._session.flush()
        return number

    async def _origin(self, person_id: int, number: str) -> dict[str, Any]:
        statement = select(SharedOrigin.answers).where(SharedOrigin.id == number)
        sealed = (await self._session.scalars(statement)).one_or_none()
        if sealed is None:
            return {"shown": {}}
        text = await self._seal.unseal(person_id, ORIGIN.at(number), sealed)
        answers: dict[str, Any] = json.loads(text)
        return answers

    async def _drop_origin(self, number: str) -> None:
        await self._session.execute(delete(SharedOrigin).where(SharedOrigin.id == number))


def _contact_text(contact: ContactWay) -> str:
    return json.dumps({"way": contact.way.value, "phone": contact.phone})


def _plain(replies: Mapping[str, Reply]) -> dict[str, Any]:
    """Replies for JSON: a day is a list of one, a span has its two ends under their names."""
    return {
        question: _plain_one(reply)
        for question, reply in replies.items()
        if not isinstance(reply, NoAnswer)
    }


def _plain_one(reply: Reply) -> Any:
    match reply:
        case Span(low=low, high=high):
            return {"low": _plain_one(low), "high": _plain_one(high)}
        case date():
            return [reply.isoformat()]
        case _:
            return reply


def _answers(plain: Mapping[str, Any]) -> dict[str, Reply]:
    return {question: _reply(reply) for question, reply in plain.items()}


def _reply(plain: Any) -> Any:
    match plain:
        case {"low": low, "high": high}:
            return Span(_reply(low), _reply(high))
        case [day]:
            return date.fromisoformat(day)
        case _:
            return plain
