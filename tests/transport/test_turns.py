import asyncio

import pytest

from bot.transport.turns import Turns


async def test_what_one_person_sends_is_served_in_order() -> None:
    turns = Turns()
    seen: list[str] = []

    async def serve(number: int) -> None:
        async with turns.turn(1):
            seen.append(f"begin {number}")
            for _ in range(5 - number):  # the earlier, the slower
                await asyncio.sleep(0)
            seen.append(f"end {number}")

    await asyncio.gather(*(serve(number) for number in range(5)))
    assert seen == [f"{what} {number}" for number in range(5) for what in ("begin", "end")]


async def test_people_are_served_side_by_side() -> None:
    turns = Turns()
    together = asyncio.Barrier(3)

    async def serve(person: int) -> None:
        async with turns.turn(person):
            await together.wait()  # nobody passes unless all three are inside

    await asyncio.wait_for(asyncio.gather(*(serve(person) for person in range(3))), 10)
    assert len(turns) == 0


async def test_nothing_is_kept_of_people_who_are_gone() -> None:
    turns = Turns()

    async def serve(person: int) -> None:
        async with turns.turn(person):
            assert 0 < len(turns) <= 10
            await asyncio.sleep(0)

    await asyncio.gather(*(serve(number % 10) for number in range(100)))
    assert len(turns) == 0


async def test_a_failure_gives_the_turn_to_the_next() -> None:
    turns = Turns()

    async def fail() -> None:
        async with turns.turn(1):
            await asyncio.sleep(0)
            raise ValueError

    async def serve() -> str:
        async with turns.turn(1):
            return "served"

    failed, served = await asyncio.gather(fail(), serve(), return_exceptions=True)
    assert isinstance(failed, ValueError)
    assert served == "served"
    assert len(turns) == 0


async def test_who_gives_up_waiting_or_is_interrupted_leaves_the_queue() -> None:
    turns = Turns()
    held = asyncio.Event()
    free = asyncio.Event()
    seen: list[str] = []

    async def hold() -> None:
        async with turns.turn(1):
            held.set()
            await free.wait()

    async def wait(name: str) -> None:
        async with turns.turn(1):
            seen.append(name)

    holding = asyncio.create_task(hold())
    await held.wait()
    impatient, patient = (asyncio.create_task(wait(name)) for name in ("impatient", "patient"))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert len(turns) == 1
    holding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await holding
    await patient
    assert seen == ["patient"]
    assert len(turns) == 0
