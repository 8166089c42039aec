"""Neutral notices, quiet hours, and the passcode that opens my things."""

from bot.domain.delivery.contact_hours import QuietHours
from bot.domain.text.phrases import Msg
from bot.screens.codec import packed, unpacked
from bot.screens.home.actions import ShowHome
from bot.screens.privacy import discretion as screens
from bot.screens.privacy.actions import (
    AskDiscreet,
    AskPasscode,
    ChoosePasscode,
    LockNow,
    RemovePasscode,
    SetDiscreet,
    SetQuietHours,
    ShowDiscretion,
)
from bot.screens.screen import Screen
from bot.services.privacy import discretion, passcodes
from bot.transport.visit import Request, Text, Visit


async def show(visit: Visit, _action: ShowDiscretion) -> Screen:
    """What others of this phone could see, and buttons that change it."""
    return screens.show(
        discreet=bool(visit.person.discreet),
        quiet=discretion.quiet_hours(visit.person),
        has_passcode=passcodes.is_set(visit.person),
    )


async def ask(_visit: Visit, _action: AskDiscreet) -> Screen:
    """The question whether somebody else sees this phone."""
    return screens.ask_once()


async def set_discreet(visit: Visit, action: SetDiscreet) -> Screen:
    """Neutral or ordinary notices from now on; then where the question came from."""
    asked = isinstance(visit.here, AskDiscreet)
    discretion.set_discreet(visit.person, discreet=action.on == 1)
    screen = await visit.draw((asked and visit.below_overlay) or ShowDiscretion())
    return screen.with_toast(Msg("Noted."))


async def set_quiet_hours(visit: Visit, action: SetQuietHours) -> Screen:
    """The same choices, with the hours from now on marked in which no notice comes."""
    discretion.set_quiet_hours(visit.person, QuietHours(action.start, action.end))
    screen = await visit.draw(ShowDiscretion())
    return screen.with_toast(Msg("Noted."))


async def choose_passcode(_visit: Visit, _action: ChoosePasscode) -> Screen:
    """The question for a new passcode; it is typed."""
    return screens.choose_passcode()


async def set_passcode(visit: Visit, text: Text) -> Screen:
    """The choices; the typed passcode holds from now on."""
    if not passcodes.fits(text.text):
        return screens.choose_passcode(refused=True)
    passcodes.set_passcode(visit.person, text.text, visit.now)
    return await visit.draw(ShowDiscretion())


async def remove_passcode(visit: Visit, _action: RemovePasscode) -> Screen:
    """The choices, with no passcode any more."""
    passcodes.remove_passcode(visit.person)
    return await visit.draw(ShowDiscretion())


async def lock_now(visit: Visit, _action: LockNow) -> Screen:
    """The first screen; my things are locked from this moment on."""
    passcodes.close(visit.person)
    screen = await visit.draw(ShowHome())
    return screen.with_toast(Msg("Locked."))


def is_locked(visit: Visit) -> bool:
    """Whether the person's own things are locked now."""
    return passcodes.is_locked(visit.person, visit.now)


async def guard(visit: Visit, request: Request) -> Screen:
    """The question for the passcode in place of a screen that shows my things."""
    then = packed(request) if not isinstance(request, AskPasscode) else request.then  # type: ignore[arg-type]
    locked_out = passcodes.is_locked_out(visit.person, visit.now)
    return screens.ask_passcode(then, locked_out=locked_out)


async def ask_passcode(visit: Visit, action: AskPasscode) -> Screen:
    """The question for the passcode, with what it opens still remembered."""
    return await guard(visit, action)


async def open_things(visit: Visit, text: Text) -> Screen:
    """What was wanted, if the typed passcode is right; else the question again."""
    here = visit.here
    then = here.then if isinstance(here, AskPasscode) else ""
    if passcodes.try_passcode(visit.person, text.text, visit.now):
        return await visit.draw(unpacked(then) or ShowHome())
    locked_out = passcodes.is_locked_out(visit.person, visit.now)
    return screens.ask_passcode(then, wrong=True, locked_out=locked_out)
