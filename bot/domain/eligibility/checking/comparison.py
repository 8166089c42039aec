"""What a new version of the rules changes: for each call how many people, and one of them (W7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.eligibility.checking.findings import Finding, Witness, share
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.counting import count_people
from bot.domain.eligibility.diagrams import FALSE, Node
from bot.domain.eligibility.questions import Derived, Question, Row
from bot.domain.eligibility.rules import Criterion, Rule, RuleSet

_BEFORE = "before "
"""Stands before the id of what is as it was; no id has a space in it."""

Selections = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """People whose verdict on one call changes in one direction.

    Args:
        fits_now: Whether they fit now; otherwise they did before.
        people: How many there are, told apart by the questions that either version asks.
        of: How many people there are in all, told apart in the same way.
        part: The part of the people, by the expected answers.
        witness: One of them; a question that is answered in another form now is there twice, as
            it was under its id with "before".
        about: The questions on which the difference rests.
    """

    call: str
    fits_now: bool
    people: int
    of: int
    part: float
    witness: Witness
    about: tuple[str, ...]


def compare(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """Compare the verdicts of two versions on everybody who can exist, call by call.

    People are described by the questions of the new version; a question that it has no more is
    asked as it was. Calls that only one version has are left out.

    Raises:
        RulesError: if one of the versions cannot be compiled.
    """
    found = []
    for call in after.rules:
        if call not in before.rules:
            continue
        compiled = compile_rules(_side_by_side(before, after, call))
        both, negated = compiled.diagrams.both, compiled.diagrams.negated
        old, new = compiled.calls[_BEFORE + call], compiled.calls[call]
        changes = ((both(new, negated(old)), True), (both(old, negated(new)), False))
        found += [_difference(compiled, call, node, fits_now=to) for node, to in changes]
    return tuple(one for one in found if one is not None)


def _difference(compiled: Compiled, call: str, node: Node, *, fits_now: bool) -> Difference | None:
    witness = compiled.person(node) if node is not FALSE else None
    if witness is None:
        return None
    return Difference(
        call=call,
        fits_now=fits_now,
        people=count_people(compiled, node),
        of=count_people(compiled),
        part=share(compiled, node),
        witness=witness,
        about=compiled.asked(node),
    )


def find_changes(before: RuleSet, after: RuleSet) -> tuple[Finding, ...]:
    """Say as warnings what a new version changes: one for each call and direction."""
    return tuple(
        Finding(
            "W7",
            f"W7: {one.people:,} of {one.of:,} different people ({one.part:.2%}) "
            f"{'fit now and did not before' if one.fits_now else 'fitted before and do not now'}.",
            "Publish it if that is meant.",
            call=one.call,
            line=min((row.line for row in after.rules[one.call].criteria), default=1),
            witness=one.witness,
            about=one.about,
        )
        for one in compare(before, after)
    )


def _side_by_side(before: RuleSet, after: RuleSet, call: str) -> RuleSet:
    """Both rules of a call as one set, what is as it was under names of its own where needed."""
    old = _Renamed(before, after)
    derived = {**after.derived, **old.derived}
    questions = {**old.questions, **after.questions}
    rules = (old.rule(before.rules[call]), after.rules[call])
    needed = _needed((row for rule in rules for row in rule.criteria), questions, derived)
    return RuleSet(
        version="",
        questions={name: one for name, one in questions.items() if name in needed},
        derived={name: one for name, one in derived.items() if name in needed},
        rules={rule.call: rule for rule in rules},
    )


def _needed(
    rows: Iterable[Criterion], questions: Mapping[str, Question], derived: Mapping[str, Derived]
) -> set[str]:
    """The attributes that rows rest on, with all that their values rest on."""
    waiting = [name for row in rows for name in (row.attribute, *row.when)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            known = derived.get(name)
            waiting.extend(known.inputs if known else questions[name].asked_only_if)
    return found


class _Renamed:
    """The old version, renamed where the new one has something else under the same name.

    A question that is answered in the same form is the same question, with the options that it
    has now: the old rules take an option that they do not know for one that they do not name.
    """

    def __init__(self, before: RuleSet, after: RuleSet) -> None:
        self._names = {
            name: _BEFORE + name
            for name, question in before.questions.items()
            if name in after.questions and question.form is not after.questions[name].form
        }
        self._names |= {name: _BEFORE + name for name in before.derived}
        self.questions = {
            self._name(name): self._question(question)
            for name, question in before.questions.items()
        }
        self.derived = {self._name(name): self._table(one) for name, one in before.derived.items()}

    def rule(self, rule: Rule) -> Rule:
        """The rule as it was, under a name of its own."""
        rows = tuple(
            replace(row, attribute=self._name(row.attribute), when=self._selections(row.when))
            for row in rule.criteria
        )
        return Rule(_BEFORE + rule.call, rows)

    def _name(self, name: str) -> str:
        return self._names.get(name, name)

    def _selections(self, selections: Selections) -> Selections:
        return {self._name(name): values for name, values in selections.items()}

    def _question(self, question: Question) -> Question:
        gates = self._selections(question.asked_only_if)
        return replace(question, id=self._name(question.id), asked_only_if=gates)

    def _table(self, table: Derived) -> Derived:
        return Derived(
            id=self._name(table.id),
            inputs=tuple(map(self._name, table.inputs)),
            rows=tuple(Row(self._selections(row.when), row.value) for row in table.rows),
            otherwise=table.otherwise,
        )
