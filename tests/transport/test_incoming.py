from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Message

from bot.sandbox.phones.group import Group
from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.transport.chat_news import AddedToChat, MovedChat, RemovedFromChat, RenamedChat
from bot.transport.courier import TelegramBot
from bot.transport.incoming import (
    _SERVICE,
    ALLOWED_UPDATES,
    Blocked,
    Commanded,
    CommandedInGroup,
    Ignored,
    Incoming,
    Rewrote,
    Sent,
    Tapped,
    TappedInGroup,
    Unblocked,
    Wrote,
    read_update,
)

NAME = "komshi_sandbox_bot"
Read = Callable[[], Awaitable[Incoming]]


@pytest.fixture
def read(bot: TelegramBot) -> Read:
    """Fetch the newest update, as Telegram words it, and read it."""

    async def newest() -> Incoming:
        update = (await bot.call("getUpdates", offset=-1))[0]
        return read_update(update, NAME)

    return newest


@pytest.fixture
def group(sandbox: Sandbox, phone: Phone) -> Group:
    made = sandbox.group("Fshati", phone)
    made.patience = None
    return made


@pytest.mark.parametrize("text", ["Prizren", "5", "Призрен 🙂", "/", "//", "/ start", "a /start",
                                  "/početak", "/foo-bar", "/" + "x" * 33])  # fmt: skip
async def test_words_are_words(phone: Phone, read: Read, text: str) -> None:
    await phone.send(text)
    assert await read() == Wrote(phone.user_id, "sq", text)


COMMANDS = [
    ("/calls", "calls", ""),
    ("/CALLS", "calls", ""),
    ("/start", "start", ""),
    ("/start call-akt-startup", "start", "call-akt-startup"),
    ("/start  from-market ", "start", "from-market"),
    ("/start\nfrom-market", "start", "from-market"),
    (f"/calls@{NAME}", "calls", ""),
    (f"/start@{NAME.upper()} x", "start", "x"),
    ("/ask one\ntwo", "ask", "one\ntwo"),
    ("/x_1", "x_1", ""),
]


@pytest.mark.parametrize(("text", "name", "argument"), COMMANDS)
async def test_a_command_has_a_name_and_perhaps_an_argument(
    phone: Phone, read: Read, text: str, name: str, argument: str
) -> None:
    await phone.send(text)
    assert await read() == Commanded(phone.user_id, "sq", name, argument)


async def test_a_command_for_another_bot_is_not_ours(phone: Phone, read: Read) -> None:
    await phone.send("/calls@other_bot")
    assert await read() == Ignored()
    await phone.send("/start@other_bot payload")
    assert await read() == Ignored()


SENDINGS: list[Callable[[Phone], Awaitable[object]]] = [
    lambda phone: phone.send_sticker(),
    lambda phone: phone.send_voice(),
    lambda phone: phone.send_photo("with /calls under it"),
    lambda phone: phone.send_document(),
    lambda phone: phone.send_contact("+38344000000"),
    lambda phone: phone.send_location(42.2, 20.7),
]


@pytest.mark.parametrize("send", SENDINGS)
async def test_what_is_no_text_is_something_sent(
    phone: Phone, read: Read, send: Callable[[Phone], Awaitable[object]]
) -> None:
    await send(phone)
    assert await read() == Sent(phone.user_id, "sq")


async def test_what_is_forwarded_counts_as_written(phone: Phone, read: Read) -> None:
    await phone.forward("Prizren")
    assert await read() == Wrote(phone.user_id, "sq", "Prizren")


async def test_an_edited_message_has_new_words(phone: Phone, read: Read) -> None:
    await phone.send("Prizren")
    number = phone.messages[-1].message_id
    await phone.edit(number, "Istog")
    assert await read() == Rewrote(phone.user_id, "sq", "Istog", number)


async def test_what_is_sent_says_what_it_is_and_to_what_it_belongs(
    phone: Phone, bot: TelegramBot, read: Read
) -> None:
    await bot.send_message(phone.user_id, "Which one?")
    await phone.send("That one", reply_to=phone.screen)
    said = await read()
    assert isinstance(said, Wrote)
    assert said.reply_to == phone.screen.message_id
    await phone.send_contact("38344000000")
    own = await read()
    await phone.send_contact("38344000000", "Dren")
    other = await read()
    await phone.send_location(42.2, 20.7)
    place = await read()
    await phone.send_album("one", "")
    last = await read()
    sent = [one for one in (own, other, place, last) if isinstance(one, Sent)]
    assert [one.medium for one in sent] == ["contact", "contact", "location", "photo"]
    assert [one.is_own for one in sent] == [True, False, False, False]
    assert [one.phone for one in sent] == ["38344000000", "38344000000", "", ""]
    assert sent[2].place == (42.2, 20.7)
    assert sent[3].album
    assert not sent[2].album


async def test_a_person_without_a_language_has_none(sandbox: Sandbox, read: Read) -> None:
    other = sandbox.phone()
    other.patience = None
    await other.send("x")
    assert await read() == Wrote(other.user_id, None, "x")


async def test_blocking_and_coming_back_are_noticed(phone: Phone, read: Read) -> None:
    await phone.block()
    assert await read() == Blocked(phone.user_id)
    await phone.unblock()
    assert await read() == Unblocked(phone.user_id)


async def test_a_tap_says_where_it_was_made(bot: TelegramBot, phone: Phone, read: Read) -> None:
    sent = await bot.send_message(phone.user_id, "x")
    tap = await phone.tap_data("k:akt-startup", sent.message_id)
    assert await read() == Tapped(
        phone.user_id, "sq", tap.query_id, sent.message_id, "k:akt-startup"
    )


async def test_a_tap_on_a_message_that_is_too_old_to_be_seen_still_counts(
    phone: Phone, read: Read
) -> None:
    tap = await phone.tap_data("h", 4242)
    assert await read() == Tapped(phone.user_id, "sq", tap.query_id, 4242, "h")


def callback(phone: Phone, **fields: Any) -> dict[str, Any]:
    query = {"id": "9", "from": phone.person.wire, "chat_instance": "1", **fields}
    return {"update_id": 1, "callback_query": query}


def test_a_tap_without_a_message_or_data_is_still_a_tap(phone: Phone) -> None:
    for fields, data in (({"data": "h"}, "h"), ({"game_short_name": "chess"}, "")):
        update = callback(phone, inline_message_id="abc", **fields)
        assert read_update(update, NAME) == Tapped(phone.user_id, "sq", "9", None, data)


async def test_a_tap_in_a_group_says_nothing_of_the_person(
    bot: TelegramBot, phone: Phone, group: Group, read: Read
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Po", "callback_data": "h"}]]}
    await bot.call("sendMessage", chat_id=group.chat_id, text="x", reply_markup=keyboard)
    tap = await group.tap(phone, "Po")
    assert await read() == TappedInGroup(tap.query_id)


async def test_a_command_in_a_group_says_nothing_of_the_person(
    phone: Phone, group: Group, read: Read
) -> None:
    await group.send(phone, f"/start@{NAME} call-akt-startup")
    assert await read() == CommandedInGroup(group.chat_id, "start", "call-akt-startup")
    await group.send(phone, "/calls")
    assert await read() == CommandedInGroup(group.chat_id, "calls", "")


async def test_other_talk_in_a_group_is_not_for_us(phone: Phone, group: Group, read: Read) -> None:
    await group.promote_bot(phone)
    for text in ("hello", "/calls@other_bot"):
        await group.send(phone, text)
        assert await read() == Ignored()


async def test_being_added_to_a_group_and_thrown_out_is_told_apart(
    phone: Phone, group: Group, read: Read
) -> None:
    added = await read()
    assert added == AddedToChat(group.chat_id, "Fshati", phone.user_id)
    await group.kick_bot(phone)
    assert await read() == RemovedFromChat(group.chat_id)


async def test_a_group_that_moves_and_the_supergroup_it_became_say_the_same(
    group: Group, bot: TelegramBot
) -> None:
    old = group.chat_id
    new = await group.migrate()
    said = [read_update(update, NAME) for update in await bot.call("getUpdates", offset=-2)]
    assert said == [MovedChat(old, new), MovedChat(old, new)]


async def test_a_command_in_a_topic_names_it_and_one_in_general_names_none(
    sandbox: Sandbox, phone: Phone, read: Read
) -> None:
    group = sandbox.supergroup("Fshati", phone)
    group.patience = None
    topic = group.open_topic("Bees")
    await group.send(phone, "/start", topic=topic)
    assert await read() == CommandedInGroup(group.chat_id, "start", "", topic)
    await group.send(phone, "/start")
    assert await read() == CommandedInGroup(group.chat_id, "start", "")
    await group.send(phone, "/start", reply_to=group.messages[0])
    assert await read() == CommandedInGroup(group.chat_id, "start", "")


async def test_a_new_title_of_a_group_or_channel_is_read(
    sandbox: Sandbox, phone: Phone, group: Group, read: Read
) -> None:
    channel = sandbox.channel("News", phone)
    channel.patience = None
    for chat in (group, channel):
        await chat.rename(phone, "Women of Klina")
        assert await read() == RenamedChat(chat.chat_id, "Women of Klina")


MEMBERSHIPS: list[tuple[str, dict[str, Any], bool | None]] = [
    ("group", {"status": "member"}, True),
    ("group", {"status": "administrator"}, True),
    ("supergroup", {"status": "creator"}, True),
    ("supergroup", {"status": "restricted", "is_member": True, "can_send_messages": True}, True),
    ("supergroup", {"status": "restricted", "is_member": True, "can_send_messages": False}, False),
    ("supergroup", {"status": "restricted", "is_member": False, "can_send_messages": True}, None),
    ("supergroup", {"status": "left"}, None),
    ("supergroup", {"status": "kicked"}, None),
    ("channel", {"status": "administrator", "can_post_messages": True}, True),
    ("channel", {"status": "administrator", "can_post_messages": False}, False),
    ("channel", {"status": "member"}, False),
    ("channel", {"status": "left"}, None),
]


@pytest.mark.parametrize(("sort", "member", "writes"), MEMBERSHIPS)
def test_what_the_bot_may_do_in_a_chat_is_read(
    sort: str,
    member: dict[str, Any],
    writes: bool | None,  # noqa: FBT001 -- None: it is not there
) -> None:
    change = {"chat": {"id": -7, "type": sort, "title": "x"}, "from": {"id": 3}}
    news = {**change, "new_chat_member": member}
    told = read_update({"update_id": 1, "my_chat_member": news}, NAME)
    assert told == (RemovedFromChat(-7) if writes is None else AddedToChat(-7, "x", 3, writes))


def test_a_channel_post_and_kinds_of_the_future_are_ignored(phone: Phone) -> None:
    channel = {"id": -1001, "type": "channel", "title": "News"}
    post = {"message_id": 1, "date": 1, "chat": channel, "text": "/calls"}
    for fields in (
        {"channel_post": post},
        {"edited_message": {**post, "edit_date": 2, "from": phone.person.wire}},
        {"message": {**post, "chat": {**channel, "type": "supergroup"}, "text": "hello"}},
        {"telepathy": {"from": phone.person.wire, "thought": "x"}},
        {},
    ):
        assert read_update({"update_id": 1, **fields}, NAME) == Ignored()


def test_other_bots_and_nobody_are_not_answered(phone: Phone) -> None:
    message = phone.compose("hello")
    robot = {**message, "from": {**message["from"], "is_bot": True}}
    nobody = {name: value for name, value in message.items() if name != "from"}
    for one in (robot, nobody):
        assert read_update({"update_id": 1, "message": one}, NAME) == Ignored()


SERVICE: list[dict[str, Any]] = [
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    {"write_access_allowed": {"from_request": True}},
    {"connected_website": "example.org"},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    {"forum_topic_created": {"name": "x", "icon_color": 1}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 3}]}},
]


@pytest.mark.parametrize("content", SERVICE, ids=lambda content: next(iter(content)))
def test_what_telegram_itself_writes_into_the_chat_is_not_answered(
    phone: Phone, content: dict[str, Any]
) -> None:
    message = {**phone.compose("x"), **content}
    del message["text"]
    assert read_update({"update_id": 1, "message": message}, NAME) == Ignored()


def test_every_service_message_is_one_that_the_library_knows() -> None:
    assert set(_SERVICE) <= set(Message.__slots__)
    assert len(set(_SERVICE)) == len(_SERVICE)


def test_telegram_is_asked_for_no_more_than_is_read() -> None:
    assert set(ALLOWED_UPDATES) == {
        "message", "edited_message", "callback_query", "my_chat_member", "channel_post",
    }  # fmt: skip


def test_reading_leaves_the_update_as_it_was(phone: Phone) -> None:
    update = {"update_id": 1, "message": phone.compose("/start x")}
    before = repr(update)
    read_update(update, NAME)
    assert repr(update) == before
