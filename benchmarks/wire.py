"""HTTP/1.1 with as little work as possible, so that what is measured is not the measuring."""

import asyncio
import re
from collections.abc import Callable
from typing import Final

HOST: Final = "127.0.0.1"
_LENGTH: Final = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_END_OF_HEAD: Final = b"\r\n\r\n"

Reply = Callable[[bytes], None]
Answer = Callable[[str, bytes, Reply], None]
"""Gets the path and the body of a request, and calls the third argument with the answer."""


async def serve(answer: Answer, port: int = 0) -> asyncio.Server:
    """Answer every request with what ``answer`` gives; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: _Listener(answer), HOST, port)


def port_of(server: asyncio.Server) -> int:
    """The port on which a server listens."""
    return int(server.sockets[0].getsockname()[1])


class _Listener(asyncio.Protocol):
    """One connection on which requests come one after another, each with a known length."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport if isinstance(transport, asyncio.Transport) else None

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(_END_OF_HEAD)) >= 0:
            head = bytes(self._received[:end])
            length = _LENGTH.search(head)
            start = end + len(_END_OF_HEAD)
            size = start + (int(length[1]) if length else 0)
            if len(self._received) < size:
                return
            body = bytes(self._received[start:size])
            del self._received[:size]
            self._answer(head.split(b" ", 2)[1].decode(), body, self._reply)

    def _reply(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )


class Line:
    """A connection that stays open, for one request at a time."""

    def __init__(self, port: int, headers: str = "") -> None:
        self._port = port
        self._head = (
            f"POST {{}} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{headers}"
            "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n"
        )
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> None:
        """Send one request and wait for the whole answer.

        Raises:
            RuntimeError: if the answer is not 200.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        writer.write(self._head.format(path, len(body)).encode() + body)
        head = await reader.readuntil(_END_OF_HEAD)
        length = _LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or length is None:
            raise RuntimeError(f"not served: {head.splitlines()[0]!r}")
        await reader.readexactly(int(length[1]))

    async def close(self) -> None:
        """Close the connection; what was not read is lost."""
        if self._streams is not None:
            self._streams[1].close()
            await self._streams[1].wait_closed()
            self._streams = None
