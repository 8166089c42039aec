"""Colleagues hear of what they wait for, at the pace that each of them chose."""

import ast
from datetime import datetime, timedelta

import pytest

from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.content import Content
from bot.domain.delivery.outbox import Due, Lane
from bot.domain.errors import NotFoundError
from bot.domain.figures.exports import ExportReason, ExportState, ExportTopic
from bot.domain.staff.notices import NOTICES, News, NoticePace, digest_at, pace_of
from bot.domain.staff.roles import Role
from bot.screens.staff.notices import OPENS, notice_of
from bot.services.broadcasts import sending
from bot.services.figures import exports
from bot.services.staff import notices, team
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.conftest import ROOT
from tests.services.cases import case_of
from tests.services.newsroom import colleague, compose, reader, send
from tests.services.office import ARTA, BESA, DREN, HERE, LUAN, Office

DAY = timedelta(days=1)
MANY = SendLimits(approval_above=0)


async def told(
    uow: UnitOfWork, person_id: int, now: datetime, lane: Lane = Lane.INTERACTIVE
) -> list[Due]:
    due = await uow.outbox.due(lane, now, 50)
    kinds = (notices.NOTICE, notices.DIGEST)
    return [one for one in due if one.recipient.person_id == person_id and one.kind in kinds]


async def news_of(uow: UnitOfWork, person_id: int, now: datetime) -> list[tuple[object, object]]:
    return [(one.params["news"], one.params["why"]) for one in await told(uow, person_id, now)]


# the table


def test_every_kind_of_news_has_a_row_a_sender_and_words() -> None:
    assert set(NOTICES) == set(OPENS) == set(News)
    sent = {
        node.attr
        for path in (ROOT / "bot/services").rglob("*.py")
        if path.parts[-2:] != ("staff", "notices.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "News"
    }
    assert sent == {news.name for news in News}
    for news in News:
        assert notice_of(news, 1, "").first == NOTICES[news].first


@pytest.mark.parametrize("news", News)
def test_a_pace_that_may_not_be_chosen_does_not_hold(news: News) -> None:
    row = NOTICES[news]
    assert row.usual in row.paces
    assert pace_of(news, None) is row.usual
    assert pace_of(news, "weekly") is row.usual
    assert pace_of(news, NoticePace.NEVER.value) is (
        NoticePace.NEVER if row.may_stop else row.usual
    )


def test_a_digest_comes_in_the_next_morning(now: datetime) -> None:
    first = digest_at(now)
    assert now < first <= now + DAY
    assert digest_at(first - timedelta(seconds=1)) == first
    assert digest_at(first) > first


# who is told


@pytest.mark.parametrize("agrees", [True, False])
async def test_the_maker_of_a_broadcast_hears_of_yes_and_of_no_with_a_reason(
    database: Database,
    content: Content,
    now: datetime,
    agrees: bool,  # noqa: FBT001
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
        arta = await colleague(uow, ARTA, now)
        dren = await colleague(uow, DREN, now, Role.COORDINATOR)
        case = case_of(uow, arta.id, now, content)
        await compose(case, en="At nine")
        number = (await send(case, MANY)).id
        second = case_of(uow, dren.id, now, content)
        if agrees:
            await sending.approve(second, number)
        else:
            await sending.send_back(second, number, "w")
        expected = (News.BROADCAST_AGREED, "") if agrees else (News.BROADCAST_RETURNED, "w")
        assert await news_of(uow, arta.id, now) == [expected]
        assert await news_of(uow, dren.id, now) == []


async def test_who_takes_their_own_broadcast_back_is_told_nothing(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now, content)
        await compose(case, en="At nine")
        await sending.send_back(case, (await send(case, MANY)).id)
        assert await news_of(uow, arta.id, now) == []


async def test_a_list_of_people_is_asked_of_who_may_decide_and_the_answer_comes_back(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta, dren = [await colleague(uow, one, now, Role.COORDINATOR) for one in (ARTA, DREN)]
        analyst = await colleague(uow, LUAN, now, Role.ANALYST)
        case = case_of(uow, arta.id, now, content)
        number = await exports.ask(case, ExportTopic.CALL, "milk", ExportReason.REACH)
        await exports.ask(case, ExportTopic.CALL, "milk", ExportReason.REACH)
        assert await news_of(uow, dren.id, now) == [(News.EXPORT_ASKED, "")]
        assert await news_of(uow, arta.id, now) == await news_of(uow, analyst.id, now) == []
        await exports.decide(case_of(uow, dren.id, now, content), number, ExportState.REFUSED)
        assert await news_of(uow, arta.id, now) == [(News.EXPORT_DECIDED, "refused")]


async def test_the_owner_hears_that_an_invitation_was_used(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now, Role.OWNER)
        case = case_of(uow, arta.id, now, content)
        await team.begin_invitation(case, Role.ANALYST)
        payload = (await team.issue(case)).payload
        dren = await uow.people.meet(DREN, now)
        dren.pending = team.receive(payload)
        await uow.flush()
        await team.accept(case_of(uow, dren.id, now, content))
        assert await news_of(uow, arta.id, now) == [(News.INVITATION_USED, "")]


async def test_new_interests_are_counted_in_one_digest_for_who_may_contact_them(
    office: Office,
) -> None:
    arta = await office.colleague(ARTA)
    analyst = await office.colleague(LUAN, Role.ANALYST)
    for person in (BESA, DREN):
        await office.declare(await office.person(person, **HERE), "milk")
    morning = digest_at(office.now)
    async with office.database.transaction() as uow:
        assert await told(uow, arta, morning - timedelta(minutes=1), Lane.REMINDER) == []
        (digest,) = await told(uow, arta, morning, Lane.REMINDER)
        assert await told(uow, analyst, morning, Lane.REMINDER) == []
        assert await notices.counted(uow, arta) == {News.NEW_INTEREST: 2}
        await notices.note_digest(uow, digest, morning)
        assert await notices.counted(uow, arta) == {}


async def test_each_colleague_chooses_how_to_be_told(office: Office) -> None:
    arta, dren = await office.colleague(ARTA), await office.colleague(LUAN)
    async with office.database.transaction() as uow:
        case = office.case(uow, arta)
        assert (await notices.choices(case))[News.NEW_INTEREST] is NoticePace.DAILY
        assert News.INVITATION_USED not in await notices.choices(case)
        with pytest.raises(NotFoundError):
            await notices.choose_next(case, News.INVITATION_USED)
        assert await notices.choose_next(case, News.NEW_INTEREST) is NoticePace.NEVER
        assert (
            await notices.choose_next(office.case(uow, dren), News.NEW_INTEREST) is NoticePace.NEVER
        )
        assert (
            await notices.choose_next(office.case(uow, dren), News.NEW_INTEREST)
            is NoticePace.AT_ONCE
        )
    await office.declare(await office.person(BESA, **HERE), "milk")
    async with office.database.transaction() as uow:
        assert await notices.counted(uow, arta) == {}
        assert [one for one, _ in await news_of(uow, dren, office.now)] == [News.NEW_INTEREST]
