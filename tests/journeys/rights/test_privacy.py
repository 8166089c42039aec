"""A person's rights: see, correct, take along, take back, hide, erase."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.privacy import consent
from bot.domain.privacy.consent import Purpose
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.sandbox.rules.files import StoredFile
from bot.screens.calls.actions import StartFollowing, Topic
from bot.screens.codec import packed
from bot.screens.home.actions import ShowHome
from bot.screens.privacy.actions import (
    ChoosePasscode,
    ExportMyData,
    GiveConsent,
    LockNow,
    RememberPlace,
    SetQuietHours,
)
from bot.storage.database.engine import sqlite_path
from bot.storage.tables import DATA, KEY_STORE
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]


async def _keep_prizren(town: Town, phone: Phone, language: Language) -> None:
    await phone.tap("📍")
    await phone.send("Prizren")
    await phone.tap(town.say("Keep place", language))
    assert town.say("May I keep this?", language) in phone.text
    await phone.tap(town.say("I agree", language))


async def _lock_with(phone: Phone, word: str) -> None:
    await phone.tap("➕")
    await phone.tap("🤫")
    await phone.tap("Ask me for a word")
    await phone.send(word)
    await phone.tap("Lock now")


def _files(town: Town, phone: Phone) -> list[StoredFile]:
    documents = [message.content.get("document") for message in phone.from_bot]
    return [town.sandbox.world.files.get(one["file_id"]) for one in documents if one]


@pytest.mark.parametrize("language", MAIN)
async def test_nothing_is_kept_before_a_yes_and_a_no_blocks_nothing(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await phone.tap("📍")
    await phone.send("Prizren")
    await phone.tap(town.say("Keep place", language))
    assert "Prizren" not in phone.text
    await phone.tap(town.say("No, keep nothing", language))
    await phone.send("/mydata")
    assert town.say("Your place", language) not in phone.text
    await phone.send("/calls")
    assert phone.buttons


@pytest.mark.parametrize("language", MAIN)
async def test_a_kept_place_is_used_shown_corrected_and_erased(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await _keep_prizren(town, phone, language)
    await phone.send("/start")
    await phone.tap("📍")
    assert "Prizren" in phone.text or "Призрен" in phone.text
    await phone.send("/mydata")
    await phone.tap(town.say("Change place", language))
    await phone.send("Gjilan")
    await phone.send("/mydata")
    assert "Gjilan" in phone.text
    await phone.tap(town.say("Erase place", language))
    assert town.say("Your place", language) not in phone.text


async def test_taking_consent_back_erases_what_rested_on_it(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _keep_prizren(town, phone, Language.ENGLISH)
    await phone.send("/mydata")
    await phone.tap("Consents")
    await phone.tap("Keeping my answers")
    assert "taken back on" in phone.text
    await phone.tap("◀️")
    assert "Your place" not in phone.text


async def test_a_changed_text_asks_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await town.person(Language.ENGLISH)
    await _keep_prizren(town, phone, Language.ENGLISH)
    monkeypatch.setitem(consent.CURRENT, consent.Purpose.ANSWERS, 2)
    await phone.send("/calls")
    await phone.tap("Place")
    await phone.send("Gjilan")
    await phone.tap("Keep place")
    assert "The text has changed since you agreed" in phone.text


async def test_the_export_holds_everything_in_two_forms(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _keep_prizren(town, phone, Language.ENGLISH)
    await phone.start("call-akt-startup")
    await phone.tap("🔔")
    await do(phone, StartFollowing(Topic.CALL, "akt-startup"))
    await phone.send("/mydata")
    await phone.tap("Take it along")
    page, table = _files(town, phone)
    assert (page.name, table.name) == ("komshi.html", "komshi.json")
    data = json.loads(table.content)
    assert data["answers"] == {"place": "prizren"}
    assert "call: akt-startup" in data["follows"]
    assert data["consents"][0]["purpose"] == "answers"
    read = page.content.decode()
    assert f"Call: {town.title('akt-startup', Language.ENGLISH)}" in read
    assert "<th>Your place</th><td>Prizren" in read
    assert "22 November 2026" in read
    for raw in ("akt-startup", "2026-11-22", "purpose", "call:", "+00:00"):
        assert raw not in read, raw


async def test_my_data_says_only_what_there_is(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/mydata")
    assert " thing" not in phone.text
    await do(phone, StartFollowing(Topic.CALL, "akt-startup"))
    await phone.send("/mydata")
    assert "What you follow: 1 thing" in phone.text
    assert phone.text.count(" thing") == 1


@pytest.mark.parametrize("language", MAIN)
async def test_hide_leaves_one_neutral_message(town: Town, language: Language) -> None:
    phone = await town.person(language)
    await phone.send("/calls")
    await phone.send("Prizren")
    await phone.send("/hide")
    assert len(phone.messages) == 1
    assert phone.text.startswith("Komshi")
    assert phone.text.splitlines() == ["Komshi", town.say("Hello. How can I help?", language)]
    assert len(phone.buttons) == 1


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_delete_takes_one_confirmed_step_and_starts_anew(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await _keep_prizren(town, phone, language)
    await phone.send("/delete")
    assert town.say("Erase everything?", language) in phone.text
    await phone.tap(town.say("Yes, erase everything", language))
    assert town.say("Everything about you is erased.", language) in phone.text
    assert len(phone.messages) == 1
    async with town.komshi.database.reading() as uow:
        assert await uow.people.look(phone.user_id) is None
    await phone.send("/start")
    assert "Shqip" in phone.buttons


async def test_a_redelivered_erasure_does_not_bring_the_person_back(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/delete")
    tap = await phone.tap("Yes, erase everything")
    update = {
        "update_id": tap.update_id,
        "callback_query": {
            "id": "1",
            "from": phone.person.wire,
            "message": phone.screen.wire,
            "chat_instance": "1",
            "data": "dy",
        },
    }
    await town.komshi.receiver.receive(update)
    assert "Everything about you is erased." in phone.text
    async with town.komshi.database.reading() as uow:
        assert await uow.people.look(phone.user_id) is None


async def _traces(town: Town, mark: bytes, number: int) -> list[str]:
    """Where something of a person can be found: in files of SQLite, in rows of PostgreSQL."""
    path = sqlite_path(town.komshi.database.url)
    if path is not None:
        folder = [file for file in path.parent.iterdir() if file.is_file()]
        return [file.name for file in folder if mark in file.read_bytes()]
    found = []
    async with town.komshi.database.reading() as uow:
        for table in [*DATA.sorted_tables, *KEY_STORE.sorted_tables]:
            rows = (await uow._session.execute(select(table))).all()
            if any(number in row for row in rows):
                found.append(table.name)
    return found


async def test_after_delete_nothing_of_the_person_is_found_anywhere(town: Town) -> None:
    number = 7_345_678_901_234
    phone = town.sandbox.phone(user_id=number, language_code="en")
    await phone.send("/start")
    await phone.tap("English")
    await phone.tap("➡️")
    await _keep_prizren(town, phone, Language.ENGLISH)
    mark = number.to_bytes(6, "big")
    assert await _traces(town, mark, number), "the search would find nothing"
    await phone.send("/delete")
    await phone.tap("Yes, erase everything")
    assert await _traces(town, mark, number) == []


@pytest.mark.parametrize("language", MAIN)
async def test_a_word_closes_my_things_and_opens_them(town: Town, language: Language) -> None:
    phone = await town.person(language)
    await phone.tap("➕")
    await phone.tap("🤫")
    await phone.tap(town.say("Ask me for a word", language))
    await phone.send("molla 77")
    assert all("molla" not in message.text for message in phone.messages)
    assert _never_asked(town, phone, language)
    await phone.tap(town.say("Lock now", language))
    for command in ("/mydata", "/alerts"):
        await phone.send(command)
        assert town.say("I forgot the word", language) in " ".join(phone.buttons)
    await phone.send("not the word")
    assert town.say("This is not the word. Please try again.", language) in phone.text
    await phone.send("Molla  77")
    assert town.say("My alerts: {count}", language) in phone.text
    assert all("olla" not in message.text for message in phone.messages)
    assert _never_asked(town, phone, language)


@pytest.mark.parametrize("left", ["/calls", "abc", "a picture", "an older button"])
async def test_the_question_for_a_word_goes_however_it_is_left(town: Town, left: str) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/mydata")
    older = phone.screen.message_id
    await phone.send("/calls")
    await do(phone, ChoosePasscode())
    if left == "a picture":
        await phone.send_photo("the word")
    elif left == "an older button":
        await do(phone, ShowHome(), older)
    else:
        await phone.send(left)
    asked = [one for one in phone.from_bot if "Choose a word" in one.text]
    assert asked == ([phone.screen] if left == "abc" else [])
    before = [one for one in phone.messages if one.text == "/calls"]
    assert len(before) == 1
    assert all(one.text not in {"abc", "the word"} for one in phone.messages)


async def test_a_word_is_not_changed_once_its_time_is_over(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _lock_with(phone, "molla")
    await phone.send("/mydata")
    await phone.send("molla")
    await do(phone, ChoosePasscode())
    town.sandbox.clock.advance(timedelta(minutes=11))
    await phone.send("dardha")
    assert "Please type your word" in phone.text
    await phone.send("dardha")
    assert "This is not the word" in phone.text


async def test_what_needed_a_word_is_done_once_it_is_given(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _lock_with(phone, "molla")
    await do(phone, GiveConsent(Purpose.ANSWERS, packed(RememberPlace("prizren"))))
    await phone.send("molla")
    assert "Prizren" in phone.text
    await phone.send("/mydata")
    assert "Prizren" in phone.text


def _never_asked(town: Town, phone: Phone, language: Language) -> bool:
    questions = [
        town.say("Choose a word", language),
        town.say("Please type your word. I take the message away at once.", language),
    ]
    return not any(one in message.text for one in questions for message in phone.messages)


async def test_five_wrong_words_close_the_door_for_a_while(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _lock_with(phone, "molla")
    await phone.send("/mydata")
    for _ in range(5):
        await phone.send("guess")
    await phone.send("molla")
    assert "try again in 15 minutes" in phone.text


async def test_who_forgot_the_word_can_erase_and_begin_anew(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await _lock_with(phone, "molla")
    await phone.send("/mydata")
    await phone.tap("I forgot the word")
    await phone.tap("Yes, erase everything")
    await phone.send("/start")
    await phone.tap("English")
    await phone.send("/mydata")
    assert "My data" in phone.text


async def test_a_button_of_an_open_time_asks_for_the_word_too(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await do(phone, ChoosePasscode())
    await phone.send("molla")
    await do(phone, LockNow())
    await do(phone, ExportMyData())
    assert "Please type your word" in phone.text
    assert _files(town, phone) == []


async def test_quiet_hours_and_neutral_notices_are_chosen_in_one_tap(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.tap("➕")
    await phone.tap("🤫")
    await phone.tap("Neutral notices")
    await phone.tap("No notices from 20 to 10")
    assert "Notices: neutral" in phone.text
    assert "No notices from 20 to 10" in phone.text
    await do(phone, SetQuietHours(3, 4))
    assert "No notices from 20 to 10" in phone.text


@pytest.mark.parametrize("language", MAIN)
async def test_who_else_sees_the_phone_is_asked_once_when_it_begins_to_matter(
    town: Town, language: Language
) -> None:
    phone = await town.stranger(language)
    await phone.start("call-akt-startup")
    await phone.tap("🔔")
    assert town.say("Does somebody else see this phone?", language) in phone.text
    await phone.tap(town.say("Yes, keep it neutral", language))
    assert phone.text.startswith(town.title("akt-startup", language))
    await phone.start("call-akt-infrastructure")
    await phone.tap("🔔")
    assert phone.text.startswith(town.title("akt-infrastructure", language))


@pytest.mark.parametrize("language", MAIN)
async def test_my_data_says_why_each_thing_is_kept_and_until_when(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await phone.send("/mydata")
    await phone.tap(town.say("Why and how long", language))
    read = phone.text
    while "➡️" in " ".join(phone.buttons):
        await phone.tap("➡️")
        read += phone.text
    for sentence in ("to answer you in this chat", "12 months after you gave the answer"):
        assert town.say(sentence, language) in read
