"""Rounds of calls, for staff: the list, one call, and the steps of a change."""

from bot.domain.errors import RoundMovedError, RoundOverlapsError, RoundTimesError
from bot.domain.reading.places import fold
from bot.domain.reading.search import HitKind
from bot.domain.reading.typed_dates import read_closing
from bot.domain.rounds.rounds import Opening
from bot.domain.rounds.work import CHANGES, RoundChange, missing_languages
from bot.screens.rounds import rounds as screens
from bot.screens.rounds.actions import (
    ChangeRound,
    ChooseRoundEnd,
    ConfirmRound,
    ListRounds,
    ShowRound,
)
from bot.screens.screen import Screen
from bot.services.rounds import work
from bot.services.screening import matching
from bot.transport.visit import Text, Visit


async def list_rounds(visit: Visit, action: ListRounds) -> Screen:
    """The calls within the reach of a colleague, and which of them lack texts."""
    managed = await work.managed_calls(visit.case)
    missing = {today.call.id: missing_languages(today.call, visit.content) for today in managed}
    return screens.list_rounds(managed, missing, visit.content, page=action.page, now=visit.now)


async def find(visit: Visit, text: Text) -> Screen:
    """The call within reach that a typed word means best; the list if there is none."""
    managed = [today.call for today in await work.managed_calls(visit.case)]
    typed = fold(text.text)
    for call in managed:
        if typed in {fold(title) for title in call.title.texts.values()}:
            return await show_round(visit, ShowRound(call.id))
    ids = {call.id for call in managed}
    for hit in visit.edition.search.find(text.text, limit=len(visit.content.calls)):
        if hit.kind is HitKind.CALL and hit.id in ids:
            return await show_round(visit, ShowRound(hit.id))
    return await visit.draw(ListRounds())


async def show_round(visit: Visit, action: ShowRound) -> Screen:
    """Where one call stands, and what can be done with it."""
    view = await work.look(visit.case, action.call)
    changes = CHANGES[view.standing.opening]
    return screens.show_round(view, changes, visit.content, visit.now)


async def choose_closing(visit: Visit, action: ChooseRoundEnd) -> Screen:
    """The closings on offer, of which one may be typed instead."""
    view = await work.look(visit.case, action.call)
    return screens.choose_closing(view, action.change, visit.now)


async def read_date(visit: Visit, text: Text) -> Screen:
    """What the typed closing would do; what is no date asks again."""
    here = visit.here
    if not isinstance(here, ChooseRoundEnd):
        return await visit.draw(ListRounds())
    view = await work.look(visit.case, here.call)
    until = read_closing(text.text, visit.now)
    if until is None:
        problem = screens.explain_typing()
        return screens.choose_closing(view, here.change, visit.now, problem=problem)
    return await confirm(visit, ConfirmRound(here.call, here.change, screens.minutes(until)))


async def confirm(visit: Visit, action: ConfirmRound) -> Screen:
    """What people will read and how many, before anything is changed."""
    try:
        until = screens.moment_of(action.until)
        proposal = await work.propose(visit.case, action.call, action.change, until)
    except RoundTimesError:
        return await _choose_again(visit, action.call, action.change)
    fitting = None
    if action.change is RoundChange.OPEN:
        fitting = len(await matching.fitting(visit.uow, visit.edition.compiled, action.call))
    return screens.confirm_change(proposal, visit.now, fitting=fitting)


async def change(visit: Visit, action: ChangeRound) -> Screen:
    """The round is opened, extended, closed or opened again, and how many people are told."""
    try:
        until = screens.moment_of(action.until)
        reached = await work.change_round(
            visit.case, action.call, action.change, until, action.seen
        )
    except RoundTimesError:
        return await _choose_again(visit, action.call, action.change)
    except (RoundMovedError, RoundOverlapsError) as error:
        screen = await visit.draw(ShowRound(action.call))
        overlaps = isinstance(error, RoundOverlapsError)
        return screen.with_toast(screens.explain_overlap() if overlaps else screens.explain_moved())
    if action.change is RoundChange.OPEN:
        await _tell_fitting(visit, action.call)
    screen = await visit.draw(ShowRound(action.call))
    return screen.with_toast(screens.confirm_done(reached))


async def _tell_fitting(visit: Visit, call_id: str) -> None:
    """Tell everybody whom the call fits by the answers that they let us keep for that."""
    view = await work.look(visit.case, call_id)
    current = view.standing.round
    if current is not None and view.standing.opening is Opening.OPEN:
        await matching.tell(visit.uow, visit.edition.compiled, view.call, current, visit.now)


async def _choose_again(visit: Visit, call_id: str, change: RoundChange) -> Screen:
    view = await work.look(visit.case, call_id)
    return screens.choose_closing(view, change, visit.now, problem=screens.explain_times())
