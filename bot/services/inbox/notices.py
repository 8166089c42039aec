"""What is told of questions: to the team that one waits, to a colleague, to the person who asked.

The team is told once, until a colleague has looked at the inbox.
"""

from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.outbox import DeliveryState, OutboxMessage
from bot.domain.inbox.threads import Thread, ThreadEntry, ThreadState
from bot.domain.staff.roles import Act
from bot.services.case import Case
from bot.services.inbox.reach import lies_within, reaches
from bot.storage.unit_of_work import UnitOfWork

WAITING: Final = "inbox_waiting"
"""The kind of message that tells a colleague that questions wait."""
STAFF_NOTICE: Final = "inbox_staff"
"""The kind of message that tells a colleague about a question they answer."""
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
    answering = [
        member.person_id
        for member in await uow.staff.all()
        if member.person_id != thread.person_id
        and lies_within(member, Act.ANSWER_INBOX, content, thread)
    ]
    for person_id in sorted(answering):
        key = _key(person_id)
        await uow.outbox.forget(key, _NOT_ARRIVED)
        await uow.outbox.enqueue(
            OutboxMessage(kind=WAITING, dedupe_key=key, not_before=now, person_id=person_id)
        )


async def tell_colleague(
    uow: UnitOfWork, thread: Thread, number: int, event: str, now: datetime
) -> None:
    """Queue a word to a colleague about a question, if they are still in the team.

    Args:
        event: ``added`` or ``handed``; several within a second are told once.
    """
    colleague = await uow.staff.numbered(number)
    if colleague is None:
        return
    await uow.outbox.enqueue(
        OutboxMessage(
            kind=STAFF_NOTICE,
            dedupe_key=f"inbox:{thread.id}:{event}:{number}:{int(now.timestamp())}",
            not_before=now,
            person_id=colleague.person_id,
            params={"thread": thread.id, "event": event},
        )
    )


async def note_look(case: Case) -> None:
    """Note that a colleague looks at the inbox: what comes from now on is told anew."""
    await case.uow.outbox.forget(_key(case.person_id), _NOT_NEEDED)


async def count_for(uow: UnitOfWork, content: Content, person_id: int) -> int:
    """How many questions wait that somebody may answer; none for who is not staff any more."""
    member = await uow.staff.find(person_id)
    if member is None:
        return 0
    return await uow.inbox.waiting_count(reaches(member, Act.ANSWER_INBOX, content))


async def find_thread(uow: UnitOfWork, thread_id: int) -> Thread | None:
    """The question that a queued notice is about; None if it is gone."""
    return await uow.inbox.find(thread_id)


async def find_entry(uow: UnitOfWork, thread: Thread, position: int) -> ThreadEntry | None:
    """A message of a question; None if its words were erased."""
    entries = await uow.inbox.entries(thread.id)
    return next((entry for entry in entries if entry.position == position), None)


async def find_claimed(uow: UnitOfWork, thread_id: int, person_id: int) -> Thread | None:
    """A question that is not closed and that this colleague answers; None if it is not theirs."""
    thread = await uow.inbox.find(thread_id)
    number = await uow.staff.number_of(person_id)
    if thread is None or thread.state is ThreadState.CLOSED or thread.claimed_by != number:
        return None
    return thread


def _key(person_id: int) -> str:
    return f"inbox-waiting:{person_id}"
