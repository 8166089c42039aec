"""What the storage promises about statements that walk over very many rows."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.domain.broadcasts.audience import Audience, Condition, Field, Joint
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.privacy.consent import CURRENT, Purpose
from bot.domain.staff.roles import EVERYWHERE
from bot.storage.database import sqlite_driver, statements
from bot.storage.database.base import Base
from bot.storage.database.sqlite_driver import IN_THREAD
from bot.storage.database.statements import in_pages
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.conftest import NOW

_PEOPLE = 40
_ENDS_ANYWAY = 2_000_000
"""So far the statements below count if nobody stops them, so that a broken driver ends too."""
_COUNT_UNTIL_STOPPED = text(
    "SELECT max(i) FROM (WITH RECURSIVE n(i) AS "
    "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000 AND NOT stopped()) SELECT i FROM n)"
)
_CHANGE_UNTIL_STOPPED = text(
    "UPDATE person SET quiet_from = 7, here = (WITH RECURSIVE n(i) AS "
    "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000 AND NOT stopped()) "
    "SELECT max(i) FROM n)"
)


class Endless:
    """Lets statements ask whether they are to stop, and says when one runs."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self.is_over = False
        self._loop = asyncio.get_running_loop()

    async def meet(self, uow: UnitOfWork) -> None:
        """Teach the connection of a unit of work to ask."""
        connection = await uow._session.connection()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.create_function("stopped", 0, self._stopped)

    async def stop(self) -> None:
        """Stop the statement as soon as one runs."""
        await self.running.wait()
        self.is_over = True

    def _stopped(self) -> bool:
        self._loop.call_soon_threadsafe(self.running.set)
        return self.is_over


@pytest.fixture
def on_sqlite(database: Database) -> Database:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL runs statements in processes of its own")
    return database


async def test_others_go_on_while_a_long_read_runs(on_sqlite: Database) -> None:
    endless = Endless()
    stopping = asyncio.create_task(endless.stop())
    async with on_sqlite.reading() as uow:
        await endless.meet(uow)
        assert await uow._session.scalar(_COUNT_UNTIL_STOPPED) < _ENDS_ANYWAY
    await stopping


async def test_a_long_read_leaves_what_was_written_before_it(on_sqlite: Database) -> None:
    endless = Endless()
    stopping = asyncio.create_task(endless.stop())
    async with on_sqlite.transaction() as uow:
        await endless.meet(uow)
        await uow.people.meet(1, NOW)
        assert await uow._session.scalar(_COUNT_UNTIL_STOPPED) < _ENDS_ANYWAY
        await uow.people.meet(2, NOW)
    await stopping
    async with on_sqlite.reading() as uow:
        assert (await uow._session.scalars(select(Person.telegram_id))).all() == [1, 2]


async def test_others_go_on_while_a_change_runs_that_is_marked_as_long(
    on_sqlite: Database,
) -> None:
    endless = Endless()
    stopping = asyncio.create_task(endless.stop())
    async with on_sqlite.transaction() as uow:
        await endless.meet(uow)
        await uow.people.meet(1, NOW)
        await uow._session.execute(_CHANGE_UNTIL_STOPPED, execution_options={IN_THREAD: True})
        assert int(await uow._session.scalar(select(Person.here)) or 0) < _ENDS_ANYWAY
    await stopping


async def test_whoever_is_cancelled_ends_after_their_statement(on_sqlite: Database) -> None:
    """However often they are cancelled: else its connection would be given to somebody else."""
    endless = Endless()

    async def read() -> None:
        async with on_sqlite.reading() as uow:
            await endless.meet(uow)
            await uow._session.scalar(_COUNT_UNTIL_STOPPED)

    reading = asyncio.create_task(read())
    await endless.running.wait()
    for _ in range(3):
        reading.cancel()
        await asyncio.sleep(0)
        assert not reading.done()
    endless.is_over = True
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_a_brief_read_needs_no_thread(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that is asked very often, though SQLite adds up what its runs take."""
    async with on_sqlite.reading() as uow:
        await uow.people.look(1)
        monkeypatch.setattr(sqlite_driver, "BRIEF", 200)
        threads = _count_threads(monkeypatch)
        for _ in range(100):
            await uow.people.look(1)
    assert threads == []


async def test_a_write_lock_that_is_free_needs_no_thread(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = _count_threads(monkeypatch)
    async with on_sqlite.transaction() as uow:
        await uow._session.connection()
    assert threads == []


async def test_the_rows_of_a_long_read_come_in_pages_between_which_others_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(database)
    monkeypatch.setattr(statements, "PAGE", 15)
    turns = 0

    async def beat() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    seen, pages = [], []
    async with database.reading() as uow:
        async for page in in_pages(uow._session, select(Person.id).order_by(Person.id)):
            seen.append(turns)
            pages.append([number for (number,) in page])
    beating.cancel()
    assert [len(page) for page in pages] == [15, 15, 10]
    assert list(chain(*pages)) == list(range(1, _PEOPLE + 1))
    assert seen[0] < seen[1] < seen[2]


AUDIENCE = Audience((Condition(Joint.AND, Field.PROGRAMME, frozenset({"grain"})),))
EVERYBODY = (AUDIENCE, (EVERYWHERE,), {"grain": ()}, NOW.date())
LONG_READS: dict[str, Callable[[UnitOfWork], Awaitable[object]]] = {
    "people by language": lambda uow: uow.figures.people(),
    "followers": lambda uow: uow.figures.followers("programme"),
    "a list of followers": lambda uow: uow.figures.list_followers("programme", "grain"),
    "counts of checks": lambda uow: uow.screening_counts.sums(),
    "readers of an audience": lambda uow: uow.audiences.readers(*EVERYBODY),
    "an audience": lambda uow: uow.audiences.people(*EVERYBODY),
    "whom calls are compared for": lambda uow: uow.consents.reachable_who_agreed(Purpose.MATCHING),
    "followers of a call": lambda uow: uow.round_work.following("mill"),
    "interests": lambda uow: uow.interests.of_call("mill"),
    "counts of interests": lambda uow: uow.interests.counts(),
    "progress of a campaign": lambda uow: uow.campaigns.progress(1),
    "holders of a broadcast": lambda uow: uow.broadcast_edits.holders(1, 1),
    "the outbox": lambda uow: uow.outbox.totals(),
}


@pytest.mark.parametrize("name", LONG_READS)
async def test_what_walks_over_many_rows_is_given_to_a_thread(
    on_sqlite: Database, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(on_sqlite)
    monkeypatch.setattr(sqlite_driver, "BRIEF", _PEOPLE)
    async with on_sqlite.reading() as uow:
        threads = _count_threads(monkeypatch)
        await LONG_READS[name](uow)
    assert [one for one in threads if one.startswith("SELECT")]


def _count_threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are given to a thread from now on."""
    given: list[str] = []
    in_thread = sqlite_driver._in_thread

    async def note(call: Callable[..., object], *arguments: object) -> None:
        given.extend(str(one) for one in arguments[:1])
        await in_thread(call, *arguments)

    monkeypatch.setattr(sqlite_driver, "_in_thread", note)
    return given


async def _fill(database: Database) -> None:
    tables, ids = Base.metadata.tables, range(1, _PEOPLE + 1)
    people = [{"id": one, "telegram_id": one, "created_at": NOW, "language": "sq"} for one in ids]
    agreed = {"purpose": Purpose.MATCHING.value, "version": CURRENT[Purpose.MATCHING]}
    async with database.transaction() as uow:
        for table, rows in (
            ("person", people),
            ("follow", [
                {"person_id": one, "topic": topic, "subject": subject, "made_at": NOW}
                for one in ids
                for topic, subject in (("programme", "grain"), ("call", "mill"))
            ]),
            ("consent", [{**agreed, "person_id": one, "given_at": NOW} for one in ids]),
            ("declared_interest", [
                {
                    "reference": f"R{one}", "person_id": one, "call_id": "mill", "round_number": 1,
                    "municipality": "", "state": "declared", "declared_at": NOW, "changed_at": NOW,
                }
                for one in ids
            ]),
            ("screening_count", [
                {"day": NOW.date(), "event": "fits", "subject": f"{one}", "detail": "", "times": 1}
                for one in ids
            ]),
        ):  # fmt: skip
            await uow._session.execute(insert(tables[table]), rows)
        campaign = await uow.campaigns.add(
            NewCampaign("broadcast", NOW, NOW + timedelta(days=1)), NOW
        )
        await uow.outbox.enqueue_all(
            OutboxMessage("broadcast", f"b{one}", NOW, person_id=one, campaign_id=campaign)
            for one in ids
        )
