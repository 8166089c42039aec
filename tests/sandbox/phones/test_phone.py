import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.sandbox.phones.personas import ARTA, BESA, STAFF_USER_ID
from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.mark.usefixtures("echo")
async def test_a_person_writes_reads_and_taps(sandbox: Sandbox) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("hello")
    assert (phone.text, phone.buttons) == ("hello", ["Yes please"])
    assert [(m.from_bot, m.text) for m in phone.messages] == [(False, "hello"), (True, "hello")]
    tap = await phone.tap("Yes")
    assert (tap.answered, tap.toast) == (True, "yes")
    assert (phone.text, phone.buttons) == ("tapped yes", [])
    assert phone.screen.edited
    assert phone.taps == [tap]


@pytest.mark.usefixtures("echo")
async def test_a_button_that_is_not_there_names_those_that_are(sandbox: Sandbox) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("hello")
    with pytest.raises(ValueError, match=r"no button 'No'; there are \['Yes please'\]"):
        await phone.tap("No")


async def test_an_exact_label_wins_over_one_that_contains_it(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(BESA)
    phone.compose("/start")
    keyboard = [
        [{"text": "Back to calls", "callback_data": "1"}, {"text": "Back", "callback_data": "2"}],
        [{"text": "Page", "url": "https://example.org"}],
    ]
    await call(
        "sendMessage",
        chat_id=phone.user_id,
        text="x",
        reply_markup={"inline_keyboard": keyboard},
    )
    phone.patience = None
    assert (await phone.tap("Back")).data == "2"
    assert (await phone.tap("Back to")).data == "1"
    link = await phone.tap("Page")
    assert (link.url, link.update_id) == ("https://example.org", None)


@pytest.mark.usefixtures("echo")
async def test_every_kind_of_message_reaches_the_bot(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(BESA)
    await phone.start("call-12")
    await phone.send_photo("look")
    await phone.send_voice()
    await phone.send_sticker()
    await phone.send_document("cv.pdf", 25 * 1024 * 1024)
    await phone.send_document("note.txt", content=b"words")
    await phone.send_contact("+38344000000")
    await phone.send_contact("+38344000001", "Zana", "K")
    await phone.send_location(42.2, 20.7)
    await phone.forward("from elsewhere")
    mine = [message for message in phone.messages if not message.from_bot]
    assert mine[0].text == "/start call-12"
    assert mine[0].entities == [{"type": "bot_command", "offset": 0, "length": 6}]
    photo, big, small = (
        mine[1].content["photo"][-1],
        mine[4].content["document"],
        mine[5].content["document"],
    )
    assert mine[1].text == "look"
    path = (await call("getFile", file_id=photo["file_id"]))["result"]["file_path"]
    assert path.startswith("photos/")
    refused = await call("getFile", file_id=big["file_id"])
    assert refused["description"] == "Bad Request: file is too big"
    assert small["file_size"] == 5
    assert mine[6].content["contact"]["user_id"] == phone.user_id
    assert "user_id" not in mine[7].content["contact"]
    assert mine[8].content["location"] == {"latitude": 42.2, "longitude": 20.7}
    assert mine[9].wire["forward_origin"]["type"] == "hidden_user"
    assert not (await call("getFile", file_id="made up"))["ok"]


async def test_a_start_payload_has_at_most_64_plain_characters(sandbox: Sandbox) -> None:
    phone = sandbox.phone(BESA)
    with pytest.raises(ValueError, match="64"):
        await phone.start("x" * 65)
    with pytest.raises(ValueError, match="64"):
        await phone.start("call 12")


@pytest.mark.usefixtures("echo")
async def test_editing_an_own_message_is_an_update(sandbox: Sandbox) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("helo")
    mine = phone.messages[0]
    assert await phone.edit(mine.message_id, "hello") is not None
    assert (phone.messages[0].text, phone.messages[0].edited) == ("hello", True)
    with pytest.raises(ValueError, match="own"):
        await phone.edit(phone.screen.message_id, "x")


@pytest.mark.usefixtures("echo")
async def test_blocking_refuses_messages_and_writing_unblocks(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("hello")
    assert await phone.block() is not None
    refused = await call("sendMessage", chat_id=phone.user_id, text="x")
    assert refused["error_code"] == 403
    await phone.unblock()
    assert (await call("sendMessage", chat_id=phone.user_id, text="x"))["ok"]
    await phone.block()
    await phone.send("I am back")
    assert phone.text == "I am back"


async def test_membership_updates_say_who_and_what(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(BESA)
    phone.patience = None
    await phone.block()
    update = (await call("getUpdates"))["result"][0]["my_chat_member"]
    assert update["from"]["id"] == phone.user_id
    assert update["old_chat_member"]["status"] == "member"
    assert update["new_chat_member"]["status"] == "kicked"
    assert update["new_chat_member"]["user"]["is_bot"] is True


@pytest.mark.usefixtures("echo")
async def test_messages_nobody_asked_for_are_notices(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("hello")
    await call("sendMessage", chat_id=phone.user_id, text="reminder", disable_notification=True)
    assert [(notice.text, notice.silent) for notice in phone.notices] == [("reminder", True)]


@pytest.mark.usefixtures("echo")
async def test_waiting_gives_each_new_message_once_and_oldest_first(
    sandbox: Sandbox, call: Call
) -> None:
    phone = sandbox.phone(BESA)
    await phone.send("hello")
    waiting = asyncio.create_task(phone.wait_for_message())
    await asyncio.sleep(0)
    assert not waiting.done()
    for text in ("one", "two", "three"):
        await call("sendMessage", chat_id=phone.user_id, text=text)
    assert (await waiting).text == "one"
    assert (await phone.wait_for_message()).text == "two"
    assert (await phone.wait_for_message(containing="hel")).text == "hello"
    assert (await phone.wait_for_message()).text == "three"
    with pytest.raises(AssertionError, match="no new message"):
        await phone.wait_for_message(timeout=0.01)


async def test_a_tap_on_a_deleted_message_brings_an_inaccessible_one(
    sandbox: Sandbox, call: Call
) -> None:
    phone = sandbox.phone(BESA)
    phone.patience = None
    await phone.tap_data("old:button", message_id=3)
    query = (await call("getUpdates"))["result"][0]["callback_query"]
    assert query["message"] == {"message_id": 3, "chat": phone.chat.wire, "date": 0}
    assert query["data"] == "old:button"


async def test_the_menu_is_that_of_the_narrowest_scope_and_the_language(
    sandbox: Sandbox, call: Call
) -> None:
    besa = sandbox.phone(BESA)
    besa.compose("/start")

    async def set_menu(word: str, **where: Any) -> None:
        commands = [{"command": "start", "description": word}]
        assert (await call("setMyCommands", commands=commands, **where))["ok"]
        assert (await call("getMyCommands", **where))["result"] == commands

    assert besa.menu == []
    await set_menu("default")
    assert besa.menu == [("start", "default")]
    await set_menu("shqip", language_code="sq")
    assert besa.menu == [("start", "shqip")]
    await set_menu("private", scope={"type": "all_private_chats"})
    assert besa.menu == [("start", "private")]
    await set_menu("hers", scope={"type": "chat", "chat_id": besa.user_id})
    assert besa.menu == [("start", "hers")]
    assert sandbox.phone(user_id=8, language_code="sr").menu == [("start", "private")]
    await call("deleteMyCommands", scope={"type": "chat", "chat_id": besa.user_id})
    assert besa.menu == [("start", "private")]


@pytest.mark.parametrize(
    "params",
    [
        {"commands": [{"command": "Start", "description": "x"}]},
        {"commands": [{"command": "a" * 33, "description": "x"}]},
        {"commands": [{"command": "start", "description": ""}]},
        {"commands": [{"command": "start", "description": "x" * 257}]},
        {"commands": [{"command": "start", "description": "x"}] * 2},
        {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
        {"commands": [{"command": "start", "text": "x"}]},
        {"commands": [], "language_code": "sr_Latn"},
        {"commands": [], "scope": {"type": "everybody"}},
        {"commands": [], "scope": {"type": "chat", "chat_id": 404}},
        {"commands": [], "scope": {"type": "chat"}},
    ],
)
async def test_menus_telegram_refuses_are_refused(call: Call, params: dict[str, Any]) -> None:
    assert (await call("setMyCommands", **params))["error_code"] == 400


async def test_people_are_made_once_and_keep_their_fields(sandbox: Sandbox) -> None:
    arta = sandbox.phone(ARTA)
    assert arta is sandbox.phone(ARTA)
    assert arta.user_id == STAFF_USER_ID
    strangers = {sandbox.phone().user_id for _ in range(3)}
    assert len(strangers) == 3
    named = sandbox.phone(user_id=12, first_name="Jeta", last_name="M", username="jeta")
    assert named.person.wire == {
        "id": 12,
        "is_bot": False,
        "first_name": "Jeta",
        "last_name": "M",
        "username": "jeta",
    }


async def test_a_screen_that_is_empty_says_so(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="Besa"):
        _ = sandbox.phone(BESA).text
