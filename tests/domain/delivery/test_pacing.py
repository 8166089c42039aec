"""The pace: no burst at the start, after a pause or after being late; chats have their rest."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery.pacing import SLACK_SECONDS, ChatPacer, SlotPacer

RATES = st.sampled_from([1, 5, 28, 30, 300, 1000])


def worst_second(times: list[float]) -> int:
    return max((bisect_left(times, at + 1.0) - first for first, at in enumerate(times)), default=0)


def sent_at(pacer: SlotPacer, now: float, delays: list[float]) -> list[float]:
    """When messages go out of a sender that is late by so much each time."""
    times = []
    for delay in delays:
        slot = pacer.next_slot(now)
        now = max(now, slot) + delay
        times.append(now)
    return times


def test_nothing_goes_out_at_the_start() -> None:
    assert SlotPacer(10, 100.0).next_slot(100.0) == pytest.approx(100.1)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        SlotPacer(0, 0.0)


@given(RATES, st.lists(st.floats(0, 0.5), min_size=1, max_size=2000))
def test_no_second_ever_has_more_than_the_rate_and_the_slack(
    rate: int, delays: list[float]
) -> None:
    times = sent_at(SlotPacer(rate, 0.0), 0.0, delays)
    assert worst_second(times) <= rate * (1 + SLACK_SECONDS) + 2


@given(RATES)
def test_a_sender_that_is_a_little_late_each_time_still_reaches_its_rate(rate: int) -> None:
    late = min(0.5 / rate, SLACK_SECONDS / 2)
    times = sent_at(SlotPacer(rate, 0.0), 0.0, [late] * (rate * 3))
    assert times[-1] <= 3.0 + late + 1e-6


@given(RATES, st.floats(0.1, 10_000))
def test_after_a_long_pause_there_is_no_burst(rate: int, pause: float) -> None:
    pacer = SlotPacer(rate, 0.0)
    pacer.next_slot(0.0)
    times = sent_at(pacer, pause, [0.0] * (rate * 2))
    assert worst_second(times) <= rate * (1 + SLACK_SECONDS) + 2


@given(RATES, st.floats(0.1, 11_000), st.lists(st.floats(0, 5_000), max_size=4))
def test_nothing_goes_out_before_telegram_allows_it(
    rate: int, seconds: float, more: list[float]
) -> None:
    pacer = SlotPacer(rate, 0.0)
    pacer.push(3.0, seconds)
    for other in more:
        pacer.push(3.0, other)  # a shorter wish changes nothing
    longest = max([seconds, *more])
    assert pacer.held_until == pytest.approx(3.0 + longest)
    assert pacer.next_slot(3.0) > 3.0 + longest


def test_a_chat_rests_a_second_from_when_the_message_really_went_out() -> None:
    chats = ChatPacer()
    assert chats.ready_at(7, 10.0) == 10.0
    chats.reserve(7, 10.0)
    assert chats.ready_at(7, 10.5) == 11.0
    chats.note_sent(7, 10.6)
    assert chats.ready_at(7, 11.0) == pytest.approx(11.6)
    assert chats.rest(7, 11.0) == pytest.approx(0.6)
    assert chats.rest(7, 12.0) == 0.0
    assert chats.ready_at(8, 10.5) == 10.5


@given(st.integers(21, 60))
def test_a_group_gets_at_most_twenty_a_minute(count: int) -> None:
    chats, now, times = ChatPacer(), 0.0, []
    for _ in range(count):
        now = chats.ready_at(-5, now)
        chats.reserve(-5, now)
        times.append(now)
    for first, at in enumerate(times):
        assert bisect_left(times, at + 60.0) - first <= 20


def test_chats_that_rested_are_forgotten() -> None:
    chats = ChatPacer()
    for chat in range(1, 20_001):
        chats.reserve(chat, chat / 10)
        chats.note_sent(chat, chat / 10)
    assert len(chats._reserved) <= 5001
    assert len(chats._sent) <= 5001


def test_a_chat_that_is_held_gets_nothing_before_its_time_and_others_do() -> None:
    pacer = ChatPacer()
    pacer.hold(-7, 35.0)
    pacer.hold(-7, 20.0)
    assert [pacer.ready_at(-7, 0.0), pacer.ready_at(-8, 0.0)] == [35.0, 0.0]
    assert pacer.ready_at(-7, 40.0) == 40.0


def test_chats_that_are_held_are_not_remembered_for_ever() -> None:
    pacer = ChatPacer()
    for chat in range(1, 20_000):
        pacer.hold(-chat, float(chat))
    assert len(pacer._held) <= 5_000
    assert pacer.held_until(-19_999) == 19_999.0
