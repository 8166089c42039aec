"""The repository of voice notes in which staff say what a call is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.calls.tables import CallVoice
from bot.storage.database.statements import insert_into


class Voices:
    """Voice notes of calls; the language is a key of the content."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(
        self, call_id: str, language: str, file_id: str, recorded_by: int, now: datetime
    ) -> None:
        """Keep a recording of a call in a language, in place of an older one.

        Args:
            file_id: By which Telegram sends it again.
            recorded_by: A staff number.
        """
        values = {"file_id": file_id, "recorded_by": recorded_by, "recorded_at": now}
        statement = insert_into(self._session, CallVoice).values(
            call_id=call_id, language=language, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["call_id", "language"], set_=values)
        )

    async def find(self, call_id: str, language: str) -> str | None:
        """The recording of a call in a language, as the id by which Telegram sends it again."""
        statement = select(CallVoice.file_id).where(
            CallVoice.call_id == call_id, CallVoice.language == language
        )
        return (await self._session.scalars(statement)).one_or_none()

    async def languages(self, call_id: str) -> Sequence[str]:
        """The languages in which a call has been recorded, as keys of the content."""
        statement = select(CallVoice.language).where(CallVoice.call_id == call_id)
        return (await self._session.scalars(statement.order_by(CallVoice.language))).all()

    async def counts(self, call_ids: Iterable[str]) -> Mapping[str, int]:
        """How many recordings each call has; a call without any is left out."""
        statement = (
            select(CallVoice.call_id, func.count())
            .where(CallVoice.call_id.in_(list(call_ids)))
            .group_by(CallVoice.call_id)
        )
        rows = await self._session.execute(statement)
        return {call_id: int(count) for call_id, count in rows}

    async def remove(self, call_id: str, language: str) -> None:
        """Take the recording of a call in one language away."""
        await self._session.execute(
            delete(CallVoice).where(CallVoice.call_id == call_id, CallVoice.language == language)
        )
