"""Taking messages from the outbox and writing down what became of them, for one sender.

One message that makes trouble, whatever it raises, is set aside; all others go on.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.domain.delivery.outbox import DeliveryReason, DeliveryState, Due, Lane
from bot.domain.delivery.outcomes import (
    Delivered,
    GivenBack,
    Moved,
    Obsolete,
    Outcome,
    Placement,
    Refused,
    Unknown,
    Unreachable,
    placement_after,
    put_aside,
    unwritten,
)
from bot.logs import trace
from bot.services.delivery import troubles
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

STUCK_AFTER: Final = timedelta(seconds=60)
"""What a sender took is settled by then, or the sender is gone."""
STALLED_AFTER: Final = timedelta(seconds=60)
"""When messages wait for longer and none goes out, the bot says that it is not ready."""
EXTRA_INTERACTIVE: Final = 8
"""So many of the first lane are taken although enough others wait already."""
_LOOK: Final = 500
"""Messages that are looked at together while many are put aside, as in the evening."""
_LOOKS: Final = 4
"""After so many looks in a lane others may use the database; the rest has its turn soon."""

GroupMoved = Callable[[UnitOfWork, int, int], Awaitable[None]]
"""Told that a group has another number now: old, new."""

MessageSent = Callable[[UnitOfWork, Due, datetime], Awaitable[None]]
"""Told that Telegram took a message, and when."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What else is written down with what became of messages, in the same transaction.

    Args:
        group_moved: Called for each group that moved.
        sent: By kind, called for each message that Telegram took. It locks people before messages.
    """

    group_moved: GroupMoved | None = None
    sent: Mapping[str, MessageSent] = field(default_factory=dict)


NO_CONSEQUENCES: Final = Consequences()


class Rests(Protocol):
    """How long chats rest between messages."""

    def wait(self, chat_id: int) -> timedelta:
        """How long until a chat may get another message."""

    def reserve(self, chat_id: int) -> None:
        """Remember that a message is going to be sent to a chat."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A message, what became of its try, and when that was known."""

    due: Due
    outcome: Outcome
    at: datetime


async def take(
    uow: UnitOfWork,
    token: str,
    room: int,
    now: datetime,
    rests: Rests,
    urgent: int = EXTRA_INTERACTIVE,
    busy: Collection[int] = (),
) -> Sequence[Due]:
    """Take what is to be sent next; it counts as being sent when the transaction ends.

    What must not be sent now, for the person's sake or because it is too late, is put aside.

    Args:
        token: Of the sender's lease.
        room: How many the sender wants.
        urgent: How many of the first lane it takes in any case.
        busy: Messages that an earlier try of this sender still holds, whoever rescued them.
    """
    taken: list[Due] = []
    for lane in Lane:
        room_here = room - len(taken)
        if lane is Lane.INTERACTIVE:
            room_here = max(room_here, urgent)
        taken += await _take_from(uow, lane, room_here, now, rests, busy)
    await uow.outbox.begin([due.id for due in taken], token, now + STUCK_AFTER)
    return taken


async def _take_from(
    uow: UnitOfWork, lane: Lane, room: int, now: datetime, rests: Rests, busy: Collection[int]
) -> Sequence[Due]:
    taken: dict[int, Due] = {}
    look = room
    for _turn in range(_LOOKS):
        if len(taken) >= room:
            break
        aside = []
        for due in await uow.outbox.due(lane, now, look + len(taken)):
            if due.id in taken or due.id in busy or len(taken) >= room:
                continue
            chat_id = due.recipient.chat_id
            placement = await _aside(uow, due, now, now + rests.wait(chat_id))
            if placement is None:
                rests.reserve(chat_id)
                taken[due.id] = due
            else:
                aside.append(placement)
        await uow.outbox.set_aside(aside, now)
        unreadable = uow.outbox.drop_unreadable()
        for number, error in unreadable.items():
            await troubles.tell_owners(uow, number, error, now)
        if not aside and not unreadable:
            break
        look = _LOOK
    return list(taken.values())


async def _aside(
    uow: UnitOfWork, due: Due, now: datetime, rests_until: datetime
) -> Placement | None:
    try:
        return put_aside(due, now, rests_until)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
        log.error("message %d cannot be tried: %s", due.id, trace(error))  # noqa: TRY400
        await troubles.tell_owners(uow, due.id, error, now)
        return unwritten(due, Refused(), now)


async def settle(
    uow: UnitOfWork,
    token: str,
    tried: Sequence[Tried],
    now: datetime,
    consequences: Consequences = NO_CONSEQUENCES,
    again: Sequence[Tried] = (),
) -> Sequence[Tried]:
    """Write down what became of messages; of those that this sender lost meanwhile, nothing.

    Where that fails for all of them together, it is done one by one. One for which it fails again
    is set aside, and owners are told.

    Args:
        token: Of the sender's lease.
        consequences: What else is written down in the same transaction.
        again: Messages of which nothing could be written before.

    Returns:
        The messages of which nothing can be written now, to be handed in again later.

    Raises:
        DatabaseAwayError: if the database is out of reach, which is no message's fault.
    """
    tried = (*again, *tried)
    if not tried:
        return ()
    try:
        async with uow.part():
            await _write(uow, token, tried, now, consequences)
    except Exception as error:  # whatever it is, the others are written down
        if not await uow.is_alive():
            raise
        log.warning("what became of messages is written one by one: %s", trace(error))
        return [
            message
            for message in tried
            if not await _write_alone(
                uow, token, message, now, consequences, patient=message not in again
            )
        ]
    return ()


async def _write_alone(
    uow: UnitOfWork,
    token: str,
    message: Tried,
    now: datetime,
    consequences: Consequences,
    *,
    patient: bool,
) -> bool:
    """Write down what became of one message, if need be only the bare end of it.

    Args:
        patient: Whether it can wait where somebody holds a row for long.
    """
    due, outcome, at = message.due, message.outcome, message.at

    async def bare(find: Callable[[Due, Outcome, datetime], Placement]) -> None:
        await uow.outbox.settle([find(due, outcome, at)], token, now)

    ways: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: _write(uow, token, [message], now, consequences),
        lambda: bare(_without_consequence),
        lambda: bare(unwritten),
    )
    for failures, way in enumerate(ways):
        try:
            async with uow.part():
                await way()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is tried more simply
            if patient and isinstance(error, DatabaseAwayError):
                return False
            if not failures:
                log.error("message %d is set aside: %s", due.id, trace(error))  # noqa: TRY400
                await troubles.tell_owners(uow, due.id, error, now)
        else:
            return True
    return False


def _without_consequence(due: Due, outcome: Outcome, at: datetime) -> Placement:
    placement = placement_after(due, outcome, at)
    if placement.state is DeliveryState.SENT:
        return replace(placement, reason=DeliveryReason.NOT_WRITTEN)
    return placement


async def _write(
    uow: UnitOfWork,
    token: str,
    tried: Sequence[Tried],
    now: datetime,
    consequences: Consequences,
) -> None:
    # People before messages: whoever else changes both does it in that order.
    await uow.messages.note_many(
        [
            (message.due.recipient.person_id, message.outcome.message_id)
            for message in tried
            if isinstance(message.outcome, Delivered)
            and message.due.recipient.person_id is not None
        ],
        now,
    )
    placements = []
    for message in tried:
        due, outcome, recipient = message.due, message.outcome, message.due.recipient
        if isinstance(outcome, Unreachable) and recipient.person_id is not None:
            await uow.people.mark_unreachable(recipient.chat_id, now)
        elif isinstance(outcome, Moved) and recipient.person_id is None:
            await uow.outbox.follow_group(recipient.chat_id, outcome.chat_id)
            if consequences.group_moved is not None:
                await consequences.group_moved(uow, recipient.chat_id, outcome.chat_id)
            if await uow.outbox.goes_to(due.campaign_id, outcome.chat_id, due.id):
                outcome = Obsolete()  # the supergroup gets the same by itself
        elif isinstance(outcome, Delivered) and due.kind in consequences.sent:
            await consequences.sent[due.kind](uow, due, message.at)
        placements.append(placement_after(due, outcome, message.at))
    await uow.outbox.settle(placements, token, now)


async def put_in_order(uow: UnitOfWork, token: str, in_hand: Collection[int], now: datetime) -> int:
    """Rescue what was left in the middle, and end what is too late.

    What other senders left may have arrived. What this one took and does not know of was never
    tried: the database failed just after taking it.

    Args:
        token: Of the sender's lease.
        in_hand: The numbers of messages that this sender has taken and not settled yet.

    Returns:
        How many messages were rescued.
    """
    stuck = await uow.outbox.stuck(token, now)
    forgotten = [due for due in await uow.outbox.begun(token, now) if due.id not in in_hand]
    interrupted = Unknown(DeliveryReason.INTERRUPTED)
    rescued = [await _rescued(uow, due, interrupted, now) for due in stuck]
    rescued += [await _rescued(uow, due, GivenBack(), now) for due in forgotten]
    await uow.outbox.rescue(rescued)
    await uow.outbox.expire(now)
    return len(rescued)


async def _rescued(uow: UnitOfWork, due: Due, outcome: Outcome, now: datetime) -> Placement:
    try:
        return placement_after(due, outcome, now)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others are rescued
        log.error("message %d is set aside: %s", due.id, trace(error))  # noqa: TRY400
        await troubles.tell_owners(uow, due.id, error, now)
        return unwritten(due, outcome, now)


async def has_work(uow: UnitOfWork, now: datetime) -> bool:
    """Whether anything could be sent or begun now; it changes nothing."""
    return bool(await uow.outbox.oldest_due(now)) or await uow.campaigns.any_to_begin(now)


async def is_stalled(uow: UnitOfWork, now: datetime) -> bool:
    """Whether messages have waited for longer than :data:`STALLED_AFTER` and no sender gets on."""
    oldest = min((await uow.outbox.oldest_due(now)).values(), default=now)
    if now - oldest <= STALLED_AFTER:
        return False
    progressed = await uow.lease.progressed_at()
    return progressed is None or now - progressed > STALLED_AFTER
