import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.errors import NotFoundError, RoundError, RoundOverlapsError, RoundTimesError
from bot.domain.rounds.rounds import Opening, Round, Standing
from bot.services.rounds.rounds import close_round, extend_round, open_round, reopen_round, standing
from bot.storage.database.failures import ConflictError
from bot.storage.rounds.tables import CallRound
from bot.storage.unit_of_work import Database, UnitOfWork

CALL = "interdev-tep-bees"
Change = Callable[[UnitOfWork], Awaitable[Round]]


@pytest.fixture
def day(now: datetime) -> Callable[[float], datetime]:
    """A moment some days from now."""
    return lambda number: now + timedelta(days=number)


Day = Callable[[float], datetime]


async def rounds_of(database: Database, call: str = CALL) -> Sequence[Round]:
    async with database.reading() as uow:
        return [one for one in await uow.rounds.all() if one.call_id == call]


async def opened(database: Database, opens: datetime, closes: datetime, now: datetime) -> Round:
    async with database.transaction() as uow:
        return await open_round(uow, CALL, opens, closes, now)


async def test_a_call_opens_and_its_rounds_are_numbered(
    database: Database, now: datetime, day: Day
) -> None:
    first = await opened(database, day(-10), day(-2) + timedelta(days=3), now)
    assert first == Round(CALL, 1, day(-10), day(1))
    second = await opened(database, day(1), day(9), now)  # opens as the first one closes
    assert second.number == 2
    assert await rounds_of(database) == [first, second]
    async with database.reading() as uow:
        assert await standing(uow, CALL, now) == Standing(Opening.OPEN, first)
        assert await standing(uow, CALL, day(1)) == Standing(Opening.OPEN, second)
        assert await standing(uow, "another", now) == Standing(Opening.NEVER, None)


@pytest.mark.parametrize(("opens", "closes"), [(1, 1), (2, 1), (-2, -1), (-2, 0), (0, 0)])
async def test_a_round_closes_after_it_opens_and_not_in_the_past(
    database: Database, now: datetime, day: Day, opens: int, closes: int
) -> None:
    with pytest.raises(RoundTimesError):
        await opened(database, day(opens), day(closes), now)
    assert await rounds_of(database) == []


@pytest.mark.parametrize(("opens", "closes"), [(0, 1), (5, 6), (9, 11), (-5, 20), (0, 10)])
async def test_rounds_of_a_call_do_not_overlap(
    database: Database, now: datetime, day: Day, opens: int, closes: int
) -> None:
    first = await opened(database, day(0), day(10), now)
    with pytest.raises(RoundOverlapsError):
        await opened(database, day(opens), day(closes), now)
    assert await rounds_of(database) == [first]


async def test_rounds_of_different_calls_have_nothing_to_do_with_each_other(
    database: Database, now: datetime, day: Day
) -> None:
    await opened(database, day(0), day(10), now)
    async with database.transaction() as uow:
        other = await open_round(uow, "milk", day(0), day(10), now)
    assert other.number == 1


async def test_the_open_round_is_extended_or_shortened(
    database: Database, now: datetime, day: Day
) -> None:
    await opened(database, day(-1), day(10), now)
    for closes in (20, 2):
        async with database.transaction() as uow:
            changed = await extend_round(uow, CALL, day(closes), now)
        assert changed == Round(CALL, 1, day(-1), day(closes))
        assert await rounds_of(database) == [changed]


async def test_a_coming_round_is_extended_if_none_is_open(
    database: Database, now: datetime, day: Day
) -> None:
    await opened(database, day(5), day(10), now)
    async with database.transaction() as uow:
        assert (await extend_round(uow, CALL, day(12), now)).closes_at == day(12)
        with pytest.raises(RoundTimesError):
            await extend_round(uow, CALL, day(5), now)
        with pytest.raises(RoundTimesError):
            await extend_round(uow, CALL, day(3), now)


async def test_extending_stops_at_the_past_and_at_the_next_round(
    database: Database, now: datetime, day: Day
) -> None:
    first = await opened(database, day(-1), day(10), now)
    second = await opened(database, day(15), day(20), now)
    for closes, problem in ((0, RoundTimesError), (-1, RoundTimesError), (16, RoundOverlapsError)):
        async with database.transaction() as uow:
            with pytest.raises(problem):
                await extend_round(uow, CALL, day(closes), now)
    assert await rounds_of(database) == [first, second]


async def test_closing_ends_the_open_round_now(database: Database, now: datetime, day: Day) -> None:
    await opened(database, day(-1), day(10), now)
    async with database.transaction() as uow:
        closed = await close_round(uow, CALL, now)
        assert closed == Round(CALL, 1, day(-1), now)
        assert (await standing(uow, CALL, now)).opening is Opening.CLOSED
        with pytest.raises(NotFoundError):
            await close_round(uow, CALL, now)


@pytest.mark.parametrize("opens", [0, 3])
async def test_closing_a_round_that_has_not_begun_takes_it_back(
    database: Database, now: datetime, day: Day, opens: int
) -> None:
    await opened(database, day(opens), day(10), now)
    async with database.transaction() as uow:
        await close_round(uow, CALL, now)
    assert await rounds_of(database) == []
    assert (await opened(database, day(1), day(2), now)).number == 1


async def test_the_last_round_is_opened_again_as_the_same_round(
    database: Database, now: datetime, day: Day
) -> None:
    await opened(database, day(0), day(1), now)
    await opened(database, day(2), day(3), now)
    async with database.transaction() as uow:
        again = await reopen_round(uow, CALL, day(9), day(5))
        assert again == Round(CALL, 2, day(2), day(9))
        assert await standing(uow, CALL, day(5)) == Standing(Opening.OPEN, again)


async def test_only_a_closed_call_is_opened_again_and_not_into_the_past(
    database: Database, now: datetime, day: Day
) -> None:
    async with database.transaction() as uow:
        with pytest.raises(NotFoundError):
            await reopen_round(uow, CALL, day(9), now)
        await open_round(uow, CALL, day(0), day(5), now)
        with pytest.raises(NotFoundError):
            await reopen_round(uow, CALL, day(9), now)
        with pytest.raises(RoundTimesError):
            await reopen_round(uow, CALL, day(5), day(6))


async def test_every_change_of_the_times_counts_the_version_up(
    database: Database, now: datetime, day: Day
) -> None:
    async def version() -> int:
        async with database.reading() as uow:
            return (await uow._session.scalars(select(CallRound.version))).one()

    await opened(database, day(-1), day(5), now)
    assert await version() == 1
    async with database.transaction() as uow:
        await extend_round(uow, CALL, day(6), now)
    assert await version() == 2
    async with database.transaction() as uow:
        await close_round(uow, CALL, now)
        await reopen_round(uow, CALL, day(7), now)
    assert await version() == 4


# Races. A second process is a second Database on the same file or server.


@pytest.fixture
async def second_process(database: Database) -> AsyncIterator[Database]:
    other = Database(database.url)
    yield other
    await other.close()


async def _attempt(database: Database, change: Change) -> Round | RoundError:
    """Try a change as the receiver does: once more if somebody else was quicker."""
    for last in (False, True):
        try:
            async with database.transaction() as uow:
                return await change(uow)
        except RoundError as error:
            return error
        except ConflictError:
            if last:
                raise
    raise AssertionError


async def test_of_many_openings_at_once_one_wins(
    database: Database, second_process: Database, now: datetime, day: Day
) -> None:
    def attempt(where: Database) -> Awaitable[Round | RoundError]:
        return _attempt(where, lambda uow: open_round(uow, CALL, day(0), day(10), now))

    for repeat in range(5):
        found = await asyncio.gather(
            *(attempt(where) for _ in range(4) for where in (database, second_process))
        )
        won = [one for one in found if isinstance(one, Round)]
        lost = [one for one in found if isinstance(one, RoundOverlapsError)]
        assert (len(won), len(lost)) == (1 if repeat == 0 else 0, 7 if repeat == 0 else 8)
        assert len(await rounds_of(database)) == 1


async def test_openings_that_do_not_overlap_all_come_about(
    database: Database, second_process: Database, now: datetime, day: Day
) -> None:
    def attempt(where: Database, start: int) -> Awaitable[Round | RoundError]:
        return _attempt(where, lambda uow: open_round(uow, CALL, day(start), day(start + 1), now))

    found = await asyncio.gather(attempt(database, 0), attempt(second_process, 1))
    assert all(isinstance(one, Round) for one in found)
    assert [one.number for one in await rounds_of(database)] == [1, 2]


async def test_extending_and_opening_at_once_never_overlap(
    database: Database, second_process: Database, now: datetime, day: Day
) -> None:
    await opened(database, day(-1), day(5), now)
    found = await asyncio.gather(
        _attempt(database, lambda uow: extend_round(uow, CALL, day(15), now)),
        _attempt(second_process, lambda uow: open_round(uow, CALL, day(10), day(20), now)),
    )
    assert sum(isinstance(one, Round) for one in found) == 1
    rounds = await rounds_of(database)
    assert not any(a.overlaps(b) for a in rounds for b in rounds if a is not b)


async def test_a_change_sees_what_was_committed_while_it_waited(
    database: Database, second_process: Database, now: datetime, day: Day
) -> None:
    """A round that was read before, as for drawing a screen, must not hide what happened since."""
    if database.is_sqlite:
        pytest.skip("a writer of SQLite is alone from its beginning")
    await opened(database, day(-1), day(5), now)
    async with database.transaction() as uow:
        assert (await standing(uow, CALL, now)).opening is Opening.OPEN
        async with second_process.transaction() as other:
            await extend_round(other, CALL, day(15), now)
        with pytest.raises(RoundOverlapsError):
            await open_round(uow, CALL, day(10), day(20), now)
