"""Delivery of updates to the bot's webhook.

The rules follow the WebhookActor of tdlib/telegram-bot-api: one update of a lane is on its way at
a time, the next leaves after a 2xx, failures are tried again after a growing pause and
``Retry-After`` is honoured up to an hour.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

from bot.sandbox.rules.refusals import bad_request
from bot.sandbox.world.clock import SandboxClock
from bot.sandbox.world.signals import Signal
from bot.sandbox.world.updates import TERMINATED_BY_WEBHOOK, Lane, UpdateQueue

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_PAUSE_FACTOR = 60  # times the first one
LONGEST_RETRY_AFTER_SECONDS = 3600.0
ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)
OWN_HOSTS = ("127.0.0.1", "localhost")


class Webhook:
    """Where updates go, and the tasks that bring them there.

    Args:
        updates: the queue that is emptied.
        clock: gives the time of the last error.
        on_reply: gets the JSON of an answer, which may hold a method to call.
        retry_seconds: the first pause after a failure; it doubles up to sixty times itself.
    """

    def __init__(
        self,
        updates: UpdateQueue,
        clock: SandboxClock,
        on_reply: Callable[[dict[str, Any]], None],
        retry_seconds: float,
    ) -> None:
        self.url = ""
        self.failed = Signal()
        self.retry_seconds = retry_seconds
        self._updates = updates
        self._clock = clock
        self._on_reply = on_reply
        self._secret: str | None = None
        self._max_connections = 40
        self._slots = asyncio.Semaphore(self._max_connections)
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._last_error: tuple[int, str] | None = None
        updates.on_put = self._wake

    def set(self, url: str, secret: str | None, max_connections: int) -> None:
        """Deliver to ``url`` from now on; empty turns delivery off.

        Raises:
            RefusalError: 400 for an address or a secret that Telegram or the sandbox refuses.
        """
        if url:
            check_address(url)
            if secret is not None and not SECRET.fullmatch(secret):
                raise bad_request("secret token contains unallowed characters")
            if not 1 <= max_connections <= 100:
                raise bad_request("max_connections must be between 1 and 100")
            self._updates.stop_poll(TERMINATED_BY_WEBHOOK)
        self._cancel()
        self.url, self._secret = url, secret
        self._max_connections = max_connections
        self._slots = asyncio.Semaphore(max_connections)
        self._last_error = None
        for lane in self._updates.lanes:
            self._wake(lane)

    @property
    def info(self) -> dict[str, Any]:
        """Answer getWebhookInfo: the address, what waits, the last error."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.url:
            info |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed is not None:
            info["allowed_updates"] = self._updates.allowed
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        return info

    async def stop(self) -> None:
        """End every delivery at once and wait until it has ended."""
        tasks = self._cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _cancel(self) -> list[asyncio.Task[None]]:
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        return tasks

    def _wake(self, lane: Lane) -> None:
        if self.url and lane not in self._tasks:
            task = asyncio.get_running_loop().create_task(self._empty(lane))
            self._tasks[lane] = task
            task.add_done_callback(lambda done: self._forget(lane, done))

    def _forget(self, lane: Lane, task: asyncio.Task[None]) -> None:
        if self._tasks.get(lane) is task:
            del self._tasks[lane]
            if self._updates.waits_in(lane):
                self._wake(lane)

    async def _empty(self, lane: Lane) -> None:
        """Deliver what waits in a lane, one by one."""
        pause = self.retry_seconds
        while True:
            self._updates.expire()
            update = self._updates.first_of(lane)
            if update is None:
                return
            async with self._slots:
                problem, retry_after = await self._deliver(orjson.dumps(update.wire))
            if problem is None:
                self._updates.acknowledge(update.update_id)
                pause = self.retry_seconds
                continue
            self._last_error = (int(self._clock.seconds()), problem)
            self.failed.fire()
            await asyncio.sleep(pause if retry_after is None else retry_after)
            pause = min(pause * 2, self.retry_seconds * LONGEST_PAUSE_FACTOR)

    async def _deliver(self, body: bytes) -> tuple[str | None, float | None]:
        """Bring one update; tells what went wrong and how long the bot asks to wait."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=ANSWER_WITHIN, connector=aiohttp.TCPConnector(limit=0)
            )
        headers = {"Content-Type": "application/json"}
        if self._secret is not None:
            headers[SECRET_HEADER] = self._secret
        try:
            async with self._session.post(
                self.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                content = await answer.read()
                status, reason = answer.status, answer.reason
                asked = answer.headers.get("Retry-After", "")
        except TimeoutError:
            return "Read timeout expired", None
        except aiohttp.ClientError:
            return "Connection refused", None
        if 200 <= status < 300:
            self._take_reply(content)
            return None, None
        wait = min(float(asked), LONGEST_RETRY_AFTER_SECONDS) if asked.isdecimal() else None
        return f"Wrong response from the webhook: {status} {reason}", wait

    def _take_reply(self, content: bytes) -> None:
        try:
            reply = orjson.loads(content)
        except orjson.JSONDecodeError:
            return
        if isinstance(reply, dict) and "method" in reply:
            self._on_reply(reply)


def check_address(url: str) -> None:
    """Check that a webhook is on this machine; the sandbox sends nothing anywhere else."""
    parts = urlsplit(url)
    if parts.hostname not in OWN_HOSTS:
        raise bad_request("bad webhook: the sandbox delivers to 127.0.0.1 only")
    if parts.scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
