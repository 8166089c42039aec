"""Flood limits: how many messages the sandbox lets through before it answers 429."""

import math
from collections import deque
from dataclasses import dataclass

from bot.sandbox.rules.refusals import too_many_requests

# One message makes one call; edits, answers to taps and chat actions are not messages.
LIMITED_METHODS = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendVoice",
        "sendLocation",
        "sendVenue",
        "sendContact",
        "copyMessage",
        "copyMessages",
        "forwardMessage",
    }
)


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """How many messages may be sent; None lets everything through.

    Telegram's figures are about 30 a second over all chats, 1 a second in one chat and
    20 a minute in one group (``Limits.of_telegram``).
    """

    per_second: int | None = None
    per_chat_second: int | None = None
    per_group_minute: int | None = None

    @classmethod
    def of_telegram(cls) -> "ApiLimits":
        """Give the limits of a bot that pays nothing."""
        return cls(per_second=30, per_chat_second=1, per_group_minute=20)


class _Window:
    """At most ``count`` messages in any ``seconds``; what was refused does not count."""

    __slots__ = ("_count", "_seconds", "_times")

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Tell how many seconds are left until one more fits."""
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if len(self._times) < self._count:
            return 0.0
        return self._times[0] + self._seconds - now

    def add(self, now: float) -> None:
        self._times.append(now)


class ApiGate:
    """Counts messages against the limits, with seconds of the sandbox clock."""

    def __init__(self, limits: ApiLimits) -> None:
        self.limits = limits
        self._windows: dict[tuple[str, int], _Window] = {}

    def admit(self, chat_id: int, now: float) -> None:
        """Let one message through, or say how long it has to wait.

        Raises:
            RefusalError: 429 with ``retry_after`` seconds.
        """
        limits = self.limits
        windows: list[_Window] = []
        if limits.per_second is not None:
            windows.append(self._window("all", 0, limits.per_second, 1.0))
        if limits.per_chat_second is not None:
            windows.append(self._window("chat", chat_id, limits.per_chat_second, 1.0))
        if limits.per_group_minute is not None and chat_id < 0:
            windows.append(self._window("group", chat_id, limits.per_group_minute, 60.0))
        wait = max((window.wait(now) for window in windows), default=0.0)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for window in windows:
            window.add(now)

    def _window(self, kind: str, chat_id: int, count: int, seconds: float) -> _Window:
        window = self._windows.get((kind, chat_id))
        if window is None:
            window = self._windows[kind, chat_id] = _Window(count, seconds)
        return window
