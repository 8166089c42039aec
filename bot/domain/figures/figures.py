"""The figures that staff see: counts of people, published together, nobody to be found in them.

What is hidden is decided once, for everybody; a role sees some of their rows and never a count that
was made for it, so that two roles together know no more than the widest one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from bot.domain.figures.suppression import (
    SMALLEST,
    TOTAL,
    Cell,
    Counts,
    Shown,
    hide_small,
    suppress,
    with_totals,
)


class Reachability(StrEnum):
    """Whether messages reach somebody."""

    REACHABLE = "reachable"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"


class PeopleTable(StrEnum):
    """The tables that count people by whether messages reach them."""

    LANGUAGES = "l"
    PROGRAMMES = "p"
    MUNICIPALITIES = "m"


class FigurePage(StrEnum):
    """What is shown on one screen; codes stand in buttons."""

    OVERVIEW = ""
    LANGUAGES = "l"
    PROGRAMMES = "p"
    MUNICIPALITIES = "m"
    CALLS = "c"
    ROUNDS = "r"
    LEAFLETS = "v"
    MISSING = "t"
    BOT = "b"
    CHECKS = "k"


UNCHOSEN: Final = "-"
"""The row of people who have not chosen a language yet."""


class MissingText(NamedTuple):
    """A text that was missing in a language, and what was shown instead.

    Args:
        wanted: The language that somebody reads; likewise ``used``, in which they got it.
        text: The name of the text.
    """

    wanted: str
    used: str
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, before anything is hidden.

    Args:
        people: By language and reachability; everybody once.
        followers: By what is followed and reachability; somebody may follow several things.
        calls: Followers by call.
        leaflets: Visits by leaflet.
        missing: How often a text was missing, most used first.
        parked: Updates that were given up.
        refusals: What was refused, by reason.
    """

    people: Counts
    followers: Mapping[PeopleTable, Counts]
    calls: Mapping[str, int]
    leaflets: Mapping[str, int]
    missing: Mapping[MissingText, int]
    parked: int
    refusals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown; None where a count is hidden.

    Args:
        tables: With a column of totals; languages with a row of totals too.
        missing: Texts that were missing; the texts themselves are never hidden.
        parked: Exact, as are the refusals: they count what the bot met, not who people are.
    """

    tables: Mapping[PeopleTable, Shown]
    calls: Mapping[str, int | None]
    leaflets: Mapping[str, int | None]
    missing: Mapping[MissingText, int | None]
    parked: int
    refusals: Mapping[str, int]

    def rows(self, table: PeopleTable) -> tuple[str, ...]:
        """The rows of a table but for that of the totals, those with most people first."""
        shown = self.tables[table]
        names = dict.fromkeys(row for row, _column in shown if row != TOTAL)
        return tuple(sorted(names, key=lambda row: (-(shown[row, TOTAL] or 0), row)))

    def tells(self, table: PeopleTable, row: str) -> bool:
        """Whether anything in a row is shown."""
        shown = self.tables[table]
        return any(shown[row, column] is not None for column in (*Reachability, TOTAL))

    def narrowed(self, table: PeopleTable, rows: Iterable[str]) -> "Figures":
        """The same with only some rows in a table."""
        kept = frozenset(rows)
        shown = {cell: count for cell, count in self.tables[table].items() if cell[0] in kept}
        return replace(self, tables={**self.tables, table: shown})

    def with_calls(self, calls: Iterable[str]) -> "Figures":
        """The same with only some calls."""
        kept = frozenset(calls)
        return replace(self, calls={call: n for call, n in self.calls.items() if call in kept})


def publish(counted: Counted) -> Figures:
    """Hide what could tell about single people, in all tables at once.

    Each table is made safe against somebody who knows every large count of the others: who follows
    something is one of everybody, so that counts bound each other from above and below. How many
    do not follow it is told by both counts together, so that this must not be small either.
    """
    everybody = with_totals(counted.people)
    everyone = everybody.get((TOTAL, TOTAL), 0)
    floors: dict[Cell, int] = {}
    for counts in counted.followers.values():
        for (_row, column), count in with_totals_of_rows(counts).items():
            cell = (TOTAL, column)
            if SMALLEST <= count <= everybody.get(cell, 0) - SMALLEST:
                floors[cell] = max(floors.get(cell, 0), count)
    known = [n for n in counted.calls.values() if SMALLEST <= n <= everyone - SMALLEST]
    floors[TOTAL, TOTAL] = max([floors.get((TOTAL, TOTAL), 0), *known])
    tables = {PeopleTable.LANGUAGES: suppress(counted.people, disjoint=True, floors=floors)}
    for name, counts in counted.followers.items():
        ceilings = {
            (row, column): everybody[TOTAL, column]
            for row, column in with_totals_of_rows(counts)
            if everybody.get((TOTAL, column), 0) >= SMALLEST
        }
        rest_is_small = [
            cell
            for cell, count in with_totals_of_rows(counts).items()
            if cell in ceilings and ceilings[cell] - count < SMALLEST
        ]
        tables[name] = suppress(counts, disjoint=False, ceilings=ceilings, too=rest_is_small)
    return Figures(
        tables=tables,
        calls={
            call: n if n is None or n <= everyone - SMALLEST else None
            for call, n in hide_small(counted.calls).items()
        },
        leaflets=hide_small(counted.leaflets),
        missing={
            text: uses if uses >= SMALLEST else None for text, uses in counted.missing.items()
        },
        parked=counted.parked,
        refusals=counted.refusals,
    )


def with_totals_of_rows(counts: Counts) -> Counts:
    """The same counts and the sum of each row."""
    return {cell: n for cell, n in with_totals(counts).items() if cell[0] != TOTAL}


def complete(counts: Counts, rows: Iterable[str]) -> Counts:
    """The same counts with every column in every row that is named or counted."""
    names = dict.fromkeys((*rows, *(row for row, _column in counts)))
    return {(row, reach): counts.get((row, reach), 0) for row in names for reach in Reachability}
