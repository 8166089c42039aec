"""Staff say one thing to exactly the right people, and know who got it."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.domain.broadcasts.audience import Field, Joint
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.group import Group
from bot.sandbox.phones.phone import Phone
from bot.sandbox.world.world import member_wire
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CheckBroadcast,
    ChooseChats,
    ChooseTime,
    ConfirmCancelBroadcast,
    DeclareFallback,
    ListNoticeChats,
    OpenBroadcast,
    PauseBroadcast,
    PickChatLanguage,
    PickField,
    PickValues,
    ReportBroadcast,
    ResumeBroadcast,
    SendBroadcast,
    SetCallButton,
    ShowAudience,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ToggleCondition,
    TypeLink,
    WriteVersion,
)
from bot.screens.privacy.actions import SetDiscreet
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
UNDO = timedelta(seconds=31)


async def follow(phone: Phone, call: str = "akt-startup") -> None:
    """The person follows a call."""
    await phone.start(f"call-{call}")
    await phone.tap("🔔")


async def write(staff: Phone, *texts: tuple[Language, str]) -> None:
    """Compose the message in these languages; ends on the draft."""
    await staff.send("/broadcast")
    await staff.tap("➕")
    for language, text in texts:
        await do(staff, WriteVersion(language))
        await staff.send(text)
    await do(staff, ShowBroadcastDraft())


async def send_now(town: Town, staff: Phone) -> None:
    """Send the draft and let the time for an undo pass."""
    await do(staff, CheckBroadcast())
    await staff.tap("📨")
    town.sandbox.clock.advance(UNDO)


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_a_message_is_composed_sent_to_an_audience_and_reported(
    town: Town, language: Language
) -> None:
    reader = await town.person(Language.ENGLISH)
    await follow(reader)
    other = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR, language)
    await write(staff, (Language.ENGLISH, "The office is closed on Monday."))
    await staff.tap("👥")
    await do(staff, PickField(Joint.AND))
    await do(staff, PickValues(Joint.AND, Field.TOPIC))
    await do(staff, ToggleCondition(Joint.AND, Field.TOPIC, "call.akt-startup"))
    await do(staff, ShowAudience())
    assert town.title("akt-startup", language) in staff.text
    await do(staff, ShowBroadcastDraft())
    await staff.tap("👁")
    shown = await staff.wait_for_message(containing="The office is closed")
    assert shown.rows == []
    await town.deliver()
    await do(staff, CheckBroadcast())
    assert "English: 1" in staff.text
    await staff.tap("📨")
    assert any("↩️" in label for label in staff.buttons)
    town.sandbox.clock.advance(UNDO)
    assert (await reader.wait_for_message(containing="closed on Monday")).notice
    assert not any("closed on Monday" in message.text for message in other.from_bot)
    progress = staff.screen.message_id
    await town.deliver()
    await do(staff, ReportBroadcast(await broadcast_of(town)), progress)
    book = load_workbook(BytesIO(document(town, staff)))
    counts = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [row[2] for row in counts] == [1]
    told = [value for row in book.worksheets[1].iter_rows(values_only=True) for value in row]
    assert "The office is closed on Monday." in told
    assert "English" in told
    assert any(isinstance(value, datetime) for value in told)
    assert any(town.title("akt-startup", language) in str(value) for value in told)
    assert any(town.say("Colleague {number}", language) in str(value) for value in told)


async def test_the_sender_sees_the_cyrillic_version_with_addresses_as_typed(town: Town) -> None:
    await town.person(Language.SERBIAN_CYRILLIC)
    staff = await town.colleague(Role.COMMUNICATOR)
    words = (
        "Pišite na office@primer.org ili na forms.gle/AbCd1. Vlasnik/vlasnica donosi ličnu kartu."
    )
    await write(staff, (Language.SERBIAN_LATIN, words))
    await do(staff, DeclareFallback(Language.SERBIAN_CYRILLIC, Language.SERBIAN_LATIN))
    seen = (
        "Пишите на office@primer.org или на forms.gle/AbCd1. Власник/власница доноси личну карту."
    )
    await do(staff, WriteVersion(Language.SERBIAN_CYRILLIC))
    assert seen in staff.text
    await do(staff, ShowBroadcastDraft())
    await staff.tap("👁")
    assert await staff.wait_for_message(containing=seen)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://user:pw@example.org/", "a name before an @"),
        ("https://192.0.2.1/form", "a number in place of a name"),
        ("https://xn--e1afmkfd.org/", "can look like others"),
        ("example", "I did not understand the address"),
    ],
)
async def test_an_address_that_hides_where_it_leads_is_refused(
    town: Town, address: str, why: str
) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Read this."))
    await do(staff, TypeLink())
    await staff.send(address)
    assert why in staff.text
    await staff.send("https://example.org/form")
    assert "Button: https://example.org/form" in staff.text


async def test_a_missing_language_stops_the_sending_until_another_stands_in(town: Town) -> None:
    german = await town.person(Language.GERMAN)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Come to the center."))
    assert "Still missing: Deutsch" in staff.text
    await do(staff, CheckBroadcast())
    assert "These languages have no message yet: Deutsch" in staff.text
    await do(staff, SendBroadcast())
    assert "These languages have no message yet: Deutsch" in staff.text
    await do(staff, WriteVersion(Language.GERMAN))
    await staff.tap("↪️ Use English")
    assert "gets English" in staff.text
    await send_now(town, staff)
    await german.wait_for_message(containing="Come to the center.")


async def test_serbian_cyrillic_is_made_from_latin_letters(town: Town) -> None:
    reader = await town.person(Language.SERBIAN_CYRILLIC)
    staff = await town.colleague(Role.COMMUNICATOR)
    english, latin = (Language.ENGLISH, "Tomorrow"), (Language.SERBIAN_LATIN, "Sutra u INTEGRA")
    await write(staff, english, latin)
    await do(staff, WriteVersion(Language.SERBIAN_CYRILLIC))
    await do(staff, DeclareFallback(Language.SERBIAN_CYRILLIC, Language.SERBIAN_LATIN))
    await send_now(town, staff)
    assert (await reader.wait_for_message(containing="Сутра")).text == "Сутра у INTEGRA"


async def test_formatting_and_the_button_arrive(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await staff.send("/broadcast")
    await staff.tap("➕")
    await do(staff, WriteVersion(Language.ENGLISH))
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    await staff._say({"text": "Free course & <lunch>", "entities": bold})
    await do(staff, SetCallButton("akt-startup"))
    await send_now(town, staff)
    arrived = await reader.wait_for_message(containing="Free course")
    assert arrived.text == "Free course & <lunch>"
    assert arrived.entities == bold
    await reader.press(arrived, arrived.rows[0][0])
    assert reader.text.startswith(town.title("akt-startup", Language.ENGLISH))


async def test_a_voice_message_and_a_photo_go_out_by_their_ids(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await staff.send("/broadcast")
    await staff.tap("➕")
    await do(staff, WriteVersion(Language.ENGLISH))
    await staff.send_voice()
    assert "English: voice message" in staff.text
    await send_now(town, staff)
    await reader.wait_for_message()
    assert "voice" in reader.screen.wire


async def test_an_undo_within_half_a_minute_reaches_nobody(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Oops"))
    await do(staff, CheckBroadcast())
    await staff.tap("📨")
    tap = await staff.tap("↩️")
    assert "Nobody got it" in str(tap.toast)
    assert staff.text.startswith("Broadcast: draft")
    town.sandbox.clock.advance(UNDO)
    await do(staff, ShowBroadcasts())
    assert not any(message.text == "Oops" for message in reader.from_bot)


async def test_a_second_person_agrees_before_it_goes_to_many(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    town.komshi.receiver._limits = type(town.komshi.receiver._limits)(approval_above=1)
    staff = await town.colleague(Role.COMMUNICATOR)
    lead = await town.colleague(Role.OWNER)
    await write(staff, (Language.ENGLISH, "For everybody"))
    await do(staff, CheckBroadcast())
    await staff.tap("📨")
    assert "waits for a second person" in staff.text
    number = await broadcast_of(town)
    await do(staff, ApproveBroadcast(number))
    assert "This is for the team only" in staff.text
    asked = await lead.wait_for_message(containing="waits for a second person")
    await lead.press(asked, asked.rows[0][0])
    await lead.tap("👁")
    await lead.wait_for_message(containing="For everybody")
    await town.deliver()
    await lead.tap("Go on")
    await lead.tap("✅")
    town.sandbox.clock.advance(UNDO)
    await reader.wait_for_message(containing="For everybody")


async def test_each_version_is_shown_under_its_language_and_the_way_on_comes_last(
    town: Town,
) -> None:
    staff = await town.colleague(Role.COMMUNICATOR, Language.ALBANIAN)
    await write(staff, (Language.ENGLISH, "In English"), (Language.SERBIAN_LATIN, "Na srpskom"))
    await do(staff, DeclareFallback(Language.TURKISH, Language.ENGLISH))
    await do(staff, SetCallButton("akt-startup"))
    seen = len(staff.from_bot)
    await do(staff, ShowToMe(await broadcast_of(town)))
    await town.deliver()
    label, serbian, next_label, english, controls = staff.from_bot[seen:]
    for of, version, language, text in (
        (label, serbian, Language.SERBIAN_LATIN, "Na srpskom"),
        (next_label, english, Language.ENGLISH, "In English"),
    ):
        assert language.own_name in of.text
        assert of.rows == []
        assert version.text == text
        assert version.buttons == [f"📋 {town.say('See the call', language)}"]
    assert "Türkçe" in next_label.text
    assert "Türkçe" not in label.text
    await staff.press(controls, controls.rows[0][0])
    assert town.say("Check before it goes out", Language.ALBANIAN) in staff.text


async def test_a_word_that_takes_sides_is_pointed_out_and_may_be_meant(town: Town) -> None:
    await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Go to the so-called office"))
    await do(staff, CheckBroadcast())
    assert "A word may take sides" in staff.text
    assert not any("📨" in label for label in staff.buttons)
    await staff.tap("✅")
    assert any("📨" in label for label in staff.buttons)


async def test_a_discreet_reader_gets_a_sign_and_reads_after_a_tap(town: Town) -> None:
    reader = await town.stranger(Language.ENGLISH)
    await do(reader, SetDiscreet(1))
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "About your case"))
    await send_now(town, staff)
    sign = await reader.wait_for_message(containing="A message from Komshi")
    assert sign.silent
    await town.deliver()
    await reader.press(sign, sign.rows[0][0])
    await reader.wait_for_message(containing="About your case")


async def test_nobody_reads_a_broadcast_by_guessing_its_number(town: Town) -> None:
    stranger = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Not out yet"))
    await do(stranger, OpenBroadcast(await broadcast_of(town)))
    assert "This is not here any more." in stranger.text


async def test_a_forwarded_notice_becomes_a_broadcast_in_one_tap(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    await staff.forward("The road to Dragash is closed.")
    await staff.tap("📣")
    assert staff.text.startswith("Broadcast: draft")
    assert "Written: English" in staff.text
    somebody = await town.person(Language.ENGLISH)
    await somebody.forward("The road to Dragash is closed.")
    assert not any("📣" in label for label in somebody.buttons)


async def test_a_running_broadcast_is_paused_resumed_and_ended(town: Town) -> None:
    for _ in range(2):
        await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Slowly"))
    await do(staff, ChooseTime())
    await staff.send("22.11. 9:00")
    assert "That time is over" in staff.text
    await staff.send("soon")
    assert "I did not understand the time" in staff.text
    await staff.send("21.11. 9:00")
    assert "Sunday 21 November 2027, 09:00" in staff.text
    await do(staff, ChooseTime())
    await staff.send("24. novembra u 10h")
    assert "Tuesday 24 November, 10:00" in staff.text
    await do(staff, CheckBroadcast())
    await staff.tap("📨")
    number = await broadcast_of(town)
    await do(staff, PauseBroadcast(number))
    assert "paused" in staff.text
    await do(staff, ResumeBroadcast(number))
    await do(staff, ConfirmCancelBroadcast(number))
    await staff.tap("✖️")
    assert "was ended" in staff.text
    assert "Not sent any more: 3" in staff.text


async def test_whoever_watches_sees_the_counts_change_in_the_same_message(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "Watch me"))
    await send_now(town, staff)
    watched = staff.screen.message_id
    await reader.wait_for_message(containing="Watch me")
    await town.deliver()
    await town.komshi.progress_board.draw()
    message = next(shown for shown in staff.messages if shown.message_id == watched)
    assert message.text.startswith("The broadcast is")
    assert "Sent: 2" in message.text


async def test_what_was_sent_can_be_taken_out_of_all_chats(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "A mistake"))
    await send_now(town, staff)
    await reader.wait_for_message(containing="A mistake")
    await town.deliver()
    await do(staff, ShowBroadcast(await broadcast_of(town)))
    await staff.tap("🗑")
    await staff.tap("🗑")
    assert await town.sandbox.world.changed.until(
        lambda: all(message.text != "A mistake" for message in reader.messages), 10
    )
    await town.deliver()
    await do(staff, ShowBroadcast(await broadcast_of(town)))
    assert "Taken out of the chats: 2/2" in staff.text


async def test_a_registered_group_gets_the_message_in_its_language(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await group_with(town, staff)
    await do(staff, ListNoticeChats())
    assert "Fshati: not registered" in staff.text
    await do(staff, PickChatLanguage(1))
    await staff.tap("Shqip")
    assert "Fshati: Shqip" in staff.text
    await write(staff, (Language.ENGLISH, "Fire"), (Language.ALBANIAN, "Zjarr"))
    await do(staff, ChooseChats())
    await staff.tap("Fshati")
    await send_now(town, staff)
    assert await town.sandbox.world.changed.until(
        lambda: any(message.text == "Zjarr" for message in group.from_bot), 10
    )


async def test_a_group_whose_language_is_missing_stops_draft_check_and_send_alike(
    town: Town,
) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    await group_with(town, staff)
    await do(staff, ListNoticeChats())
    await do(staff, PickChatLanguage(1))
    await staff.tap("Shqip")
    await write(staff, (Language.ENGLISH, "Fire"))
    await do(staff, ChooseChats())
    await staff.tap("Fshati")
    await do(staff, ShowBroadcastDraft())
    assert "Goes to: 1 person, 1 group or channel" in staff.text
    assert "Still missing: Shqip" in staff.text
    await staff.tap("Check and send")
    assert "These languages have no message yet: Shqip." in staff.text
    assert not [label for label in staff.buttons if "Send to" in label]
    tapped = await do(staff, SendBroadcast())
    assert "These languages have no message yet: Shqip." in (tapped.toast or "")


async def test_a_draft_for_a_group_alone_counts_no_person(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await group_with(town, staff)
    await do(staff, ListNoticeChats())
    await do(staff, PickChatLanguage(1))
    await staff.tap("Shqip")
    await write(staff, (Language.ALBANIAN, "Zjarr"))
    await do(staff, ToggleCondition(Joint.AND, Field.LANGUAGE, "tr"))
    await do(staff, ChooseChats())
    await staff.tap("Fshati")
    await do(staff, CheckBroadcast())
    await staff.tap("Send to 1 group")
    town.sandbox.clock.advance(UNDO)
    assert await town.sandbox.world.changed.until(
        lambda: any(message.text == "Zjarr" for message in group.from_bot), 10
    )


async def test_a_group_to_which_a_stranger_added_the_bot_is_not_remembered(town: Town) -> None:
    stranger = await town.person(Language.ENGLISH)
    await group_with(town, stranger)
    async with town.komshi.database.reading() as uow:
        assert await uow.notice_chats.all() == []


async def group_with(town: Town, phone: Phone) -> Group:
    """A group to which somebody adds the bot."""
    group = town.sandbox.group("Fshati", phone)
    world = town.sandbox.world
    update = world.change_bot_status(
        group.chat, phone.person, member_wire("administrator"), member_wire("left")
    )
    if update is not None:
        await town.sandbox.wait_for_acknowledgement(update, 10)
    return group


async def broadcast_of(town: Town) -> int:
    """The number of the newest broadcast."""
    async with town.komshi.database.reading() as uow:
        known = [number for number in range(1, 9) if await uow.broadcasts.find(number)]
    return known[-1]


def document(town: Town, phone: Phone) -> bytes:
    """The last file that somebody got."""
    wire = next(m.wire["document"] for m in reversed(phone.from_bot) if "document" in m.wire)
    return town.sandbox.world.files.get(wire["file_id"]).content
