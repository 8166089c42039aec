"""Checks for somebody at the desk, and trials; the answers are in the buttons."""

from bot.domain.eligibility.asking.planning import next_question
from bot.domain.errors import CallNotOpenError, DoesNotFitError, NotFoundError
from bot.domain.reading.phones import is_phone, read_typed_phone
from bot.domain.text.phrases import Msg
from bot.screens.interests import desk_checks as screens
from bot.screens.interests import phones as phone_screens
from bot.screens.interests.actions import (
    ConfirmErasingFor,
    ConfirmForSomebody,
    DeclareForSomebody,
    EraseFor,
    ListInterestCalls,
    OpenInterest,
    SetPhoneFor,
    ShowTrial,
    TryCheck,
    TypePhoneFor,
)
from bot.screens.screen import Screen
from bot.services.interests import desk_checks
from bot.transport.visit import Text, Visit


async def ask(visit: Visit, action: TryCheck) -> Screen:
    """Ask the next question; with none left, show what the answers mean."""
    state = await desk_checks.trial(visit.case, action.packed)
    plan = visit.edition.plan_for(state.verdicts)
    question = next_question(state, plan)
    if question is None:
        return screens.show(state, visit.content, 0)
    return screens.ask(state, state.compiled.rules.questions[question], action.page)


async def show(visit: Visit, action: ShowTrial) -> Screen:
    """Show what the answers mean for each call, what fits first."""
    state = await desk_checks.trial(visit.case, action.packed)
    return screens.show(state, visit.content, action.page)


async def confirm(visit: Visit, action: ConfirmForSomebody) -> Screen:
    """Show why one call fits or not, and ask whether the person wants to apply."""
    call_id = _call_at(visit, action.position)
    trial = await desk_checks.trial_of_call(visit.case, call_id, action.packed)
    return screens.show_call(trial, call_id, visit.content)


async def declare(visit: Visit, action: DeclareForSomebody) -> Screen:
    """Declare the interest of the person at the desk, and show it; or say that it cannot be."""
    call_id = _call_at(visit, action.position)
    try:
        interest = await desk_checks.declare(visit.case, call_id, action.packed)
    except (CallNotOpenError, DoesNotFitError):
        screen = await visit.draw(ShowTrial(action.packed))
        return screen.with_toast(Msg("Nobody can apply for this call here at the moment."))
    return await visit.draw(OpenInterest(interest.id))


async def ask_phone(visit: Visit, action: TypePhoneFor) -> Screen:
    """Ask for the phone number of the person at the desk."""
    return screens.type_phone(await desk_checks.look(visit.case, action.number))


async def read_phone_number(visit: Visit, text: Text) -> Screen:
    """Note the typed phone number, and show the interest of the person at the desk."""
    here = visit.here
    if not isinstance(here, TypePhoneFor):
        raise NotFoundError("interest")
    interest = await desk_checks.look(visit.case, here.number)
    typed = read_typed_phone(text.text)
    if typed is None:
        return screens.type_phone(interest, refused=True)
    if not typed.certain:
        return phone_screens.confirm_for(interest.id, typed)
    await desk_checks.reach_by_phone(visit.case, interest.id, typed.number)
    return await visit.draw(OpenInterest(interest.id))


async def set_phone(visit: Visit, action: SetPhoneFor) -> Screen:
    """Note the number about which staff were asked; a forged one is asked for again."""
    if not is_phone(action.phone):
        return await visit.draw(TypePhoneFor(action.number))
    await desk_checks.reach_by_phone(visit.case, action.number, action.phone)
    return await visit.draw(OpenInterest(action.number))


async def confirm_erasing(visit: Visit, action: ConfirmErasingFor) -> Screen:
    """Ask whether all about the person at the desk is to be erased."""
    return screens.confirm_erasing(await desk_checks.look(visit.case, action.number))


async def erase(visit: Visit, action: EraseFor) -> Screen:
    """Erase all about the person from the desk, and show the calls."""
    await desk_checks.erase(visit.case, action.number)
    return (await visit.draw(ListInterestCalls())).with_toast(Msg("Erased."))


def _call_at(visit: Visit, position: int) -> str:
    calls = list(visit.edition.compiled.rules.rules)
    if position >= len(calls) or calls[position] not in visit.content.calls:
        raise NotFoundError("call")
    return calls[position]
