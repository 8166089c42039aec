"""The pace that answers and the sender share, by a clock that only moves when somebody sleeps."""

from datetime import timedelta

import pytest

from bot.domain.delivery.pacing import GROUP_COUNT
from bot.transport.pace import Pace


class Clock:
    """Seconds; whoever sleeps moves them on."""

    def __init__(self) -> None:
        self.now = 100.0

    def read(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(10, clock.read, clock.sleep)


async def test_slots_come_evenly_and_the_first_not_at_once(clock: Clock, pace: Pace) -> None:
    times = []
    for _ in range(3):
        await pace.slot()
        times.append(clock.now)
    assert times == pytest.approx([100.1, 100.2, 100.3])


async def test_who_takes_over_sends_first_one_interval_later_however_long_it_was_idle(
    clock: Clock, pace: Pace
) -> None:
    clock.now += 60
    pace.begin_anew()
    times = []
    for _ in range(3):
        await pace.slot()
        times.append(clock.now)
    assert times == pytest.approx([160.1, 160.2, 160.3])


async def test_an_answer_takes_a_slot_without_waiting_for_it(clock: Clock, pace: Pace) -> None:
    pace.note_answer(7)
    assert clock.now == 100.0
    await pace.slot()
    assert clock.now == pytest.approx(100.2)
    assert pace.wait(7).total_seconds() == pytest.approx(0.8)


async def test_a_wish_of_telegram_reaches_whoever_waits_for_a_slot_already(clock: Clock) -> None:
    async def sleep(seconds: float) -> None:
        if not pushed:
            pushed.append(seconds)
            pace.push(5.0)
        clock.now += seconds

    pushed: list[float] = []
    pace = Pace(10, clock.read, sleep)
    await pace.slot()
    assert clock.now >= 105.0
    assert pace.held_for == 0.0


def test_answers_in_a_group_count_for_its_twenty_a_minute(clock: Clock, pace: Pace) -> None:
    for _ in range(GROUP_COUNT):
        pace.note_answer(-5)
        clock.now += 1.0
    assert pace.wait(-5) == timedelta(seconds=60 - GROUP_COUNT)
    assert pace.wait(-6) == timedelta()
