"""Updates that were given up: kept for another try, told to the owners, tried when they wish."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.domain.delivery.outbox import OutboxMessage
from bot.storage.unit_of_work import UnitOfWork
from bot.storage.updates import Parked

NOTICE: Final = "updates_parked"
"""The kind of message that tells an owner that updates were given up."""


async def park(
    uow: UnitOfWork, update_id: int, sender: int | None, content: str, now: datetime
) -> None:
    """Give an update up, keep it sealed, and tell the owners, each once an hour at most.

    Args:
        sender: Whose private chat it came from, by Telegram id. Of what happens in groups nothing
            is kept: those people never wrote to the bot.
        content: The update as Telegram sent it.
    """
    await uow.updates.park(update_id, now)
    if sender is not None:
        person = await uow.people.meet(sender, now)
        await uow.updates.keep(update_id, person.id, content, now)
    for member in await uow.staff.all():
        if member.is_owner:
            await uow.outbox.enqueue(
                OutboxMessage(
                    kind=NOTICE,
                    dedupe_key=f"parked:{member.person_id}:{now:%Y%m%d%H}",
                    not_before=now,
                    person_id=member.person_id,
                )
            )


async def count(uow: UnitOfWork) -> int:
    """How many updates that were given up can be tried again."""
    return sum(one.kept for one in await uow.updates.all_parked())


async def wish_again(
    uow: UnitOfWork, wanted: Iterable[int] | None, now: datetime
) -> Sequence[Parked]:
    """Have parked updates tried again by the running bot.

    Args:
        wanted: The numbers of updates; None for all.

    Returns:
        Those that will be tried: what is not kept any more, or was never parked, is left out.
    """
    numbers = None if wanted is None else set(wanted)
    found = [
        one
        for one in await uow.updates.all_parked()
        if one.kept and (numbers is None or one.update_id in numbers)
    ]
    await uow.updates.wish_again([one.update_id for one in found], now)
    return found
