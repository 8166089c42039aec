from datetime import timedelta

import pytest

from bot.domain.delivery.patience import PAUSES, next_try
from tests.conftest import NOW


@pytest.mark.parametrize(("failures", "pause"), [*enumerate(PAUSES, start=1)], ids=str)
def test_after_each_failure_the_pause_is_the_next_one(failures: int, pause: timedelta) -> None:
    assert next_try(failures, NOW) == NOW + pause


@pytest.mark.parametrize("failures", [len(PAUSES) + 1, len(PAUSES) + 2, 100])
def test_after_the_last_pause_nothing_is_tried_any_more(failures: int) -> None:
    assert next_try(failures, NOW) is None


def test_the_pauses_grow_and_together_take_minutes() -> None:
    assert list(PAUSES) == sorted(set(PAUSES))
    assert PAUSES[0] > timedelta(seconds=1)
    assert timedelta(minutes=5) < sum(PAUSES, timedelta()) < timedelta(minutes=15)
