"""Rules become diagrams: one function of the answers for each call, each row and each table.

A question that does not apply makes its rows not hold. So a row stands in its diagram together
with the gates of its question, and where a gate fails nothing depends on the follower. A diagram
is therefore constant exactly if all people who can exist are treated alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.eligibility.cells import (
    ORDERED,
    Cell,
    Extent,
    Places,
    RulesError,
    cut,
    extent,
    indexes,
    places,
)
from bot.domain.eligibility.diagrams import TRUE, Diagrams, Node, levels_of, nodes_under, some_path
from bot.domain.eligibility.ordering import candidate_orders
from bot.domain.eligibility.questions import Question, Value
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a call demands: a row, or a group of rows of which one is enough.

    Args:
        rows: Each row with where it holds (within a group: where it counts and holds).
        node: Where the demand is met.
    """

    group: str
    rows: tuple[tuple[Criterion, Node], ...]
    node: Node


@dataclass(frozen=True, eq=False)
class Compiled:
    """One version of the rules, ready to judge by.

    Args:
        cells: By question, in the order of their values in the diagrams.
        order: The questions by level: a gate stands before what depends on it.
        level: The level of each question.
        gates: By question, the cells of other questions that it needs; empty if it always applies.
        followers: By question, all that become unaskable if it is not answered, further ones too.
        applies: By question, where it applies.
        calls: By call, where it fits.
        points: By call, what it demands; ``calls`` is where all of them are met.
        tables: By derived attribute and value, where it has that value.
    """

    rules: RuleSet
    diagrams: Diagrams
    cells: Mapping[str, tuple[Cell, ...]]
    order: tuple[str, ...]
    level: Mapping[str, int]
    gates: Mapping[str, Mapping[str, frozenset[int]]]
    followers: Mapping[str, frozenset[str]]
    applies: Mapping[str, Node]
    calls: Mapping[str, Node]
    points: Mapping[str, tuple[Point, ...]]
    tables: Mapping[str, Mapping[str, Node]]
    places: Mapping[str, Places]

    @property
    def version(self) -> str:
        """The version of the rules."""
        return self.rules.version

    def locate(self, question: str, value: Value) -> int | None:
        """The place of an answer among the cells; None if this version knows no such answer."""
        known = self.places.get(question)
        return None if known is None else known.of(value)

    def asked(self, node: Node) -> tuple[str, ...]:
        """The questions that a function depends on, gates first."""
        return tuple(self.order[level] for level in levels_of(node.support))

    def person(self, node: Node) -> Mapping[str, Value] | None:
        """Somebody for whom a function is true; None if there can be nobody.

        Answers every question that applies to the person, and no other.
        """
        path = some_path(node)
        return None if path is None else self.completed(path)

    def completed(self, chosen: Mapping[int, int]) -> Mapping[str, Value]:
        """Somebody with these cells by level, where they apply, and the first ones elsewhere."""
        answers: dict[str, Value] = {}
        at: dict[str, int] = {}
        for level, question in enumerate(self.order):
            if all(at.get(gate) in cells for gate, cells in self.gates[question].items()):
                at[question] = chosen.get(level, 0)
                answers[question] = self.cells[question][at[question]].values[0]
        return answers


def compile_rules(rules: RuleSet) -> Compiled:
    """Make the diagrams of a version of the rules.

    Of a few orders of the questions the one with the smallest diagrams is taken; it changes no
    verdict.

    Raises:
        RulesError: A rule names what does not exist, gates or tables go in a circle, or a row's
            operator does not suit its question.
    """
    cells = _cut_all(rules)
    attempts = (_Compiler(rules, cells, order).compiled() for order in candidate_orders(rules))
    return min(attempts, key=lambda made: len(nodes_under(made.calls.values())))


def _cut_all(rules: RuleSet) -> Mapping[str, tuple[Cell, ...]]:
    """Cut every question by all that rows, whens, gates and tables say about it."""
    extents: dict[str, list[Extent]] = {question: [] for question in rules.questions}
    for attribute, values in _conditions(rules):
        if attribute not in rules.derived:
            if _asked(rules, attribute).form in ORDERED:
                raise RulesError(f"{attribute}: only a choice can be a condition")
            extents[attribute].append(values)
    for rule in rules.rules.values():
        for criterion in rule.criteria:
            if criterion.attribute not in rules.derived:
                question = _asked(rules, criterion.attribute)
                extents[question.id].append(extent(criterion, question))
    return {id_: cut(rules.questions[id_], found) for id_, found in extents.items()}


def _conditions(rules: RuleSet) -> Iterator[tuple[str, frozenset[str]]]:
    for question in rules.questions.values():
        yield from question.asked_only_if.items()
    for derived in rules.derived.values():
        for row in derived.rows:
            yield from row.when.items()
    for rule in rules.rules.values():
        for criterion in rule.criteria:
            yield from criterion.when.items()


def _asked(rules: RuleSet, attribute: str) -> Question:
    question = rules.questions.get(attribute)
    if question is None:
        raise RulesError(f"{attribute}: there is no such question")
    return question


class _Compiler:
    """Makes the diagrams for one order of the questions."""

    def __init__(
        self, rules: RuleSet, cells: Mapping[str, tuple[Cell, ...]], order: tuple[str, ...]
    ) -> None:
        self._rules = rules
        self._cells = cells
        self._order = order
        self._level = {question: level for level, question in enumerate(order)}
        self._diagrams = Diagrams([len(cells[question]) for question in order])
        self._gates: dict[str, dict[str, frozenset[int]]] = {}
        self._applies: dict[str, Node] = {}
        self._tables: dict[str, dict[str, Node]] = {}

    def compiled(self) -> Compiled:
        for question in self._order:
            self._add_gates(question)
        for derived in self._rules.derived:
            self._table(derived, ())
        points = {call: self._points(rule) for call, rule in self._rules.rules.items()}
        return Compiled(
            rules=self._rules,
            diagrams=self._diagrams,
            cells=self._cells,
            order=self._order,
            level=self._level,
            gates=self._gates,
            followers=_followers(self._order, self._gates),
            applies=self._applies,
            calls={
                call: self._diagrams.every(point.node for point in found)
                for call, found in points.items()
            },
            points=points,
            tables=self._tables,
            places={
                question: places(self._rules.questions[question], self._cells[question])
                for question in self._order
            },
        )

    def _add_gates(self, question: str) -> None:
        """Note the gates of a question; those before it in the order are noted already.

        A gate that lets every answer through asks nothing of its question, only of the gate's own
        gates: so the follower's answer never has to wait for it.
        """
        needed: dict[str, frozenset[int]] = {}
        for gate, options in self._rules.questions[question].asked_only_if.items():
            cells = indexes(self._rules.questions[gate], self._cells[gate], options)
            passed = {gate: cells} if len(cells) < len(self._cells[gate]) else self._gates[gate]
            for id_, allowed in passed.items():
                needed[id_] = needed[id_] & allowed if id_ in needed else allowed
        self._gates[question] = needed
        self._applies[question] = self._diagrams.every(
            self._diagrams.both(
                self._applies[gate], self._diagrams.among(self._level[gate], allowed)
            )
            for gate, allowed in needed.items()
        )

    def _table(self, derived: str, above: tuple[str, ...]) -> dict[str, Node]:
        """Where a derived attribute has each of its values."""
        if derived in above:
            raise RulesError(f"{derived}: the tables go in a circle")
        known = self._tables.get(derived)
        if known is None:
            table = self._rules.derived[derived]
            known = {}
            left = TRUE
            for row in table.rows:
                here = self._diagrams.both(left, self._condition(row.when, (*above, derived)))
                known[row.value] = self._diagrams.any([*self._nodes(known, row.value), here])
                left = self._diagrams.both(left, self._diagrams.negated(here))
            if table.otherwise is not None:
                known[table.otherwise] = self._diagrams.any(
                    [*self._nodes(known, table.otherwise), left]
                )
            self._tables[derived] = known
        return known

    @staticmethod
    def _nodes(table: Mapping[str, Node], value: str) -> Iterable[Node]:
        return (table[value],) if value in table else ()

    def _condition(
        self, conditions: Mapping[str, frozenset[str]], above: tuple[str, ...] = ()
    ) -> Node:
        """Where all of these attributes have one of these values."""
        return self._diagrams.every(
            self._derived_among(attribute, values.__contains__, above)
            if attribute in self._rules.derived
            else self._among(attribute, values)
            for attribute, values in conditions.items()
        )

    def _among(self, question: str, allowed: Extent) -> Node:
        """Where a question applies and its answer lies in an extent."""
        found = indexes(_asked(self._rules, question), self._cells[question], allowed)
        answered = self._diagrams.among(self._level[question], found)
        return self._diagrams.both(self._applies[question], answered)

    def _derived_among(
        self, derived: str, wanted: Callable[[str], bool], above: tuple[str, ...] = ()
    ) -> Node:
        table = self._table(derived, above)
        return self._diagrams.any(node for value, node in table.items() if wanted(value))

    def _row(self, criterion: Criterion) -> Node:
        """Where the attribute of a row is as the row says, without its ``when``."""
        if criterion.attribute not in self._rules.derived:
            question = _asked(self._rules, criterion.attribute)
            return self._among(question.id, extent(criterion, question))
        named = frozenset(str(value) for value in criterion.values)
        match criterion.operator:
            case Operator.IN:
                return self._derived_among(criterion.attribute, named.__contains__)
            case Operator.NOT_IN:
                return self._derived_among(criterion.attribute, lambda value: value not in named)
            case operator:
                raise RulesError(f"{criterion.attribute}: {operator} needs a number or a day")

    def _points(self, rule: Rule) -> tuple[Point, ...]:
        """What a call demands, in the order of its rows."""
        found: dict[str, list[tuple[Criterion, Node]]] = {}
        for place, criterion in enumerate(rule.criteria):
            row, when = self._row(criterion), self._condition(criterion.when)
            if criterion.group:
                holds = self._diagrams.both(when, row)
                found.setdefault(f"g{criterion.group}", []).append((criterion, holds))
            else:
                found[f"r{place}"] = [(criterion, self._diagrams.implied(when, row))]
        return tuple(
            Point(
                group=rows[0][0].group,
                rows=tuple(rows),
                node=self._diagrams.any(node for _, node in rows),
            )
            for rows in found.values()
        )


def _followers(
    order: tuple[str, ...], gates: Mapping[str, Mapping[str, frozenset[int]]]
) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {question: frozenset() for question in order}
    for question in reversed(order):
        for gate in gates[question]:
            found[gate] |= {question} | found[question]
    return found
