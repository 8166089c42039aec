"""What staff see of all broadcasts, in a real database, and the rows of a report."""

from datetime import datetime

import pytest

from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.content import Content
from bot.domain.delivery.campaigns import Progress
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.services.broadcasts import overview, sending
from bot.services.broadcasts.overview import ReportRow
from bot.storage.unit_of_work import Database
from tests.services.cases import case_of
from tests.services.newsroom import ARTA, BESA, NARROW, colleague, compose, reader, send, sent

DREN, LUAN = 3002, 3003


def test_the_rows_of_a_report_add_up_and_what_has_no_reason_comes_last() -> None:
    failed, done = DeliveryState.FAILED, DeliveryState.SENT
    counts = {failed: 5, done: 7}
    reasons = {(failed, "refused"): 1, (failed, "not rendered"): 3}
    assert overview.report_rows(Progress(12, counts, reasons=reasons)) == [
        ReportRow(done, "", 7),
        ReportRow(failed, "not rendered", 3),
        ReportRow(failed, "refused", 1),
        ReportRow(failed, "", 1),
    ]


async def test_whose_role_reaches_less_far_does_not_see_it_in_the_list(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
    done = await sent(database, content, now, en="At nine")
    async with database.transaction() as uow:
        arta, dren = await uow.people.meet(ARTA, now), await colleague(uow, DREN, now)
        narrow = await colleague(uow, LUAN, now, Role.COORDINATOR, NARROW)
        for person in (arta, dren):
            seen = await overview.overview(case_of(uow, person.id, now))
            assert [broadcast.id for broadcast in seen.recent] == [done.id]
        case = case_of(uow, narrow.id, now)
        assert (await overview.overview(case)).recent == []
        with pytest.raises(NotAllowedError):
            await overview.sent(case, done.id)


async def test_what_is_on_its_way_and_what_waits_is_open(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
        await reader(uow, BESA + 1, now)
    await sent(database, content, now, en="At nine")
    async with database.transaction() as uow:
        dren = await colleague(uow, DREN, now)
        case = case_of(uow, dren.id, now, content)
        assert await overview.count_open(case) == 1
        await compose(case, en="For many")
        await send(case, SendLimits(approval_above=1))
        assert await overview.count_open(case) == 2


async def test_a_waiting_broadcast_is_shown_to_its_maker_and_to_who_may_agree(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        await reader(uow, BESA, now)
        await reader(uow, BESA + 1, now)
        dren, luan = await colleague(uow, DREN, now), await colleague(uow, LUAN, now, Role.OWNER)
        mine, theirs = (case_of(uow, person.id, now, content) for person in (dren, luan))
        await compose(mine, en="For many")
        waiting = await send(mine, SendLimits(approval_above=1))
        for case, is_maker in ((mine, True), (theirs, False)):
            approval = await sending.approval(case, waiting)
            assert approval is not None
            assert (approval.readers.number_of_people, approval.mine) == (2, is_maker)
        await sending.send_back(mine, waiting.id)
        draft = await overview.viewed(mine, waiting.id)
        assert await sending.approval(mine, draft) is None
        with pytest.raises(NotFoundError):
            await sending.approval(theirs, draft)
