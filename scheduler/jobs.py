"""What is done by the clock, one thin function each; what is due is in the database."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled
from bot.domain.localtime import local_day
from bot.domain.text.languages import Language
from bot.services.due import do_due_work
from bot.services.ports import Courier
from bot.services.rights import retention
from bot.storage.unit_of_work import Database

log = logging.getLogger(__name__)


class FallbackCounts:
    """Counts, between two writings, which texts were missing in which language (need X9)."""

    def __init__(self) -> None:
        self._uses: Counter[tuple[str, str, str]] = Counter()

    def count(self, wanted: Language, used: Language, name: str) -> None:
        """Count one use of a text in another language than the wanted one."""
        self._uses[wanted.value, used.value, name] += 1

    def take(self) -> dict[tuple[str, str, str], int]:
        """What was counted so far; counting starts over."""
        taken = dict(self._uses)
        self._uses.clear()
        return taken

    def give_back(self, taken: Mapping[tuple[str, str, str], int]) -> None:
        """Count what was taken but could not be written down."""
        self._uses.update(taken)


async def warn_of_erasure(
    database: Database, courier: Courier, clock: Callable[[], datetime]
) -> None:
    """Warn people who will soon be erased, outside of their quiet hours."""
    warned = await retention.warn_unused(database, courier, clock)
    if warned:
        log.info("warned %d people of their erasure", warned)


async def tidy(database: Database, now: datetime) -> None:
    """Erase whose time is over and drop what is old."""
    erased, dropped = await retention.tidy(database, now)
    log.info("erased %d people who were away for long", erased)
    for record, count in dropped.items():
        if count:
            log.info("dropped %d %s", count, record)


async def do_round_work(
    database: Database, content: Content, compiled: Compiled, now: datetime
) -> None:
    """Tell people of rounds that opened, remind them of those that close, warn staff."""
    done = await do_due_work(database, content, now, compiled)
    if done:
        log.info("did %d tasks of rounds", done)


async def store_fallbacks(database: Database, counts: FallbackCounts, now: datetime) -> None:
    """Write down which texts were missing since the last time."""
    uses = counts.take()
    if not uses:
        return
    try:
        async with database.transaction() as uow:
            await uow.statistics.count_fallbacks(local_day(now), uses)
    except BaseException:
        counts.give_back(uses)
        raise
