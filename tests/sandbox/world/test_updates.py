import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]

CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


async def ids(call: Call, **params: Any) -> list[int]:
    answer = await call("getUpdates", **params)
    return [update["update_id"] for update in answer["result"]]


async def test_updates_come_again_until_the_offset_moves_past_them(
    sandbox: Sandbox, call: Call
) -> None:
    phone = sandbox.phone()
    first, second, third = (phone.post_raw({"message": {}}) for _ in range(3))
    assert [first, second, third] == list(range(first, first + 3))
    assert await ids(call) == [first, second, third]
    assert await ids(call, limit=1) == [first]
    assert await ids(call, offset=second) == [second, third]
    assert await ids(call, offset=first) == [second, third]
    assert await ids(call, offset=third + 1) == []


async def test_a_negative_offset_forgets_all_but_the_newest(sandbox: Sandbox, call: Call) -> None:
    posted = [sandbox.phone(user_id=1).post_raw({"message": {}}) for _ in range(5)]
    assert await ids(call, offset=-2) == posted[-2:]
    assert await ids(call) == posted[-2:]


async def test_at_most_a_hundred_updates_come_at_once(sandbox: Sandbox, call: Call) -> None:
    posted = [sandbox.phone(user_id=1).post_raw({"message": {}}) for _ in range(250)]
    assert await ids(call, limit=1000) == posted[:100]
    assert await ids(call, offset=posted[200]) == posted[200:]


async def test_a_long_poll_ends_when_something_comes(sandbox: Sandbox, call: Call) -> None:
    poll = asyncio.create_task(ids(call, timeout=50))
    await sandbox.wait_for_poll()
    posted = sandbox.phone().post_raw({"message": {}})
    assert await poll == [posted]


async def test_the_earlier_of_two_polls_ends_in_a_conflict(sandbox: Sandbox, call: Call) -> None:
    earlier = asyncio.create_task(call("getUpdates", timeout=50))
    await sandbox.wait_for_poll()
    later = asyncio.create_task(call("getUpdates", timeout=50))
    answer = await earlier
    assert (answer["error_code"], answer["description"]) == (409, CONFLICT)
    posted = sandbox.phone().post_raw({"message": {}})
    assert [update["update_id"] for update in (await later)["result"]] == [posted]


async def test_a_webhook_ends_a_poll_and_forbids_the_next(sandbox: Sandbox, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await sandbox.wait_for_poll()
    assert (await call("setWebhook", url="http://127.0.0.1:9/hook"))["ok"]
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await call("getUpdates")
    assert refused["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert (await call("deleteWebhook"))["ok"]
    assert (await call("getUpdates"))["ok"]


async def test_messages_wait_a_day_and_taps_150_seconds(sandbox: Sandbox, call: Call) -> None:
    phone = sandbox.phone()
    phone.patience = None
    said = await phone.send("hello")
    tap = await phone.tap_data("x", message_id=1)
    assert await ids(call) == [said, tap.update_id]
    sandbox.clock.advance(timedelta(seconds=149))
    assert await ids(call) == [said, tap.update_id]
    sandbox.clock.advance(timedelta(seconds=2))
    assert await ids(call) == [said]
    sandbox.clock.advance(timedelta(hours=24))
    assert await ids(call) == []


async def test_only_kinds_that_were_asked_for_are_queued(sandbox: Sandbox, call: Call) -> None:
    await call("getUpdates", allowed_updates=["message"])
    phone = sandbox.phone()
    phone.patience = None
    said = await phone.send("hello")
    tap = await phone.tap_data("x", message_id=1)
    assert await phone.block() is None
    assert tap.update_id is None
    assert await ids(call) == [said]
    await call("getUpdates", allowed_updates=[])
    assert await phone.unblock() is not None
    misspelt = await call("getUpdates", allowed_updates=["massage"])
    assert "massage" in misspelt["description"]


async def test_a_person_whom_no_bot_answers_says_what_happened(
    sandbox: Sandbox, call: Call
) -> None:
    phone = sandbox.phone()
    phone.patience = 0.01
    await call("getMe")
    with pytest.raises(AssertionError, match=r"waits after 0.01 s.*getMe -> ok"):
        await phone.send("hello?")
    with pytest.raises(AssertionError, match="1 updates wait"):
        await sandbox.settle(patience=0.01)


async def test_an_update_that_is_dropped_is_not_taken_for_acknowledged(
    sandbox: Sandbox, call: Call
) -> None:
    phone = sandbox.phone()
    sending = asyncio.create_task(phone.send("hello"))
    await asyncio.sleep(0)
    await call("deleteWebhook", drop_pending_updates=True)
    with pytest.raises(AssertionError, match="drop_pending_updates"):
        await sending


async def test_what_a_killed_bot_did_not_acknowledge_comes_again(
    sandbox: Sandbox, call: Call
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
    path = f"/bot{sandbox.token}/getUpdates?timeout=50"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await sandbox.wait_for_poll()
    writer.transport.abort()
    del reader
    updates = sandbox.world.updates
    assert await updates.polled.until(lambda: not updates.is_polled, 5)
    posted = sandbox.phone().post_raw({"message": {}})
    assert await ids(call, timeout=5) == [posted]


async def test_a_poll_that_nobody_waits_for_is_no_conflict(sandbox: Sandbox, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await sandbox.wait_for_poll()
    poll.cancel()
    updates = sandbox.world.updates
    assert await updates.polled.until(lambda: not updates.is_polled, 5)
    assert (await call("getUpdates"))["ok"]
    assert sandbox.calls.refused == []


async def test_stopping_ends_open_polls_without_an_error(call: Call, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    await sandbox.wait_for_poll()
    await asyncio.wait_for(sandbox.stop(), 1)
    assert await poll == {"ok": True, "result": []}
