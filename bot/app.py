"""The composition root: the only place where objects meet."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.catalogue.shelf import ContentError, Edition, Shelf
from bot.domain.broadcasts.broadcast import SendLimits
from bot.i18n.catalogues import Catalogues
from bot.i18n.translator import Translator
from bot.logs import Safe, kind
from bot.services.delivery.delivery import is_stalled
from bot.services.demonstration import furnish
from bot.services.staff.members import appoint_owners
from bot.settings import Settings
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.unlocking import unlock
from bot.transport.admission import Admission
from bot.transport.courier import Courier, TelegramBot
from bot.transport.flood import PEOPLE, FloodGate, FloodLimits
from bot.transport.incoming import ALLOWED_UPDATES
from bot.transport.menus import set_default_menus
from bot.transport.pace import Pace
from bot.transport.poller import LONG_POLL_SECONDS, Poller
from bot.transport.progress_board import ProgressBoard
from bot.transport.receiver import Receiver
from bot.transport.request import AiohttpRequest
from bot.transport.routing import Router
from bot.transport.sender import Sender
from bot.web.metrics import METRICS_PATH, Metrics
from bot.web.server import WEBHOOK_PATH, WebServer, build_app, build_status_app, only_here
from handlers.commands import COMMANDS
from handlers.outgoing import CONSEQUENCES, renderers
from handlers.registry import ROUTES
from scheduler.jobs import FallbackCounts, Tools, store_fallbacks
from scheduler.timetable import Timetable

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 30.0
WEBHOOK_CONNECTIONS: Final = 40


class StartError(RuntimeError):
    """The bot cannot start; the message is the one line that the operator reads."""


def utc_now() -> datetime:
    """The time of the real clock, aware and in UTC."""
    return datetime.now(UTC)


def _telegram_bot(settings: Settings, token: str) -> TelegramBot:
    """The bot's door to Telegram, with connections of its own for the long poll."""
    return TelegramBot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(pool_size=2, read_seconds=LONG_POLL_SECONDS + 10),
    )


class Komshi:
    """The bot, put together from its parts and ready to run.

    Args:
        settings: With a token.
        now: The clock; the sandbox passes one that can be moved.
        samples: Whether sample content is shown and sample rounds are open, as in the sandbox.
        limits: How much one person may send.

    Raises:
        ContentError: if the content has errors.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        samples: bool = False,
        limits: FloodLimits = PEOPLE,
    ) -> None:
        if settings.bot_token is None:
            raise StartError("KOMSHI_BOT_TOKEN is missing: try `komshi sandbox`")
        broadcast_limits = SendLimits(settings.approval_threshold, settings.send_rate)
        self._settings = settings
        self._now = now
        self._samples = samples
        self._stop = asyncio.Event()
        self.fallbacks = FallbackCounts()
        self.shelf = Shelf(settings.content_dir, samples=samples)
        self.database = Database(settings.database_url, Keyring(settings.key_file))
        names = self.shelf.current.content.latin_names()
        catalogues = Catalogues.load(settings.locales_dir, names)
        self.translator = Translator(catalogues, self.fallbacks.count, now)
        self.router = Router(ROUTES)
        self.bot = _telegram_bot(settings, settings.bot_token)
        pace = Pace(settings.send_rate)
        courier = Courier(self.bot, pace=pace)
        self.sender = Sender(
            database=self.database,
            bot=self.bot,
            translator=self.translator,
            renderers=renderers(self._edition, now),
            now=now,
            pace=pace,
            consequences=CONSEQUENCES,
        )
        self.database.on_queued = self.sender.wake
        self.admission = Admission(
            database=self.database,
            understand=self.router.understand,
            now=now,
            flood=FloodGate(limits),
        )
        self.receiver = Receiver(
            database=self.database,
            shelf=self.shelf,
            router=self.router,
            translator=self.translator,
            bot=self.bot,
            courier=courier,
            now=now,
            admission=self.admission,
            limits=broadcast_limits,
        )
        self.progress_board = ProgressBoard(
            database=self.database,
            bot=self.bot,
            translator=self.translator,
            turns=self.receiver.turns,
            limits=broadcast_limits,
            now=now,
        )
        self._tools = Tools(
            database=self.database,
            edition=self._edition,
            now=now,
            fallbacks=self.fallbacks,
            draw_progress=self.progress_board.draw,
            store_refusals=self.admission.store_refusals,
            store_receipts=self.receiver.receipts.store,
            retry_parked=self.receiver.retry_parked,
        )
        self.timetable = Timetable(self._tools)
        self.port = 0
        """The port of the web server once it serves."""
        self._ready = False

    def _edition(self) -> Edition:
        """The content that serves now, with its rules."""
        return self.shelf.current

    def stop(self) -> None:
        """Ask the bot to finish what it began and end; safe to call twice."""
        self._stop.set()

    def reload(self) -> bool:
        """Take the content from disk if it is whole; else say why and keep the old one."""
        try:
            edition = self.shelf.reload()
        except ContentError as error:
            report = Safe(error.report.as_text())
            log.warning("content not reloaded, the old one keeps serving:\n%s", report)
            return False
        log.info("content reloaded: version %s", Safe(edition.content.version))
        return True

    async def run(self, on_ready: Callable[[], None] | None = None) -> None:
        """Serve until :meth:`stop` is called or the process is told to end.

        Args:
            on_ready: Called once, when updates begin to be served.

        Raises:
            StartError: if the token is not accepted or the port cannot be had.
            KeyringError: if the key file does not open what is sealed.
        """
        with self._signals():
            try:
                await upgrade(self.database)
                await self._unlock()
                await self._furnish()
                await self._appoint_owners()
                await self._serve(on_ready)
            finally:
                async with contextlib.AsyncExitStack() as closing:
                    closing.push_async_callback(self.database.close)
                    closing.push_async_callback(self.admission.store_refusals)
                    closing.push_async_callback(self.receiver.receipts.store)
                    closing.push_async_callback(store_fallbacks, self._tools)

    async def _serve(self, on_ready: Callable[[], None] | None) -> None:
        settings = self._settings
        receive = self.receiver.receive if settings.webhook_url else None
        metrics = Metrics(self.sender.figures, self.database, self._now).serve
        check = None if settings.status_port else self._problem
        secret = settings.webhook_secret or ""
        app = build_app(check, receive, secret, is_ready=lambda: self._ready)
        server = WebServer(app, settings.http_host, settings.http_port)
        status = build_status_app(self._problem, metrics)
        watched = WebServer(status, settings.http_host, settings.status_port)
        if not settings.status_port:
            app.router.add_get(METRICS_PATH, only_here(metrics))
        try:
            if settings.http_port:
                await self._listen(server, settings.http_port, "KOMSHI_HTTP_PORT")
                self.port = server.port
            if settings.status_port:
                await self._listen(watched, settings.status_port, "KOMSHI_STATUS_PORT")
            async with contextlib.AsyncExitStack() as stack:
                if not await self._connect():
                    return
                stack.push_async_callback(self.bot.shutdown)
                stack.push_async_callback(self.receiver.close)
                # What a webhook is serving still needs the bot: the server stops before it.
                stack.push_async_callback(server.stop)
                await set_default_menus(self.bot, self.translator, COMMANDS)
                await stack.enter_async_context(self.sender.sending())
                self.timetable.start()
                stack.callback(self.timetable.stop)
                if settings.webhook_url:
                    await self._serve_webhook(on_ready)
                else:
                    await self._poll(on_ready)
        finally:
            self._ready = False
            await server.stop()
            await watched.stop()

    async def _listen(self, server: WebServer, port: int, setting: str) -> None:
        try:
            await server.start()
        except OSError as error:
            raise StartError(
                f"{self._settings.http_host}:{port} cannot be served ({error.strerror}): set "
                f"{setting} to a free port, or to 0 for no web server"
            ) from error

    async def _connect(self) -> bool:
        """Meet Telegram, as often as it takes; False if told to stop meanwhile."""
        pause = FIRST_PAUSE_SECONDS
        while not self._stop.is_set():
            try:
                await self.bot.initialize()
            except (InvalidToken, Forbidden):
                await self.bot.shutdown()
                raise StartError(
                    "Telegram does not accept KOMSHI_BOT_TOKEN: copy it again from BotFather"
                ) from None
            except TelegramError as error:
                log.warning("telegram cannot be reached yet: %s", kind(error))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            else:
                return True
        await self.bot.shutdown()
        return False

    async def _poll(self, on_ready: Callable[[], None] | None) -> None:
        await self.bot.call("deleteWebhook")
        self._announce(on_ready)
        await Poller(self.bot, self.receiver.receive).run(self._stop)

    async def _serve_webhook(self, on_ready: Callable[[], None] | None) -> None:
        await self.bot.call(
            "setWebhook",
            url=f"{self._settings.webhook_url}{WEBHOOK_PATH}",
            secret_token=self._settings.webhook_secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=WEBHOOK_CONNECTIONS,
        )
        self._announce(on_ready)
        await self._stop.wait()

    def _announce(self, on_ready: Callable[[], None] | None) -> None:
        self._ready = True
        log.info("serving @%s", Safe(self.bot.username))
        if on_ready is not None:
            on_ready()

    async def _unlock(self) -> None:
        erased = await unlock(self.database, self._now())
        if erased:
            log.warning("a restored backup held %d erased people: erased again", erased)

    async def _furnish(self) -> None:
        if self._samples:
            async with self.database.transaction() as uow:
                await furnish(uow, self.shelf.current.content, self._now())

    async def _appoint_owners(self) -> None:
        async with self.database.transaction() as uow:
            await appoint_owners(uow, self._settings.owner_ids, self._now())

    async def _problem(self) -> str | None:
        """What keeps the bot from working, for the readiness page."""
        if not self._ready:
            return "telegram is not reached yet"
        try:
            async with self.database.reading() as uow:
                stalled = await is_stalled(uow, self._now())
        except (SQLAlchemyError, OSError):
            return "the database does not answer"
        return "messages wait and none is sent" if stalled else None

    @contextlib.contextmanager
    def _signals(self) -> Any:
        """SIGTERM and SIGINT end the bot in peace, SIGHUP reloads the content."""
        loop = asyncio.get_running_loop()
        wishes = {
            signal.SIGTERM: self.stop,
            signal.SIGINT: self.stop,
            signal.SIGHUP: self.reload,
        }
        taken = []
        for number, wish in wishes.items():
            # Outside the main thread, as in tests, signals belong to somebody else.
            with contextlib.suppress(ValueError, RuntimeError):
                loop.add_signal_handler(number, wish)
                taken.append(number)
        try:
            yield
        finally:
            for number in taken:
                loop.remove_signal_handler(number)
