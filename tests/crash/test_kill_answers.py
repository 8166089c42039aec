"""kill -9 while a village writes /start: everybody is answered, next to nobody twice.

With ``KOMSHI_LONG`` there are three hundred people and six kills.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.conftest import LONG, ROOT
from tests.journeys.conftest import settings_for

PEOPLE = 300 if LONG else 100
KILLS = 6 if LONG else 2
SEED = 20261128
PATIENCE = 180.0
BEFORE_A_KILL = (PEOPLE // (2 * KILLS), PEOPLE // (KILLS + 1))
"""So many more are answered before each kill: more than may be on their way in one moment."""
ANSWERED_AT_ONCE = 16
"""At most so many answers may be on their way in one moment, and are given again after a kill."""

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


async def _village(sandbox: Sandbox) -> Sequence[Phone]:
    phones = [sandbox.phone(language_code="en") for _ in range(PEOPLE)]
    for phone in phones:
        phone.patience = None
        await phone.send("/start")
    return phones


async def _serve_and_kill(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path, command: Sequence[str]
) -> Sequence[Phone]:
    """Let everybody be answered by a bot that is killed in the middle, again and again."""
    chance = random.Random(SEED)
    phones = await _village(sandbox)

    def answered() -> int:
        return sum(bool(phone.from_bot) for phone in phones)

    said = sandbox.world.changed
    with (tmp_path / "bot.log").open("wb") as log:
        for _kill in range(KILLS):
            bot = await asyncio.create_subprocess_exec(
                sys.executable, *command, env=environment, cwd=tmp_path, stderr=log, stdout=log
            )
            enough = answered() + chance.randint(*BEFORE_A_KILL)
            assert await said.until(lambda: answered() >= enough, PATIENCE)  # noqa: B023
            bot.send_signal(signal.SIGKILL)
            await bot.wait()
        bot = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, cwd=tmp_path, stderr=log, stdout=log
        )
        await sandbox.settle(PATIENCE)
        bot.send_signal(signal.SIGTERM)
        await bot.wait()
    return phones


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_everybody_is_answered_and_next_to_nobody_twice(
    sandbox: Sandbox, database_url: str, tmp_path: Path, mode: str
) -> None:
    environment = _environment(settings_for(sandbox, database_url, mode), tmp_path)
    phones = await _serve_and_kill(sandbox, environment, tmp_path, ["-m", "bot", "run"])
    answers = [len(phone.from_bot) for phone in phones]
    assert min(answers) == 1, f"seed {SEED}: somebody is left without an answer"
    assert sum(answers) - PEOPLE <= KILLS * ANSWERED_AT_ONCE, f"seed {SEED}: {answers}"
    assert max(answers) <= 1 + KILLS


async def test_the_same_kills_repeat_answers_when_they_are_noted_too_late(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    """The control: it shows that the test above can fail."""
    environment = _environment(settings_for(sandbox, database_url, "polling"), tmp_path)
    faulty = str(Path(__file__).with_name("late_note.py"))
    phones = await _serve_and_kill(sandbox, environment, tmp_path, [faulty])
    answers = [len(phone.from_bot) for phone in phones]
    assert sum(answers) - PEOPLE > KILLS * ANSWERED_AT_ONCE, f"seed {SEED}: {answers}"
