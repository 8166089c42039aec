"""Audiences under a name, in a real database."""

from datetime import datetime

import pytest

from bot.domain.broadcasts.audience import Audience, Field, Joint
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.services.broadcasts import audiences
from bot.services.broadcasts import drafts as broadcasts
from bot.storage.unit_of_work import Database
from tests.services.newsroom import ARTA, colleague

DREN = 3002


async def test_an_audience_is_kept_and_used_by_a_colleague(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta, dren = [await colleague(uow, one, now) for one in (ARTA, DREN)]
        await broadcasts.begin(uow, arta.id, now)
        held = await audiences.toggle_condition(
            uow, content, arta.id, Joint.AND, Field.PROGRAMME, "akt"
        )
        assert await audiences.keep_audience(uow, arta.id, "  AKT   people ", now)
    async with database.transaction() as uow:
        await broadcasts.begin(uow, dren.id, now)
        ((number, name, kept),) = await audiences.kept_audiences(uow, dren.id)
        assert (name, kept) == ("AKT people", held.audience)
        await audiences.take_audience(uow, dren.id, number)
        assert (await broadcasts.draft(uow, dren.id)).audience == kept
        await audiences.drop_audience(uow, dren.id, number)
        await audiences.drop_audience(uow, dren.id, number)
        assert await audiences.kept_audiences(uow, dren.id) == []
        assert (await broadcasts.draft(uow, dren.id)).audience == kept


async def test_the_same_name_means_the_newest_audience(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await broadcasts.begin(uow, arta.id, now)
        assert await audiences.keep_audience(uow, arta.id, "Mine", now)
        held = await audiences.toggle_condition(
            uow, content, arta.id, Joint.AND, Field.LANGUAGE, "sq"
        )
        assert await audiences.keep_audience(uow, arta.id, "Mine", now)
        kept = [(name, one) for _number, name, one in await uow.audiences.saved()]
        assert kept == [("Mine", held.audience)]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 41])
async def test_what_is_no_name_keeps_nothing(database: Database, now: datetime, name: str) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await broadcasts.begin(uow, arta.id, now)
        assert not await audiences.keep_audience(uow, arta.id, name, now)
        assert await uow.audiences.saved() == []


async def test_a_condition_asks_only_for_what_there_is(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await broadcasts.begin(uow, arta.id, now)
        for field in Field:
            assert audiences.values_of(field, content) or field is Field.TOPIC
            with pytest.raises(NotFoundError):
                await audiences.toggle_condition(uow, content, arta.id, Joint.AND, field, "roma")
        with pytest.raises(NotFoundError):
            await audiences.take_audience(uow, arta.id, 999)
        assert (await broadcasts.draft(uow, arta.id)).audience == Audience()


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.FACILITATOR])
async def test_who_does_not_write_to_people_sees_and_keeps_no_audience(
    database: Database, now: datetime, role: Role | None
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await uow.audiences.save("Everybody", Audience(), 1, now)
        other = await (colleague(uow, DREN, now, role) if role else uow.people.meet(DREN, now))
        ((number, _name, _kept),) = await audiences.kept_audiences(uow, arta.id)
        with pytest.raises(NotAllowedError):
            await audiences.kept_audiences(uow, other.id)
        with pytest.raises(NotAllowedError):
            await audiences.keep_audience(uow, other.id, "Mine", now)
        with pytest.raises(NotAllowedError):
            await audiences.take_audience(uow, other.id, number)
        with pytest.raises(NotAllowedError):
            await audiences.drop_audience(uow, other.id, number)
        assert len(await uow.audiences.saved()) == 1
