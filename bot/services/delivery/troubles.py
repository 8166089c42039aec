"""Telling owners that a message could not be dealt with and was set aside."""

import logging
from datetime import datetime
from typing import Final

from bot.domain.delivery.outbox import Due, OutboxMessage
from bot.domain.localtime import local_day
from bot.logs import kind, trace
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

TROUBLE: Final = "outbox_trouble"
"""The kind of message that tells owners of it."""


async def tell_owners(uow: UnitOfWork, number: int, error: Exception, now: datetime) -> None:
    """Queue a word to every owner about a message that was set aside, once a day.

    That nobody can be told keeps nothing else from being written down.

    Args:
        number: Of the message in the outbox.
        error: Why; of it only the class is told.

    Raises:
        DatabaseAwayError: if the database is out of reach.
    """
    try:
        async with uow.part():
            owners = [one for one in await uow.staff.all() if one.is_owner]
            for owner in owners:
                await uow.outbox.enqueue(
                    OutboxMessage(
                        kind=TROUBLE,
                        dedupe_key=f"trouble:{local_day(now)}:{owner.person_id}",
                        not_before=now,
                        person_id=owner.person_id,
                        params={"message": number, "error": str(kind(error))},
                    )
                )
    except DatabaseAwayError:
        raise
    except Exception as failure:  # noqa: BLE001 -- whatever it is, the others go on
        log.error("owners are not told of it: %s", trace(failure))  # noqa: TRY400


async def is_for(uow: UnitOfWork, due: Due) -> bool:
    """Whether the colleague to whom such a word goes is still an owner."""
    member = await uow.staff.find(due.recipient.person_id or 0)
    return member is not None and member.is_owner
