"""How many messages the outbox holds, for whoever watches the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.delivery.outbox import DeliveryState, Lane
from bot.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages the outbox holds, and for how long they have waited.

    Args:
        counts: Messages in each lane and state.
        ages: For how long the first message of a lane could have been sent already.
    """

    counts: dict[tuple[Lane, DeliveryState], int]
    ages: dict[Lane, timedelta]


async def look_at_queue(uow: UnitOfWork, now: datetime) -> Queue:
    """How many messages the outbox holds now, and for how long they have waited."""
    oldest = await uow.outbox.oldest_due(now)
    return Queue(
        dict(await uow.outbox.totals()),
        {lane: now - oldest[lane] if lane in oldest else timedelta() for lane in Lane},
    )
