import pytest

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.transport import poller
from bot.transport.courier import TelegramBot
from bot.transport.poller import WINDOW, Poller
from tests.transport.desk import Desk, more_polls, polling, waiting


async def test_many_more_updates_than_the_window_are_all_served_in_order(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    sent = [await phone.send("x") for _ in range(3 * WINDOW + 7)]
    async with polling(Poller(bot, desk.receive)):
        await sandbox.settle()
    assert desk.done == sent


async def test_an_update_that_nobody_can_answer_does_not_shut_out_those_beyond_the_window(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    stuck = await phone.send("a")
    release = desk.hold(stuck)
    others = [await phone.send("x") for _ in range(2 * WINDOW)]
    async with polling(Poller(bot, desk.receive, stuck_seconds=0)):
        await desk.has(desk.done, *others)
        await sandbox.settle()
        assert stuck not in desk.done
        late = await phone.send("y")
        await desk.has(desk.done, late)
        release.set()
        await desk.has(desk.done, stuck)
    assert sorted(desk.begun) == [stuck, *others, late]


async def test_what_is_merely_busy_keeps_its_place(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk
) -> None:
    slow = await phone.send("a")
    release = desk.hold(slow)
    others = [await phone.send("x") for _ in range(2 * WINDOW)]
    async with polling(Poller(bot, desk.receive)):
        await desk.has(desk.done, *others[: WINDOW - 1])
        await more_polls(sandbox, 3)
        assert len(desk.done) == WINDOW - 1
        assert waiting(sandbox, slow) == [slow]
        release.set()
        await sandbox.settle()
    assert sorted(desk.done) == [slow, *others]


async def test_only_so_many_stuck_updates_are_let_go(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "MOST_STUCK", 1)
    stuck = [await phone.send(text) for text in "ab"]
    releases = [desk.hold(one) for one in stuck]
    others = [await phone.send("x") for _ in range(2 * WINDOW)]
    async with polling(Poller(bot, desk.receive, stuck_seconds=0)):
        await desk.has(desk.done, *others[: WINDOW - 1])
        await more_polls(sandbox, 3)
        assert waiting(sandbox, *stuck) == stuck[1:]
        assert others[-1] not in desk.begun
        for release in releases:
            release.set()
        await sandbox.settle()
    assert sorted(desk.done) == [*stuck, *others]
