"""Fetching updates so that a crash loses none: the offset is the lowest unfinished update."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.transport.courier import TelegramBot, UnansweredError
from bot.transport.incoming import ALLOWED_UPDATES

log = logging.getLogger(__name__)

LONG_POLL_SECONDS: Final = 25
BUSY_WAIT_SECONDS: Final = 0.2
DRAIN_SECONDS: Final = 8.0
LONGEST_PAUSE: Final = 30.0

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]


class Poller:
    """Long polling that confirms an update only after ``receive`` returned for it.

    Args:
        receive: Serves one update; see :class:`bot.transport.receiver.Receiver`.
    """

    def __init__(self, bot: TelegramBot, receive: Receive) -> None:
        self._bot = bot
        self._receive = receive
        self._offset = 0
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._finished: set[int] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch and serve until ``stop`` is set, then finish what was begun.

        Raises:
            InvalidToken, Forbidden: if Telegram does not accept the token.
        """
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                fetch = asyncio.ensure_future(self._fetch(stop))
                await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not fetch.done():
                    fetch.cancel()
                    await asyncio.gather(fetch, return_exceptions=True)
                    break
                updates = await fetch
                if not updates and not self._unfinished:
                    self._start_over()
                elif not self._begin(updates) and self._unfinished:
                    # Asking again at once would only bring what is being served already.
                    await asyncio.wait(
                        self._unfinished.values(),
                        timeout=BUSY_WAIT_SECONDS,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                self._move_offset()
        finally:
            stopped.cancel()
            await self._drain()

    async def _fetch(self, stop: asyncio.Event) -> list[dict[str, Any]]:
        pause = 0.5
        while True:
            waiting = 0 if self._unfinished else LONG_POLL_SECONDS
            try:
                updates = await self._bot.call(
                    "getUpdates",
                    offset=self._offset,
                    timeout=waiting,
                    allowed_updates=list(ALLOWED_UPDATES),
                )
            except (InvalidToken, Forbidden):
                raise
            except Conflict:
                log.warning("another process fetches updates with this token; waiting for it")
            except RetryAfter as error:
                pause = float(error.retry_after if isinstance(error.retry_after, int) else 5)
            except (NetworkError, TelegramError) as error:
                log.info("no updates fetched: %s", type(error).__name__)
            else:
                return list(updates)
            if stop.is_set():
                return []
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _begin(self, updates: list[dict[str, Any]]) -> int:
        """Start serving what is new and return how many that are."""
        new = 0
        for update in updates:
            update_id = int(update["update_id"])
            if update_id in self._unfinished or update_id in self._finished:
                continue
            task = asyncio.create_task(self._serve(update))
            self._unfinished[update_id] = task
            new += 1
        return new

    async def _serve(self, update: Mapping[str, Any]) -> None:
        update_id = int(update["update_id"])
        pause = 1.0
        while True:
            try:
                await self._receive(update)
            except UnansweredError:
                log.warning("update %d waits: telegram cannot be reached", update_id)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 -- the database is away, say; try again
                log.error("update %d waits: %s", update_id, type(error).__name__)  # noqa: TRY400
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                break
        self._finished.add(update_id)
        del self._unfinished[update_id]

    def _move_offset(self) -> None:
        """Confirm everything below the lowest unfinished update, and forget it."""
        if self._unfinished:
            self._offset = min(self._unfinished)
        elif self._finished:
            self._offset = max(self._finished) + 1
        self._finished = {done for done in self._finished if done >= self._offset}

    def _start_over(self) -> None:
        """Ask for whatever is unconfirmed, whatever its number.

        Everything served is confirmed by now, and after a quiet week Telegram numbers updates
        anew, perhaps lower than before.
        """
        self._offset = 0
        self._finished.clear()

    async def _drain(self) -> None:
        """Give what was begun a while to finish, then confirm what did."""
        if self._unfinished:
            await asyncio.wait(self._unfinished.values(), timeout=DRAIN_SECONDS)
        left = list(self._unfinished.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._move_offset()
        if not self._offset:
            return
        try:
            await self._bot.call("getUpdates", offset=self._offset, timeout=0, limit=1)
        except TelegramError as error:
            log.info("last offset not confirmed: %s", type(error).__name__)
