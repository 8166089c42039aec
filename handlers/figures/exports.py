"""Taking figures and lists of people along."""

import asyncio
from collections.abc import Sequence
from typing import Final

from bot.domain.errors import ExportOverError
from bot.domain.figures.exports import ExportState, ExportTopic
from bot.domain.localtime import local, local_day
from bot.domain.staff.roles import Act
from bot.domain.text.phrases import Day, DayStyle, Moment
from bot.screens.figures import exports as screens
from bot.screens.figures import sheets as figure_sheets
from bot.screens.figures.actions import (
    ApproveExport,
    AskExport,
    ChooseExport,
    ChooseExportReason,
    ExportFigures,
    RefuseExport,
    ShowExport,
    ShowExports,
    TakeExport,
)
from bot.screens.figures.sheets import Table, Value
from bot.screens.interests import sheets as interest_sheets
from bot.screens.screen import Attachment, Screen
from bot.services.figures import exports, figures, workbooks
from bot.services.interests import desk as interest_desk
from bot.services.staff import team
from bot.transport.visit import Visit

_ROWS_AT_ONCE: Final = 100
"""Rows of a list that are put into words before others have their turn."""


async def show(visit: Visit, _action: ShowExports) -> Screen:
    """What I can take along, my requests, and those that wait for me."""
    requests = await exports.requests(visit.case)
    return screens.show_exports(
        requests.mine,
        requests.waiting,
        visit.content,
        may_ask=requests.member.may(Act.EXPORT_PERSONAL),
    )


async def export_figures(visit: Visit, _action: ExportFigures) -> Screen:
    """A workbook with all figures of what my roles cover."""
    taken = await figures.export(visit.case)
    tables = figure_sheets.of_figures(
        taken.member, taken.figures, taken.rounds, visit.content, visit.now
    )
    name = f"komshi-{local_day(visit.now).isoformat()}.xlsx"
    file = Attachment(name, await workbook(visit, tables), keepable=True)
    return screens.hand_over(file, screens.about_figures())


async def choose_subject(visit: Visit, action: ChooseExport) -> Screen:
    """The programmes and calls whose followers I may ask for."""
    subjects = await exports.subjects(visit.case)
    return screens.choose_subject(subjects, action.page, visit.content)


async def choose_reason(visit: Visit, action: ChooseExportReason) -> Screen:
    """The reasons for which a list can be asked for."""
    await exports.check(visit.case, action.topic, action.subject)
    return screens.choose_reason(action.topic, action.subject, visit.content)


async def ask(visit: Visit, action: AskExport) -> Screen:
    """My requests with the new one, which waits for a second person."""
    await exports.ask(visit.case, action.topic, action.subject, action.reason)
    screen = await visit.draw(ShowExports())
    return screen.with_toast(screens.confirm_asked())


async def show_request(visit: Visit, action: ShowExport) -> Screen:
    """A colleague's request, with a yes and a no."""
    try:
        request = await exports.look(visit.case, action.number)
    except ExportOverError:
        return await _over(visit)
    return screens.show_request(request, await team.names(visit.uow), visit.content)


async def approve(visit: Visit, action: ApproveExport) -> Screen:
    """Let a colleague have the list that they asked for; it is logged."""
    return await _decide(visit, action.number, ExportState.APPROVED)


async def refuse(visit: Visit, action: RefuseExport) -> Screen:
    """Deny a colleague the list that they asked for; it is logged."""
    return await _decide(visit, action.number, ExportState.REFUSED)


async def take(visit: Visit, action: TakeExport) -> Screen:
    """A workbook with the list that I asked for and a second person approved."""
    try:
        taken = await exports.take(visit.case, action.number)
    except ExportOverError:
        return await _over(visit)
    member, request = taken.member, taken.request
    if request.topic is ExportTopic.INTERESTS:
        rows = await interest_desk.taken_along(visit.case, member, request.subject)
        tables = await asyncio.to_thread(
            interest_sheets.of_interests, member, request, rows, visit.content, visit.now
        )
    else:
        tables = await asyncio.to_thread(
            figure_sheets.of_followers,
            member,
            request,
            taken.followers,
            visit.content,
            visit.now,
        )
    file = Attachment(f"komshi-{request.id}.xlsx", await workbook(visit, tables))
    return screens.hand_over(file, screens.about_list())


async def _decide(visit: Visit, number: int, state: ExportState) -> Screen:
    try:
        await exports.decide(visit.case, number, state)
    except ExportOverError:
        return await _over(visit)
    screen = await visit.draw(ShowExports())
    return screen.with_toast(screens.confirm_decided())


async def _over(visit: Visit) -> Screen:
    screen = await visit.draw(ShowExports())
    return screen.with_toast(screens.explain_over())


async def workbook(visit: Visit, tables: Sequence[Table]) -> bytes:
    """The tables as a file in the language of the person, days and numbers as such."""
    sheets = [
        workbooks.Sheet(
            title=visit.translator.plain(table.title, visit.language),
            head=[visit.translator.plain(title, visit.language) for title in table.head],
            rows=await _translated(visit, table.rows),
        )
        for table in tables
    ]
    return await asyncio.to_thread(workbooks.as_workbook, sheets)


async def _translated(
    visit: Visit, rows: Sequence[Sequence[Value]]
) -> Sequence[Sequence[workbooks.Value]]:
    def say(value: Value) -> workbooks.Value:
        match value:
            case None | int():
                return value
            case Day(day=day, style=style) if style is not DayStyle.MONTH:
                return day
            case Moment(at=at):
                return local(at).replace(tzinfo=None)
        return visit.translator.plain(value, visit.language)

    shown = []
    for row in rows:
        shown.append([say(value) for value in row])
        if len(shown) % _ROWS_AT_ONCE == 0:
            await asyncio.sleep(0)
    return shown
