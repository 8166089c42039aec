"""Writers take turns, and a note of what has happened already goes first."""

import asyncio

import pytest

from bot.storage.database.turnstile import Turnstile


async def _settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Queue:
    """Writers at a turnstile, who stay inside until they are let out."""

    def __init__(self, width: int = 1) -> None:
        self.turnstile = Turnstile(width)
        self.inside: list[str] = []
        self.came: list[str] = []
        self._out: dict[str, asyncio.Event] = {}

    async def come(self, name: str, *, urgent: bool = False) -> asyncio.Task[None]:
        self._out[name] = asyncio.Event()
        task = asyncio.create_task(self._write(name, urgent=urgent))
        await _settle()
        return task

    async def go(self, name: str) -> None:
        self._out[name].set()
        await _settle()

    async def _write(self, name: str, *, urgent: bool) -> None:
        async with self.turnstile.turn(urgent=urgent):
            self.came.append(name)
            self.inside.append(name)
            await self._out[name].wait()
            self.inside.remove(name)


@pytest.mark.parametrize("width", [1, 2, 3])
async def test_no_more_are_inside_than_there_is_room_for(width: int) -> None:
    queue = Queue(width)
    for number in range(6):
        await queue.come(str(number))
    for number in range(6):
        assert len(queue.inside) == min(width, 6 - number)
        await queue.go(queue.inside[0])
    assert queue.came == list("012345")


async def test_the_urgent_go_before_the_others_in_the_order_in_which_they_came() -> None:
    queue = Queue()
    for name in ("first", "second", "third"):
        await queue.come(name)
    for name in ("note", "another note"):
        await queue.come(name, urgent=True)
    for name in ("first", "note", "another note", "second", "third"):
        assert queue.inside == [name]
        await queue.go(name)


@pytest.mark.parametrize("urgent", [True, False])
async def test_who_gives_up_while_waiting_holds_up_nobody(*, urgent: bool) -> None:
    queue = Queue()
    await queue.come("first")
    impatient = await queue.come("impatient", urgent=urgent)
    await queue.come("last")
    impatient.cancel()
    await _settle()
    await queue.go("first")
    assert queue.inside == ["last"]
    await queue.go("last")
    await queue.come("later")
    assert queue.inside == ["later"]


async def test_who_gives_up_in_the_moment_of_their_turn_gives_it_on() -> None:
    queue = Queue()
    await queue.come("first")
    impatient = await queue.come("impatient")
    await queue.come("last")
    queue._out["first"].set()
    await asyncio.sleep(0)  # the first leaves and gives the place on, which nobody has taken yet
    assert queue.inside == []
    impatient.cancel()
    await _settle()
    assert queue.inside == ["last"]
    await queue.go("last")
    await queue.come("later")
    assert queue.inside == ["later"]
