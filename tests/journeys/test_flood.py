"""One person sends far too much: they are told kindly, and nobody else notices."""

from datetime import timedelta

import pytest

from bot.domain.localtime import local_day
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import ListAlerts
from bot.screens.home.actions import ShowHome
from bot.storage.database.failures import DatabaseAwayError
from bot.transport.admission import FLOOD, STALE_TAP
from bot.transport.flood import FloodGate, FloodLimits
from bot.transport.visit import Request, Text
from tests.journeys.conftest import Town
from tests.journeys.hands import do

FEW = FloodLimits(burst=5, per_second=0.001)
SLOWER = "A little slower, please"


def limit(town: Town, limits: FloodLimits = FEW) -> None:
    town.komshi.admission._flood = FloodGate(limits)


async def refusals(town: Town) -> dict[str, int]:
    await town.komshi.admission.store_refusals()
    async with town.komshi.database.reading() as uow:
        return dict(await uow.statistics.refusals(local_day(town.sandbox.clock.now())))


def times_told(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.chat.arrivals)


@pytest.mark.quick
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.ALBANIAN])
async def test_who_writes_too_much_is_told_once_and_finds_the_way_back(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    limit(town)
    for _ in range(5):
        await phone.send("/help")
    for _ in range(10):
        await phone.send("/calls")
    slower = town.say(SLOWER, language)
    assert phone.text.startswith(slower)
    assert times_told(phone, slower) == 1
    assert any(town.say("Home", language) in label for label in phone.buttons)
    live = [m for m in phone.messages if m.from_bot and m.rows]
    assert [m.message_id for m in live] == [phone.screen.message_id]
    assert await refusals(town) == {FLOOD: 10}
    async with town.komshi.database.reading() as uow:
        assert await uow.updates.parked() == 0


async def test_no_tap_is_left_with_a_spinner(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town)
    taps = [await do(phone, ShowHome()) for _ in range(12)]
    assert all(tap.answered for tap in taps)
    assert phone.text.startswith(SLOWER)
    await town.komshi.timetable.run_all()
    assert town.komshi.admission._flood.take_refused() == 0
    assert await refusals(town) == {FLOOD: 7}


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.ALBANIAN, Language.TURKISH])
async def test_who_taps_on_reads_why_nothing_happens_in_their_language(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    limit(town)
    taps = [await do(phone, ShowHome()) for _ in range(9)]
    wait = town.say("Please wait half a minute, then go on.", language)
    assert [tap.toast for tap in taps[6:]] == [wait] * 3


async def test_after_a_rest_everything_works_again(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town)
    for _ in range(8):
        await phone.send("/help")
    town.sandbox.clock.advance(timedelta(hours=2))
    await phone.tap("Home")
    assert "How can I help?" in phone.text


async def test_others_are_served_while_one_floods(town: Town) -> None:
    loud = await town.person(Language.ENGLISH)
    quiet = await town.person(Language.ALBANIAN)
    limit(town)
    answers = len(town.sandbox.calls.of("sendMessage"))
    loud.patience = None
    for _ in range(300):
        await loud.send("/help")
    await quiet.send("/calls")
    assert quiet.text.startswith(town.say("Open calls", Language.ALBANIAN))
    await town.sandbox.settle()
    sent = town.sandbox.calls.of("sendMessage")[answers:]
    assert sum(call.params["chat_id"] == loud.user_id for call in sent) == 6
    assert await refusals(town) == {FLOOD: 295}


async def test_what_is_delivered_again_does_not_count(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town)
    update_id = await phone.send("/help")
    mine = next(m for m in reversed(phone.messages) if not m.from_bot)
    for _ in range(20):
        await town.komshi.receiver.receive({"update_id": update_id, "message": mine.wire})
    await phone.send("/calls")
    assert phone.text.startswith("Open calls")
    assert await refusals(town) == {}


async def test_a_failing_update_that_is_tried_again_counts_once(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town, FloodLimits(burst=2, per_second=0.001))
    town.sandbox.faults.bad_gateway("sendMessage", times=3)
    await phone.send("/help")
    await phone.send("/calls")
    assert phone.text.startswith("Open calls")


async def test_what_is_exempt_is_served_with_all_that_belongs_to_it(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    asked: list[tuple[int, Request]] = []

    def reports(user_id: int, request: Request) -> bool:
        asked.append((user_id, request))
        return isinstance(request, ListAlerts)

    limit(town)
    town.komshi.admission._exempt = reports
    for _ in range(5):
        await phone.send("/help")
    assert asked == []
    await phone.send("somebody does me harm")
    assert asked == [(phone.user_id, Text("somebody does me harm"))]
    assert phone.text.startswith(SLOWER)
    await phone.send("/alerts")
    assert phone.text.startswith("My alerts")
    await phone.send("Mitrovica")
    assert "Is it one of these?" in phone.text
    assert await refusals(town) == {FLOOD: 1}


async def test_who_blocked_the_bot_while_flooding_costs_one_try(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town, FloodLimits(burst=1, per_second=0.001))
    await phone.send("/help")
    town.sandbox.faults.forbid("sendMessage", chat_id=phone.user_id, times=None)
    await phone.send("/help")
    async with town.komshi.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
        assert person is not None
        assert person.unreachable_at is not None


async def test_a_newcomer_who_floods_is_told_in_the_language_of_their_telegram(town: Town) -> None:
    limit(town, FloodLimits(burst=1, per_second=0.001))
    phone = await town.newcomer("sq")
    await phone.send("/start")
    await phone.send("/start")
    assert phone.text.startswith(town.say(SLOWER, Language.ALBANIAN))


async def test_forged_buttons_are_counted_once_each(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    for data in ("zzz:1:2", "", "h:1:2:3:4", "\U0001f984", "zzz:1:2"):
        await phone.tap_data(data)
        assert "does not work any more" in phone.text
    update = {
        "update_id": 900_000_001,
        "callback_query": {
            "id": "1",
            "from": phone.person.wire,
            "message": phone.screen.wire,
            "chat_instance": "1",
            "data": "zzz:9",
        },
    }
    for _ in range(3):
        await town.komshi.receiver.receive(update)
    assert await refusals(town) == {STALE_TAP: 6}
    await phone.tap("Programmes")
    assert await refusals(town) == {STALE_TAP: 6}


async def test_refusals_that_could_not_be_written_are_written_later(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await town.person(Language.ENGLISH)
    limit(town, FloodLimits(burst=1, per_second=0.001))
    for _ in range(4):
        await phone.send("/help")

    def away() -> None:
        raise DatabaseAwayError

    with monkeypatch.context() as patch:
        patch.setattr(town.komshi.admission._database, "transaction", away)
        with pytest.raises(DatabaseAwayError):
            await town.komshi.admission.store_refusals()
    assert await refusals(town) == {FLOOD: 3}
