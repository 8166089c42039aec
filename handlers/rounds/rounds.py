"""Rounds of calls, for staff: the list, one call, and the steps of a change."""

from bot.domain.errors import RoundMovedError, RoundOverlapsError, RoundTimesError
from bot.domain.reading.places import fold
from bot.domain.reading.search import HitKind
from bot.domain.reading.typed_dates import read_closing
from bot.domain.rounds.rounds import Opening
from bot.domain.rounds.views import RoundView
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
from bot.services.rounds import work as round_work
from bot.services.screening import matching
from bot.transport.visit import Text, Visit


async def list_rounds(visit: Visit, action: ListRounds) -> Screen:
    """The calls within my reach."""
    content = visit.content
    found = await round_work.managed_calls(visit.uow, content, visit.person.id, visit.now)
    missing = {one.call.id: missing_languages(one.call, content) for one in found}
    return screens.list_rounds(found, missing, content, page=action.page, now=visit.now)


async def find(visit: Visit, text: Text) -> Screen:
    """The call within my reach that a typed word means best; the list if there is none."""
    content = visit.content
    found = await round_work.managed_calls(visit.uow, content, visit.person.id, visit.now)
    mine = {one.call.id for one in found}
    typed = fold(text.text)
    for one in found:
        if typed in {fold(title) for title in one.call.title.texts.values()}:
            return await show_round(visit, ShowRound(one.call.id))
    for hit in visit.edition.search.find(text.text, limit=len(content.calls)):
        if hit.kind is HitKind.CALL and hit.id in mine:
            return await show_round(visit, ShowRound(hit.id))
    return await visit.draw(ListRounds())


async def show_round(visit: Visit, action: ShowRound) -> Screen:
    """One call, and what can be done."""
    view = await _look(visit, action.call)
    changes = CHANGES[view.standing.opening]
    return screens.show_round(view, changes, visit.content, visit.now)


async def choose_closing(visit: Visit, action: ChooseRoundEnd) -> Screen:
    """Until when?"""
    return screens.choose_closing(await _look(visit, action.call), action.change, visit.now)


async def read_date(visit: Visit, text: Text) -> Screen:
    """The typed date."""
    here = visit.here
    if not isinstance(here, ChooseRoundEnd):
        return await visit.draw(ListRounds())
    view = await _look(visit, here.call)
    until = read_closing(text.text, visit.now)
    if until is None:
        problem = screens.explain_typing()
        return screens.choose_closing(view, here.change, visit.now, problem=problem)
    return await confirm(visit, ConfirmRound(here.call, here.change, screens.minutes(until)))


async def confirm(visit: Visit, action: ConfirmRound) -> Screen:
    """What people will read, and how many."""
    try:
        proposal = await round_work.propose(
            visit.uow,
            visit.content,
            visit.person.id,
            action.call,
            action.change,
            screens.moment_of(action.until),
            visit.now,
        )
    except RoundTimesError:
        return await _choose_again(visit, action.call, action.change)
    fitting = None
    if action.change is RoundChange.OPEN:
        fitting = len(await matching.fitting(visit.uow, visit.edition.compiled, action.call))
    return screens.confirm_change(proposal, visit.now, fitting=fitting)


async def change(visit: Visit, action: ChangeRound) -> Screen:
    """Do it."""
    try:
        told = await round_work.change_round(
            visit.uow,
            visit.content,
            visit.person.id,
            action.call,
            action.change,
            screens.moment_of(action.until),
            action.seen,
            visit.now,
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
    return screen.with_toast(screens.confirm_done(told))


async def _tell_fitting(visit: Visit, call_id: str) -> None:
    """Tell everybody whom the call fits by the answers that they let us keep for that."""
    view = await _look(visit, call_id)
    turn = view.standing.round
    if turn is not None and view.standing.opening is Opening.OPEN:
        await matching.tell(visit.uow, visit.edition.compiled, view.call, turn, visit.now)


async def _choose_again(visit: Visit, call: str, change: RoundChange) -> Screen:
    view = await _look(visit, call)
    return screens.choose_closing(view, change, visit.now, problem=screens.explain_times())


async def _look(visit: Visit, call: str) -> RoundView:
    return await round_work.look(visit.uow, visit.content, visit.person.id, call, visit.now)
