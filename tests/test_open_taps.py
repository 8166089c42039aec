"""Every tap that no passcode protects, and why; and that none of them tells what is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import pytest

from bot.domain.privacy.consent import Purpose
from bot.domain.screening.conversation import Aim
from bot.screens.calls import actions as calls
from bot.screens.codec import Action
from bot.screens.home import actions as home
from bot.screens.inbox import actions as inbox
from bot.screens.privacy import actions as privacy
from bot.screens.screening import actions as screening
from bot.services.calls import follows
from bot.services.privacy import answers, consents, passcodes
from bot.services.screening import conversation
from bot.storage.unit_of_work import Database
from bot.transport.routing import Tap
from bot.transport.visit import Visit
from handlers.registry import ROUTES
from tests.test_staff_taps import ROUTER, a_tap, visiting

ANYBODYS: Final = "it shows what everybody may read"
ASKS: Final = "it only asks, and shows nothing that is kept"
HIDES: Final = "it takes away from what others see"
WAYS_OUT: Final = "it must work for whoever forgot the passcode"
ALWAYS: Final = "whoever holds the phone may always say so, and it shows nothing that is kept"

OPEN: Final[Mapping[type[Action], str]] = {
    **dict.fromkeys(
        (
            calls.ListCalls, calls.ListOtherCalls, calls.ChooseGoal, calls.ShowCall,
            calls.ListenToCall, calls.ListProgrammes, calls.ShowProgramme,
            calls.ListProgrammeCalls, calls.ShowContacts, calls.ShowContact, calls.ShowCenter,
            home.ShowWelcome, home.ShowDeadLink,
            home.ShowPrivacy, home.ShowHelp, home.ShowHome, home.ShowMore,
            home.ShowMatches, privacy.ShowReasons,
        ),
        ANYBODYS,
    ),
    **dict.fromkeys(
        (
            calls.PickDistrict, calls.PickMunicipality, calls.PickAmong, calls.ChooseMunicipality,
            calls.AddAlert, inbox.AskTeam, inbox.WriteQuestion, screening.ShowCheck,
            privacy.AskDiscreet, privacy.AskPasscode, home.ChooseLanguage,
        ),
        ASKS,
    ),
    **dict.fromkeys((privacy.HideChat, privacy.LockNow), HIDES),
    **dict.fromkeys((privacy.ConfirmErasure, privacy.EraseMe), WAYS_OUT),
    **dict.fromkeys(
        (
            home.SetLanguage, home.Cancel, home.StopMessages, home.ResumeMessages,
            privacy.KeepMyData,
        ),
        ALWAYS,
    ),
}  # fmt: skip
"""Why each of these may be tapped on a locked phone."""


def test_every_tap_that_is_open_says_why() -> None:
    assert {route.action for route in ROUTES if isinstance(route, Tap) and route.open} == set(OPEN)


async def _keep_things(visit: Visit) -> None:
    """Let somebody follow, keep, agree and answer something."""
    for topic, subject in (("call", "akt-startup"), ("programme", "integra"),
                           ("municipality", "prizren"), ("kind", "grant")):  # fmt: skip
        if follows.exists(visit.content, topic, subject):
            await follows.follow(visit.case, topic, subject)
    await consents.give(visit.case, Purpose.ANSWERS)
    await answers.keep_place(visit.case, "prizren")
    talk = await conversation.begin(visit.case, Aim(call="akt-startup"))
    await conversation.answer(visit.case, talk, "applicant", "person")


@pytest.mark.parametrize("kind", [kind for kind in OPEN if kind is not privacy.EraseMe])
async def test_on_a_locked_phone_an_open_tap_tells_nothing_of_what_is_kept(
    database: Database, now: datetime, kind: type[Action]
) -> None:
    screens = []
    for keeps in (False, True):
        async with visiting(database, None, now) as visit:
            passcodes.set_passcode(visit.person, "molla", now - timedelta(days=1))
            if keeps:
                await _keep_things(visit)
            screens.append(await ROUTER.answer(visit, a_tap(kind)))
    without, with_things = screens
    assert without == with_things
