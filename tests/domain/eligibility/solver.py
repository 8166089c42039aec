"""Rules as formulas for the solver z3, which shares no code with the diagrams."""

from collections.abc import Mapping
from datetime import date

import z3  # type: ignore[import-untyped]  # it has no types

from bot.domain.eligibility.questions import Form, Question, Value
from bot.domain.eligibility.rules import Criterion, Operator, RuleSet


class Solver:
    """What can be and what must be, by the formulas of one rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._answers = {name: z3.Int(name) for name in rules.questions}
        self._solver = z3.Solver()
        self._solver.add([self._in_range(question) for question in rules.questions.values()])
        self.calls = {
            call: z3.And([self._demand(rows) for rows in _demands(rule.criteria)])
            for call, rule in rules.rules.items()
        }

    def can_be(self, *formulas: z3.BoolRef) -> bool:
        """Whether there can be somebody for whom all of these are true."""
        self._solver.push()
        self._solver.add(*formulas)
        found = self._solver.check()
        self._solver.pop()
        assert found != z3.unknown
        return bool(found == z3.sat)

    def applies(self, question: str) -> z3.BoolRef:
        """Where a question applies."""
        gates = self._rules.questions[question].asked_only_if
        return self.among_all(gates)

    def among_all(self, conditions: Mapping[str, frozenset[str]]) -> z3.BoolRef:
        """Where each of these attributes has one of these values."""
        return z3.And([self._among(name, values) for name, values in conditions.items()])

    def gap(self, table: str) -> z3.BoolRef:
        """Where all inputs of a table apply and no row holds."""
        known = self._rules.derived[table]
        held = [self.among_all(row.when) for row in known.rows]
        return z3.And([*map(self.applies, known.inputs), z3.Not(z3.Or(held))])

    def _in_range(self, question: Question) -> z3.BoolRef:
        answer = self._answers[question.id]
        if question.form is Form.NUMBER:
            return z3.And(answer >= question.low, answer <= question.high)
        if question.form is Form.DATE:
            return z3.And(answer >= _number(question, question.earliest),
                          answer <= _number(question, question.latest))  # fmt: skip
        return z3.And(answer >= 0, answer < len(question.options))

    def _among(self, attribute: str, values: frozenset[str]) -> z3.BoolRef:
        table = self._rules.derived.get(attribute)
        if table is None:
            question = self._rules.questions[attribute]
            numbers = [_number(question, value) for value in values]
            answer = self._answers[attribute]
            return z3.And(self.applies(attribute), z3.Or([answer == n for n in numbers]))
        found, earlier = [], z3.BoolVal(val=False)
        for row in table.rows:
            here = self.among_all(row.when)
            if row.value in values:
                found.append(z3.And(here, z3.Not(earlier)))
            earlier = z3.Or(earlier, here)
        if table.otherwise in values:
            found.append(z3.Not(earlier))
        return z3.Or(found)

    def _demand(self, rows: tuple[Criterion, ...]) -> z3.BoolRef:
        if rows[0].group:
            return z3.Or([z3.And(self.among_all(row.when), self._row(row)) for row in rows])
        return z3.Implies(self.among_all(rows[0].when), self._row(rows[0]))

    def _row(self, row: Criterion) -> z3.BoolRef:
        if row.attribute in self._rules.derived:
            table = self._rules.derived[row.attribute]
            known = {one.value for one in table.rows} | {table.otherwise} - {None}
            named = frozenset(str(value) for value in row.values)
            if row.operator is Operator.NOT_IN:
                named = frozenset(str(value) for value in known if value is not None) - named
            return self._among(row.attribute, named)
        question = self._rules.questions[row.attribute]
        answer = self._answers[row.attribute]
        numbers = [_number(question, value) for value in row.values]
        named_here = z3.Or([answer == number for number in numbers])
        holds = {
            Operator.IN: named_here,
            Operator.NOT_IN: z3.Not(named_here),
            Operator.BETWEEN: z3.And(answer >= numbers[0], answer <= numbers[-1]),
            Operator.AT_LEAST: answer >= numbers[0],
            Operator.AT_MOST: answer <= numbers[0],
            Operator.BEFORE: answer < numbers[0],
            Operator.AFTER: answer > numbers[0],
        }[row.operator]
        return z3.And(self.applies(row.attribute), holds)


def _number(question: Question, value: Value | None) -> int:
    """An answer as a number; -1 for an option that does not exist."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int):
        return value
    return next((n for n, option in enumerate(question.options) if option.id == value), -1)


def _demands(criteria: tuple[Criterion, ...]) -> list[tuple[Criterion, ...]]:
    alone = [(row,) for row in criteria if not row.group]
    groups = dict.fromkeys(row.group for row in criteria if row.group)
    return alone + [tuple(row for row in criteria if row.group == group) for group in groups]
