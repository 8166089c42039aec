"""Keeping no longer than promised: warn silent people, erase them, drop what is old.

Each job bears being called late, early, twice or never for a while. Each person has a transaction
of their own, in which the row is locked and the decision is made again, so that who comes back in
the meantime is neither warned nor erased.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Final

from bot.domain.delivery.campaigns import CampaignState
from bot.domain.localtime import local_day
from bot.domain.privacy.retention import (
    KEPT_ERASURE_MARK,
    KEPT_POSITION,
    Decision,
    Erase,
    Keep,
    Record,
    Warn,
    before,
    decide,
    may_be_due,
    oldest_kept,
)
from bot.domain.rounds.news import ErasureWarning
from bot.logs import trace
from bot.services.inbox import own as questions
from bot.services.ports import Courier, Outcome, Told
from bot.services.rights import rights
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.single_runner import run_alone

log = logging.getLogger(__name__)

PAGE: Final = 200
"""People who are read at once."""
BATCH: Final = 1000
"""Rows that are deleted in one transaction, so that nobody waits long for theirs."""


async def warn_unused(database: Database, courier: Courier, clock: Callable[[], datetime]) -> int:
    """Warn everybody who will soon be erased and may be written to now.

    That a warning was sent is written down after it was. If the process dies in between, or the
    database is away at that moment, the person is warned a second time: better twice than never.

    Args:
        clock: The time, asked again for each person: a warning counts from when it was sent.

    Returns:
        How many people were warned.
    """
    warned = 0
    async with run_alone(database, "warn unused") as mine:
        if not mine:
            return 0
        async for person in _unused(database, clock()):
            match _due(person, clock()):
                case Warn(erase_on=day):
                    told = await _tell(courier, person, ErasureWarning(day), clock())
                    if told.outcome is Outcome.AWAY:
                        break
                    await _remember(database, person, told, clock())
                    warned += told.outcome is Outcome.SENT
    return warned


async def erase_unused(database: Database, now: datetime) -> int:
    """Erase everybody whose time is over; returns how many.

    A person who cannot be erased is left for the next time and keeps nobody else from it.
    """
    erased = 0
    async with database.transaction() as uow:
        await uow.people.date_undated(local_day(now))
    async for person in _unused(database, now):
        if _due(person, now) != Erase():
            continue
        try:
            erased += await _erase(database, person.telegram_id, now)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
            log.error("somebody could not be erased: %s", trace(error))  # noqa: TRY400
    return erased


async def forget_old(database: Database, now: datetime) -> Mapping[Record, int]:
    """Drop what goes by its age alone; returns how much of each kind there was."""
    dropped: Counter[Record] = Counter()
    async with database.transaction() as uow:
        await questions.close_silent(uow, now)
        await end_paused(uow, now)
    for record in Record:
        oldest = oldest_kept(record, now)
        more = True
        while more:
            async with database.transaction() as uow:
                count = await uow.old_records.drop(record, oldest, BATCH)
            dropped[record] += count
            more = count == BATCH
    async with database.transaction() as uow:
        await uow.people.forget_positions(local_day(before(KEPT_POSITION, now)))
        await uow.keys.forget_erasures(before(KEPT_ERASURE_MARK, now))
    return dropped


async def end_paused(uow: UnitOfWork, now: datetime) -> None:
    """End campaigns that nobody resumed in time; their counts stay when their messages go."""
    for campaign in await uow.campaigns.unfinished():
        if campaign.state is CampaignState.PAUSED and campaign.expires_at <= now:
            await uow.campaigns.cancel(campaign.id, now)
    await uow.campaigns.advance(now)


async def tidy(database: Database, now: datetime) -> tuple[int, Mapping[Record, int]]:
    """Erase whose time is over and drop what is old, and let no trace stay in SQLite's log.

    Returns:
        How many people were erased, and how much of each kind was dropped.
    """
    async with run_alone(database, "tidy") as mine:
        if not mine:
            return 0, {}
        try:
            return await erase_unused(database, now), await forget_old(database, now)
        finally:
            # Also when nothing was deleted now: a reader may have been in the way the last time.
            if not await database.scrub():
                log.info("the log of the database is emptied the next time: somebody reads it")


async def _unused(database: Database, now: datetime) -> AsyncIterator[Person]:
    """Everybody for whom something may be due; no transaction is open while one is dealt with."""
    until = may_be_due(local_day(now))
    last = 0
    while True:
        async with database.reading() as uow:
            page = await uow.people.inactive(until, last, PAGE)
        for person in page:
            yield person
        if len(page) < PAGE:
            return
        last = page[-1].id


def _due(person: Person, now: datetime) -> Decision:
    if person.active_on is None:
        return Keep()
    reachable = person.stopped_at is None and person.unreachable_at is None
    return decide(person.active_on, person.warned_at, can_be_warned=reachable, now=now)


async def _erase(database: Database, telegram_id: int, now: datetime) -> bool:
    async with database.transaction() as uow:
        person = await uow.people.find(telegram_id)
        if person is None or _due(person, now) != Erase():
            return False
        await rights.erase(uow, person, now)
        return True


async def _tell(courier: Courier, person: Person, news: ErasureWarning, now: datetime) -> Told:
    try:
        return await courier.notify(person, news, now)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
        log.error("somebody could not be warned: %s", trace(error))  # noqa: TRY400
        return Told(Outcome.QUIET)


async def _remember(database: Database, told_person: Person, told: Told, now: datetime) -> None:
    if told.outcome not in {Outcome.SENT, Outcome.UNREACHABLE}:
        return
    async with database.transaction() as uow:
        person = await uow.people.find(told_person.telegram_id)
        if person is None:
            return
        if told.message_id is not None:
            await uow.messages.note(person.id, [told.message_id], now)
        if person.active_on != told_person.active_on:
            return  # the person came back meanwhile
        if told.outcome is Outcome.SENT:
            person.warned_at = now
        else:
            person.unreachable_at = now
