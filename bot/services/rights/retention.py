"""Keeping no longer than promised: warn silent people, erase them, drop what is old.

Each job bears being called late, early, twice or never for a while. Each person has a transaction
of their own, in which the row is locked and the decision is made again, so that who comes back in
the meantime is neither warned nor erased. A warning goes the way of every other message, by the
outbox; whether it still is to be said is decided once more when it is sent.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Final

from bot.domain.delivery.campaigns import CampaignState
from bot.domain.delivery.outbox import FINAL, DeliveryState, Due, OutboxMessage
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
from bot.services.rights import rights
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep.single_runner import run_alone

log = logging.getLogger(__name__)

ERASURE_WARNING: Final = "erasure_warning"
"""The kind of message that warns; that one was sent is written down by :func:`note_warned`."""
_NOT_WARNED: Final = tuple(FINAL - {DeliveryState.SENT})
PAGE: Final = 200
"""People who are read at once."""
BATCH: Final = 1000
"""Rows that are deleted in one transaction, so that nobody waits long for theirs."""

Act = Callable[[Database, int, datetime], Awaitable[bool]]
"""What is done for one person, a number of Telegram's; whether it was done."""


async def queue_warnings(database: Database, now: datetime) -> int:
    """Queue a warning for everybody who will soon be erased and may be written to.

    One for each time of silence, however often and by however many this is called. Where an
    earlier one did not arrive for sure, another is queued: better twice than never.

    Returns:
        How many warnings were queued.
    """
    return await _for_each_due(database, now, Warn, _queue_warning)


async def find_warning(uow: UnitOfWork, due: Due, now: datetime) -> ErasureWarning | None:
    """What a queued warning says now; None if the person came back or was warned meanwhile."""
    person = await uow.people.look(due.recipient.chat_id)
    decision = Keep() if person is None else _due(person, now)
    return ErasureWarning(decision.erase_on) if isinstance(decision, Warn) else None


async def note_warned(uow: UnitOfWork, due: Due, at: datetime) -> None:
    """Write down that a warning was sent; the notice counts from then.

    Nothing is written where the person came back while it was under way.

    Args:
        at: When Telegram took it.
    """
    active_on = date.fromisoformat(str(due.params["active_on"]))
    await uow.people.mark_warned(due.recipient.person_id or 0, active_on, at)


async def erase_unused(database: Database, now: datetime) -> int:
    """Erase everybody whose time is over; returns how many."""
    async with database.transaction() as uow:
        await uow.people.date_undated(local_day(now))
    return await _for_each_due(database, now, Erase, _erase)


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


async def _for_each_due(
    database: Database, now: datetime, decision: type[Warn | Erase], act: Act
) -> int:
    """Do what is due for everybody for whom it is decided; returns for how many it was done.

    For whom it cannot be done it is left for the next time, and keeps nobody else from it.
    """
    done = 0
    async for person in _unused(database, now):
        if not isinstance(_due(person, now), decision):
            continue
        try:
            done += await act(database, person.telegram_id, now)
        except DatabaseAwayError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
            log.error("somebody could not be warned or erased: %s", trace(error))  # noqa: TRY400
    return done


async def _erase(database: Database, telegram_id: int, now: datetime) -> bool:
    async with database.transaction() as uow:
        person = await uow.people.find(telegram_id)
        if person is None or _due(person, now) != Erase():
            return False
        await rights.erase(uow, person, now)
        return True


async def _queue_warning(database: Database, telegram_id: int, now: datetime) -> bool:
    async with database.transaction() as uow:
        person = await uow.people.find(telegram_id)
        if person is None or person.active_on is None or not isinstance(_due(person, now), Warn):
            return False
        key = f"erasure:{person.id}:{person.active_on}"
        await uow.outbox.forget(key, _NOT_WARNED)
        return await uow.outbox.enqueue(
            OutboxMessage(
                kind=ERASURE_WARNING,
                dedupe_key=key,
                not_before=now,
                person_id=person.id,
                params={"active_on": person.active_on.isoformat()},
            )
        )
