"""Komshi, whole, with the sample content."""

import asyncio

from benchmarks.subjects.process import Order, print_usage_when_asked, say_ready
from benchmarks.traffic import SECRET, TOKEN
from bot.app import Komshi
from bot.settings import Settings
from bot.transport.flood import UNLIMITED


async def main() -> None:
    order = Order.read()
    settings = Settings(
        bot_token=TOKEN,
        api_url=order.api_url,
        database_url=order.database_url,
        webhook_url=f"http://127.0.0.1:{order.port}" if order.port else None,
        webhook_secret=SECRET,
        http_port=order.port,
    )
    print_usage_when_asked()
    await Komshi(settings, samples=True, limits=UNLIMITED).run(say_ready)


if __name__ == "__main__":
    asyncio.run(main())
