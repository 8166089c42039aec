import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from bot.domain.delivery.contact_hours import QUIET_FROM, QUIET_UNTIL
from bot.domain.figures.figures import MissingText
from bot.storage.database.statements import table_of
from bot.storage.people import Person
from bot.storage.unit_of_work import Database


async def test_returning_commits_and_raising_rolls_back(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        await uow.people.meet(1, now)
    with pytest.raises(RuntimeError, match="changed my mind"):  # noqa: PT012 -- the block is the point
        async with database.transaction() as uow:
            await uow.people.meet(2, now)
            raise RuntimeError("changed my mind")
    async with database.reading() as uow:
        assert await uow.people.look(1) is not None
        assert await uow.people.look(2) is None


async def test_meeting_somebody_at_the_same_time_makes_one_person(
    database: Database, now: datetime
) -> None:
    async def meet() -> int:
        async with database.transaction() as uow:
            return (await uow.people.meet(7, now)).id

    assert len(set(await asyncio.gather(*(meet() for _ in range(8))))) == 1


async def test_a_new_person_begins_with_the_quiet_hours_of_everybody(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(1, now)
        assert (person.quiet_from, person.quiet_until) == (QUIET_FROM, QUIET_UNTIL)
    # The row names them itself, so that the default that a migration wrote is never asked.
    named = str(insert(table_of(Person)).values(telegram_id=1, created_at=now))
    assert "quiet_from" in named
    assert "quiet_until" in named


async def test_an_update_is_new_once_however_often_it_comes(
    database: Database, now: datetime
) -> None:
    async def claim() -> bool:
        async with database.transaction() as uow:
            return await uow.updates.is_new(100, now)

    assert sorted(await asyncio.gather(*(claim() for _ in range(8)))) == [False] * 7 + [True]


async def test_a_writer_waits_for_the_writer_before_it(database: Database, now: datetime) -> None:
    """Without the write lock at the beginning, both would read 0 and one count would be lost."""

    async def count() -> None:
        async with database.transaction() as uow:
            await uow.statistics.count_leaflet(now.date(), "market")

    await asyncio.gather(*(count() for _ in range(20)))
    async with database.reading() as uow:
        assert await uow.statistics.leaflet_visits("market") == 20


async def test_two_writers_from_two_processes_queue_too(database: Database, now: datetime) -> None:
    other = Database(database.url)

    async def count(where: Database) -> None:
        async with where.transaction() as uow:
            await uow.statistics.count_leaflet(now.date(), "market")

    await asyncio.gather(*(count(where) for _ in range(10) for where in (database, other)))
    await other.close()
    async with database.reading() as uow:
        assert await uow.statistics.leaflet_visits("market") == 20


async def test_times_come_back_aware_and_in_utc(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        (await uow.people.meet(1, now)).stopped_at = now + timedelta(hours=1)
    async with database.reading() as uow:
        person = await uow.people.look(1)
        assert person is not None
        assert person.stopped_at == now + timedelta(hours=1)
        assert person.stopped_at.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with database.transaction() as uow:
            await uow.people.meet(1, datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001 -- the point


async def test_failures_of_an_update_are_counted_and_it_is_parked(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        counts = [await uow.updates.count_failure(5, "KeyError", now) for _ in range(5)]
        assert counts == [1, 2, 3, 4, 5]
        assert await uow.updates.parked() == 0
        await uow.updates.park(5, now)
    async with database.transaction() as uow:
        assert await uow.updates.parked() == 1
        assert await uow.updates.is_new(5, now) is False


async def test_missing_texts_are_added_up_by_language_and_name(
    database: Database, now: datetime
) -> None:
    missing = MissingText("bs", "sr_Latn", "Home")
    async with database.transaction() as uow:
        await uow.statistics.count_fallbacks(now.date(), {missing: 2})
        await uow.statistics.count_fallbacks(now.date(), {missing: 3})
    async with database.reading() as uow:
        assert await uow.statistics.fallbacks() == {missing: 5}


async def test_the_database_answers_a_ping(database: Database) -> None:
    await database.ping()
    async with database.reading() as uow:
        assert (await uow._session.execute(text("SELECT 1"))).scalar_one() == 1
