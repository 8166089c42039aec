"""Whatever people and pranksters send: a kind sentence with buttons, never silence."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import ListCalls, ShowCall
from bot.screens.home.actions import SetLanguage, ShowHome, ShowMore
from tests.journeys.conftest import Town
from tests.journeys.hands import do

Deed = Callable[[Phone], Awaitable[object]]
DEEDS: dict[str, Deed] = {
    "an unknown command": lambda phone: phone.send("/dance"),
    "a sticker": lambda phone: phone.send_sticker(),
    "a voice message": lambda phone: phone.send_voice(),
    "a photo": lambda phone: phone.send_photo(),
    "a document": lambda phone: phone.send_document(),
    "a contact": lambda phone: phone.send_contact("+38344123456"),
    "a location": lambda phone: phone.send_location(42.2, 20.7),
    "a forwarded message": lambda phone: phone.forward("xyzzy"),
    "4,096 characters": lambda phone: phone.send("ž" * 4096),
    "zero-width and right-to-left text": lambda phone: phone.send("\u200b\u202eabc\u200f"),
    "an emoji": lambda phone: phone.send("🦄"),
    "markup": lambda phone: phone.send("<b>x</b> & <script> {0} %s"),
    "a callback nobody issued": lambda phone: phone.tap_data("zz:1:2"),
    "an empty callback": lambda phone: phone.tap_data("k:"),
    "a callback of a call that is gone": lambda phone: do(phone, ShowCall("gone-call")),
    "a callback with a wrong page": lambda phone: do(phone, ListCalls(page=999999)),
    "a callback with a wrong kind of page": lambda phone: phone.tap_data("c:::many"),
    "a callback for a language that is not offered": lambda phone: do(phone, SetLanguage("rom")),
    "a greeting": lambda phone: phone.send("tung"),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_gets_a_kind_sentence_and_buttons(town: Town, deed: str) -> None:
    phone = await town.person(Language.ENGLISH, first_name="<b>Eve</b> {x}")
    await DEEDS[deed](phone)
    assert phone.buttons
    assert phone.screen.from_bot
    assert "Something went wrong" not in phone.text
    assert all(tap.answered for tap in phone.taps)
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 0


async def test_what_cannot_be_read_is_said_in_words(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send_voice()
    assert "I can read only text" in phone.text
    await phone.send("/dance")
    assert "I do not know this command" in phone.text
    await phone.tap_data("zz:1")
    assert "does not work any more" in phone.text
    await phone.send("xyzzy")
    assert "I did not find this" in phone.text


async def test_a_newcomer_who_sends_anything_first_chooses_a_language(town: Town) -> None:
    for deed in ("a sticker", "an emoji", "a callback nobody issued", "an unknown command"):
        phone = await town.newcomer("en")
        await phone.send("hello")
        await DEEDS[deed](phone)
        assert "Shqip" in phone.buttons


async def test_an_edited_message_is_quietly_ignored(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("Prizren")
    before = len(phone.messages)
    mine = next(m for m in reversed(phone.messages) if not m.from_bot)
    await phone.edit(mine.message_id, "Peja")
    assert len(phone.messages) == before


async def test_an_update_of_an_unknown_kind_is_ignored(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    before = phone.text
    phone.post_raw({"brand_new_kind": {"id": 1}})
    await town.sandbox.settle()
    assert phone.text == before


async def test_a_deleted_screen_is_sent_anew(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    old = phone.screen
    await town.komshi.bot.delete_message(phone.user_id, old.message_id)
    await do(phone, ShowHome(), old.message_id)
    assert phone.screen.message_id != old.message_id
    assert "How can I help?" in phone.text


async def test_a_double_tap_shows_the_screen_once(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    message = phone.screen.message_id
    await do(phone, ShowMore(), message)
    await do(phone, ShowMore(), message)
    assert phone.screen.message_id == message
    assert all(tap.answered for tap in phone.taps)


async def test_only_the_newest_screen_keeps_its_buttons(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/help")
    await phone.send("/calls")
    live = [m for m in phone.messages if m.from_bot and m.rows]
    assert [m.message_id for m in live] == [phone.screen.message_id]


async def test_blocking_and_coming_back_is_remembered(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.block()
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        assert person.unreachable_at is not None
    await phone.unblock()
    await phone.send("/start")
    assert "How can I help?" in phone.text
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        assert person.unreachable_at is None


@pytest.mark.quick
async def test_free_text_finds_calls_places_and_programmes_in_any_language(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    for typed, found in (
        ("beekeeping", "InTerDev"),
        ("пчеларство", "InTerDev"),
        ("bletari", "InTerDev"),
        ("Prizren", "Prizren"),
        ("integra", "INTEGRA"),
    ):
        await phone.send(typed)
        assert "I did not find this" not in phone.text, typed
        assert found in phone.text
    await phone.send("textile")
    assert "Is it one of these?" in phone.text
    await phone.tap("1")
    assert phone.buttons


async def test_a_search_result_speaks_another_language_after_the_switch(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("Mitrovica")
    await phone.send("/language")
    await phone.tap("Shqip")
    assert town.say("Is it one of these?", Language.ALBANIAN) in phone.text
