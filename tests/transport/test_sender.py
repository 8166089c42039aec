"""The sender against the sandbox: everybody ends in one state, and Telegram is respected."""

import asyncio
import itertools
import os
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.domain.delivery import outcomes
from bot.domain.delivery.campaigns import CampaignState, NewCampaign
from bot.domain.delivery.outbox import DeliveryState, Due, OutboxMessage
from bot.domain.localtime import from_local
from bot.sandbox.rules.limits import ApiLimits
from bot.screens.broadcasts.post import Post, PostKind
from bot.services.delivery.delivery import Consequences
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.courier import Courier
from bot.transport.pace import Pace
from bot.transport.parcels import Content
from bot.transport.render import Rendered
from tests.transport.outbox_town import (
    FIRST,
    Town,
    queue_campaign,
    worst_second,
)

SOON = timedelta(seconds=1)


async def a_row(town: Town, **wanted: str) -> bool:
    """Whether any message is like that."""
    return any(
        all(getattr(row, name) == value for name, value in wanted.items())
        for row in await town.rows()
    )


async def no_row(town: Town, **wanted: str) -> bool:
    return not await a_row(town, **wanted)


async def is_done(town: Town, campaign: int) -> bool:
    async with town.database.reading() as uow:
        found = await uow.campaigns.find(campaign)
    return found is not None and found.state is CampaignState.DONE


async def test_everybody_gets_a_campaign_once_and_it_is_over_then(town: Town) -> None:
    people = await town.people(40)
    async with town.sender().sending():
        campaign = await queue_campaign(town.database, people, town.now)
        assert await town.until_settled() == {("sent", None): 40}
        await town.until(lambda: is_done(town, campaign))
    async with town.database.reading() as uow:
        progress = await uow.campaigns.progress(campaign)
    assert progress.counts == {DeliveryState.SENT: 40}
    assert set(town.copies().values()) == {1}
    assert len(town.copies()) == 40


async def test_a_message_is_noted_so_that_the_chat_can_be_cleared(town: Town) -> None:
    (person,) = await town.people(1)
    await town.queue(person)
    async with town.sender().sending():
        row = await town.until_first(DeliveryState.SENT)
    async with town.database.reading() as uow:
        assert await uow.messages.of_person(person) == [row.message_id]
    assert row.sent_at is not None
    assert row.lease_token is None


async def test_what_fails_for_good_has_a_reason_and_stops_nobody(town: Town) -> None:
    people = await town.people(6)
    chats = town.sandbox.world.chats
    chats[FIRST].blocked = True
    person = chats[FIRST + 1].person
    assert person is not None
    person.deactivated = True
    del chats[FIRST + 2]
    town.sandbox.faults.refuse(400, "Bad Request: can't parse entities", chat_id=FIRST + 3)
    await queue_campaign(town.database, people, town.now)
    async with town.sender().sending():
        states = await town.until_settled()
    assert states == {
        ("unreachable", "blocked"): 1,
        ("unreachable", "deactivated"): 1,
        ("unreachable", "no chat"): 1,
        ("failed", "refused"): 1,
        ("sent", None): 2,
    }
    async with town.database.reading() as uow:
        lost = [await uow.people.look(FIRST + number) for number in range(6)]
    assert [one is not None and one.unreachable_at is not None for one in lost] == [True] * 3 + [
        False
    ] * 3
    assert len(town.sandbox.calls.of("sendMessage")) == 6


async def test_whoever_is_known_to_be_out_of_reach_is_not_tried_again(town: Town) -> None:
    await town.people(1, unreachable_at=town.now)
    await town.queue(1)
    async with town.sender().sending():
        assert await town.until_settled() == {("unreachable", "known unreachable"): 1}
    assert len(town.sandbox.calls) == 0


async def test_a_gateway_or_a_network_that_fails_costs_nobody_a_message(town: Town) -> None:
    people = await town.people(12)
    town.sandbox.faults.bad_gateway("sendMessage", times=6)
    await queue_campaign(town.database, people, town.now)
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 12}
    assert set(town.copies().values()) == {1}
    assert all(row.unknown == 0 for row in await town.rows())


async def test_telegram_that_is_out_of_reach_is_waited_for(town: Town) -> None:
    people = await town.people(3)
    async with town.sender().sending():
        async with town.sandbox.unreachable():
            await queue_campaign(town.database, people, town.now)
            await town.until(lambda: a_row(town, reason="no connection"))
        assert await town.until_settled() == {("sent", None): 3}
    assert set(town.copies().values()) == {1}


async def test_what_may_repeat_comes_again_marked_and_what_may_not_is_uncertain(
    town: Town,
) -> None:
    first, second = await town.people(2)
    town.sandbox.faults.drop_after("sendMessage", times=None, chat_id=FIRST)
    town.sandbox.faults.drop_after("sendMessage", times=1, chat_id=FIRST + 1)
    await town.queue(first, "deadline_reminder")
    await town.queue(second, "broadcast")
    async with town.sender().sending():
        states = await town.until_settled()
    assert states == {("uncertain", "connection broke"): 1, ("sent", None): 1}
    assert town.copies() == {FIRST: 1, FIRST + 1: 2}
    assert [row.unknown for row in await town.rows()] == [1, 1]


async def test_what_may_repeat_is_tried_until_it_arrives_for_certain_and_admits_each_doubt(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "AFTER_UNKNOWN", timedelta(milliseconds=50))
    (person,) = await town.people(1)
    town.sandbox.faults.drop_after("sendMessage", times=3)
    await town.queue(person)
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 1}
    assert town.copies() == {FIRST: 4}
    assert [row.unknown for row in await town.rows()] == [3]


async def test_what_may_repeat_and_never_arrives_for_certain_is_uncertain_when_it_expires(
    town: Town,
) -> None:
    (person,) = await town.people(1)
    town.sandbox.faults.drop_after("sendMessage", times=None)
    await town.queue(person, expires_at=town.now + timedelta(seconds=3))
    async with town.sender().sending():
        assert await town.until_settled() == {("uncertain", "connection broke"): 1}
    (row,) = await town.rows()
    assert town.copies()[FIRST] == row.unknown == 2


async def test_nothing_is_sent_before_telegram_allows_it_again(town: Town) -> None:
    people = await town.people(30)
    town.sandbox.faults.flood(2, "sendMessage", times=1)
    await queue_campaign(town.database, people, town.now)
    async with town.sender(Pace(50)).sending():
        assert await town.until_settled() == {("sent", None): 30}
    calls = town.sandbox.calls.of("sendMessage")
    refused = next(call for call in calls if call.status == 429)
    after = [call.at - refused.at for call in calls if call.at > refused.at]
    # What was on its way at that moment had left before the answer came.
    assert all(late < timedelta(seconds=0.2) or late >= timedelta(seconds=1.95) for late in after)
    assert sum(late < timedelta(seconds=0.2) for late in after) <= 2
    assert len([call for call in calls if call.status == 429]) == 1


async def test_a_429_that_an_answer_meets_holds_the_sender_too(town: Town) -> None:
    pace = Pace(50)
    courier = Courier(town.bot, asyncio.sleep, pace)
    people = await town.people(1)
    phone = town.sandbox.phone(language_code="en")
    phone.patience = None
    phone.compose("/start")
    town.sandbox.faults.flood(1, "sendMessage", times=1)
    answer = asyncio.create_task(courier.send(phone.user_id, Rendered("Hi", [])))
    await town.until(lambda: pace.held_for > 0)
    await town.queue(people[0])
    async with town.sender(pace).sending():
        await town.until_settled()
    await answer
    first, *later = town.sandbox.calls.of("sendMessage")
    assert all(call.at - first.at >= timedelta(seconds=0.95) for call in later)


async def test_the_lanes_go_in_their_order(town: Town) -> None:
    people = await town.people(60)
    await queue_campaign(town.database, people[:50], town.now)
    for person in people[50:55]:
        await town.queue(person, "deadline_reminder")
    for person in people[55:]:
        await town.queue(person, "inbox_reply")
    async with town.sender(Pace(60)).sending():
        await town.until_settled()
    order = [int(call.params["chat_id"]) - FIRST for call in town.sent()]
    assert set(order[:5]) == set(range(55, 60))
    assert set(order[5:10]) == set(range(50, 55))


async def test_an_interactive_message_overtakes_a_broadcast_that_runs(town: Town) -> None:
    people = await town.people(201)
    await queue_campaign(town.database, people[:200], town.now)
    async with town.sender(Pace(50)).sending():
        await town.until_sent(20)
        asked = town.now
        await town.queue(people[200], "inbox_reply")
        await town.until(lambda: FIRST + 200 in town.copies())
    answered = next(call.at for call in town.sent() if call.params["chat_id"] == FIRST + 200)
    before = [call for call in town.sent() if asked < call.at < answered]
    assert len(before) < 30


async def test_a_chat_gets_one_message_a_second(town: Town) -> None:
    (person,) = await town.people(1)
    for number in range(3):
        await town.queue(person, dedupe_key=str(number), params={"number": number})
    town.sandbox.limits = ApiLimits.of_telegram()
    async with town.sender(Pace(28)).sending():
        assert await town.until_settled() == {("sent", None): 3}
    assert all(call.ok for call in town.sandbox.calls.of("sendMessage"))
    times = [call.at for call in town.sent()]
    assert all(b - a >= SOON for a, b in itertools.pairwise(times))


async def test_a_group_that_moved_is_followed(town: Town) -> None:
    phone = town.sandbox.phone(language_code="en")
    group = town.sandbox.group("CEC Prizren", phone)
    moved: list[tuple[int, int]] = []

    async def note(_uow: UnitOfWork, old: int, new: int) -> None:
        moved.append((old, new))

    group.patience = None
    old = group.chat_id
    new = await group.migrate()
    for number in range(2):
        message = OutboxMessage(
            "broadcast", f"g{number}", town.now, chat_id=old, params={"number": number}
        )
        async with town.database.transaction() as uow:
            await uow.outbox.enqueue(message)
    async with town.sender(consequences=Consequences(group_moved=note)).sending():
        assert await town.until_settled() == {("sent", None): 2}
    assert set(moved) == {(old, new)}
    assert {row.chat_id for row in await town.rows()} == {new}


@pytest.mark.parametrize(
    ("evening", "hours"),
    [
        (datetime(2027, 3, 27, 22, 0), 9),  # noqa: DTZ001 -- on the wall; clocks go forward
        (datetime(2027, 10, 30, 22, 0), 11),  # noqa: DTZ001 -- and back
    ],
)
async def test_nobody_is_written_to_in_their_quiet_hours_or_after_stop(
    town: Town, evening: datetime, hours: int
) -> None:
    night = from_local(evening)
    town.clock.advance(night - town.now)
    awake, asleep, stopped = await town.people(3)
    async with town.database.transaction() as uow:
        for telegram_id, values in (
            (FIRST + 1, {"quiet_from": 21, "quiet_until": 8}),
            (FIRST + 2, {"quiet_from": 21, "quiet_until": 8, "stopped_at": night}),
        ):
            person = await uow.people.find(telegram_id)
            assert person is not None
            for name, value in values.items():
                setattr(person, name, value)
    for person_id in (awake, asleep, stopped):
        await town.queue(person_id, "broadcast", expires_at=night + timedelta(days=2))
        await town.queue(person_id, "session_changed")
    async with town.sender().sending():
        await town.until_sent(4)
        await town.until(lambda: no_row(town, state="sending"))
        states = await town.states()
        assert states == {("sent", None): 4, ("queued", "quiet hours"): 1,
                          ("cancelled", "stopped"): 1}  # fmt: skip
        waiting = next(row for row in await town.rows() if row.state == "queued")
        # Eight in the morning on the wall comes an hour sooner or later that night.
        assert waiting.not_before == night + timedelta(hours=hours)
        town.clock.advance(waiting.not_before - town.now)
        assert (await town.until_settled())["sent", None] == 5
    assert town.copies() == {FIRST: 2, FIRST + 1: 2, FIRST + 2: 1}


async def test_a_paused_campaign_stops_and_goes_on_and_a_cancelled_one_ends(town: Town) -> None:
    people = await town.people(100)
    campaign = await queue_campaign(town.database, people, town.now)
    async with town.sender(Pace(50)).sending():
        await town.until_sent(10)
        async with town.database.transaction() as uow:
            await uow.campaigns.pause(campaign)
        await town.until(lambda: no_row(town, state="sending"))
        stood = len(town.sent())
        assert stood < 60
        async with town.database.transaction() as uow:
            await uow.campaigns.resume(campaign)
        await town.until_sent(stood + 10)
        async with town.database.transaction() as uow:
            await uow.campaigns.cancel(campaign, town.now)
        states = await town.until_settled()
    assert states.keys() == {("sent", None), ("cancelled", "withdrawn")}
    assert states.total() == 100
    assert states["sent", None] == len(town.sent()) == len(town.copies())


async def test_words_are_found_at_the_time_of_sending_in_the_language_of_the_person(
    town: Town,
) -> None:
    await town.people(1, language="sq")
    await town.people(1, FIRST + 1, language="en", discreet=True)
    await town.queue(1, "round_opened")
    await town.queue(2, "round_opened")
    async with town.sender().sending():
        await town.until_settled()
    said = {call.params["chat_id"]: call.params for call in town.sent()}
    assert said[FIRST]["text"] == "<b>Thirrje</b>"
    assert said[FIRST + 1]["text"] == "<b>Open calls</b>"
    assert said[FIRST + 1]["disable_notification"]
    assert not said[FIRST]["disable_notification"]


async def test_a_message_without_words_waits_and_one_with_nothing_to_say_is_cancelled(
    town: Town,
) -> None:
    tries: Counter[int] = Counter()

    async def fail_once(_uow: UnitOfWork, due: Due) -> Content | None:
        tries[due.id] += 1
        if tries[due.id] == 1:
            raise ValueError("something personal")
        return Post("There are words now")

    async def say_nothing(_uow: UnitOfWork, _due: Due) -> Content | None:
        return None

    town.renderers |= {"broadcast": fail_once, "round_opened": say_nothing}
    people = await town.people(2)
    await town.queue(people[0])
    await town.queue(people[1], "round_opened")
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 1, ("cancelled", "obsolete"): 1}


async def test_photos_documents_and_voice_go_by_their_number(town: Town) -> None:
    files = town.sandbox.world.files
    staff = town.sandbox.phone(language_code="en")
    staff.patience = None
    staff.compose("/start")
    sent = await town.bot.send_document(staff.user_id, b"plan", filename="plan.txt")
    assert sent.document is not None
    assert files is not None
    number = sent.document.file_id

    async def attach(_uow: UnitOfWork, _due: Due) -> Content:
        return Post("<i>The plan</i>", PostKind.DOCUMENT, number)

    town.renderers["broadcast"] = attach
    (person,) = await town.people(1)
    await town.queue(person)
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 1}
    call = town.sandbox.calls.of("sendDocument")[-1]
    assert (call.params["document"], call.params["caption"]) == (number, "<i>The plan</i>")


async def test_the_same_message_is_queued_once(town: Town) -> None:
    (person,) = await town.people(1)
    message = OutboxMessage("broadcast", "once", town.now, person_id=person)
    async with town.database.transaction() as uow:
        assert await uow.outbox.enqueue(message)
        assert not await uow.outbox.enqueue(message)
        await uow.outbox.enqueue_all([message, message])
    assert len(await town.rows()) == 1
    async with town.database.transaction() as uow:
        await uow.outbox.withdraw(["once"], town.now)
    assert await town.states() == {("cancelled", "withdrawn"): 1}


@pytest.mark.slow
@pytest.mark.skipif("KOMSHI_LONG" not in os.environ, reason="a busy machine delays calls unevenly")
@pytest.mark.parametrize(("rate", "count"), [(30, 120), (300, 900), (1000, 2000)])
async def test_the_worst_second_of_a_broadcast_keeps_to_the_rate(
    town: Town, rate: int, count: int
) -> None:
    people = await town.people(count)
    await queue_campaign(town.database, people, town.now)
    town.sandbox.limits = ApiLimits(per_second=int(rate * 1.1), per_chat_second=1)
    async with town.sender(Pace(rate)).sending():
        assert await town.until_settled() == {("sent", None): count}
    assert worst_second(town.sent()) <= rate * 1.1
    assert town.sandbox.calls.refused == []


async def test_a_group_that_moved_and_was_chosen_under_both_numbers_gets_it_once(
    town: Town,
) -> None:
    phone = town.sandbox.phone(language_code="en")
    group = town.sandbox.group("CEC Prizren", phone)
    group.patience = None
    old = group.chat_id
    new = await group.migrate()
    now = town.now
    async with town.database.transaction() as uow:
        campaign = await uow.campaigns.add(NewCampaign("broadcast", now, now + SOON * 60), now)
        for chat_id in (old, new):
            await uow.outbox.enqueue(
                OutboxMessage("broadcast", f"{chat_id}", now, chat_id=chat_id, campaign_id=campaign)
            )
        await uow.campaigns.complete(campaign)
    async with town.sender().sending():
        assert await town.until_settled() == {("sent", None): 1, ("cancelled", "obsolete"): 1}
    assert town.copies() == {new: 1}
