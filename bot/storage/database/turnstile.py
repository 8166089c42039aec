"""Who may write next: so many at once, and first whoever only notes what has happened already."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turnstile:
    """Lets so many in at once, in the order in which they came, but the urgent before the others.

    An answer that was sent and is not noted yet would be sent again after a crash. Such a note must
    not wait behind the work of everybody who came later.

    Args:
        width: How many are inside at once.
    """

    def __init__(self, width: int) -> None:
        self._free = width
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Wait for a place, and give it on when the block is left."""
        await self._enter(self._urgent if urgent else self._others)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, line: deque[asyncio.Future[None]]) -> None:
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(place)
        try:
            await place
        except BaseException:
            if place.done() and not place.cancelled():
                self._leave()  # it was given a place in the moment in which it gave up
            raise

    def _leave(self) -> None:
        for line in (self._urgent, self._others):
            while line:
                place = line.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._free += 1
