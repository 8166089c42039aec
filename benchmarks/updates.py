"""How much CPU an update costs, and how many a second there are."""

import asyncio
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import traffic
from benchmarks.databases import Databases
from benchmarks.telegram import LINES, Telegram

ROOT: Final = Path(__file__).parent.parent
PEOPLE: Final = 64
KINDS: Final[dict[str, Callable[[int, int], dict[str, Any]]]] = {
    "tap": traffic.tap,
    "command": traffic.command,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot to compare, and how its process is started.

    Args:
        module: In ``benchmarks.subjects``.
        database: Empty for none.
    """

    name: str
    module: str
    database: str = ""
    polls: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject, one kind of update, one round; all but the rate for each update."""

    cpu_us: float
    rate: float
    calls: float
    sent: float


CEILING: Final = Subject("the stub's ceiling (no bot)", "nothing")
BARE: Final = Subject("bare python-telegram-bot, webhook", "bare")
BARE_POLLING: Final = Subject("bare python-telegram-bot, polling", "bare", polls=True)
SUBJECTS: Final = (
    CEILING,
    BARE,
    BARE_POLLING,
    Subject("Komshi, webhook, SQLite", "komshi", "sqlite"),
    Subject("Komshi, webhook, PostgreSQL", "komshi", "postgresql"),
    Subject("Komshi, polling, SQLite", "komshi", "sqlite", polls=True),
    Subject("aiogram, webhook, one row, SQLite", "aiogram_bot", "sqlite"),
    Subject("aiogram, webhook, one row, PostgreSQL", "aiogram_bot", "postgresql"),
)

Results = dict[tuple[Subject, str], list[Figures]]


def run(*, quick: bool, only: str = "") -> None:
    """Measure every subject in turn, as often as there are rounds, and print the table.

    Args:
        only: Leave out the subjects of other modules, while one is being worked on.
    """
    rounds, turns = (1, 4) if quick else (3, 10)
    subjects = [one for one in SUBJECTS if not only or one.module in (only, "bare")]
    results = asyncio.run(_measure_all(subjects, rounds, turns))
    print(
        f"\nAn update, from the wire to the screen. Rounds: {rounds}, updates of a kind in each: "
        f"{PEOPLE * turns}, at a time: {LINES}.\nCPU of the bot's process: least of the rounds. "
        "Rate: best of the rounds."
    )
    for kind in KINDS:
        _print_table(kind, subjects, results)


async def _measure_all(subjects: list[Subject], rounds: int, turns: int) -> Results:
    results: Results = {(subject, kind): [] for subject in subjects for kind in KINDS}
    telegram = Telegram()
    await telegram.start()
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        for _ in range(rounds):
            for subject in subjects:
                url = await databases.new(subject.database)
                found = await measure(telegram, subject, url, turns)
                for kind, figures in found.items():
                    results[subject, kind].append(figures)
    await telegram.stop()
    return results


async def measure(
    telegram: Telegram, subject: Subject, database_url: str, turns: int
) -> dict[str, Figures]:
    """One round of one subject in a process of its own, by the kind of update."""
    telegram.forget()
    port = 0 if subject.polls else _free_port()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"benchmarks.subjects.{subject.module}",
        telegram.url, str(port), database_url,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        if await _line(child) != "ready":
            raise RuntimeError(f"{subject.name} did not start")
        await telegram.bring(port, [traffic.start(person) for person in range(PEOPLE)])
        found = {}
        for kind, make in KINDS.items():
            await telegram.bring(port, [[make(person, 0)] for person in range(PEOPLE)])
            updates = [
                [make(person, turn) for turn in range(1, turns + 1)] for person in range(PEOPLE)
            ]
            found[kind] = await _measure_kind(telegram, child, port, updates)
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()
    return found


async def _measure_kind(
    telegram: Telegram,
    child: asyncio.subprocess.Process,
    port: int,
    updates: list[list[dict[str, Any]]],
) -> Figures:
    count = sum(len(one) for one in updates)
    calls, sent, cpu = telegram.calls, telegram.received, await _cpu_seconds(child)
    began = time.perf_counter()
    await telegram.bring(port, updates)
    seconds = time.perf_counter() - began
    return Figures(
        cpu_us=(await _cpu_seconds(child) - cpu) / count * 1e6,
        rate=count / seconds,
        calls=(telegram.calls - calls) / count,
        sent=(telegram.received - sent) / count,
    )


async def _cpu_seconds(child: asyncio.subprocess.Process) -> float:
    child.send_signal(signal.SIGUSR1)
    return float(await _line(child))


async def _line(child: asyncio.subprocess.Process) -> str:
    if child.stdout is None:
        raise RuntimeError("the child has no output")
    return (await asyncio.wait_for(child.stdout.readline(), 60)).decode().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _print_table(kind: str, subjects: list[Subject], results: Results) -> None:
    print(f"\n{kind:<40}{'CPU us':>8}{'x bare':>8}{'a second':>10}{'calls':>7}{'bytes':>7}")
    for subject in subjects:
        own = results[subject, kind]
        base = results[BARE_POLLING if subject.polls else BARE, kind]
        cpu = min(one.cpu_us for one in own)
        ratio = cpu / min(one.cpu_us for one in base)
        print(
            f"{subject.name:<40}{cpu:>8.0f}{ratio:>8.2f}{max(one.rate for one in own):>10.0f}"
            f"{own[0].calls:>7.2f}{own[0].sent:>7.0f}"
        )
