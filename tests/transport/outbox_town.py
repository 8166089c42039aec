"""A sender at work on a database and a sandbox, and the people it writes to."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import FINAL, DeliveryState, Due, OutboxMessage
from bot.domain.text.phrases import Words
from bot.i18n.translator import Translator
from bot.sandbox.server import Sandbox
from bot.sandbox.world.chats import Chat, User
from bot.sandbox.world.clock import SandboxClock
from bot.sandbox.world.log import ApiCall
from bot.screens.broadcasts.post import Post
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Screen
from bot.storage.database.base import Base
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.transport.courier import TelegramBot
from bot.transport.pace import Pace
from bot.transport.parcels import Content, Renderer
from bot.transport.sender import Sender

FIRST = 9_000_001
PATIENCE = 60.0
SENDING = ("sendMessage", "sendPhoto", "sendDocument", "sendVoice")


async def greet(_uow: UnitOfWork, due: Due) -> Content:
    """Words that tell messages apart."""
    return Post(f"Hello {due.params.get('number', '')}".strip())


async def show_screen(_uow: UnitOfWork, _due: Due) -> Content:
    return Screen(here=ShowHome(), title=Words({"en": "Open calls", "sq": "Thirrje"}))


def move_in(sandbox: Sandbox, count: int, first: int = FIRST) -> list[int]:
    """People with an open chat, without the cost of a phone each."""
    for number in range(first, first + count):
        sandbox.world.people[number] = User(number, f"P{number}", language_code="en")
        chat = Chat(number, "private", person=sandbox.world.people[number])
        chat.opened = True
        sandbox.world.chats[number] = chat
    return list(range(first, first + count))


async def enter(
    database: Database, telegram_ids: Sequence[int], now: datetime, **columns: Any
) -> list[int]:
    """Enter people who chose English, may always be written to, and nothing else."""
    table = Base.metadata.tables["person"]
    common = {"language": "en", "created_at": now, "quiet_from": 0, "quiet_until": 0, **columns}
    async with database.transaction() as uow:
        await uow._session.execute(
            insert(table), [{"telegram_id": one, **common} for one in telegram_ids]
        )
    async with database.reading() as uow:
        rows = await uow._session.execute(
            select(table.c.id).where(table.c.telegram_id.in_(telegram_ids)).order_by(table.c.id)
        )
        return list(rows.scalars())


async def queue_campaign(
    database: Database,
    people: Sequence[int],
    now: datetime,
    kind: str = "broadcast",
    lives: timedelta = timedelta(days=1),
) -> int:
    """A complete campaign to people, due now."""
    async with database.transaction() as uow:
        campaign = await uow.campaigns.add(NewCampaign(kind, now, now + lives), now)
        await uow.outbox.enqueue_all(
            OutboxMessage(
                kind=kind,
                dedupe_key=f"c{campaign}:{person}",
                not_before=now,
                expires_at=now + lives,
                person_id=person,
                campaign_id=campaign,
            )
            for person in people
        )
        await uow.campaigns.complete(campaign)
    return campaign


async def wait_until(
    condition: Callable[[], bool | Awaitable[bool]],
    patience: float = PATIENCE,
    step: float = 0.02,
) -> None:
    """Wait until something is so; nobody tells when a row has changed."""
    async with asyncio.timeout(patience):
        while True:
            answer = condition()
            if answer if isinstance(answer, bool) else await answer:
                return
            await asyncio.sleep(step)


@dataclass
class Town:
    """What a test of the sender needs; :meth:`sender` makes one, or several on one database."""

    sandbox: Sandbox
    bot: TelegramBot
    database: Database
    translator: Translator
    rate: float = 1000.0
    renderers: dict[str, Renderer] = field(default_factory=dict)

    @property
    def clock(self) -> SandboxClock:
        return self.sandbox.clock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def sender(self, pace: Pace | None = None, **options: Any) -> Sender:
        made = Sender(
            database=self.database,
            bot=self.bot,
            translator=self.translator,
            renderers=self.renderers,
            now=self.clock.now,
            pace=pace or Pace(self.rate),
            **options,
        )
        self.database.on_queued = made.wake
        return made

    async def people(self, count: int, first: int = FIRST, **columns: Any) -> list[int]:
        return await enter(self.database, move_in(self.sandbox, count, first), self.now, **columns)

    async def queue(self, person: int, kind: str = "broadcast", **options: Any) -> None:
        message = OutboxMessage(
            **{
                "kind": kind,
                "dedupe_key": f"{kind}:{person}",
                "not_before": self.now,
                "person_id": person,
                **options,
            }
        )
        async with self.database.transaction() as uow:
            await uow.outbox.enqueue(message)

    async def rows(self) -> list[OutboxRow]:
        async with self.database.reading() as uow:
            return list(await uow._session.scalars(select(OutboxRow).order_by(OutboxRow.id)))

    async def states(self) -> Counter[tuple[str, str | None]]:
        return Counter((row.state, row.reason) for row in await self.rows())

    async def until(self, condition: Callable[[], bool | Awaitable[bool]]) -> None:
        await wait_until(condition)

    async def until_sent(self, count: int) -> None:
        """Wait until so many messages have arrived."""
        await self.until(lambda: len(self.sent()) >= count)

    async def until_settled(self) -> Counter[tuple[str, str | None]]:
        """Wait until every message has a final state."""

        async def settled() -> bool:
            return all(DeliveryState(state) in FINAL for state, _reason in await self.states())

        await self.until(settled)
        return await self.states()

    async def until_first(self, state: DeliveryState) -> OutboxRow:
        """Wait until the first message is in a state."""

        async def is_there() -> bool:
            return (await self.rows())[0].state == state.value

        await self.until(is_there)
        return (await self.rows())[0]

    def sent(self) -> list[ApiCall]:
        """Calls that brought a message, whether the sender heard of it or not."""
        return [call for call in self.sandbox.calls.of(*SENDING) if call.ok]

    def copies(self) -> Counter[int]:
        """How many messages each chat got."""
        return Counter(int(call.params["chat_id"]) for call in self.sent())


def worst_second(calls: Sequence[ApiCall]) -> int:
    """The most calls in any window of one second, by the sandbox's own log."""
    times = [call.at for call in calls]
    first = worst = 0
    for last, at in enumerate(times):
        while at - times[first] >= timedelta(seconds=1):
            first += 1
        worst = max(worst, last - first + 1)
    return worst
