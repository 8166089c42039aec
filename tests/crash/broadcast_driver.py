"""A sender in a process of its own, for tests that kill it.

On its command line: token, URL of the API, URL of the database, messages a second, and for how
many seconds it takes the lease: fewer than in earnest, so that the next need not wait for long.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.delivery import outcomes as delivery
from bot.domain.delivery.outbox import Due
from bot.i18n.catalogues import Catalogues
from bot.i18n.translator import Translator
from bot.logs import start_logging
from bot.screens.broadcasts.post import Post
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.transport import sender as sending
from bot.transport.courier import TelegramBot
from bot.transport.pace import Pace
from bot.transport.parcels import Content
from bot.transport.request import AiohttpRequest
from bot.transport.sender import Sender

ROOT = Path(__file__).parent.parent.parent

# Shorter than in earnest, so that nobody waits for long; nothing else changes by it.
delivery.AFTER_UNKNOWN = timedelta(seconds=0.3)  # type: ignore[misc]
sending.POLL_SECONDS = 0.25  # type: ignore[misc]


async def greet(_uow: UnitOfWork, _due: Due) -> Content:
    return Post("Hello")


async def main(token: str, api_url: str, database_url: str, rate: str, lease: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = Database(database_url)
    bot = TelegramBot(token, base_url=f"{api_url}/bot", request=AiohttpRequest(read_seconds=2.0))
    await bot.initialize()
    sender = Sender(
        database=database,
        bot=bot,
        translator=Translator(Catalogues.load(ROOT / "locales")),
        renderers={"broadcast": greet, "deadline_reminder": greet},
        now=lambda: datetime.now(UTC),
        pace=Pace(float(rate)),
        lease=timedelta(seconds=float(lease)),
    )
    await sender.run(stop)
    await bot.shutdown()
    await database.close()


if __name__ == "__main__":
    start_logging("console")
    asyncio.run(main(*sys.argv[1:]))
