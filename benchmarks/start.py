"""How long the bot takes to serve, and how much memory it then holds."""

import asyncio
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.telegram import Telegram
from benchmarks.traffic import TOKEN

ROOT: Final = Path(__file__).parent.parent
IDLE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """One start of ``python -m bot run``."""

    seconds: float
    megabytes: float


def run(*, quick: bool) -> None:
    """Start the bot a few times, on a new database and on an old one, and print the table."""
    new, old = asyncio.run(_measure_all(1 if quick else 3))
    print(f"\n{'start of python -m bot run':<40}{'seconds':>8}{'idle MB':>9}")
    for name, found in (("on a new SQLite database", new), ("on an old SQLite database", old)):
        seconds = min(one.seconds for one in found)
        megabytes = max(one.megabytes for one in found)
        print(f"{name:<40}{seconds:>8.2f}{megabytes:>9.0f}")


async def _measure_all(rounds: int) -> tuple[list[Figures], list[Figures]]:
    telegram = Telegram()
    await telegram.start()
    new, old = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            new.append(await _measure(telegram, Path(folder)))
            old.append(await _measure(telegram, Path(folder)))
    await telegram.stop()
    return new, old


async def _measure(telegram: Telegram, folder: Path) -> Figures:
    telegram.forget()
    settings = {
        "KOMSHI_BOT_TOKEN": TOKEN,
        "KOMSHI_API_URL": telegram.url,
        "KOMSHI_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/komshi.sqlite3",
        "KOMSHI_KEY_FILE": f"{folder}/komshi.key",
        "KOMSHI_WEBHOOK_URL": "",
        "KOMSHI_HTTP_PORT": "0",
    }
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=ROOT, env={**os.environ, **settings}, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await asyncio.wait_for(telegram.polled.wait(), 60)
        seconds = time.perf_counter() - began
        await asyncio.sleep(IDLE_SECONDS)
        status = Path(f"/proc/{child.pid}/status").read_text()  # noqa: ASYNC240 -- not a disk
        memory = re.search(r"VmRSS:\s+(\d+) kB", status)
    finally:
        child.terminate()
        await child.wait()
    return Figures(seconds, int(memory[1]) / 1024 if memory else 0.0)
