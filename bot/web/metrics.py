"""Figures for Prometheus: how the outbox stands and how the sender gets on. They name nobody."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.services.delivery.queue_figures import Queue, look_at_queue
from bot.storage.unit_of_work import Database
from bot.transport.meters import BUCKETS, SendMeters

METRICS_PATH: Final = "/metrics"
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures that Prometheus scrapes; no person is in them.

    Args:
        figures: What the sender of this process counts.
        database: Where the outbox of all processes is.
        now: The clock.
    """

    def __init__(
        self, figures: SendMeters, database: Database, now: Callable[[], datetime]
    ) -> None:
        self._figures = figures
        self._database = database
        self._now = now

    async def page(self) -> bytes:
        """All figures in the format that Prometheus reads."""
        async with self._database.reading() as uow:
            queue = await look_at_queue(uow, self._now())
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collected(self._figures, queue))
        return generate_latest(registry)

    async def serve(self, _request: web.Request) -> web.Response:
        """Answer a scrape with the figures of this moment."""
        return web.Response(body=await self.page(), headers={"Content-Type": CONTENT_TYPE})


class _Collected(Collector):
    def __init__(self, figures: SendMeters, queue: Queue) -> None:
        self._figures = figures
        self._queue = queue

    def collect(self) -> Iterator[Metric]:
        """The figures of this moment."""
        messages = GaugeMetricFamily(
            "komshi_outbox_messages", "Messages in the outbox", labels=("lane", "state")
        )
        for (lane, state), count in sorted(self._queue.counts.items()):
            messages.add_metric((lane.value, state.value), count)
        yield messages
        ages = GaugeMetricFamily(
            "komshi_outbox_oldest_due_seconds",
            "For how long the first message of a lane could have been sent",
            labels=("lane",),
        )
        for lane, age in sorted(self._queue.ages.items()):
            ages.add_metric((lane.value,), age.total_seconds())
        yield ages
        outcomes = CounterMetricFamily(
            "komshi_sender_outcomes", "What became of tries", labels=("lane", "outcome")
        )
        for labels, count in sorted(self._figures.outcomes.items()):
            outcomes.add_metric(labels, count)
        yield outcomes
        yield GaugeMetricFamily(
            "komshi_sender_leads", "Whether this process sends", value=int(self._figures.sends)
        )
        calls = HistogramMetricFamily("komshi_sender_call_seconds", "How long calls took")
        counts, so_far = [], 0
        for end, count in zip((*map(str, BUCKETS), "+Inf"), self._figures.calls, strict=True):
            so_far += count
            counts.append((end, so_far))
        calls.add_metric((), counts, self._figures.call_seconds)
        yield calls
