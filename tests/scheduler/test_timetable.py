import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.jobstores.base import ConflictingIdError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.domain.text.languages import Language
from bot.storage.figures.tables import LanguageFallback
from bot.storage.unit_of_work import Database
from scheduler.jobs import FallbackCounts, store_fallbacks, tidy
from scheduler.timetable import Tick, Timetable

OFTEN = timedelta(milliseconds=5)
SELDOM = timedelta(hours=6)


def counting(seen: list[str], name: str, *, fails: bool = False) -> Callable[[], Awaitable[None]]:
    async def job() -> None:
        seen.append(name)
        if fails:
            raise ValueError("something personal")

    return job


async def test_all_jobs_can_be_told_to_look_now_in_their_order() -> None:
    seen: list[str] = []
    table = Timetable(*(Tick(name, SELDOM, counting(seen, name)) for name in ("a", "b", "c")))
    await table.run_all()
    await table.run_all()
    assert seen == ["a", "b", "c"] * 2
    table.stop()  # it was never started, which is no error


async def test_a_job_that_fails_does_not_keep_the_others_from_looking(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[str] = []
    table = Timetable(
        Tick("broken", SELDOM, counting(seen, "broken", fails=True)),
        Tick("whole", SELDOM, counting(seen, "whole")),
    )
    with caplog.at_level(logging.INFO):
        await table.run_all()
    assert seen == ["broken", "whole"]
    assert "job 'broken' failed: ValueError" in caplog.text
    assert "personal" not in caplog.text


async def test_jobs_tick_until_the_table_is_stopped() -> None:
    ticked = asyncio.Semaphore(0)

    async def job() -> None:
        ticked.release()
        raise ValueError("and again")

    seen: list[str] = []
    table = Timetable(Tick("often", OFTEN, job), Tick("seldom", SELDOM, counting(seen, "seldom")))
    table.start()
    for _ in range(3):
        await asyncio.wait_for(ticked.acquire(), 10)
    table.stop()
    await asyncio.sleep(0)
    assert not table._scheduler.running
    assert seen == []


async def test_a_late_tick_comes_once_and_never_beside_itself() -> None:
    table = Timetable(Tick("one", timedelta(minutes=1), counting([], "one")))
    job = table._scheduler.get_job("one")
    assert (job.coalesce, job.misfire_grace_time, job.max_instances) == (True, None, 1)
    start = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert job.trigger.get_next_fire_time(start, start) - start == timedelta(minutes=1)


async def test_two_jobs_of_one_name_are_refused() -> None:
    tick = Tick("one", SELDOM, counting([], "one"))
    with pytest.raises(ConflictingIdError):
        Timetable(tick, tick).start()


async def test_old_updates_are_forgotten_after_a_week(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        await uow.updates.is_new(1, now - timedelta(days=7, seconds=1))
        await uow.updates.is_new(2, now - timedelta(days=6))
    await tidy(database, now)
    await tidy(database, now)
    async with database.transaction() as uow:
        assert await uow.updates.is_new(1, now)
        assert not await uow.updates.is_new(2, now)


async def test_missing_texts_are_counted_and_written_on_the_local_day(
    database: Database, now: datetime
) -> None:
    counts = FallbackCounts()
    late = now.replace(hour=23, minute=30)  # after midnight on the wall
    for _ in range(3):
        counts.count(Language.TURKISH, Language.ENGLISH, "Home")
    await store_fallbacks(database, counts, late)
    await store_fallbacks(database, counts, late)  # nothing new
    counts.count(Language.TURKISH, Language.ENGLISH, "Home")
    await store_fallbacks(database, counts, late)
    async with database.reading() as uow:
        assert await uow.statistics.fallbacks() == [("tr", "en", "Home", 4)]
        day = (await uow._session.scalars(select(LanguageFallback.day))).one()
    assert day == (now + timedelta(days=1)).date()


async def test_counts_survive_a_database_that_is_away(now: datetime, tmp_path: Path) -> None:
    counts = FallbackCounts()
    counts.count(Language.BOSNIAN, Language.SERBIAN_LATIN, "Home")
    empty = Database(f"sqlite+aiosqlite:///{tmp_path}/without-tables.sqlite3")
    with pytest.raises(DBAPIError):
        await store_fallbacks(empty, counts, now)
    await empty.close()
    assert counts.take() == {("bs", "sr_Latn", "Home"): 1}
    assert counts.take() == {}
