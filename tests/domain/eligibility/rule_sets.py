"""Small rule sets, everybody who can exist under them, and verdicts by going through them all.

Written from the meaning of the rules alone: no cells, no diagrams.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.eligibility.questions import (
    Answer,
    Derived,
    Form,
    NoAnswer,
    Option,
    Question,
    Row,
    Value,
)
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.text.phrases import Plain, Words
from tests.conftest import LONG

THOROUGH = settings(
    deadline=None,
    max_examples=5_000 if LONG else 100,
    suppress_health_check=list(HealthCheck),
)
"""So many rule sets for each property; with ``KOMSHI_LONG`` fifty times as many."""

Profile = Mapping[str, Value]
NOTHING = Words({})
FIRST_DAY = date(2026, 1, 1)
LEAST, MOST = 3, 7
DAYS = 3


def make_question(
    id_: str,
    options: Sequence[str] = ("yes", "no"),
    *,
    form: Form = Form.CHOICE,
    asked_only_if: Mapping[str, Iterable[str]] | None = None,
    sensitive: bool = False,
    can_change: bool = False,
) -> Question:
    """A question; a number runs from 3 to 7, a day over the first three of 2026."""
    return Question(
        id=id_,
        form=form,
        topic="person",
        label=NOTHING,
        short=NOTHING,
        why=NOTHING,
        options=()
        if form in (Form.NUMBER, Form.DATE)
        else tuple(Option(option, NOTHING) for option in options),
        low=LEAST if form is Form.NUMBER else None,
        high=MOST if form is Form.NUMBER else None,
        earliest=FIRST_DAY if form is Form.DATE else None,
        latest=FIRST_DAY + timedelta(days=DAYS - 1) if form is Form.DATE else None,
        sensitive=sensitive,
        can_change=can_change,
        asked_only_if={gate: frozenset(held) for gate, held in (asked_only_if or {}).items()},
    )


def make_row(
    attribute: str,
    *values: Value,
    operator: Operator = Operator.IN,
    group: str = "",
    when: Mapping[str, Iterable[str]] | None = None,
) -> Criterion:
    """One row of a call."""
    return Criterion(
        attribute,
        operator,
        values,
        why=Plain(f"{attribute} {operator} {values}"),
        group=group,
        when={name: frozenset(held) for name, held in (when or {}).items()},
    )


def make_rules(
    questions: Iterable[Question],
    calls: Mapping[str, Iterable[Criterion]],
    derived: Iterable[Derived] = (),
) -> RuleSet:
    """A rule set."""
    return RuleSet(
        version="test",
        questions={question.id: question for question in questions},
        derived={table.id: table for table in derived},
        rules={call: Rule(call, tuple(rows)) for call, rows in calls.items()},
    )


def values_of(question: Question) -> tuple[Value, ...]:
    """Every answer to a question."""
    if question.form is Form.NUMBER:
        assert question.low is not None
        assert question.high is not None
        return tuple(range(question.low, question.high + 1))
    if question.form is Form.DATE:
        return tuple(FIRST_DAY + timedelta(days=n) for n in range(DAYS))
    return tuple(option.id for option in question.options)


def sorted_by_gates(rules: RuleSet) -> list[Question]:
    """The questions, gates first."""
    left, done = dict(rules.questions), list[Question]()
    while left:
        ready = [q for q in left.values() if not set(q.asked_only_if) & set(left)]
        done += ready
        for question in ready:
            del left[question.id]
    return done


def applies(question: Question, profile: Profile) -> bool:
    """Whether a question applies to a person; a question that does not is not in the profile."""
    return all(profile.get(gate) in held for gate, held in question.asked_only_if.items())


def everybody(rules: RuleSet) -> list[Profile]:
    """All people who can exist."""
    people: list[dict[str, Value]] = [{}]
    for question in sorted_by_gates(rules):
        people = [
            {**person, question.id: value} if value is not None else person
            for person in people
            for value in (values_of(question) if applies(question, person) else (None,))
        ]
    return list(people)


def value_in(rules: RuleSet, attribute: str, profile: Profile) -> Value | None:
    """The value of a question or a table for a person; None where there is none."""
    table = rules.derived.get(attribute)
    if table is None:
        return profile.get(attribute)
    for row in table.rows:
        if all(value_in(rules, name, profile) in held for name, held in row.when.items()):
            return row.value
    return table.otherwise


def row_holds(criterion: Criterion, value: Any) -> bool:
    """Whether a value is as a row says."""
    if value is None:
        return False
    first: Any = criterion.values[0]
    last: Any = criterion.values[-1]
    meanings: Mapping[Operator, Callable[[], bool]] = {
        Operator.IN: lambda: value in criterion.values,
        Operator.NOT_IN: lambda: value not in criterion.values,
        Operator.BETWEEN: lambda: first <= value <= last,
        Operator.AT_LEAST: lambda: value >= first,
        Operator.AT_MOST: lambda: value <= first,
        Operator.BEFORE: lambda: value < first,
        Operator.AFTER: lambda: value > first,
    }
    return meanings[criterion.operator]()


def fits(rules: RuleSet, call: str, profile: Profile) -> bool:
    """Whether a person fits a call."""
    groups: dict[str, bool] = {}
    for criterion in rules.rules[call].criteria:
        counts = all(value_in(rules, n, profile) in held for n, held in criterion.when.items())
        holds = row_holds(criterion, value_in(rules, criterion.attribute, profile))
        if criterion.group:
            groups[criterion.group] = groups.get(criterion.group, False) or (counts and holds)
        elif counts and not holds:
            return False
    return all(groups.values())


def hangs_on(rules: RuleSet, question: str) -> frozenset[str]:
    """The gates that must be answered before a question can be asked."""
    found: frozenset[str] = frozenset()
    for gate, held in rules.questions[question].asked_only_if.items():
        every = held >= {option.id for option in rules.questions[gate].options}
        found |= hangs_on(rules, gate) if every else {gate}
    return found


def counted(rules: RuleSet, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that count: known, and to questions that apply."""
    kept: dict[str, Answer] = {}
    for question in sorted_by_gates(rules):
        answer = answers.get(question.id)
        known = isinstance(answer, NoAnswer) or answer in values_of(question)
        gates = {gate: kept.get(gate) for gate in hangs_on(rules, question.id)}
        given = all(gate and not isinstance(gate, NoAnswer) for gate in gates.values())
        if answer is not None and known and given and _asked_of(rules, question, kept):
            kept[question.id] = answer
    return {id_: kept[id_] for id_ in answers if id_ in kept}


def _asked_of(rules: RuleSet, question: Question, kept: Mapping[str, Answer]) -> bool:
    for gate, held in question.asked_only_if.items():
        if gate in hangs_on(rules, question.id):
            if kept.get(gate) not in held:
                return False
        elif not _asked_of(rules, rules.questions[gate], kept):
            return False
    return True


def blocked(rules: RuleSet, answers: Mapping[str, Answer]) -> frozenset[str]:
    """What cannot be asked any more: not answered, or hanging on what was not answered."""

    @cache
    def is_blocked(question: str) -> bool:
        return isinstance(answers.get(question), NoAnswer) or any(
            is_blocked(gate) for gate in hangs_on(rules, question)
        )

    return frozenset(filter(is_blocked, rules.questions))


def outcomes(
    rules: RuleSet, people: Iterable[Profile], call: str, answers: Mapping[str, Answer]
) -> dict[frozenset[tuple[str, Value]], Verdict]:
    """By all that can be answered: the verdict if all of it were; only people as in the answers."""
    unknown = blocked(rules, answers)
    found: dict[frozenset[tuple[str, Value]], set[bool]] = {}
    for person in people:
        if agrees(person, answers):
            seen = frozenset(item for item in person.items() if item[0] not in unknown)
            found.setdefault(seen, set()).add(fits(rules, call, person))
    decided = {True: Verdict.FITS, False: Verdict.EXCLUDED}
    return {
        seen: decided[said.pop()] if len(said) == 1 else Verdict.UNCLEAR
        for seen, said in found.items()
    }


def agrees(person: Profile, answers: Mapping[str, Answer]) -> bool:
    """Whether a person may have given these answers."""
    return all(isinstance(a, NoAnswer) or person.get(q) == a for q, a in answers.items())


def verdict_by_brute_force(
    rules: RuleSet, people: Iterable[Profile], call: str, answers: Mapping[str, Answer]
) -> Verdict:
    """The verdict under answers that count, by going through all people."""
    said = set(outcomes(rules, people, call, answers).values())
    return said.pop() if len(said) == 1 else Verdict.UNDECIDED


def can_change_by_brute_force(
    rules: RuleSet, people: Iterable[Profile], call: str, answers: Mapping[str, Answer]
) -> set[str]:
    """The questions on which the verdict still depends.

    These are the ones where two people get different verdicts and differ in nothing else but in
    what applies to only one of them.
    """
    found = set[str]()
    said = [
        (dict(seen), verdict) for seen, verdict in outcomes(rules, people, call, answers).items()
    ]
    for (one, first), (other, second) in product(said, said):
        if first is not second:
            differ = {q for q in one.keys() & other.keys() if one[q] != other[q]}
            if len(differ) == 1:
                found |= differ
    return found


# Rule sets at random. Hypothesis draws only the seed: left to itself it loves rules that are so
# simple that nothing can go wrong with them.

OPTIONS = ("a", "b", "c")
_SEEDED = st.randoms(use_true_random=True)


@st.composite
def small_rule_sets(draw: st.DrawFn) -> RuleSet:
    """Rule sets with gates in chains, groups, conditions, tables, numbers and days."""
    chance = draw(_SEEDED)
    questions = list[Question]()
    for n in range(chance.choice([2, 3, 4, 4])):
        choices = _choices(questions)
        gates = chance.sample(choices, min(len(choices), chance.choice([0, 1, 1, 2])))
        questions.append(
            make_question(
                f"q{n}",
                OPTIONS[: chance.choice([2, 3])],
                form=chance.choice([Form.CHOICE, Form.CHOICE, Form.NUMBER, Form.DATE]),
                asked_only_if={gate.id: _some_options(gate, chance) for gate in gates},
                sensitive=chance.random() < 0.5,
                can_change=chance.random() < 0.6,
            )
        )
    choices = _choices(questions)
    tables = [_table(choices, chance)] if choices and chance.random() < 0.5 else []
    calls = {
        f"call{n}": [
            _row(questions, tables, chance) for _ in range(chance.choice([1, 2, 3, 3, 4, 5]))
        ]
        for n in range(2)
    }
    chance.shuffle(questions)
    return make_rules(questions, calls, tables)


def _choices(questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if question.form is Form.CHOICE]


def _some_options(question: Question, chance: Random) -> frozenset[str]:
    options = [option.id for option in question.options]
    return frozenset(chance.sample(options, chance.randint(1, len(options))))


def _table(choices: Sequence[Question], chance: Random) -> Derived:
    inputs = chance.sample(choices, min(len(choices), 2))
    rows = [
        Row(
            {q.id: _some_options(q, chance) for q in inputs if chance.random() < 0.7},
            chance.choice(["x", "y"]),
        )
        for _ in range(chance.randint(1, 3))
    ]
    otherwise = chance.choice(["x", "y", None])
    return Derived("table", tuple(q.id for q in inputs), tuple(rows), otherwise)


def _row(questions: Sequence[Question], tables: Sequence[Derived], chance: Random) -> Criterion:
    conditions: dict[str, frozenset[str]] = {}
    choices = _choices(questions)
    if choices and chance.random() < 0.3:
        question = chance.choice(choices)
        conditions[question.id] = _some_options(question, chance)
    if tables and chance.random() < 0.2:
        conditions["table"] = frozenset({chance.choice(["x", "y"])})
    group = chance.choice(["", "g", "g", "h"])
    if tables and chance.random() < 0.25:
        operator = chance.choice([Operator.IN, Operator.NOT_IN])
        value = chance.choice(["x", "y"])
        return make_row("table", value, operator=operator, group=group, when=conditions)
    question = chance.choice(questions)
    operator = chance.choice(list(Operator) if question.form is not Form.CHOICE else SETS)
    values = chance.sample(values_of(question), 2)
    if operator is Operator.BETWEEN and chance.random() < 0.9:
        values.sort(key=values_of(question).index)
    elif operator is not Operator.BETWEEN and (operator not in SETS or chance.random() < 0.5):
        values = values[:1]
    return make_row(question.id, *values, operator=operator, group=group, when=conditions)


SETS = [Operator.IN, Operator.NOT_IN]


@st.composite
def answers_to(draw: st.DrawFn, rules: RuleSet) -> dict[str, Answer]:
    """Some answers in any order, among them none and ones to questions that do not apply."""
    chance = draw(_SEEDED)
    answers: dict[str, Answer] = {}
    questions = list(rules.questions.values())
    for question in chance.sample(questions, len(questions)):
        if chance.random() < 0.75:
            withheld = chance.random() < 0.2
            answers[question.id] = (
                chance.choice(list(NoAnswer)) if withheld else chance.choice(values_of(question))
            )
    return answers
