import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox

# A bot of another process: it says every word twice, and on "wait" never finishes.
BOT = """
import asyncio, sys, telegram

async def main(token, url):
    async with telegram.Bot(token, base_url=url + "/bot") as bot:
        offset = 0
        while True:
            for update in await bot.get_updates(offset, timeout=30):
                if update.message.text == "wait" and sys.argv[3] == "first":
                    await asyncio.sleep(1000)
                await bot.send_message(update.message.chat_id, update.message.text * 2)
                offset = update.update_id + 1

asyncio.run(main(*sys.argv[1:3]))
"""


@contextlib.asynccontextmanager
async def bot_of_its_own(sandbox: Sandbox, which: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BOT, sandbox.token, sandbox.url, which
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.slow
async def test_a_bot_that_is_killed_loses_nothing(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    async with bot_of_its_own(sandbox, "first"):
        await phone.send("ha")
        assert phone.text == "haha"
        sending = asyncio.create_task(phone.send("wait"))
        milica = asyncio.create_task(sandbox.phone().send("ho"))
        polls = len(sandbox.calls.of("getUpdates"))
        assert await sandbox.world.updates.polled.until(
            lambda: len(sandbox.calls.of("getUpdates")) > polls, 20
        )
    assert not sending.done()
    async with bot_of_its_own(sandbox, "second"):
        await sending
        await milica
    assert [message.text for message in phone.from_bot] == ["haha", "waitwait"]
    assert sandbox.calls.refused == []
