"""Campaigns: their steps and their counts."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery.campaigns import (
    Campaign,
    CampaignState,
    CampaignStateError,
    NewCampaign,
    Progress,
    step,
)
from bot.domain.delivery.outbox import KINDS, DeliveryReason, DeliveryState, Lane, Repeat
from bot.domain.errors import NotFoundError
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import table_of
from bot.storage.delivery.outbox import Outbox
from bot.storage.delivery.rows import ended
from bot.storage.delivery.tables import CampaignAuthor, CampaignRow, OutboxRow

_ROW: Final = table_of(OutboxRow)
_OPEN: Final = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value)


class Campaigns:
    """What is said to many, in one campaign each.

    A campaign is added, its recipients are entered through ``uow.outbox`` with its number, in one
    transaction or in several, and :meth:`complete` lets it begin at its time.
    """

    def __init__(self, session: AsyncSession, outbox: Outbox) -> None:
        self._session = session
        self._outbox = outbox

    async def add(self, new: NewCampaign, now: datetime) -> int:
        """Store a campaign; nothing of it is sent before it is complete.

        Returns:
            Its number.
        """
        policy = KINDS[new.kind]
        row = CampaignRow(
            kind=new.kind,
            lane=(new.lane or policy.lane).value,
            repeat=(new.repeat or policy.repeat).value,
            state=CampaignState.SCHEDULED.value,
            payload=json.dumps(dict(new.payload), ensure_ascii=False),
            created_at=now,
            not_before=new.not_before,
            expires_at=new.expires_at,
        )
        self._session.add(row)
        await self._session.flush()
        if new.made_by is not None:
            self._session.add(CampaignAuthor(campaign_id=row.id, person_id=new.made_by))
            await self._session.flush()
        return row.id

    async def complete(self, campaign_id: int) -> int:
        """Note that every recipient is entered, so that the campaign begins at its time.

        Returns:
            How many recipients there are.
        """
        count = select(func.count()).where(OutboxRow.campaign_id == campaign_id)
        recipients = (await self._session.scalars(count)).one()
        await self._session.execute(
            update(CampaignRow).where(CampaignRow.id == campaign_id).values(recipients=recipients)
        )
        self._outbox.has_new = True
        return recipients

    async def find(self, campaign_id: int) -> Campaign | None:
        """A campaign by its number; None if there is none any more."""
        row = (
            await self._session.execute(_campaigns().where(CampaignRow.id == campaign_id))
        ).first()
        return None if row is None else _campaign(row[0], row[1])

    async def unfinished(self) -> Sequence[Campaign]:
        """Campaigns that are not over yet, oldest first."""
        statement = _campaigns().where(CampaignRow.finished_at.is_(None)).order_by(CampaignRow.id)
        return [_campaign(row, made_by) for row, made_by in await self._session.execute(statement)]

    async def any_to_begin(self, now: datetime) -> bool:
        """Whether a campaign's time has come, only to look."""
        statement = select(exists().where(*_to_begin(now)))
        return bool((await self._session.scalars(statement)).one())

    async def pause(self, campaign_id: int) -> None:
        """Let nothing more of a campaign begin; what is on its way arrives.

        Raises:
            NotFoundError: if there is none.
            CampaignStateError: if it is over.
        """
        await self._step(campaign_id, CampaignState.PAUSED)

    async def resume(self, campaign_id: int) -> None:
        """Let a paused campaign go on.

        Raises:
            NotFoundError: if there is none.
            CampaignStateError: if it is not paused.
        """
        await self._step(campaign_id, CampaignState.SCHEDULED)
        self._outbox.has_new = True

    async def cancel(self, campaign_id: int, now: datetime) -> None:
        """End a campaign; what is on its way arrives.

        Raises:
            NotFoundError: if there is none.
            CampaignStateError: if it is over.
        """
        await self._step(campaign_id, CampaignState.CANCELLED)
        await self._session.execute(
            update(_ROW)
            .where(_ROW.c.campaign_id == campaign_id, _ROW.c.state == DeliveryState.QUEUED.value)
            .values(ended(DeliveryState.CANCELLED, DeliveryReason.WITHDRAWN, now))
            .execution_options(**{IN_THREAD: True})
        )

    async def reschedule(
        self, campaign_id: int, not_before: datetime, expires_at: datetime
    ) -> None:
        """Give a campaign that has not begun other times.

        Raises:
            NotFoundError: if there is none.
            CampaignStateError: if it has begun.
            ValueError: if it would expire before it begins.
        """
        if expires_at <= not_before:
            raise ValueError("a campaign must begin before it expires")
        campaign = await self._locked(campaign_id)
        if campaign.state is not CampaignState.SCHEDULED:
            raise CampaignStateError(f"{campaign.state} cannot be rescheduled")
        times = {"not_before": not_before, "expires_at": expires_at}
        await self._session.execute(
            update(CampaignRow).where(CampaignRow.id == campaign_id).values(times)
        )
        await self._session.execute(
            update(_ROW)
            .where(_ROW.c.campaign_id == campaign_id, _ROW.c.state == DeliveryState.QUEUED.value)
            .values(times)
            .execution_options(**{IN_THREAD: True})
        )
        self._outbox.has_new = True

    async def advance(self, now: datetime) -> Sequence[int]:
        """Let campaigns begin whose time has come, and end those with nothing left to do.

        Returns:
            The numbers of those that are over since just now.
        """
        await self._session.execute(
            update(CampaignRow).where(*_to_begin(now)).values(state=CampaignState.RUNNING.value)
        )
        still_open = exists().where(
            OutboxRow.campaign_id == CampaignRow.id, OutboxRow.state.in_(_OPEN)
        )
        ending = (CampaignState.RUNNING.value, CampaignState.CANCELLED.value)
        statement = select(CampaignRow.id, CampaignRow.state).where(
            CampaignRow.state.in_(ending), CampaignRow.finished_at.is_(None), ~still_open
        )
        over = (await self._session.execute(statement)).all()
        for campaign_id, state in over:
            progress = await self.progress(campaign_id)
            done = CampaignState.DONE.value if state == CampaignState.RUNNING.value else state
            await self._session.execute(
                update(CampaignRow)
                .where(CampaignRow.id == campaign_id)
                .values(state=done, finished_at=now, result=_as_json(progress))
            )
        return [campaign_id for campaign_id, _state in over]

    async def progress(self, campaign_id: int) -> Progress:
        """How far a campaign is; its final counts stay when the recipients' rows are dropped.

        Raises:
            NotFoundError: if there is none.
        """
        statement = select(CampaignRow.recipients, CampaignRow.result).where(
            CampaignRow.id == campaign_id
        )
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise NotFoundError
        if row.result is not None:
            return _from_json(row.result)
        counted = select(OutboxRow.state, OutboxRow.reason, OutboxRow.unknown, func.count())
        counted = counted.where(OutboxRow.campaign_id == campaign_id).group_by(
            OutboxRow.state, OutboxRow.reason, OutboxRow.unknown
        )
        counts: Counter[DeliveryState] = Counter()
        reasons: Counter[tuple[DeliveryState, str]] = Counter()
        twice = 0
        for name, reason, doubtful, number in await self._session.execute(counted):
            state = DeliveryState(name)
            counts[state] += number
            if reason is not None and name not in _OPEN:
                reasons[state, reason] += number
            if doubtful and state is DeliveryState.SENT:
                twice += number
        recipients = counts.total() if row.recipients is None else row.recipients
        return Progress(recipients, dict(counts), twice, dict(reasons))

    async def _step(self, campaign_id: int, to: CampaignState) -> None:
        campaign = await self._locked(campaign_id)
        await self._session.execute(
            update(CampaignRow)
            .where(CampaignRow.id == campaign_id)
            .values(state=step(campaign.state, to).value)
        )

    async def _locked(self, campaign_id: int) -> Campaign:
        statement = select(CampaignRow.id).where(CampaignRow.id == campaign_id).with_for_update()
        await self._session.execute(statement)
        campaign = await self.find(campaign_id)
        if campaign is None:
            raise NotFoundError
        return campaign


def _to_begin(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CampaignRow.state == CampaignState.SCHEDULED.value,
        CampaignRow.recipients.is_not(None),
        CampaignRow.not_before <= now,
    )


def _campaigns() -> Select[CampaignRow, int | None]:
    return (
        select(CampaignRow, CampaignAuthor.person_id)
        .outerjoin(CampaignAuthor, CampaignAuthor.campaign_id == CampaignRow.id)
        .execution_options(populate_existing=True)
    )


def _campaign(row: CampaignRow, made_by: int | None) -> Campaign:
    return Campaign(
        id=row.id,
        kind=row.kind,
        lane=Lane(row.lane),
        repeat=Repeat(row.repeat),
        state=CampaignState(row.state),
        payload=json.loads(row.payload),
        created_at=row.created_at,
        not_before=row.not_before,
        expires_at=row.expires_at,
        recipients=row.recipients,
        made_by=made_by,
        finished_at=row.finished_at,
    )


def _as_json(progress: Progress) -> str:
    return json.dumps(
        {
            "recipients": progress.recipients,
            "counts": {state.value: count for state, count in progress.counts.items()},
            "twice": progress.twice,
            "reasons": [[state, why, count] for (state, why), count in progress.reasons.items()],
        }
    )


def _from_json(result: str) -> Progress:
    kept = json.loads(result)
    return Progress(
        kept["recipients"],
        {DeliveryState(state): count for state, count in kept["counts"].items()},
        kept["twice"],
        {(DeliveryState(state), why): count for state, why, count in kept["reasons"]},
    )
