"""How long a connection may take: who sends nothing, or a byte now and then, is cut off."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

READ_SECONDS: Final = 15.0
"""For the head of a request from when the connection is free for one, and again for its body. A
proxy or Telegram sends both at once; it bounds as well how long a connection may lie idle."""
SERVE_SECONDS: Final = 120.0
"""For the answer and its way to a client that takes it. Longer than any update is worked on."""
LOOK_SECONDS: Final = 1.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Patience:
    """Cuts off connections that take too long to ask or to listen.

    The library itself ends only connections on which nothing at all arrives.
    """

    def __init__(
        self, read_seconds: float = READ_SECONDS, serve_seconds: float = SERVE_SECONDS
    ) -> None:
        self._read_seconds = read_seconds
        self._serve_seconds = serve_seconds
        self._since: dict[object, float] = {}
        self._served: set[object] = set()

    def middleware(self) -> Middleware:
        """Reads a request whole in time before it is worked on, and knows which are."""

        @web.middleware
        async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
            connection = request.protocol
            self._since[connection] = _now()
            try:
                async with asyncio.timeout(self._read_seconds):
                    await request.read()
            except TimeoutError:
                self._cut(connection)
                return web.Response(status=408)
            self._served.add(connection)
            self._since[connection] = _now()
            try:
                return await handler(request)
            finally:
                self._served.discard(connection)
                self._since[connection] = _now()

        return timed

    @asynccontextmanager
    async def watching(self, server: web.Server) -> AsyncIterator[None]:
        """Look after the connections of a server until the block is left."""

        async def watch() -> None:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                self.look(server)

        watching = asyncio.create_task(watch())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    def look(self, server: web.Server) -> int:
        """Cut off whoever takes too long now; returns how many."""
        connections = set(server.connections)
        now = _now()
        self._since = {one: self._since.get(one, now) for one in connections}
        self._served &= connections
        late = [one for one in connections if self._left(one) <= 0]
        for one in late:
            self._cut(one)
        return len(late)

    def _left(self, connection: object) -> float:
        # Where nothing at all came the library is a little quicker, and says goodbye.
        reading = self._read_seconds + LOOK_SECONDS
        seconds = self._serve_seconds if connection in self._served else reading
        return self._since.get(connection, _now()) + seconds - _now()

    def _cut(self, connection: object) -> None:
        transport = getattr(connection, "transport", None)
        if transport is not None:
            transport.abort()


def _now() -> float:
    return asyncio.get_running_loop().time()
