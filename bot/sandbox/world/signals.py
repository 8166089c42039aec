"""Waiting for a condition without polling: whoever changes something fires, waiters look again."""

import asyncio
from collections.abc import Callable


class Signal:
    """Wakes everybody who waits; it keeps no memory, so a waiter looks at its condition again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        """Wake everybody who waits now."""
        fired, self._event = self._event, asyncio.Event()
        fired.set()

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until the condition holds; false if it still did not after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._event.wait()
        except TimeoutError:
            return condition()
        return True
