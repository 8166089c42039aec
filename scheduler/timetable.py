"""What runs when. APScheduler only ticks; a tick that comes late or twice does no harm."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


@dataclass(frozen=True, slots=True)
class Tick:
    """A job and how often it looks whether something is due."""

    name: str
    every: timedelta
    job: Callable[[], Awaitable[None]]


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
                tick.job,
                IntervalTrigger(seconds=int(tick.every.total_seconds())),
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
            await tick.job()

    def stop(self) -> None:
        """Stop ticking."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
