"""Server-sent events: tells open pages at once what changed, so that they never poll."""

import asyncio
from typing import Any

import orjson
from aiohttp import web

HEARTBEAT_SECONDS = 15.0  # seconds between signs of life on a quiet stream
BACKLOG = 1000  # events a page that does not read may fall behind; then it is dropped


class EventStream:
    """The pages that listen, and what is told to all of them."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[bytes | None]] = set()

    def publish(self, event: str, data: dict[str, Any]) -> None:
        """Tell every page; costs nothing when none is open."""
        if self._listeners:
            line = b"event: %s\ndata: %s\n\n" % (event.encode(), orjson.dumps(data))
            for queue in tuple(self._listeners):
                if queue.full():
                    self._end(queue)
                else:
                    queue.put_nowait(line)

    async def serve(self, request: web.Request, headers: dict[str, str]) -> web.StreamResponse:
        """Keep one page informed until it goes or the sandbox stops."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        response = web.StreamResponse(
            headers={**headers, "Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        self._listeners.add(queue)
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while (line := await _next_line(queue)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._listeners.discard(queue)
        return response

    def stop(self) -> None:
        """End every stream of events that is open."""
        for queue in tuple(self._listeners):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[bytes | None]) -> None:
        self._listeners.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)


async def _next_line(queue: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await queue.get()
    except TimeoutError:
        return b": still here\n\n"
