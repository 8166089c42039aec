"""No bot at all: makes the calls of an answer from memory, and so finds the stub's ceiling."""

import asyncio
from typing import Final
from urllib.parse import urlsplit

import orjson

from benchmarks.subjects.process import Order, print_usage_when_asked, say_ready, wait_for_end
from benchmarks.traffic import KEYBOARD, TEXT
from benchmarks.wire import Line, Reply, serve

_ANSWER: Final = orjson.dumps({"callback_query_id": "50000007"})
_SCREEN: Final = orjson.dumps(
    {
        "chat_id": 5_000_000,
        "message_id": 1000,
        "text": TEXT,
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[button] for button in KEYBOARD]},
    }
)


async def main() -> None:
    order = Order.read()
    free: list[Line] = []
    answering: set[asyncio.Task[None]] = set()

    async def speak(body: bytes, reply: Reply) -> None:
        line = free.pop() if free else Line(urlsplit(order.api_url).port or 0)
        if b'"callback_query"' in body:
            await line.post("/bot/answerCallbackQuery", _ANSWER)
            await line.post("/bot/editMessageText", _SCREEN)
        else:
            await line.post("/bot/sendMessage", _SCREEN)
        free.append(line)
        reply(b"")

    def answer(_path: str, body: bytes, reply: Reply) -> None:
        task = asyncio.create_task(speak(body, reply))
        answering.add(task)
        task.add_done_callback(answering.discard)

    server = await serve(answer, order.port)
    print_usage_when_asked()
    say_ready()
    await wait_for_end()
    server.close()


asyncio.run(main())
