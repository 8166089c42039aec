"""What the retention jobs ask of the tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Date,
    delete,
    exists,
    or_,
    select,
    true,
    tuple_,
    update,
)

from bot.domain.broadcasts.broadcast import BroadcastState
from bot.domain.localtime import local_day
from bot.domain.privacy.retention import Record
from bot.storage.broadcasts.tables import BroadcastRow
from bot.storage.database.base import Base
from bot.storage.database.statements import table_of
from bot.storage.delivery.tables import CampaignRow, OutboxRow
from bot.storage.figures.tables import ExportRow, LanguageFallback, LeafletVisit, Refusal
from bot.storage.inbox.tables import InboxThread
from bot.storage.interests.tables import InterestRow, SharedOrigin
from bot.storage.people import Person
from bot.storage.privacy.tables import ChatMessage, Consent, KeptAnswer
from bot.storage.screening.tables import KeptSensitive, Screening, ScreeningCount, SensitiveAnswer
from bot.storage.staff.tables import Invitation
from bot.storage.unit_of_work import UnitOfWork
from bot.storage.updates import FailedUpdate, SeenUpdate

AGES: Final[Mapping[Record, tuple[type[Base], str]]] = {
    Record.ANSWER: (KeptAnswer, "answered_at"),
    Record.WITHDRAWN_CONSENT: (Consent, "withdrawn_at"),
    Record.MESSAGE: (ChatMessage, "sent_at"),
    Record.DELIVERY: (OutboxRow, "settled_at"),
    Record.OFFER: (BroadcastRow, "made_at"),
    Record.BROADCAST: (BroadcastRow, "made_at"),
    Record.CAMPAIGN: (CampaignRow, "expires_at"),
    Record.QUESTION: (InboxThread, "closed_at"),
    Record.SCREENING: (Screening, "touched_at"),
    Record.SENSITIVE: (SensitiveAnswer, "kept_until"),
    Record.KEPT_SENSITIVE: (KeptSensitive, "kept_at"),
    Record.INTEREST: (InterestRow, "changed_at"),
    Record.ORIGIN: (SharedOrigin, "kept_since"),
    Record.CHECK: (ScreeningCount, "day"),
    Record.UPDATE: (SeenUpdate, "seen_at"),
    Record.FAILURE: (FailedUpdate, "failed_at"),
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


async def inactive_people(uow: UnitOfWork, until: date, after: int, limit: int) -> Sequence[Person]:
    """People who did nothing after a day, in the order of their ids.

    Args:
        until: The last day on which they may have been active.
        after: The id after which to begin.
    """
    statement = (
        select(Person)
        .where(Person.active_on <= until, Person.id > after)
        .order_by(Person.id)
        .limit(limit)
    )
    return (await uow.session.scalars(statement)).all()


async def date_undated(uow: UnitOfWork, today: date) -> int:
    """Let the time of everybody whose last day is unknown, or not yet come, begin today.

    Otherwise nobody could ever tell that they are silent. Returns how many there were.
    """
    result = await uow.session.execute(
        update(table_of(Person))
        .where(or_(Person.active_on.is_(None), Person.active_on > today))
        .values(active_on=today)
    )
    return _count(result)


async def forget_positions(uow: UnitOfWork, until: date) -> int:
    """Forget on which screen people stand who did nothing after a day; returns how many."""
    stands = or_(Person.here.is_not(None), Person.back_to.is_not(None), Person.pending.is_not(None))
    result = await uow.session.execute(
        update(table_of(Person))
        .where(Person.active_on <= until, stands)
        .values(here=None, back_to=None, pending=None)
    )
    return _count(result)


async def drop_old(uow: UnitOfWork, record: Record, before: datetime, limit: int) -> int:
    """Delete records from before a moment, at most so many; returns how many there were."""
    model, name = AGES[record]
    table = table_of(model)
    age: Column[Any] = table.c[name]
    oldest: date = local_day(before) if isinstance(age.type, Date) else before
    key = tuple(table.primary_key.columns)
    old = select(*key).where(age < oldest, _ONLY.get(record, true())).limit(limit)
    return _count(await uow.session.execute(delete(table).where(tuple_(*key).in_(old))))


def _count(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
