import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transport.flood import (
    LATE_SECONDS,
    MOST_PEOPLE,
    MOST_UPDATES,
    PEOPLE,
    UNLIMITED,
    Admittance,
    FloodGate,
    FloodLimits,
    moment_of,
)

SERVE, WARN, DROP = Admittance.SERVE, Admittance.WARN, Admittance.DROP
NOW = 1_795_338_000.0
BESA, TEO = 5001, 5002
FEW = FloodLimits(burst=4, per_second=0.5)


class Sender:
    """One person who sends updates, each with a number of its own."""

    def __init__(self, gate: FloodGate, person: int = BESA) -> None:
        self.gate = gate
        self.person = person
        self.number = 0

    def send(self, at: float) -> Admittance:
        self.number += 1
        return self.gate.judge(self.person, self.number, NOW + at)


def test_a_burst_is_served_then_warned_once_then_dropped() -> None:
    besa = Sender(FloodGate(FEW))
    assert [besa.send(0) for _ in range(8)] == [SERVE] * 4 + [WARN] + [DROP] * 3


def test_in_the_long_run_as_many_are_served_as_the_rate_says() -> None:
    besa = Sender(FloodGate(FEW))
    verdicts = [besa.send(second / 10) for second in range(1000)]  # ten a second
    assert 4 + 49 <= verdicts.count(SERVE) <= 4 + 50
    assert verdicts.count(WARN) == 1


def test_who_keeps_to_the_rate_is_always_served() -> None:
    besa = Sender(FloodGate(FEW))
    assert {besa.send(2.0 * number) for number in range(500)} == {SERVE}


def test_somebody_who_hurries_through_screens_is_served() -> None:
    besa = Sender(FloodGate())
    assert {besa.send(number / 2) for number in range(50)} == {SERVE}  # two taps a second


def test_after_a_rest_the_burst_is_there_again_and_so_is_the_warning() -> None:
    besa = Sender(FloodGate(FEW))
    first = [besa.send(0) for _ in range(6)]
    assert besa.send(1) is DROP
    second = [besa.send(8) for _ in range(6)]
    assert first == second == [SERVE] * 4 + [WARN, DROP]


def test_a_short_breath_brings_no_second_warning() -> None:
    besa = Sender(FloodGate(FEW))
    assert [besa.send(0) for _ in range(5)][-1] is WARN
    assert besa.send(2) is SERVE
    assert besa.send(2) is DROP


def test_one_who_floods_takes_nothing_from_others() -> None:
    gate = FloodGate(FEW)
    besa, teo = Sender(gate), Sender(gate, TEO)
    for _ in range(100):
        besa.send(0)
    assert [teo.send(0) for _ in range(4)] == [SERVE] * 4


def test_what_is_delivered_again_costs_nothing_and_gets_the_same_verdict() -> None:
    gate = FloodGate(FEW)
    numbers = range(1, 8)
    first = [gate.judge(BESA, number, NOW) for number in numbers]
    again = [gate.judge(BESA, number, NOW + 1) for number in numbers]
    assert first == again == [SERVE] * 4 + [WARN] + [DROP] * 2
    assert gate.take_refused() == 3
    served_again = FloodGate(FEW)
    assert {served_again.judge(BESA, 1, NOW) for _ in range(50)} == {SERVE}
    assert [served_again.judge(BESA, number, NOW) for number in (2, 3, 4)] == [SERVE] * 3


def test_a_number_of_somebody_else_is_another_update() -> None:
    gate = FloodGate(FloodLimits(burst=1, per_second=1.0))
    assert gate.judge(BESA, 1, NOW) is SERVE
    assert gate.judge(BESA, 2, NOW) is WARN
    assert gate.judge(TEO, 2, NOW) is SERVE


def test_who_is_pardoned_begins_afresh_and_is_not_counted_as_refused() -> None:
    gate = FloodGate(FEW)
    besa = Sender(gate)
    assert [besa.send(0) for _ in range(6)][-1] is DROP
    gate.pardon(BESA, 6)
    assert gate.judge(BESA, 6, NOW) is SERVE
    assert [besa.send(0) for _ in range(4)] == [SERVE] * 4
    assert gate.take_refused() == 1


def test_refusals_are_counted_until_they_are_taken() -> None:
    gate = FloodGate(FEW)
    besa = Sender(gate)
    for _ in range(10):
        besa.send(0)
    assert gate.take_refused() == 6
    assert gate.take_refused() == 0
    gate.give_back(6)
    assert gate.take_refused() == 6


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    besa = Sender(FloodGate(FEW))
    for _ in range(10):
        besa.send(0)
    assert besa.send(-3600) is SERVE


def test_who_is_quiet_is_forgotten() -> None:
    gate = FloodGate(FEW)
    for person in range(100):
        gate.judge(person, person, NOW)
    assert len(gate) == 100
    gate.judge(BESA, 1000, NOW + 2)
    assert len(gate) == 1


def test_memory_has_an_end_however_many_come_at_once() -> None:
    gate = FloodGate(FEW)
    for person in range(MOST_PEOPLE + 50):
        gate.judge(person, person, NOW)
    assert len(gate) == MOST_PEOPLE
    assert len(gate._verdicts) == MOST_UPDATES


def test_without_limits_nobody_is_refused() -> None:
    besa = Sender(FloodGate(UNLIMITED))
    assert {besa.send(0) for _ in range(5000)} == {SERVE}


@pytest.mark.parametrize(
    ("waited", "counts_from"),
    [(None, NOW), (0.0, NOW), (5.0, NOW), (-5.0, NOW), (LATE_SECONDS + 1, NOW - LATE_SECONDS - 1)],
)
def test_what_waited_for_long_counts_from_when_it_was_sent(
    waited: float | None, counts_from: float
) -> None:
    sent = None if waited is None else NOW - waited
    assert moment_of(sent, NOW) == counts_from


def test_what_was_sent_during_an_outage_is_served_when_it_arrives_at_once() -> None:
    besa = Sender(FloodGate())
    sent = [moment_of(NOW - 7200 + 60.0 * number, NOW) - NOW for number in range(100)]
    assert {besa.send(at) for at in sent} == {SERVE}
    assert besa.send(0) is SERVE


@given(
    st.lists(st.floats(0, 30, allow_nan=False), max_size=200).map(sorted),
    st.integers(1, 40),
    st.sampled_from([0.1, 0.5, 1.0, 3.0]),
)
def test_never_more_than_the_burst_and_the_rate_in_any_stretch_of_time(
    times: list[float], burst: int, rate: float
) -> None:
    besa = Sender(FloodGate(FloodLimits(burst, rate)))
    served = [at for at in times if besa.send(at) is SERVE]
    for first, start in enumerate(served):
        for last in range(first, len(served)):
            assert last - first + 1 <= burst + rate * (served[last] - start) + 0.01


def test_people_may_send_more_at_once_than_in_the_long_run() -> None:
    assert PEOPLE.burst >= 20
    assert PEOPLE.per_second >= 1
