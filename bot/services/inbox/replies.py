"""Where words belong that nobody asked for: what answers a message of the bot, or follows one."""

from datetime import timedelta
from typing import Final

from bot.domain.delivery.outbox import Params
from bot.domain.errors import NotFoundError
from bot.domain.inbox.threads import About, Destination, Thread, ThreadState, Written
from bot.domain.staff.roles import Act
from bot.services.case import Case
from bot.services.inbox import desk, notices, own
from bot.services.inbox.reach import reaches
from bot.storage.delivery.notices import SentNotice
from bot.storage.inbox.unsent import Unsent

SOON: Final = timedelta(days=1)
"""So long after a message of the bot something typed may be meant for it."""
_ABOUT_CALLS: Final = (
    "round_opened", "round_changed", "deadline_reminder", "call_fits"
)  # fmt: skip
_ABOUT_INTERESTS: Final = ("interest_decided", "interest_incomplete")
_FOR_ANYBODY: Final = ("broadcast", "broadcast_shown", "erasure_warning", "session_changed")
_ANSWERED: Final = (
    desk.REPLY, notices.STAFF_NOTICE, notices.WAITING, *_ABOUT_CALLS, *_ABOUT_INTERESTS,
    *_FOR_ANYBODY,
)  # fmt: skip
"""Kinds of messages that somebody may answer."""
_OFFERED_AFTER: Final = (desk.REPLY, notices.STAFF_NOTICE, *_ABOUT_CALLS, *_ABOUT_INTERESTS)
"""Kinds of messages after which something typed is likely to be an answer."""


async def answered(case: Case, message_id: int) -> Destination | None:
    """Where an answer to a message of the bot belongs.

    Args:
        message_id: The number of the message in the person's chat; it may be words of their own
            that the team has.

    Returns:
        None if it is a message to which there is nothing to say.
    """
    sent = await case.uow.sent_notices.find(case.person_id, message_id)
    if sent is not None:
        return await _where(case, sent)
    mine = await case.uow.inbox.find_message(message_id, person_id=case.person_id)
    return await _into(case, mine[0]) if mine is not None else None


async def shown_at(case: Case, message_id: int) -> str | None:
    """The code of what an older screen showed last, where an answer to it belongs somewhere."""
    return await case.uow.messages.subject_of(case.person_id, message_id)


async def likely(case: Case) -> Destination | None:
    """Where something belongs that was typed soon after a message; None if none came lately."""
    since = case.now - SOON
    sent = await case.uow.sent_notices.newest(case.person_id, _OFFERED_AFTER, since)
    return await _where(case, sent) if sent is not None else None


async def keep(case: Case, said: Written, where: Destination) -> None:
    """Keep words for a day, so that one tap sends them."""
    await case.uow.unsent_words.keep(case.person_id, Unsent(said, where), case.now)


async def kept(case: Case) -> Destination:
    """Where the words would go that wait for the person's yes.

    Raises:
        NotFoundError: if no words wait.
    """
    return (await _kept(case)).where


async def send_kept(case: Case) -> Thread:
    """Send the words that wait to where they belong; there is then no copy of them any more.

    Raises:
        NotFoundError: if no words wait; else as :func:`send`.
    """
    said, where = await _kept(case)
    thread = await send(case, said, where)
    await case.uow.unsent_words.forget(case.person_id)
    return thread


async def send(case: Case, said: Written, where: Destination) -> Thread:
    """Bring words to where they belong: into a question, to the team, or to who asked it.

    Raises:
        NotFoundError, NotAllowedError, QuestionClosedError, QuestionTakenError,
        TooManyQuestionsError, ValueError: as asking, adding and answering do.
    """
    text, enclosed, source = said.text, said.enclosed, said.source
    if where.from_team:
        await desk.reply(case, where.thread, text, enclosed=enclosed, source=source)
        return await desk.look_up(case, where.thread)
    if where.thread:
        return await own.add(case, where.thread, text, enclosed=enclosed, source=source)
    return await own.ask(case, where.about, text, enclosed=enclosed, source=source)


async def _kept(case: Case) -> Unsent:
    unsent = await case.uow.unsent_words.find(case.person_id)
    if unsent is None:
        raise NotFoundError("words")
    return unsent


async def _where(case: Case, sent: SentNotice) -> Destination | None:
    kind, params = sent
    if kind == desk.REPLY:
        return await _into(case, int(params["thread"] or 0))
    if kind == notices.STAFF_NOTICE:
        return Destination(thread=int(params["thread"] or 0), from_team=True)
    if kind == notices.WAITING:
        return await _only_waiting(case)
    if kind in _ABOUT_INTERESTS:
        return Destination(about=await _of_interest(case, params))
    if kind in _ABOUT_CALLS:
        return Destination(about=_of_call(case, str(params.get("call", ""))))
    return Destination() if kind in _ANSWERED else None


async def _into(case: Case, thread_id: int) -> Destination:
    """A question of the person; a new one about the same thing where that one is over."""
    thread = await case.uow.inbox.find(thread_id)
    if thread is None or thread.person_id != case.person_id:
        return Destination()
    if thread.state is ThreadState.CLOSED:
        return Destination(about=thread.about)
    return Destination(thread=thread_id)


async def _only_waiting(case: Case) -> Destination | None:
    """The one question that waits for a colleague; None where several do, or none."""
    member = await case.uow.staff.find(case.person_id)
    if member is None:
        return None
    reach = reaches(member, Act.ANSWER_INBOX, case.content)
    waiting = await case.uow.inbox.listed(ThreadState.WAITING, reach)
    return Destination(thread=waiting[0].id, from_team=True) if len(waiting) == 1 else None


def _of_call(case: Case, call_id: str) -> About:
    call = case.content.calls.get(call_id)
    return About(call.programme) if call else About()


async def _of_interest(case: Case, params: Params) -> About:
    interest = await case.uow.interests.find(int(params["interest"] or 0))
    if interest is None or interest.person_id != case.person_id:
        return About()
    return About(_of_call(case, interest.call_id).programme, interest.municipality)
