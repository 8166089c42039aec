"""Interests in the hands of staff, and what the outbox says about interests."""

from collections.abc import Callable

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.domain.errors import InterestOverError, NotFoundError
from bot.domain.figures.exports import ExportTopic
from bot.domain.interests.declared import InterestState
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.phrases import Msg
from bot.screens.interests import desk as screens
from bot.screens.interests import handling as handling_screens
from bot.screens.interests import notices as interest_notices
from bot.screens.interests.actions import (
    ChooseDecision,
    DecideInterest,
    ListCallInterests,
    ListInterestCalls,
    MarkInterest,
    OpenInterest,
    OpenOrigin,
    WriteToApplicant,
)
from bot.screens.notices import Notice
from bot.screens.screen import Screen
from bot.services.figures import exports
from bot.services.interests import desk as interest_desk
from bot.services.privacy import passcodes
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.outgoing import Renderers
from bot.transport.visit import Text, Visit


async def list_calls(visit: Visit, action: ListInterestCalls) -> Screen:
    """The calls for which people want to apply."""
    found = await interest_desk.overview(visit.uow, visit.content, visit.person.id)
    return screens.list_calls(found, action.page, visit.content)


async def find(visit: Visit, text: Text) -> Screen:
    """The interest with the typed number."""
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(ListInterestCalls())
    found = await interest_desk.find(visit.uow, visit.content, visit.person.id, text.text)
    if found is not None:
        return await visit.draw(OpenInterest(found.id))
    calls = await interest_desk.overview(visit.uow, visit.content, visit.person.id)
    return screens.list_calls(calls, 0, visit.content, unknown=True)


async def list_interests(visit: Visit, action: ListCallInterests) -> Screen:
    """Who wants to apply for a call."""
    found = await interest_desk.listed(
        visit.uow, visit.content, visit.person.id, action.call, only_open=not action.all
    )
    member = await staff.require(visit.uow, visit.person.id, Act.VIEW_INTERESTS)
    return screens.list_interests(
        action.call,
        found,
        visit.content,
        everything=bool(action.all),
        page=action.page,
        may_ask=exports.may_ask(member, visit.content, ExportTopic.INTERESTS, action.call),
    )


async def show(visit: Visit, action: OpenInterest) -> Screen:
    """One of them."""
    return await _shown(visit, action.number, action.page)


async def show_origin(visit: Visit, action: OpenOrigin) -> Screen:
    """The same with the answers about origin."""
    return await _shown(visit, action.number, action.page, origin=True)


async def mark(visit: Visit, action: MarkInterest) -> Screen:
    """The person was contacted, or has applied."""
    try:
        await interest_desk.mark(
            visit.uow, visit.content, visit.person.id, action.number, action.step, visit.now
        )
    except InterestOverError:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return (await _shown(visit, action.number)).with_toast(Msg("Noted."))


async def choose_decision(visit: Visit, action: ChooseDecision) -> Screen:
    """What was decided?"""
    interest = await interest_desk.look_up(visit.uow, visit.content, visit.person.id, action.number)
    return handling_screens.choose_decision(interest, visit.content)


async def decide(visit: Visit, action: DecideInterest) -> Screen:
    """This was decided."""
    try:
        await interest_desk.decide(
            visit.uow, visit.content, visit.person.id, action.number, action.decision, visit.now
        )
    except InterestOverError:
        return (await _shown(visit, action.number)).with_toast(_moved())
    return (await _shown(visit, action.number)).with_toast(Msg("Noted. The person is told."))


async def write(visit: Visit, action: WriteToApplicant) -> Screen:
    """Type a message to the person."""
    interest = await interest_desk.look_up(visit.uow, visit.content, visit.person.id, action.number)
    return handling_screens.write_message(interest, visit.content)


async def send(visit: Visit, text: Text) -> Screen:
    """The typed message."""
    here = visit.here
    if not isinstance(here, WriteToApplicant):
        raise NotFoundError("interest")
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(here)
    try:
        await interest_desk.write(
            visit.uow, visit.content, visit.person.id, here.number, text.text, visit.now
        )
    except ValueError:
        interest = await interest_desk.look_up(
            visit.uow, visit.content, visit.person.id, here.number
        )
        return handling_screens.write_message(interest, visit.content, empty=True)
    return await _shown(visit, here.number, sent=True)


async def count_waiting(visit: Visit, member: StaffMember) -> int:
    """How many were not contacted yet within my scope, for the panel."""
    return await interest_desk.count_waiting(visit.uow, visit.content, member)


def renderers(content: Callable[[], Content]) -> Renderers:
    """What queued notices about interests say, at the time of sending.

    Args:
        content: Gives the content that serves now.
    """

    async def say_decided(uow: UnitOfWork, due: Due) -> Notice | None:
        interest = await uow.interests.find(int(due.params["interest"] or 0))
        if interest is None or interest.state is not InterestState.DECIDED:
            return None
        return interest_notices.decided_notice(interest, content())

    async def say_incomplete(uow: UnitOfWork, due: Due) -> Notice | None:
        interest = await uow.interests.find(int(due.params["interest"] or 0))
        if interest is None or not interest.is_open or interest.code is None:
            return None
        if interest.completed_at is not None:
            return None
        return interest_notices.incomplete_notice(interest, content())

    return {"interest_decided": say_decided, "interest_incomplete": say_incomplete}


async def _shown(
    visit: Visit, number: int, page: int = 0, *, origin: bool = False, sent: bool = False
) -> Screen:
    opened = await interest_desk.open_interest(
        visit.uow, visit.content, visit.person.id, number, visit.now, origin=origin
    )
    return screens.show_interest(opened, visit.content, origin=origin, page=page, sent=sent)


def _moved() -> Msg:
    return Msg("It has changed meanwhile. Please look again.")
