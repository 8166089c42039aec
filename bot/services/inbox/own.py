"""A person's own questions to the team: ask, add something, read the answers, withdraw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.delivery.media import Enclosure
from bot.domain.errors import NotFoundError, QuestionClosedError, TooManyQuestionsError
from bot.domain.inbox.threads import (
    MOST_ENTRIES,
    MOST_OPEN,
    SILENT_FOR,
    About,
    Closing,
    Thread,
    ThreadEntry,
    ThreadStep,
    Written,
    after,
    waits_since,
    written,
)
from bot.domain.rights.my_data import SentQuestion
from bot.services.case import Case
from bot.services.inbox.notices import tell_colleague, tell_team
from bot.storage.unit_of_work import UnitOfWork


async def ask(
    case: Case,
    about: About,
    text: str,
    *,
    enclosed: Enclosure | None = None,
    source: int | None = None,
) -> Thread:
    """Send a question to the team; who may answer it is told.

    Args:
        enclosed: A picture, file or voice message, with the words or instead of them.
        source: The number of the message in the person's chat.

    Raises:
        TooManyQuestionsError: if the person has too many open questions.
        ValueError: if there are no words and nothing is enclosed.
    """
    said = written(text, enclosed, source)
    if await case.uow.inbox.open_count(case.person_id) >= MOST_OPEN:
        raise TooManyQuestionsError("open")
    number = await case.uow.inbox.open(case.person_id, about, case.now)
    thread = await _locked(case, number)
    await case.uow.inbox.add(thread, None, said, case.now)
    await tell_team(case.uow, case.content, thread, case.now)
    return thread


async def add(
    case: Case,
    thread_id: int,
    text: str,
    *,
    enclosed: Enclosure | None = None,
    source: int | None = None,
) -> Thread:
    """Add something to a question that is not closed; the colleague who answers it is told.

    Args:
        enclosed: A picture, file or voice message, with the words or instead of them.
        source: The number of the message in the person's chat.

    Raises:
        NotFoundError: if the person has no such question.
        QuestionClosedError: if it is closed.
        TooManyQuestionsError: if it is too long already.
        ValueError: if there are no words and nothing is enclosed.
    """
    return await _add(case, thread_id, written(text, enclosed, source))


async def change(case: Case, source: int, text: str) -> Thread | None:
    """Add the new words of a message that the person changed, marked as such.

    What the team read before stays, because it may have been answered.

    Args:
        source: The number of the message in the person's chat.

    Returns:
        The question; None if the message is none of a question, or says what it said before.

    Raises:
        QuestionClosedError, TooManyQuestionsError: as :func:`add`.
    """
    found = await case.uow.inbox.find_message(source, person_id=case.person_id)
    if found is None or not text.strip():
        return None
    thread_id, before = found
    said = replace(written(text, None, source), is_change=True)
    return None if said.text == before.text else await _add(case, thread_id, said)


async def _add(case: Case, thread_id: int, said: Written) -> Thread:
    uow, now = case.uow, case.now
    thread = await _locked(case, thread_id)
    state = after(thread.state, ThreadStep.ADD)
    if state is None:
        raise QuestionClosedError(str(thread_id))
    if await uow.inbox.length(thread_id) >= MOST_ENTRIES:
        raise TooManyQuestionsError("entries")
    await uow.inbox.add(thread, None, said, now)
    await uow.inbox.change(
        thread_id,
        state=state.value,
        waiting_since=waits_since(thread.waiting_since, ThreadStep.ADD, now),
        changed_at=now,
    )
    if thread.claimed_by is not None:
        await tell_colleague(uow, thread, thread.claimed_by, "added", now)
    return await _locked(case, thread_id)


async def withdraw(case: Case, thread_id: int) -> None:
    """Take a question back: its texts are erased at once. Twice is once.

    Raises:
        NotFoundError: if the person has no such question.
    """
    thread = await _locked(case, thread_id)
    await case.uow.inbox.drop_texts(thread_id)
    state = after(thread.state, ThreadStep.WITHDRAW)
    if state is not None:
        await case.uow.inbox.change(
            thread_id,
            state=state.value,
            closing=Closing.WITHDRAWN.value,
            waiting_since=None,
            changed_at=case.now,
            closed_at=case.now,
        )


async def mine(case: Case) -> Sequence[Thread]:
    """The questions of a person, what changed last first."""
    return await case.uow.inbox.of_person(case.person_id)


async def read(case: Case, thread_id: int) -> tuple[Thread, Sequence[ThreadEntry]]:
    """A question of one's own with all its messages.

    Raises:
        NotFoundError: if the person has no such question.
    """
    thread = _own(case, await case.uow.inbox.find(thread_id))
    return thread, await case.uow.inbox.entries(thread_id)


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


async def _locked(case: Case, thread_id: int) -> Thread:
    return _own(case, await case.uow.inbox.find(thread_id, locked=True))


def _own(case: Case, thread: Thread | None) -> Thread:
    if thread is None or thread.person_id != case.person_id:
        raise NotFoundError("question")
    return thread
