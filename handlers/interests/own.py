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
from bot.domain.interests.declared import ContactWay, Interest, Way
from bot.domain.reading.phones import is_phone, read_typed_phone
from bot.domain.text.phrases import Msg
from bot.screens.calls.actions import ShowCall, Topic
from bot.screens.interests import own as screens
from bot.screens.interests import phones as phone_screens
from bot.screens.interests import steps as step_screens
from bot.screens.interests.actions import (
    ChooseWay,
    ConfirmLeaving,
    DeclareInterest,
    EnterCode,
    LeaveInterest,
    ListInterests,
    SendInterest,
    SetPhone,
    SetReminder,
    SetWay,
    ShowInterest,
    ShowPapers,
    TickPaper,
    TypePhone,
)
from bot.screens.screen import Row, Screen
from bot.services.calls.follows import is_followed
from bot.services.interests import own
from bot.transport.visit import MediaMessage, Text, Visit


async def steps(visit: Visit, call: Call, verdict: Verdict) -> Sequence[Row]:
    """What a person can do next about a call that fits or that staff must look at."""
    if verdict not in (Verdict.FITS, Verdict.UNCLEAR):
        return ()
    declared = await own.current(visit.case, call.id)
    if declared is not None:
        return ((screens.open_button(declared),),)
    if not await own.may_declare(visit.case, call):
        return ()
    return ((screens.declare_button(call),),)


async def offer(visit: Visit, action: DeclareInterest) -> Screen:
    """Show what the team would get, each answer to be ticked; if it cannot be, the call and why."""
    try:
        offered = await own.offer(visit.case, action.call, action.flipped, action.joining)
    except (CallNotOpenError, DoesNotFitError) as error:
        return await _refuse(visit, action.call, error)
    return screens.show_offer(offered)


async def send(visit: Visit, action: SendInterest) -> Screen:
    """Tell the team, and show the number that the person got; a wrong code is asked for again."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    try:
        interest = await own.declare(visit.case, action.call, action.flipped, action.joining)
    except (CallNotOpenError, DoesNotFitError) as error:
        return await _refuse(visit, action.call, error)
    except CodeRefusedError:
        return screens.enter_code(call, refused=True)
    return await _shown(visit, interest, sent=True)


async def enter_code(visit: Visit, action: EnterCode) -> Screen:
    """Ask for the code of who applies together with the person."""
    call = visit.content.calls.get(action.call)
    if call is None:
        raise NotFoundError("call")
    return screens.enter_code(call)


async def read_code(visit: Visit, text: Text) -> Screen:
    """Show the offer with the typed code; whether it is right is known only after the last yes."""
    here = visit.here
    call = visit.content.calls.get(here.call) if isinstance(here, EnterCode) else None
    if call is None:
        raise NotFoundError("call")
    try:
        code = own.read_code(text.text)
    except CodeRefusedError:
        return screens.enter_code(call, refused=True)
    return await visit.draw(DeclareInterest(call.id, 0, code))


async def show_list(visit: Visit, action: ListInterests) -> Screen:
    """List what the person declared, and how each of these stands."""
    declared = await own.mine(visit.case)
    return screens.list_interests(declared, visit.content, action.page)


async def show(visit: Visit, action: ShowInterest) -> Screen:
    """Show one declared interest: its number, how it stands, and the next steps."""
    return await _shown(visit, await own.look(visit.case, action.number))


async def choose_way(visit: Visit, action: ChooseWay) -> Screen:
    """Offer the ways in which the team can reach the person."""
    return step_screens.choose_way(await own.look(visit.case, action.number))


async def set_way(visit: Visit, action: SetWay) -> Screen:
    """Note how the team reaches the person; for a call by phone the number is asked first."""
    if action.way is Way.PHONE:
        return await visit.draw(TypePhone(action.number))
    return await _set(visit, action.number, ContactWay(action.way))


async def ask_phone(visit: Visit, action: TypePhone) -> Screen:
    """Ask for the phone number under which the team reaches the person."""
    return step_screens.type_phone(await own.look(visit.case, action.number))


async def read_phone_number(visit: Visit, text: Text) -> Screen:
    """Note the typed phone number, and show how the team reaches the person now."""
    here = visit.here
    if not isinstance(here, TypePhone):
        raise NotFoundError("interest")
    return await _note_phone(visit, here, text.text)


async def take_shared_number(visit: Visit, contact: MediaMessage) -> Screen:
    """Note the number of the contact that the person shares; Telegram leaves the plus out."""
    here = visit.here
    if not isinstance(here, TypePhone):
        raise NotFoundError("interest")
    has_country = not contact.phone.startswith(("+", "0"))
    return await _note_phone(visit, here, f"+{contact.phone}" if has_country else contact.phone)


async def _note_phone(visit: Visit, here: TypePhone, written: str) -> Screen:
    interest = await own.look(visit.case, here.number)
    typed = read_typed_phone(written)
    if typed is None:
        return step_screens.type_phone(interest, refused=True)
    if not typed.certain:
        return phone_screens.confirm_own(interest.id, typed)
    return await _set(visit, interest.id, ContactWay(Way.PHONE, typed.number))


async def set_phone(visit: Visit, action: SetPhone) -> Screen:
    """Note the number about which the person was asked; a forged one is asked for again."""
    if not is_phone(action.phone):
        return await visit.draw(TypePhone(action.number))
    return await _set(visit, action.number, ContactWay(Way.PHONE, action.phone))


async def show_papers(visit: Visit, action: ShowPapers) -> Screen:
    """Show the documents that the call asks for, with what the person ticked."""
    interest = await own.look(visit.case, action.number)
    call = visit.content.calls.get(interest.call_id)
    if call is None or not call.bring:
        raise NotFoundError("documents")
    return step_screens.show_papers(interest, call, action.page)


async def tick_paper(visit: Visit, action: TickPaper) -> Screen:
    """Tick a document, or take the tick away, and show its page again."""
    interest = await own.tick_paper(visit.case, action.number, action.line)
    call = visit.content.calls[interest.call_id]
    return step_screens.show_papers(interest, call, step_screens.page_of_paper(call, action.line))


async def set_reminder(visit: Visit, action: SetReminder) -> Screen:
    """Remind the person before the call closes, or do not; the interest stays on the screen."""
    wanted = bool(action.wanted)
    interest = await own.set_reminder(visit.case, action.number, wanted=wanted)
    said = Msg("I remind you before it closes.") if wanted else Msg("No reminder will come.")
    return (await _shown(visit, interest)).with_toast(said)


async def confirm_leaving(visit: Visit, action: ConfirmLeaving) -> Screen:
    """Ask whether the interest is to be withdrawn, and say what that does."""
    interest = await own.look(visit.case, action.number)
    return step_screens.confirm_leaving(interest, visit.content)


async def leave(visit: Visit, action: LeaveInterest) -> Screen:
    """Withdraw the interest: what was shared is erased at once."""
    interest = await own.withdraw(visit.case, action.number)
    return (await _shown(visit, interest)).with_toast(Msg("Taken back."))


async def _set(visit: Visit, number: int, contact: ContactWay) -> Screen:
    interest = await own.change_contact(visit.case, number, contact)
    return (await _shown(visit, interest)).with_toast(Msg("Noted."))


async def _shown(visit: Visit, interest: Interest, *, sent: bool = False) -> Screen:
    return screens.show_interest(
        await own.detailed(visit.case, interest),
        visit.content,
        visit.now,
        followed=await is_followed(visit.case, Topic.CALL, interest.call_id),
        sent=sent,
    )


async def _refuse(visit: Visit, call_id: str, error: Exception) -> Screen:
    why = (
        Msg("By your answers this call does not fit you.")
        if isinstance(error, DoesNotFitError)
        else Msg("Nobody can apply for this call here at the moment.")
    )
    return (await visit.draw(ShowCall(call_id))).with_toast(why)
