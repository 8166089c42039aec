"""The repository of what was sent to people lately, to know what an answer of theirs answers."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery.outbox import DeliveryState, Params
from bot.storage.delivery.tables import OutboxRow


class SentNotice(NamedTuple):
    """What a message that was sent is about."""

    kind: str
    params: Params


class SentNotices:
    """Messages from the outbox as they stand in the chats of people."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, person_id: int, message_id: int) -> SentNotice | None:
        """What a message in the chat of a person is about; None if it came from elsewhere."""
        return await self._newest(
            OutboxRow.person_id == person_id, OutboxRow.message_id == message_id
        )

    async def newest(
        self, person_id: int, kinds: Collection[str], since: datetime
    ) -> SentNotice | None:
        """The last message of these kinds that reached a person since a moment."""
        return await self._newest(
            OutboxRow.person_id == person_id,
            OutboxRow.state == DeliveryState.SENT.value,
            OutboxRow.kind.in_(kinds),
            OutboxRow.sent_at >= since,
        )

    async def _newest(self, *only: ColumnElement[bool]) -> SentNotice | None:
        statement = (
            select(OutboxRow.kind, OutboxRow.params)
            .where(*only)
            .order_by(OutboxRow.sent_at.desc(), OutboxRow.id.desc())
            .limit(1)
        )
        row = (await self._session.execute(statement)).one_or_none()
        return None if row is None else SentNotice(row.kind, json.loads(row.params))
