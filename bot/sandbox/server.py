"""The sandbox: a Telegram Bot API on this machine, and the phones of the people who use it."""

import contextlib
import socket
from collections.abc import AsyncIterator

from aiohttp import web

from bot.sandbox.bot_api.http import BotApi
from bot.sandbox.phones.group import Group
from bot.sandbox.phones.personas import Persona
from bot.sandbox.phones.phone import PATIENCE_SECONDS, Phone
from bot.sandbox.phones.phone_api import PhoneApi
from bot.sandbox.rules.limits import ApiGate, ApiLimits
from bot.sandbox.rules.own_machine import refuse_foreign_names
from bot.sandbox.world.chats import ChatKind, User
from bot.sandbox.world.clock import SandboxClock
from bot.sandbox.world.faults import Faults
from bot.sandbox.world.log import CallLog
from bot.sandbox.world.webhook import Webhook
from bot.sandbox.world.world import World, member_wire

HOST = "127.0.0.1"
FIRST_PERSON_ID = 5001
BODY_LIMIT = 60 * 1024 * 1024
STOP_WITHIN_SECONDS = 0.5  # seconds that calls in progress have to end


class Sandbox:
    """A strict local Telegram, for people who try the bot and for tests.

    Args:
        token: what the bot must come with.
        bot_username: the bot's username, without @.
        bot_name: the bot's name.
        clock: the time everything happens at.
        page: whether to serve the phone page and its JSON.
        strict: whether to refuse parameters Telegram does not have.
        record: whether to keep every call in ``calls``; off for benchmarks.
        retry_seconds: the first pause after a webhook that failed; it doubles up to sixty
            times itself.
    """

    def __init__(
        self,
        *,
        token: str = "1000000:sandbox",  # noqa: S107 - made up, worth nothing
        bot_username: str = "komshi_sandbox_bot",
        bot_name: str = "Komshi",
        clock: SandboxClock | None = None,
        page: bool = True,
        strict: bool = True,
        record: bool = True,
        retry_seconds: float = 1.0,
    ) -> None:
        self.token = token
        self.clock = clock or SandboxClock()
        self.world = World(self.clock, token, bot_username, bot_name)
        self.port = 0
        self._api = BotApi(self.world, retry_seconds, strict=strict, record=record)
        self._page = PhoneApi(self) if page else None
        self._phones: dict[int, Phone] = {}
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    @property
    def url(self) -> str:
        """Where the sandbox is: the Bot API under ``/bot<token>/``, the phone page at ``/``."""
        return f"http://{HOST}:{self.port}"

    @property
    def calls(self) -> CallLog:
        """Every call of the Bot API, in order."""
        return self._api.calls

    @property
    def faults(self) -> Faults:
        """The trouble that is arranged."""
        return self._api.faults

    @property
    def webhook(self) -> Webhook:
        """Where updates are delivered, if the bot asked for that."""
        return self._api.webhook

    @property
    def limits(self) -> ApiLimits:
        """The flood limits in force, none at first; assign others at any time."""
        return self._api.gate.limits

    @limits.setter
    def limits(self, limits: ApiLimits) -> None:
        self._api.gate = ApiGate(limits)

    async def start(self, port: int = 0) -> None:
        """Serve on 127.0.0.1; port 0 takes a free one.

        Raises:
            OSError: if the port is taken.
        """
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[refuse_foreign_names])
        self._api.add_routes(app)
        if self._page is not None:
            self._page.add_routes(app)
        # A call ends with its connection, so the poll of a killed bot is gone at once.
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=STOP_WITHIN_SECONDS, handler_cancellation=True
        )
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, HOST, port)
        try:
            await self._site.start()
        except OSError:
            await self.stop()
            raise
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop serving: open polls come back empty, deliveries end."""
        await self._api.stop()
        if self._page is not None:
            await self._page.stop()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    @contextlib.asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Refuse connections for as long as the block lasts, then be back on the same port."""
        if self._runner is None or self._site is None:
            raise RuntimeError("the sandbox does not run")
        self._api.refusing = True
        self.world.updates.stop_poll("")
        await self._site.stop()
        # Bound but not listening: connections are refused and nobody else gets the port.
        with socket.socket() as keeper:
            keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            keeper.bind((HOST, self.port))
            try:
                yield
            finally:
                keeper.close()
                self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
                await self._site.start()
                self._api.refusing = False

    def phone(
        self,
        persona: Persona | None = None,
        *,
        user_id: int | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Phone:
        """Give a person's phone; asking twice for the same user id gives the same phone.

        Without a persona and an id it is somebody new. Fields given here win over the persona's.
        """
        if persona is not None:
            user_id = user_id or persona.user_id
            first_name = first_name or persona.name
            username = username or persona.username
            language_code = language_code or persona.language_code
        if user_id is None:
            user_id = FIRST_PERSON_ID
            while user_id in self._phones:
                user_id += 1
        if user_id not in self._phones:
            name = first_name or f"Person {user_id}"
            person = User(user_id, name, last_name, username, language_code)
            self._phones[user_id] = Phone(self, person, self.world.add_person(person))
        return self._phones[user_id]

    def group(self, title: str, *members: Phone) -> Group:
        """Make a basic group with these people; the first of them adds the bot."""
        return self._make_group(title, "group", members)

    def supergroup(self, title: str, *members: Phone) -> Group:
        """Make a supergroup with these people; the first of them adds the bot."""
        return self._make_group(title, "supergroup", members)

    def channel(self, title: str, *members: Phone) -> Group:
        """Make a channel in which the bot may post; the first person owns it."""
        return self._make_group(title, "channel", members)

    async def settle(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until the bot has acknowledged everything.

        Raises:
            AssertionError: if it has not after ``patience`` seconds.
        """
        updates = self.world.updates
        updates.expire()
        if not await updates.settled.until(lambda: len(updates) == 0, patience):
            raise AssertionError(f"{len(updates)} updates wait. {self.describe()}")

    async def wait_for_acknowledgement(
        self, update_id: int, patience: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until the bot is done with one update.

        Raises:
            AssertionError: if it is not after ``patience`` seconds, or never will be.
        """
        updates = self.world.updates
        done = await updates.settled.until(lambda: not updates.is_pending(update_id), patience)
        if not done:
            raise AssertionError(f"update {update_id} waits after {patience} s. {self.describe()}")
        if reason := updates.why_lost(update_id):
            raise AssertionError(f"update {update_id} {reason}. {self.describe()}")

    async def wait_for_poll(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until a bot polls, so that a test knows it is up.

        Raises:
            AssertionError: if none does within ``patience`` seconds.
        """
        updates = self.world.updates
        if not await updates.polled.until(lambda: updates.is_polled, patience):
            raise AssertionError(f"no bot polls. {self.describe()}")

    def describe(self) -> str:
        """Tell what happened lately, for the message of a failed test."""
        lately = [f"{call.method} -> {call.description or 'ok'}" for call in list(self.calls)[-8:]]
        way = f"webhook {self.webhook.info}" if self.webhook.url else "no webhook"
        return f"Last calls: {lately}; {way}; {len(self.world.updates)} updates wait."

    def _make_group(self, title: str, kind: ChatKind, members: tuple[Phone, ...]) -> Group:
        if not members:
            raise ValueError("somebody has to make the group")
        chat = self.world.add_group(title, kind, [phone.user_id for phone in members])
        new = member_wire(chat.bot_status)
        self.world.change_bot_status(chat, members[0].person, new, member_wire("left"))
        return Group(self, chat)
