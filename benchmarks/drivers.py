"""What an update costs on SQLite with the driver of our own and with ``aiosqlite``."""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.databases import Databases
from benchmarks.telegram import Telegram
from benchmarks.updates import KINDS, PEOPLE, Subject, measure

DIRECT: Final = Subject("statements in the event loop", "komshi", "sqlite")
AIOSQLITE: Final = Subject("aiosqlite", "komshi_aiosqlite", "sqlite")

Costs = dict[tuple[Subject, str], list[float]]


def run(*, quick: bool) -> None:
    """Measure both in turn, ten times, and print the least and the median of each."""
    rounds, turns = (2, 4) if quick else (10, 20)
    print(f"\nLoad before: {os.getloadavg()[0]:.2f}")
    costs = asyncio.run(_measure(rounds, turns))
    print(f"Load after: {os.getloadavg()[0]:.2f}")
    print(
        f"CPU us of an update, all threads. Rounds in turn: {rounds}, updates of a kind in each: "
        f"{PEOPLE * turns}."
    )
    for kind in KINDS:
        print(f"\n{kind:<32}{'least':>8}{'median':>8}{'most':>8}")
        for subject in (DIRECT, AIOSQLITE):
            own = costs[subject, kind]
            figures = (min(own), statistics.median(own), max(own))
            print(f"{subject.name:<32}" + "".join(f"{one:>8.0f}" for one in figures))
        ours, theirs = costs[DIRECT, kind], costs[AIOSQLITE, kind]
        pairs = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
        ratios = [_ratio(take, ours, theirs) for take in (min, statistics.median)]
        print(
            f"{'the first of the second':<32}"
            + "".join(f"{one:>8.3f}" for one in ratios)
            + f"{'':>8}round by round {pairs:.3f}"
        )


async def _measure(rounds: int, turns: int) -> Costs:
    costs: Costs = {(subject, kind): [] for subject in (DIRECT, AIOSQLITE) for kind in KINDS}
    telegram = Telegram()
    await telegram.start()
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        for number in range(rounds):
            # Who goes first alternates too: a round warms the machine up for the next.
            order = (DIRECT, AIOSQLITE) if number % 2 == 0 else (AIOSQLITE, DIRECT)
            for subject in order:
                url = await databases.new(subject.database)
                for kind, found in (await measure(telegram, subject, url, turns)).items():
                    costs[subject, kind].append(found.cpu_us)
    await telegram.stop()
    return costs


def _ratio(
    take: Callable[[Sequence[float]], float], ours: Sequence[float], theirs: Sequence[float]
) -> float:
    return take(ours) / take(theirs)
