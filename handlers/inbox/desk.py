"""The team's inbox, and what the outbox says about questions."""

from collections.abc import Callable

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.domain.errors import NotFoundError, QuestionUnansweredError
from bot.domain.inbox.threads import Closing, ThreadState
from bot.domain.staff.roles import StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.inbox import desk as screens
from bot.screens.inbox import own as own_screens
from bot.screens.inbox.actions import (
    Box,
    ChooseColleague,
    ChooseEnding,
    ClaimThread,
    CloseThread,
    HandOver,
    ListInbox,
    ShowThread,
    WriteReply,
)
from bot.screens.notices import Notice
from bot.screens.screen import Screen
from bot.services.inbox import desk, notices
from bot.services.privacy import passcodes
from bot.services.staff import team
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderers
from bot.transport.visit import Text, Visit


async def show_list(visit: Visit, action: ListInbox) -> Screen:
    """The questions within the scope of a colleague that wait, are theirs, or are over."""
    return await _listed(visit, action.box, action.page)


async def find(visit: Visit, text: Text) -> Screen:
    """Open the question with the typed number; without one, the inbox and a word about it."""
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(ListInbox())
    thread = await desk.find(visit.case, text.text)
    if thread is not None:
        return await visit.draw(ShowThread(thread.id))
    return await _listed(visit, Box.WAITING, 0, unknown=True)


async def show(visit: Visit, action: ShowThread) -> Screen:
    """A question with its messages; that it was read is written into the log."""
    opened = await desk.read(visit.case, action.thread)
    names = await team.names(visit.uow)
    return screens.show_thread(
        opened.member, opened.thread, opened.entries, action.page, names, visit.content, visit.now
    )


async def claim(visit: Visit, action: ClaimThread) -> Screen:
    """The question is the colleague's to answer."""
    await desk.claim(visit.case, action.thread)
    screen = await visit.draw(ShowThread(action.thread))
    return screen.with_toast(Msg("It is yours."))


async def write(visit: Visit, action: WriteReply) -> Screen:
    """Where the answer is typed, and that it goes out at once."""
    thread = await desk.look_up(visit.case, action.thread)
    return screens.write_reply(thread, visit.content)


async def send(visit: Visit, text: Text) -> Screen:
    """The question, and that the typed answer is on its way to the person."""
    here = visit.here
    if not isinstance(here, WriteReply):
        raise NotFoundError("question")
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(here)
    if not text.text.strip():
        thread = await desk.look_up(visit.case, here.thread)
        return screens.write_reply(thread, visit.content, empty=True)
    await desk.reply(visit.case, here.thread, text.text)
    screen = await visit.draw(ShowThread(here.thread))
    return screen.with_intro(Msg("Your answer is on its way."))


async def choose_colleague(visit: Visit, action: ChooseColleague) -> Screen:
    """The colleagues who may answer a question instead."""
    thread = await desk.look_up(visit.case, action.thread)
    colleagues = await desk.colleagues(visit.case, action.thread)
    names = await team.names(visit.uow)
    return screens.choose_colleague(thread, colleagues, action.page, names)


async def hand_over(visit: Visit, action: HandOver) -> Screen:
    """A colleague answers the question from now on, and is told."""
    await desk.hand_over(visit.case, action.thread, action.number)
    screen = await visit.draw(ShowThread(action.thread))
    return screen.with_toast(Msg("Handed over."))


async def choose_closing(visit: Visit, action: ChooseEnding) -> Screen:
    """The reasons for which a question may be closed."""
    return screens.choose_closing(await desk.look_up(visit.case, action.thread))


async def close(visit: Visit, action: CloseThread) -> Screen:
    """The inbox without the closed question; where somebody waits, the question before that."""
    try:
        await desk.close(visit.case, action.thread, action.closing, action.seen)
    except QuestionUnansweredError as error:
        thread = await desk.look_up(visit.case, action.thread)
        return screens.confirm_closing(thread, action.closing, error.messages)
    screen = await visit.draw(ListInbox())
    return screen.with_toast(Msg("Closed."))


async def _listed(visit: Visit, box: Box, page: int, *, unknown: bool = False) -> Screen:
    states = {Box.ANSWERED: ThreadState.ANSWERED, Box.CLOSED: ThreadState.CLOSED}
    state = states.get(box, ThreadState.WAITING)
    threads = await desk.listed(visit.case, state, mine=box is Box.MINE)
    names = await team.names(visit.uow)
    return screens.list_inbox(box, threads, page, names, visit.content, visit.now, unknown=unknown)


async def count_waiting(visit: Visit, member: StaffMember) -> int:
    """How many questions wait within the scope of a colleague, for the panel."""
    return await desk.count_waiting(visit.case, member)


def renderers(content: Callable[[], Content]) -> Renderers:
    """What people are told of answers, and colleagues of questions, by the content of then."""

    async def say_answer(uow: UnitOfWork, due: Due) -> Notice | None:
        thread = await notices.find_thread(uow, int(due.params["thread"] or 0))
        if thread is None:
            return None
        if "closed" in due.params:
            return own_screens.closed_notice(thread, Closing(str(due.params["closed"])))
        text = await notices.find_text(uow, thread, int(due.params["position"] or 0))
        return own_screens.answer_notice(thread, text, content()) if text is not None else None

    async def say_waiting(uow: UnitOfWork, due: Due) -> Notice | None:
        count = await notices.count_for(uow, content(), due.recipient.person_id or 0)
        return screens.waiting_notice(count) if count else None

    return {desk.REPLY: say_answer, notices.WAITING: say_waiting}


async def render_staff_notice(uow: UnitOfWork, due: Due) -> Notice | None:
    """What a colleague is told; None if the question is not theirs any more."""
    person_id = due.recipient.person_id or 0
    thread = await notices.find_claimed(uow, int(due.params["thread"] or 0), person_id)
    return screens.staff_notice(thread, str(due.params["event"])) if thread else None
