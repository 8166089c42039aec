import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.content import Content
from bot.domain.errors import NotFoundError
from bot.services.calls.follows import exists, follow, followed, is_followed, unfollow
from bot.storage.unit_of_work import Database
from tests.services.cases import case_of

THINGS = [
    ("call", "bees"),
    ("programme", "akt"),
    ("municipality", "prizren"),
    ("kind", "equipment"),
]
NO_THINGS = [
    ("call", "akt"),
    ("call", ""),
    ("programme", "bees"),
    ("municipality", "Prizren"),
    ("kind", "x" * 1000),
    ("center", "prizren"),
    ("", ""),
    ("calls", "bees"),
]


@pytest.fixture
async def person(database: Database, now: datetime) -> int:
    async with database.transaction() as uow:
        return (await uow.people.meet(1, now)).id


@pytest.mark.parametrize(("topic", "subject"), THINGS)
async def test_following_twice_is_following_once(
    database: Database, content: Content, person: int, now: datetime, topic: str, subject: str
) -> None:
    for again in (False, True):
        async with database.transaction() as uow:
            assert await follow(case_of(uow, person, now, content), topic, subject) is not again
    async with database.transaction() as uow:
        assert await followed(case_of(uow, person, now, content)) == [(topic, subject)]
        assert await is_followed(case_of(uow, person, now), topic, subject)
        assert await uow.follows.count(topic, subject) == 1
        assert await unfollow(case_of(uow, person, now), topic, subject) is True
        assert await unfollow(case_of(uow, person, now), topic, subject) is False
        assert not await is_followed(case_of(uow, person, now), topic, subject)


@pytest.mark.parametrize(("topic", "subject"), NO_THINGS)
async def test_what_the_content_does_not_have_cannot_be_followed(
    database: Database, content: Content, person: int, now: datetime, topic: str, subject: str
) -> None:
    assert not exists(content, topic, subject)
    async with database.transaction() as uow:
        with pytest.raises(NotFoundError):
            await follow(case_of(uow, person, now, content), topic, subject)
        assert await followed(case_of(uow, person, now, content)) == []


async def test_what_a_person_follows_is_listed_oldest_first(
    database: Database, content: Content, person: int, now: datetime
) -> None:
    for number, (topic, subject) in enumerate(THINGS):
        async with database.transaction() as uow:
            await follow(
                case_of(uow, person, now + timedelta(hours=number), content), topic, subject
            )
    async with database.reading() as uow:
        assert await followed(case_of(uow, person, now, content)) == THINGS


async def test_what_has_left_the_content_is_not_listed_but_not_forgotten(
    database: Database, content: Content, person: int, now: datetime
) -> None:
    async with database.transaction() as uow:
        await follow(case_of(uow, person, now, content), "call", "bees")
        assert await followed(case_of(uow, person, now, replace(content, calls={}))) == []
        assert await followed(case_of(uow, person, now, content)) == [("call", "bees")]


async def test_people_follow_each_for_themselves(
    database: Database, content: Content, person: int, now: datetime
) -> None:
    async with database.transaction() as uow:
        other = (await uow.people.meet(2, now)).id
        await follow(case_of(uow, person, now, content), "call", "bees")
        assert await followed(case_of(uow, other, now, content)) == []
        assert await follow(case_of(uow, other, now, content), "call", "bees")
        assert await unfollow(case_of(uow, person, now), "call", "bees")
        assert await followed(case_of(uow, other, now, content)) == [("call", "bees")]


async def test_two_taps_at_once_make_one_follow(
    database: Database, content: Content, person: int, now: datetime
) -> None:
    async def tap() -> bool:
        async with database.transaction() as uow:
            return await follow(case_of(uow, person, now, content), "call", "bees")

    assert sorted(await asyncio.gather(*(tap() for _ in range(6)))) == [False] * 5 + [True]
