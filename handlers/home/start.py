"""Coming in, choosing a language, stopping and coming back."""

from collections.abc import Iterable
from typing import Final

from bot.domain.content import Content
from bot.domain.text.languages import OFFERED, Language, order_for
from bot.screens.calls.actions import ListCalls, ShowCall, ShowCenter
from bot.screens.codec import Action
from bot.screens.home import start
from bot.screens.home.actions import (
    Cancel,
    ChooseLanguage,
    DeadLink,
    ResumeMessages,
    SetLanguage,
    ShowDeadLink,
    ShowHelp,
    ShowHome,
    ShowPrivacy,
    ShowWelcome,
    StopMessages,
)
from bot.screens.screen import Screen
from bot.screens.staff.actions import ShowInvitation
from bot.services.home import arrivals
from bot.services.rights import people
from bot.services.staff import team
from bot.transport.visit import Request, Start, Visit
from handlers.commands import COMMANDS
from handlers.home.home import first_screen

_LEAFLET: Final = "from"
_INVITATION: Final = "invite"


async def enter(visit: Visit, entry: Start) -> Screen:
    """/start: to where the link points, else home; messages are on again (need X3)."""
    payload = team.receive(entry.payload)
    was_stopped = await people.come_in(visit.person, payload, visit.now)
    if visit.person.welcomed_at is None:
        return start.show_welcome(entry_action(visit.person.pending, visit.content))
    await arrivals.count_leaflet(visit.case, entry.payload)
    action = entry_action(payload, visit.content)
    if not isinstance(action, ShowHome):
        return await visit.draw(action)
    home = await first_screen(visit)
    return start.welcome_back(home) if was_stopped else home


async def first_contact(visit: Visit, request: Request) -> Screen:
    """Whatever a newcomer sent: the languages first, and the way they came in is kept."""
    if isinstance(request, Start) and request.payload:
        await people.come_in(visit.person, team.receive(request.payload), visit.now)
        await arrivals.count_leaflet(visit.case, request.payload)
    return start.choose_language(order_for(visit.telegram_language), None, None)


async def choose_language(visit: Visit, _action: ChooseLanguage) -> Screen:
    """The languages in their own names, the one read so far first."""
    above = visit.below_overlay
    others = (language for language in OFFERED if language is not visit.language)
    order = [visit.language, *others]
    return start.choose_language(order, visit.language, above)


async def set_language(visit: Visit, action: SetLanguage) -> Screen:
    """The same screen in the language that was chosen; somebody new is welcomed."""
    if action.language not in OFFERED:
        return await visit.draw(ChooseLanguage())
    await people.choose_language(visit.person, Language(action.language))
    if visit.person.welcomed_at is None:
        arrivals.note_welcome(visit.person, visit.now)
        return start.show_welcome(entry_action(visit.person.pending, visit.content))
    return await visit.draw(visit.below_overlay or ShowHome())


async def welcome(visit: Visit, _action: ShowWelcome) -> Screen:
    """What the bot does and does not do, with the way on to where the link pointed."""
    return start.show_welcome(entry_action(visit.person.pending, visit.content))


async def dead_link(_visit: Visit, action: ShowDeadLink) -> Screen:
    """That a link is not valid any more, with what may help."""
    return start.show_dead_link(action.link)


async def privacy(_visit: Visit, _action: ShowPrivacy) -> Screen:
    """What is kept about a person, and who sees it."""
    return start.show_privacy()


async def show_help(_visit: Visit, _action: ShowHelp) -> Screen:
    """Every command for participants with what it does."""
    return start.show_help([(command.name, command.about) for command in COMMANDS])


async def cancel(visit: Visit, _action: Cancel) -> Screen:
    """The home screen, and that whatever was going on is left."""
    return start.confirm_cancel(await first_screen(visit))


async def stop(visit: Visit, _action: StopMessages) -> Screen:
    """Messages on our own account have stopped; what was followed is still there."""
    await people.stop_messages(visit.person, visit.now)
    return start.confirm_stop()


async def resume(visit: Visit, _action: ResumeMessages) -> Screen:
    """The home screen, and that messages may come again."""
    await people.resume_messages(visit.person)
    return start.welcome_back(await first_screen(visit))


def entry_action(payload: str | None, content: Content) -> Action:
    """Where a deep link points, in whatever capitals its ids are; of a dead one, what may help."""
    kind, _, subject = (payload or "").partition("-")
    kind = kind.casefold()
    if kind in {"", _LEAFLET}:
        return ShowHome()
    if kind == team.RECEIVED:
        return ShowInvitation()
    if kind == "call":
        call = _written(subject, content.calls)
        return ShowDeadLink(DeadLink.CALL) if call is None else ShowCall(call)
    if kind == "center":
        if center := _written(subject, content.centers):
            return ShowCenter(center)
        if municipality := _written(subject, content.municipalities):
            return ListCalls(municipality)
    invited = kind == _INVITATION
    return ShowDeadLink(DeadLink.INVITATION if invited else DeadLink.OTHER)


def _written(typed: str, ids: Iterable[str]) -> str | None:
    """The id that somebody typed or printed, as it is written in the content."""
    return next((one for one in ids if one.casefold() == typed.casefold()), None)
