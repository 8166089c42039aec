"""Staff open, extend and close calls from their phones, and people hear of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.rounds.work import RoundChange
from bot.domain.staff.roles import Role, Scope
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import RecordVoice, StartFollowing, Topic
from bot.screens.privacy.actions import SetDiscreet
from bot.screens.rounds.actions import ChangeRound
from bot.storage.staff.tables import AuditRow
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
CALL = "akt-startup"


async def follower(town: Town, language: Language, *, discreet: bool = False) -> Phone:
    phone = await town.person(language)
    if discreet:
        await do(phone, SetDiscreet(1))
    await phone.start(f"call-{CALL}")
    await do(phone, StartFollowing(Topic.CALL, CALL))
    return phone


async def open_for_two_weeks(town: Town, staff: Phone, language: Language) -> None:
    await staff.send("/rounds")
    await find(town, staff, language)
    await staff.tap("🟢")
    await staff.tap(staff.buttons[0])
    await staff.tap("🟢")


async def find(town: Town, staff: Phone, language: Language) -> None:
    """Leaf through the list until the call is there, and open it."""
    title = town.title(CALL, language)
    while title not in staff.text:
        await staff.tap("➡️")
    line = next(line for line in staff.text.splitlines() if title in line)
    await staff.tap(line.split(".")[0])
    assert staff.text.startswith(title)


async def acts(town: Town) -> list[str]:
    async with town.komshi.database.reading() as uow:
        rows = await uow._session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [f"{row.act} {row.subject}" for row in rows if row.act != "joined"]


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_staff_open_a_call_and_each_follower_hears_of_it_once(
    town: Town, language: Language
) -> None:
    plain = await follower(town, language)
    shy = await follower(town, language, discreet=True)
    stranger = await town.person(language)
    staff = await town.owner(language)
    await staff.send("/rounds")
    await find(town, staff, language)
    await staff.tap("🟢")
    assert len(staff.buttons) == 6  # four dates, Back, Home
    await staff.tap(staff.buttons[0])
    first = town.say("A call is open now", language)
    assert first in staff.text
    assert town.title(CALL, language) in staff.text
    assert "2" in next(label for label in staff.buttons if "🟢" in label)
    assert not plain.notices
    await staff.tap("🟢")
    heard = await plain.wait_for_message(containing=first)
    assert town.title(CALL, language) in heard.text
    neutral = await shy.wait_for_message()
    assert neutral.text.startswith(town.say("A message from Komshi", language))
    assert town.title(CALL, language) not in neutral.text
    await shy.tap(neutral.rows[0][0].label, neutral)
    assert town.title(CALL, language) in shy.text
    await town.komshi.timetable.run_all()
    await town.sandbox.settle()
    assert [len(phone.notices) for phone in (plain, shy, stranger)] == [1, 1, 0]
    assert len(await acts(town)) == 1


@pytest.mark.parametrize("language", MAIN)
async def test_staff_type_another_date_and_close_the_call(town: Town, language: Language) -> None:
    staff = await town.owner(language)
    await open_for_two_weeks(town, staff, language)
    plain = await follower(town, language)
    await staff.tap("🗓")
    await staff.send("maybe later")
    assert town.say("I did not understand the date.", language) in staff.text
    await staff.send("1.1.2020")
    assert (
        town.say("This time has passed already. Please choose a later one.", language) in staff.text
    )
    typed = {
        Language.ALBANIAN: "e diel, 20 dhjetor 2026, ora 12",
        Language.SERBIAN_CYRILLIC: "20. децембра 2026. у 12:00",
        Language.ENGLISH: "20.12.2026 12:00",
    }[language]
    await staff.send(typed)
    assert "12:00" in staff.text
    await staff.tap("🗓")
    changed = town.say("A call has a new closing date", language)
    heard = await plain.wait_for_message(containing=changed)
    assert "12:00" in heard.text
    await staff.tap("⛔")
    assert town.say("A call is closed now", language) in staff.text
    await staff.tap("⛔")
    heard = await plain.wait_for_message(containing=town.say("A call is closed now", language))
    await plain.start(f"call-{CALL}")
    assert town.say("closed on {day}", language) in plain.text
    assert [act.split(":")[2] for act in await acts(town)] == ["open", "extend", "close"]


async def test_reminders_come_a_week_and_a_day_before_and_the_call_closes_by_itself(
    town: Town,
) -> None:
    staff = await town.owner(Language.ENGLISH)
    await open_for_two_weeks(town, staff, Language.ENGLISH)
    plain = await follower(town, Language.ENGLISH)
    for days, left in ((7, "7 days left"), (6, "1 day left")):
        town.sandbox.clock.advance(timedelta(days=days, hours=6 if days == 7 else 0))
        await town.komshi.timetable.run_all()
        heard = await plain.wait_for_message()
        assert heard.text.startswith("Reminder: closes")
        assert left in heard.text
        await plain.send("/alerts")
    town.sandbox.clock.advance(timedelta(days=1))
    await town.komshi.timetable.run_all()
    await plain.start(f"call-{CALL}")
    assert "closed on" in plain.text


@pytest.mark.parametrize("language", MAIN)
async def test_a_typed_word_leads_to_the_call(town: Town, language: Language) -> None:
    staff = await town.owner(language)
    await staff.send("/rounds")
    await staff.send("rarely typed by anybody")
    assert town.say("Rounds: {count} open", language) in staff.text
    await staff.send(town.title(CALL, language))
    assert staff.text.startswith(town.title(CALL, language))
    assert [label for label in staff.buttons if "🟢" in label]


async def test_a_forged_button_does_nothing_and_is_written_down(town: Town) -> None:
    outsider = await follower(town, Language.ENGLISH)
    narrow = await town.colleague(Role.COORDINATOR, scope=Scope(frozenset({"integra"}), None, None))
    until = int((town.sandbox.clock.now() + timedelta(days=20)).timestamp()) // 60
    for phone in (outsider, narrow):
        await do(phone, ChangeRound(CALL, RoundChange.OPEN, until, 0))
        assert "team only" in phone.text
    await outsider.start(f"call-{CALL}")
    assert "not open at present" in outsider.text
    assert not outsider.notices
    assert await acts(town) == ["refused manage_rounds"] * 2


@pytest.mark.parametrize("language", MAIN)
async def test_a_call_can_be_heard_in_the_language_in_which_it_was_recorded(
    town: Town, language: Language
) -> None:
    staff = await town.owner(language)
    await staff.send("/voices")
    title = town.title(CALL, language)
    while title not in staff.text:
        await staff.tap("➡️")
    line = next(line for line in staff.text.splitlines() if title in line)
    await staff.tap(line.split(".")[0])
    await do(staff, RecordVoice(CALL, language.content_key))
    await staff.send_photo()
    assert town.say("This is not a voice message.", language) in staff.text
    await staff.send_voice()
    assert town.say("Kept. People can listen to it from now on.", language) in staff.text
    listener = await town.person(language)
    await listener.start(f"call-{CALL}")
    await listener.tap("🎧")
    assert "voice" in listener.screen.wire
    german = await town.person(Language.GERMAN)
    await german.start(f"call-{CALL}")
    assert not [label for label in german.buttons if "🎧" in label]
    await staff.tap("🎧")
    assert "voice" in staff.screen.wire
    await staff.tap("🗑")
    await listener.start(f"call-{CALL}")
    assert not [label for label in listener.buttons if "🎧" in label]
    assert [act.split(":")[2] for act in await acts(town)] == ["recorded", "removed"]


async def test_a_recording_that_telegram_lost_leaves_the_card_in_peace(town: Town) -> None:
    async with town.komshi.database.transaction() as uow:
        await uow.voices.keep(CALL, "en", "a-file-of-another-bot", 1, town.sandbox.clock.now())
    listener = await town.person(Language.ENGLISH)
    await listener.start(f"call-{CALL}")
    tap = await listener.tap("🎧")
    assert tap.answered
    assert listener.text.startswith(town.title(CALL, Language.ENGLISH))
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 0


async def test_who_opened_a_call_is_told_a_week_before_that_texts_are_missing(town: Town) -> None:
    staff = await town.colleague(Role.COORDINATOR)
    await open_for_two_weeks(town, staff, Language.ENGLISH)
    town.sandbox.clock.advance(timedelta(days=7, hours=6))
    await town.komshi.timetable.run_all()
    warning = await staff.wait_for_message()
    assert warning.text.startswith("For the team: texts are missing")
    assert Language.TURKISH.own_name in warning.text
    await staff.tap("🗓", warning)
    assert staff.text.startswith(town.title(CALL, Language.ENGLISH))
    await staff.send("/staff")
    assert [label for label in staff.buttons if "🗓" in label and "(1)" in label]
