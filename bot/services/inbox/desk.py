"""The team's side of questions: list, read, claim, answer, hand over, close.

Each function asks for the role itself, and each act and each reading is written into the log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Content
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import (
    NotAllowedError,
    NotFoundError,
    QuestionClosedError,
    QuestionTakenError,
    TooManyQuestionsError,
)
from bot.domain.inbox.threads import (
    LONGEST_QUESTION,
    MOST_ENTRIES,
    Closing,
    Thread,
    ThreadEntry,
    ThreadState,
    ThreadStep,
    after,
    waits_since,
)
from bot.domain.staff.roles import Act, StaffMember
from bot.services.inbox.notices import note_look
from bot.services.inbox.own import tell_colleague
from bot.services.inbox.reach import lies_within, reaches
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

REPLY = "inbox_reply"
"""The kind of message that brings an answer to the person who asked."""

TOLD: Mapping[Closing, bool] = {
    Closing.ANSWERED: False,
    Closing.NOT_FOR_US: True,
    Closing.DUPLICATE: True,
    Closing.WITHDRAWN: False,
}
"""Whether the person is told that the team closed a question, by why."""


@dataclass(frozen=True, slots=True)
class ReadThread:
    """A question as a colleague reads it, with all its messages, first to last."""

    member: StaffMember
    thread: Thread
    entries: Sequence[ThreadEntry]


async def listed(
    uow: UnitOfWork, content: Content, person_id: int, state: ThreadState, *, mine: bool = False
) -> Sequence[Thread]:
    """Questions in a state within the scope of a colleague, who waits longest first.

    Args:
        mine: Only those that the colleague answers.

    Raises:
        NotAllowedError: here and below, if no role of the colleague allows it.
    """
    member = await require(uow, person_id, Act.VIEW_INBOX)
    await note_look(uow, person_id)
    reach = reaches(member, Act.VIEW_INBOX, content)
    return await uow.inbox.listed(state, reach, member.number if mine else None)


async def waiting(uow: UnitOfWork, content: Content, member: StaffMember) -> int:
    """How many questions wait within the scope of a colleague."""
    return await uow.inbox.waiting_count(reaches(member, Act.VIEW_INBOX, content))


async def read(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int, now: datetime
) -> ReadThread:
    """A question with all its messages; that it was read is written into the log.

    Raises:
        NotFoundError: here and below, if there is no such question.
    """
    member, thread = await _allowed(uow, content, person_id, Act.VIEW_INBOX, thread_id)
    entries = await uow.inbox.entries(thread_id)
    await audit.note(uow, person_id, Act.VIEW_INBOX, f"inbox:{thread_id}:read", now)
    return ReadThread(member, thread, entries)


async def look_up(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int
) -> tuple[StaffMember, Thread]:
    """How a question stands, without its texts, for somebody who may answer it."""
    return await _allowed(uow, content, person_id, Act.ANSWER_INBOX, thread_id)


async def claim(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int, now: datetime
) -> None:
    """Take a question on that nobody answers yet; of two who try, one does. Twice is once.

    Raises:
        QuestionTakenError: if another colleague answers it.
        QuestionClosedError: here and below, if it is closed.
    """
    member, thread = await _locked(uow, content, person_id, thread_id)
    _step(thread, ThreadStep.CLAIM)
    await _take_on(uow, member, thread, now)


async def reply(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int, text: str, now: datetime
) -> None:
    """Answer a question; the words go to the person. Who answers takes it on.

    Raises:
        QuestionTakenError: if another colleague answers it.
        TooManyQuestionsError: if it is too long already.
        ValueError: if there is no text.
    """
    member, thread = await _locked(uow, content, person_id, thread_id)
    words = text.strip()[:LONGEST_QUESTION]
    if not words:
        raise ValueError("an answer needs words")
    state = _step(thread, ThreadStep.REPLY)
    if await uow.inbox.length(thread_id) >= MOST_ENTRIES:
        raise TooManyQuestionsError("entries")
    await _take_on(uow, member, thread, now)
    position = await uow.inbox.add(thread, member.number, words, now)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        waiting_since=waits_since(thread.waiting_since, ThreadStep.REPLY, now),
        changed_at=now,
    )
    await _tell(uow, thread, f"{position}", {"thread": thread_id, "position": position}, now)
    await _note(uow, person_id, thread_id, "replied", now)


async def colleagues(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int
) -> Sequence[StaffMember]:
    """Everybody who may answer a question, but for who does."""
    _member, thread = await _allowed(uow, content, person_id, Act.ANSWER_INBOX, thread_id)
    return [
        one
        for one in await uow.staff.all()
        if one.number != thread.claimed_by and lies_within(one, Act.ANSWER_INBOX, content, thread)
    ]


async def hand_over(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int, number: int, now: datetime
) -> None:
    """Give a question to a colleague, or take it over; whoever gets it from another is told.

    Raises:
        NotFoundError: also if nobody who may answer it has this staff number.
    """
    member, thread = await _locked(uow, content, person_id, thread_id)
    _step(thread, ThreadStep.HAND_OVER)
    colleague = await uow.staff.numbered(number)
    if colleague is None or not lies_within(colleague, Act.ANSWER_INBOX, content, thread):
        raise NotFoundError("colleague")
    if thread.claimed_by == number:
        return
    await uow.inbox.change(thread_id, claimed_by=number)
    await _note(uow, person_id, thread_id, f"handed-over:{number}", now)
    if number != member.number:
        await tell_colleague(uow, thread, number, "handed", now)


async def close(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    thread_id: int,
    closing: Closing,
    now: datetime,
) -> None:
    """Close a question; where the person would go on waiting they are told.

    Raises:
        QuestionTakenError: if another colleague answers it.
    """
    member, thread = await _locked(uow, content, person_id, thread_id)
    state = _step(thread, ThreadStep.CLOSE)
    await _take_on(uow, member, thread, now)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        closing=closing.value,
        waiting_since=None,
        changed_at=now,
        closed_at=now,
    )
    if TOLD[closing]:
        await _tell(uow, thread, "closed", {"thread": thread_id, "closed": closing.value}, now)
    await _note(uow, person_id, thread_id, f"closed:{closing.value}", now)


async def _note(uow: UnitOfWork, person_id: int, thread_id: int, what: str, now: datetime) -> None:
    await audit.note(uow, person_id, Act.ANSWER_INBOX, f"inbox:{thread_id}:{what}", now)


def _step(thread: Thread, step: ThreadStep) -> ThreadState:
    state = after(thread.state, step)
    if state is None:
        raise QuestionClosedError(str(thread.id))
    return state


async def _take_on(uow: UnitOfWork, member: StaffMember, thread: Thread, now: datetime) -> None:
    if thread.claimed_by == member.number:
        return
    if thread.claimed_by is not None and await uow.staff.numbered(thread.claimed_by) is not None:
        raise QuestionTakenError(str(thread.id))
    await uow.inbox.change(thread.id, claimed_by=member.number)
    await _note(uow, member.person_id, thread.id, "claimed", now)


async def _tell(
    uow: UnitOfWork, thread: Thread, key: str, params: Mapping[str, str | int], now: datetime
) -> None:
    await uow.outbox.enqueue(
        OutboxMessage(
            kind=REPLY,
            dedupe_key=f"inbox:{thread.id}:{key}",
            not_before=now,
            person_id=thread.person_id,
            params=params,
        )
    )


async def _allowed(
    uow: UnitOfWork, content: Content, person_id: int, act: Act, thread_id: int
) -> tuple[StaffMember, Thread]:
    member = await require(uow, person_id, act)
    return member, _checked(member, act, content, await uow.inbox.find(thread_id))


async def _locked(
    uow: UnitOfWork, content: Content, person_id: int, thread_id: int
) -> tuple[StaffMember, Thread]:
    member = await require(uow, person_id, Act.ANSWER_INBOX)
    found = await uow.inbox.find(thread_id, locked=True)
    return member, _checked(member, Act.ANSWER_INBOX, content, found)


def _checked(member: StaffMember, act: Act, content: Content, thread: Thread | None) -> Thread:
    if thread is None:
        raise NotFoundError("question")
    if not lies_within(member, act, content, thread):
        raise NotAllowedError(member.person_id, act.value)
    return thread
