"""What was said to many ends as declared; the counts stay longer than the rest."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.broadcasts.broadcast import BroadcastState, PostMedium, Version
from bot.domain.content import Content
from bot.domain.delivery.campaigns import CampaignState
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.privacy.retention import Record
from bot.domain.text.languages import Language
from bot.services.broadcasts import drafts, overview, sending
from bot.services.rights.retention import forget_old
from bot.storage.broadcasts.tables import BroadcastRow, BroadcastVersion
from bot.storage.database.base import Base
from bot.storage.delivery.tables import CampaignRow, OutboxRow
from bot.storage.unit_of_work import Database
from tests.services.cases import case_of
from tests.services.newsroom import (
    ARTA,
    BESA,
    DAY,
    LIMITS,
    NO_HINTS,
    colleague,
    deliver,
    reader,
    sent,
)


async def count(database: Database, model: type[Base]) -> int:
    async with database.reading() as uow:
        statement = select(func.count()).select_from(model)
        return (await uow._session.scalars(statement)).one()


async def test_recipients_go_first_then_the_words_then_the_counts(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        for number in range(3):
            await reader(uow, BESA + number, now)
    done = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    assert (await forget_old(database, now + 29 * DAY))[Record.DELIVERY] == 0
    assert (await forget_old(database, now + 31 * DAY))[Record.DELIVERY] == 3
    async with database.transaction() as uow:
        arta = await uow.people.meet(ARTA, now)
        progress = (await overview.sent(case_of(uow, arta.id, now), done.id)).progress
        assert (progress.recipients, progress.counts) == (3, {DeliveryState.SENT: 3})
    assert (await forget_old(database, now + 364 * DAY))[Record.BROADCAST] == 0
    assert (await forget_old(database, now + 367 * DAY))[Record.BROADCAST] == 1
    assert await count(database, BroadcastVersion) == 0
    assert await count(database, CampaignRow) == 1
    assert (await forget_old(database, now + 729 * DAY))[Record.CAMPAIGN] == 0
    assert (await forget_old(database, now + 735 * DAY))[Record.CAMPAIGN] == 1
    assert await count(database, CampaignRow) == 0


async def test_the_counts_of_what_nobody_resumed_stay_too(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        for number in range(3):
            await reader(uow, BESA + number, now)
    done = await sent(database, content, now, en="At nine")
    await deliver(database, now, 1)
    async with database.transaction() as uow:
        arta = await uow.people.meet(ARTA, now)
        await sending.pause(case_of(uow, arta.id, now), done.id)
    await forget_old(database, now + 3 * DAY)
    await forget_old(database, now + 40 * DAY)
    assert await count(database, OutboxRow) == 0
    async with database.transaction() as uow:
        shown = await overview.sent(case_of(uow, arta.id, now), done.id)
        assert shown.campaign.state is CampaignState.CANCELLED
        assert shown.progress.counts == {DeliveryState.SENT: 1, DeliveryState.CANCELLED: 2}


async def test_a_broadcast_that_is_planned_far_ahead_stays_until_it_is_over(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now, content)
        await drafts.begin(case)
        version = Version(PostMedium.TEXT, "In two years")
        await drafts.write(case, Language.ENGLISH, version)
        await drafts.set_time(case, now + 700 * DAY)
    async with database.transaction() as uow:
        await sending.send(case_of(uow, arta.id, now, content), LIMITS, NO_HINTS)
    assert (await forget_old(database, now + 690 * DAY))[Record.BROADCAST] == 0
    await deliver(database, now + 700 * DAY + timedelta(hours=1))
    assert (await forget_old(database, now + 702 * DAY))[Record.BROADCAST] == 1


@pytest.mark.parametrize(
    ("state", "days", "record"),
    [(BroadcastState.OFFERED, 7, Record.OFFER), (BroadcastState.DRAFT, 366, Record.BROADCAST)],
)
async def test_a_notice_that_was_not_sent_ends_too(
    database: Database, now: datetime, state: BroadcastState, days: int, record: Record
) -> None:
    async with database.transaction() as uow:
        number = await uow.broadcasts.begin(1, now, state)
        await uow.broadcasts.write(number, Language.ENGLISH, Version(PostMedium.TEXT, "A notice"))
    assert (await forget_old(database, now + (days - 2) * DAY))[record] == 0
    assert (await forget_old(database, now + days * DAY + timedelta(minutes=1)))[record] == 1
    assert await count(database, BroadcastRow) == 0
    assert await count(database, BroadcastVersion) == 0
