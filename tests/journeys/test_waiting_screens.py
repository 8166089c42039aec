"""A screen that waits for something stays until it has it, whatever else comes before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.domain.delivery.media import Medium
from bot.domain.eligibility.questions import Answer
from bot.domain.rounds.work import RoundChange
from bot.domain.screening.trials import pack_answers
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.broadcasts.actions import (
    BeginBroadcast,
    ChooseTime,
    NameAudience,
    ShowBroadcastDraft,
    ShowVersions,
    TypeLink,
    WriteVersion,
)
from bot.screens.calls.actions import (
    ListCalls,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    RecordVoice,
)
from bot.screens.codec import Action, decode, encode
from bot.screens.home.actions import ShowHome
from bot.screens.inbox.actions import (
    AskTeam,
    ListInbox,
    OfferWords,
    ShowQuestion,
    ShowThread,
    WriteQuestion,
    WriteReply,
)
from bot.screens.interests.actions import (
    EnterCode,
    ListCallInterests,
    ListInterestCalls,
    OpenInterest,
    ShowInterest,
    TryCheck,
    TypePhone,
    TypePhoneFor,
    WriteToApplicant,
)
from bot.screens.privacy.actions import AskPasscode, ChoosePasscode, ShowDiscretion
from bot.screens.rounds.actions import ChooseRoundEnd, ListRounds, ShowRound
from bot.screens.screening.actions import AskNext, CheckCall, ShowWhy
from bot.screens.staff.actions import ChooseStaffName, ShowAudit, ShowPanel
from bot.transport.routing import Takes, Tap
from handlers.registry import ROUTES
from tests.journeys.conftest import Town
from tests.journeys.hands import do
from tests.journeys.interests.test_interests import declare, rows

Deed = Callable[[Phone], Awaitable[object]]
CALL = "akt-startup"
PRIZREN = (42.2139, 20.7397)
DEEDS: dict[str, tuple[Medium, Deed]] = {
    "a photo": (Medium.PHOTO, lambda phone: phone.send_photo()),
    "a document": (Medium.DOCUMENT, lambda phone: phone.send_document()),
    "a voice message": (Medium.VOICE, lambda phone: phone.send_voice()),
    "a video": (Medium.OTHER, lambda phone: phone.send_other({"video": {"file_id": "v"}})),
    "a sticker": (Medium.OTHER, lambda phone: phone.send_sticker()),
    "one's own contact": (Medium.CONTACT, lambda phone: phone.send_contact("38344123456")),
    "somebody's contact": (Medium.OTHER, lambda phone: phone.send_contact("38344123456", "Dren")),
    "a location": (Medium.LOCATION, lambda phone: phone.send_location(*PRIZREN)),
    "a poll": (Medium.OTHER, lambda phone: phone.send_other({"poll": {"question": "?"}})),
    "a dice": (Medium.OTHER, lambda phone: phone.send_other({"dice": {"value": 3}})),
    "an unknown command": (Medium.OTHER, lambda phone: phone.send("/dance")),
}  # fmt: skip
"""What may come instead of text, and as what it may be taken."""


@dataclass
class Wait:
    """Somebody stands at a screen that waits.

    Args:
        phone: Theirs.
        here: The screen.
    """

    town: Town
    phone: Phone
    here: Action

    async def stands_at(self) -> str:
        """The code of the screen on which the person stands now."""
        async with self.town.komshi.database.reading() as uow:
            person = await uow.people.look(self.phone.user_id)
            assert person is not None
            return person.here or ""


async def question_of(town: Town, besa: Phone) -> int:
    await do(besa, WriteQuestion("integra"))
    await besa.send("Is it open?")
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(besa.user_id)
        assert person is not None
        return (await uow.inbox.of_person(person.id))[0].id


async def interest_of(town: Town, besa: Phone) -> int:
    await town.open_call(CALL)
    await declare(besa, CALL)
    return (await rows(town))[0].id


async def interest_at_desk(town: Town, staff: Phone) -> int:
    await town.open_call(CALL)
    answers: dict[str, Answer] = {"municipality": "peje", "applicant": "person", "stage": "idea"}
    await do(staff, TryCheck(pack_answers(town.komshi.shelf.current.compiled, answers)))
    await staff.tap("1")
    await staff.tap("They say yes")
    return (await rows(town))[0].id


async def of_question(town: Town, besa: Phone, kind: type[ShowThread | WriteReply]) -> Action:
    return kind(await question_of(town, besa))


async def of_interest(
    town: Town, besa: Phone, kind: type[OpenInterest | WriteToApplicant | TypePhone]
) -> Action:
    return kind(await interest_of(town, besa))


async def of_check(town: Town, besa: Phone, step: Action) -> Action:
    await town.open_call(CALL)
    await do(besa, CheckCall(CALL))
    return step


async def of_code(town: Town) -> Action:
    await town.open_call("untfhs-cso-joint")
    return EnterCode("untfhs-cso-joint")


async def of_passcode(besa: Phone) -> Action:
    await do(besa, ChoosePasscode())
    await besa.send("kivi 12")
    return AskPasscode()


async def of_draft(staff: Phone, step: Action) -> Action:
    await do(staff, BeginBroadcast())
    return step


async def at_once(step: Action) -> Action:
    return step


WAYS: dict[str, Callable[[Town, Phone, Phone], Awaitable[Action]]] = {
    "AskTeam": lambda _town, _besa, _arta: at_once(AskTeam()),
    "WriteQuestion": lambda _town, _besa, _arta: at_once(WriteQuestion("integra")),
    "ShowQuestion": lambda town, besa, _arta: shown(town, besa),
    "WriteReply": lambda town, besa, _arta: of_question(town, besa, WriteReply),
    "ShowThread": lambda town, besa, _arta: of_question(town, besa, ShowThread),
    "TypePhone": lambda town, besa, _arta: of_interest(town, besa, TypePhone),
    "OpenInterest": lambda town, besa, _arta: of_interest(town, besa, OpenInterest),
    "WriteToApplicant": lambda town, besa, _arta: of_interest(town, besa, WriteToApplicant),
    "TypePhoneFor": lambda town, _besa, arta: typed_for(town, arta),
    "EnterCode": lambda town, _besa, _arta: of_code(town),
    "ListInterestCalls": lambda _town, _besa, _arta: at_once(ListInterestCalls()),
    "ListCallInterests": lambda _town, _besa, _arta: at_once(ListCallInterests(CALL)),
    "AskNext": lambda town, besa, _arta: of_check(town, besa, AskNext()),
    "ShowWhy": lambda town, besa, _arta: of_check(town, besa, ShowWhy()),
    "PickDistrict": lambda _town, _besa, _arta: at_once(PickDistrict(PickedFor.CALLS)),
    "PickMunicipality": lambda _town, _besa, _arta: at_once(
        PickMunicipality(PickedFor.CALLS, "prizren")
    ),
    "PickAmong": lambda _town, _besa, _arta: at_once(
        PickAmong(PickedFor.CALLS, "prizren.suhareke")
    ),
    "ChoosePasscode": lambda _town, _besa, _arta: at_once(ChoosePasscode()),
    "AskPasscode": lambda _town, besa, _arta: of_passcode(besa),
    "ListInbox": lambda _town, _besa, _arta: at_once(ListInbox()),
    "ListRounds": lambda _town, _besa, _arta: at_once(ListRounds()),
    "ShowAudit": lambda _town, _besa, _arta: at_once(ShowAudit()),
    "ChooseRoundEnd": lambda _town, _besa, _arta: at_once(ChooseRoundEnd(CALL, RoundChange.OPEN)),
    "RecordVoice": lambda _town, _besa, _arta: at_once(RecordVoice(CALL, "en")),
    "ChooseStaffName": lambda _town, _besa, _arta: at_once(ChooseStaffName()),
    "WriteVersion": lambda _town, _besa, arta: of_draft(arta, WriteVersion(Language.ENGLISH)),
    "TypeLink": lambda _town, _besa, arta: of_draft(arta, TypeLink()),
    "ChooseTime": lambda _town, _besa, arta: of_draft(arta, ChooseTime()),
    "NameAudience": lambda _town, _besa, arta: of_draft(arta, NameAudience()),
}
"""How somebody comes to each screen that waits."""
OF_STAFF = {
    "ListInbox",
    "WriteReply", "ShowThread", "OpenInterest", "WriteToApplicant", "TypePhoneFor", "RecordVoice",
    "ListInterestCalls", "ListCallInterests", "ListRounds", "ChooseRoundEnd", "ChooseStaffName",
    "WriteVersion", "TypeLink", "ChooseTime", "NameAudience", "ShowAudit",
}  # fmt: skip


async def shown(town: Town, besa: Phone) -> Action:
    return ShowQuestion(await question_of(town, besa))


async def typed_for(town: Town, arta: Phone) -> Action:
    return TypePhoneFor(await interest_at_desk(town, arta))


async def waits(town: Town, screen: str) -> Wait:
    """Bring somebody to a screen that waits for something."""
    besa = await town.person(Language.ENGLISH)
    arta = await town.colleague(Role.OWNER)
    here = await WAYS[screen](town, besa, arta)
    phone = arta if screen in OF_STAFF else besa
    await do(phone, here)
    wait = Wait(town, phone, here)
    assert await wait.stands_at() == encode(here, 255), phone.text
    return wait


SCREENS = {route.here.__name__: route for route in ROUTES if isinstance(route, Takes)}
FLEETING = {route.action for route in ROUTES if isinstance(route, Tap) and route.fleeting}
ARRIVES: dict[str, tuple[str, type[Action]]] = {
    "AskTeam": ("My ear tag number is 12 and the paper says no. What do I do?", ShowQuestion),
    "WriteQuestion": ("My ear tag number is 12 and the paper says no. What now?", ShowQuestion),
    "ShowQuestion": ("One thing more, about the ear tag that I asked you about.", ShowQuestion),
    "WriteReply": ("Yes. Bring the passport of the animal and come on Monday.", ShowThread),
    "ShowThread": ("Yes. Bring the passport of the animal and come on Monday.", OfferWords),
    "WriteToApplicant": ("Please bring the passport of the animal on Monday.", OpenInterest),
    "TypePhone": ("044 123 456", ShowInterest),
    "TypePhoneFor": ("044 123 456", OpenInterest),
    "PickDistrict": ("Prizren", ListCalls),
    "PickMunicipality": ("Prizren", ListCalls),
    "PickAmong": ("Prizren", ListCalls),
    "ChoosePasscode": ("kivi 12", ShowDiscretion),
    "AskPasscode": ("kivi 12", ShowHome),
    "ChooseStaffName": ("Arta", ShowPanel),
    "WriteVersion": ("The office is closed on Monday.", ShowVersions),
    "TypeLink": ("https://example.org/a", ShowBroadcastDraft),
    "ListRounds": ("start-up", ShowRound),
}
"""What is typed at a screen in the end, and where it leads."""


@pytest.mark.parametrize("screen", SCREENS)
async def test_what_a_screen_does_not_take_gets_a_hint_there(town: Town, screen: str) -> None:
    takes = SCREENS[screen]
    wait = await waits(town, screen)
    for name, (medium, deed) in DEEDS.items():
        if medium in takes.by:
            continue
        count, newest = len(wait.phone.from_bot), wait.phone.screen.message_id
        await deed(wait.phone)
        assert await wait.stands_at() == encode(wait.here, 255), name
        assert wait.phone.screen.message_id > newest, name
        # A fleeting prompt goes when its hint comes.
        assert len(wait.phone.from_bot) == count + (takes.here not in FLEETING), name
        assert wait.phone.buttons, name
        assert "Send this to people" not in wait.phone.text, name
    if screen in ARRIVES:
        words, leads = ARRIVES[screen]
        await wait.phone.send(words)
        assert isinstance(decode(await wait.stands_at()), leads), wait.phone.text
