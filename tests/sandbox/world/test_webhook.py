import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import orjson
import pytest
from aiohttp import web

from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class Hook:
    """A bot behind a webhook: keeps what comes, answers as it is told, holds what it must."""

    def __init__(self) -> None:
        self.url = ""
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.held: dict[int, asyncio.Event] = {}
        self.came = asyncio.Condition()

    async def answer(self, request: web.Request) -> web.Response:
        update = orjson.loads(await request.read())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.came:
            self.updates.append(update)
            self.came.notify_all()
        if (event := self.held.get(update["update_id"])) is not None:
            await event.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait_for(self, count: int) -> list[int]:
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(lambda: len(self.updates) >= count)
        return [update["update_id"] for update in self.updates]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    for event in made.held.values():
        event.set()
    await runner.cleanup()


async def test_updates_come_with_the_secret_and_a_2xx_acknowledges_them(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    await call("setWebhook", url=hook.url, secret_token="s3cret_-")
    update_id = await sandbox.phone().send("hello")
    assert [update["update_id"] for update in hook.updates] == [update_id]
    assert hook.updates[0]["message"]["text"] == "hello"
    assert hook.secrets == ["s3cret_-"]
    info = (await call("getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)


async def test_what_waited_before_the_webhook_was_set_is_delivered(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    posted = [sandbox.phone(user_id=1).post_raw({"message": {}}) for _ in range(3)]
    await call("setWebhook", url=hook.url)
    assert await hook.wait_for(3) == posted
    await sandbox.settle()


async def test_failures_are_tried_again_and_shown(sandbox: Sandbox, call: Call, hook: Hook) -> None:
    hook.answers = [web.Response(status=500), web.Response(status=404)]
    await call("setWebhook", url=hook.url)
    update_id = await sandbox.phone().send("hello")
    assert await hook.wait_for(3) == [update_id] * 3
    info = (await call("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["pending_update_count"] == 0


async def test_a_bot_that_is_not_there_gets_its_updates_when_it_comes(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    sending = asyncio.create_task(sandbox.phone().send("hello"))
    assert await sandbox.webhook.failed.until(
        lambda: "last_error_message" in sandbox.webhook.info, 10
    )
    assert not sending.done()
    await call("setWebhook", url=hook.url)
    assert await hook.wait_for(1) == [await sending]


async def test_one_update_of_a_chat_is_on_its_way_at_a_time(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    besa, milica = sandbox.phone(user_id=1), sandbox.phone(user_id=2)
    first = besa.post_raw({"message": {}})
    hook.held[first] = asyncio.Event()
    second = besa.post_raw({"message": {}})
    other = milica.post_raw({"message": {}})
    await call("setWebhook", url=hook.url)
    assert sorted(await hook.wait_for(2)) == [first, other]
    hook.held[first].set()
    assert await hook.wait_for(3) == [*[u["update_id"] for u in hook.updates[:2]], second]


async def test_a_tap_does_not_wait_for_a_message_of_the_same_person(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    phone = sandbox.phone()
    phone.patience = None
    said = await phone.send("slow")
    hook.held[said] = asyncio.Event()
    await call("setWebhook", url=hook.url)
    await hook.wait_for(1)
    tap = await phone.tap_data("x", message_id=1)
    assert await hook.wait_for(2) == [said, tap.update_id]


async def test_no_more_connections_are_open_than_the_bot_allows(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    posted = [sandbox.phone(user_id=number).post_raw({"message": {}}) for number in range(1, 6)]
    hook.held = {update_id: asyncio.Event() for update_id in posted}
    await call("setWebhook", url=hook.url, max_connections=2)
    came = await hook.wait_for(2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(hook.updates) == 2
    hook.held[came[0]].set()
    assert len(await hook.wait_for(3)) == 3


async def test_retry_after_is_honoured(sandbox: Sandbox, call: Call, hook: Hook) -> None:
    hook.answers = [web.Response(status=429, headers={"Retry-After": "0"})]
    sandbox.webhook.retry_seconds = 1000
    await call("setWebhook", url=hook.url)
    await sandbox.phone().send("hello")
    assert len(hook.updates) == 2


async def test_an_answer_may_hold_a_method_to_call(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    phone = sandbox.phone()
    hook.answers = [
        web.json_response({"method": "sendMessage", "chat_id": phone.user_id, "text": "hi"})
    ]
    await call("setWebhook", url=hook.url)
    await phone.send("hello")
    assert phone.text == "hi"
    assert sandbox.calls.of("sendMessage")[0].ok


async def test_after_deleting_the_webhook_nothing_is_delivered(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    await call("setWebhook", url=hook.url)
    await call("deleteWebhook")
    posted = sandbox.phone().post_raw({"message": {}})
    updates = (await call("getUpdates"))["result"]
    assert [update["update_id"] for update in updates] == [posted]
    assert hook.updates == []


@pytest.mark.parametrize(
    "params",
    [
        {"url": "https://example.org/hook"},
        {"url": "ftp://127.0.0.1/hook"},
        {"url": "http://127.0.0.1/hook", "secret_token": "not allowed!"},
        {"url": "http://127.0.0.1/hook", "max_connections": 101},
    ],
)
async def test_webhooks_elsewhere_or_out_of_range_are_refused(
    call: Call, params: dict[str, Any]
) -> None:
    assert (await call("setWebhook", **params))["error_code"] == 400
    assert (await call("getWebhookInfo"))["result"]["url"] == ""


async def test_stopping_ends_a_delivery_that_hangs(
    sandbox: Sandbox, call: Call, hook: Hook
) -> None:
    update_id = sandbox.phone().post_raw({"message": {}})
    hook.held[update_id] = asyncio.Event()
    await call("setWebhook", url=hook.url)
    await hook.wait_for(1)
    await asyncio.wait_for(sandbox.stop(), 1)
