"""Staff who write to people, and readers who get what they write."""

from datetime import datetime, timedelta

from bot.domain.broadcasts.broadcast import UNDO, Broadcast, PostMedium, SendLimits, Version
from bot.domain.content import Content
from bot.domain.delivery.outbox import Lane
from bot.domain.delivery.outcomes import Delivered, placement_after
from bot.domain.reading.status_words import StatusWords
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.domain.text.languages import Language
from bot.services.broadcasts import drafts, sending
from bot.services.case import Case
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of

LIMITS = SendLimits(approval_above=200)
NO_HINTS = StatusWords({})
ARTA, BESA = 3001, 3101
NARROW = Scope(frozenset({"akt"}), None)
DAY = timedelta(days=1)


async def colleague(
    uow: UnitOfWork,
    telegram_id: int,
    now: datetime,
    role: Role = Role.COMMUNICATOR,
    scope: Scope = EVERYWHERE,
) -> Person:
    """Somebody of the staff who gets no broadcasts themselves."""
    person = await uow.people.meet(telegram_id, now)
    number = await uow.staff.enrol(person.id)
    await uow.staff.give(person.id, role, full_scope(role, scope), number, now)
    return person


async def reader(
    uow: UnitOfWork, telegram_id: int, now: datetime, language: Language = Language.ENGLISH
) -> Person:
    """Somebody who gets them."""
    person = await uow.people.meet(telegram_id, now)
    person.language = language.value
    return person


async def compose(case: Case, **texts: str) -> Broadcast:
    """A draft with these texts, by language."""
    await drafts.begin(case)
    for language, text in texts.items():
        assert await drafts.write(case, Language(language), Version(PostMedium.TEXT, text))
    return await drafts.draft_of(case)


async def send(case: Case, limits: SendLimits = LIMITS) -> Broadcast:
    """Send the draft."""
    return await sending.send(case, limits, NO_HINTS)


async def deliver(database: Database, now: datetime, most: int = 100) -> list[str]:
    """Let messages of the last lane arrive, as a sender does; returns their kinds."""
    async with database.transaction() as uow:
        await uow.campaigns.advance(now)
        taken = await uow.outbox.due(Lane.BROADCAST, now, most)
        await uow.outbox.begin([due.id for due in taken], "me", now + DAY)
        placed = [placement_after(due, Delivered(500 + due.id), now) for due in taken]
        await uow.outbox.settle(placed, "me", now)
        await uow.campaigns.advance(now)
    return [due.kind for due in taken]


async def sent(database: Database, content: Content, now: datetime, **texts: str) -> Broadcast:
    """A broadcast by Arta to everybody, sent so that its first message goes out now."""
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now - UNDO, content)
        await compose(case, **texts)
        return await send(case)
