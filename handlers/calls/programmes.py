"""Reading about the programmes."""

from bot.domain.content import Programme
from bot.domain.errors import NotFoundError
from bot.screens.calls import programmes
from bot.screens.calls.actions import (
    ListProgrammeCalls,
    ListProgrammes,
    ProgrammePart,
    ShowProgramme,
    Topic,
)
from bot.screens.screen import Screen
from bot.services.calls.calls import calls_today
from bot.services.calls.follows import is_followed
from bot.transport.visit import Visit


async def show_list(visit: Visit, _action: ListProgrammes) -> Screen:
    """All programmes, each with its page."""
    return programmes.list_programmes(tuple(visit.content.programmes.values()))


async def show(visit: Visit, action: ShowProgramme) -> Screen:
    """A programme's page, or a part of it."""
    programme = _programme(visit, action.programme)
    if action.part is not ProgrammePart.PAGE:
        return programmes.show_part(programme, action.part, visit.content, action.page)
    followed = await is_followed(visit.case, Topic.PROGRAMME, programme.id)
    return programmes.show_page(programme, visit.content, followed=followed)


async def list_calls(visit: Visit, action: ListProgrammeCalls) -> Screen:
    """All calls of a programme, open ones first."""
    programme = _programme(visit, action.programme)
    calls = await calls_today(visit.uow, visit.content, visit.now, programme=programme.id)
    return programmes.list_calls(programme, calls, page=action.page, now=visit.now)


def _programme(visit: Visit, programme_id: str) -> Programme:
    programme = visit.content.programmes.get(programme_id)
    if programme is None:
        raise NotFoundError("programme")
    return programme
