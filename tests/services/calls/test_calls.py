from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.content import Content
from bot.domain.rounds.rounds import Opening, Round
from bot.services.calls.calls import call_today, calls_today
from bot.services.demonstration import furnish
from bot.storage.unit_of_work import Database


@pytest.fixture
async def furnished(database: Database, now: datetime) -> Database:
    """Bees and tools are open, milk is coming, school has closed twice."""

    def turn(call: str, number: int, opens: int, closes: int) -> Round:
        return Round(call, number, now + timedelta(days=opens), now + timedelta(days=closes))

    async with database.transaction() as uow:
        for one in (
            turn("bees", 1, -9, 9),
            turn("tools", 1, -20, -10),
            turn("tools", 2, -1, 3),
            turn("milk", 1, 4, 8),
            turn("school", 1, -9, -8),
            turn("gone", 1, -9, 9),
        ):
            await uow.rounds.add(one)
    return database


async def test_open_calls_come_first_and_the_soonest_to_close_on_top(
    furnished: Database, content: Content, now: datetime
) -> None:
    async with furnished.reading() as uow:
        found = await calls_today(uow, content, now)
    assert [(one.call.id, one.standing.opening.value) for one in found] == [
        ("tools", "open"),
        ("bees", "open"),
        ("milk", "upcoming"),
        ("school", "closed"),
    ]
    assert [one.is_open for one in found] == [True, True, False, False]


ORDERS = [
    (-30, ["tools", "bees", "school", "milk"]),  # all coming: by their opening
    (5, ["milk", "bees", "tools", "school"]),
    (10, ["bees", "milk", "tools", "school"]),  # all closed: the last to close first
]


@pytest.mark.parametrize(("days", "order"), ORDERS)
async def test_calls_that_wait_and_calls_that_are_over_have_an_order_too(
    furnished: Database, content: Content, now: datetime, days: int, order: list[str]
) -> None:
    async with furnished.reading() as uow:
        found = await calls_today(uow, content, now + timedelta(days=days))
    assert [one.call.id for one in found] == order


async def test_calls_that_never_opened_come_last_in_the_order_of_the_content(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await uow.rounds.add(Round("school", 1, now - timedelta(9), now - timedelta(8)))
        found = await calls_today(uow, content, now)
    assert [one.call.id for one in found] == ["school", "bees", "milk", "tools"]
    assert found[-1].standing.opening is Opening.NEVER


FILTERS = [
    ({"municipality": "prizren"}, {"bees", "tools", "school"}),
    ({"municipality": "istog"}, {"milk", "tools", "school"}),
    ({"goal": "farm"}, {"bees", "milk"}),
    ({"programme": "csp"}, {"tools", "school"}),
    ({"municipality": "istog", "goal": "business"}, {"milk", "tools"}),
    ({"municipality": "istog", "goal": "business", "programme": "akt"}, {"milk"}),
    ({"municipality": "nowhere"}, set()),
    ({"goal": "nothing"}, set()),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
async def test_every_filter_given_must_fit(
    furnished: Database,
    content: Content,
    now: datetime,
    filters: dict[str, str],
    expected: set[str],
) -> None:
    async with furnished.reading() as uow:
        found = await calls_today(uow, content, now, **filters)
    assert {one.call.id for one in found} == expected


async def test_one_call_stands_as_it_does_in_the_list(
    furnished: Database, content: Content, now: datetime
) -> None:
    async with furnished.reading() as uow:
        listed = {one.call.id: one for one in await calls_today(uow, content, now)}
        for call in content.calls.values():
            assert await call_today(uow, call, now) == listed[call.id]


async def test_the_demonstration_fills_the_world_once(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        assert await furnish(uow, content, now) == 0  # none of its calls are in this content
        bees = content.calls["bees"]
        world = {"integra-c2-call-2": bees, "akt-startup": bees}
        lived_in = replace(content, calls=world)
        assert await furnish(uow, lived_in, now) == 2
        assert await furnish(uow, lived_in, now) == 0
        rounds = await uow.rounds.all()
    assert [(one.call_id, one.is_open(now)) for one in rounds] == [
        ("akt-startup", True),
        ("integra-c2-call-2", True),
    ]
