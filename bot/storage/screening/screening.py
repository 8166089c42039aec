"""The repository of checks; sealed in the tables, in clear outside.

Sensitive answers lie apart, under a number that only a sealed value knows. Whoever erases a
person calls :meth:`Screenings.drop_sensitive` before the key is destroyed.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.localtime import local_day
from bot.domain.screening.conversation import LAST_FULL_DAY, Aim, Conversation
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.database.statements import insert_into
from bot.storage.keys.sealed import Seal, UnsealError
from bot.storage.screening.tables import KeptSensitive, Screening, ScreeningAnswer, SensitiveAnswer

COURSE: Final = SealedColumn("screening", "course")
ANSWER: Final = SealedColumn("screening_answer", "answer")
SENSITIVE: Final = SealedColumn("sensitive_answer", "answers")
NUMBER: Final = SealedColumn("kept_sensitive", "number")
_NUMBER_BYTES: Final = 16

log = logging.getLogger(__name__)


class Screenings:
    """Checks, and the sensitive answers that somebody lets us keep."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def find(self, person_id: int) -> Conversation | None:
        """The check of a person with all its replies; None if they are in none.

        Raises:
            UnsealError: if a value of it does not open.
        """
        row = await self._session.scalar(
            select(Screening)
            .where(Screening.person_id == person_id)
            .execution_options(populate_existing=True)
        )
        if row is None:
            return None
        course = await self._course(person_id, row.course)
        rows = await self._session.execute(
            select(ScreeningAnswer.question, ScreeningAnswer.answer).where(
                ScreeningAnswer.person_id == person_id
            )
        )
        replies = {
            question: await self._seal.unseal(person_id, ANSWER.at((person_id, question)), sealed)
            for question, sealed in rows.all()
        }
        replies |= await self._sensitive(person_id, course["number"])
        return Conversation(
            aim=Aim(course["interest"], course["call"]),
            version=row.version,
            touched_at=row.touched_at,
            replies={
                question: replies[question] for question in course["order"] if question in replies
            },
            asking=course["asking"],
            whole=course["whole"],
            counted=course["counted"],
            number=course["number"],
        )

    async def store(self, person_id: int, talk: Conversation, now: datetime) -> Conversation:
        """Write where a check stands, without its replies; it lives on from now.

        Returns:
            The same check as it is stored, with the number under which sensitive replies go.
        """
        number = talk.number or secrets.token_hex(_NUMBER_BYTES)
        course = {
            "interest": talk.aim.goal,
            "call": talk.aim.call,
            "order": list(talk.replies),
            "asking": talk.asking,
            "whole": talk.whole,
            "counted": talk.counted,
            "number": number,
        }
        values = {
            "version": talk.version,
            "course": await self._seal.seal(
                person_id, COURSE.at(person_id), json.dumps(course), now
            ),
            "touched_at": now,
        }
        statement = insert_into(self._session, Screening).values(person_id=person_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id"], set_=values)
        )
        return Conversation(
            aim=talk.aim,
            version=talk.version,
            touched_at=now,
            replies=talk.replies,
            asking=talk.asking,
            whole=talk.whole,
            counted=talk.counted,
            number=number,
        )

    async def put(self, person_id: int, question: str, text: str, now: datetime) -> None:
        """Write an ordinary reply in place of an earlier one to that question."""
        place = ANSWER.at((person_id, question))
        values = {"answer": await self._seal.seal(person_id, place, text, now)}
        statement = insert_into(self._session, ScreeningAnswer).values(
            person_id=person_id, question=question, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "question"], set_=values)
        )

    async def forget(self, person_id: int, question: str) -> None:
        """Erase the ordinary reply of a person to one question."""
        await self._session.execute(
            delete(ScreeningAnswer).where(
                ScreeningAnswer.person_id == person_id, ScreeningAnswer.question == question
            )
        )

    async def put_sensitive(
        self, person_id: int, number: str, texts: Mapping[str, str], until: date, now: datetime
    ) -> None:
        """Write all sensitive replies under a number; with none nothing lies there.

        Args:
            until: The last local day on which they are kept.
        """
        if not texts:
            await self._forget_sensitive(number)
            return
        sealed = await self._seal.seal(
            person_id, SENSITIVE.at(number), json.dumps(dict(texts)), now
        )
        values = {"answers": sealed, "kept_until": until}
        statement = insert_into(self._session, SensitiveAnswer).values(id=number, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=values)
        )

    async def drop(self, person_id: int) -> None:
        """Erase the check of a person with all its replies."""
        sealed = await self._session.scalar(
            select(Screening.course).where(Screening.person_id == person_id)
        )
        if sealed is None:
            return
        await self._forget_sensitive((await self._course(person_id, sealed))["number"])
        await self._session.execute(delete(Screening).where(Screening.person_id == person_id))

    async def kept_sensitive(self, person_id: int) -> Mapping[str, str]:
        """Sensitive answers that a person lets us keep, by question."""
        number = await self._kept_number(person_id)
        return {} if number is None else await self._sensitive(person_id, number)

    async def keep_sensitive(
        self, person_id: int, texts: Mapping[str, str], until: date, now: datetime
    ) -> None:
        """Keep sensitive answers of a person in place of all earlier ones.

        Args:
            until: The last local day on which they are kept.
        """
        number = await self._kept_number(person_id) or secrets.token_hex(_NUMBER_BYTES)
        await self.put_sensitive(person_id, number, texts, until, now)
        values = {
            "number": await self._seal.seal(person_id, NUMBER.at(person_id), number, now),
            "kept_at": now,
        }
        statement = insert_into(self._session, KeptSensitive).values(person_id=person_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id"], set_=values)
        )

    async def forget_kept_sensitive(self, person_id: int) -> None:
        """Erase the sensitive answers that a person let us keep."""
        number = await self._kept_number(person_id)
        if number is not None:
            await self._forget_sensitive(number)
            await self._session.execute(
                delete(KeptSensitive).where(KeptSensitive.person_id == person_id)
            )

    async def drop_sensitive(self, person_id: int) -> None:
        """Erase every sensitive answer of somebody who is about to be erased.

        Where the key is gone already, as after a backup was put back, the rows cannot be found
        nor read any more, and go by their age.
        """
        try:
            await self.drop(person_id)
            await self.forget_kept_sensitive(person_id)
        except UnsealError:
            log.info("sensitive answers whose key is gone are left to their age")

    async def _course(self, person_id: int, sealed: bytes) -> dict[str, Any]:
        course: dict[str, Any] = json.loads(
            await self._seal.unseal(person_id, COURSE.at(person_id), sealed)
        )
        return course

    async def _sensitive(self, person_id: int, number: str) -> dict[str, str]:
        sealed = await self._session.scalar(
            select(SensitiveAnswer.answers).where(SensitiveAnswer.id == number)
        )
        if sealed is None:
            return {}
        texts: dict[str, str] = json.loads(
            await self._seal.unseal(person_id, SENSITIVE.at(number), sealed)
        )
        return texts

    async def _kept_number(self, person_id: int) -> str | None:
        sealed = await self._session.scalar(
            select(KeptSensitive.number).where(KeptSensitive.person_id == person_id)
        )
        if sealed is None:
            return None
        return await self._seal.unseal(person_id, NUMBER.at(person_id), sealed)

    async def _forget_sensitive(self, number: str) -> None:
        await self._session.execute(delete(SensitiveAnswer).where(SensitiveAnswer.id == number))


def last_day(now: datetime) -> date:
    """The last local day on which sensitive answers of a check that is touched now are kept."""
    return local_day(now) + LAST_FULL_DAY
