"""A running sandbox and the library's bot that talks to it."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import SandboxClock
from bot.storage.unit_of_work import Database
from bot.transport import sender
from bot.transport.courier import TelegramBot
from bot.transport.request import AiohttpRequest
from tests.conftest import NOW
from tests.repository import translator
from tests.transport.desk import Desk
from tests.transport.outbox_town import Town, greet, show_screen


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(clock=SandboxClock(NOW), page=False)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[TelegramBot]:
    made = TelegramBot(
        sandbox.token,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(pool_size=2, read_seconds=35),
    )
    await made.initialize()
    sandbox.calls.clear()
    yield made
    await made.shutdown()


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    """The phone of somebody who has started the bot; nothing the person does waits."""
    opened = sandbox.phone(first_name="Besa", language_code="sq")
    opened.patience = None
    opened.compose("/start")
    return opened


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def town(
    sandbox: Sandbox, bot: TelegramBot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Town:
    """A sender's database and Telegram; an idle sender looks for work ten times as often."""
    monkeypatch.setattr(sender, "POLL_SECONDS", sender.POLL_SECONDS / 10)
    return Town(
        sandbox,
        bot,
        database,
        translator(),
        renderers={
            "broadcast": greet,
            "deadline_reminder": greet,
            "inbox_reply": greet,
            "session_changed": greet,
            "round_opened": show_screen,
        },
    )
