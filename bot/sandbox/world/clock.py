"""The sandbox's clock: it starts anywhere, goes on as real time does, and can be pushed forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset; once it goes, it never goes back.

    Args:
        starts: What it shows at first, aware; the real time if it is not given.
    """

    def __init__(self, starts: datetime | None = None) -> None:
        self._offset = timedelta() if starts is None else starts - datetime.now(UTC)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Tell the sandbox's time, aware and in UTC."""
        return datetime.now(UTC) + self._offset

    def seconds(self) -> float:
        """Tell the sandbox's time as seconds of Unix time, the cheap form of ``now``."""
        return time.time() + self._offset.total_seconds()

    def advance(self, step: timedelta) -> None:
        """Push the clock forward and wake everybody who listens.

        Raises:
            ValueError: if the step is negative; a clock that goes back would hide bugs.
        """
        if step < timedelta():
            raise ValueError("the sandbox clock only goes forward")
        self._offset += step
        for callback in tuple(self._listeners):
            callback()

    def listen(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` after each ``advance``, in the order of listening."""
        self._listeners.append(callback)

    def forget(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` no more; one that never listened is no error."""
        if callback in self._listeners:
            self._listeners.remove(callback)
