"""The team's side of questions: list, read, claim, answer, hand over, close.

Each function asks for the role itself, and each act and each reading is written into the log.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.delivery.media import Enclosure
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import (
    NotAllowedError,
    NotFoundError,
    QuestionClosedError,
    QuestionTakenError,
    QuestionUnansweredError,
    TooManyQuestionsError,
)
from bot.domain.inbox.threads import (
    MOST_ENTRIES,
    Closing,
    Thread,
    ThreadEntry,
    ThreadState,
    ThreadStep,
    after,
    is_told,
    leaves_waiting,
    read_number,
    waits_since,
    written,
)
from bot.domain.staff.roles import Act, StaffMember
from bot.services.case import Case
from bot.services.inbox.notices import note_look, tell_colleague
from bot.services.inbox.reach import lies_within, reaches
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

REPLY = "inbox_reply"
"""The kind of message that brings an answer to the person who asked."""

ALBUM_WITHIN: Final = timedelta(minutes=1)
"""The parts of an album come within seconds."""


class OpenThread(NamedTuple):
    """A question as the team reads it, with all its messages, and who of the team reads it."""

    member: StaffMember
    thread: Thread
    entries: Sequence[ThreadEntry]


async def listed(case: Case, state: ThreadState, *, mine: bool = False) -> Sequence[Thread]:
    """Questions in a state within the scope of a colleague, who waits longest first.

    Args:
        mine: Only those that the colleague answers.

    Raises:
        NotAllowedError: here and below, if no role of the colleague allows it.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_INBOX)
    await note_look(case)
    reach = reaches(member, Act.VIEW_INBOX, case.content)
    return await case.uow.inbox.listed(state, reach, member.number if mine else None)


async def find(case: Case, typed: str) -> Thread | None:
    """The question with a typed number, closed or not; None if there is none within the role."""
    member = await require(case.uow, case.person_id, Act.VIEW_INBOX)
    number = read_number(typed)
    thread = await case.uow.inbox.find(number) if number is not None else None
    if thread is None or not lies_within(member, Act.VIEW_INBOX, case.content, thread):
        return None
    return thread


async def count_waiting(case: Case, member: StaffMember) -> int:
    """How many questions wait within the scope of a colleague."""
    return await case.uow.inbox.waiting_count(reaches(member, Act.VIEW_INBOX, case.content))


async def read(case: Case, thread_id: int) -> OpenThread:
    """A question with all its messages; that it was read is written into the log.

    Raises:
        NotFoundError: here and below, if there is no such question.
    """
    member, thread = await _allowed(case, Act.VIEW_INBOX, thread_id)
    entries = await case.uow.inbox.entries(thread_id)
    subject = f"inbox:{thread_id}:read"
    await audit.note(case.uow, case.person_id, Act.VIEW_INBOX, subject, case.now)
    return OpenThread(member, thread, entries)


async def look_up(case: Case, thread_id: int) -> Thread:
    """How a question stands, without its texts, for somebody who may answer it."""
    _member, thread = await _allowed(case, Act.ANSWER_INBOX, thread_id)
    return thread


async def claim(case: Case, thread_id: int) -> None:
    """Take a question on that nobody answers yet; of two who try, one does. Twice is once.

    Raises:
        QuestionTakenError: if another colleague answers it.
        QuestionClosedError: here and below, if it is closed.
    """
    member, thread = await _locked(case, thread_id)
    _step(thread, ThreadStep.CLAIM)
    await _take_on(case, member, thread)


async def reply(
    case: Case,
    thread_id: int,
    text: str,
    *,
    enclosed: Enclosure | None = None,
    source: int | None = None,
) -> None:
    """Answer a question; the words go to the person. Who answers takes it on.

    Args:
        enclosed: A picture, file or voice message, with the words or instead of them.
        source: The number of the message in the colleague's chat.

    Raises:
        QuestionTakenError: if another colleague answers it.
        TooManyQuestionsError: if it is too long already.
        ValueError: if there are no words and nothing is enclosed.
    """
    uow, now = case.uow, case.now
    member, thread = await _locked(case, thread_id)
    said = written(text, enclosed, source)
    state = _step(thread, ThreadStep.REPLY)
    if await uow.inbox.length(thread_id) >= MOST_ENTRIES:
        raise TooManyQuestionsError("entries")
    await _take_on(case, member, thread)
    position = await uow.inbox.add(thread, member.number, said, now)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        waiting_since=waits_since(thread.waiting_since, ThreadStep.REPLY, now),
        changed_at=now,
    )
    await _tell(uow, thread, f"{position}", {"thread": thread_id, "position": position}, now)
    await _note(case, thread_id, "replied")


async def has_just_answered(case: Case, thread_id: int) -> bool:
    """Whether the last message of a question is an answer of the colleague, sent a moment ago.

    Then the further pictures of an album belong to it.
    """
    member, _thread = await _allowed(case, Act.ANSWER_INBOX, thread_id)
    entries = await case.uow.inbox.entries(thread_id)
    last = entries[-1] if entries else None
    return (
        last is not None
        and last.author == member.number
        and last.enclosed is not None
        and case.now - last.sent_at <= ALBUM_WITHIN
    )


async def has_written(case: Case, source: int) -> bool:
    """Whether a message in the colleague's chat went to somebody as an answer."""
    number = await case.uow.staff.number_of(case.person_id)
    if number is None:
        return False
    return await case.uow.inbox.find_message(source, author=number) is not None


async def colleagues(case: Case, thread_id: int) -> Sequence[StaffMember]:
    """Everybody who may answer a question, but for who does."""
    thread = await look_up(case, thread_id)
    return [
        member
        for member in await case.uow.staff.all()
        if member.number != thread.claimed_by
        and lies_within(member, Act.ANSWER_INBOX, case.content, thread)
    ]


async def hand_over(case: Case, thread_id: int, number: int) -> None:
    """Give a question to a colleague, or take it over; whoever gets it from another is told.

    Args:
        number: The staff number of who answers it from now on.

    Raises:
        NotFoundError: also if nobody who may answer it has this staff number.
    """
    member, thread = await _locked(case, thread_id)
    _step(thread, ThreadStep.HAND_OVER)
    colleague = await case.uow.staff.numbered(number)
    if colleague is None or not lies_within(colleague, Act.ANSWER_INBOX, case.content, thread):
        raise NotFoundError("colleague")
    if thread.claimed_by == number:
        return
    await case.uow.inbox.change(thread_id, claimed_by=number)
    await _note(case, thread_id, f"handed-over:{number}")
    if number != member.number:
        await tell_colleague(case.uow, thread, number, "handed", case.now)


async def close(case: Case, thread_id: int, closing: Closing, seen: int = 0) -> None:
    """Close a question; where the person would go on waiting they are told.

    Args:
        seen: How many messages it had when the colleague was warned that the last one has no
            answer; 0 if they were not.

    Raises:
        QuestionTakenError: if another colleague answers it.
        QuestionUnansweredError: if the person waits, and the colleague was not warned of that.
    """
    uow, now = case.uow, case.now
    member, thread = await _locked(case, thread_id)
    state = _step(thread, ThreadStep.CLOSE)
    await _require_free(case, member, thread)
    messages = await uow.inbox.length(thread_id)
    if leaves_waiting(thread.state, closing) and seen != messages:
        raise QuestionUnansweredError(messages)
    await _take_on(case, member, thread)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        closing=closing.value,
        waiting_since=None,
        changed_at=now,
        closed_at=now,
    )
    if is_told(thread.state, closing):
        await _tell(uow, thread, "closed", {"thread": thread_id, "closed": closing.value}, now)
    await _note(case, thread_id, f"closed:{closing.value}")


async def _note(case: Case, thread_id: int, deed: str) -> None:
    subject = f"inbox:{thread_id}:{deed}"
    await audit.note(case.uow, case.person_id, Act.ANSWER_INBOX, subject, case.now)


def _step(thread: Thread, step: ThreadStep) -> ThreadState:
    state = after(thread.state, step)
    if state is None:
        raise QuestionClosedError(str(thread.id))
    return state


async def _take_on(case: Case, member: StaffMember, thread: Thread) -> None:
    if thread.claimed_by == member.number:
        return
    await _require_free(case, member, thread)
    await case.uow.inbox.change(thread.id, claimed_by=member.number)
    await _note(case, thread.id, "claimed")


async def _require_free(case: Case, member: StaffMember, thread: Thread) -> None:
    claimed_by = thread.claimed_by
    if claimed_by is None or claimed_by == member.number:
        return
    if await case.uow.staff.numbered(claimed_by) is not None:
        raise QuestionTakenError(str(thread.id))


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


async def _allowed(case: Case, act: Act, thread_id: int) -> tuple[StaffMember, Thread]:
    member = await require(case.uow, case.person_id, act)
    return member, _checked(case, member, act, await case.uow.inbox.find(thread_id))


async def _locked(case: Case, thread_id: int) -> tuple[StaffMember, Thread]:
    member = await require(case.uow, case.person_id, Act.ANSWER_INBOX)
    thread = await case.uow.inbox.find(thread_id, locked=True)
    return member, _checked(case, member, Act.ANSWER_INBOX, thread)


def _checked(case: Case, member: StaffMember, act: Act, thread: Thread | None) -> Thread:
    if thread is None:
        raise NotFoundError("question")
    if not lies_within(member, act, case.content, thread):
        raise NotAllowedError(member.person_id, act.value)
    return thread
