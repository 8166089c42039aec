"""What runs when. APScheduler only ticks; a tick that comes late or twice does no harm."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.logs import Safe, trace

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """A job and how often it looks whether something is due."""

    name: str
    every: timedelta
    job: Callable[[], Awaitable[None]]

    async def look(self) -> None:
        """Do the job; its failure is logged and the next tick tries again."""
        try:
            await self.job()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other jobs go on
            log.error("job %r failed: %s", Safe(self.name), trace(error))  # noqa: TRY400


class Timetable:
    """The running clock work.

    Args:
        ticks: All jobs; each must bear being called late, early or twice.
    """

    def __init__(self, *ticks: Tick) -> None:
        self._ticks = ticks
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            self._scheduler.add_job(
                tick.look,
                IntervalTrigger(seconds=tick.every.total_seconds()),
                id=tick.name,
                coalesce=True,  # after a pause one look is enough
                misfire_grace_time=None,  # a late tick still comes
                max_instances=1,
            )

    def start(self) -> None:
        """Begin to tick; the first tick of each job comes after its interval."""
        self._scheduler.start()

    async def run_all(self) -> None:
        """Let every job look now, as after the clock was moved by hand."""
        for tick in self._ticks:
            await tick.look()

    def stop(self) -> None:
        """Stop ticking."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
