"""What is done by the clock, one thin function each; what is due is in the database."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue.shelf import Edition
from bot.domain.figures.figures import MissingText
from bot.domain.localtime import local_day
from bot.domain.text.languages import Language
from bot.services.due import do_due_work
from bot.services.rights import retention
from bot.storage.unit_of_work import Database

log = logging.getLogger(__name__)


class FallbackCounts:
    """Counts, between two writings, which texts were missing in which language (need X9)."""

    def __init__(self) -> None:
        self._uses: Counter[MissingText] = Counter()

    def count(self, wanted: Language, used: Language, name: str) -> None:
        """Count one use of a text in another language than the wanted one."""
        self._uses[MissingText(wanted.value, used.value, name)] += 1

    def take(self) -> dict[MissingText, int]:
        """What was counted so far; counting starts over."""
        taken = dict(self._uses)
        self._uses.clear()
        return taken

    def give_back(self, taken: Mapping[MissingText, int]) -> None:
        """Count what was taken but could not be written down."""
        self._uses.update(taken)


async def _rest() -> None:
    """Do nothing, where there is no bot."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the jobs work with; the composition root puts it together.

    Args:
        edition: Gives the content that serves now, with its rules.
        now: The clock.
        draw_progress: Draws the progress of broadcasts for who watches it.
        store_refusals: Writes down what was refused since the last time.
        store_receipts: Writes down which taps were answered since the last time.
        retry_parked: Serves parked updates that are wished again; says how many.
    """

    database: Database
    edition: Callable[[], Edition]
    now: Callable[[], datetime]
    fallbacks: FallbackCounts
    draw_progress: Callable[[], Awaitable[None]]
    store_refusals: Callable[[], Awaitable[None]]
    store_receipts: Callable[[], Awaitable[None]] = _rest
    retry_parked: Callable[[], Awaitable[object]] = _rest


async def warn_of_erasure(tools: Tools) -> None:
    """Queue a warning for people who will soon be erased."""
    queued = await retention.queue_warnings(tools.database, tools.now())
    if queued:
        log.info("queued %d warnings of erasure", queued)


async def tidy(tools: Tools) -> None:
    """Erase whose time is over and drop what is old."""
    erased, dropped = await retention.tidy(tools.database, tools.now())
    log.info("erased %d people who were away for long", erased)
    for record, count in dropped.items():
        if count:
            log.info("dropped %d %s", count, record)


async def do_round_work(tools: Tools) -> None:
    """Tell people of rounds that opened, remind them of those that close, warn staff."""
    edition = tools.edition()
    done = await do_due_work(tools.database, edition.content, tools.now(), edition.compiled)
    if done:
        log.info("did %d tasks of rounds", done)


async def draw_progress(tools: Tools) -> None:
    """Draw the progress of broadcasts anew for who watches it."""
    await tools.draw_progress()


async def store_fallbacks(tools: Tools) -> None:
    """Write down which texts were missing since the last time."""
    uses = tools.fallbacks.take()
    if not uses:
        return
    try:
        async with tools.database.transaction() as uow:
            await uow.statistics.count_fallbacks(local_day(tools.now()), uses)
    except BaseException:
        tools.fallbacks.give_back(uses)
        raise


async def store_refusals(tools: Tools) -> None:
    """Write down how often something was refused since the last time."""
    await tools.store_refusals()


async def store_receipts(tools: Tools) -> None:
    """Write down which taps were answered since the last time."""
    await tools.store_receipts()


async def retry_parked(tools: Tools) -> None:
    """Serve the parked updates that whoever runs the bot wants to be tried again."""
    await tools.retry_parked()
