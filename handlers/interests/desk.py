"""Interests in the hands of staff, and what the outbox says about interests."""

from collections.abc import Callable

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.domain.errors import InterestOverError, NotFoundError
from bot.domain.figures.exports import ExportTopic
from bot.domain.interests.declared import Decision
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.interests import desk as screens
from bot.screens.interests import notices, opened
from bot.screens.interests.actions import (
    ChooseDecision,
    ConfirmDecision,
    DecideInterest,
    ListCallInterests,
    ListInterestCalls,
    MarkInterest,
    OpenInterest,
    OpenOrigin,
    UnmarkInterest,
    WriteToApplicant,
)
from bot.screens.notices import Notice
from bot.screens.screen import Screen
from bot.services.figures import exports
from bot.services.interests import desk, partnerships
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderers
from bot.transport.visit import Said, Text, Visit


async def list_calls(visit: Visit, action: ListInterestCalls) -> Screen:
    """List the calls for which people want to apply, those with most waiting first."""
    calls = await desk.overview(visit.case)
    return screens.list_calls(calls, action.page, visit.content)


async def find(visit: Visit, text: Text) -> Screen:
    """Open the interest with the typed number; without one, the calls and a word about it."""
    interest = await desk.find(visit.case, text.text)
    if interest is not None:
        return await visit.draw(OpenInterest(interest.id))
    calls = await desk.overview(visit.case)
    return screens.list_calls(calls, 0, visit.content, unknown=True)


async def list_interests(visit: Visit, action: ListCallInterests) -> Screen:
    """List who wants to apply for a call, oldest first."""
    interests = await desk.listed(visit.case, action.call, only_open=not action.all)
    member = await staff.require(visit.uow, visit.person.id, Act.VIEW_INTERESTS)
    return screens.list_interests(
        action.call,
        interests,
        visit.content,
        everything=bool(action.all),
        page=action.page,
        may_ask=exports.may_ask(member, visit.content, ExportTopic.INTERESTS, action.call),
    )


async def show(visit: Visit, action: OpenInterest) -> Screen:
    """Show one interest with what the person shares; the reading is in the log."""
    return await _shown(visit, action.number, action.page)


async def show_origin(visit: Visit, action: OpenOrigin) -> Screen:
    """Show an interest with the answers about origin; this reading is in the log by itself."""
    return await _shown(visit, action.number, action.page, origin=True)


async def mark(visit: Visit, action: MarkInterest) -> Screen:
    """Note that the person was contacted, or has applied, and show the interest again."""
    try:
        await desk.mark(visit.case, action.number, action.step)
    except InterestOverError:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return (await _shown(visit, action.number)).with_toast(Msg("Noted."))


async def unmark(visit: Visit, action: UnmarkInterest) -> Screen:
    """Take the last mark back, which was a wrong tap, and show the interest again."""
    try:
        await desk.unmark(visit.case, action.number)
    except InterestOverError:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return (await _shown(visit, action.number)).with_toast(Msg("Undone."))


async def choose_decision(visit: Visit, action: ChooseDecision) -> Screen:
    """Offer the decisions that a programme can take about an interest."""
    interest = await desk.look_up(visit.case, action.number)
    return opened.choose_decision(interest, visit.content)


async def confirm_decision(visit: Visit, action: ConfirmDecision) -> Screen:
    """Show what the person will read, before anything is written down."""
    interest = await desk.look_up(visit.case, action.number)
    if interest.decision is action.decision:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return opened.confirm_decision(interest, action.decision, visit.content)


async def decide(visit: Visit, action: DecideInterest) -> Screen:
    """Note what was decided, or corrected; the person is told privately."""
    before = Decision(action.instead_of) if action.instead_of in set(Decision) else None
    try:
        await desk.decide(visit.case, action.number, action.decision, before)
    except InterestOverError:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return (await _shown(visit, action.number)).with_toast(Msg("Noted. The person is told."))


async def write(visit: Visit, action: WriteToApplicant) -> Screen:
    """Ask for the message that the person is to get."""
    interest = await desk.look_up(visit.case, action.number)
    return opened.write_message(interest, visit.content)


async def send(visit: Visit, said: Said) -> Screen:
    """Send the message to the person and show their interest again."""
    here = visit.here
    if not isinstance(here, WriteToApplicant):
        raise NotFoundError("interest")
    try:
        await desk.write(
            visit.case, here.number, said.text, enclosed=said.enclosed, source=visit.message_id
        )
    except ValueError:
        interest = await desk.look_up(visit.case, here.number)
        return opened.write_message(interest, visit.content, empty=True)
    return await _shown(visit, here.number, sent=True)


async def count_waiting(visit: Visit, member: StaffMember) -> int:
    """How many people within a colleague's role were not contacted yet, for the panel."""
    return await desk.count_waiting(visit.case, member)


def renderers(content: Callable[[], Content]) -> Renderers:
    """What queued notices about interests say, at the time of sending.

    Args:
        content: Gives the content that serves now.
    """

    async def say_decided(uow: UnitOfWork, due: Due) -> Notice | None:
        interest = await desk.find_decided(uow, int(due.params["interest"] or 0))
        corrects = bool(due.params.get("corrects"))
        return notices.decided_notice(interest, content(), corrects=corrects) if interest else None

    async def say_incomplete(uow: UnitOfWork, due: Due) -> Notice | None:
        interest = await partnerships.find_incomplete(uow, int(due.params["interest"] or 0))
        return notices.incomplete_notice(interest, content()) if interest else None

    return {desk.DECIDED: say_decided, partnerships.INCOMPLETE: say_incomplete}


async def _shown(
    visit: Visit, number: int, page: int = 0, *, origin: bool = False, sent: bool = False
) -> Screen:
    interest = await desk.open_interest(visit.case, number, origin=origin)
    return opened.show_interest(interest, visit.content, origin=origin, page=page, sent=sent)


def _moved() -> Msg:
    return Msg("It has changed meanwhile. Please look again.")
