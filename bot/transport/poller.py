"""Fetching updates so that a crash loses none: the offset is the lowest unfinished update."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.logs import kind, trace
from bot.transport.courier import TelegramBot, UnansweredError, retry_seconds
from bot.transport.incoming import ALLOWED_UPDATES
from bot.transport.parking import NotYetError

log = logging.getLogger(__name__)

LONG_POLL_SECONDS: Final = 25
BUSY_WAIT_SECONDS: Final = 0.2
DRAIN_SECONDS: Final = 7.0
CONFIRM_SECONDS: Final = 1.5
LONGEST_PAUSE_SECONDS: Final = 30.0
WINDOW: Final = 100
"""How many updates Telegram gives at once, counted from the offset."""
STUCK_SECONDS: Final = 30.0
"""How long an update may hold up those beyond the window."""
MOST_STUCK: Final = 100
"""How many updates may be served on although Telegram would not deliver them again."""

Receive = Callable[[Mapping[str, Any]], Awaitable[None]]


class Poller:
    """Long polling that confirms an update only after ``receive`` returned for it.

    One exception: Telegram shows a window of 100 updates, and one that nobody can answer would
    shut out everything behind it. When the window is full, an update that is stuck for long is
    confirmed before its time; it is served on, but a crash would cost its answer.

    Args:
        receive: Serves one update; see :class:`bot.transport.receiver.Receiver`.
        stuck_seconds: How long an update may hold up those beyond the window.
        pause: How to wait before another try; tests pass one that does not.
    """

    def __init__(
        self,
        bot: TelegramBot,
        receive: Receive,
        *,
        stuck_seconds: float = STUCK_SECONDS,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._receive = receive
        self._stuck_seconds = stuck_seconds
        self._pause = pause
        self._offset = 0
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._begun_at: dict[int, float] = {}
        self._let_go: set[int] = set()
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
                    if len(updates) >= WINDOW:
                        self._let_stuck_go()
                    # Asking again at once would only bring what is being served already.
                    await asyncio.wait(self._unfinished.values(), timeout=BUSY_WAIT_SECONDS)
                self._move_offset()
        finally:
            stopped.cancel()
            await self._drain()

    async def _fetch(self, stop: asyncio.Event) -> list[dict[str, Any]]:
        pause = 0.5
        while True:
            waiting = 0 if self._holding() else LONG_POLL_SECONDS
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
                pause = retry_seconds(error)
            except TelegramError as error:
                log.info("no updates fetched: %s", kind(error))
            else:
                return list(updates)
            if stop.is_set():
                return []
            await self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _begin(self, updates: list[dict[str, Any]]) -> int:
        """Start serving what is new and return how many that are."""
        new = 0
        for update in updates:
            update_id = int(update["update_id"])
            if update_id in self._unfinished or update_id in self._finished:
                continue
            self._unfinished[update_id] = asyncio.create_task(self._serve(update))
            self._begun_at[update_id] = asyncio.get_running_loop().time()
            new += 1
        return new

    async def _serve(self, update: Mapping[str, Any]) -> None:
        update_id = int(update["update_id"])
        pause = 1.0
        while True:
            wait = pause
            try:
                await self._receive(update)
            except NotYetError as error:
                wait = min(error.seconds, LONGEST_PAUSE_SECONDS)
            except UnansweredError:
                log.warning("update %d waits: telegram cannot be reached", update_id)
            except Exception as error:  # noqa: BLE001 -- the database is away, say; try again
                log.error("update %d waits: %s", update_id, trace(error))  # noqa: TRY400
            else:
                break
            await self._pause(wait)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        self._finished.add(update_id)
        self._let_go.discard(update_id)
        del self._unfinished[update_id], self._begun_at[update_id]

    def _holding(self) -> set[int]:
        """The unfinished updates that Telegram is to keep for us."""
        return self._unfinished.keys() - self._let_go

    def _let_stuck_go(self) -> None:
        """Make room in the full window if its first update is stuck."""
        first = min(self._holding(), default=None)
        if first is None or len(self._let_go) >= MOST_STUCK:
            return
        if asyncio.get_running_loop().time() - self._begun_at[first] >= self._stuck_seconds:
            log.warning("update %d is stuck: it no longer holds up the others", first)
            self._let_go.add(first)

    def _move_offset(self) -> None:
        """Confirm everything below the lowest unfinished update, and forget it."""
        known = self._finished | self._let_go
        if holding := self._holding():
            self._offset = min(holding)
        elif known:
            self._offset = max(known) + 1
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
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._bot.call("getUpdates", offset=self._offset, timeout=0, limit=1)
        except (TelegramError, TimeoutError) as error:
            log.info("last offset not confirmed: %s", kind(error))
