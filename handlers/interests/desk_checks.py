"""Checks for somebody at the desk, and trials; the answers are in the buttons."""

from bot.domain.eligibility.asking.planning import next_question
from bot.domain.eligibility.verdicts import CheckState, judge
from bot.domain.errors import CallNotOpenError, DoesNotFitError, NotFoundError
from bot.domain.reading.phones import read_phone
from bot.domain.rounds.rounds import Opening
from bot.domain.text.phrases import Msg
from bot.screens.interests import desk_checks as screens
from bot.screens.interests.actions import (
    ConfirmErasingFor,
    ConfirmForSomebody,
    DeclareForSomebody,
    EraseFor,
    ListInterestCalls,
    OpenInterest,
    ShowTrial,
    TryCheck,
    TypePhoneFor,
)
from bot.screens.screen import Screen
from bot.services.interests import desk_checks
from bot.services.privacy import passcodes
from bot.services.rounds import rounds
from bot.transport.visit import Text, Visit


async def ask(visit: Visit, action: TryCheck) -> Screen:
    """The next question; with none left, what the answers mean."""
    state = await _trial(visit, action.told)
    plan = visit.edition.plan_for(state.verdicts)
    question = next_question(state, plan)
    if question is None:
        return screens.show(state, visit.content, 0)
    return screens.ask(state, state.compiled.rules.questions[question], action.page)


async def show(visit: Visit, action: ShowTrial) -> Screen:
    """What the answers mean for each call."""
    return screens.show(await _trial(visit, action.told), visit.content, action.page)


async def confirm(visit: Visit, action: ConfirmForSomebody) -> Screen:
    """One call, and whether to declare an interest."""
    state = await _trial(visit, action.told)
    call_id = _call_at(visit, action.place)
    state = judge(state.compiled, state.answers, (call_id,))
    standing = await rounds.standing(visit.uow, call_id, visit.now)
    is_open = standing.opening is Opening.OPEN
    return screens.show_call(state, call_id, visit.content, is_open=is_open)


async def declare(visit: Visit, action: DeclareForSomebody) -> Screen:
    """They say yes."""
    await _trial(visit, action.told)
    call_id = _call_at(visit, action.place)
    try:
        interest = await desk_checks.declare(
            visit.uow,
            visit.content,
            visit.edition.compiled,
            visit.person.id,
            call_id,
            action.told,
            visit.now,
        )
    except (CallNotOpenError, DoesNotFitError):
        screen = await visit.draw(ShowTrial(action.told))
        return screen.with_toast(Msg("Nobody can apply for this call here at the moment."))
    return await visit.draw(OpenInterest(interest.id))


async def ask_phone(visit: Visit, action: TypePhoneFor) -> Screen:
    """Type their phone number."""
    found = await desk_checks.look(visit.uow, visit.content, visit.person.id, action.number)
    return screens.type_phone(found)


async def read_phone_number(visit: Visit, text: Text) -> Screen:
    """The typed phone number; the message with it is taken out of the chat."""
    here = visit.here
    if not isinstance(here, TypePhoneFor):
        raise NotFoundError("interest")
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(here)
    phone = read_phone(text.text)
    if phone is None:
        found = await desk_checks.look(visit.uow, visit.content, visit.person.id, here.number)
        return screens.type_phone(found, refused=True)
    await desk_checks.reach_by_phone(
        visit.uow, visit.content, visit.person.id, here.number, phone, visit.now
    )
    screen = await visit.draw(OpenInterest(here.number))
    return screen.sweeping(visit.message_id)


async def confirm_erasing(visit: Visit, action: ConfirmErasingFor) -> Screen:
    """Erase all about them?"""
    found = await desk_checks.look(visit.uow, visit.content, visit.person.id, action.number)
    return screens.confirm_erasing(found)


async def erase(visit: Visit, action: EraseFor) -> Screen:
    """Erase it."""
    await desk_checks.erase(visit.uow, visit.content, visit.person.id, action.number, visit.now)
    return (await visit.draw(ListInterestCalls())).with_toast(Msg("Erased."))


async def _trial(visit: Visit, told: str) -> CheckState:
    return await desk_checks.trial(
        visit.uow, visit.content, visit.edition.compiled, visit.person.id, told, visit.now
    )


def _call_at(visit: Visit, place: int) -> str:
    calls = list(visit.edition.compiled.rules.rules)
    if place >= len(calls) or calls[place] not in visit.content.calls:
        raise NotFoundError("call")
    return calls[place]
