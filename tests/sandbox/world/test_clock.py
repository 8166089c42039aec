from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.world.clock import SandboxClock


def test_the_clock_starts_at_the_real_time_in_utc() -> None:
    before = datetime.now(UTC)
    now = SandboxClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2019, 3, 31, 0, 59, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
        datetime(2045, 1, 1, tzinfo=UTC),
    ],
)
def test_the_clock_starts_anywhere_and_goes_on_as_time_does(starts: datetime) -> None:
    began = datetime.now(UTC)
    clock = SandboxClock(starts)
    assert starts <= clock.now() <= starts + (datetime.now(UTC) - began)
    clock.advance(timedelta(days=1))
    assert clock.now() >= starts + timedelta(days=1)


def test_advancing_moves_both_forms_of_the_time_and_wakes_listeners_afterwards() -> None:
    clock = SandboxClock()
    heard: list[datetime] = []
    clock.listen(lambda: heard.append(clock.now()))
    start = clock.now()
    clock.advance(timedelta(days=2))
    assert heard[0] - start >= timedelta(days=2)
    assert abs(clock.seconds() - clock.now().timestamp()) < 1


def test_the_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        SandboxClock().advance(timedelta(seconds=-1))


def test_a_forgotten_listener_hears_nothing() -> None:
    clock = SandboxClock()
    heard: list[int] = []

    def listener() -> None:
        heard.append(1)

    clock.listen(listener)
    clock.forget(listener)
    clock.forget(listener)
    clock.advance(timedelta(hours=1))
    assert heard == []
