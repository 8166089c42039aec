"""The team at work on their phones: invited, joined, named, ended; and what others may not do."""

import asyncio
import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import ALL, Dimension, Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.codec import Action
from bot.screens.privacy.actions import ChoosePasscode, ExportMyData, LockNow
from bot.screens.staff.actions import (
    BeginInvitation,
    ChooseRole,
    ChooseStaffName,
    EndRole,
    ListInvitations,
    MakeInvitation,
    PickReach,
    ShowAudit,
    ShowDraft,
    ShowPanel,
    ShowTeam,
    ToggleReach,
    WithdrawInvitation,
)
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
LINK = re.compile(r"https://t\.me/\w+\?start=(invite-[A-Za-z0-9_-]{43})")
LONGEST_TEXT = 1100


async def invite(town: Town, owner: Phone, role: Role, language: Language) -> str:
    """Walk through an invitation; returns the payload of its link."""
    await owner.send("/team")
    await owner.tap(town.say("Invite somebody", language))
    await do(owner, BeginInvitation(role))
    if role is Role.COORDINATOR:
        await do(owner, PickReach(Dimension.PROGRAMMES))
        await owner.tap("INTEGRA")
        await owner.tap(town.say("Done", language))
        await do(owner, PickReach(Dimension.MUNICIPALITIES))
        await owner.tap(town.say("All", language))
        await owner.tap(town.say("Done", language))
    await owner.tap(town.say("Make the link", language))
    found = LINK.search(owner.text)
    assert found is not None, owner.text
    return found[1]


def document(town: Town, phone: Phone) -> bytes:
    """The last file that somebody got."""
    wire = next(m.wire["document"] for m in reversed(phone.from_bot) if "document" in m.wire)
    return town.sandbox.world.files.get(wire["file_id"]).content


async def log_of(town: Town) -> list[tuple[str, str]]:
    async with town.komshi.database.reading() as uow:
        return [(line.act, line.subject) for line in reversed(await uow.audit.latest(50))]


def commands(phone: Phone) -> set[str]:
    return {name for name, _ in phone.menu}


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_somebody_is_invited_joins_works_and_is_ended(town: Town, language: Language) -> None:
    owner = await town.owner(language)
    payload = await invite(town, owner, Role.COORDINATOR, language)
    newcomer = await town.newcomer(language.telegram_code)
    await newcomer.start(payload)
    await newcomer.tap(language.own_name)
    await newcomer.tap("➡️")
    assert town.say("You are invited to the team", language) in newcomer.text
    assert "INTEGRA" in newcomer.text
    await newcomer.tap(town.say("Join the team", language))
    await newcomer.send("Drita")
    assert town.say("Staff", language) in newcomer.text
    assert "Drita" in newcomer.text
    assert "staff" in commands(newcomer)
    assert not [label for label in newcomer.buttons if "👥" in label]

    await owner.send("/team")
    assert "Drita" in owner.text
    await owner.tap("2")
    await owner.tap("✖️")
    assert town.say("End this role?", language) in owner.text
    await owner.tap(town.say("Yes, end it", language))
    assert "Drita" not in owner.text

    await do(newcomer, ShowPanel())
    assert town.say("This is for the team only", language) in newcomer.text
    await newcomer.send("/start")
    assert "staff" not in commands(newcomer)
    acts = [act for act, _ in await log_of(town)]
    assert acts == [Deed.JOINED, Deed.INVITED, Deed.JOINED, Deed.ROLE_ENDED, Deed.REFUSED]


@pytest.mark.parametrize("language", MAIN)
async def test_the_log_is_read_page_by_page(town: Town, language: Language) -> None:
    owner = await town.owner(language)
    for _ in range(4):
        await invite(town, owner, Role.ANALYST, language)
    await owner.send("/team")
    await owner.tap("✉️")
    for _ in range(3):
        await owner.tap("✖️")
    await owner.send("/audit")
    assert town.say("withdrew an invitation", language) in owner.text
    assert "\n8. " in owner.text
    await owner.tap("➡️")
    assert "\n2. " in owner.text
    assert "\n8. " not in owner.text
    await owner.tap("⬅️")
    assert "\n8. " in owner.text


async def test_the_log_is_narrowed_by_what_is_typed_and_taken_along(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    other = await town.colleague(Role.OWNER)
    await do(owner, ChooseStaffName())
    await owner.send("Arta")
    for phone, role in ((owner, Role.ANALYST), (other, Role.COMMUNICATOR)):
        await invite(town, phone, role, Language.ENGLISH)
    await owner.send("/audit")
    assert "Communicator" in owner.text
    for typed, shown, hidden in (
        ("arta", "Analyst", "Communicator"),
        ("2", "\n2. ", "\n1. "),
        ("22.11.", "Communicator", "I found no such"),
        ("21.11.2026", "Nothing has been written yet.", "Communicator"),
        ("nobody", "I found no such day, number or colleague.", "Only:"),
    ):
        await owner.send(typed)
        assert shown in owner.text, typed
        assert hidden not in owner.text, typed
    await owner.send("arta")
    await owner.tap("Take it along")
    rows = list(load_workbook(BytesIO(document(town, owner))).worksheets[0].values)
    assert rows[0] == ("Number", "Time", "Who", "What")
    assert {row[2] for row in rows[1:]} == {"Arta"}
    await owner.send("/audit")
    assert "log, taken along" in owner.text


async def test_a_link_is_of_no_use_to_a_second_person(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    payload = await invite(town, owner, Role.COMMUNICATOR, Language.ENGLISH)
    first, second = [await town.person(Language.ENGLISH) for _ in range(2)]
    for phone in (first, second):
        await phone.start(payload)
        assert "You are invited" in phone.text
    await first.tap("Join the team")
    await second.tap("Join the team")
    assert "This invitation is over" in second.text
    await second.send("/staff")
    assert "for the team only" in second.text


async def test_an_old_link_and_an_invented_one_lead_nowhere(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    payload = await invite(town, owner, Role.COMMUNICATOR, Language.ENGLISH)
    phone = await town.person(Language.ENGLISH)
    await phone.start(f"invite-{'x' * 43}")
    assert "This invitation is over" in phone.text
    await phone.start("invited-" + "0" * 56)
    assert "How can I help?" in phone.text
    for known in ("invite-", "invite-x"):
        await phone.start(known)
        assert "ask who invited you for a new one" in phone.text
    town.sandbox.clock.advance(timedelta(hours=24))
    await phone.start(payload)
    assert "This invitation is over" in phone.text


async def test_the_link_is_not_shown_again(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    payload = await invite(town, owner, Role.COMMUNICATOR, Language.ENGLISH)
    await owner.send("/language")
    await owner.tap("Shqip")
    assert payload not in owner.text
    assert LINK.search(owner.text) is None


FORGED = (
    ShowPanel(),
    ShowTeam(),
    ShowAudit(),
    BeginInvitation(Role.OWNER),
    EndRole(1),
    MakeInvitation(),
    WithdrawInvitation(1),
    ToggleReach(Dimension.PROGRAMMES, ALL),
)


@pytest.mark.parametrize("forged", FORGED, ids=lambda action: type(action).__name__)
async def test_a_forged_button_changes_nothing_and_is_in_the_log(
    town: Town, forged: Action
) -> None:
    owner = await town.owner(Language.ENGLISH)
    await invite(town, owner, Role.ANALYST, Language.ENGLISH)
    before = await log_of(town)
    stranger = await town.person(Language.ENGLISH)
    await stranger.send("/calls")
    tap = await do(stranger, forged)
    assert tap.answered
    assert "for the team only" in stranger.text
    after = await log_of(town)
    assert after[:-1] == before
    assert after[-1][0] == Deed.REFUSED
    async with town.komshi.database.reading() as uow:
        [line] = await uow.audit.latest(1)
        assert line.actor is None
        assert len(await uow.staff.all()) == 1
        assert len(await uow.invitations.open(town.sandbox.clock.now())) == 1
        assert await uow.audit.verify() == (None, await uow.audit._find_last())
        assert (await uow.statistics.refusals(town.sandbox.clock.now().date()))["not_allowed"] == 1


async def test_a_forged_button_that_is_delivered_twice_is_logged_once(town: Town) -> None:
    await town.owner(Language.ENGLISH)
    stranger = await town.person(Language.ENGLISH)
    tap = await do(stranger, ShowTeam())
    update = {
        "update_id": tap.update_id,
        "callback_query": {
            "id": "1",
            "from": stranger.person.wire,
            "message": stranger.screen.wire,
            "chat_instance": "1",
            "data": "tm",
        },
    }
    await town.komshi.receiver.receive(update)
    assert [act for act, _ in await log_of(town)].count(Deed.REFUSED) == 1


async def test_a_button_that_a_colleague_passes_on_is_refused_and_names_who_tried(
    town: Town,
) -> None:
    await town.owner(Language.ENGLISH)
    analyst = await town.colleague(Role.ANALYST)
    await analyst.send("/staff")
    assert "Analyst" in analyst.text
    await do(analyst, ShowAudit())
    assert "for the team only" in analyst.text
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(analyst.user_id)
        assert person is not None
        [line] = await uow.audit.latest(1)
        assert line.actor == await uow.staff.number_of(person.id)
    await analyst.tap("Home")
    assert "How can I help?" in analyst.text


@pytest.mark.parametrize("role", Role)
async def test_every_role_has_a_panel_and_the_commands(town: Town, role: Role) -> None:
    colleague = await town.colleague(role)
    await colleague.tap("More")
    await colleague.tap("Staff")
    assert colleague.text.startswith("Staff")
    assert {"staff", "team", "audit"} <= commands(colleague)
    other = await town.person(Language.ENGLISH)
    await other.tap("More")
    assert not [label for label in other.buttons if "Staff" in label]
    assert not {"staff", "team", "audit"} & commands(other)


async def test_the_last_owner_and_one_of_the_settings_stay(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    await owner.send("/team")
    await owner.tap("1")
    assert "settings of the bot name this owner" in owner.text
    assert not [label for label in owner.buttons if "✖️" in label]
    tap = await do(owner, EndRole(1))
    assert tap.toast is not None
    assert "settings" in tap.toast
    await owner.send("/staff")
    assert owner.text.startswith("Staff")


async def test_a_word_on_the_phone_protects_the_panel(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    await do(owner, ChoosePasscode())
    await owner.send("kajsia")
    await do(owner, LockNow())
    for command in ("/staff", "/team", "/audit"):
        await owner.send(command)
        assert "Please type your word" in owner.text
    await owner.send("kajsia")
    assert "Log of the team" in owner.text


async def test_a_name_is_shown_as_it_was_typed(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    await owner.send("/staff")
    await owner.tap("✏️")
    await owner.send("x" * 41)
    assert "1 to 40" in owner.text
    await owner.send("<b>Arta</b> & {co}")
    assert "<b>Arta</b> & {co}" in owner.text
    await owner.send("/team")
    assert "<b>Arta</b> & {co}" in owner.text


SCREENS = (
    ShowPanel(),
    ShowTeam(),
    ChooseRole(),
    ShowDraft(),
    PickReach(Dimension.PROGRAMMES),
    *(PickReach(Dimension.MUNICIPALITIES, page) for page in (0, 3, 99)),
    ListInvitations(),
    ShowAudit(),
    ChooseStaffName(),
)


@pytest.mark.parametrize("language", MAIN)
async def test_every_screen_of_the_team_fits_and_leads_on(town: Town, language: Language) -> None:
    owner = await town.owner(language)
    for role in (Role.ANALYST, Role.FACILITATOR, Role.OWNER):
        await town.colleague(role)
    await invite(town, owner, Role.COMMUNICATOR, language)
    await do(owner, BeginInvitation(Role.COORDINATOR))
    for action in SCREENS:
        await do(owner, action)
        assert "{" not in owner.text, action
        assert len(owner.text) <= LONGEST_TEXT, action
        assert any(town.say("Home", language) in label for label in owner.buttons), action
        assert town.say("Something went wrong", language) not in owner.text, action


async def test_two_taps_at_once_on_one_draft_both_count(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    await do(owner, BeginInvitation(Role.COORDINATOR))
    await asyncio.gather(
        *(
            do(owner, ToggleReach(Dimension.MUNICIPALITIES, place))
            for place in ("prizren", "istog", "gjilan")
        )
    )
    await do(owner, ShowDraft())
    for name in ("Prizren", "Istog", "Gjilan"):
        assert name in owner.text


async def test_the_export_of_a_colleague_holds_roles_and_name(town: Town) -> None:
    owner = await town.owner(Language.ENGLISH)
    await do(owner, ChooseStaffName())
    await owner.send("Arta")
    await do(owner, ExportMyData())
    documents = [message.content.get("document") for message in owner.from_bot]
    files = [town.sandbox.world.files.get(one["file_id"]) for one in documents if one]
    assert all(b"Arta" in file.content and b"owner" in file.content.lower() for file in files)
    assert len(files) == 2
