"""kill -9 in the middle of a broadcast on a failing network: nobody lost, no copy unsaid."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedWriter
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain.delivery.outbox import FINAL, DeliveryState, Lane
from bot.sandbox.server import Sandbox
from bot.storage.database.engine import sqlite_path
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database
from tests.canary import assert_silent
from tests.conftest import LONG, ROOT
from tests.transport.outbox_town import FIRST, enter, move_in, queue_campaign, wait_until

PEOPLE = 5000 if LONG else 80
KILLS = 200 if LONG else 2
RATE = 30 if LONG else 100
CAMPAIGNS = 8
TROUBLE = (None, 0.01) if LONG else (4, 0.1)
"""How often each kind of trouble comes at most, and with what chance at each call."""
IN_FLIGHT = 25
"""At most so many messages may be doubtful because of one kill."""
SEED = 20261122
PATIENCE = 120.0
DRIVER = "broadcast_driver.py"

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@dataclass
class Ended:
    """What is known after everything: what arrived, and what the outbox says.

    Args:
        chats: The chat of each person.
        left: How many messages each kill left in the middle.
    """

    chats: Mapping[int, int]
    copies: Counter[int]
    rows: Sequence[OutboxRow]
    left: Sequence[int]

    def of(self, kind: str) -> Mapping[int, OutboxRow]:
        """The rows of a kind by their chats."""
        return {
            self.chats[row.person_id]: row
            for row in self.rows
            if row.person_id is not None and row.kind == kind
        }

    def twice_unsaid(self) -> set[int]:
        """Chats that got more copies than the outbox owns up to, doubt by doubt."""
        broadcast, reminders = self.of("broadcast"), self.of("deadline_reminder")
        return {
            chat
            for chat, count in self.copies.items()
            if count > (1 if chat in reminders else broadcast[chat].unknown + 1)
        }


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = Sandbox(page=False)
    await running.start()
    yield running
    await running.stop()


async def _start(
    sandbox: Sandbox, database_url: str, log: BufferedWriter, lease: float, driver: str = DRIVER
) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name(driver)),
        sandbox.token, sandbox.url, database_url, str(RATE), str(lease),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=Path(log.name).parent, stderr=log, stdout=log,
    )  # fmt: skip


async def _broadcast(
    sandbox: Sandbox, database_url: str, tmp_path: Path, kills: int, driver: str = DRIVER
) -> Ended:
    """Send campaigns of both kinds by processes that are killed again and again."""
    chance = random.Random(SEED)
    database = Database(database_url)
    people = await enter(database, move_in(sandbox, PEOPLE), datetime.now(UTC))
    for chat in chance.sample(range(FIRST, FIRST + PEOPLE), PEOPLE // 20):
        sandbox.world.chats[chat].blocked = True
    trouble = dict(zip(("times", "probability"), TROUBLE, strict=True))
    sandbox.faults.bad_gateway("sendMessage", seed=1, **trouble)
    sandbox.faults.drop_after("sendMessage", seed=2, **trouble)
    sandbox.faults.flood(1, "sendMessage", seed=3, **(trouble | {"times": kills // 20}))
    # By turns, so that kills meet both kinds.
    for number in range(CAMPAIGNS):
        some = people[number * PEOPLE // CAMPAIGNS : (number + 1) * PEOPLE // CAMPAIGNS]
        kind = "deadline_reminder" if number % 2 else "broadcast"
        await queue_campaign(database, some, datetime.now(UTC), kind)
    async with database.transaction() as uow:
        await uow._session.execute(update(OutboxRow).values(lane=Lane.BROADCAST.value))
    left = []
    with (tmp_path / "sender.log").open("wb") as log:
        for _number in range(kills):
            child = await _start(sandbox, database_url, log, 1.0, driver)
            goal = len(sandbox.calls) + chance.randint(1, 2 * PEOPLE // (kills + 4))
            step = 0.001 + 0.01 * chance.random()
            await wait_until(lambda: len(sandbox.calls) >= goal, PATIENCE, step)  # noqa: B023
            child.send_signal(signal.SIGKILL)
            await child.wait()
            left.append(await _count(database, DeliveryState.SENDING))
        child = await _start(sandbox, database_url, log, 1.0, driver)
        await wait_until(lambda: _is_over(database), PATIENCE + 2 * PEOPLE / RATE)
        child.send_signal(signal.SIGTERM)
        assert await child.wait() == 0
    assert_silent((tmp_path / "sender.log").read_bytes())
    async with database.reading() as uow:
        rows = (await uow._session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
    await database.close()
    chats = dict(zip(people, range(FIRST, FIRST + PEOPLE), strict=True))
    return Ended(chats, _copies(sandbox), rows, left)


def _copies(sandbox: Sandbox) -> Counter[int]:
    calls = sandbox.calls.of("sendMessage")
    return Counter(int(call.params["chat_id"]) for call in calls if call.ok)


async def _count(database: Database, *states: DeliveryState) -> int:
    async with database.reading() as uow:
        totals = await uow.outbox.totals()
    return sum(count for (_lane, state), count in totals.items() if state in states)


async def _is_over(database: Database) -> bool:
    return not await _count(database, DeliveryState.QUEUED, DeliveryState.SENDING)


async def test_nobody_is_lost_and_what_came_twice_or_may_not_have_come_is_marked(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    ended = await _broadcast(sandbox, database_url, tmp_path, KILLS)
    why = f"seed {SEED}"
    assert len(ended.rows) == PEOPLE
    assert all(DeliveryState(row.state) in FINAL for row in ended.rows), why
    broadcast, reminders = ended.of("broadcast"), ended.of("deadline_reminder")
    blocked = {chat for chat in ended.chats.values() if sandbox.world.chats[chat].blocked}
    # What may come twice reaches everybody; what may not reaches all whom it is not in doubt for.
    assert broadcast.keys() - blocked <= ended.copies.keys(), why
    missed = reminders.keys() - blocked - ended.copies.keys()
    assert all(reminders[chat].state == DeliveryState.UNCERTAIN for chat in missed), why
    assert ended.twice_unsaid() == set(), why
    assert not ended.copies.keys() & blocked
    states = Counter(row.state for row in ended.rows)
    assert states.keys() <= {DeliveryState.SENT, DeliveryState.UNREACHABLE, DeliveryState.UNCERTAIN}
    assert {broadcast[chat].state for chat in broadcast.keys() - blocked} == {DeliveryState.SENT}
    assert max(ended.left) <= IN_FLIGHT, (why, ended.left)
    assert sum(ended.left) > 0, "no kill hit anything"
    extra = sum(ended.copies.values()) - len(ended.copies)
    hit = f"{KILLS} kills left {sum(ended.left)} in the middle, at most {max(ended.left)}"
    print(f"{hit}; {extra} copies too many, each marked; {dict(states)}")  # noqa: T201 -- with -s


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_sender_that_forgets_its_doubts_sends_twice_unsaid(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    """The control: it shows that the test above can fail."""
    ended = await _broadcast(sandbox, database_url, tmp_path, 2, "careless_sender.py")
    assert ended.twice_unsaid() != set(), f"seed {SEED}"


async def test_a_frozen_sender_that_wakes_up_changes_nothing(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    """SIGSTOP in the middle, another process finishes, SIGCONT: no row is settled twice."""
    count = 40
    database = Database(database_url)
    people = await enter(database, move_in(sandbox, count), datetime.now(UTC))
    await queue_campaign(database, people, datetime.now(UTC))
    logs = tmp_path / "frozen.log", tmp_path / "other.log"
    children = []
    with logs[0].open("wb") as log, logs[1].open("wb") as other_log:
        try:
            frozen = await _start(sandbox, database_url, log, 1.5)
            children.append(frozen)
            await wait_until(lambda: len(sandbox.calls.of("sendMessage")) >= 10, PATIENCE, 0.005)
            await _freeze(frozen, database_url)
            children.append(await _start(sandbox, database_url, other_log, 1.5))
            await wait_until(lambda: _is_over(database), PATIENCE)
            before, sent = await _settled(database), len(sandbox.calls)
            frozen.send_signal(signal.SIGCONT)
            await wait_until(lambda: b"another process sends now" in logs[0].read_bytes())
            assert await _settled(database) == before
        finally:
            for child in children:
                child.send_signal(signal.SIGCONT)
                child.send_signal(signal.SIGTERM)
                await child.wait()
    assert await _settled(database) == before
    await database.close()
    assert len(sandbox.calls) == sent  # it did not call either
    copies = _copies(sandbox)
    assert len(copies) == count
    assert sum(copies.values()) - count <= IN_FLIGHT


async def _freeze(child: Process, database_url: str) -> None:
    """Stop a process, but not while it holds SQLite's only lock, which nobody takes from it."""
    while True:
        child.send_signal(signal.SIGSTOP)
        await asyncio.to_thread(os.waitid, os.P_PID, child.pid, os.WSTOPPED)
        if _may_write(database_url):
            return
        child.send_signal(signal.SIGCONT)
        await wait_until(lambda: _may_write(database_url), PATIENCE, 0.001)


def _may_write(database_url: str) -> bool:
    """Whether nobody holds SQLite's lock right now; a server takes it from whoever freezes."""
    file = sqlite_path(database_url)
    if file is None:
        return True
    with contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.execute("ROLLBACK")
        return True


async def _settled(database: Database) -> list[tuple[int, str, int | None, int]]:
    async with database.reading() as uow:
        rows = await uow._session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.id, row.state, row.message_id, row.unknown) for row in rows]
