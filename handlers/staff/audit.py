"""Reading the log of staff acts."""

from bot.domain.staff.roles import Act
from bot.screens.screen import Screen
from bot.screens.staff import audit as screens
from bot.screens.staff.actions import ShowAudit
from bot.services.staff import members as staff
from bot.services.staff import team
from bot.transport.visit import Visit


async def show(visit: Visit, action: ShowAudit) -> Screen:
    """A page of the log."""
    await staff.require(visit.uow, visit.person.id, Act.VIEW_AUDIT)
    found = await visit.uow.audit.latest(screens.PAGE + 1, action.before or None)
    return screens.show_log(
        found[: screens.PAGE],
        await team.names(visit.uow),
        action.before,
        await visit.uow.audit.count(),
        more=len(found) > screens.PAGE,
    )
