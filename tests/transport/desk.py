"""Who serves updates in the tests of the poller, and ways to wait for what the poller does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.sandbox.server import Sandbox
from bot.transport.poller import Poller

PATIENCE = 10.0


class Desk:
    """Serves updates, except those that are held; remembers what it saw."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.cancelled: list[int] = []
        self.held: dict[int, asyncio.Event] = {}
        self.failures: dict[int, list[Exception]] = {}
        self._changed = asyncio.Condition()

    def hold(self, update_id: int) -> asyncio.Event:
        return self.held.setdefault(update_id, asyncio.Event())

    async def receive(self, update: Mapping[str, Any]) -> None:
        update_id = update["update_id"]
        await self._note(self.begun, update_id)
        if failures := self.failures.get(update_id):
            raise failures.pop(0)
        if update_id in self.held:
            try:
                await self.held[update_id].wait()
            except asyncio.CancelledError:
                self.cancelled.append(update_id)
                raise
        await self._note(self.done, update_id)

    async def has(self, seen: list[int], *update_ids: int) -> None:
        async with self._changed:
            await asyncio.wait_for(
                self._changed.wait_for(lambda: set(update_ids) <= set(seen)), PATIENCE
            )

    async def _note(self, seen: list[int], update_id: int) -> None:
        async with self._changed:
            seen.append(update_id)
            self._changed.notify_all()


@contextlib.asynccontextmanager
async def polling(running: Poller) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(running.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await task


async def more_polls(sandbox: Sandbox, count: int = 2) -> None:
    """Wait until the poller has asked some more times."""
    asked = 0

    def enough() -> bool:
        nonlocal asked
        asked += 1
        return asked > count

    assert await sandbox.world.updates.polled.until(enough, PATIENCE)


async def quiet(sandbox: Sandbox) -> None:
    """Wait until everything is confirmed and a long poll waits for more."""
    updates = sandbox.world.updates

    def is_quiet() -> bool:
        return len(updates) == 0 and updates._poll is not None

    assert await updates.polled.until(is_quiet, PATIENCE)


def waiting(sandbox: Sandbox, *update_ids: int) -> list[int]:
    return [one for one in update_ids if sandbox.world.updates.is_pending(one)]
