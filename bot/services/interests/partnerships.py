"""Partnerships in which the second one is missing: a word before the call closes (need U3)."""

from datetime import datetime
from typing import Final

from bot.domain.content import Call
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.interests.declared import Interest, Together, together
from bot.storage.unit_of_work import UnitOfWork

INCOMPLETE: Final = "interest_incomplete"
"""The kind of message that says that the second one is still missing."""


async def remind(uow: UnitOfWork, call: Call, key: str, ends: datetime, now: datetime) -> int:
    """Remind everybody who applies for a call with a partner that has not joined yet.

    Args:
        key: Names the reminder, so that it is sent once.
        ends: From when on it comes too late.

    Returns:
        How many people are reminded.
    """
    if together(call) is not Together.PARTNERSHIP or ends <= now:
        return 0
    incomplete = await uow.interests.incomplete(call.id)
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=INCOMPLETE,
            dedupe_key=f"incomplete:{key}:{interest.id}",
            not_before=now,
            person_id=interest.person_id,
            params={"interest": interest.id},
            expires_at=ends,
        )
        for interest in incomplete
    )
    return len(incomplete)


async def find_incomplete(uow: UnitOfWork, interest_id: int) -> Interest | None:
    """The interest that a queued reminder is about; None if nobody is missing any more."""
    interest = await uow.interests.find(interest_id)
    if interest is None or not interest.is_open or interest.code is None:
        return None
    return None if await uow.interests.joined(interest_id) else interest
