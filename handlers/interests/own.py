"""I want to apply: the offer, my number, and the next steps."""

from collections.abc import Sequence

from bot.domain.content import Call
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.errors import (
    CallNotOpenError,
    CodeRefusedError,
    DoesNotFitError,
    NotFoundError,
)
from bot.domain.interests.declared import ContactWay, Interest, InterestState, Way
from bot.domain.reading.phones import read_phone
from bot.domain.text.phrases import Msg
from bot.screens.calls.actions import ShowCall, Topic
from bot.screens.interests import own as screens
from bot.screens.interests import steps as step_screens
from bot.screens.interests.actions import (
    ChooseWay,
    ConfirmLeaving,
    DeclareInterest,
    EnterCode,
    LeaveInterest,
    ListInterests,
    SendInterest,
    SetWay,
    ShowInterest,
    ShowPapers,
    TickPaper,
    TypePhone,
)
from bot.screens.screen import Row, Screen
from bot.services.calls.follows import is_followed
from bot.services.interests import own as interests
from bot.services.privacy import passcodes
from bot.transport.visit import Text, Visit


async def steps(visit: Visit, call: Call, verdict: Verdict) -> Sequence[Row]:
    """What a person can do next about a call that fits or that staff must look at."""
    if verdict not in (Verdict.FITS, Verdict.UNCLEAR):
        return ()
    found = await interests.current(visit.uow, visit.person.id, call.id)
    if found is not None:
        return ((screens.open_button(found),),)
    if not await interests.may_declare(visit.uow, visit.person.id, call, visit.now):
        return ()
    return ((screens.declare_button(call),),)


async def offer(visit: Visit, action: DeclareInterest) -> Screen:
    """What the team would get."""
    try:
        found = await interests.offer(
            visit.uow,
            visit.content,
            visit.edition.compiled,
            visit.person.id,
            action.call,
            action.flipped,
            action.joining,
            visit.now,
        )
    except (CallNotOpenError, DoesNotFitError) as error:
        return await _refuse(visit, action.call, error)
    return screens.show_offer(found)


async def send(visit: Visit, action: SendInterest) -> Screen:
    """Tell the team."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    try:
        interest = await interests.declare(
            visit.uow,
            visit.content,
            visit.edition.compiled,
            visit.person.id,
            action.call,
            action.flipped,
            action.joining,
            visit.now,
        )
    except (CallNotOpenError, DoesNotFitError) as error:
        return await _refuse(visit, action.call, error)
    except CodeRefusedError:
        return screens.enter_code(call, refused=True)
    return await _shown(visit, interest)


async def enter_code(visit: Visit, action: EnterCode) -> Screen:
    """Type the code."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    return screens.enter_code(call)


async def read_code(visit: Visit, text: Text) -> Screen:
    """The typed code; whether somebody waits behind it is known only after the last yes."""
    here = visit.here
    call = visit.content.calls.get(here.call) if isinstance(here, EnterCode) else None
    if call is None:
        raise NotFoundError("call")
    try:
        code = interests.read_code(text.text)
    except CodeRefusedError:
        return screens.enter_code(call, refused=True)
    return await visit.draw(DeclareInterest(call.id, 0, code))


async def show_list(visit: Visit, action: ListInterests) -> Screen:
    """Everything I declared."""
    found = await interests.mine(visit.uow, visit.person.id)
    return screens.list_interests(found, visit.content, action.page)


async def show(visit: Visit, action: ShowInterest) -> Screen:
    """One of them."""
    found = await interests.look(visit.uow, visit.person.id, action.number)
    return await _shown(visit, found)


async def choose_way(visit: Visit, action: ChooseWay) -> Screen:
    """How do we reach you?"""
    return step_screens.choose_way(await interests.look(visit.uow, visit.person.id, action.number))


async def set_way(visit: Visit, action: SetWay) -> Screen:
    """Reach me like this."""
    if action.way is Way.PHONE:
        return await visit.draw(TypePhone(action.number))
    return await _set(visit, action.number, ContactWay(action.way))


async def ask_phone(visit: Visit, action: TypePhone) -> Screen:
    """Type a phone number."""
    return step_screens.type_phone(await interests.look(visit.uow, visit.person.id, action.number))


async def read_phone_number(visit: Visit, text: Text) -> Screen:
    """The typed phone number; the message with it is taken out of the chat."""
    here = visit.here
    if not isinstance(here, TypePhone):
        raise NotFoundError("interest")
    if passcodes.is_locked(visit.person, visit.now):
        return await visit.draw(here)
    phone = read_phone(text.text)
    if phone is None:
        interest = await interests.look(visit.uow, visit.person.id, here.number)
        return step_screens.type_phone(interest, refused=True)
    screen = await _set(visit, here.number, ContactWay(Way.PHONE, phone))
    return screen.sweeping(visit.message_id)


async def show_papers(visit: Visit, action: ShowPapers) -> Screen:
    """The documents to bring."""
    interest = await interests.look(visit.uow, visit.person.id, action.number)
    call = visit.content.calls.get(interest.call_id)
    if call is None or not call.bring:
        raise NotFoundError("documents")
    return step_screens.show_papers(interest, call, action.page)


async def tick_paper(visit: Visit, action: TickPaper) -> Screen:
    """I have this one, or not yet."""
    interest = await interests.tick_paper(
        visit.uow, visit.content, visit.person.id, action.number, action.line
    )
    call = visit.content.calls[interest.call_id]
    return step_screens.show_papers(interest, call, step_screens.page_of_paper(call, action.line))


async def confirm_leaving(visit: Visit, action: ConfirmLeaving) -> Screen:
    """Take it back?"""
    interest = await interests.look(visit.uow, visit.person.id, action.number)
    return step_screens.confirm_leaving(interest, visit.content)


async def leave(visit: Visit, action: LeaveInterest) -> Screen:
    """Take it back."""
    interest = await interests.withdraw(visit.uow, visit.person.id, action.number, visit.now)
    return (await _shown(visit, interest)).with_toast(Msg("Taken back."))


async def _set(visit: Visit, number: int, contact: ContactWay) -> Screen:
    interest = await interests.change_contact(
        visit.uow, visit.person.id, number, contact, visit.now
    )
    return (await _shown(visit, interest)).with_toast(Msg("Noted."))


async def _shown(visit: Visit, interest: Interest) -> Screen:
    others = (
        await interests.count_others(visit.uow, interest)
        if interest.state is not InterestState.WITHDRAWN
        else 0
    )
    return screens.show_interest(
        interest,
        await visit.uow.shared_parts.contact(interest),
        others,
        visit.content,
        followed=await is_followed(visit.case, Topic.CALL, interest.call_id),
    )


async def _refuse(visit: Visit, call_id: str, error: Exception) -> Screen:
    why = (
        Msg("By your answers this call does not fit you.")
        if isinstance(error, DoesNotFitError)
        else Msg("Nobody can apply for this call here at the moment.")
    )
    return (await visit.draw(ShowCall(call_id))).with_toast(why)
