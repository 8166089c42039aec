"""Taking turns: what one person sends is served in order, while others are served beside it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any


class Turns:
    """A fair lock for each key, which exists only while somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, key: int) -> AsyncIterator[None]:
        """Wait until everybody who asked earlier for the same key is done."""
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[key]
            if waiting == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, waiting - 1)

    def __len__(self) -> int:
        """How many keys are in use."""
        return len(self._locks)


def turn_of(raw: Mapping[str, Any]) -> int:
    """Whose turn an update is: messages and taps of one person share one, as do group messages."""
    for part in raw.values():
        if isinstance(part, Mapping):
            sender = part.get("from") or part.get("chat") or {}
            return int(sender.get("id", 0))
    return 0
