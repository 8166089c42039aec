"""Reading the log of staff acts."""

from bot.screens.screen import Screen
from bot.screens.staff import audit as screens
from bot.screens.staff.actions import ShowAudit
from bot.services.staff import audit_reading
from bot.transport.visit import Visit


async def show(visit: Visit, action: ShowAudit) -> Screen:
    """Who did what and when, one page of the log."""
    page = await audit_reading.read(visit.case, screens.PAGE, action.before)
    return screens.show_log(page.lines, page.names, action.before, page.last_id, more=page.more)
