"""The sandbox held against two independent clients: python-telegram-bot and aiogram's types."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiogram.methods
import aiogram.types
import pytest
import telegram
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, TypeAdapter
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    ChatAdministratorRights,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.bot_api.methods import METHODS, NOT_HERE
from bot.sandbox.phones.attachments import PICTURE
from bot.sandbox.phones.phone import Phone
from bot.sandbox.rules.params import absent
from bot.sandbox.server import Sandbox
from bot.sandbox.world.updates import KINDS

KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="yes"),
            InlineKeyboardButton("No", url="https://e.org"),
        ]
    ]
)
API_TABLE = Path(__file__).parents[3] / "shared" / "data" / "telegram_bot_api.json"


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    made = telegram.Bot(
        sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot"
    )
    async with made:
        yield made


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    """The phone of somebody who has started the bot and waits for nothing."""
    opened = sandbox.phone(first_name="Besa", language_code="sq", username="besa")
    opened.compose("/start")
    opened.patience = None
    return opened


def method_class(name: str) -> type[TelegramMethod[Any]]:
    found: type[TelegramMethod[Any]] = getattr(aiogram.methods, name[0].upper() + name[1:])
    return found


def extras(value: Any, path: str = "") -> Iterator[str]:
    """Name every field of a parsed answer that the Bot API does not have."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"{path}.{name}"
        for name in type(value).model_fields:
            yield from extras(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for one in value:
            yield from extras(one, path)


def check_answers(sandbox: Sandbox) -> None:
    for call in sandbox.calls:
        if call.ok:
            returning: Any = method_class(call.method).__returning__
            read = TypeAdapter(returning).validate_python(
                json.loads(json.dumps(call.answer["result"]))
            )
            assert list(extras(read, call.method)) == []


async def exercise_messages(client: telegram.Bot, chat_id: int) -> None:
    sent = await client.send_message(
        chat_id,
        "<b>Hi</b> neighbour",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        disable_notification=True,
        protect_content=False,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text_html == "<b>Hi</b> neighbour"
    assert sent.reply_markup == KEYBOARD
    bold = MessageEntity(MessageEntity.BOLD, 0, 2)
    answer = await client.send_message(
        chat_id,
        "😀 x",
        entities=[bold],
        reply_markup=ReplyKeyboardMarkup([["one", "two"]]),
        reply_parameters=ReplyParameters(sent.message_id),
    )
    assert answer.entities == (bold,)
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == sent.message_id
    await client.send_message(chat_id, "x", reply_markup=ReplyKeyboardRemove())
    place: dict[str, Any] = {"chat_id": chat_id, "message_id": sent.message_id}
    edited = await client.edit_message_text("New", **place, reply_markup=KEYBOARD)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "New"
    with pytest.raises(telegram.error.BadRequest, match="not modified"):
        await client.edit_message_text("New", **place, reply_markup=KEYBOARD)
    await client.edit_message_reply_markup(**place, reply_markup=None)
    assert await client.set_message_reaction(chat_id, sent.message_id, "👍")
    assert await client.pin_chat_message(chat_id, sent.message_id)
    assert (await client.get_chat(chat_id)).pinned_message is not None
    assert await client.unpin_chat_message(chat_id, sent.message_id)
    assert await client.unpin_all_chat_messages(chat_id)
    assert await client.send_chat_action(chat_id, "typing")
    copied = await client.copy_message(chat_id, chat_id, sent.message_id)
    assert len(await client.copy_messages(chat_id, chat_id, [sent.message_id])) == 1
    forwarded = await client.forward_message(chat_id, chat_id, sent.message_id)
    assert forwarded.forward_origin is not None
    assert await client.delete_message(chat_id, copied.message_id)
    assert await client.delete_messages(chat_id, [sent.message_id, forwarded.message_id])


async def exercise_files(client: telegram.Bot, chat_id: int) -> None:
    photo = await client.send_photo(chat_id, PICTURE, caption="<i>x</i>", parse_mode="HTML")
    assert (photo.photo[-1].width, photo.caption_html) == (320, "<i>x</i>")
    again = await client.send_photo(chat_id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    await client.edit_message_caption(
        chat_id, photo.message_id, caption="new", reply_markup=KEYBOARD
    )
    with pytest.raises(telegram.error.BadRequest, match="no text in the message"):
        await client.edit_message_text("x", chat_id, photo.message_id)
    copied = await client.copy_message(chat_id, chat_id, photo.message_id, caption="other")
    assert copied.message_id > photo.message_id
    with pytest.raises(telegram.error.BadRequest, match=r"(?i)image_process_failed"):
        await client.send_photo(chat_id, b"not a picture")
    content = bytes(range(256)) * 40
    sent = await client.send_document(
        chat_id, content, filename="report.csv", thumbnail=PICTURE, caption="y"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("report.csv", len(content))
    file = await client.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    voice = await client.send_voice(chat_id, b"OggS0000", duration=2)
    assert voice.voice is not None
    place = await client.send_location(chat_id, 42.66, 21.16, horizontal_accuracy=5)
    assert place.location is not None
    venue = await client.send_venue(chat_id, 42.66, 21.16, "Center", "Rr. Garibaldi 1")
    assert venue.venue is not None
    contact = await client.send_contact(chat_id, "+38338000000", "Center")
    assert contact.contact is not None


async def exercise_profile(client: telegram.Bot, chat_id: int) -> None:
    me = await client.get_me()
    assert (me.username, me.is_bot) == ("komshi_sandbox_bot", True)
    commands = [BotCommand("start", "begin")]
    scope = BotCommandScopeChat(chat_id)
    assert await client.set_my_commands(commands, scope=scope, language_code="sq")
    assert await client.get_my_commands(scope=scope, language_code="sq") == tuple(commands)
    assert await client.delete_my_commands(scope=scope, language_code="sq")
    assert await client.get_my_commands() == ()
    assert await client.set_my_name("Komshiu", language_code="sq")
    assert (await client.get_my_name("sq")).name == "Komshiu"
    assert (await client.get_my_name()).name == "Komshi"
    assert await client.set_my_description("words")
    assert (await client.get_my_description("tr")).description == "words"
    assert await client.set_my_short_description("word")
    assert (await client.get_my_short_description()).short_description == "word"
    rights = ChatAdministratorRights.no_rights()
    assert await client.set_my_default_administrator_rights(rights)
    assert not (await client.get_my_default_administrator_rights()).can_delete_messages
    assert await client.set_chat_menu_button(chat_id, MenuButtonCommands())
    assert isinstance(await client.get_chat_menu_button(chat_id), MenuButtonCommands)
    assert (await client.get_chat(chat_id)).first_name == "Besa"
    assert (await client.get_chat_member(chat_id, chat_id)).status == "member"


async def exercise_updates(client: telegram.Bot, phone: Phone) -> None:
    await client.send_message(phone.user_id, "x", reply_markup=KEYBOARD)
    await phone.tap("Yes")
    await phone.send("see https://e.org #tag @besa_k /start")
    await phone.edit(phone.messages[-1].message_id, "changed")
    for attach in (phone.send_photo, phone.send_voice, phone.send_sticker, phone.send_document):
        await attach()
    await phone.send_contact("+383")
    await phone.send_location(42, 21)
    await phone.forward("x")
    await phone.block()
    await phone.unblock()
    await phone.tap_data("forged", message_id=999)
    updates = await client.get_updates()
    assert len(updates) == 13
    query = updates[0].callback_query
    assert query is not None
    assert await query.answer("toast", show_alert=True)
    assert await query.edit_message_text("tapped")
    forged = updates[-1].callback_query
    assert forged is not None
    assert forged.message is not None
    assert not forged.message.is_accessible
    assert await client.set_webhook("http://127.0.0.1:9/hook", secret_token="s", max_connections=1)
    assert (await client.get_webhook_info()).url == "http://127.0.0.1:9/hook"
    assert await client.delete_webhook(drop_pending_updates=True)
    assert await client.get_updates() == ()


async def exercise_groups(sandbox: Sandbox, client: telegram.Bot, phone: Phone) -> None:
    group = sandbox.group("Fshati", phone)
    group.patience = None
    await group.kick_bot(phone)
    await group.promote_bot(phone)
    await group.send(phone, "/start")
    sent = await client.send_message(group.chat_id, "x")
    assert sent.chat.type == "group"
    assert (await client.get_chat_member(group.chat_id, client.id)).status == "administrator"
    old = group.chat_id
    new = await group.migrate()
    with pytest.raises(telegram.error.ChatMigrated) as migrated:
        await client.send_message(old, "x")
    assert migrated.value.new_chat_id == new
    assert (await client.get_chat_member(new, phone.user_id)).status == "creator"
    assert len(await client.get_updates()) == 6
    channel = sandbox.channel("Thirrje", phone)
    assert (await client.send_message(channel.chat_id, "x")).sender_chat is not None
    assert await client.leave_chat(new)
    with pytest.raises(telegram.error.Forbidden):
        await client.send_message(new, "x")


async def test_every_method_works_for_a_real_client_and_answers_as_the_bot_api_does(
    sandbox: Sandbox, client: telegram.Bot, phone: Phone
) -> None:
    await exercise_messages(client, phone.user_id)
    await exercise_files(client, phone.user_id)
    await exercise_profile(client, phone.user_id)
    await exercise_updates(client, phone)
    await exercise_groups(sandbox, client, phone)
    assert {call.method for call in sandbox.calls if call.ok} == METHODS.keys()
    check_answers(sandbox)


async def test_refusals_become_the_errors_a_client_knows(
    sandbox: Sandbox, client: telegram.Bot, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise it warns of what it will do one day
    sandbox.faults.flood(5, "sendMessage")
    with pytest.raises(telegram.error.RetryAfter):
        await client.send_message(phone.user_id, "x")
    sandbox.faults.bad_gateway("sendMessage")
    with pytest.raises(telegram.error.NetworkError, match="Bad Gateway"):
        await client.send_message(phone.user_id, "x")
    sandbox.faults.drop_after("sendMessage")
    with pytest.raises(telegram.error.NetworkError):
        await client.send_message(phone.user_id, "arrived all the same")
    assert phone.text == "arrived all the same"
    poll = asyncio.create_task(client.get_updates(timeout=30))
    await sandbox.wait_for_poll()
    other = telegram.Bot(sandbox.token, base_url=f"{sandbox.url}/bot")
    async with other:
        await other.get_updates()
    with pytest.raises(telegram.error.Conflict):
        await poll
    stranger = telegram.Bot("1:wrong", base_url=f"{sandbox.url}/bot")
    with pytest.raises(telegram.error.InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


@pytest.mark.parametrize("name", METHODS)
def test_the_table_asks_for_the_parameters_the_bot_api_has(name: str) -> None:
    fields = {k: f for k, f in method_class(name).model_fields.items() if k != "api_kwargs"}
    row = METHODS[name]
    offered = {k for k, kind in {**row.required, **row.optional}.items() if kind is not absent}
    assert offered <= fields.keys()
    for parameter in row.optional:
        assert parameter not in fields or not fields[parameter].is_required()
    needed = {k for k, field in fields.items() if field.is_required()}
    assert needed <= row.required.keys()
    assert row.required.keys() - needed <= {"text"}  # a text may be rich, but not here


@pytest.mark.parametrize("name", METHODS)
def test_the_table_knows_every_parameter_a_real_client_can_send(name: str) -> None:
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    sent = inspect.signature(getattr(telegram.Bot, snake)).parameters.keys()
    row = METHODS[name]
    assert sent - OF_THE_CLIENT - row.required.keys() - row.optional.keys() == set()


# Parameters of python-telegram-bot that it does not send, or sends under another name.
OF_THE_CLIENT = frozenset(
    {
        "self",
        "read_timeout",
        "write_timeout",
        "connect_timeout",
        "pool_timeout",
        "api_kwargs",
        "reply_to_message_id",
        "allow_sending_without_reply",
        "disable_web_page_preview",
        "filename",
        "location",
        "venue",
        "contact",
    }
)


def test_every_gap_is_a_method_telegram_has() -> None:
    names = {n.lower() for n, one in inspect.getmembers(aiogram.methods) if inspect.isclass(one)}
    assert names >= NOT_HERE
    assert not NOT_HERE & {name.lower() for name in METHODS}


def test_kinds_of_updates_are_those_of_the_bot_api() -> None:
    assert frozenset(telegram.Update.ALL_TYPES) <= KINDS
    assert frozenset(aiogram.types.Update.model_fields) - {"update_id"} >= KINDS


@pytest.mark.skipif(not API_TABLE.exists(), reason="the table of the Bot API is not here")
def test_the_methods_are_those_of_the_published_table() -> None:
    table = json.loads(API_TABLE.read_text())["methods"]
    for name, row in METHODS.items():
        fields = table[name].get("fields", {})
        assert {**row.required, **row.optional}.keys() <= fields.keys()
        required = {key for key, one in fields.items() if one["required"]}
        assert required <= row.required.keys()
    assert frozenset(name.lower() for name in table) >= NOT_HERE


async def test_updates_are_those_of_the_bot_api(sandbox: Sandbox, phone: Phone) -> None:
    await phone.send("hello @besa_k")
    await phone.send_sticker()
    await phone.block()
    await phone.tap_data("x", message_id=999)
    sandbox.group("Fshati", phone)
    for wire in await sandbox.world.updates.poll():
        update = aiogram.types.Update.model_validate(wire)
        assert list(extras(update, "update")) == []
