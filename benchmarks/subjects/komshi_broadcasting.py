"""Komshi, whole, with a campaign in its outbox; the command line of ``broadcast_komshi``."""

import asyncio
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import cast

from benchmarks.subjects.broadcast_komshi import queue_campaign, say_it
from bot.app import Komshi
from bot.settings import Settings
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.transport.flood import UNLIMITED
from bot.transport.parcels import Renderer
from handlers.outgoing import RENDERERS


async def main(token: str, api_url: str, url: str, rate: str, first: str, count: str) -> None:
    cast("MutableMapping[str, Renderer]", RENDERERS)["broadcast"] = say_it
    database = Database(url)
    await upgrade(database)
    await queue_campaign(database, int(first), int(count))
    await database.close()
    settings = Settings(
        bot_token=token,
        api_url=api_url,
        database_url=url,
        http_port=0,
        send_rate=int(rate),
        key_file=Path(url.removeprefix("sqlite+aiosqlite:///")).with_suffix(".key"),
    )
    komshi = Komshi(settings, limits=UNLIMITED)
    await komshi.run(lambda: print("ready", flush=True))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
