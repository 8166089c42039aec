"""Telling colleagues what they wait for: at once, or as a count in one digest a day.

The table of what there is to tell stands in :mod:`bot.domain.staff.notices`. In quiet hours nothing
comes: what is told at once waits for their end, as every notice does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from bot.domain.delivery.outbox import Due, OutboxMessage, Scalar
from bot.domain.errors import NotFoundError
from bot.domain.localtime import local_day
from bot.domain.staff.notices import NOTICES, News, NoticePace, digest_at, pace_of
from bot.domain.staff.roles import Act
from bot.services.case import Case
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

NOTICE: Final = "staff_notice"
"""The kind of message that tells a colleague of one thing at once."""
DIGEST: Final = "staff_digest"
"""The kind of message that counts what happened in a day."""


async def tell_number(
    uow: UnitOfWork, number: int, news: News, subject: int, now: datetime, why: str = ""
) -> None:
    """Tell the colleague with a staff number; nobody, once they hold no role any more.

    Args:
        subject: The number of the thing that it is about.
        why: The code of a reason that was given.
    """
    member = await uow.staff.numbered(number)
    if member is not None:
        await tell(uow, [member.person_id], news, subject, now, why)


async def tell(
    uow: UnitOfWork,
    person_ids: Iterable[int],
    news: News,
    subject: int,
    now: datetime,
    why: str = "",
) -> None:
    """Tell colleagues of something, each at the pace that they chose."""
    params: dict[str, Scalar] = {"news": news.value, "subject": subject, "why": why}
    for person_id in sorted(set(person_ids)):
        match pace_of(news, (await uow.staff_news.chosen(person_id)).get(news)):
            case NoticePace.AT_ONCE:
                stamp = int(now.timestamp())
                key = f"staff:{news.value}:{subject}:{person_id}:{stamp}"
                await uow.outbox.enqueue(
                    OutboxMessage(NOTICE, key, now, person_id=person_id, params=params)
                )
            case NoticePace.DAILY:
                await uow.staff_news.count(person_id, news)
                due = digest_at(now)
                key = f"digest:{person_id}:{local_day(due).isoformat()}"
                await uow.outbox.enqueue(OutboxMessage(DIGEST, key, due, person_id=person_id))
            case NoticePace.NEVER:
                pass


async def choices(case: Case) -> Mapping[News, NoticePace]:
    """The kinds of news that somebody's roles can bring, each with its pace.

    Raises:
        NotAllowedError: here and below, if the person is not staff.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_PANEL)
    chosen = await case.uow.staff_news.chosen(case.person_id)
    return {
        news: pace_of(news, chosen.get(news))
        for news, row in NOTICES.items()
        if member.may(row.act)
    }


async def choose_next(case: Case, news: News) -> NoticePace:
    """Go on to the next pace that a kind of news can have.

    Raises:
        NotFoundError: if no role of the person brings this news.
    """
    now_chosen = await choices(case)
    if news not in now_chosen:
        raise NotFoundError("news")
    paces = NOTICES[news].paces
    pace = paces[(paces.index(now_chosen[news]) + 1) % len(paces)]
    await case.uow.staff_news.choose(case.person_id, news, pace)
    return pace


async def counted(uow: UnitOfWork, person_id: int) -> Mapping[News, int]:
    """What a digest tells somebody; nothing to who is not staff any more."""
    if await uow.staff.find(person_id) is None:
        return {}
    return await uow.staff_news.waiting(person_id)


async def is_colleague(uow: UnitOfWork, person_id: int) -> bool:
    """Whether a queued notice still goes to one of the staff."""
    return await uow.staff.find(person_id) is not None


async def note_digest(uow: UnitOfWork, due: Due, _at: datetime) -> None:
    """Begin to count anew, as the digest was sent."""
    await uow.staff_news.forget_counts(due.recipient.person_id or 0)
