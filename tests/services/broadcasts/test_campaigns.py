from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.delivery.campaigns import CampaignState, CampaignStateError, NewCampaign
from bot.domain.delivery.outbox import DeliveryState, Lane, OutboxMessage, Repeat
from bot.domain.delivery.outcomes import Delivered, Placement, placement_after
from bot.domain.errors import NotFoundError
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.erasure import erase_person

DAY = timedelta(days=1)
PEOPLE = 6


async def people(uow: UnitOfWork, now: datetime, count: int = PEOPLE) -> list[int]:
    return [(await uow.people.meet(7000 + number, now)).id for number in range(count)]


async def campaign_for(uow: UnitOfWork, now: datetime, count: int = PEOPLE) -> int:
    """A complete campaign that is due now."""
    campaign = await uow.campaigns.add(NewCampaign("broadcast", now, now + DAY), now)
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind="broadcast",
            dedupe_key=f"c{campaign}:{person}",
            not_before=now,
            person_id=person,
            campaign_id=campaign,
        )
        for person in await people(uow, now, count)
    )
    assert await uow.campaigns.complete(campaign) == count
    return campaign


async def send(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Send so many messages of the lane, as a sender does."""
    due = await uow.outbox.due(Lane.BROADCAST, now, most)
    await uow.outbox.begin([message.id for message in due], "me", now + DAY)
    placed = [
        placement_after(message, Delivered(100 + number), now) for number, message in enumerate(due)
    ]
    await uow.outbox.settle(placed, "me", now)
    return len(due)


async def state_of(uow: UnitOfWork, campaign: int) -> CampaignState:
    stored = await uow.campaigns.find(campaign)
    assert stored is not None
    return stored.state


async def test_a_campaign_runs_from_its_time_until_everybody_has_a_final_state(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        assert await send(uow, now, 10) == 0  # it does not run yet
        assert await uow.campaigns.advance(now - DAY) == []
        assert await state_of(uow, campaign) is CampaignState.SCHEDULED
        await uow.campaigns.advance(now)
    async with database.transaction() as uow:
        assert await state_of(uow, campaign) is CampaignState.RUNNING
        assert await send(uow, now, 4) == 4
        assert await uow.campaigns.advance(now) == []
        assert (await uow.campaigns.progress(campaign)).left == 2
        assert await send(uow, now, 10) == 2
        assert await uow.campaigns.advance(now) == [campaign]
        assert await uow.campaigns.advance(now) == []
    async with database.reading() as uow:
        stored = await uow.campaigns.find(campaign)
        assert stored is not None
        assert (stored.state, stored.finished_at) == (CampaignState.DONE, now)
        assert await uow.campaigns.unfinished() == []


async def test_a_campaign_waits_until_its_last_recipient_is_entered(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await uow.campaigns.add(NewCampaign("broadcast", now, now + DAY), now)
    async with database.transaction() as uow:
        await uow.campaigns.advance(now)
        assert await state_of(uow, campaign) is CampaignState.SCHEDULED
        await uow.campaigns.complete(campaign)
        await uow.campaigns.advance(now)
        assert await uow.campaigns.advance(now) == []
        assert await state_of(uow, campaign) is CampaignState.DONE  # to nobody


async def test_counts_stay_when_the_rows_of_the_recipients_are_dropped(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        await uow.campaigns.advance(now)
        await send(uow, now, 10)
        await uow.campaigns.advance(now)
    async with database.transaction() as uow:
        for number in range(PEOPLE):
            person = await uow.people.find(7000 + number)
            assert person is not None
            uow._session.expunge(person)
            await erase_person(uow, person.id, person.telegram_id, now)
    async with database.reading() as uow:
        assert (await uow._session.scalars(select(func.count(OutboxRow.id)))).one() == 0
        progress = await uow.campaigns.progress(campaign)
        assert (progress.recipients, progress.counts) == (PEOPLE, {DeliveryState.SENT: PEOPLE})


async def test_whoever_erases_themselves_leaves_the_count_of_recipients_as_it_was(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        await uow.campaigns.advance(now)
        person = await uow.people.find(7000)
        assert person is not None
        uow._session.expunge(person)
        await erase_person(uow, person.id, 7000, now)
        await send(uow, now, 10)
        progress = await uow.campaigns.progress(campaign)
        assert (progress.recipients, progress.settled, progress.erased) == (PEOPLE, PEOPLE - 1, 1)


async def test_nothing_of_a_paused_campaign_begins_and_all_goes_on_afterwards(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        await uow.campaigns.advance(now)
        assert await send(uow, now, 2) == 2
        await uow.campaigns.pause(campaign)
        assert await send(uow, now, 10) == 0
        assert await uow.outbox.oldest_due(now) == {}
        await uow.campaigns.advance(now)
        assert await state_of(uow, campaign) is CampaignState.PAUSED
        await uow.campaigns.resume(campaign)
        await uow.campaigns.advance(now)
        assert await send(uow, now, 10) == PEOPLE - 2


async def test_a_cancelled_campaign_ends_everything_that_nobody_has_begun(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        await uow.campaigns.advance(now)
        await send(uow, now, 2)
        (begun,) = await uow.outbox.due(Lane.BROADCAST, now, 1)
        await uow.outbox.begin([begun.id], "me", now + DAY)
        await uow.campaigns.cancel(campaign, now)
        assert await uow.campaigns.advance(now) == []  # one is on its way
        back = Placement(begun.id, DeliveryState.SENDING, DeliveryState.QUEUED, due_at=now)
        await uow.outbox.settle([back], "me", now)
        assert await uow.outbox.expire(now) == 1
        assert await uow.campaigns.advance(now) == [campaign]
        progress = await uow.campaigns.progress(campaign)
        assert progress.counts == {DeliveryState.SENT: 2, DeliveryState.CANCELLED: PEOPLE - 2}
        assert progress.reasons == {(DeliveryState.CANCELLED, "withdrawn"): PEOPLE - 2}
        assert await state_of(uow, campaign) is CampaignState.CANCELLED


async def test_a_campaign_that_has_begun_or_is_over_refuses_what_it_is_past(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        with pytest.raises(CampaignStateError):
            await uow.campaigns.resume(campaign)
        with pytest.raises(ValueError, match="before it expires"):
            await uow.campaigns.reschedule(campaign, now, now)
        await uow.campaigns.advance(now)
        with pytest.raises(CampaignStateError):
            await uow.campaigns.reschedule(campaign, now, now + DAY)
        await uow.campaigns.cancel(campaign, now)
        for act in (uow.campaigns.pause, uow.campaigns.resume):
            with pytest.raises(CampaignStateError):
                await act(campaign)
        with pytest.raises(NotFoundError):
            await uow.campaigns.pause(campaign + 1)


async def test_a_campaign_that_has_not_begun_can_be_moved_with_all_its_messages(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        campaign = await campaign_for(uow, now)
        await uow.campaigns.reschedule(campaign, now + DAY, now + 3 * DAY)
        await uow.campaigns.advance(now)
        assert await state_of(uow, campaign) is CampaignState.SCHEDULED
        await uow.campaigns.advance(now + DAY)
        assert await send(uow, now, 10) == 0
        assert await send(uow, now + DAY, 10) == PEOPLE


async def test_the_author_goes_with_the_person_and_the_campaign_stays(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        author = await uow.people.meet(1, now)
        new = NewCampaign(
            "broadcast",
            now,
            now + DAY,
            {"text": "Ç"},
            made_by=author.id,
            repeat=Repeat.AT_MOST_ONCE,
        )
        campaign = await uow.campaigns.add(new, now)
        stored = await uow.campaigns.find(campaign)
        assert stored is not None
        assert (stored.made_by, stored.payload, stored.repeat) == (
            author.id,
            {"text": "Ç"},
            Repeat.AT_MOST_ONCE,
        )
        uow._session.expunge(author)
        await erase_person(uow, author.id, 1, now)
        left = await uow.campaigns.find(campaign)
        assert left is not None
        assert left.made_by is None
