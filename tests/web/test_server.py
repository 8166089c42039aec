import asyncio
import hmac
import io
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.web import server
from bot.web.server import LARGEST_UPDATE, SECRET_HEADER, WEBHOOK_PATH, WebServer, build_app

SECRET = "a-secret-for-tests"
UPDATE = {"update_id": 7, "message": {"text": "something personal"}}


@dataclass
class Bot:
    """What stands behind the pages, and what came of it."""

    problem: str | None = None
    failure: Exception | None = None
    received: list[Mapping[str, Any]] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_end.set()

    async def check(self) -> str | None:
        return self.problem

    async def receive(self, update: Mapping[str, Any]) -> None:
        self.begun.set()
        await self.may_end.wait()
        if self.failure is not None:
            raise self.failure
        self.received.append(update)


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def pages(bot: Bot) -> AsyncIterator[WebServer]:
    running = WebServer(build_app(bot.check, bot.receive, SECRET), "127.0.0.1", 0)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def http(pages: WebServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{pages.port}") as session:
        yield session


async def post(http: aiohttp.ClientSession, body: Any = UPDATE, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    given = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with http.post(WEBHOOK_PATH, headers=headers, **given) as answer:
        return answer.status


async def test_an_update_with_the_secret_is_received_before_it_is_acknowledged(
    http: aiohttp.ClientSession, bot: Bot
) -> None:
    bot.may_end.clear()
    posted = asyncio.create_task(post(http))
    await bot.begun.wait()
    assert not posted.done()
    bot.may_end.set()
    assert await posted == 200
    assert bot.received == [UPDATE]


@pytest.mark.parametrize("secret", [None, "", "a", SECRET[:-1], f"{SECRET}x", SECRET.upper()])
async def test_without_the_secret_nothing_is_received(
    http: aiohttp.ClientSession, bot: Bot, secret: str | None
) -> None:
    assert await post(http, secret=secret) == 401
    assert bot.received == []


async def test_a_secret_of_no_text_at_all_is_just_wrong(pages: WebServer, bot: Bot) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", pages.port)
    writer.write(
        f"POST {WEBHOOK_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n".encode()
        + f"Connection: close\r\n{SECRET_HEADER}: ".encode()
        + b"\xff\xfe\r\n\r\n{}"
    )
    assert b" 401 " in await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert bot.received == []


async def test_secrets_are_compared_in_constant_time(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    really = hmac.compare_digest

    def compare(given: bytes, expected: bytes) -> bool:
        compared.append((given, expected))
        return really(given, expected)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert await post(http, secret="guess") == 401
    assert compared == [(b"guess", SECRET.encode())]


NOT_UPDATES: list[Any] = [
    b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b'"update_id"', {}, {"update_id": None},
    {"update_id": "7"}, {"update_id": True}, {"update_id": 1.5}, [UPDATE],
    b'{"update_id": 1e400}', b'{"update_id": NaN}', b"[" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("body", NOT_UPDATES, ids=repr)
async def test_what_is_no_update_is_a_bad_request(
    http: aiohttp.ClientSession, bot: Bot, body: Any
) -> None:
    assert await post(http, body) == 400
    assert bot.received == []


async def test_more_than_an_update_can_be_is_not_read(
    http: aiohttp.ClientSession, bot: Bot
) -> None:
    headers = {SECRET_HEADER: SECRET}
    body = io.BytesIO(b" " * (LARGEST_UPDATE + 1))
    async with http.post(WEBHOOK_PATH, headers=headers, data=body) as answer:
        assert answer.status == 413
    assert bot.received == []


async def test_what_could_not_be_received_is_to_be_delivered_again(
    http: aiohttp.ClientSession, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.failure = ValueError("something personal")
    with caplog.at_level(logging.INFO):
        assert await post(http) == 503
    assert "update 7 waits: ValueError" in caplog.text
    assert "personal" not in caplog.text
    bot.failure = None
    assert await post(http) == 200
    assert bot.received == [UPDATE]


async def test_only_post_is_a_webhook(http: aiohttp.ClientSession) -> None:
    async with http.get(WEBHOOK_PATH, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 405


async def test_the_process_is_alive_even_if_nothing_works(
    http: aiohttp.ClientSession, bot: Bot
) -> None:
    bot.problem = "the database does not answer"
    async with http.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_readiness_says_what_is_missing(http: aiohttp.ClientSession, bot: Bot) -> None:
    bot.problem = "telegram is not reached yet"
    async with http.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"status": "not ready", "problem": bot.problem}
    bot.problem = None
    async with http.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ready"})


async def test_a_polling_bot_has_no_webhook(bot: Bot) -> None:
    running = WebServer(build_app(bot.check), "127.0.0.1", 0)
    await running.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{running.port}") as http:
        assert await post(http) == 404
        assert await post(http, secret=None) == 404
        assert await post(http, secret="") == 404
    await running.stop()


def test_a_webhook_without_a_secret_is_refused_at_the_start(bot: Bot) -> None:
    with pytest.raises(ValueError, match="needs a secret"):
        build_app(bot.check, bot.receive)


async def test_stopping_lets_an_update_finish(
    pages: WebServer, http: aiohttp.ClientSession, bot: Bot
) -> None:
    bot.may_end.clear()
    posted = asyncio.create_task(post(http))
    await bot.begun.wait()
    stopped = asyncio.create_task(pages.stop())
    await asyncio.sleep(0)
    assert not stopped.done()
    bot.may_end.set()
    assert await posted == 200
    await stopped
    with pytest.raises(aiohttp.ClientConnectorError):
        await post(http)


async def test_stopping_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, bot: Bot) -> None:
    monkeypatch.setattr(server, "DRAIN_SECONDS", 0.01)
    running = WebServer(build_app(bot.check, bot.receive, SECRET), "127.0.0.1", 0)
    await running.start()
    bot.may_end.clear()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{running.port}") as http:
        posted = asyncio.create_task(post(http))
        await bot.begun.wait()
        async with asyncio.timeout(10):
            await running.stop()
        with pytest.raises(aiohttp.ClientError):
            await posted
    assert bot.received == []


async def test_a_port_that_is_taken_is_an_error(pages: WebServer, bot: Bot) -> None:
    second = WebServer(build_app(bot.check), "127.0.0.1", pages.port)
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    await second.stop()
