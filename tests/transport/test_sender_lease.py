"""Who sends: two at once, one that froze, one that stops, and clocks that do not run evenly."""

import asyncio
import itertools
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.delivery.outbox import DeliveryReason, Due
from bot.domain.delivery.outcomes import Delivered, Outcome, Unknown
from bot.services.delivery import delivery
from bot.storage.database.failures import DatabaseAwayError
from bot.transport.pace import Pace
from bot.transport.parcels import Parcel
from tests.transport.outbox_town import (
    FIRST,
    Town,
    queue_campaign,
)

SOON = timedelta(seconds=1)


class NoRests:
    """Chats that need no rest."""

    def wait(self, _chat_id: int) -> timedelta:
        return timedelta()

    def reserve(self, _chat_id: int) -> None:
        pass


async def test_after_six_hours_of_outage_what_is_due_is_sent_and_the_rest_expired(
    town: Town,
) -> None:
    people = await town.people(4)
    for number, person in enumerate(people):
        hours = 3 if number < 2 else 12
        await town.queue(person, "deadline_reminder", expires_at=town.now + timedelta(hours=hours))
    town.clock.advance(timedelta(hours=6))
    async with town.sender().sending():
        assert await town.until_settled() == {("expired", "too late"): 2, ("sent", None): 2}
    assert sorted(town.copies()) == [FIRST + 2, FIRST + 3]


async def test_a_clock_that_jumps_ahead_loses_nothing_and_expires_what_is_too_late(
    town: Town,
) -> None:
    people = await town.people(60)
    for number, person in enumerate(people):
        hours = 3 if number < 30 else 12
        await town.queue(person, "broadcast", expires_at=town.now + timedelta(hours=hours))
    async with town.sender(Pace(20)).sending():
        await town.until_sent(5)
        town.clock.advance(timedelta(hours=6))
        states = await town.until_settled()
    sent = len(town.sent())
    assert set(town.copies().values()) == {1}
    assert 35 <= sent < 60
    assert states == {("sent", None): sent, ("expired", "too late"): 60 - sent}


async def test_a_lease_of_a_clock_that_was_put_back_is_not_waited_for(town: Town) -> None:
    (person,) = await town.people(1)
    later = town.now + timedelta(hours=1)
    async with town.database.transaction() as uow:
        assert await uow.lease.hold("dead", later, later + timedelta(seconds=10))
    await town.queue(person)
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 1}


async def test_two_senders_on_one_database_send_everything_once(town: Town) -> None:
    people = await town.people(60)
    one, other = town.sender(Pace(100)), town.sender(Pace(100))
    async with one.sending(), other.sending():
        await queue_campaign(town.database, people, town.now)
        assert await town.until_settled() == {("sent", None): 60}
    assert set(town.copies().values()) == {1}
    assert [one.figures.outcomes.total(), other.figures.outcomes.total()].count(0) == 1


async def test_a_restart_keeps_to_the_pace(town: Town) -> None:
    rate = 20
    people = await town.people(60)
    await queue_campaign(town.database, people, town.now)
    one, waits = town.sender(Pace(rate)), town.sender(Pace(rate))
    async with waits.sending():
        pass  # its pace has been idle since long
    async with one.sending():
        await town.until_sent(20)
    stopped = town.now
    async with waits.sending():
        await town.until_settled()
    first = min(call.at for call in town.sent() if call.at > stopped)
    assert first - stopped >= timedelta(seconds=1 / rate)


async def test_a_sender_that_froze_settles_nothing_when_it_wakes(town: Town) -> None:
    """It took three messages and stopped; another took over; now its answers come."""
    people = await town.people(3)
    await queue_campaign(town.database, people, town.now)

    now = town.now
    async with town.database.transaction() as uow:
        assert await uow.lease.hold("frozen", now, now + timedelta(seconds=10))
        await uow.campaigns.advance(now)
        taken = await delivery.take(uow, "frozen", 3, now, NoRests())
        assert len(taken) == 3
        assert not await uow.lease.hold("quick", now, now + SOON)
    town.clock.advance(timedelta(seconds=11))
    async with town.sender().sending():
        states = await town.until_settled()
        assert states == {("sent", None): 3}
    before = {row.id: (row.state, row.message_id, row.unknown) for row in await town.rows()}
    assert {unknown for _state, _number, unknown in before.values()} == {1}
    async with town.database.transaction() as uow:
        assert await uow.lease.hold("frozen", town.now, town.now + SOON)  # it was released
        late = [delivery.Tried(due, Unknown(DeliveryReason.TIMED_OUT), town.now) for due in taken]
        await delivery.settle(uow, "frozen", late, town.now)
    after = {row.id: (row.state, row.message_id, row.unknown) for row in await town.rows()}
    assert after == before


async def test_what_another_sent_while_a_sender_was_frozen_does_not_go_out_when_it_wakes(
    town: Town,
) -> None:
    """It wakes when the other has come and gone, so that the lease is to be had again."""
    people = await town.people(3)
    (newcomer,) = await town.people(1, FIRST + 100)
    for person in people:
        await town.queue(person)
    async with town.sender(Pace(2)).sending():
        await town.until_sent(1)
        # Until this ends ours can do nothing, as if it stood still.
        async with town.database.transaction() as uow:
            later = town.now + timedelta(seconds=15)
            assert await uow.lease.hold("other", later, later + SOON)
            await delivery.put_in_order(uow, "other", (), later)
            later += SOON * 3
            taken = await delivery.take(uow, "other", 50, later, NoRests())
            gone = [delivery.Tried(due, Delivered(700_000 + due.id), later) for due in taken]
            await delivery.settle(uow, "other", gone, later)
            await uow.lease.release("other", later)
            town.clock.advance(SOON * 20)
        before = set(town.copies())
        await town.queue(newcomer)
        await town.until(lambda: FIRST + 100 in town.copies())
        await town.until_settled()
    assert len(taken) >= 2
    assert set(town.copies()) == before | {FIRST + 100}
    others = {row.message_id for row in await town.rows() if (row.message_id or 0) > 700_000}
    assert len(others) == len(taken)


async def test_what_was_taken_and_never_tried_is_not_in_doubt(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database fails between taking a reminder and finding its words."""
    (person,) = await town.people(1)
    await town.queue(person, "deadline_reminder")
    sender = town.sender(lease=SOON)
    find, failures = sender._wording.find, itertools.count()

    async def fail_once(taken: Sequence[Due]) -> Sequence[tuple[Due, Parcel | Outcome]]:
        if taken and next(failures) == 0:
            raise DatabaseAwayError
        return await find(taken)

    monkeypatch.setattr(sender._wording, "find", fail_once)
    async with sender.sending():
        assert await town.until_settled() == {("sent", None): 1}
    assert next(failures) >= 2
    assert [row.unknown for row in await town.rows()] == [0]


async def test_many_interactive_messages_are_not_taken_far_ahead(town: Town) -> None:
    """A kill makes each that was taken doubtful."""
    for person in await town.people(150):
        await town.queue(person, "inbox_reply")
    most = 0
    async with town.sender(Pace(20)).sending():
        while len(town.sent()) < 20:
            most = max(most, (await town.states())["sending", None])
            await asyncio.sleep(0.02)
    assert 0 < most <= 25


async def test_a_sender_that_is_told_to_stop_gives_back_what_it_did_not_begin(
    town: Town,
) -> None:
    people = await town.people(50)
    await queue_campaign(town.database, people, town.now)
    async with town.sender(Pace(20)).sending():
        await town.until_sent(3)
    states = await town.states()
    assert states["sent", None] == len(town.sent())
    assert states["queued", None] == 50 - states["sent", None]
    assert all(row.unknown == 0 for row in await town.rows())
    async with town.sender().sending():  # and another begins at once
        assert await town.until_settled() == {("sent", None): 50}
    assert set(town.copies().values()) == {1}


async def test_a_queue_that_nobody_empties_is_stalled(town: Town) -> None:
    (person,) = await town.people(1)
    await town.queue(person)
    async with town.database.reading() as uow:
        assert not await delivery.is_stalled(uow, town.now + timedelta(seconds=59))
        assert await delivery.is_stalled(uow, town.now + timedelta(seconds=90))
    async with town.sender().sending():
        await town.until_settled()
    async with town.database.reading() as uow:
        assert not await delivery.is_stalled(uow, town.now + timedelta(seconds=90))
