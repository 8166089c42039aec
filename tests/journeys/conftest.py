"""The whole bot against the sandbox: people tap on phones, nothing inside is touched."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, or_, select

from bot import app
from bot.app import Komshi
from bot.catalogue.shelf import Edition, Shelf
from bot.domain.delivery.outbox import FINAL, DeliveryState
from bot.domain.delivery.pacing import SlotPacer
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.i18n.catalogues import Catalogues
from bot.sandbox.phones.phone import PATIENCE_SECONDS, Phone
from bot.sandbox.rules.files import Upload
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import SandboxClock
from bot.screens.home.actions import ShowHome
from bot.screens.privacy.actions import SetDiscreet
from bot.services.delivery.delivery import Tried
from bot.services.rounds.rounds import open_round
from bot.settings import Settings
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database
from bot.transport import sender as sending
from bot.transport.flood import UNLIMITED
from bot.transport.pace import Pace
from tests.conftest import LONG, NOW, ROOT
from tests.journeys.hands import do

_TABLE = ROOT.parent / "shared" / "data" / "telegram_bot_api.json"
API = json.loads(_TABLE.read_text()) if _TABLE.is_file() else None
"""The official tables of the Bot API, where they lie beside the project."""

FAR_DATE = datetime(2031, 1, 8, 2, 30, tzinfo=UTC)
"""What the machine's clock shows while a journey runs."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run a journey that has several languages, roles or words with each on one database, in turn.

    Every journey still runs on both databases, and with everything; all pairs with
    ``KOMSHI_LONG``.
    """
    cases: dict[str, dict[str, int]] = {}
    left_out = set()
    for item in items if not LONG else ():
        url = _database_of(item)
        if url and isinstance(item, pytest.Function):
            of_journey = cases.setdefault(f"{item.path}{item.originalname}", {})
            case = item.callspec.id.replace(url, "")
            turn = of_journey.setdefault(case, len(of_journey))
            if (url == "sqlite") == bool(turn % 2) and case.strip("-"):
                left_out.add(id(item))
    config.hook.pytest_deselected(items=[one for one in items if id(one) in left_out])
    items[:] = [one for one in items if id(one) not in left_out]


def _database_of(item: pytest.Item) -> str:
    """The kind of database that a journey is about to run on; empty for other tests."""
    if not isinstance(item, pytest.Function) or Path(__file__).parent not in item.path.parents:
        return ""
    return str(item.callspec.params.get("database_url", "")) if hasattr(item, "callspec") else ""


@dataclass
class Town:
    """The bot at work, with the Telegram it talks to."""

    sandbox: Sandbox
    komshi: Komshi
    written_down: asyncio.Event
    """Set whenever the sender has written down what became of messages."""

    async def newcomer(self, language_code: str = "en", first_name: str | None = None) -> Phone:
        """A person who never wrote to the bot."""
        return self.sandbox.phone(language_code=language_code, first_name=first_name)

    async def stranger(self, language: Language, first_name: str | None = None) -> Phone:
        """A person who chose a language and stands on the home screen, and did nothing else."""
        phone = await self.newcomer(language.telegram_code, first_name)
        await phone.send("/start")
        await phone.tap(language.own_name)
        await phone.tap("➡️")
        return phone

    async def person(self, language: Language, first_name: str | None = None) -> Phone:
        """A person who also said that nobody else sees the phone."""
        phone = await self.stranger(language, first_name)
        await do(phone, SetDiscreet(0))
        await do(phone, ShowHome())
        return phone

    async def owner(self, language: Language, first_name: str | None = None) -> Phone:
        """A person whom the settings name as an owner."""
        phone = await self.person(language, first_name)
        settings = self.komshi._settings
        owners = settings.owner_ids | {phone.user_id}
        self.komshi._settings = replace(settings, owner_ids=owners)
        await self.komshi._appoint_owners()
        return phone

    async def colleague(
        self, role: Role, language: Language = Language.ENGLISH, scope: Scope = EVERYWHERE
    ) -> Phone:
        """A person who has a role among the staff."""
        phone = await self.person(language)
        now = self.sandbox.clock.now()
        async with self.komshi.database.transaction() as uow:
            person = await uow.people.meet(phone.user_id, now)
            number = await uow.staff.enrol(person.id)
            await uow.staff.give(person.id, role, full_scope(role, scope), number, now)
            person.menu_language = None
        return phone

    async def deliver(self) -> None:
        """Wait until everything that may go out now has arrived and is written down."""

        async def left() -> int:
            due = or_(
                OutboxRow.state == DeliveryState.SENDING.value,
                OutboxRow.not_before <= self.sandbox.clock.now(),
            )
            waiting = OutboxRow.state.not_in([state.value for state in FINAL])
            async with self.komshi.database.reading() as uow:
                counted = await uow._session.scalars(select(func.count()).where(waiting, due))
            return counted.one()

        while await left():
            self.written_down.clear()
            self.komshi.sender.wake()
            await asyncio.wait_for(self.written_down.wait(), PATIENCE_SECONDS)

    def say(self, sentence: str, language: Language) -> str:
        """An interface sentence as a reader of a language sees it, up to its first number."""
        return self.komshi.translator.plain(Msg(sentence), language).split("{")[0].strip()

    def title(self, call: str, language: Language) -> str:
        """The title of a call as a reader of a language sees it."""
        title = self.komshi.shelf.current.content.calls[call].title
        return self.komshi.translator.plain(title, language)

    async def open_call(self, call: str, days: int = 28) -> None:
        """Let a call be open for some days from now."""
        now = self.sandbox.clock.now()
        async with self.komshi.database.transaction() as uow:
            await open_round(uow, call, now - timedelta(days=1), now + timedelta(days=days), now)


def free_port() -> int:
    """A port that nobody serves right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(sandbox: Sandbox, database_url: str, mode: str) -> Settings:
    """The settings of a bot that talks to a sandbox."""
    settings = Settings(
        bot_token=sandbox.token,
        api_url=sandbox.url,
        database_url=database_url,
        content_dir=ROOT / "content",
        locales_dir=ROOT / "locales",
        http_port=0,
    )
    if mode == "polling":
        return settings
    port = free_port()
    return replace(
        settings,
        webhook_url=f"http://127.0.0.1:{port}",
        webhook_secret="a-secret-for-tests",
        http_port=port,
    )


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The content of the repository, read and checked once for all bots."""
    return Shelf(ROOT / "content", samples=False).current


@pytest.fixture(scope="session")
def catalogues(edition: Edition) -> Catalogues:
    """The sentences of every language, read once for all bots."""
    return Catalogues.load(ROOT / "locales", edition.content.latin_names())


@pytest.fixture
def moment() -> datetime:
    """When a journey begins, whatever the date of the machine; a module may begin elsewhere."""
    return NOW


@pytest.fixture
def hurries() -> bool:
    """Whether messages go out as soon as they may; a module about their pace says no."""
    return True


@pytest.fixture
def far_date() -> Iterator[None]:
    """Let the machine show a date on which nobody wrote a test.

    A journey that asked the machine for the time would expect the wrong day on every run, not
    only on some days of the year.
    """
    with time_machine.travel(FAR_DATE, tick=True):
        yield


@pytest.fixture
async def town(
    database_url: str,
    tmp_path: Path,
    edition: Edition,
    catalogues: Catalogues,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    hurries: bool,  # noqa: FBT001 -- a fixture
    far_date: None,  # noqa: ARG001 -- the machine's clock is moved before anything starts
) -> AsyncIterator[Town]:
    """The bot, polling on SQLite and behind a webhook on PostgreSQL.

    It begins with content that was read already; when told to, it reads its folder anew.
    """
    mode = "polling" if database_url.startswith("sqlite") else "webhook"
    clock = SandboxClock(moment)
    sandbox = Sandbox(clock=clock, page=False, retry_seconds=0.05)
    await sandbox.start()
    settings = replace(settings_for(sandbox, database_url, mode), key_file=tmp_path / "komshi.key")
    monkeypatch.setattr(app, "upgrade", _stand_still)
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "_read", lambda _shelf: edition)
        patch.setattr(Catalogues, "load", lambda _folder, _names: catalogues)
        komshi = Komshi(settings, now=clock.now, samples=False, limits=UNLIMITED)
    written_down = _tell_when_written_down(komshi, monkeypatch)
    if hurries:
        _hurry(komshi, clock, monkeypatch)
    ready = asyncio.Event()
    running = asyncio.create_task(komshi.run(ready.set))
    await asyncio.wait({running, asyncio.ensure_future(ready.wait())},
                       return_when=asyncio.FIRST_COMPLETED)  # fmt: skip
    assert not running.done(), running.exception()
    yield Town(sandbox, komshi, written_down)
    await sandbox.settle()
    komshi.stop()
    await running
    await sandbox.stop()
    assert_every_call_is_known(sandbox)


async def _stand_still(_database: Database) -> None:
    """Migrate nothing: the database is a copy of one that was migrated by this very code."""


def _tell_when_written_down(komshi: Komshi, patch: pytest.MonkeyPatch) -> asyncio.Event:
    """Give what is set whenever the sender has written down what became of messages."""
    figures, written_down = komshi.sender.figures, asyncio.Event()
    count = figures.count

    def count_and_tell(settled: Sequence[Tried]) -> None:
        count(settled)
        written_down.set()

    patch.setattr(figures, "count", count_and_tell)
    return written_down


def _hurry(komshi: Komshi, clock: SandboxClock, patch: pytest.MonkeyPatch) -> None:
    """Let messages go out as soon as they may.

    What is left out is waiting by the wall: the second between two messages in a chat, the slots,
    and the pauses in which the sender lets a little gather or has nothing to do. All have tests of
    their own.
    """
    sender = komshi.sender

    async def go(_pace: Pace, _chat_id: int) -> None:
        """Rest no second."""

    patch.setattr(Pace, "wait", lambda _pace, _chat_id: timedelta())
    patch.setattr(Pace, "rest", go)
    patch.setattr(sender._pace, "_slots", SlotPacer(1000, time.monotonic()))
    patch.setattr(sending, "PERIOD_SECONDS", 0.005)
    clock.listen(sender.wake)


@pytest.fixture
def database_of(town: Town) -> Database:
    """The database that the bot uses."""
    return town.komshi.database


def assert_every_call_is_known(sandbox: Sandbox) -> None:
    """Hold every outgoing call against an independent model of the Bot API."""
    from aiogram import methods  # noqa: PLC0415 -- two seconds, which only journeys are worth
    from aiogram.types import FSInputFile  # noqa: PLC0415 -- likewise

    for call in sandbox.calls:
        name = f"{call.method[0].upper()}{call.method[1:]}"
        model = getattr(methods, name)
        params = {
            name: FSInputFile(value.name) if isinstance(value, Upload) else value
            for name, value in call.params.items()
        }
        checked = model.model_validate(params)
        assert not checked.model_extra, (call.method, checked.model_extra)
        if API is not None:
            described = API["methods"][call.method]["fields"]
            assert set(call.params) <= set(described), call.method
            needed = {name for name, field in described.items() if field["required"]}
            assert needed <= set(call.params), call.method
