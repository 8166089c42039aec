"""A person's own questions to the team: ask, add something, read the answers, withdraw."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.content import Content
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError, QuestionClosedError, TooManyQuestionsError
from bot.domain.inbox.threads import (
    LONGEST_QUESTION,
    MOST_ENTRIES,
    MOST_OPEN,
    SILENT_FOR,
    About,
    Closing,
    Thread,
    ThreadEntry,
    ThreadState,
    ThreadStep,
    after,
    waits_since,
)
from bot.domain.rights.my_data import SentQuestion
from bot.services.inbox.notices import tell_team
from bot.storage.unit_of_work import UnitOfWork

STAFF_NOTICE = "inbox_staff"
"""The kind of message that tells a colleague about a question they answer."""


async def ask(
    uow: UnitOfWork, content: Content, person_id: int, about: About, text: str, now: datetime
) -> Thread:
    """Send a question to the team; who may answer it is told.

    Raises:
        TooManyQuestionsError: if the person has too many open questions.
        ValueError: if there is no text.
    """
    words = _read(text)
    if await uow.inbox.open_count(person_id) >= MOST_OPEN:
        raise TooManyQuestionsError("open")
    number = await uow.inbox.open(person_id, about, now)
    thread = await _mine(uow, person_id, number)
    await uow.inbox.add(thread, None, words, now)
    await tell_team(uow, content, thread, now)
    return thread


async def add(uow: UnitOfWork, person_id: int, thread_id: int, text: str, now: datetime) -> Thread:
    """Add something to a question that is not closed; the colleague who answers it is told.

    Raises:
        NotFoundError: if the person has no such question.
        QuestionClosedError: if it is closed.
        TooManyQuestionsError: if it is too long already.
        ValueError: if there is no text.
    """
    words = _read(text)
    thread = await _mine(uow, person_id, thread_id)
    state = after(thread.state, ThreadStep.ADD)
    if state is None:
        raise QuestionClosedError(str(thread_id))
    if await uow.inbox.length(thread_id) >= MOST_ENTRIES:
        raise TooManyQuestionsError("entries")
    await uow.inbox.add(thread, None, words, now)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        waiting_since=waits_since(thread.waiting_since, ThreadStep.ADD, now),
        changed_at=now,
    )
    if thread.claimed_by is not None:
        await tell_colleague(uow, thread, thread.claimed_by, "added", now)
    return await _mine(uow, person_id, thread_id)


async def withdraw(uow: UnitOfWork, person_id: int, thread_id: int, now: datetime) -> None:
    """Take a question back: its texts are erased at once. Twice is once.

    Raises:
        NotFoundError: if the person has no such question.
    """
    thread = await _mine(uow, person_id, thread_id)
    await uow.inbox.drop_texts(thread_id)
    state = after(thread.state, ThreadStep.WITHDRAW)
    if state is not None:
        await uow.inbox.change(
            thread_id,
            state=state.value,
            closing=Closing.WITHDRAWN.value,
            waiting_since=None,
            changed_at=now,
            closed_at=now,
        )


async def mine(uow: UnitOfWork, person_id: int) -> Sequence[Thread]:
    """The questions of a person, what changed last first."""
    return await uow.inbox.of_person(person_id)


async def read(
    uow: UnitOfWork, person_id: int, thread_id: int
) -> tuple[Thread, Sequence[ThreadEntry]]:
    """A question of one's own with all its messages.

    Raises:
        NotFoundError: if the person has no such question.
    """
    thread = await uow.inbox.find(thread_id)
    if thread is None or thread.person_id != person_id:
        raise NotFoundError("question")
    return thread, await uow.inbox.entries(thread_id)


async def kept(uow: UnitOfWork, person_id: int) -> tuple[SentQuestion, ...]:
    """Everything that is kept about the questions of a person, for the person."""
    entries = await uow.inbox.entries_of_person(person_id)
    return tuple(
        SentQuestion(thread, tuple(entries.get(thread.id, ())))
        for thread in await uow.inbox.of_person(person_id)
    )


async def close_silent(uow: UnitOfWork, now: datetime) -> int:
    """Close answered questions to which nobody added anything for long; returns how many."""
    return await uow.inbox.close_silent(now - SILENT_FOR, now)


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


def is_open(thread: Thread) -> bool:
    """Whether something can be added to a question."""
    return thread.state is not ThreadState.CLOSED


def _read(text: str) -> str:
    words = text.strip()[:LONGEST_QUESTION]
    if not words:
        raise ValueError("a message needs words")
    return words


async def _mine(uow: UnitOfWork, person_id: int, thread_id: int) -> Thread:
    thread = await uow.inbox.find(thread_id, locked=True)
    if thread is None or thread.person_id != person_id:
        raise NotFoundError("question")
    return thread
