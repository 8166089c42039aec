"""The outbox: what is to be sent, and what became of it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Update,
    bindparam,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery.campaigns import CampaignState
from bot.domain.delivery.outbox import (
    DeliveryReason,
    DeliveryState,
    Due,
    Lane,
    OutboxMessage,
)
from bot.domain.delivery.outcomes import Placement
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import insert_into, rows_changed, table_of
from bot.storage.delivery.rows import due_of, ended, moved, values_of
from bot.storage.delivery.tables import CampaignRow, OutboxRow, SenderLease
from bot.storage.people import Person

_ROW: Final = table_of(OutboxRow)
_OUT: Final = _ROW.c
_CAMPAIGN: Final = table_of(CampaignRow).c
_PERSON: Final = table_of(Person).c
_PAGE: Final = 500
"""Rows that are entered by one statement."""

_MAY_GO: Final = or_(
    _OUT.campaign_id.is_(None), _CAMPAIGN.state == CampaignState.RUNNING.value
)  # fmt: skip
_WITH_ALL: Final = _ROW.outerjoin(table_of(Person), _OUT.person_id == _PERSON.id).outerjoin(
    table_of(CampaignRow), _OUT.campaign_id == _CAMPAIGN.id
)
_WHOLE: Final = select(
    _OUT.id, _OUT.kind, _OUT.params, _OUT.lane, _OUT.expires_at, _OUT.campaign_id, _OUT.attempts,
    _OUT.unknown, _OUT.chat_id, _OUT.person_id, _PERSON.telegram_id, _PERSON.language,
    _PERSON.discreet, _PERSON.quiet_from, _PERSON.quiet_until, _PERSON.stopped_at,
    _PERSON.unreachable_at, _CAMPAIGN.repeat,
).select_from(_WITH_ALL)  # fmt: skip
# What is asked many times a second is made once: making a statement costs more than running it.
# The state is written out, because an index over some rows is used only where it is read.
_QUEUED: Final[ColumnElement[bool]] = _OUT.state == literal_column("'queued'")
_SENDING: Final[ColumnElement[bool]] = _OUT.state == literal_column("'sending'")
_DUE: Final = (
    _WHOLE.where(_QUEUED, _OUT.lane == bindparam("lane"), _OUT.not_before <= bindparam("now"))
    .where(_MAY_GO)
    .order_by(_OUT.not_before, _OUT.id)
    .limit(bindparam("most"))
    .with_for_update(of=_ROW, skip_locked=True)
)
_OLDEST_DUE: Final = (
    select(func.min(_OUT.not_before))
    .select_from(_WITH_ALL)
    .where(_QUEUED, _OUT.lane == bindparam("lane"), _OUT.not_before <= bindparam("now"), _MAY_GO)
)
_BEGIN: Final = (
    update(_ROW)
    .where(_OUT.id == bindparam("row"), _QUEUED)
    .values(
        state=DeliveryState.SENDING.value,
        attempts=_OUT.attempts + 1,
        lease_token=bindparam("token"),
        leased_until=bindparam("until"),
    )
)


def _change(*only: ColumnElement[bool]) -> Update:
    return (
        update(_ROW)
        .where(_OUT.id == bindparam("row"), *only)
        .values(
            state=bindparam("new_state"),
            reason=bindparam("why"),
            not_before=func.coalesce(bindparam("due", type_=_OUT.not_before.type), _OUT.not_before),
            unknown=_OUT.unknown + bindparam("more"),
            chat_id=func.coalesce(bindparam("chat", type_=_OUT.chat_id.type), _OUT.chat_id),
            message_id=bindparam("number"),
            sent_at=bindparam("sent"),
            settled_at=bindparam("settled"),
            lease_token=null(),
            leased_until=null(),
        )
    )


_SETTLE: Final = _change(_SENDING, _OUT.lease_token == bindparam("token"))
_SET_ASIDE: Final = _change(_QUEUED)
_RESCUE: Final = _change(_SENDING)
_PROGRESS: Final = update(table_of(SenderLease)).values(progressed_at=bindparam("now"))


class Outbox:
    """Messages on their way; a campaign's own steps are in ``campaigns`` beside it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.has_new = False
        """Whether this transaction queued something, so that the sender can be woken."""
        self._unreadable: dict[int, Exception] = {}

    # for the causes of messages

    async def enqueue(self, message: OutboxMessage) -> bool:
        """Queue a message in this transaction; False if the same one is queued or was sent."""
        statement = insert_into(self._session, OutboxRow).on_conflict_do_nothing()
        result = await self._session.execute(statement, values_of(message))
        new = rows_changed(result) == 1
        self.has_new = self.has_new or new
        return new

    async def enqueue_all(self, messages: Iterable[OutboxMessage]) -> None:
        """Queue many messages in this transaction; those that are there already stay."""
        statement = insert_into(self._session, OutboxRow).on_conflict_do_nothing()
        left = iter(messages)
        while rows := [values_of(message) for message in islice(left, _PAGE)]:
            await self._session.execute(statement, rows)
            self.has_new = True
            await asyncio.sleep(0)  # on SQLite nothing else in here lets others have their turn

    async def withdraw(self, dedupe_keys: Sequence[str], now: datetime) -> None:
        """Take back messages that nobody has begun to send; what is on its way arrives."""
        await self._session.execute(
            update(_ROW)
            .where(_QUEUED, _OUT.dedupe_key.in_(dedupe_keys))
            .values(ended(DeliveryState.CANCELLED, DeliveryReason.WITHDRAWN, now))
        )

    async def forget(self, dedupe_key: str, states: Sequence[DeliveryState]) -> None:
        """Drop a message that stands in one of these states, so that the same may come again."""
        await self._session.execute(
            delete(_ROW).where(
                _OUT.dedupe_key == dedupe_key, _OUT.state.in_([one.value for one in states])
            )
        )

    # for the sender

    async def due(self, lane: Lane, now: datetime, most: int) -> Sequence[Due]:
        """Messages of a lane whose time has come, first due first, locked.

        Left out are those of a campaign that does not run, and those that another holds locked.

        Args:
            most: How many at most.
        """
        values = {"lane": lane.value, "now": now, "most": most}
        result = await self._session.execute(_DUE, values)
        return await self._readable(result.mappings(), now)

    def drop_unreadable(self) -> Mapping[int, Exception]:
        """The numbers of rows that made no sense and were ended since this was asked last."""
        found, self._unreadable = self._unreadable, {}
        return found

    async def begin(self, ids: Sequence[int], token: str, until: datetime) -> None:
        """Note, before it does, that a sender tries these queued messages until a moment."""
        if ids:
            await self._session.execute(
                _BEGIN, [{"row": one, "token": token, "until": until} for one in ids]
            )

    async def set_aside(self, placements: Sequence[Placement], now: datetime) -> None:
        """Move queued messages that are not tried now, to a later time or to their end."""
        if placements:
            await self._session.execute(_SET_ASIDE, [moved(one) for one in placements])
            await self._session.execute(_PROGRESS, {"now": now})

    async def settle(self, placements: Sequence[Placement], token: str, now: datetime) -> None:
        """Move messages that were tried; those that this sender does not hold any more stay."""
        if placements:
            rows = [{**moved(one), "token": token} for one in placements]
            await self._session.execute(_SETTLE, rows)
            await self._session.execute(_PROGRESS, {"now": now})

    async def stuck(self, token: str, now: datetime) -> Sequence[Due]:
        """Messages that other senders left in the middle; locked."""
        return await self._being_sent(_OUT.lease_token != token, now)

    async def begun(self, token: str, now: datetime) -> Sequence[Due]:
        """Messages that stand as being sent by this sender; locked."""
        return await self._being_sent(_OUT.lease_token == token, now)

    async def _being_sent(self, whose: ColumnElement[bool], now: datetime) -> Sequence[Due]:
        statement = (
            _WHOLE.where(_SENDING, whose)
            .order_by(_OUT.id)
            .with_for_update(of=_ROW, skip_locked=True)
        )
        return await self._readable((await self._session.execute(statement)).mappings(), now)

    async def _readable(self, rows: Iterable[RowMapping], now: datetime) -> Sequence[Due]:
        """The messages in these rows; a row that makes no sense is ended and keeps nobody."""
        found, unreadable = [], {}
        for row in rows:
            try:
                found.append(due_of(row))
            except (ValueError, KeyError, TypeError) as error:
                unreadable[row["id"]] = error
        if unreadable:
            await self._session.execute(
                update(_ROW)
                .where(_OUT.id.in_(list(unreadable)))
                .values(ended(DeliveryState.FAILED, DeliveryReason.UNREADABLE, now))
            )
            self._unreadable.update(unreadable)
        return found

    async def rescue(self, placements: Sequence[Placement]) -> None:
        """Move stuck messages, whoever held them; their sender cannot settle them any more."""
        if placements:
            await self._session.execute(_RESCUE, [moved(one) for one in placements])

    async def expire(self, now: datetime) -> int:
        """End what is too late to be sent, and what a cancelled campaign left.

        What may have arrived by an earlier try is uncertain.

        Returns:
            How many messages were ended.
        """
        late = await self._session.execute(
            update(_ROW)
            .where(_QUEUED, _OUT.expires_at <= now)
            .values(ended(DeliveryState.EXPIRED, DeliveryReason.TOO_LATE, now))
            .execution_options(**{IN_THREAD: True})
        )
        cancelled = select(_CAMPAIGN.id).where(
            _CAMPAIGN.state == CampaignState.CANCELLED.value, _CAMPAIGN.finished_at.is_(None)
        )
        dropped = await self._session.execute(
            update(_ROW)
            .where(_QUEUED, _OUT.campaign_id.in_(cancelled))
            .values(ended(DeliveryState.CANCELLED, DeliveryReason.WITHDRAWN, now))
            .execution_options(**{IN_THREAD: True})
        )
        return rows_changed(late) + rows_changed(dropped)

    async def follow_group(self, old: int, new: int) -> None:
        """Send what is queued for a group to the supergroup that it has become."""
        await self._session.execute(
            update(_ROW).where(_QUEUED, _OUT.chat_id == old).values(chat_id=new)
        )

    async def goes_to(self, campaign_id: int | None, chat_id: int, but: int) -> bool:
        """Whether a campaign has another message for a chat.

        Args:
            but: The number of the message that is known of.
        """
        if campaign_id is None:
            return False
        statement = select(_OUT.id).where(
            _OUT.campaign_id == campaign_id, _OUT.chat_id == chat_id, _OUT.id != but
        )
        return (await self._session.scalars(statement.limit(1))).first() is not None

    # figures

    async def oldest_due(self, now: datetime) -> Mapping[Lane, datetime]:
        """Since when the first message of each lane could have been sent.

        Returns:
            Only lanes in which one waits.
        """
        since_by_lane = {
            lane: (await self._session.scalars(_OLDEST_DUE, {"lane": lane.value, "now": now})).one()
            for lane in Lane
        }
        return {lane: since for lane, since in since_by_lane.items() if since is not None}

    async def totals(self) -> Mapping[tuple[Lane, DeliveryState], int]:
        """How many messages stand in each state, by lane and state."""
        statement = select(_OUT.lane, _OUT.state, func.count()).group_by(_OUT.lane, _OUT.state)
        rows = await self._session.execute(statement)
        return {(Lane(lane), DeliveryState(state)): count for lane, state, count in rows}
