"""Whether the clock can be believed: one that jumps ahead must not erase anybody."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

log = logging.getLogger(__name__)

JUMP: Final = timedelta(days=1)
"""Two ticks that lie further apart show that the clock jumped, or that the machine slept."""
CONFIRMED_AFTER: Final = timedelta(hours=1)
"""So long the clock has to run evenly after a jump until it is believed."""
_NORMAL_TICKS: Final = 2


class Steadiness:
    """Watches the clock at each tick, and says whether it runs evenly since long enough.

    Args:
        elapsed: Seconds that never go back.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._last: datetime | None = None
        self._jumped_at: float | None = None
        self._normal = 0

    def note(self, now: datetime) -> None:
        """Compare the clock with what it said at the last tick."""
        last, self._last = self._last, now
        if last is not None and abs(now - last) > JUMP:
            self._jumped_at = self._elapsed()
            self._normal = 0
            log.warning("the clock jumped from %s to %s: what lasts has to wait", last, now)
        elif self._jumped_at is not None:
            self._normal += 1
            even_for = timedelta(seconds=self._elapsed() - self._jumped_at)
            if self._normal >= _NORMAL_TICKS and even_for >= CONFIRMED_AFTER:
                self._jumped_at = None
                log.info("the clock runs evenly again: what waited for it is done")

    def believe(self, now: datetime) -> None:
        """Take the clock as it is, because somebody moved it by hand."""
        self._last, self._jumped_at = now, None

    @property
    def is_sure(self) -> bool:
        """Whether what cannot be taken back may be done by this clock."""
        return self._jumped_at is None
