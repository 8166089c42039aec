"""The repository of what people want to hear about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.calls.tables import Follow
from bot.storage.database.statements import insert_new, rows_changed


class Follows:
    """What people want to hear about: calls, programmes, municipalities and kinds."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, person_id: int, topic: str, subject: str, now: datetime) -> bool:
        """Follow something; False if it was followed already, so that a double tap is harmless."""
        row = {"person_id": person_id, "topic": topic, "subject": subject, "made_at": now}
        return await insert_new(self._session, Follow, row)

    async def remove(self, person_id: int, topic: str, subject: str) -> bool:
        """Stop following something; False if it was not followed."""
        result = await self._session.execute(
            delete(Follow).where(
                Follow.person_id == person_id, Follow.topic == topic, Follow.subject == subject
            )
        )
        return rows_changed(result) == 1

    async def of_person(self, person_id: int) -> Sequence[tuple[str, str]]:
        """Everything that a person follows, oldest first.

        Returns:
            Topic and subject, as ``("call", "bees")``.
        """
        statement = (
            select(Follow.topic, Follow.subject)
            .where(Follow.person_id == person_id)
            .order_by(Follow.id)
        )
        rows = await self._session.execute(statement)
        return [(topic, subject) for topic, subject in rows]

    async def count(self, topic: str, subject: str) -> int:
        """How many people follow a subject."""
        statement = select(func.count()).where(Follow.topic == topic, Follow.subject == subject)
        return (await self._session.scalars(statement)).one()
