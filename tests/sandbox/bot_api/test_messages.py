import io
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.phones.attachments import PICTURE
from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    """The phone of somebody who has started the bot."""
    opened = sandbox.phone(first_name="Besa", language_code="sq")
    opened.compose("/start")
    return opened


async def test_a_wrong_token_is_unauthorized(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{sandbox.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }


async def test_pages_in_a_browser_cannot_play_the_bot(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    async with http.get(url, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403


async def test_a_port_that_is_taken_is_an_error(sandbox: Sandbox) -> None:
    second = Sandbox()
    with pytest.raises(OSError, match="in use"):
        await second.start(sandbox.port)


async def test_methods_are_found_whatever_their_capitals(call: Call) -> None:
    assert (await call("GETme"))["result"]["username"] == "komshi_sandbox_bot"
    assert (await call("getYou"))["description"] == "Not Found"
    gap = await call("sendPoll", chat_id=1)
    assert gap["description"] == "Bad Request: method sendPoll is not part of the sandbox"


async def test_parameters_come_as_json_as_a_form_or_in_the_address(
    sandbox: Sandbox, http: aiohttp.ClientSession, phone: Phone
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    fields = {"chat_id": str(phone.user_id), "disable_notification": "true"}
    async with http.post(url, data={**fields, "text": "form"}) as answer:
        assert answer.status == 200
    async with http.get(url, params={**fields, "text": "address"}) as answer:
        assert answer.status == 200
    form = aiohttp.FormData({**fields, "text": "multipart"}, default_to_multipart=True)
    async with http.post(url, data=form) as answer:
        assert answer.status == 200
    assert [message.text for message in phone.from_bot] == ["form", "address", "multipart"]
    assert all(message.silent for message in phone.from_bot)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 5001}, "message text is empty"),
        ({"chat_id": 5001, "text": ""}, "message text is empty"),
        ({"chat_id": 5001, "text": " \n "}, "message text is empty"),
        ({"chat_id": 5001, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": 5001, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 404, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"chat_id": "here", "text": "x"}, "can't parse chat_id"),
        ({"chat_id": 5001, "text": 5}, "can't parse text: a String expected"),
        ({"chat_id": 5001, "text": "x", "txet": "x"}, 'has no parameter "txet"'),
        ({"chat_id": 5001, "text": "x", "protect_content": "maybe"}, "a Boolean expected"),
        ({"chat_id": 5001, "text": "x", "business_connection_id": "b"}, "not part of the sandbox"),
        ({"chat_id": 5001, "text": "x", "reply_parameters": {"message_id": 99}}, "not found"),
        ({"chat_id": 5001, "text": "x", "reply_markup": "[]"}, "a keyboard expected"),
    ],
)
async def test_a_message_that_telegram_refuses_is_refused(
    call: Call, phone: Phone, params: dict[str, Any], words: str
) -> None:
    answer = await call("sendMessage", **params)
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: ")
    assert words in answer["description"]
    assert phone.from_bot == []


async def test_length_counts_after_the_markup_is_read(call: Call, phone: Phone) -> None:
    text = "<b>" + "x" * 4096 + "</b>"
    answer = await call("sendMessage", chat_id=phone.user_id, text=text, parse_mode="HTML")
    assert answer["ok"]
    assert len(phone.text) == 4096


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendPhoto", {"photo": "made up"}),
        ("sendPhoto", {"photo": "attach://nothing"}),
        ("sendDocument", {"document": "https://example.org/a.pdf"}),
        ("sendDocument", {}),
        ("sendLocation", {"latitude": 91, "longitude": 0}),
        ("sendLocation", {"latitude": "north", "longitude": 0}),
        ("sendLocation", {"latitude": 1, "longitude": 1, "live_period": 60}),
        ("sendVenue", {"latitude": 1, "longitude": 1, "title": " ", "address": "x"}),
        ("sendContact", {"phone_number": "", "first_name": "x"}),
        ("copyMessages", {"from_chat_id": 5001, "message_ids": [2, 1]}),
        ("copyMessages", {"from_chat_id": 5001, "message_ids": []}),
        ("copyMessages", {"from_chat_id": 5001, "message_ids": [404]}),
        ("sendMessage", {"text": "x", "message_thread_id": 5}),
        ("setChatMenuButton", {"menu_button": {"type": "red"}}),
    ],
)
async def test_other_messages_telegram_refuses_are_refused(
    call: Call, phone: Phone, method: str, params: dict[str, Any]
) -> None:
    answer = await call(method, chat_id=phone.user_id, **params)
    assert answer["error_code"] == 400
    assert phone.from_bot == []


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_what_the_bot_says_of_itself_has_a_length(
    call: Call, method: str, field: str, limit: int
) -> None:
    assert (await call(method, **{field: "x" * limit}))["ok"]
    assert not (await call(method, **{field: "x" * (limit + 1)}))["ok"]


async def test_captions_have_at_most_1024_characters_and_pictures_10_megabytes(
    sandbox: Sandbox, http: aiohttp.ClientSession, phone: Phone
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendPhoto"

    async def send(picture: bytes, caption: str) -> dict[str, Any]:
        form = aiohttp.FormData({"chat_id": str(phone.user_id), "caption": caption})
        form.add_field("photo", io.BytesIO(picture), filename="photo.png")
        async with http.post(url, data=form) as answer:
            read: dict[str, Any] = await answer.json()
            return read

    assert (await send(PICTURE, "x" * 1024))["ok"]
    long = await send(PICTURE, "x" * 1025)
    assert long["description"] == "Bad Request: message caption is too long"
    assert not (await send(PICTURE + bytes(10 * 1024 * 1024), "x"))["ok"]
    assert not (await send(b"", "x"))["ok"]
    assert len(phone.from_bot) == 1
    assert phone.screen.content["photo"][0]["width"] == 320


async def test_a_lenient_sandbox_ignores_unknown_parameters_as_telegram_does(
    http: aiohttp.ClientSession,
) -> None:
    lenient = Sandbox(strict=False, record=False)
    await lenient.start()
    lenient.phone(user_id=7).compose("/start")
    url = f"{lenient.url}/bot{lenient.token}/sendMessage"
    async with http.post(url, json={"chat_id": 7, "text": "x", "txet": "x"}) as answer:
        assert answer.status == 200
    assert len(lenient.calls) == 0
    await lenient.stop()


async def test_everything_said_about_a_message_is_on_it(call: Call, phone: Phone) -> None:
    asked = phone.messages[0].message_id
    answer = await call(
        "sendMessage",
        chat_id=phone.user_id,
        text="<b>Hi</b>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        protect_content=True,
        disable_notification=True,
        reply_parameters={"message_id": asked},
    )
    wire = answer["result"]
    assert wire["from"]["is_bot"] is True
    assert wire["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert wire["reply_markup"] == KEYBOARD
    assert wire["reply_to_message"]["message_id"] == asked
    screen = phone.screen
    assert (screen.text, screen.html, screen.safe_html) == ("Hi", "<b>Hi</b>", "<b>Hi</b>")
    assert (screen.silent, screen.protected, screen.edited) == (True, True, False)


async def test_editing_replaces_words_and_keyboard(call: Call, phone: Phone) -> None:
    sent = await call("sendMessage", chat_id=phone.user_id, text="old", reply_markup=KEYBOARD)
    place = {"chat_id": phone.user_id, "message_id": sent["result"]["message_id"]}
    assert (await call("editMessageText", **place, text="new", reply_markup=KEYBOARD))["ok"]
    assert (phone.text, phone.buttons, phone.screen.edited) == ("new", ["Yes"], True)
    same = await call("editMessageText", **place, text="new", reply_markup=KEYBOARD)
    assert same["description"] == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )
    assert (await call("editMessageText", **place, text="new"))["ok"]
    assert phone.buttons == []
    assert (await call("editMessageReplyMarkup", **place, reply_markup=KEYBOARD))["ok"]
    assert phone.buttons == ["Yes"]
    assert (
        "not modified"
        in (await call("editMessageReplyMarkup", **place, reply_markup=KEYBOARD))["description"]
    )


async def test_only_own_and_present_messages_can_be_edited(call: Call, phone: Phone) -> None:
    theirs = phone.messages[0].message_id
    answer = await call("editMessageText", chat_id=phone.user_id, message_id=theirs, text="x")
    assert answer["description"] == "Bad Request: message can't be edited"
    answer = await call("editMessageText", chat_id=phone.user_id, message_id=999, text="x")
    assert answer["description"] == "Bad Request: message to edit not found"
    answer = await call("editMessageText", text="x")
    assert answer["description"] == "Bad Request: chat_id is empty"
    sent = await call(
        "sendMessage", chat_id=phone.user_id, text="x", reply_markup={"keyboard": [["a"]]}
    )
    number = sent["result"]["message_id"]
    answer = await call("editMessageText", chat_id=phone.user_id, message_id=number, text="y")
    assert answer["description"] == "Bad Request: message can't be edited"
    answer = await call("editMessageCaption", chat_id=phone.user_id, message_id=number, caption="y")
    assert not answer["ok"]


async def test_messages_are_deleted_within_48_hours_only(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    sent = [
        (await call("sendMessage", chat_id=phone.user_id, text=word))["result"]["message_id"]
        for word in ("one", "two", "three", "four")
    ]
    here = {"chat_id": phone.user_id}
    assert (await call("deleteMessage", **here, message_id=sent[0]))["ok"]
    again = await call("deleteMessage", **here, message_id=sent[0])
    assert again["description"] == "Bad Request: message to delete not found"
    assert (await call("deleteMessages", **here, message_ids=[*sent[:2], 999]))["ok"]
    assert [message.text for message in phone.from_bot] == ["three", "four"]
    sandbox.clock.advance(timedelta(hours=48, seconds=5))
    late = await call("deleteMessage", **here, message_id=sent[2])
    assert late["description"].startswith("Bad Request: message can't be deleted")
    late = await call("deleteMessages", **here, message_ids=[sent[3]])
    assert late["description"].startswith("Bad Request: message can't be deleted")
    assert len(phone.from_bot) == 2
    too_many = await call("deleteMessages", **here, message_ids=list(range(1, 102)))
    assert not too_many["ok"]


async def test_copies_do_not_say_whose_they_were_and_forwards_do(call: Call, phone: Phone) -> None:
    place = {"chat_id": phone.user_id, "from_chat_id": phone.user_id}
    theirs = phone.messages[0].message_id
    copied = await call("copyMessage", **place, message_id=theirs, reply_markup=KEYBOARD)
    assert copied["result"] == {"message_id": phone.screen.message_id}
    assert (phone.text, phone.buttons) == ("/start", ["Yes"])
    forwarded = await call("forwardMessage", **place, message_id=theirs)
    assert forwarded["result"]["forward_origin"]["sender_user"]["first_name"] == "Besa"
    secret = await call("sendMessage", chat_id=phone.user_id, text="x", protect_content=True)
    number = secret["result"]["message_id"]
    assert (await call("copyMessage", **place, message_id=number))["description"] == (
        "Bad Request: message can't be copied"
    )
    assert not (await call("forwardMessage", **place, message_id=number))["ok"]
    assert (await call("copyMessage", **place, message_id=999))["description"] == (
        "Bad Request: message to copy not found"
    )
    many = await call("copyMessages", **place, message_ids=[theirs, number, 999])
    assert len(many["result"]) == 1


async def test_blocked_deactivated_and_unknown_people_cannot_be_written_to(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    stranger = sandbox.phone(user_id=77)
    answer = await call("sendMessage", chat_id=stranger.user_id, text="x")
    assert answer["description"] == "Bad Request: chat not found"
    phone.chat.blocked = True
    answer = await call("sendMessage", chat_id=phone.user_id, text="x")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    phone.chat.blocked = False
    phone.deactivate()
    answer = await call("sendMessage", chat_id=phone.user_id, text="x")
    assert answer["description"] == "Forbidden: user is deactivated"


async def test_chat_actions_reactions_and_pins(call: Call, phone: Phone) -> None:
    here = {"chat_id": phone.user_id}
    asked = {**here, "message_id": phone.messages[0].message_id}
    assert (await call("sendChatAction", **here, action="typing"))["ok"]
    assert not (await call("sendChatAction", **here, action="sleeping"))["ok"]
    thumb = [{"type": "emoji", "emoji": "👍"}]
    assert (await call("setMessageReaction", **asked, reaction=thumb))["ok"]
    assert phone.chat.reactions[asked["message_id"]] == thumb
    broken = await call(
        "setMessageReaction", **asked, reaction=[{"type": "emoji", "emoji": "not one"}]
    )
    assert broken["description"] == "Bad Request: REACTION_INVALID"
    assert not (await call("setMessageReaction", **asked, reaction=thumb * 2))["ok"]
    assert (await call("pinChatMessage", **asked))["ok"]
    pinned = (await call("getChat", **here))["result"]["pinned_message"]
    assert pinned["message_id"] == asked["message_id"]
    assert (await call("unpinChatMessage", **here))["ok"]
    assert "pinned_message" not in (await call("getChat", **here))["result"]
    assert not (await call("unpinChatMessage", **here))["ok"]


async def test_callback_queries_are_answered_once_and_in_time(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    await call("sendMessage", chat_id=phone.user_id, text="x", reply_markup=KEYBOARD)
    phone.patience = None
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    first = await phone.tap("Yes")
    long = await call("answerCallbackQuery", callback_query_id=first.query_id, text="x" * 201)
    assert not long["ok"]
    said = await call(
        "answerCallbackQuery", callback_query_id=first.query_id, text="done", show_alert=True
    )
    assert said["ok"]
    assert (first.answered, first.toast, first.alert) == (True, "done", True)
    again = await call("answerCallbackQuery", callback_query_id=first.query_id)
    assert again["description"] == too_old
    second = await phone.tap("Yes")
    sandbox.clock.advance(timedelta(seconds=151))
    late = await call("answerCallbackQuery", callback_query_id=second.query_id)
    assert late["description"] == too_old
    assert not second.answered
    forged = await call("answerCallbackQuery", callback_query_id="12")
    assert forged["description"] == too_old


async def test_every_call_is_in_the_log_with_its_answer(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    await call("sendMessage", chat_id=str(phone.user_id), text="x")
    await call("sendMessage", chat_id=1, text="x")
    await call("getMe")
    assert [one.method for one in sandbox.calls] == ["sendMessage", "sendMessage", "getMe"]
    first, second = sandbox.calls.of("sendMessage")
    assert first.params == {"chat_id": phone.user_id, "text": "x"}
    assert (first.ok, first.status) == (True, 200)
    assert first.answer["result"]["text"] == "x"
    assert (second.ok, second.status, second.description) == (
        False,
        400,
        "Bad Request: chat not found",
    )
    assert sandbox.calls.refused == [second]
    sandbox.calls.clear()
    assert len(sandbox.calls) == 0
