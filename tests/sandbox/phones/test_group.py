from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.sandbox.phones.group import Group
from bot.sandbox.phones.personas import BESA, MILICA
from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def village(sandbox: Sandbox) -> Group:
    """A group of two people that the bot has just joined."""
    return sandbox.group("Fshati", sandbox.phone(BESA), sandbox.phone(MILICA))


@pytest.mark.usefixtures("echo")
async def test_the_bot_sees_only_what_is_meant_for_it(sandbox: Sandbox, village: Group) -> None:
    besa = sandbox.phone(BESA)
    assert await village.send(besa, "good morning everybody") is None
    assert await village.send(besa, "/start@other_bot") is None
    assert await village.send(besa, "/start@komshi_sandbox_bot") is not None
    assert await village.send(besa, "/calls") is not None
    assert await village.send(besa, "thanks", reply_to=village.screen) is not None
    assert [message.text for message in village.from_bot] == [
        "/start@komshi_sandbox_bot",
        "/calls",
        "thanks",
    ]
    await village.promote_bot(besa)
    assert await village.send(besa, "and now it hears everything") is not None


@pytest.mark.usefixtures("echo")
async def test_members_tap_buttons_of_the_group(sandbox: Sandbox, village: Group) -> None:
    await village.send(sandbox.phone(BESA), "/start")
    tap = await village.tap(sandbox.phone(MILICA), "Yes")
    assert tap.answered
    assert tap.user_id == MILICA.user_id
    assert village.screen.text == "tapped yes"
    with pytest.raises(ValueError, match="no button"):
        await village.tap(sandbox.phone(MILICA), "Yes")


@pytest.mark.usefixtures("echo")
async def test_a_group_that_became_a_supergroup_says_where_it_went(
    call: Call, village: Group
) -> None:
    old = village.chat_id
    new = await village.migrate()
    assert village.chat_id == new != old
    assert await call("sendMessage", chat_id=old, text="x") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new},
    }
    sent = await call("sendMessage", chat_id=new, text="x")
    assert sent["result"]["chat"]["type"] == "supergroup"
    assert sent["result"]["message_id"] < 10  # supergroups count their messages themselves
    with pytest.raises(ValueError, match="basic group"):
        await village.migrate()


@pytest.mark.usefixtures("echo")
async def test_a_bot_that_was_thrown_out_is_refused_until_it_is_invited(
    sandbox: Sandbox, call: Call, village: Group
) -> None:
    besa = sandbox.phone(BESA)
    await village.kick_bot(besa)
    refused = await call("sendMessage", chat_id=village.chat_id, text="x")
    assert refused["description"] == "Forbidden: bot was kicked from the group chat"
    assert await village.send(besa, "/start") is None
    await village.invite_bot(besa)
    assert (await call("sendMessage", chat_id=village.chat_id, text="x"))["ok"]
    assert (await call("leaveChat", chat_id=village.chat_id))["ok"]
    refused = await call("sendMessage", chat_id=village.chat_id, text="x")
    assert refused["description"] == "Forbidden: bot is not a member of the group chat"


async def test_only_an_administrator_pins_and_deletes_in_a_group(
    sandbox: Sandbox, call: Call, village: Group
) -> None:
    besa = sandbox.phone(BESA)
    village.patience = None
    await village.send(besa, "/start")
    theirs = {"chat_id": village.chat_id, "message_id": village.messages[0].message_id}
    assert "not enough rights" in (await call("pinChatMessage", **theirs))["description"]
    assert (await call("deleteMessage", **theirs))["description"] == (
        "Bad Request: message can't be deleted"
    )
    await village.promote_bot(besa)
    assert (await call("pinChatMessage", **theirs))["ok"]
    assert (await call("unpinAllChatMessages", chat_id=village.chat_id))["ok"]
    assert (await call("deleteMessage", **theirs))["ok"]


async def test_members_are_told_from_strangers(
    sandbox: Sandbox, call: Call, village: Group
) -> None:
    sandbox.phone(user_id=99)

    async def status(user_id: int) -> str:
        answer = await call("getChatMember", chat_id=village.chat_id, user_id=user_id)
        return str(answer["result"]["status"])

    assert await status(BESA.user_id) == "creator"
    assert await status(MILICA.user_id) == "member"
    assert await status(99) == "left"
    assert await status(sandbox.world.bot.user_id) == "member"
    unknown = await call("getChatMember", chat_id=village.chat_id, user_id=12345)
    assert unknown["description"] == "Bad Request: user not found"


async def test_a_menu_in_a_group_is_not_that_of_private_chats(
    sandbox: Sandbox, call: Call, village: Group
) -> None:
    for kind in ("all_private_chats", "all_group_chats", "all_chat_administrators"):
        commands = [{"command": "start", "description": kind}]
        await call("setMyCommands", commands=commands, scope={"type": kind})
    assert village.menu(sandbox.phone(MILICA)) == [("start", "all_group_chats")]
    assert village.menu(sandbox.phone(BESA)) == [("start", "all_chat_administrators")]


async def test_a_channel_has_posts_without_an_author(sandbox: Sandbox, call: Call) -> None:
    channel = sandbox.channel("Thirrje / Pozivi", sandbox.phone(BESA))
    sent = await call("sendMessage", chat_id=channel.chat_id, text="news")
    assert sent["result"]["sender_chat"]["type"] == "channel"
    assert "from" not in sent["result"]
    assert channel.screen.text == "news"


async def test_joining_a_group_is_an_update(call: Call, village: Group) -> None:
    update = (await call("getUpdates"))["result"][0]["my_chat_member"]
    assert update["chat"]["id"] == village.chat_id
    assert update["old_chat_member"]["status"] == "left"
    assert update["new_chat_member"]["status"] == "member"
