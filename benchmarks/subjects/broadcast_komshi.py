"""Komshi's sender: enters the people, queues one campaign, and ends when everybody is settled.

On its command line: token, URL of the API, URL of the database, messages a second, the number of
the first chat, how many chats.
"""

import asyncio
import sys
from datetime import timedelta

from sqlalchemy import insert

from bot.app import utc_now
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import Due, OutboxMessage
from bot.i18n.catalogues import Catalogues
from bot.i18n.translator import Translator
from bot.screens.broadcasts.post import Post
from bot.settings import Settings
from bot.storage.database.base import Base
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.transport.courier import TelegramBot
from bot.transport.pace import Pace
from bot.transport.parcels import Content
from bot.transport.request import AiohttpRequest
from bot.transport.sender import Sender

TEXT = "Equipment for small businesses: the call is open until Friday. " * 3


async def say_it(_uow: UnitOfWork, _due: Due) -> Content:
    return Post(TEXT)


async def queue_campaign(database: Database, first: int, count: int) -> int:
    table, now = Base.metadata.tables["person"], utc_now()
    people = [
        {"telegram_id": first + number, "created_at": now, "quiet_from": 0, "quiet_until": 0}
        for number in range(count)
    ]
    async with database.engine.begin() as connection:
        await connection.execute(insert(table), people)
    async with database.transaction() as uow:
        new = NewCampaign("broadcast", now, now + timedelta(days=1))
        campaign = await uow.campaigns.add(new, now)
        known = await uow.people.addresses()
        await uow.outbox.enqueue_all(
            OutboxMessage(
                kind="broadcast",
                dedupe_key=f"c{campaign}:{one.person_id}",
                not_before=now,
                person_id=one.person_id,
                campaign_id=campaign,
            )
            for one in known
            if one.telegram_id >= first
        )
        await uow.campaigns.complete(campaign)
    return campaign


async def main(token: str, api_url: str, url: str, rate: str, first: str, count: str) -> None:
    database = Database(url)
    await upgrade(database)
    campaign = await queue_campaign(database, int(first), int(count))
    bot = TelegramBot(token, base_url=f"{api_url}/bot", request=AiohttpRequest())
    await bot.initialize()
    sender = Sender(
        database=database,
        bot=bot,
        translator=Translator(Catalogues.load(Settings().locales_dir)),
        renderers={"broadcast": say_it},
        now=utc_now,
        pace=Pace(float(rate)),
    )
    print("ready", flush=True)
    async with sender.sending():
        while True:
            async with database.reading() as uow:
                found = await uow.campaigns.find(campaign)
                progress = await uow.campaigns.progress(campaign)
            if found is not None and found.finished_at is not None:
                break
            await asyncio.sleep(0.2)
    await bot.shutdown()
    await database.close()
    doubtful = progress.twice + sum(
        number for state, number in progress.counts.items() if state == "uncertain"
    )
    print(doubtful, flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
