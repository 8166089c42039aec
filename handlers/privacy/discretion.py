"""Neutral notices, quiet hours, and the word that opens my things."""

from bot.domain.text.phrases import Msg
from bot.screens.codec import packed, unpacked
from bot.screens.home.actions import ShowHome
from bot.screens.privacy import discretion
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
from bot.services.privacy import passcodes
from bot.transport.visit import Request, Text, Visit


async def show(visit: Visit, _action: ShowDiscretion) -> Screen:
    """What others could see."""
    person = visit.person
    return discretion.show(
        discreet=bool(person.discreet),
        quiet=(person.quiet_from, person.quiet_until),
        has_passcode=person.passcode is not None,
    )


async def ask(_visit: Visit, _action: AskDiscreet) -> Screen:
    """Does somebody else see this phone?"""
    return discretion.ask_once()


async def set_discreet(visit: Visit, action: SetDiscreet) -> Screen:
    """Neutral or ordinary notices."""
    asked = isinstance(visit.here, AskDiscreet)
    visit.person.discreet = action.on == 1
    screen = await visit.draw((asked and visit.below_overlay) or ShowDiscretion())
    return screen.with_toast(Msg("Noted."))


async def set_quiet_hours(visit: Visit, action: SetQuietHours) -> Screen:
    """When no notice comes."""
    if (action.start, action.end) in discretion.QUIET_CHOICES:
        visit.person.quiet_from, visit.person.quiet_until = action.start, action.end
    screen = await visit.draw(ShowDiscretion())
    return screen.with_toast(Msg("Noted."))


async def choose_passcode(_visit: Visit, _action: ChoosePasscode) -> Screen:
    """Type a word."""
    return discretion.choose_passcode()


async def set_passcode(visit: Visit, text: Text) -> Screen:
    """The typed word; its message is taken away."""
    if not passcodes.fits(text.text):
        return discretion.choose_passcode(refused=True).sweeping(visit.message_id)
    passcodes.set_passcode(visit.person, text.text, visit.now)
    screen = await visit.draw(ShowDiscretion())
    return screen.sweeping(visit.message_id)


async def remove_passcode(visit: Visit, _action: RemovePasscode) -> Screen:
    """Ask for no word any more."""
    passcodes.remove_passcode(visit.person)
    return await visit.draw(ShowDiscretion())


async def lock_now(visit: Visit, _action: LockNow) -> Screen:
    """Lock my things at once."""
    passcodes.close(visit.person)
    screen = await visit.draw(ShowHome())
    return screen.with_toast(Msg("Locked."))


def is_locked(visit: Visit) -> bool:
    """Whether the person's own things are locked now."""
    return passcodes.is_locked(visit.person, visit.now)


async def guard(visit: Visit, request: Request) -> Screen:
    """Ask for the word before a screen that shows my things."""
    then = packed(request) if not isinstance(request, AskPasscode) else request.then  # type: ignore[arg-type]
    locked_out = passcodes.is_locked_out(visit.person, visit.now)
    return discretion.ask_passcode(then, locked_out=locked_out)


async def ask_passcode(visit: Visit, action: AskPasscode) -> Screen:
    """Ask for the word."""
    return await guard(visit, action)


async def open_things(visit: Visit, text: Text) -> Screen:
    """The typed word: open what was wanted, or ask again."""
    here = visit.here
    then = here.then if isinstance(here, AskPasscode) else ""
    if passcodes.try_passcode(visit.person, text.text, visit.now):
        screen = await visit.draw(unpacked(then) or ShowHome())
        return screen.sweeping(visit.message_id)
    locked_out = passcodes.is_locked_out(visit.person, visit.now)
    return discretion.ask_passcode(then, wrong=True, locked_out=locked_out).sweeping(
        visit.message_id
    )
