"""Audiences under a name, in a real database."""

from datetime import datetime

import pytest

from bot.domain.broadcasts.audience import Audience, Field, Joint
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.services.broadcasts import audiences, drafts
from bot.storage.unit_of_work import Database
from tests.services.cases import case_of
from tests.services.newsroom import ARTA, colleague

DREN = 3002


async def test_an_audience_is_kept_and_used_by_a_colleague(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta, dren = [await colleague(uow, telegram_id, now) for telegram_id in (ARTA, DREN)]
        case = case_of(uow, arta.id, now, content)
        await drafts.begin(case)
        draft = await audiences.toggle_condition(case, Joint.AND, Field.PROGRAMME, "akt")
        assert await audiences.keep_audience(case, "  AKT   people ")
    async with database.transaction() as uow:
        case = case_of(uow, dren.id, now, content)
        await drafts.begin(case)
        (kept,) = await audiences.kept_audiences(case)
        assert (kept.name, kept.audience) == ("AKT people", draft.audience)
        await audiences.take_audience(case, kept.id)
        assert (await drafts.draft_of(case)).audience == kept.audience
        await audiences.drop_audience(case, kept.id)
        await audiences.drop_audience(case, kept.id)
        assert await audiences.kept_audiences(case) == []
        assert (await drafts.draft_of(case)).audience == kept.audience


async def test_the_same_name_means_the_newest_audience(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now, content)
        await drafts.begin(case)
        assert await audiences.keep_audience(case, "Mine")
        draft = await audiences.toggle_condition(case, Joint.AND, Field.LANGUAGE, "sq")
        assert await audiences.keep_audience(case, "Mine")
        kept = [(kept.name, kept.audience) for kept in await audiences.kept_audiences(case)]
        assert kept == [("Mine", draft.audience)]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 41])
async def test_what_is_no_name_keeps_nothing(database: Database, now: datetime, name: str) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now)
        await drafts.begin(case)
        assert not await audiences.keep_audience(case, name)
        assert await uow.audiences.saved() == []


async def test_a_condition_asks_only_for_what_there_is(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now, content)
        await drafts.begin(case)
        for field in Field:
            assert audiences.values_of(field, content) or field is Field.TOPIC
            with pytest.raises(NotFoundError):
                await audiences.toggle_condition(case, Joint.AND, field, "roma")
        with pytest.raises(NotFoundError):
            await audiences.take_audience(case, 999)
        assert (await drafts.draft_of(case)).audience == Audience()


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.FACILITATOR])
async def test_who_does_not_write_to_people_sees_and_keeps_no_audience(
    database: Database, now: datetime, role: Role | None
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await uow.audiences.save("Everybody", Audience(), 1, now)
        other = await (colleague(uow, DREN, now, role) if role else uow.people.meet(DREN, now))
        (kept,) = await audiences.kept_audiences(case_of(uow, arta.id, now))
        case = case_of(uow, other.id, now)
        with pytest.raises(NotAllowedError):
            await audiences.kept_audiences(case)
        with pytest.raises(NotAllowedError):
            await audiences.keep_audience(case, "Mine")
        with pytest.raises(NotAllowedError):
            await audiences.take_audience(case, kept.id)
        with pytest.raises(NotAllowedError):
            await audiences.drop_audience(case, kept.id)
        assert len(await uow.audiences.saved()) == 1
