"""The first screen, and what did not fit on it."""

from bot.screens.home import home
from bot.screens.home.actions import ShowHome, ShowMore
from bot.screens.screen import Screen
from bot.services.calls.calls import calls_today
from bot.services.staff.members import is_staff
from bot.transport.visit import Visit


async def show(visit: Visit, _action: ShowHome) -> Screen:
    """The home screen with today's number of open calls."""
    return await first_screen(visit)


async def more(visit: Visit, _action: ShowMore) -> Screen:
    """Help, contacts, language and privacy; for staff also their panel."""
    return home.show_more(
        stopped=visit.person.stopped_at is not None,
        staff=await is_staff(visit.uow, visit.person.id),
    )


async def first_screen(visit: Visit) -> Screen:
    """The home screen, for every handler that ends there."""
    calls = await calls_today(visit.uow, visit.content, visit.now)
    return home.show_home(sum(1 for today in calls if today.is_open))
