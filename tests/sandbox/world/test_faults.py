import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.phones.phone import Phone
from bot.sandbox.rules.limits import ApiLimits
from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    """The phone of somebody who has started the bot."""
    opened = sandbox.phone()
    opened.compose("/start")
    return opened


async def test_a_bad_gateway_answers_with_a_page_and_does_nothing(
    sandbox: Sandbox, http: aiohttp.ClientSession, phone: Phone
) -> None:
    fault = sandbox.faults.bad_gateway("sendMessage", times=2)
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    body = {"chat_id": phone.user_id, "text": "x"}
    statuses = []
    for _ in range(3):
        async with http.post(url, json=body) as answer:
            statuses.append(answer.status)
            if answer.status == 502:
                assert answer.content_type == "text/html"
    assert statuses == [502, 502, 200]
    assert fault.fired == 2
    assert len(phone.from_bot) == 1
    assert [call.fault for call in sandbox.calls] == ["502", "502", None]


async def test_a_dropped_connection_did_the_thing_or_not(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    sandbox.faults.drop_after("sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=phone.user_id, text="arrived")
    sandbox.faults.drop_before("sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=phone.user_id, text="lost")
    assert [message.text for message in phone.from_bot] == ["arrived"]
    assert [one.ok for one in sandbox.calls] == [True, False]


async def test_refusals_meet_the_chat_and_the_method_they_are_for(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    other = sandbox.phone(user_id=9)
    other.compose("/start")
    sandbox.faults.flood(7, "sendMessage", chat_id=phone.user_id)
    sandbox.faults.forbid("copyMessage")
    sandbox.faults.refuse(400, "Bad Request: whatever", "getMe")
    assert (await call("sendMessage", chat_id=other.user_id, text="x"))["ok"]
    assert await call("sendMessage", chat_id=phone.user_id, text="x") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    copy = await call("copyMessage", chat_id=9, from_chat_id=9, message_id=1)
    assert copy["description"] == "Forbidden: bot was blocked by the user"
    assert (await call("getMe"))["description"] == "Bad Request: whatever"
    assert (await call("getMe"))["ok"]


async def test_faults_by_chance_are_the_same_for_the_same_seed(
    sandbox: Sandbox, call: Call
) -> None:
    async def pattern() -> list[bool]:
        sandbox.faults.clear()
        sandbox.faults.flood(1, "getMe", times=None, probability=0.5, seed=3)
        return [(await call("getMe"))["ok"] for _ in range(20)]

    first = await pattern()
    assert await pattern() == first
    assert set(first) == {True, False}


async def test_a_misspelt_rule_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(TypeError, match="chatid"):
        sandbox.faults.drop_after("sendMessage", chatid=1)


async def test_a_delayed_call_is_still_done(sandbox: Sandbox, call: Call, phone: Phone) -> None:
    sandbox.faults.delay(0.01, "sendMessage")
    assert (await call("sendMessage", chat_id=phone.user_id, text="x"))["ok"]
    assert phone.text == "x"
    assert sandbox.calls[0].fault == "delay"


async def test_a_delayed_call_is_done_although_the_bot_gave_up(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    sandbox.faults.delay(0.5, "sendMessage")  # far longer than a busy machine may stand still
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call("sendMessage", chat_id=phone.user_id, text="x"), 0.02)
    assert phone.from_bot == []
    assert (await phone.wait_for_message()).text == "x"


async def test_stopping_does_not_wait_for_delayed_calls(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    sandbox.faults.delay(1000, "sendMessage")
    sending = asyncio.create_task(call("sendMessage", chat_id=phone.user_id, text="x"))
    while not sandbox.faults.rules[0].fired:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    await asyncio.wait_for(sandbox.stop(), 1)
    with pytest.raises(aiohttp.ClientError):
        await sending


async def test_open_polls_break_when_the_sandbox_becomes_unreachable(
    sandbox: Sandbox, call: Call
) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await sandbox.wait_for_poll()
    async with sandbox.unreachable():
        with pytest.raises(aiohttp.ClientError):
            await poll


async def test_an_unreachable_sandbox_refuses_connections_and_comes_back(
    sandbox: Sandbox, call: Call, http: aiohttp.ClientSession
) -> None:
    url = sandbox.url
    assert (await call("getMe"))["ok"]
    async with sandbox.unreachable():
        for _ in range(2):  # the first goes over the connection that was open
            with pytest.raises(aiohttp.ClientError):
                await call("getMe")
        async with aiohttp.ClientSession() as fresh:
            with pytest.raises(aiohttp.ClientConnectorError):
                await fresh.get(f"{url}/bot{sandbox.token}/getMe")
    assert sandbox.url == url
    async with http.get(f"{url}/bot{sandbox.token}/getMe") as answer:
        assert answer.status == 200


async def test_without_limits_everything_passes(call: Call, phone: Phone) -> None:
    for _ in range(40):
        assert (await call("sendMessage", chat_id=phone.user_id, text="x"))["ok"]


async def test_messages_over_all_chats_are_limited_in_any_second(
    sandbox: Sandbox, call: Call
) -> None:
    sandbox.limits = ApiLimits(per_second=3)
    for number in range(1, 6):
        sandbox.phone(user_id=number).compose("/start")
    answers = [await call("sendMessage", chat_id=n, text="x") for n in range(1, 6)]
    assert [answer["ok"] for answer in answers] == [True, True, True, False, False]
    assert answers[-1]["parameters"] == {"retry_after": 1}
    assert (await call("editMessageText", chat_id=1, message_id=6, text="y"))["ok"]
    sandbox.clock.advance(timedelta(seconds=1))
    assert (await call("sendMessage", chat_id=1, text="x"))["ok"]


async def test_one_chat_and_one_group_have_limits_of_their_own(
    sandbox: Sandbox, call: Call, phone: Phone
) -> None:
    sandbox.limits = ApiLimits(per_chat_second=1, per_group_minute=2)
    other = sandbox.phone(user_id=9)
    other.compose("/start")
    group = sandbox.group("Fshati", phone)
    assert (await call("sendMessage", chat_id=phone.user_id, text="x"))["ok"]
    assert not (await call("sendMessage", chat_id=phone.user_id, text="x"))["ok"]
    assert (await call("sendMessage", chat_id=9, text="x"))["ok"]
    for _ in range(2):
        assert (await call("sendMessage", chat_id=group.chat_id, text="x"))["ok"]
        sandbox.clock.advance(timedelta(seconds=2))
    refused = await call("sendMessage", chat_id=group.chat_id, text="x")
    assert 50 <= refused["parameters"]["retry_after"] <= 60
    assert ApiLimits.of_telegram() == ApiLimits(30, 1, 20)
