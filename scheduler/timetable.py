"""What runs when. APScheduler only ticks; a tick that comes late or twice does no harm."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.logs import Safe, trace
from scheduler import jobs
from scheduler.jobs import Tools

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """A job and how often it looks whether something is due."""

    name: str
    every: timedelta
    job: Callable[[Tools], Awaitable[None]]

    async def look(self, tools: Tools) -> None:
        """Do the job; its failure is logged and the next tick tries again."""
        try:
            await self.job(tools)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other jobs go on
            log.error("job %r failed: %s", Safe(self.name), trace(error))  # noqa: TRY400


TICKS: Final = (
    Tick("broadcast progress", timedelta(seconds=3), jobs.draw_progress),
    Tick("warn of erasure", timedelta(hours=1), jobs.warn_of_erasure),
    Tick("tidy", timedelta(hours=6), jobs.tidy),
    Tick("rounds", timedelta(minutes=1), jobs.do_round_work),
    Tick("store fallbacks", timedelta(minutes=1), jobs.store_fallbacks),
    Tick("store refusals", timedelta(minutes=1), jobs.store_refusals),
)
"""All that the clock does; each bears being called late, early or twice."""


class Timetable:
    """Lets the clock call every tick at its interval, one run of each at a time.

    Args:
        tools: What the jobs work with.
        ticks: All jobs, in the order in which :meth:`run_all` lets them look.
    """

    def __init__(self, tools: Tools, ticks: Sequence[Tick] = TICKS) -> None:
        self._tools = tools
        self._ticks = ticks
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            self._scheduler.add_job(
                tick.look,
                IntervalTrigger(seconds=tick.every.total_seconds()),
                args=(tools,),
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
            await tick.look(self._tools)

    def stop(self) -> None:
        """Let the clock call nothing more; safe to call twice."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
