import asyncio
import logging

import pytest
from telegram.error import InvalidToken

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.transport import poller
from bot.transport.courier import TelegramBot, UnansweredError
from bot.transport.incoming import ALLOWED_UPDATES
from bot.transport.poller import Poller
from tests.transport.desk import PATIENCE, Desk, more_polls, polling, quiet, waiting


async def test_updates_are_served_and_confirmed(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    before = [await phone.send(text) for text in ("one", "two")]
    async with polling(Poller(bot, desk.receive)):
        await sandbox.settle()
        after = [await phone.send(text) for text in ("three", "four")]
        await sandbox.settle()
    assert desk.done == [*before, *after]
    assert sandbox.calls.of("getUpdates")[0].params["allowed_updates"] == list(ALLOWED_UPDATES)


async def test_a_slow_update_does_not_stop_others_and_holds_the_offset(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    first, slow, third = [await phone.send(text) for text in "abc"]
    release = desk.hold(slow)
    async with polling(Poller(bot, desk.receive)):
        await desk.has(desk.done, first, third)
        fourth = await phone.send("d")
        await desk.has(desk.done, fourth)
        await more_polls(sandbox)
        assert waiting(sandbox, first, slow, third, fourth) == [slow, third, fourth]
        release.set()
        await sandbox.settle()
    assert sorted(desk.begun) == [first, slow, third, fourth]  # each once, however often it came


async def test_after_a_crash_the_unfinished_and_what_came_after_it_is_delivered_again(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, slow, third = [await phone.send(text) for text in "abc"]
    desk.hold(slow)
    killed = Poller(bot, desk.receive)

    async def no_time_to_drain() -> None:
        for task in killed._unfinished.values():
            task.cancel()

    monkeypatch.setattr(killed, "_drain", no_time_to_drain)
    process = asyncio.create_task(killed.run(asyncio.Event()))
    await desk.has(desk.done, first, third)
    await more_polls(sandbox)
    process.cancel()
    with pytest.raises(asyncio.CancelledError):
        await process
    second_life = Desk()
    async with polling(Poller(bot, second_life.receive)):
        await sandbox.settle()
    assert second_life.done == [slow, third]


async def test_stopping_finishes_what_was_begun_and_confirms_it(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    update_id = await phone.send("a")
    release = desk.hold(update_id)
    stop = asyncio.Event()
    run = asyncio.create_task(Poller(bot, desk.receive).run(stop))
    await desk.has(desk.begun, update_id)
    stop.set()
    await asyncio.wait({run}, timeout=0.05)
    assert not run.done()
    release.set()
    await run
    assert desk.done == [update_id]
    assert waiting(sandbox, update_id) == []


async def test_stopping_while_nothing_happens_ends_at_once(
    sandbox: Sandbox, bot: TelegramBot, desk: Desk
) -> None:
    async with polling(Poller(bot, desk.receive)) as stop:
        await quiet(sandbox)
        stop.set()
    assert desk.begun == []


async def test_what_is_not_finished_in_time_is_delivered_again_to_the_next(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "DRAIN_SECONDS", 0.01)
    first, slow = [await phone.send(text) for text in "ab"]
    desk.hold(slow)
    async with polling(Poller(bot, desk.receive)):
        await desk.has(desk.begun, slow)
        await desk.has(desk.done, first)
    assert desk.cancelled == [slow]
    assert waiting(sandbox, first, slow) == [slow]


async def test_a_network_that_is_away_does_not_hold_up_the_end(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "CONFIRM_SECONDS", 0.01)
    update_id = await phone.send("a")
    async with asyncio.timeout(PATIENCE), polling(Poller(bot, desk.receive)):
        await desk.has(desk.done, update_id)
        await quiet(sandbox)
        away = sandbox.faults.delay(600, "getUpdates", times=None)
    assert away.fired == 1  # it was tried


async def test_another_poller_is_waited_out(
    sandbox: Sandbox,
    bot: TelegramBot,
    phone: Phone,
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    sandbox.faults.refuse(409, "Conflict: terminated by other getUpdates", "getUpdates", times=3)
    update_id = await phone.send("a")
    with caplog.at_level(logging.INFO):
        async with polling(Poller(bot, desk.receive, pause=pause)):
            await sandbox.settle()
    assert desk.done == [update_id]
    assert paused == [0.5, 1.0, 2.0]
    assert "another process" in caplog.text


async def test_a_network_that_is_away_is_asked_with_growing_pauses(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    sandbox.faults.bad_gateway("getUpdates", times=8)
    await phone.send("a")
    async with polling(Poller(bot, desk.receive, pause=pause)):
        await sandbox.settle()
    assert paused == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


async def test_a_flood_is_waited_out_for_as_long_as_telegram_asks(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    sandbox.faults.flood(45, "getUpdates")
    await phone.send("a")
    async with polling(Poller(bot, desk.receive, pause=pause)):
        await sandbox.settle()
    assert paused == [45]


async def test_a_pause_does_not_hold_up_the_end(
    sandbox: Sandbox, bot: TelegramBot, desk: Desk
) -> None:
    pausing = asyncio.Event()

    async def for_ever(_seconds: float) -> None:
        pausing.set()
        await asyncio.Event().wait()

    sandbox.faults.bad_gateway("getUpdates", times=None)
    async with polling(Poller(bot, desk.receive, pause=for_ever)):
        await pausing.wait()


async def test_a_token_that_is_not_accepted_ends_the_polling(
    sandbox: Sandbox, bot: TelegramBot, desk: Desk
) -> None:
    sandbox.faults.refuse(401, "Unauthorized", "getUpdates")
    with pytest.raises(InvalidToken):
        await Poller(bot, desk.receive).run(asyncio.Event())


@pytest.mark.parametrize("failure", [UnansweredError(), ValueError("something personal")])
async def test_what_could_not_be_served_is_tried_again(
    sandbox: Sandbox,
    bot: TelegramBot,
    phone: Phone,
    desk: Desk,
    failure: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    update_id = await phone.send("a")
    desk.failures[update_id] = [failure] * 6
    with caplog.at_level(logging.INFO):
        async with polling(Poller(bot, desk.receive, pause=pause)):
            await sandbox.settle()
    assert desk.begun == [update_id] * 7
    assert desk.done == [update_id]
    assert paused == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]
    assert f"update {update_id} waits" in caplog.text
    assert "personal" not in caplog.text


async def test_lower_numbers_after_a_quiet_time_are_served(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    """After a week without updates Telegram numbers anew, at random."""
    updates = sandbox.world.updates
    high = await phone.send("a")
    async with polling(Poller(bot, desk.receive)):
        await quiet(sandbox)
        for _ in range(2):
            updates.stop_poll("")  # the long poll comes back with nothing
            await quiet(sandbox)
        assert sandbox.calls.of("getUpdates")[-1].params["offset"] == 0
        updates._next_id = 7
        low = [await phone.send(text) for text in "bc"]
        await sandbox.settle()
        assert low == [7, 8]
    assert desk.done == [high, 7, 8]


async def test_a_number_that_comes_again_after_a_quiet_time_is_served(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    updates = sandbox.world.updates
    async with polling(Poller(bot, desk.receive)):
        for _ in range(2):
            updates._next_id = 7
            await phone.send("a")
            await desk.has(desk.done, 7)
            await quiet(sandbox)
            updates.stop_poll("")
            await quiet(sandbox)
    assert desk.done == [7, 7]
