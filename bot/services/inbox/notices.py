"""Telling the team that a question waits: once, until a colleague has looked at the inbox."""

from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.outbox import DeliveryState, OutboxMessage
from bot.domain.inbox.threads import Thread
from bot.domain.staff.roles import Act
from bot.services.inbox.reach import lies_within, reaches
from bot.storage.unit_of_work import UnitOfWork

KIND: Final = "inbox_waiting"
_NOT_ARRIVED: Final = (
    DeliveryState.UNREACHABLE,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)
_NOT_NEEDED: Final = (
    *_NOT_ARRIVED,
    DeliveryState.QUEUED,
    DeliveryState.SENT,
    DeliveryState.UNCERTAIN,
)


async def tell_team(uow: UnitOfWork, content: Content, thread: Thread, now: datetime) -> None:
    """Queue a word to everybody who may answer a question, but for who asked it.

    Who was told before and has not opened the inbox since is not told again.
    """
    told = [
        one.person_id
        for one in await uow.staff.all()
        if one.person_id != thread.person_id and lies_within(one, Act.ANSWER_INBOX, content, thread)
    ]
    for person_id in sorted(told):
        key = _key(person_id)
        await uow.outbox.forget(key, _NOT_ARRIVED)
        await uow.outbox.enqueue(
            OutboxMessage(kind=KIND, dedupe_key=key, not_before=now, person_id=person_id)
        )


async def note_look(uow: UnitOfWork, person_id: int) -> None:
    """A colleague looks at the inbox: what comes from now on is told anew."""
    await uow.outbox.forget(_key(person_id), _NOT_NEEDED)


async def count_for(uow: UnitOfWork, content: Content, person_id: int) -> int:
    """How many questions wait that somebody may answer; none for who is not staff any more."""
    member = await uow.staff.find(person_id)
    if member is None:
        return 0
    return await uow.inbox.waiting_count(reaches(member, Act.ANSWER_INBOX, content))


def _key(person_id: int) -> str:
    return f"inbox-waiting:{person_id}"
