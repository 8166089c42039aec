"""A running sandbox, a caller of its Bot API, and a small bot that answers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import aiohttp
import orjson
import pytest

from bot.sandbox.server import Sandbox

Answer = dict[str, Any]
Call = Callable[..., Awaitable[Answer]]
Handle = Callable[[Call, dict[str, Any]], Awaitable[None]]


class RunBot(Protocol):
    def __call__(self, handle: Handle) -> contextlib.AbstractAsyncContextManager[None]: ...


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(retry_seconds=0.01)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(sandbox: Sandbox, http: aiohttp.ClientSession) -> Call:
    """Call a method with JSON and give the whole answer, whatever it is."""

    async def call_method(method: str, **params: Any) -> Answer:
        url = f"{sandbox.url}/bot{sandbox.token}/{method}"
        async with http.post(url, json=params) as answer:
            read: Answer = orjson.loads(await answer.read())
            assert answer.status == (200 if read["ok"] else read["error_code"])
            return read

    return call_method


@pytest.fixture
def run_bot(call: Call) -> RunBot:
    """Poll for updates and handle them one by one; the offset moves after each."""

    @contextlib.asynccontextmanager
    async def running(handle: Handle) -> AsyncIterator[None]:
        async def poll() -> None:
            offset = 0
            while True:
                answer = await call("getUpdates", offset=offset, limit=1, timeout=30)
                for update in answer["result"]:
                    await handle(call, update)
                    offset = update["update_id"] + 1

        task = asyncio.create_task(poll())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return running


@pytest.fixture
async def echo(run_bot: RunBot) -> AsyncIterator[None]:
    """A bot that repeats words above a button, and answers taps with a toast."""

    async def handle(call: Call, update: dict[str, Any]) -> None:
        if "callback_query" in update:
            query = update["callback_query"]
            await call("answerCallbackQuery", callback_query_id=query["id"], text=query["data"])
            place = {
                "chat_id": query["message"]["chat"]["id"],
                "message_id": query["message"]["message_id"],
            }
            await call("editMessageText", text=f"tapped {query['data']}", **place)
        elif "message" in update:
            message = update["message"]
            keyboard = [[{"text": "Yes please", "callback_data": "yes"}]]
            await call(
                "sendMessage",
                chat_id=message["chat"]["id"],
                text=message.get("text", "something"),
                reply_markup={"inline_keyboard": keyboard},
            )

    async with run_bot(handle):
        yield
