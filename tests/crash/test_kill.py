"""kill -9 in the middle of many updates: none is lost, none has its effect twice.

With ``KOMSHI_LONG`` there are a thousand updates and eight kills.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.unit_of_work import Database
from tests.canary import assert_silent
from tests.conftest import LONG, ROOT
from tests.journeys.conftest import settings_for

UPDATES = 1000 if LONG else 250
PEOPLE = 50
"""So many that nobody sends more at once than one person may."""
KILLS = 8 if LONG else 2
SEED = 20261122
PATIENCE = 120.0

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(page=False, retry_seconds=0.05)
    await running.start()
    yield running
    await running.stop()


def _environment(settings: Settings, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KOMSHI_BOT_TOKEN": settings.bot_token or "",
        "KOMSHI_API_URL": settings.api_url,
        "KOMSHI_DATABASE_URL": settings.database_url,
        "KOMSHI_WEBHOOK_URL": settings.webhook_url or "",
        "KOMSHI_WEBHOOK_SECRET": settings.webhook_secret or "",
        "KOMSHI_HTTP_PORT": str(settings.http_port),
        "KOMSHI_CONTENT_DIR": str(settings.content_dir),
        "KOMSHI_LOCALES_DIR": str(settings.locales_dir),
        "KOMSHI_KEY_FILE": str(tmp_path / "komshi.key"),
    }


async def _serve_and_kill(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, command: Sequence[str]
) -> int:
    """Let the updates be served by a bot that is killed again and again."""
    chance = random.Random(SEED)
    phones = [sandbox.phone(language_code="en") for _ in range(PEOPLE)]
    for number in range(UPDATES):
        phone = phones[number % PEOPLE]
        phone.patience = None
        await phone.start("from-kill")
    kills = 0
    waiting = sandbox.world.updates
    with (tmp_path / "bot.log").open("wb") as log:
        while len(waiting):
            bot = await asyncio.create_subprocess_exec(
                sys.executable, *command, env=environment, cwd=tmp_path, stderr=log, stdout=log
            )
            rest = max(0, len(waiting) - chance.randint(10, 60))
            if kills < KILLS:
                await waiting.settled.until(lambda: len(waiting) <= rest, PATIENCE)  # noqa: B023
                assert bot.returncode is None, (tmp_path / "bot.log").read_text()[-2000:]
                bot.send_signal(signal.SIGKILL)
                kills += 1
            else:
                await sandbox.settle(PATIENCE)
                bot.send_signal(signal.SIGTERM)
            await bot.wait()
    assert_silent((tmp_path / "bot.log").read_bytes())
    return kills


async def _served(database_url: str) -> int:
    database = Database(database_url)
    async with database.reading() as uow:
        count = await uow.statistics.leaflet_visits("kill")
    await database.close()
    return count


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_every_update_has_its_effect_exactly_once(
    sandbox: Sandbox, database_url: str, tmp_path: Path, mode: str
) -> None:
    environment = _environment(settings_for(sandbox, database_url, mode), tmp_path)
    kills = await _serve_and_kill(sandbox, environment, tmp_path, ["-m", "bot", "run"])
    assert kills == KILLS, f"seed {SEED}: the updates ran out before the kills"
    assert await _served(database_url) == UPDATES, f"seed {SEED}"


async def test_the_same_kills_lose_updates_when_they_are_confirmed_too_early(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    """The control: it shows that the test above can fail."""
    environment = _environment(settings_for(sandbox, database_url, "polling"), tmp_path)
    faulty = str(Path(__file__).with_name("early_confirmation.py"))
    await _serve_and_kill(sandbox, environment, tmp_path, [faulty])
    assert await _served(database_url) < UPDATES, f"seed {SEED}"
