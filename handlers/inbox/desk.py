"""The team's inbox, and what the outbox says about questions."""

from collections.abc import Callable

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.domain.errors import NotFoundError
from bot.domain.inbox.threads import Closing, ThreadState
from bot.domain.staff.roles import StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.inbox import desk as screens
from bot.screens.inbox import own as question_screens
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
from bot.services.inbox import desk as inbox
from bot.services.inbox import notices as inbox_notices
from bot.services.privacy import passcodes
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.outgoing import Renderers
from bot.transport.visit import Text, Visit


async def show_list(visit: Visit, action: ListInbox) -> Screen:
    """Questions within my scope."""
    person_id = visit.person.id
    state = ThreadState.ANSWERED if action.box is Box.ANSWERED else ThreadState.WAITING
    found = await inbox.listed(
        visit.uow, visit.content, person_id, state, mine=action.box is Box.MINE
    )
    names = await visit.uow.staff.names()
    return screens.list_inbox(action.box, found, action.page, names, visit.content, visit.now)


async def show(visit: Visit, action: ShowThread) -> Screen:
    """A question with its messages; that I read it is written into the log."""
    question = await inbox.read(visit.uow, visit.content, visit.person.id, action.thread, visit.now)
    names = await visit.uow.staff.names()
    return screens.show_thread(
        question.member,
        question.thread,
        question.entries,
        action.page,
        names,
        visit.content,
        visit.now,
    )


async def claim(visit: Visit, action: ClaimThread) -> Screen:
    """I answer it."""
    await inbox.claim(visit.uow, visit.content, visit.person.id, action.thread, visit.now)
    screen = await visit.draw(ShowThread(action.thread))
    return screen.with_toast(Msg("It is yours."))


async def write(visit: Visit, action: WriteReply) -> Screen:
    """Type the answer."""
    _member, thread = await inbox.look_up(visit.uow, visit.content, visit.person.id, action.thread)
    return screens.write_reply(thread, visit.content)


async def send(visit: Visit, text: Text) -> Screen:
    """The typed answer."""
    here = visit.here
    if not isinstance(here, WriteReply):
        raise NotFoundError("question")
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(here)
    if not text.text.strip():
        _member, thread = await inbox.look_up(
            visit.uow, visit.content, visit.person.id, here.thread
        )
        return screens.write_reply(thread, visit.content, empty=True)
    await inbox.reply(visit.uow, visit.content, visit.person.id, here.thread, text.text, visit.now)
    screen = await visit.draw(ShowThread(here.thread))
    return screen.with_intro(Msg("Your answer is on its way."))


async def choose_colleague(visit: Visit, action: ChooseColleague) -> Screen:
    """Who may answer it instead."""
    person_id = visit.person.id
    _member, thread = await inbox.look_up(visit.uow, visit.content, person_id, action.thread)
    found = await inbox.colleagues(visit.uow, visit.content, person_id, action.thread)
    names = await visit.uow.staff.names()
    return screens.choose_colleague(thread, found, action.page, names)


async def hand_over(visit: Visit, action: HandOver) -> Screen:
    """A colleague answers it from now on."""
    await inbox.hand_over(
        visit.uow, visit.content, visit.person.id, action.thread, action.number, visit.now
    )
    screen = await visit.draw(ShowThread(action.thread))
    return screen.with_toast(Msg("Handed over."))


async def choose_closing(visit: Visit, action: ChooseEnding) -> Screen:
    """Why it is closed."""
    _member, thread = await inbox.look_up(visit.uow, visit.content, visit.person.id, action.thread)
    return screens.choose_closing(thread)


async def close(visit: Visit, action: CloseThread) -> Screen:
    """Close it."""
    await inbox.close(
        visit.uow, visit.content, visit.person.id, action.thread, action.closing, visit.now
    )
    screen = await visit.draw(ListInbox())
    return screen.with_toast(Msg("Closed."))


async def count_waiting(visit: Visit, member: StaffMember) -> int:
    """How many questions wait within my scope, for the panel."""
    return await inbox.waiting(visit.uow, visit.content, member)


async def render_answer(uow: UnitOfWork, due: Due) -> Notice | None:
    """What the person who asked is told; None if the question is gone."""
    thread = await uow.inbox.find(int(due.params["thread"] or 0))
    if thread is None:
        return None
    if "closed" in due.params:
        return question_screens.closed_notice(thread, Closing(str(due.params["closed"])))
    entries = await uow.inbox.entries(thread.id)
    texts = [one.text for one in entries if one.position == due.params["position"]]
    return question_screens.answer_notice(thread, texts[0]) if texts else None


def renderers(content: Callable[[], Content]) -> Renderers:
    """What colleagues are told of new questions, by the content that serves then."""

    async def say(uow: UnitOfWork, due: Due) -> Notice | None:
        count = await inbox_notices.count_for(uow, content(), due.recipient.person_id or 0)
        return screens.waiting_notice(count) if count else None

    return {inbox_notices.KIND: say}


async def render_staff_notice(uow: UnitOfWork, due: Due) -> Notice | None:
    """What a colleague is told; None if the question is not theirs any more."""
    thread = await uow.inbox.find(int(due.params["thread"] or 0))
    number = await uow.staff.number_of(due.recipient.person_id or 0)
    if thread is None or thread.state is ThreadState.CLOSED or thread.claimed_by != number:
        return None
    return screens.staff_notice(thread, str(due.params["event"]))
