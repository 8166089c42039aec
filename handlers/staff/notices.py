"""What colleagues choose to be told, and what the outbox tells them."""

from bot.domain.delivery.outbox import Due
from bot.domain.staff.notices import News
from bot.screens.notices import Notice
from bot.screens.screen import Screen
from bot.screens.staff import notices as screens
from bot.screens.staff.actions import ChooseNews, NextPace
from bot.services.staff import notices
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.visit import Visit


async def choose(visit: Visit, _action: ChooseNews) -> Screen:
    """What I am told without asking, and how."""
    return screens.choose(await notices.choices(visit.case))


async def go_on(visit: Visit, action: NextPace) -> Screen:
    """The same screen, with the next way in which I am told of one thing."""
    pace = await notices.choose_next(visit.case, action.news)
    screen = await visit.draw(ChooseNews())
    return screen.with_toast(screens.PACES[pace])


async def say(uow: UnitOfWork, due: Due) -> Notice | None:
    """One thing that a colleague is told at once; None once they are not staff any more."""
    if not await notices.is_colleague(uow, due.recipient.person_id or 0):
        return None
    news, subject = News(str(due.params["news"])), int(due.params["subject"] or 0)
    return screens.notice_of(news, subject, str(due.params["why"] or ""))


async def say_digest(uow: UnitOfWork, due: Due) -> Notice | None:
    """What happened in a day, as counts; None if nothing did."""
    counts = await notices.counted(uow, due.recipient.person_id or 0)
    return screens.digest_of(counts) if counts else None
