import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import orjson
import pytest

from bot.sandbox.phones import page
from bot.sandbox.phones.personas import BESA, GROUP_ID
from bot.sandbox.server import Sandbox

Call = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class Browser:
    """Asks what the page asks."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.root = f"{sandbox.url}/phone/api"
        self.http = http

    async def get(self, path: str, **headers: str) -> dict[str, Any]:
        async with self.http.get(self.root + path, headers=headers) as answer:
            read: dict[str, Any] = {"status": answer.status, **await answer.json()}
            return read

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(self.root + path, json=body) as answer:
            read: dict[str, Any] = {"status": answer.status, **await answer.json()}
            return read

    async def next_event(self, stream: aiohttp.ClientResponse) -> tuple[str, dict[str, Any]]:
        event = ""
        async for line in stream.content:
            if line.startswith(b"event: "):
                event = line[7:].decode().strip()
            elif line.startswith(b"data: "):
                return event, orjson.loads(line[6:])
        return "end", {}


@pytest.fixture
def browser(sandbox: Sandbox, http: aiohttp.ClientSession) -> Browser:
    return Browser(sandbox, http)


async def test_the_page_offers_people_a_group_and_the_clock(browser: Browser) -> None:
    answer = await browser.get("/personas")
    assert [one["id"] for one in answer["personas"]] == [
        "besa", "milica", "teo", "arta", GROUP_ID,
    ]  # fmt: skip
    assert answer["personas"][-1]["user_id"] < 0
    assert answer["bot"] == {"name": "Komshi", "username": "komshi_sandbox_bot"}
    assert answer["clock"].endswith("+00:00")


@pytest.mark.usefixtures("echo")
async def test_a_chat_is_shown_with_words_buttons_and_sides(
    sandbox: Sandbox, browser: Browser
) -> None:
    assert (await browser.post("/chats/besa/messages", {"text": "/start <now>"}))["status"] == 200
    await sandbox.settle()
    chat = await browser.get("/chats/besa")
    mine, screen = chat["messages"]
    assert (mine["from"], mine["name"], mine["text"]) == ("me", "Besa", "/start <now>")
    assert mine["html"] == "/start &lt;now&gt;"
    assert (screen["from"], screen["name"], screen["edited"]) == ("bot", "Komshi", False)
    assert screen["buttons"] == [
        [{"label": "Yes please", "data": "yes", "url": None, "kind": "callback"}]
    ]
    assert screen["photo"] is screen["document"] is screen["voice"] is screen["location"] is None


@pytest.mark.usefixtures("echo")
async def test_a_tap_waits_for_the_toast(sandbox: Sandbox, browser: Browser) -> None:
    await sandbox.phone(BESA).send("hello")
    number = sandbox.phone(BESA).screen.message_id
    place = {"message_id": number, "row": 0, "column": 0}
    answer = await browser.post("/chats/besa/taps", place)
    assert (answer["toast"], answer["alert"]) == ("yes", False)
    await sandbox.settle()
    gone = await browser.post("/chats/besa/taps", place)
    assert (gone["status"], gone["error"]) == (400, "this button is no longer there")


async def test_unread_messages_are_counted_until_the_chat_is_read(
    sandbox: Sandbox, browser: Browser, call: Call
) -> None:
    sandbox.phone(BESA).compose("/start")
    await call("sendMessage", chat_id=BESA.user_id, text="x")
    assert (await browser.get("/personas"))["personas"][0]["unread"] == 1
    await browser.get("/chats/besa")
    assert (await browser.get("/personas"))["personas"][0]["unread"] == 0


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize(
    ("thing", "shown"),
    [
        ({"kind": "photo"}, "photo"),
        ({"kind": "voice"}, "voice"),
        ({"kind": "document", "name": "cv.pdf", "size": 3}, "document"),
        ({"kind": "location", "lat": 42.2, "lon": 20.7}, "location"),
        ({"kind": "contact", "phone": "+383 44", "first_name": "Z"}, "contact"),
        ({"kind": "sticker"}, "sticker"),
    ],
)
async def test_things_can_be_sent_and_files_opened(
    browser: Browser, http: aiohttp.ClientSession, thing: dict[str, Any], shown: str
) -> None:
    assert (await browser.post("/chats/teo/messages", thing))["status"] == 200
    message = (await browser.get("/chats/teo"))["messages"][0]
    assert message[shown]
    if url := message[shown].get("url"):
        async with http.get(browser.root.removesuffix("/phone/api") + url) as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert ("Content-Disposition" in answer.headers) == (shown != "photo")


async def test_the_group_is_a_chat_in_which_besa_writes(browser: Browser, call: Call) -> None:
    await browser.post(f"/chats/{GROUP_ID}/messages", {"text": "/start"})
    chat = await browser.get(f"/chats/{GROUP_ID}")
    assert [(one["from"], one["name"]) for one in chat["messages"]] == [("me", "Besa")]
    updates = (await call("getUpdates"))["result"]
    assert updates[-1]["message"]["chat"]["title"] == "Fshati / Selo"
    assert (await browser.post(f"/chats/{GROUP_ID}/block", {"blocked": True}))["status"] == 400


async def test_blocking_and_clearing_are_seen_in_the_chat(
    sandbox: Sandbox, browser: Browser, call: Call
) -> None:
    sandbox.phone(BESA).compose("/start")
    assert (await browser.post("/chats/besa/block", {"blocked": True}))["blocked"] is True
    assert (await browser.get("/chats/besa"))["blocked"] is True
    refused = await call("sendMessage", chat_id=BESA.user_id, text="x")
    assert refused["error_code"] == 403
    await browser.post("/chats/besa/block", {"blocked": False})
    await browser.post("/chats/besa/clear", {})
    chat = await browser.get("/chats/besa")
    assert (chat["blocked"], chat["messages"]) == (False, [])


async def test_the_clock_goes_forward_from_the_page(sandbox: Sandbox, browser: Browser) -> None:
    before = sandbox.clock.now()
    answer = await browser.post("/clock", {"advance_seconds": 3600})
    assert answer["clock"] > before.isoformat()
    assert (sandbox.clock.now() - before).total_seconds() >= 3600
    assert (await browser.post("/clock", {"advance_seconds": -1}))["status"] == 400


async def test_events_tell_what_changed(
    sandbox: Sandbox, browser: Browser, http: aiohttp.ClientSession, call: Call
) -> None:
    phone = sandbox.phone(BESA)
    phone.compose("/start")
    async with http.get(f"{browser.root}/events?persona=besa") as stream:
        assert stream.content_type == "text/event-stream"
        await call("sendChatAction", chat_id=BESA.user_id, action="typing")
        assert await browser.next_event(stream) == ("typing", {"persona": "besa", "typing": True})
        assert (await browser.get("/chats/besa"))["typing"] is True
        await call("sendMessage", chat_id=BESA.user_id, text="x")
        assert await browser.next_event(stream) == ("changed", {"persona": "besa"})
        assert (await browser.get("/chats/besa"))["typing"] is False
        await browser.post("/clock", {"advance_seconds": 1})
        name, data = await browser.next_event(stream)
        assert (name, list(data)) == ("clock", ["clock"])


async def test_stopping_ends_streams_of_events(
    sandbox: Sandbox, browser: Browser, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{browser.root}/events") as stream:
        await asyncio.wait_for(sandbox.stop(), 1)
        assert await browser.next_event(stream) == ("end", {})


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example:80", "Origin": "http://evil.example:80"},
    ],
)
async def test_pages_of_other_places_are_refused(browser: Browser, headers: dict[str, str]) -> None:
    assert (await browser.get("/personas", **headers))["status"] == 403


async def test_forms_of_other_pages_cannot_write(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    async with http.post(f"{sandbox.url}/phone/api/chats/besa/messages", data="{}") as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/chats/nobody/messages", {"text": "x"}),
        ("/chats/besa/messages", {"text": " "}),
        ("/chats/besa/messages", {"kind": "elephant"}),
        ("/chats/besa/messages", {}),
        ("/chats/besa/taps", {"message_id": 1, "row": 0, "column": 0}),
        ("/chats/besa/taps", {"message_id": "x"}),
    ],
)
async def test_requests_that_make_no_sense_are_refused_with_a_sentence(
    browser: Browser, path: str, body: dict[str, Any]
) -> None:
    answer = await browser.post(path, body)
    assert answer["status"] == 400
    assert answer["error"]


async def test_static_files_come_with_a_policy_and_nothing_else_is_given_out(
    sandbox: Sandbox,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    monkeypatch.setattr(page, "STATIC", tmp_path)
    async with http.get(sandbox.url) as answer:
        assert (answer.status, await answer.text()) == (404, "The page is not built.")
    (tmp_path / "phone.html").write_text("<p>phone</p>")
    (tmp_path / "phone.js").write_text("1")
    (tmp_path / "secret.txt").write_text("no")
    async with http.get(sandbox.url) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert await answer.text() == "<p>phone</p>"
    for path in ("/phone.js", "/phone/static/phone.js"):
        async with http.get(sandbox.url + path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/javascript")
    for path in ("/phone/static/secret.txt", "/phone/static/..%2fpage.py", "/phone/static/no.js"):
        async with http.get(sandbox.url + path) as answer:
            assert answer.status == 404


async def test_a_sandbox_without_a_page_has_only_the_bot_api(http: aiohttp.ClientSession) -> None:
    bare = Sandbox(page=False)
    await bare.start()
    async with http.get(bare.url + "/phone/api/personas") as answer:
        assert answer.status == 404
    await bare.stop()
