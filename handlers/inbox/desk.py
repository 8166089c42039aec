"""The team's inbox, and what the outbox says about questions."""

from collections.abc import Callable

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.domain.errors import NotFoundError, QuestionUnansweredError
from bot.domain.inbox.threads import Closing, Destination, ThreadState, read_number, written
from bot.domain.staff.roles import StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.inbox import desk as screens
from bot.screens.inbox import own as own_screens
from bot.screens.inbox import pages, words
from bot.screens.inbox.actions import (
    Box,
    ChooseColleague,
    ChooseEnding,
    ClaimThread,
    CloseThread,
    HandOver,
    ListInbox,
    ShowThread,
    ShowThreadFiles,
    WriteReply,
)
from bot.screens.notices import Notice
from bot.screens.screen import Enclosed, Screen
from bot.services.inbox import desk, notices, replies
from bot.services.staff import team
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderers
from bot.transport.visit import MediaMessage, Said, Text, Visit


async def show_list(visit: Visit, action: ListInbox) -> Screen:
    """The questions within the scope of a colleague that wait, are theirs, or are over."""
    return await _listed(visit, action.box, action.page)


async def find(visit: Visit, text: Text) -> Screen:
    """Open the question with the typed number; without one, the inbox and a word about it."""
    thread = await desk.find(visit.case, text.text)
    if thread is not None:
        return await visit.draw(ShowThread(thread.id))
    return await _listed(visit, Box.WAITING, 0, unknown=True)


async def show(visit: Visit, action: ShowThread) -> Screen:
    """A question with its messages; that it was read is written into the log.

    What the person sent goes along once, when the question is opened and not at each step in it.
    """
    came_from_it = getattr(visit.here, "thread", None) == action.thread
    return await _shown(visit, action, with_files=not came_from_it)


async def show_files(visit: Visit, action: ShowThreadFiles) -> Screen:
    """The question again, with what the person and the team sent below it."""
    return await _shown(visit, ShowThread(action.thread, action.page), with_files=True)


async def _shown(visit: Visit, action: ShowThread, *, with_files: bool) -> Screen:
    opened = await desk.read(visit.case, action.thread)
    names = await team.names(visit.uow)
    screen = screens.show_thread(
        opened.member, opened.thread, opened.entries, action.page, names, visit.content, visit.now
    )
    if not with_files:
        return screen
    files = pages.paged(opened.entries, {}, mine=False)
    page = files[min(action.page, len(files) - 1)]
    return screen.with_enclosed(*(Enclosed(file) for _author, file in page.files))


async def claim(visit: Visit, action: ClaimThread) -> Screen:
    """The question is the colleague's to answer."""
    await desk.claim(visit.case, action.thread)
    screen = await visit.draw(ShowThread(action.thread))
    return screen.with_toast(Msg("It is yours."))


async def write(visit: Visit, action: WriteReply) -> Screen:
    """Where the answer is typed, and that it goes out at once."""
    thread = await desk.look_up(visit.case, action.thread)
    return screens.write_reply(thread, visit.content)


async def send(visit: Visit, said: Said) -> Screen:
    """The question, and that the answer is on its way to the person: words, a picture, a file."""
    here = visit.here
    if not isinstance(here, WriteReply):
        raise NotFoundError("question")
    if not said.text.strip() and said.enclosed is None:
        thread = await desk.look_up(visit.case, here.thread)
        return screens.write_reply(thread, visit.content, empty=True)
    await _reply(visit, here.thread, said)
    screen = await visit.draw(ShowThread(here.thread))
    return screen.with_intro(Msg("Your answer is on its way."))


async def offer_answer(visit: Visit, text: Text) -> Screen:
    """Whether what was typed below a question is its answer; it goes out only after a tap.

    The number of another question opens that one.
    """
    if read_number(text.text) is not None and not any(map(str.isalpha, text.text)):
        return await find(visit, text)
    here = visit.here
    if not isinstance(here, ShowThread):
        raise NotFoundError("question")
    where = Destination(thread=here.thread, from_team=True)
    await desk.look_up(visit.case, here.thread)
    await replies.keep(visit.case, written(text.text, None, visit.message_id), where)
    return words.offer_words(where, visit.content)


async def add_file(visit: Visit, sent: MediaMessage) -> Screen:
    """The rest of an album that is an answer goes to the person too; anything else gets a hint."""
    here = visit.here
    if not isinstance(here, ShowThread):
        raise NotFoundError("question")
    if sent.goes_on and await desk.has_just_answered(visit.case, here.thread):
        await _reply(visit, here.thread, sent)
        return await visit.stay()
    return await visit.stay(Msg("To send this as the answer, tap Answer first."))


async def _reply(visit: Visit, thread: int, said: Said) -> None:
    enclosed, source = said.enclosed, visit.message_id
    await desk.reply(visit.case, thread, said.text, enclosed=enclosed, source=source)


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
        entry = await notices.find_entry(uow, thread, int(due.params["position"] or 0))
        if entry is None:
            return None
        return own_screens.answer_notice(thread, entry.text, content(), entry.enclosed)

    async def say_waiting(uow: UnitOfWork, due: Due) -> Notice | None:
        count = await notices.count_for(uow, content(), due.recipient.person_id or 0)
        return screens.waiting_notice(count) if count else None

    return {desk.REPLY: say_answer, notices.WAITING: say_waiting}


async def render_staff_notice(uow: UnitOfWork, due: Due) -> Notice | None:
    """What a colleague is told; None if the question is not theirs any more."""
    person_id = due.recipient.person_id or 0
    thread = await notices.find_claimed(uow, int(due.params["thread"] or 0), person_id)
    return screens.staff_notice(thread, str(due.params["event"])) if thread else None
