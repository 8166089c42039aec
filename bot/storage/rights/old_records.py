"""The repository of everything that goes by its age."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    delete,
    exists,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcasts.broadcast import BroadcastState
from bot.domain.localtime import local_day
from bot.domain.privacy.retention import Record
from bot.storage.broadcasts.tables import BroadcastRow
from bot.storage.database.base import Base
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import rows_changed, table_of
from bot.storage.delivery.tables import CampaignRow, OutboxRow
from bot.storage.figures.tables import ExportRow, LanguageFallback, LeafletVisit, Refusal
from bot.storage.inbox.tables import InboxThread, UnsentWords
from bot.storage.interests.tables import InterestRow, SharedOrigin
from bot.storage.privacy.tables import ChatMessage, Consent, KeptAnswer
from bot.storage.screening.tables import KeptSensitive, Screening, ScreeningCount, SensitiveAnswer
from bot.storage.staff.tables import Invitation
from bot.storage.updates import FailedUpdate, ParkedUpdate, SeenUpdate

AGES: Final[Mapping[Record, tuple[type[Base], str]]] = {
    Record.ANSWER: (KeptAnswer, "answered_at"),
    Record.WITHDRAWN_CONSENT: (Consent, "withdrawn_at"),
    Record.MESSAGE: (ChatMessage, "sent_at"),
    Record.DELIVERY: (OutboxRow, "settled_at"),
    Record.OFFER: (BroadcastRow, "made_at"),
    Record.BROADCAST: (BroadcastRow, "made_at"),
    Record.CAMPAIGN: (CampaignRow, "expires_at"),
    Record.QUESTION: (InboxThread, "closed_at"),
    Record.UNSENT: (UnsentWords, "typed_at"),
    Record.SCREENING: (Screening, "touched_at"),
    Record.SENSITIVE: (SensitiveAnswer, "kept_until"),
    Record.KEPT_SENSITIVE: (KeptSensitive, "kept_at"),
    Record.INTEREST: (InterestRow, "changed_at"),
    Record.ORIGIN: (SharedOrigin, "kept_since"),
    Record.CHECK: (ScreeningCount, "day"),
    Record.UPDATE: (SeenUpdate, "seen_at"),
    Record.FAILURE: (FailedUpdate, "failed_at"),
    Record.PARKED: (ParkedUpdate, "parked_at"),
    Record.REFUSAL: (Refusal, "day"),
    Record.FALLBACK: (LanguageFallback, "day"),
    Record.LEAFLET: (LeafletVisit, "day"),
    Record.INVITATION: (Invitation, "expires_at"),
    Record.EXPORT: (ExportRow, "expires_at"),
}
"""Where a record lies and which column its age is counted from; without a value it does not age."""

_ONLY: Final[Mapping[Record, ColumnElement[bool]]] = {
    Record.OFFER: BroadcastRow.state == BroadcastState.OFFERED.value,
    # One that was planned for long after it was written is kept until it is over.
    Record.BROADCAST: ~exists().where(
        CampaignRow.id == BroadcastRow.campaign_id, CampaignRow.finished_at.is_(None)
    ),
}
"""What else has to be true."""


class OldRecords:
    """What is kept only until it is old, wherever it lies."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def drop(self, record: Record, before: datetime, limit: int) -> int:
        """Delete records of a kind from before a moment.

        Args:
            limit: How many at most, so that nobody waits long for theirs.

        Returns:
            How many were deleted; fewer than the limit means that none is left.
        """
        model, name = AGES[record]
        table = table_of(model)
        age: Column[Any] = table.c[name]
        oldest: date = local_day(before) if isinstance(age.type, Date) else before
        key = tuple(table.primary_key.columns)
        old = select(*key).where(age < oldest, _ONLY.get(record, true())).limit(limit)
        result = await self._session.execute(
            delete(table).where(tuple_(*key).in_(old)), execution_options={IN_THREAD: True}
        )
        return rows_changed(result)
