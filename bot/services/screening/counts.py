"""Counting checks without counting people: what was started, finished, found, and where it ended.

Nothing here knows who somebody is; what it counts is shown to staff with small counts hidden.
"""

from datetime import datetime

from bot.domain.eligibility.explanations import why
from bot.domain.eligibility.verdicts import CheckState, Verdict
from bot.domain.figures.checks import Event, Happening
from bot.domain.localtime import local_day
from bot.storage.unit_of_work import UnitOfWork

_FOUND = {
    Verdict.FITS: Event.FITS,
    Verdict.EXCLUDED: Event.EXCLUDED,
    Verdict.UNDECIDED: Event.UNCLEAR,
    Verdict.UNCLEAR: Event.UNCLEAR,
}


async def note_started(uow: UnitOfWork, now: datetime) -> None:
    """Count that somebody began a new check."""
    await uow.screening_counts.add(local_day(now), [Happening(Event.STARTED.value)])


async def note_stopped(uow: UnitOfWork, question_id: str, now: datetime) -> None:
    """Count that somebody stopped at a question, and had not finished before."""
    await uow.screening_counts.add(local_day(now), [Happening(Event.STOPPED.value, question_id)])


async def note_finished(uow: UnitOfWork, state: CheckState, now: datetime) -> None:
    """Count a check in which nothing more is to be asked, with its verdicts; once for each."""
    happened = [Happening(Event.FINISHED.value)]
    for call, verdict in state.verdicts.items():
        happened.append(Happening(_FOUND[verdict].value, call))
        if verdict is Verdict.EXCLUDED:
            attributes = {
                reason.criterion.attribute for reason in why(state, call) if reason.criterion
            }
            happened += [
                Happening(Event.BECAUSE.value, call, attribute) for attribute in sorted(attributes)
            ]
    trade, place = state.answers.get("trade"), state.answers.get("municipality")
    if isinstance(trade, str) and isinstance(place, str):
        happened.append(Happening(Event.TRADE.value, trade, place))
    await uow.screening_counts.add(local_day(now), happened)
