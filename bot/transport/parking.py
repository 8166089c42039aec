"""Updates that fail: tried again with growing pauses, then parked for whoever runs the bot."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

import orjson

from bot.domain.delivery.patience import next_try
from bot.logs import trace
from bot.services.staff import parked
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.unit_of_work import Database
from bot.transport.courier import UnansweredError
from bot.transport.incoming import Commanded, Incoming, Sent, Tapped, Wrote

log = logging.getLogger(__name__)

MOST_REMEMBERED: Final = 4_096
"""How many failing updates are known by heart; of others the database is asked."""

Serve = Callable[[Mapping[str, Any]], Awaitable[None]]


class NotYetError(Exception):
    """An update failed and is to be tried again later.

    Args:
        seconds: After so long.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class AfterFailure(Enum):
    """What follows from a failure of an update."""

    FIRST = auto()
    """It is tried again; the person knows of nothing yet."""
    AGAIN = auto()
    """It is tried again."""
    PARKED = auto()
    """It is given up, kept, and told to the owners."""


class Parking:
    """Keeps count of failures, and of what was given up because of them.

    Args:
        now: The clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._due: OrderedDict[int, datetime] = OrderedDict()

    def check_due(self, update_id: int) -> None:
        """Return if an update may be tried now.

        Raises:
            NotYetError: if it failed only a moment ago.
        """
        due = self._due.get(update_id)
        if due is not None and (left := (due - self._now()).total_seconds()) > 0:
            raise NotYetError(left)

    def forget(self, update_id: int) -> None:
        """Know nothing more of an update by heart, because it was served."""
        self._due.pop(update_id, None)

    async def note_failure(
        self, update_id: int, incoming: Incoming, raw: Mapping[str, Any], error: Exception
    ) -> AfterFailure:
        """Count a failure, and park the update if it failed for minutes.

        A failure within the pause after the last one, at another process or after a restart, says
        nothing new and is not counted.

        Returns:
            What follows from it.
        """
        log.error("update %d failed: %s", update_id, trace(error))
        now = self._now()
        async with self._database.transaction() as uow:
            known = await uow.updates.failures(update_id)
            due = next_try(known.count, known.last_at) if known else None
            if due is not None and now < due:
                return self._again(update_id, due)
            count = await uow.updates.count_failure(update_id, type(error).__name__, now)
            due = next_try(count, now)
            if due is None:
                content = orjson.dumps(raw).decode()
                await parked.park(uow, update_id, _sender(incoming), content, now)
        if due is not None:
            again = self._again(update_id, due)
            return AfterFailure.FIRST if count == 1 else again
        self.forget(update_id)
        log.error("update %d is parked after %d failures: komshi updates parked", update_id, count)
        return AfterFailure.PARKED

    def _again(self, update_id: int, due: datetime) -> AfterFailure:
        self._due[update_id] = due
        self._due.move_to_end(update_id)
        if len(self._due) > MOST_REMEMBERED:
            self._due.popitem(last=False)
        return AfterFailure.AGAIN

    async def try_again(self, serve: Serve) -> int:
        """Serve the parked updates that whoever runs the bot wants to be tried again.

        Args:
            serve: Serves one; what it raises leaves the update parked.

        Returns:
            How many were served.
        """
        async with self._database.reading() as uow:
            wished = [one for one in await uow.updates.all_parked() if one.wished]
        served = 0
        for one in wished:
            async with self._database.reading() as uow:
                content = await uow.updates.content(one.update_id)
            try:
                if content is not None:
                    await serve(orjson.loads(content))
            except (UnansweredError, DatabaseAwayError):
                log.warning("parked update %d waits for a connection", one.update_id)
                continue
            except Exception as error:  # noqa: BLE001 -- whatever it is, it stays parked
                log.error("parked update %d failed: %s", one.update_id, trace(error))  # noqa: TRY400
                await self._leave_parked(one.update_id, error)
                continue
            async with self._database.transaction() as uow:
                await uow.updates.settle(one.update_id)
            log.info("parked update %d is served", one.update_id)
            served += 1
        return served

    async def _leave_parked(self, update_id: int, error: Exception) -> None:
        now = self._now()
        async with self._database.transaction() as uow:
            await uow.updates.count_failure(update_id, type(error).__name__, now)
            await uow.updates.park(update_id, now)


def _sender(incoming: Incoming) -> int | None:
    """Whose private chat an update came from."""
    return incoming.user_id if isinstance(incoming, Tapped | Wrote | Commanded | Sent) else None
