"""Repositories of what is kept about a person with their consent, and of message numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.privacy.consent import CURRENT, Given, Purpose
from bot.storage.database.sealed_column import SealedColumn, SealedPlace
from bot.storage.database.statements import all_numbers, insert_if_new, insert_into, table_of
from bot.storage.keys.sealed import Seal
from bot.storage.people import Person
from bot.storage.privacy.tables import ChatMessage, Consent, KeptAnswer

ANSWER: Final = SealedColumn("kept_answer", "answer")


class Consents:
    """What people agreed to, and what they took back."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_person(self, person_id: int) -> Sequence[Given]:
        """Every consent that a person gave, also those that they withdrew."""
        statement = select(Consent).where(Consent.person_id == person_id).order_by(Consent.purpose)
        return [
            Given(Purpose(row.purpose), row.version, row.given_at, row.withdrawn_at)
            for row in await self._session.scalars(statement)
        ]

    async def reachable_who_agreed(self, purpose: Purpose) -> Sequence[int]:
        """People who agree to today's words of a purpose and may be written to.

        Returns:
            The ids of their rows, in order.
        """
        statement = (
            select(Consent.person_id)
            .join(Person, Person.id == Consent.person_id)
            .where(
                Consent.purpose == purpose.value,
                Consent.version == CURRENT[purpose],
                Consent.withdrawn_at.is_(None),
                Person.stopped_at.is_(None),
                Person.unreachable_at.is_(None),
            )
            .order_by(Consent.person_id)
        )
        return await all_numbers(self._session, statement)

    async def store(self, given: Given, person_id: int) -> None:
        """Write a consent in place of an earlier one for the same purpose."""
        values = {
            "version": given.version,
            "given_at": given.given_at,
            "withdrawn_at": given.withdrawn_at,
        }
        statement = insert_into(self._session, Consent).values(
            person_id=person_id, purpose=given.purpose.value, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "purpose"], set_=values)
        )


class Answers:
    """Answers that people let us keep; sealed in the table, in clear outside."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def of_person(self, person_id: int) -> Mapping[str, str]:
        """Every kept answer of a person, by question."""
        statement = (
            select(KeptAnswer.question, KeptAnswer.answer)
            .where(KeptAnswer.person_id == person_id)
            .order_by(KeptAnswer.question)
        )
        rows = (await self._session.execute(statement)).all()
        return {
            question: await self._seal.unseal(person_id, _place(person_id, question), sealed)
            for question, sealed in rows
        }

    async def store(self, person_id: int, question: str, answer: str, now: datetime) -> None:
        """Keep an answer in place of an earlier one."""
        sealed = await self._seal.seal(person_id, _place(person_id, question), answer, now)
        values = {"answer": sealed, "answered_at": now}
        statement = insert_into(self._session, KeptAnswer).values(
            person_id=person_id, question=question, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "question"], set_=values)
        )

    async def forget(self, person_id: int, question: str) -> None:
        """Erase the kept answer of a person to one question."""
        await self._session.execute(
            delete(KeptAnswer).where(
                KeptAnswer.person_id == person_id, KeptAnswer.question == question
            )
        )

    async def forget_all(self, person_id: int) -> None:
        """Erase every answer of a person."""
        await self._session.execute(delete(KeptAnswer).where(KeptAnswer.person_id == person_id))


class Messages:
    """The numbers of messages in private chats, so that they can be taken away again."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(self, person_id: int, message_ids: Sequence[int], now: datetime) -> None:
        """Remember messages of a person's chat; noting one twice is noting it once.

        Args:
            message_ids: The numbers that Telegram has for them in the chat.
        """
        rows = [
            {"person_id": person_id, "message_id": message_id, "sent_at": now}
            for message_id in message_ids
        ]
        if rows:
            statement = insert_if_new(self._session.get_bind().dialect.name, ChatMessage)
            await self._session.execute(statement, rows)

    async def note_many(self, sent: Sequence[tuple[int, int]], now: datetime) -> None:
        """Remember messages of several people; for whoever was erased meanwhile, nothing.

        Args:
            sent: The id of the person, and the number that Telegram has for the message.
        """
        people = {person for person, _number in sent}
        known = set(await self._session.scalars(select(Person.id).where(Person.id.in_(people))))
        rows = [
            {"person_id": person, "message_id": number, "sent_at": now}
            for person, number in sent
            if person in known
        ]
        if rows:
            statement = insert_into(self._session, ChatMessage).on_conflict_do_nothing()
            await self._session.execute(statement, rows)

    async def note_subject(self, person_id: int, message_id: int, about: str) -> None:
        """Remember what a message of a person's chat showed last.

        Args:
            about: The code of the action that showed it.
        """
        await self._session.execute(
            update(table_of(ChatMessage))
            .where(ChatMessage.person_id == person_id, ChatMessage.message_id == message_id)
            .values(about=about)
        )

    async def subject_of(self, person_id: int, message_id: int) -> str | None:
        """The code of what a message of a person's chat showed last, where that is remembered."""
        statement = select(ChatMessage.about).where(
            ChatMessage.person_id == person_id, ChatMessage.message_id == message_id
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def of_person(self, person_id: int) -> Sequence[int]:
        """The numbers of the messages of a chat that are remembered, oldest first."""
        statement = (
            select(ChatMessage.message_id)
            .where(ChatMessage.person_id == person_id)
            .order_by(ChatMessage.message_id)
        )
        return (await self._session.scalars(statement)).all()

    async def forget(self, person_id: int, message_ids: Sequence[int]) -> None:
        """Forget messages of a person's chat that are gone from it."""
        await self._session.execute(
            delete(ChatMessage).where(
                ChatMessage.person_id == person_id, ChatMessage.message_id.in_(message_ids)
            )
        )


def _place(person_id: int, question: str) -> SealedPlace:
    return ANSWER.at((person_id, question))
