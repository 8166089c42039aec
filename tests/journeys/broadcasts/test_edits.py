"""Staff change the words of what was sent, in the chats of those who have it."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.domain.delivery.outbox import DeliveryState
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CheckBroadcast,
    EditBroadcast,
    OpenBroadcast,
    RegisterChat,
    ReportBroadcast,
    SendBroadcast,
    ShowBroadcast,
    ToggleChat,
    WriteVersion,
)
from bot.screens.privacy.actions import SetDiscreet
from bot.storage.delivery.tables import OutboxRow
from tests.journeys.broadcasts.test_broadcasts import (
    MAIN,
    broadcast_of,
    document,
    group_with,
    send_now,
    write,
)
from tests.journeys.conftest import Town
from tests.journeys.hands import do


async def sent(town: Town, staff: Phone, *texts: tuple[Language, str]) -> int:
    """A broadcast that everybody has; returns its number."""
    await write(staff, *texts)
    await send_now(town, staff)
    await town.deliver()
    number = await broadcast_of(town)
    await town.komshi.progress_board.draw()
    return number


async def change(staff: Phone, number: int, *texts: tuple[Language, str]) -> None:
    """Write other words; ends on the last look."""
    await do(staff, EditBroadcast(number))
    for language, text in texts:
        await do(staff, WriteVersion(language))
        await staff.send(text)
    await do(staff, CheckBroadcast())


async def shows(town: Town, phone: Phone, words: str) -> bool:
    """Whether a message of this person says something soon."""
    return await town.sandbox.world.changed.until(
        lambda: any(words in message.text for message in phone.messages), 10
    )


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_other_words_come_into_the_chats_and_nobody_gets_a_new_message(
    town: Town, language: Language
) -> None:
    reader = await town.person(Language.ENGLISH)
    other = await town.person(Language.ALBANIAN)
    staff = await town.colleague(Role.COMMUNICATOR, language)
    written = dict.fromkeys((*MAIN, Language.SERBIAN_LATIN))
    texts = [(each, f"On Monday ({each})") for each in written]
    number = await sent(town, staff, *texts)
    old = await reader.wait_for_message(containing="On Monday")
    await do(staff, ShowBroadcast(number))
    await staff.tap(town.say("Change the text", language))
    assert town.say("as it was sent", language) in staff.text
    await staff.tap("English")
    assert "On Monday (en)" in staff.text
    await staff.send("On Tuesday, not on Monday")
    assert town.say("changed", language) in staff.text
    await staff.tap("👁")
    await staff.wait_for_message(containing="On Tuesday, not")
    await town.deliver()
    await do(staff, CheckBroadcast())
    await staff.tap(f"✏️ {town.say('Change for {n} person', language)}")
    assert await shows(town, reader, "On Tuesday, not on Monday")
    edited = next(message for message in reader.messages if "On Tuesday" in message.text)
    assert edited.message_id == old.message_id
    await town.deliver()
    assert any("On Monday (sq)" in message.text for message in other.messages)
    await do(staff, ShowBroadcast(await broadcast_of(town)))
    assert town.say("The text is changed", language) in staff.text


async def test_the_report_says_how_many_messages_changed_and_how_many_could_not(
    town: Town,
) -> None:
    readers = [await town.person(Language.ENGLISH) for _ in range(3)]
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "At nine"))
    await readers[0].block()
    await readers[1].send("/hide")
    await change(staff, number, (Language.ENGLISH, "At ten"))
    assert "Have it already: 4 people" in staff.text
    await staff.tap("✏️ Change")
    assert await shows(town, readers[2], "At ten")
    await town.deliver()
    await do(staff, ReportBroadcast(await broadcast_of(town)))
    report = next(message.text for message in staff.from_bot if message.text.startswith("Report"))
    assert "Changed: 2" in report
    assert "Not reachable: 1" in report
    assert "Failed: 1" in report
    table = load_workbook(BytesIO(document(town, staff))).worksheets[0]
    counts = {(row[0], row[2]) for row in table.iter_rows(min_row=2, values_only=True)}
    assert counts == {("Changed", 2), ("Not reachable", 1), ("Failed", 1)}


async def test_who_has_not_got_it_yet_gets_the_new_words(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    late = await town.person(Language.ENGLISH)
    await hold_back(town, late)
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "At nine"))
    await send_now(town, staff)
    await arrived(town, 2)
    number = await broadcast_of(town)
    await change(staff, number, (Language.ENGLISH, "At ten"))
    assert "Get the new text: 1 person" in staff.text
    await staff.tap("✏️ Change")
    assert await shows(town, reader, "At ten")
    town.sandbox.clock.advance(timedelta(hours=3))
    assert (await late.wait_for_message(containing="At ten")).notice
    assert not any("At nine" in message.text for message in late.messages)


async def test_of_a_file_the_words_below_it_change(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    await staff.send("/broadcast")
    await staff.tap("➕")
    await do(staff, WriteVersion(Language.ENGLISH))
    await staff.send_photo("The old price")
    await send_now(town, staff)
    await town.deliver()
    number = await broadcast_of(town)
    await do(staff, EditBroadcast(number))
    await do(staff, WriteVersion(Language.ENGLISH))
    await staff.send_photo("Another picture")
    assert "I can only take words here" in staff.text
    await staff.send("The new price")
    await do(staff, CheckBroadcast())
    await staff.tap("✏️ Change")
    assert await town.sandbox.world.changed.until(
        lambda: any(message.wire.get("caption") == "The new price" for message in reader.messages),
        10,
    )
    assert any("photo" in message.wire for message in reader.messages)


async def test_a_discreet_reader_keeps_the_sign_and_reads_the_new_words(town: Town) -> None:
    reader, opened = [await town.stranger(Language.ENGLISH) for _ in range(2)]
    for phone in (reader, opened):
        await do(phone, SetDiscreet(1))
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "About your case"))
    await do(opened, OpenBroadcast(number))
    await opened.wait_for_message(containing="About your case")
    await town.deliver()
    await change(staff, number, (Language.ENGLISH, "About another case"))
    await staff.tap("✏️ Change")
    assert await shows(town, opened, "About another case")
    await town.deliver()
    assert not any("About" in message.text for message in reader.messages)
    await do(reader, OpenBroadcast(number))
    await reader.wait_for_message(containing="About another case")


async def test_a_group_reads_the_new_words(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await group_with(town, staff)
    await do(staff, RegisterChat(1, "sq"))
    await write(staff, (Language.ENGLISH, "Fire"), (Language.ALBANIAN, "Zjarr"))
    await do(staff, ToggleChat(1))
    await send_now(town, staff)
    await town.deliver()
    number = await broadcast_of(town)
    await change(staff, number, (Language.ALBANIAN, "Asgjë"))
    await staff.tap("✏️ Change")
    assert await town.sandbox.world.changed.until(
        lambda: any(message.text == "Asgjë" for message in group.from_bot), 10
    )


async def test_a_change_for_many_waits_for_a_second_person(town: Town) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    lead = await town.colleague(Role.OWNER)
    number = await sent(town, staff, (Language.ENGLISH, "For everybody"))
    town.komshi.receiver._limits = type(town.komshi.receiver._limits)(approval_above=1)
    await change(staff, number, (Language.ENGLISH, "For nobody"))
    await staff.tap("✏️ Ask for 3 people")
    assert "A change of what was sent waits for a second person" in staff.text
    asked = await lead.wait_for_message(containing="waits for a second person")
    await do(staff, ApproveBroadcast(await broadcast_of(town)))
    assert not any("For nobody" in message.text for message in reader.messages)
    await lead.press(asked, asked.rows[0][0])
    await lead.tap("👁")
    await lead.wait_for_message(containing="For nobody")
    await town.deliver()
    await lead.tap("Go on")
    await lead.tap("✅")
    assert await shows(town, reader, "For nobody")


async def test_a_word_that_takes_sides_is_pointed_out_in_a_change_too(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "The office"))
    await change(staff, number, (Language.ENGLISH, "The so-called office"))
    assert "A word may take sides" in staff.text
    await do(staff, SendBroadcast())
    assert "A word may take sides" in staff.text
    await staff.tap("✅")
    await staff.tap("✏️ Change")
    assert await shows(town, staff, "The so-called office")


async def test_after_two_days_the_words_stay(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "At nine"))
    town.sandbox.clock.advance(timedelta(hours=49))
    await do(staff, ShowBroadcast(number))
    assert not any("Change the text" in label for label in staff.buttons)
    tap = await do(staff, EditBroadcast(number))
    assert "not possible any more" in str(tap.toast)


async def test_a_draft_is_not_lost_by_a_change(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "At nine"))
    await write(staff, (Language.ENGLISH, "Something new"))
    await do(staff, EditBroadcast(number))
    assert "Throw the draft away?" in staff.text
    await staff.tap("◀️")
    assert staff.text.startswith("Broadcast: draft")


async def test_a_forged_tap_changes_nothing(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    number = await sent(town, staff, (Language.ENGLISH, "At nine"))
    thief = await town.person(Language.ENGLISH)
    await do(thief, EditBroadcast(number))
    assert "This is for the team only" in thief.text


async def hold_back(town: Town, phone: Phone) -> None:
    """Let nothing come to somebody for the next hours."""
    now = town.sandbox.clock.now()
    async with town.komshi.database.transaction() as uow:
        person = await uow.people.meet(phone.user_id, now)
        hour = (now + timedelta(hours=1)).hour  # local time is an hour ahead in winter
        person.quiet_from, person.quiet_until = hour, (hour + 2) % 24


async def arrived(town: Town, wanted: int) -> None:
    """Wait until it is written down of so many messages that they were sent."""

    async def count() -> int:
        statement = select(func.count()).where(OutboxRow.state == DeliveryState.SENT.value)
        async with town.komshi.database.reading() as uow:
            return (await uow._session.scalars(statement)).one()

    while await count() < wanted:
        await town.sandbox.world.changed.until(lambda: False, 0.05)
