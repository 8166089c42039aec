"""The same broadcast with aiogram-broadcaster, as its documentation uses it; same command line."""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


async def main(token: str, api_url: str, _folder: str, rate: str, first: str, count: str) -> None:
    # Only in the environment that the benchmark makes.
    from aiogram_broadcaster import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        Broadcaster,
    )
    from aiogram_broadcaster.contents import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        TextContent,
    )
    from aiogram_broadcaster.intervals import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        SimpleInterval,
    )

    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    text = "Equipment for small businesses: the call is open until Friday. " * 3
    mailer = await Broadcaster(bot).create_mailer(
        chats=range(int(first), int(first) + int(count)),
        content=TextContent(text=text),
        interval=SimpleInterval(interval=1.0 / float(rate)),
    )
    print("ready", flush=True)
    try:
        await mailer.start()
    finally:
        await bot.session.close()
    print(0, flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
