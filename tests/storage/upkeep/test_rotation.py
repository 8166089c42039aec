import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.storage.database.sealed_column import SealedColumn
from bot.storage.keys.keyring import Keyring, KeyringError
from bot.storage.keys.sealed import data_key_purpose
from bot.storage.keys.tables import PersonKey
from bot.storage.unit_of_work import Database
from bot.storage.upkeep import rotation
from bot.storage.upkeep.rotation import rotate
from bot.storage.upkeep.unlocking import unlock
from tests.conftest import LONG, ROOT

KILLS = 50 if LONG else 15
PEOPLE = 1500
BATCH = 60
PLACE = SealedColumn("report", "note").at(1)


class Driver:
    """Starts rotations in processes of their own and kills them."""

    def __init__(self, database: Database) -> None:
        self._order = json.dumps(
            {"url": database.url, "key_file": str(database.keyring.file), "batch": BATCH}
        )
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("rotation_driver.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def rotate(self, steps: int | None = None, pause: float = 0.0) -> str:
        """Rotate, kill after some steps and a pause, and tell how it ended."""
        self._tell(self._order)
        child = int(self._read().removeprefix("child "))
        seen = 0
        while True:
            if seen == steps:
                time.sleep(pause)  # a random moment inside a step
                os.kill(child, signal.SIGKILL)
                steps = None
            line = self._read()
            if line.startswith("ended "):
                self._tell("reap")
                return line.removeprefix("ended ")
            seen += 1

    def stop(self) -> None:
        self._process.communicate()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the driver died"
        return line.strip()


@pytest.fixture
def driver(database: Database) -> Iterator[Driver]:
    started = Driver(database)
    yield started
    started.stop()


async def _furnish(database: Database, people: int, now: datetime) -> dict[int, bytes]:
    """Give many people a data key; returns the keys in the open."""
    secrets = {person: os.urandom(32) for person in range(1, people + 1)}
    master = database.keyring.newest
    rows = [
        {
            "person_id": person,
            "wrapped": master.wrap(secret, data_key_purpose(person)),
            "master_key_id": master.id,
            "made_at": now,
        }
        for person, secret in secrets.items()
    ]
    async with database.transaction() as uow:
        await uow.keys._session.execute(insert(PersonKey), rows)
    return secrets


async def _unreadable(database: Database, secrets: dict[int, bytes]) -> int:
    """How many data keys a process that starts now could not open."""
    keyring = Keyring(database.keyring.file)
    keyring.load()
    opened = {}
    async with database.reading() as uow:
        rows = await uow.keys._session.execute(
            select(PersonKey.person_id, PersonKey.wrapped, PersonKey.master_key_id)
        )
        for person, wrapped, master_id in rows:
            with contextlib.suppress(KeyringError):
                if master_id in keyring.ids:
                    master = keyring.master(master_id)
                    opened[person] = master.unwrap(wrapped, data_key_purpose(person))
    return sum(opened.get(person) != secret for person, secret in secrets.items())


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_rotation_killed_at_any_point_leaves_every_value_readable(
    database: Database, driver: Driver, now: datetime
) -> None:
    """Fifteen kills on each kind of database, with ``KOMSHI_LONG`` fifty."""
    secrets = await _furnish(database, PEOPLE, now)
    dice = random.Random(f"{KILLS} kills of {database.engine.dialect.name}")
    ends: list[str] = []
    while ends.count("killed") < KILLS:
        ends.append(driver.rotate(dice.randrange(12), dice.random() * 0.008))
        assert "failed" not in ends
        assert await _unreadable(database, secrets) == 0
        assert len(ends) < 10 * KILLS
    assert driver.rotate() == "well"
    assert await _unreadable(database, secrets) == 0
    database.keyring.load()
    assert len(database.keyring.ids) == 1
    assert await unlock(database, now) == 0


async def test_a_rotation_that_drops_the_old_key_too_early_would_be_caught(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the check above finds unreadable keys when there are some."""
    secrets = await _furnish(database, 20, now)

    async def drop_at_once(*_arguments: object) -> int:
        database.keyring.drop_old()
        raise RuntimeError("killed here")

    monkeypatch.setattr(rotation, "_rewrap", drop_at_once)
    with pytest.raises(RuntimeError, match="killed here"):
        await rotate(database)
    assert await _unreadable(database, secrets) == 20
    with pytest.raises(KeyringError, match="lacks 1 master key"):
        await unlock(database, now)


async def test_a_rotation_rewraps_every_key_and_leaves_the_values(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        values = {p: await uow.seal.seal(p, PLACE, f"text {p}", now) for p in range(1, 24)}
    old = database.keyring.newest
    steps: list[str] = []
    done = await rotate(database, batch=10, progress=steps.append)
    assert (done.rewrapped, done.resumed) == (23, False)
    assert steps == ["key made", "key chosen", *["batch done"] * 3, "old key dropped"]
    assert old.id not in database.keyring.ids
    async with database.reading() as uow:
        assert await uow.keys.master_key_ids() == {database.keyring.newest.id}
        for person, value in values.items():
            assert await uow.seal.unseal(person, PLACE, value) == f"text {person}"


async def test_rotations_can_be_repeated(database: Database, now: datetime) -> None:
    secrets = await _furnish(database, 5, now)
    ids = {database.keyring.newest.id}
    for _ in range(3):
        await rotate(database)
        ids.add(database.keyring.newest.id)
        assert await _unreadable(database, secrets) == 0
    assert len(ids) == 4


async def test_an_interrupted_rotation_is_finished_with_the_key_it_made(
    database: Database, now: datetime
) -> None:
    secrets = await _furnish(database, 30, now)

    def stop(step: str) -> None:
        if step == "batch done":
            raise RuntimeError("killed here")

    with pytest.raises(RuntimeError, match="killed here"):
        await rotate(database, batch=10, progress=stop)
    half_way = database.keyring.ids
    assert len(half_way) == 2
    done = await rotate(database, batch=10)
    assert (done.rewrapped, done.resumed) == (20, True)
    assert database.keyring.ids == half_way[:1]
    assert await _unreadable(database, secrets) == 0


async def test_a_bot_that_runs_meanwhile_reads_and_writes_on(
    database: Database, now: datetime
) -> None:
    bot = Database(database.url, Keyring(database.keyring.file))
    await unlock(bot, now)
    values: dict[int, bytes] = {}

    async def write(people: range) -> None:
        for person in people:
            async with bot.transaction() as uow:
                values[person] = await uow.seal.seal(person, PLACE, f"text {person}", now)

    await write(range(1, 20))
    await asyncio.gather(rotate(database, batch=3), write(range(20, 60)))
    await write(range(60, 70))
    async with bot.reading() as uow:
        for person, value in values.items():
            assert await uow.seal.unseal(person, PLACE, value) == f"text {person}"
        assert await uow.keys.master_key_ids() == {database.keyring.newest.id}
    await bot.close()


async def test_a_rotation_waits_for_a_key_that_is_just_being_made(
    database: Database, now: datetime
) -> None:
    bot = Database(database.url, Keyring(database.keyring.file))
    await unlock(bot, now)
    made = asyncio.Event()
    async with bot.transaction() as uow:
        value = await uow.seal.seal(1, PLACE, "just now", now)
        rotating = asyncio.create_task(rotate(database, progress=lambda _step: made.set()))
        await made.wait()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(rotating), 0.2)
    await rotating
    fresh = Database(database.url, Keyring(database.keyring.file))
    async with fresh.reading() as uow:
        assert await uow.seal.unseal(1, PLACE, value) == "just now"
    await fresh.close()
    await bot.close()


async def test_a_wrong_key_file_rotates_nothing(database: Database, tmp_path: Path) -> None:
    stranger = Keyring(tmp_path / "stranger.key")
    stranger.create()
    wrong = Database(database.url, stranger)
    with pytest.raises(KeyringError, match="does not open the key store"):
        await rotate(wrong)
    assert len(stranger.ids) == 1
    await wrong.close()


async def test_an_altered_data_key_stops_the_rotation_and_the_old_key_stays(
    database: Database, now: datetime
) -> None:
    secrets = await _furnish(database, 3, now)
    async with database.transaction() as uow:
        await uow.keys.rewrap(database.keyring.newest.id, {2: bytes(60)})
    with pytest.raises(KeyringError, match="does not open"):
        await rotate(database)
    assert len(database.keyring.ids) == 2
    assert await _unreadable(database, secrets) == 1
