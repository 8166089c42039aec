"""The outbox: what is to be sent, who sends it, and what became of it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Update,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery.campaigns import CampaignState
from bot.domain.delivery.outbox import DeliveryReason, DeliveryState, Due, Lane, OutboxMessage
from bot.domain.delivery.outcomes import Placement
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import insert_into, table_of
from bot.storage.delivery.rows import due_of, moved, values_of
from bot.storage.delivery.tables import CampaignRow, OutboxRow, SenderLease
from bot.storage.people import Person

_ROW: Final = table_of(OutboxRow)
_OUT: Final = _ROW.c
_CAMPAIGN: Final = table_of(CampaignRow).c
_PERSON: Final = table_of(Person).c
_LEASE: Final = table_of(SenderLease)
_PAGE: Final = 500
"""Rows that are entered by one statement."""
IMPOSSIBLE: Final = timedelta(minutes=1)
"""A lease that ends later than that was taken by a clock that has been put back since."""

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
_HOLD: Final = (
    update(_LEASE)
    .where(
        _LEASE.c.id == 1,
        or_(
            _LEASE.c.token == bindparam("mine"),
            _LEASE.c.until <= bindparam("now"),
            _LEASE.c.until > bindparam("impossible"),
        ),
    )
    .values(token=bindparam("mine"), until=bindparam("new_until"))
)
_SHORT: Final = select(
    func.set_config("idle_in_transaction_session_timeout", "5000", true()),
    func.set_config("lock_timeout", "5000", true()),
)
# Between preparing a statement and running it a session does not count as idle.
_SHORT_AT_ALL: Final = select(func.set_config("transaction_timeout", "10000", true()))
_KNOWS_TRANSACTION_TIMEOUT: Final = (17,)
_PROGRESS: Final = update(_LEASE).values(progressed_at=bindparam("now"))


class Outbox:
    """Messages on their way; a campaign's own steps are in ``campaigns`` beside it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.has_new = False
        """Whether this transaction queued something, so that the sender can be woken."""

    # for the causes of messages

    async def enqueue(self, message: OutboxMessage) -> bool:
        """Queue a message in this transaction; False if the same one is queued or was sent."""
        statement = insert_into(self._session, OutboxRow).on_conflict_do_nothing()
        result = await self._session.execute(statement, values_of(message))
        new = isinstance(result, CursorResult) and result.rowcount == 1
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
        """Take back messages that nobody has begun to send."""
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

    async def hold_lease(self, token: str, now: datetime, until: datetime) -> bool:
        """Take or renew the right to send; False while another sender has it.

        Until this transaction ends nobody else can take it. The server ends it for a process that
        freezes in it, so that the others are not kept waiting.
        """
        dialect = self._session.get_bind().dialect
        if dialect.name == "postgresql":
            await self._session.execute(_SHORT)
            if (dialect.server_version_info or ()) >= _KNOWS_TRANSACTION_TIMEOUT:
                await self._session.execute(_SHORT_AT_ALL)
        values = {
            "mine": token,
            "now": now,
            "new_until": until,
            "impossible": until + IMPOSSIBLE,
        }
        result = await self._session.execute(_HOLD, values)
        if _count(result):
            return True
        statement = insert_into(self._session, SenderLease).on_conflict_do_nothing()
        result = await self._session.execute(statement, {"id": 1, "token": token, "until": until})
        return _count(result) == 1

    async def lease_is_held(self, token: str, now: datetime) -> bool:
        """Whether another sender has the right to send, only to look."""
        lease = (await self._session.execute(select(_LEASE.c.token, _LEASE.c.until))).one_or_none()
        if lease is None or lease.token == token:
            return False
        return bool(now < lease.until <= now + IMPOSSIBLE)

    async def release_lease(self, token: str, now: datetime) -> None:
        """Give the right to send back, so that nobody has to wait for its end."""
        await self._session.execute(update(_LEASE).where(_LEASE.c.token == token).values(until=now))

    async def due(self, lane: Lane, now: datetime, most: int) -> Sequence[Due]:
        """Messages of a lane whose time has come, first due first, locked.

        Those of a campaign that does not run are left out.
        """
        values = {"lane": lane.value, "now": now, "most": most}
        result = await self._session.execute(_DUE, values)
        return [due_of(row) for row in result.mappings()]

    async def begin(self, ids: Sequence[int], token: str, until: datetime) -> None:
        """Note that a sender now tries these messages."""
        if ids:
            await self._session.execute(
                _BEGIN, [{"row": one, "token": token, "until": until} for one in ids]
            )

    async def set_aside(self, placements: Sequence[Placement], now: datetime) -> None:
        """Move queued messages that are not tried now."""
        if placements:
            await self._session.execute(_SET_ASIDE, [moved(one) for one in placements])
            await self._session.execute(_PROGRESS, {"now": now})

    async def settle(self, placements: Sequence[Placement], token: str, now: datetime) -> None:
        """Move messages that were tried; those that this sender does not hold any more stay."""
        if placements:
            rows = [{**moved(one), "token": token} for one in placements]
            await self._session.execute(_SETTLE, rows)
            await self._session.execute(_PROGRESS, {"now": now})

    async def stuck(self, token: str) -> Sequence[Due]:
        """Messages that other senders left in the middle; locked."""
        return await self._being_sent(_OUT.lease_token != token)

    async def begun(self, token: str) -> Sequence[Due]:
        """Messages that stand as being sent by this sender; locked."""
        return await self._being_sent(_OUT.lease_token == token)

    async def _being_sent(self, whose: ColumnElement[bool]) -> Sequence[Due]:
        statement = (
            _WHOLE.where(_SENDING, whose)
            .order_by(_OUT.id)
            .with_for_update(of=_ROW, skip_locked=True)
        )
        return [due_of(row) for row in (await self._session.execute(statement)).mappings()]

    async def rescue(self, placements: Sequence[Placement]) -> None:
        """Move stuck messages, whoever held them; their sender cannot settle them any more."""
        if placements:
            await self._session.execute(_RESCUE, [moved(one) for one in placements])

    async def expire(self, now: datetime) -> int:
        """End what is too late, and what a cancelled campaign left; returns how many.

        What may have arrived by an earlier try is uncertain.
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
        return _count(late) + _count(dropped)

    async def follow_group(self, old: int, new: int) -> None:
        """Send what is queued for a group to the supergroup that it has become."""
        await self._session.execute(
            update(_ROW).where(_QUEUED, _OUT.chat_id == old).values(chat_id=new)
        )

    # figures

    async def oldest_due(self, now: datetime) -> Mapping[Lane, datetime]:
        """Since when the first message of each lane could have been sent; only lanes with one."""
        found = {
            lane: (await self._session.scalars(_OLDEST_DUE, {"lane": lane.value, "now": now})).one()
            for lane in Lane
        }
        return {lane: since for lane, since in found.items() if since is not None}

    async def progressed_at(self) -> datetime | None:
        """When a sender last got on; None if none ever did."""
        return (await self._session.scalars(select(_LEASE.c.progressed_at))).one_or_none()

    async def totals(self) -> Mapping[tuple[Lane, DeliveryState], int]:
        """How many messages stand in each state, by lane."""
        statement = select(_OUT.lane, _OUT.state, func.count()).group_by(_OUT.lane, _OUT.state)
        rows = await self._session.execute(statement)
        return {(Lane(lane), DeliveryState(state)): count for lane, state, count in rows}


def ended(state: DeliveryState, reason: DeliveryReason, now: datetime) -> dict[str, Any]:
    """The values of a queued row that is given up."""
    return {
        "state": case((_OUT.unknown > 0, DeliveryState.UNCERTAIN.value), else_=state.value),
        "reason": reason.value,
        "settled_at": now,
    }


def _count(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
