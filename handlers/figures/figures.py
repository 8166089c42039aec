"""Figures for staff."""

from bot.domain.figures.figures import FigurePage
from bot.domain.staff.roles import Act
from bot.screens.figures import checks as check_screens
from bot.screens.figures import figures as screens
from bot.screens.figures.actions import ShowFigures
from bot.screens.screen import Screen
from bot.services.figures import figures
from bot.services.staff import members as staff
from bot.transport.visit import Visit


async def show(visit: Visit, action: ShowFigures) -> Screen:
    """An overview, or one table."""
    member = await staff.require(visit.uow, visit.person.id, Act.VIEW_STATS)
    found = await figures.figures(visit.uow, visit.content, member.person_id, visit.now)
    if action.table is FigurePage.OVERVIEW:
        return screens.show_overview(found, may_export=member.may(Act.EXPORT_FIGURES))
    if action.table is FigurePage.CHECKS:
        checks = await figures.checks(visit.uow, visit.content, member.person_id)
        return check_screens.show_checks(checks, action.page, visit.content)
    rounds = await figures.rounds(visit.uow, visit.content, member.person_id)
    return screens.show_table(action.table, action.page, found, rounds, visit.content)
