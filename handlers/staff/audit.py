"""Reading the log of staff acts, and taking it along."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.localtime import local_day
from bot.domain.staff.audit import Narrowing
from bot.domain.text.phrases import Moment, Msg, Phrase
from bot.screens.figures.exports import REASONS
from bot.screens.figures.exports import STATES as EXPORT_STATES
from bot.screens.inbox.own import CLOSED_BECAUSE
from bot.screens.interests.opened import DECISION_BUTTONS
from bot.screens.screen import Attachment, Screen
from bot.screens.staff import audit as screens
from bot.screens.staff.actions import ShowAudit, TakeAudit
from bot.screens.staff.audit_words import Vocabulary, actor_of, say
from bot.services.figures import workbooks
from bot.services.staff import audit_reading
from bot.transport.visit import Text, Visit

_CODES: Final[Mapping[str, Msg]] = {
    **{one.value: name for one, name in EXPORT_STATES.items()},
    **{one.value: name for one, name in CLOSED_BECAUSE.items()},
    **{one.value: name for one, name in REASONS.items()},
    **{one.value: name for one, name in DECISION_BUTTONS.items()},
}
"""What decisions, endings, reasons and states are called."""
_ROWS_AT_ONCE: Final = 200


async def show(visit: Visit, action: ShowAudit) -> Screen:
    """Who did what and when, one page of the log, or of what was asked for."""
    only = _narrowing(action)
    return await _show(visit, only, action.before)


async def find(visit: Visit, text: Text) -> Screen:
    """Only the entries of the typed day, number or colleague; else the whole log and a word."""
    only = await audit_reading.find(visit.case, text.text)
    return await _show(visit, only or Narrowing(), 0, unknown=only is None)


async def take(visit: Visit, action: TakeAudit) -> Screen:
    """The log as a table, as narrow as it was shown."""
    only = _narrowing(action)
    page = await audit_reading.take(visit.case, only)
    words = Vocabulary(page.names, visit.content, _CODES)

    def speak(phrase: Phrase) -> str:
        return visit.translator.plain(phrase, visit.language)

    head = [speak(Msg("Number")), speak(Msg("Time")), speak(Msg("Who")), speak(Msg("What"))]
    rows = []
    for line in page.lines:
        who, what = actor_of(line, page.names), say(line, words)
        rows.append((line.id, speak(Moment(line.at)), speak(who), speak(what)))
        if len(rows) % _ROWS_AT_ONCE == 0:
            await asyncio.sleep(0)
    sheet = workbooks.Sheet(speak(Msg("Log of the team")), head, rows)
    content = await asyncio.to_thread(workbooks.as_workbook, [sheet])
    name = f"komshi-log-{local_day(visit.now).isoformat()}.xlsx"
    return screens.hand_over(Attachment(name, content), only)


async def _show(visit: Visit, only: Narrowing, before: int, *, unknown: bool = False) -> Screen:
    page = await audit_reading.read(visit.case, screens.PAGE, before, only)
    words = Vocabulary(page.names, visit.content, _CODES)
    place = screens.Place(only, before, page.last_id, page.more)
    return screens.show_log(page.lines, words, place, unknown=unknown)


def _narrowing(action: ShowAudit | TakeAudit) -> Narrowing:
    """What an action asks for; a day that is none is left out."""
    day = None
    year, rest = divmod(action.day, 10_000)
    if action.day:
        try:
            day = date(year, *divmod(rest, 100))
        except ValueError:
            day = None
    return Narrowing(action.by or None, day, action.number or None)
