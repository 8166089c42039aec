"""The web server closes on who takes too long, and tells strangers nothing about itself."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web import patience, server
from bot.web.patience import Patience
from bot.web.server import WEBHOOK_PATH, WebServer, build_app, build_status_app, only_here

SECRET: Final = "a-secret-for-tests"
HALF: Final = {
    "nothing": b"",
    "half a line": b"GET /heal",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-",
    "no body": f"POST {WEBHOOK_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{{".encode(),
    "an answered request": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
}


async def _fine() -> str | None:
    return None


async def _take(_update: object) -> None:
    return None


async def _figures(_request: web.Request) -> web.Response:
    return web.Response(text="figures")


@pytest.fixture
async def pages(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WebServer]:
    """A server that has next to no patience."""
    monkeypatch.setattr(patience, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(server, "READ_SECONDS", 0.05)
    monkeypatch.setattr(server, "Patience", lambda: Patience(0.05, 60.0))
    app = build_app(_fine, _take, SECRET)
    app.router.add_get("/metrics", only_here(_figures))
    running = WebServer(app, "127.0.0.1", 0)
    await running.start()
    yield running
    await running.stop()


@pytest.mark.parametrize("sent", HALF.values(), ids=HALF)
async def test_who_stops_in_the_middle_is_cut_off(pages: WebServer, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
    writer.write(sent)
    async with asyncio.timeout(10):
        try:
            while await reader.read(1000):
                pass
        except ConnectionError:
            pass
    writer.close()


async def test_who_sends_a_byte_now_and_then_is_cut_off_all_the_same(pages: WebServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
    async with asyncio.timeout(10):
        ended = asyncio.ensure_future(reader.read())
        while not ended.done():
            writer.write(b"G")
            await asyncio.wait({ended}, timeout=0.01)
        await asyncio.gather(ended, return_exceptions=True)
    writer.close()


async def test_many_half_open_connections_are_all_closed(pages: WebServer) -> None:
    opened = [await asyncio.open_connection("127.0.0.1", pages.port) for _ in range(100)]
    async with asyncio.timeout(20):
        await asyncio.gather(*(reader.read() for reader, _ in opened), return_exceptions=True)
    assert pages._runner.server is not None
    assert not pages._runner.server.connections
    for _reader, writer in opened:
        writer.close()


PROXIED: Final = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7"},
    {"X-Real-IP": "203.0.113.7"},
    {"Via": "1.1 proxy"},
]


@pytest.mark.parametrize("headers", PROXIED, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize("page", ["/metrics", "/readyz"])
async def test_figures_and_readiness_are_for_this_machine_only(
    pages: WebServer, page: str, headers: dict[str, str]
) -> None:
    address = f"http://127.0.0.1:{pages.port}{page}"
    async with aiohttp.request("GET", address) as answer:
        assert answer.status == 200
    async with aiohttp.request("GET", address, headers=headers) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("remote", ["203.0.113.7", "10.0.0.2", "::ffff:10.0.0.2", "", "x"])
async def test_somebody_elsewhere_does_not_find_them(remote: str) -> None:
    request = make_mocked_request("GET", "/metrics").clone(remote=remote)
    with pytest.raises(web.HTTPNotFound):
        await only_here(_figures)(request)


async def test_on_an_address_of_their_own_they_stand_alone() -> None:
    public = WebServer(build_app(None, _take, SECRET), "127.0.0.1", 0)
    watched = WebServer(build_status_app(_fine, _figures), "127.0.0.1", 0)
    for running in (public, watched):
        await running.start()
    async with aiohttp.ClientSession() as http:
        for page in ("metrics", "readyz"):
            async with http.get(f"http://127.0.0.1:{public.port}/{page}") as answer:
                assert answer.status == 404
            async with http.get(f"http://127.0.0.1:{watched.port}/{page}") as answer:
                assert answer.status == 200
        async with http.post(f"http://127.0.0.1:{watched.port}{WEBHOOK_PATH}") as answer:
            assert answer.status == 404
    for running in (public, watched):
        await running.stop()


@pytest.mark.parametrize(
    "asked",
    [b"GET /healthz HTTP/1.0\r\n\r\n", b"GET /none HTTP/1.0\r\n\r\n", b"\x16\x03\x01 \r\n\r\n"],
)
async def test_no_answer_tells_a_version(pages: WebServer, asked: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
    writer.write(asked)
    answer = (await reader.read()).lower()
    assert answer.startswith(b"http/")
    assert b"aiohttp" not in answer
    assert b"python" not in answer
    writer.close()


async def test_before_the_bot_serves_an_update_is_to_be_delivered_again() -> None:
    ready = False
    received = []

    async def receive(update: object) -> None:
        received.append(update)

    running = WebServer(build_app(_fine, receive, SECRET, is_ready=lambda: ready), "127.0.0.1", 0)
    await running.start()
    address = f"http://127.0.0.1:{running.port}{WEBHOOK_PATH}"
    async with aiohttp.ClientSession(headers={server.SECRET_HEADER: SECRET}) as http:
        async with http.post(address, json={"update_id": 7}) as answer:
            assert answer.status == 503
        ready = True
        async with http.post(address, json={"update_id": 7}) as answer:
            assert answer.status == 200
    assert received == [{"update_id": 7}]
    await running.stop()


@pytest.mark.parametrize("number", [1 << 64, 1 << 70, -(1 << 64)])
async def test_a_number_that_is_too_large_to_be_read_is_acknowledged_and_told(
    pages: WebServer, caplog: pytest.LogCaptureFixture, number: int
) -> None:
    address = f"http://127.0.0.1:{pages.port}{WEBHOOK_PATH}"
    body = f'{{"update_id": {number}}}'
    headers = {server.SECRET_HEADER: SECRET}
    async with aiohttp.request("POST", address, data=body, headers=headers) as answer:
        assert answer.status == 200
    assert len(caplog.records) == 1
    assert "makes no sense" in caplog.text
