"""Figures for staff."""

from bot.domain.figures.figures import FigurePage
from bot.domain.staff.roles import Act
from bot.screens.figures import checks as check_screens
from bot.screens.figures import figures as screens
from bot.screens.figures.actions import ShowFigures
from bot.screens.screen import Screen
from bot.services.figures import figures
from bot.services.staff.members import require
from bot.transport.visit import Visit


async def show(visit: Visit, action: ShowFigures) -> Screen:
    """Figures of what my roles cover: an overview, or a page of one table."""
    member = await require(visit.uow, visit.person.id, Act.VIEW_STATS)
    if action.table is FigurePage.CHECKS:
        checks = await figures.checks(visit.case)
        return check_screens.show_checks(checks, action.page, visit.content)
    seen = await figures.figures(visit.case)
    if action.table is FigurePage.OVERVIEW:
        return screens.show_overview(seen, may_export=member.may(Act.EXPORT_FIGURES))
    rounds = await figures.rounds(visit.case)
    return screens.show_table(action.table, action.page, seen, rounds, visit.content)
