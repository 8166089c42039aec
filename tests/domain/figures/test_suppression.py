"""Attacks on published tables: nobody works a hidden count out.

On three hundred tables drawn by chance, with ``KOMSHI_LONG`` on a thousand.
"""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from bot.domain.figures.figures import (
    Counted,
    Figures,
    PeopleTable,
    Reachability,
    complete,
    publish,
)
from bot.domain.figures.suppression import SMALLEST, TOTAL, Cell, Counts, suppress, with_totals
from tests.conftest import LONG

ROUNDS = 1_000 if LONG else 300
Name = tuple[PeopleTable, Cell]
Equation = Mapping[Name, int]
Exact = int | Fraction


class Program:
    """The largest value of a linear form over what an attacker knows: a plain exact simplex.

    The numbers are whole as long as that is exact, which is nearly always and much faster.

    Args:
        equations: Sums that are known to be zero.
        known: Values that were published.
        most: Pairs of which the first is never larger than the second.
    """

    def __init__(
        self,
        equations: Sequence[Equation],
        known: Mapping[Name, int],
        most: Sequence[tuple[Name, Name]],
    ) -> None:
        rows: list[dict[object, int]] = [{n: k for n, k in form.items()} for form in equations]  # noqa: C416
        for number, (low, high) in enumerate(most):
            rows.append({low: 1, high: -1, ("slack", number): 1})
        self.names: list[object] = []
        for form in rows:
            self.names.extend(n for n in form if n not in known and n not in self.names)
        self.table: list[list[Exact]] = []
        for form in rows:
            right = -sum(k * known[n] for n, k in form.items() if n in known)  # type: ignore[index, misc]
            line: list[Exact] = [form.get(name, 0) for name in self.names]
            sign = -1 if right < 0 else 1
            if any(line):
                self.table.append([*(sign * one for one in line), sign * right])
        self._begin()

    def _begin(self) -> None:
        """Find a point that fits all that is known."""
        height, width = len(self.table), len(self.names)
        for number, line in enumerate(self.table):
            right = line.pop()
            line.extend(int(number == other) for other in range(height))
            line.append(right)
        self.basis = [width + number for number in range(height)]
        self._climb([0] * width + [-1] * height)
        for number, place in reversed(list(enumerate(self.basis))):
            if place >= width:
                assert self.table[number][-1] == 0, "the truth itself would not fit"
                pivot = next((p for p in range(width) if self.table[number][p]), None)
                if pivot is None:
                    del self.table[number], self.basis[number]
                else:
                    self._pivot(number, pivot)
        self.table = [[*line[:width], line[-1]] for line in self.table]

    def reach(self, name: Name, sign: int) -> bool:
        """Go as far as possible; False if there is no end."""
        goal = [0] * len(self.names)
        goal[self.names.index(name)] = sign
        return self._climb(goal)

    def value(self, name: Name) -> Exact:
        """The value where the program stands now."""
        place = self.names.index(name)
        found = [line[-1] for line, one in zip(self.table, self.basis, strict=True) if one == place]
        return found[0] if found else 0

    def _climb(self, goal: list[int]) -> bool:
        while True:
            prices: list[Exact] = list(goal)
            for line, place in zip(self.table, self.basis, strict=True):
                if goal[place]:
                    prices = [p - goal[place] * x for p, x in zip(prices, line, strict=False)]
            entering = next((p for p, price in enumerate(prices) if price > 0), None)
            if entering is None:
                return True
            ratios = [
                (_ratio(line[-1], line[entering]), self.basis[number], number)
                for number, line in enumerate(self.table)
                if line[entering] > 0
            ]
            if not ratios:
                return False
            self._pivot(min(ratios)[2], entering)

    def _pivot(self, number: int, entering: int) -> None:
        row = self.table[number]
        pivot = row[entering]
        row = [_ratio(one, pivot) for one in row] if pivot != 1 else row
        self.table[number] = row
        for other, line in enumerate(self.table):
            factor = line[entering]
            if other != number and factor:
                self.table[other] = [
                    a - factor * b if b else a for a, b in zip(line, row, strict=True)
                ]
        self.basis[number] = entering


def _ratio(over: Exact, under: Exact) -> Exact:
    if under in {1, -1}:
        return over * under
    found = Fraction(over) / under
    return found.numerator if found.denominator == 1 else found


def knowledge(figures: Figures) -> tuple[Program, list[Name]]:
    """All that an attacker knows: what was published, the sums, and who is part of whom."""
    known: dict[Name, int] = {}
    hidden: list[Name] = []
    equations: list[dict[Name, int]] = []
    most: list[tuple[Name, Name]] = []
    for table, shown in figures.tables.items():
        for cell, count in shown.items():
            if count is None:
                hidden.append((table, cell))
            else:
                known[table, cell] = count
        rows = list(dict.fromkeys(row for row, _column in shown))
        for row in rows:
            equations.append(
                {(table, (row, one)): 1 for one in Reachability} | {(table, (row, TOTAL)): -1}
            )
            if table is not PeopleTable.LANGUAGES:
                whole = PeopleTable.LANGUAGES
                most.extend(((table, (row, one)), (whole, (TOTAL, one))) for one in Reachability)
        if table is PeopleTable.LANGUAGES:
            for one in Reachability:
                column: dict[Name, int] = {(table, (row, one)): 1 for row in rows}
                equations.append(column | {(table, (TOTAL, one)): -1})
    return Program(equations, known, most), hidden


def some_counts(dice: random.Random) -> Counted:
    """A town of people with followers, small and large counts mixed."""
    size = dice.choice((5, 14, 40, 300))
    languages = [f"l{n}" for n in range(dice.randint(1, 4))]
    people: Counts = {
        (row, one): dice.randint(0, dice.choice((3, 12, size)))
        for row in languages
        for one in Reachability
    }
    everybody = with_totals(people)
    things = [f"p{n}" for n in range(dice.randint(0, 3))]
    followers: Counts = {
        (row, one): dice.choice((everybody[TOTAL, one], dice.randint(0, everybody[TOTAL, one])))
        for row in things
        for one in Reachability
    }
    return Counted(people, {PeopleTable.PROGRAMMES: followers}, {}, {}, {}, 0, {})


@pytest.mark.parametrize("part", range(4))
def test_a_solver_recovers_no_hidden_count_from_random_tables(part: int) -> None:
    dice = random.Random(part)
    attacked = 0
    for number in range(ROUNDS // 4):
        counted = some_counts(dice)
        program, hidden = knowledge(publish(counted))
        truth = with_totals(counted.people)
        moved: dict[Name, set[Exact]] = {name: set() for name in hidden}
        for name in hidden:
            for sign in (+1, -1):
                if len(moved[name]) > 1:
                    break
                if not program.reach(name, sign):
                    moved[name].update({0, 1})  # without end
                for other in hidden:
                    moved[other].add(program.value(other))
            assert len(moved[name]) > 1, (part, number, name, truth)
            attacked += 1
    assert attacked > ROUNDS


@pytest.mark.parametrize("part", range(2))
def test_of_a_small_count_a_table_tells_no_more_than_that_it_is_small(part: int) -> None:
    dice = random.Random(100 + part)
    for _ in range(ROUNDS // 10):
        counted = some_counts(dice)
        alone = Counted(counted.people, {}, {}, {}, {}, 0, {})
        program, _hidden = knowledge(publish(alone))
        for cell, count in with_totals(counted.people).items():
            name = (PeopleTable.LANGUAGES, cell)
            if count < SMALLEST:
                assert not program.reach(name, +1) or program.value(name) >= SMALLEST - 1
                assert program.reach(name, -1)
                assert program.value(name) == 0


def test_the_solver_finds_what_a_careless_table_gives_away() -> None:
    careless = Figures(
        tables={
            PeopleTable.LANGUAGES: {
                ("sq", Reachability.REACHABLE): 20,
                ("sq", Reachability.STOPPED): None,
                ("sq", Reachability.UNREACHABLE): 30,
                ("sq", TOTAL): 53,
                (TOTAL, Reachability.REACHABLE): 20,
                (TOTAL, Reachability.STOPPED): None,
                (TOTAL, Reachability.UNREACHABLE): 30,
                (TOTAL, TOTAL): 53,
            }
        },
        calls={},
        leaflets={},
        missing={},
        parked=0,
        refusals={},
    )
    program, hidden = knowledge(careless)
    for sign in (+1, -1):
        assert program.reach(hidden[0], sign)
        assert program.value(hidden[0]) == 3


def test_no_small_count_is_shown_and_no_shown_count_is_wrong() -> None:
    dice = random.Random(7)
    for _ in range(ROUNDS):
        counts = some_counts(dice).people
        truth = with_totals(counts)
        for cell, shown in suppress(counts, disjoint=True).items():
            assert shown is None or (shown == truth[cell] and shown >= SMALLEST)


def test_a_table_of_large_counts_is_shown_whole() -> None:
    counts = {(row, column): 12 for row in "ab" for column in "xyz"}
    assert suppress(counts, disjoint=True) == with_totals(counts)


def test_a_total_does_not_give_a_small_count_away() -> None:
    row = suppress({("a", "x"): 3, ("a", "y"): 40, ("a", "z"): 15}, disjoint=False)
    assert row == {("a", "x"): None, ("a", "y"): 40, ("a", "z"): None, ("a", TOTAL): 58}


def test_who_follows_gives_nothing_away_about_everybody_else() -> None:
    """All who can be reached follow the programme: their number there would tell the rest."""
    people: Counts = complete(
        {("sq", Reachability.REACHABLE): 30, ("sq", Reachability.STOPPED): 0}, ["sq"]
    )
    follow: Counts = complete({("akt", Reachability.REACHABLE): 30}, ["akt"])
    counted = Counted(people, {PeopleTable.PROGRAMMES: follow}, {"c": 30}, {}, {}, 0, {})
    program, hidden = knowledge(publish(counted))
    for name in hidden:
        values = set()
        for sign in (+1, -1):
            values.add(program.value(name) if program.reach(name, sign) else Fraction(-1))
        assert len(values) > 1


def test_nobody_at_all_is_no_table_at_all() -> None:
    assert suppress({}, disjoint=True) == {}
