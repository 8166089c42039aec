"""Answers in groups: at nobody's cost, and once the group may be written to."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.storage.unit_of_work import Database
from bot.transport import groups
from bot.transport.answering import Delivery
from bot.transport.courier import UnansweredError
from bot.transport.groups import Groups
from bot.transport.incoming import CommandedInGroup
from bot.transport.receipts import Receipts
from bot.transport.render import Rendered
from tests import repository

GROUP = -1001
START = CommandedInGroup(GROUP, "start", "")


class Square:
    """A courier whose groups answer as they are told: True took it, a number asks to wait."""

    def __init__(self, *answers: float | bool) -> None:
        self._answers = list(answers)
        self.held = 0.0
        self.said: list[tuple[int, int | None]] = []
        self.waited: list[float] = []

    def held_for(self, _chat_id: int) -> float:
        return self.held

    async def say_in_group(self, chat_id: int, _message: Rendered, thread_id: int | None) -> None:
        assert not self.held, "nothing is said in a group that must wait"
        answer = self._answers.pop(0) if self._answers else True
        if answer is True:
            self.said.append((chat_id, thread_id))
            return
        self.held = answer
        raise UnansweredError

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.held = 0.0


class Clock:
    """A clock that a test moves on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def groups_of(database: Database, clock: Clock, square: Square, receipts: Receipts) -> Groups:
    return Groups(
        database=database,
        translator=repository.translator(),
        courier=square,  # type: ignore[arg-type]
        receipts=receipts,
        username=lambda: "komshi_bot",
        now=clock,
        pause=square.pause,
    )


async def serve(served: Groups, commands: Sequence[CommandedInGroup], first: int = 1) -> None:
    for number, command in enumerate(commands, start=first):
        await served.answer(Delivery(number, {}), command)
    await asyncio.gather(*served._on_their_way)


async def test_a_command_is_answered_once_the_group_may_be_written_to(
    database: Database, clock: Clock
) -> None:
    square = Square(35, True)
    await serve(groups_of(database, clock, square, Receipts(database, clock)), [START] * 9)
    assert square.said == [(GROUP, None)]
    assert square.waited == [35]


async def test_a_group_that_is_not_answered_three_times_is_left_alone(
    database: Database, clock: Clock
) -> None:
    square = Square(35, 35, 35)
    await serve(groups_of(database, clock, square, Receipts(database, clock)), [START])
    assert square.said == []


async def test_a_wait_that_is_too_long_for_an_answer_is_not_waited_for(
    database: Database, clock: Clock
) -> None:
    square = Square(3600)
    await serve(groups_of(database, clock, square, Receipts(database, clock)), [START])
    assert (square.said, square.waited) == ([], [])


async def test_an_equal_command_is_answered_again_after_a_minute(
    database: Database, clock: Clock
) -> None:
    square = Square()
    served = groups_of(database, clock, square, Receipts(database, clock))
    await serve(served, [START, START])
    clock.now += timedelta(seconds=groups.SAME_SECONDS)
    await serve(served, [START], first=3)
    assert len(square.said) == 2


async def test_each_topic_has_its_answer(database: Database, clock: Clock) -> None:
    square = Square()
    topics = [CommandedInGroup(GROUP, "start", "", thread) for thread in (77, None, 77)]
    await serve(groups_of(database, clock, square, Receipts(database, clock)), topics)
    assert sorted(square.said, key=str) == [(GROUP, 77), (GROUP, None)]


async def test_two_processes_that_get_the_same_command_give_one_answer(
    database: Database, clock: Clock
) -> None:
    square = Square()
    one, other = (Receipts(database, clock) for _ in range(2))
    await serve(groups_of(database, clock, square, one), [START])
    await one.store()
    await serve(groups_of(database, clock, square, other), [START])
    assert len(square.said) == 1


async def test_an_answer_that_another_process_owes_and_never_gives_is_given(
    database: Database, clock: Clock
) -> None:
    square = Square()
    gone, other = (Receipts(database, clock) for _ in range(2))
    async with database.transaction() as uow:
        await gone.claim(uow, 1)
    await serve(groups_of(database, clock, square, other), [START])
    assert len(square.said) == 1


async def test_what_could_not_be_said_is_given_up_at_the_end(
    database: Database, clock: Clock
) -> None:
    square = Square(35)
    waiting = asyncio.Event()

    async def wait(_seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    served = groups_of(database, clock, square, Receipts(database, clock))
    served._pause = wait
    await served.answer(Delivery(1, {}), START)
    await waiting.wait()
    await served.close()
    assert not served._on_their_way
