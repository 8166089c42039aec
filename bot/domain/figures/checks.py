"""What staff see of checks: counts, with every small one hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from bot.domain.figures.suppression import SMALLEST, TOTAL, Cell, Counts, Shown, suppress


class Event(StrEnum):
    """What is counted. Codes stay: the database has them."""

    STARTED = "started"
    FINISHED = "finished"
    STOPPED = "stopped"  # subject: the question
    FITS = "fits"  # subject: the call; likewise the next two
    EXCLUDED = "excluded"
    UNCLEAR = "unclear"
    BECAUSE = "because"  # subject: the call; detail: what was asked
    TRADE = "trade"  # subject: the trade; detail: the municipality


class Happening(NamedTuple):
    """What is counted together; what subject and detail are depends on the event."""

    event: str
    subject: str = ""
    detail: str = ""


Counted = Mapping[Happening, int]
"""How often each happened."""
VERDICTS: Final = (Event.FITS, Event.UNCLEAR, Event.EXCLUDED)
LEFT: Final = "left"
"""Checks that neither finished nor stopped: given up, or still going on."""
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class ScreeningFigures:
    """Counts of checks as they may be shown; None where one is hidden.

    Args:
        ends: How checks ended, with their total under :data:`TOTAL`.
        stopped: By the question at which people stopped.
        verdicts: By call and verdict, with a column of totals.
        because: By call and by what was asked: how many it excluded. A check may stand in several.
        trades: By trade and municipality, with totals (need I8).
    """

    ends: Mapping[str, int | None]
    stopped: Mapping[str, int | None]
    verdicts: Shown
    because: Mapping[Cell, int | None]
    trades: Shown

    def narrowed(self, calls: frozenset[str]) -> "ScreeningFigures":
        """The same with only some calls."""
        return ScreeningFigures(
            self.ends,
            self.stopped,
            {cell: n for cell, n in self.verdicts.items() if cell[0] in calls},
            {cell: n for cell, n in self.because.items() if cell[0] in calls},
            self.trades,
        )


def publish_checks(counted: Counted) -> ScreeningFigures:
    """Hide what could tell about single people.

    Where a sum is hidden, so are its parts: from these the sum could be narrowed down.
    """
    stops = {subject: n for (event, subject, _), n in counted.items() if event == Event.STOPPED}
    ends = _ends(counted, sum(stops.values()))
    stopped = suppress({(_ALL, question): n for question, n in stops.items()}, disjoint=False)
    verdicts = suppress(_verdicts(counted), disjoint=False)
    return ScreeningFigures(
        ends=ends,
        stopped={
            question: None if ends[Event.STOPPED] is None else stopped[_ALL, question]
            for question in stops
        },
        verdicts=verdicts,
        because={
            (call, asked): _unless_hidden(n, verdicts.get((call, Event.EXCLUDED.value)))
            for (event, call, asked), n in counted.items()
            if event == Event.BECAUSE
        },
        trades=suppress(
            {
                (trade, place): n
                for (event, trade, place), n in counted.items()
                if event == Event.TRADE
            },
            disjoint=True,
        ),
    )


def _ends(counted: Counted, stopped: int) -> Mapping[str, int | None]:
    started = counted.get(Happening(Event.STARTED.value), 0)
    finished = counted.get(Happening(Event.FINISHED.value), 0)
    shown = suppress(
        {
            (_ALL, Event.FINISHED.value): finished,
            (_ALL, Event.STOPPED.value): stopped,
            (_ALL, LEFT): max(0, started - finished - stopped),
        },
        disjoint=False,
    )
    ends = (TOTAL, Event.FINISHED.value, Event.STOPPED.value, LEFT)
    return {end: shown[_ALL, end] for end in ends}


def _verdicts(counted: Counted) -> Counts:
    counts: dict[Cell, int] = {}
    for (event, call, _detail), n in counted.items():
        if event in {verdict.value for verdict in VERDICTS}:
            for verdict in VERDICTS:
                counts.setdefault((call, verdict.value), 0)
            counts[call, event] = n
    return counts


def _unless_hidden(count: int, of: int | None) -> int | None:
    """A part of a sum, if the sum is shown, and neither the part nor the rest is small."""
    if of is None or count < SMALLEST or 0 < of - count < SMALLEST:
        return None
    return count
