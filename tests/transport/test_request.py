import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sandbox.phones.phone import Phone
from bot.sandbox.server import Sandbox
from bot.transport.courier import TelegramBot, retry_seconds
from bot.transport.request import AiohttpRequest, NotSentError

# The smallest picture there is: one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
UNICODE = "Dobrodošli, mirë se vini, хвала 🙂 <b>"


async def test_words_in_every_script_arrive_as_they_were(bot: TelegramBot, phone: Phone) -> None:
    await bot.send_message(phone.user_id, UNICODE)
    assert phone.text == UNICODE


async def test_buttons_and_other_nested_values_travel_as_json(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Po", callback_data="h")]])
    await bot.send_message(phone.user_id, "?", reply_markup=keyboard, disable_notification=True)
    assert phone.buttons == ["Po"]
    asked = sandbox.calls.of("sendMessage")[0].params
    assert (asked["chat_id"], asked["disable_notification"]) == (phone.user_id, True)


async def test_the_short_way_returns_plain_values_and_drops_what_is_not_given(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    sent = await bot.call("sendMessage", chat_id=phone.user_id, text="x", parse_mode=None)
    assert sent["message_id"] == phone.screen.message_id
    assert type(sent) is dict
    assert "parse_mode" not in sandbox.calls.of("sendMessage")[0].params


async def test_a_picture_is_uploaded_with_its_caption_and_buttons(
    bot: TelegramBot, phone: Phone
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Po", callback_data="h")]])
    await bot.send_photo(phone.user_id, PNG, caption=UNICODE, reply_markup=keyboard)
    assert phone.text == UNICODE
    assert phone.buttons == ["Po"]
    assert "photo" in phone.screen.content


async def test_a_document_keeps_its_name_and_every_byte(bot: TelegramBot, phone: Phone) -> None:
    content = bytes(range(256)) * 4096
    name = "Potvrda č, vërtetim.pdf"
    await bot.send_document(phone.user_id, content, filename=name, caption="1 MB")
    document = phone.screen.content["document"]
    assert (document["file_name"], document["file_size"]) == (name, len(content))
    stored = await bot.get_file(document["file_id"])
    assert bytes(await stored.download_as_bytearray()) == content


async def test_a_file_that_is_open_is_uploaded_too(
    bot: TelegramBot, phone: Phone, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("files") / "letter.txt"
    file.write_bytes(b"a letter")
    with file.open("rb") as opened:
        whole = InputFile(opened, filename="letter.txt", read_file_handle=False)
        await bot.send_document(phone.user_id, whole)
    assert phone.screen.content["document"]["file_size"] == 8


async def test_something_attached_inside_json_finds_its_file(
    bot: TelegramBot, phone: Phone
) -> None:
    """Albums are not part of the sandbox; its own words show that the request was understood."""
    with pytest.raises(BadRequest, match="not part of the sandbox"):
        await bot.send_media_group(phone.user_id, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)])


async def test_a_slow_answer_is_a_time_out_and_may_have_been_carried_out(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    sandbox.faults.delay(5, "sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(phone.user_id, "x", read_timeout=0.05)
    assert await bot.send_message(phone.user_id, "y")


async def test_the_time_limit_of_the_backend_holds_where_no_other_is_given(
    sandbox: Sandbox, phone: Phone
) -> None:
    request = AiohttpRequest(read_seconds=0.05)
    assert request.read_timeout == 0.05
    await request.initialize()
    sandbox.faults.delay(5, "sendMessage")
    with pytest.raises(TimedOut):
        await request.do_request(
            f"{sandbox.url}/bot{sandbox.token}/sendMessage?chat_id={phone.user_id}&text=x", "POST"
        )
    await request.shutdown()


async def test_a_refused_connection_was_certainly_not_sent(
    sandbox: Sandbox, bot: TelegramBot
) -> None:
    async with sandbox.unreachable():
        for _ in range(2):  # the first may go over a connection that is still open
            with pytest.raises(NetworkError) as caught:
                await bot.get_me()
    assert isinstance(caught.value, NotSentError)
    assert sandbox.token not in str(caught.value)
    assert (await bot.get_me()).is_bot


async def test_a_name_that_nobody_has_was_certainly_not_sent() -> None:
    async with TelegramBot(
        "1:x", base_url="http://nobody.invalid/bot", request=AiohttpRequest()
    ).request as request:
        with pytest.raises(NotSentError):
            await request.do_request("http://nobody.invalid/bot1:x/getMe", "POST")


async def test_an_answer_that_breaks_off_is_a_network_error_but_not_a_safe_one(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    sandbox.faults.drop_after("sendMessage")
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(phone.user_id, "arrived")
    assert not isinstance(caught.value, NotSentError | TimedOut | BadRequest)
    assert sandbox.token not in str(caught.value)
    assert phone.text == "arrived"


async def test_a_gateway_page_is_a_network_error(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    sandbox.faults.bad_gateway("sendMessage")
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(phone.user_id, "x")
    assert not isinstance(caught.value, BadRequest)


REFUSALS: list[tuple[int, str, type[TelegramError]]] = [
    (400, "Bad Request: chat not found", BadRequest),
    (401, "Unauthorized", InvalidToken),
    (404, "Not Found", InvalidToken),
    (409, "Conflict: terminated by other getUpdates request", Conflict),
    (500, "Internal Server Error", NetworkError),
]


@pytest.mark.parametrize(("code", "words", "expected"), REFUSALS)
async def test_a_refusal_has_the_librarys_own_class(
    sandbox: Sandbox, bot: TelegramBot, code: int, words: str, expected: type[TelegramError]
) -> None:
    sandbox.faults.refuse(code, words, "sendMessage")
    with pytest.raises(expected) as caught:
        await bot.send_message(1, "x")
    assert type(caught.value) is expected


async def test_a_flood_says_how_long_to_wait(sandbox: Sandbox, bot: TelegramBot) -> None:
    sandbox.faults.flood(17, "sendMessage")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1, "x")
    assert retry_seconds(caught.value) == 17


async def test_who_blocked_the_bot_is_forbidden(bot: TelegramBot, phone: Phone) -> None:
    await phone.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(phone.user_id, "x")


async def test_a_group_that_moved_says_where_to(
    sandbox: Sandbox, bot: TelegramBot, phone: Phone
) -> None:
    group = sandbox.group("Fshati", phone)
    group.patience = None
    old = group.chat_id
    new = await group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old, "x")
    assert caught.value.new_chat_id == new


async def test_the_backend_opens_twice_closes_twice_and_opens_again(sandbox: Sandbox) -> None:
    request = AiohttpRequest()
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    with pytest.raises(RuntimeError, match="not open"):
        await request.do_request(url, "POST")
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        status, body = await request.do_request(url, "POST")
        assert status == 200
        assert request.parse_json_payload(body)["ok"]
        await request.shutdown()
        await request.shutdown()


async def test_more_requests_than_connections_wait_for_one_another(sandbox: Sandbox) -> None:
    sandbox.faults.delay(0.01, "getMe", times=None)
    request = AiohttpRequest(pool_size=2, read_seconds=5)
    await request.initialize()
    url = f"{sandbox.url}/bot{sandbox.token}/getMe"
    answers = await asyncio.gather(*(request.do_request(url, "POST") for _ in range(12)))
    assert [status for status, _ in answers] == [200] * 12
    await request.shutdown()


# Servers that are not Telegram.


@dataclass
class Stranger:
    """A server that answers whatever it is told."""

    answer: Callable[[], Awaitable[web.StreamResponse]] | None = None
    url: str = ""

    async def handle(self, _request: web.Request) -> web.StreamResponse:
        assert self.answer is not None
        return await self.answer()


@pytest.fixture
async def stranger() -> AsyncIterator[Stranger]:
    serving = Stranger()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", serving.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    serving.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield serving
    await runner.cleanup()


@pytest.mark.parametrize("body", [b"<html>Welcome to our Wi-Fi</html>", b"", b"null", b"[]", b"7"])
async def test_a_login_page_in_between_is_a_network_error(stranger: Stranger, body: bytes) -> None:
    async def login_page() -> web.StreamResponse:
        return web.Response(body=body)

    stranger.answer = login_page
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(NetworkError):
        await request.post(f"{stranger.url}/bot1:x/getMe")
    await request.shutdown()


async def test_a_server_that_takes_the_connection_and_says_nothing_is_a_time_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        request = AiohttpRequest(read_seconds=0.05)
        await request.initialize()
        with pytest.raises(TimedOut):
            await request.post(f"http://127.0.0.1:{silent.getsockname()[1]}/bot1:x/getMe")
        await request.shutdown()
