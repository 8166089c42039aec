"""A broadcast over a network that fails, at several rates, and while people use the bot."""

import asyncio
import contextlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.databases import Databases
from benchmarks.rivals import python_with_rivals
from bot.sandbox.rules.limits import ApiLimits
from bot.sandbox.server import Sandbox
from bot.sandbox.world.chats import Chat, User
from bot.sandbox.world.log import ApiCall

ROOT: Final = Path(__file__).parent.parent
FIRST: Final = 9_000_001
RATE: Final = 28
"""Messages a second that every subject is told to send; Telegram allows thirty."""
BLOCKED: Final = 0.05
BAD_GATEWAYS: Final = 6
DROPPED: Final = 5
QUIET_SECONDS: Final = 15.0
"""A subject that sends nothing for so long has given up."""
PATIENCE_SECONDS: Final = 300.0
REPLIES_BEGIN: Final = 2.0


@dataclass(frozen=True, slots=True)
class Subject:
    """A broadcast engine, and how it is started and asked for its own counts.

    Args:
        module: In ``benchmarks.subjects``.
        database: Empty for one that keeps its own things, in a folder.
        rival: Whether it needs the environment of the others.
    """

    name: str
    module: str
    database: str = ""
    rival: bool = False


SUBJECTS: Final = (
    Subject("Komshi, SQLite", "broadcast_komshi", "sqlite"),
    Subject("Komshi, PostgreSQL", "broadcast_komshi", "postgresql"),
    Subject("tgcast 0.1.1", "broadcast_tgcast", rival=True),
    Subject("aiogram-broadcaster 0.6.8", "broadcast_aiogram", rival=True),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one broadcast came to, by the log of the Telegram in which it arrived."""

    delivered: int
    lost: int
    copies: int
    doubtful: int
    refused: int
    seconds: float
    worst: int
    rate: float


def run(*, quick: bool) -> None:
    """Measure and print the tables."""
    asyncio.run(_run_all(quick=quick))


async def _run_all(*, quick: bool) -> None:
    rivals = python_with_rivals()
    count = 200 if quick else 600
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        print(
            f"\nA broadcast to {count} people at {RATE} a second where 30 are allowed: "
            f"{BLOCKED:.0%} blocked,\n{BAD_GATEWAYS} times 502, {DROPPED} answers lost after "
            f"delivery.\n\n{'':<28}{'arrived':>8}{'lost':>6}{'twice':>7}{'doubtful':>9}{'429':>5}"
            f"{'seconds':>9}{'worst s':>9}"
        )
        for subject in SUBJECTS:
            if subject.rival and rivals is None:
                continue
            python = rivals if subject.rival and rivals else Path(sys.executable)
            url = await databases.new(subject.database) or tempfile.mkdtemp(dir=folder)
            found = await _broadcast(subject, python, url, RATE, count, trouble=True)
            print(
                f"{subject.name:<28}{found.delivered:>8}{found.lost:>6}{found.copies:>7}"
                f"{found.doubtful:>9}{found.refused:>5}{found.seconds:>9.1f}{found.worst:>9}",
                flush=True,
            )
        print(f"\n{'Komshi at other rates':<28}{'rate':>6}{'of it':>8}{'worst s':>9}{'of it':>8}")
        for kind in ("sqlite", "postgresql"):
            for rate in (30, 300, 1000):
                people = min(rate * (3 if quick else 10), 5000)
                subject = Subject(kind, "broadcast_komshi", kind)
                url = await databases.new(kind)
                found = await _broadcast(subject, Path(sys.executable), url, rate, people)
                print(
                    f"{kind:<28}{rate:>6}{found.rate / rate:>8.3f}{found.worst:>9}"
                    f"{found.worst / rate:>8.3f}",
                    flush=True,
                )
        await _print_replies(await databases.new("sqlite"), 15 if quick else 40)


async def _broadcast(
    subject: Subject, python: Path, url: str, rate: int, count: int, *, trouble: bool = False
) -> Figures:
    async with _telegram(count) as sandbox:
        blocked: set[int] = set()
        if trouble:
            chance = random.Random(1)
            people = range(FIRST, FIRST + count)
            blocked = set(chance.sample(people, int(count * BLOCKED)))
            for chat in blocked:
                sandbox.world.chats[chat].blocked = True
            send, often = "sendMessage", 0.03
            sandbox.faults.bad_gateway(send, times=BAD_GATEWAYS, probability=often, seed=2)
            sandbox.faults.drop_after(send, times=DROPPED, probability=often, seed=3)
            sandbox.limits = ApiLimits(per_second=30, per_chat_second=1)
        doubtful = await _run_subject(sandbox, subject, python, url, rate, count)
        calls = sandbox.calls.of("sendMessage")
    arrived = [call for call in calls if call.ok]
    copies = Counter(int(call.params["chat_id"]) for call in arrived)
    seconds = (arrived[-1].at - arrived[0].at).total_seconds() if len(arrived) > 1 else 0.0
    return Figures(
        delivered=len(copies),
        lost=count - len(blocked) - len(copies),
        copies=len(arrived) - len(copies),
        doubtful=doubtful,
        refused=sum(call.status == 429 for call in calls),
        seconds=seconds,
        worst=_worst_second(calls),
        rate=(len(arrived) - 1) / seconds if seconds else 0.0,
    )


async def _run_subject(
    sandbox: Sandbox, subject: Subject, python: Path, url: str, rate: int, count: int
) -> int:
    """Let a subject send until it ends or gives up; returns how many it says are doubtful."""
    child = await asyncio.create_subprocess_exec(
        python, "-m", f"benchmarks.subjects.{subject.module}",
        sandbox.token, sandbox.url, url, str(rate), str(FIRST), str(count),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if child.stdout is None:
        raise RuntimeError("the child has no output")
    try:
        await asyncio.wait_for(child.stdout.readline(), 60)
        said = asyncio.ensure_future(child.stdout.readline())
        seen, quiet_since = 0, time.monotonic()
        until = time.monotonic() + PATIENCE_SECONDS
        while not said.done() and time.monotonic() < until:
            await asyncio.wait({said}, timeout=0.5)
            if len(sandbox.calls) != seen:
                seen, quiet_since = len(sandbox.calls), time.monotonic()
            if time.monotonic() - quiet_since > QUIET_SECONDS:
                break
        said.cancel()
        line = said.result().decode().strip() if said.done() and not said.cancelled() else ""
        return int(line or 0)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        await child.wait()


@contextlib.asynccontextmanager
async def _telegram(count: int) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(page=False)
    for number in range(FIRST, FIRST + count):
        person = User(number, f"P{number}", language_code="en")
        chat = Chat(number, "private", person=person, opened=True)
        sandbox.world.people[number] = person
        sandbox.world.chats[number] = chat
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


def _worst_second(calls: Sequence[ApiCall]) -> int:
    first = worst = 0
    for last, call in enumerate(calls):
        while call.at - calls[first].at >= timedelta(seconds=1):
            first += 1
        worst = max(worst, last - first + 1)
    return worst


async def _print_replies(url: str, taps: int) -> None:
    """How long people wait for an answer while the whole bot sends a broadcast."""
    async with _telegram(2000) as sandbox:
        sandbox.limits = ApiLimits(per_second=30)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.subjects.komshi_broadcasting",
            sandbox.token, sandbox.url, url, str(RATE), str(FIRST), "2000",
            cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            if child.stdout is None:
                raise RuntimeError("the child has no output")
            await asyncio.wait_for(child.stdout.readline(), 60)
            await asyncio.sleep(REPLIES_BEGIN)
            waits = []
            phone = sandbox.phone(language_code="en")
            for number in range(taps):
                if number % 5 == 0:
                    phone = sandbox.phone(language_code="en")
                began = time.perf_counter()
                await phone.send("/start" if number % 5 == 0 else "/help")
                waits.append(time.perf_counter() - began)
                await asyncio.sleep(0.4)
            broadcast = [
                call for call in sandbox.calls.of("sendMessage") if call.params["chat_id"] >= FIRST
            ]
            refused = sum(call.status == 429 for call in sandbox.calls)
        finally:
            child.terminate()
            await child.wait()
    waits.sort()
    print(
        f"\nAnswers while the bot sends {RATE} messages a second (SQLite): {len(waits)}, median "
        f"{statistics.median(waits) * 1000:.0f} ms, p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} "
        f"ms, longest {waits[-1] * 1000:.0f} ms;\n"
        f"messages of the broadcast meanwhile: {len(broadcast)}, 429: {refused}"
    )
