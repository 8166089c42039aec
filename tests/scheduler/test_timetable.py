import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.jobstores.base import ConflictingIdError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.catalogue.shelf import Edition
from bot.domain.figures.figures import MissingText
from bot.domain.text.languages import Language
from bot.storage.figures.tables import LanguageFallback
from bot.storage.unit_of_work import Database
from scheduler.jobs import (
    FallbackCounts,
    Tools,
    draw_progress,
    store_fallbacks,
    store_refusals,
    tidy,
)
from scheduler.steadiness import Steadiness
from scheduler.timetable import TICKS, Tick, Timetable

OFTEN = timedelta(milliseconds=5)
SELDOM = timedelta(hours=6)


async def nothing() -> None:
    """The part of somebody else in a job."""


def no_edition() -> Edition:
    raise AssertionError("no job here asks for content")


def tools_of(database: Database, now: datetime) -> Tools:
    return Tools(
        database=database,
        edition=no_edition,
        now=lambda: now,
        fallbacks=FallbackCounts(),
        draw_progress=nothing,
        store_refusals=nothing,
    )


@pytest.fixture
async def tools(now: datetime, tmp_path: Path) -> AsyncIterator[Tools]:
    """With a database that has no tables: whoever asks it for something fails."""
    empty = Database(f"sqlite+aiosqlite:///{tmp_path}/without-tables.sqlite3")
    yield tools_of(empty, now)
    await empty.close()


def counting(
    seen: list[str], name: str, *, fails: bool = False
) -> Callable[[Tools], Awaitable[None]]:
    async def job(_tools: Tools) -> None:
        seen.append(name)
        if fails:
            raise ValueError("something personal")

    return job


async def test_all_jobs_can_be_told_to_look_now_in_their_order(tools: Tools) -> None:
    seen: list[str] = []
    table = Timetable(tools, [Tick(name, SELDOM, counting(seen, name)) for name in ("a", "b", "c")])
    await table.run_all()
    await table.run_all()
    assert seen == ["a", "b", "c"] * 2
    table.stop()  # it was never started, which is no error


async def test_a_job_that_fails_does_not_keep_the_others_from_looking(
    tools: Tools,
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []
    broken = Tick("broken", SELDOM, counting(seen, "broken", fails=True))
    whole = Tick("whole", SELDOM, counting(seen, "whole"))
    table = Timetable(tools, (broken, whole))
    with caplog.at_level(logging.INFO):
        await table.run_all()
    assert seen == ["broken", "whole"]
    assert "job 'broken' failed: ValueError" in caplog.text
    assert "personal" not in caplog.text


@pytest.mark.parametrize("jump", [timedelta(days=800), timedelta(days=1, seconds=1)])
async def test_after_a_jump_of_the_clock_what_lasts_waits_until_it_ran_evenly_for_an_hour(
    tools: Tools, now: datetime, caplog: pytest.LogCaptureFixture, jump: timedelta
) -> None:
    seconds = 0.0
    ahead = timedelta()

    def wall() -> datetime:
        return now + timedelta(seconds=seconds) + ahead

    seen: list[str] = []
    plain = Tick("plain", SELDOM, counting(seen, "plain"))
    lasting = Tick("lasting", SELDOM, counting(seen, "lasting"), lasting=True)
    tools = replace(tools, now=wall)
    table = Timetable(tools, (plain, lasting), Steadiness(lambda: seconds))

    async def ticked() -> list[str]:
        seen.clear()
        await table.tick(plain, tools)
        await table.tick(lasting, tools)
        return list(seen)

    assert await ticked() == ["plain", "lasting"]
    seconds += 3600
    assert await ticked() == ["plain", "lasting"]
    ahead = jump  # for one tick
    with caplog.at_level(logging.INFO):
        assert await ticked() == ["plain"]
        assert "the clock jumped from" in caplog.text
    ahead = timedelta()
    assert await ticked() == ["plain"]
    seconds += 3599
    assert await ticked() == ["plain"]
    seconds += 1
    assert await ticked() == ["plain", "lasting"]
    ahead = jump  # and for good
    assert await ticked() == ["plain"]
    seconds += 3600
    assert await ticked() == ["plain", "lasting"]


async def test_a_clock_that_is_moved_by_hand_is_meant(tools: Tools, now: datetime) -> None:
    seen: list[str] = []
    lasting = Tick("lasting", SELDOM, counting(seen, "lasting"), lasting=True)
    at = now
    moved = replace(tools, now=lambda: at)
    table = Timetable(moved, (lasting,))
    await table.run_all()
    at += timedelta(days=800)
    await table.run_all()
    await table.tick(lasting, moved)
    assert seen == ["lasting"] * 3


async def test_a_clock_that_jumps_ahead_for_one_tick_warns_nobody_and_forgets_no_update(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        await uow.people.meet(7, now)
        await uow.updates.is_new(1, now)
    ahead = [timedelta(), timedelta(days=705), timedelta(seconds=3)]
    tools = replace(tools_of(database, now), now=lambda: now + ahead[0])
    table = Timetable(tools)
    while ahead:
        for tick in TICKS:
            if tick.lasting:
                await table.tick(tick, tools)
        del ahead[0]
    async with database.transaction() as uow:
        assert await uow.outbox.totals() == {}
        assert not await uow.updates.is_new(1, now)


async def test_jobs_tick_until_the_table_is_stopped(tools: Tools) -> None:
    ticked = asyncio.Semaphore(0)

    async def job(_tools: Tools) -> None:
        ticked.release()
        raise ValueError("and again")

    seen: list[str] = []
    seldom = Tick("seldom", SELDOM, counting(seen, "seldom"))
    table = Timetable(tools, (Tick("often", OFTEN, job), seldom))
    table.start()
    for _ in range(3):
        await asyncio.wait_for(ticked.acquire(), 10)
    table.stop()
    await asyncio.sleep(0)
    assert not table._scheduler.running
    assert seen == []


async def test_a_late_tick_comes_once_and_never_beside_itself(tools: Tools) -> None:
    table = Timetable(tools, [Tick("one", timedelta(minutes=1), counting([], "one"))])
    job = table._scheduler.get_job("one")
    assert (job.coalesce, job.misfire_grace_time, job.max_instances) == (True, None, 1)
    start = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert job.trigger.get_next_fire_time(start, start) - start == timedelta(minutes=1)


async def test_two_jobs_of_one_name_are_refused(tools: Tools) -> None:
    tick = Tick("one", SELDOM, counting([], "one"))
    with pytest.raises(ConflictingIdError):
        Timetable(tools, (tick, tick)).start()


def test_what_runs_when_is_what_the_timetable_says(tools: Tools) -> None:
    scheduled = Timetable(tools)._scheduler.get_jobs()
    assert {job.id: job.trigger.interval for job in scheduled} == {
        tick.name: tick.every for tick in TICKS
    }
    assert all(job.args == (tools,) for job in scheduled)


async def test_what_others_do_by_the_clock_is_called(tools: Tools) -> None:
    called: list[str] = []

    async def draw() -> None:
        called.append("progress")

    async def store() -> None:
        called.append("refusals")

    handed = replace(tools, draw_progress=draw, store_refusals=store)
    await draw_progress(handed)
    await store_refusals(handed)
    assert called == ["progress", "refusals"]


async def test_old_updates_are_forgotten_after_a_week(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        await uow.updates.is_new(1, now - timedelta(days=7, seconds=1))
        await uow.updates.is_new(2, now - timedelta(days=6))
    await tidy(tools_of(database, now))
    await tidy(tools_of(database, now))
    async with database.transaction() as uow:
        assert await uow.updates.is_new(1, now)
        assert not await uow.updates.is_new(2, now)


async def test_missing_texts_are_counted_and_written_on_the_local_day(
    database: Database, now: datetime
) -> None:
    late = now.replace(hour=23, minute=30)  # after midnight on the wall
    tools = tools_of(database, late)
    counts = tools.fallbacks
    for _ in range(3):
        counts.count(Language.TURKISH, Language.ENGLISH, "Home")
    await store_fallbacks(tools)
    await store_fallbacks(tools)  # nothing new
    counts.count(Language.TURKISH, Language.ENGLISH, "Home")
    await store_fallbacks(tools)
    async with database.reading() as uow:
        assert await uow.statistics.fallbacks() == {MissingText("tr", "en", "Home"): 4}
        day = (await uow._session.scalars(select(LanguageFallback.day))).one()
    assert day == (now + timedelta(days=1)).date()


async def test_counts_survive_a_database_that_is_away(tools: Tools) -> None:
    counts = tools.fallbacks
    counts.count(Language.BOSNIAN, Language.SERBIAN_LATIN, "Home")
    with pytest.raises(DBAPIError):
        await store_fallbacks(tools)
    assert counts.take() == {("bs", "sr_Latn", "Home"): 1}
    assert counts.take() == {}
