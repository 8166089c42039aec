"""What runs when. APScheduler only ticks; a tick that comes late or twice does no harm."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.logs import Safe, trace
from scheduler import jobs
from scheduler.jobs import Tools
from scheduler.steadiness import Steadiness

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """A job and how often it looks whether something is due.

    Args:
        lasting: Whether what it does cannot be taken back, so that the clock has to be sure.
    """

    name: str
    every: timedelta
    job: Callable[[Tools], Awaitable[None]]
    lasting: bool = False

    async def look(self, tools: Tools) -> None:
        """Do the job; its failure is logged and the next tick tries again."""
        try:
            await self.job(tools)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other jobs go on
            log.error("job %r failed: %s", Safe(self.name), trace(error))  # noqa: TRY400

    def put_off(self) -> None:
        """Do nothing this time, and say so: the clock cannot be believed."""
        log.warning("job %r waits until the clock is sure", Safe(self.name))


TICKS: Final = (
    Tick("store receipts", timedelta(seconds=1), jobs.store_receipts),
    Tick("retry parked", timedelta(seconds=10), jobs.retry_parked),
    Tick("broadcast progress", timedelta(seconds=3), jobs.draw_progress),
    Tick("warn of erasure", timedelta(hours=1), jobs.warn_of_erasure, lasting=True),
    Tick("tidy", timedelta(hours=6), jobs.tidy, lasting=True),
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
        steadiness: Says whether the clock can be believed.
    """

    def __init__(
        self,
        tools: Tools,
        ticks: Sequence[Tick] = TICKS,
        steadiness: Steadiness | None = None,
    ) -> None:
        self._tools = tools
        self._ticks = ticks
        self._steadiness = steadiness or Steadiness()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            self._scheduler.add_job(
                partial(self.tick, tick),
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

    async def tick(self, tick: Tick, tools: Tools) -> None:
        """Let one job look, unless it does what lasts and the clock has just jumped."""
        self._steadiness.note(tools.now())
        if tick.lasting and not self._steadiness.is_sure:
            tick.put_off()
            return
        await tick.look(tools)

    async def run_all(self) -> None:
        """Let every job look now, after the clock was moved by hand and so is meant."""
        self._steadiness.believe(self._tools.now())
        for tick in self._ticks:
            await tick.look(self._tools)

    def stop(self) -> None:
        """Let the clock call nothing more; safe to call twice."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
