"""Made-up rule sets of a wished size, the same for the same seed."""

import random
from dataclasses import dataclass

from bot.domain.eligibility.questions import Form, Option, Question
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.text.phrases import Plain, Words

_NOTHING = Words({})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a rule set is to be.

    Args:
        rows: The least and the greatest number of rows of a call.
        gated: The part of the questions that depend on another.
        sensitive: The part of the questions that are sensitive.
        grouped: The part of the rows that stand in groups.
    """

    questions: int
    calls: int
    rows: tuple[int, int] = (2, 5)
    gated: float = 0.2
    sensitive: float = 0.0
    grouped: float = 0.4


def random_rules(seed: int, size: Size) -> RuleSet:
    """A rule set; questions are choices of two to four options and, one in five, numbers."""
    chance = random.Random(seed)
    questions: dict[str, Question] = {}
    for number in range(size.questions):
        question = _question(chance, f"q{number}", list(questions.values()), size)
        questions[question.id] = question
    calls = [f"call{number}" for number in range(size.calls)]
    rules = {call: Rule(call, _criteria(chance, questions, size)) for call in calls}
    return RuleSet(f"random-{seed}", questions, {}, rules)


def _question(chance: random.Random, id_: str, before: list[Question], size: Size) -> Question:
    numeric = chance.random() < 0.2
    options = [] if numeric else [f"o{n}" for n in range(chance.choice((2, 2, 3, 4)))]
    gates = {}
    choices = [question for question in before if question.options]
    if choices and chance.random() < size.gated:
        gate = chance.choice(choices)
        ids = [option.id for option in gate.options]
        gates[gate.id] = frozenset(chance.sample(ids, chance.randint(1, len(ids) - 1)))
    return Question(
        id=id_,
        form=Form.NUMBER if numeric else Form.CHOICE,
        topic=f"t{chance.randrange(4)}",
        label=_NOTHING,
        short=_NOTHING,
        why=_NOTHING,
        options=tuple(Option(option, _NOTHING) for option in options),
        low=0 if numeric else None,
        high=99 if numeric else None,
        sensitive=chance.random() < size.sensitive,
        asked_only_if=gates,
        prior=(
            {str(start): chance.uniform(0.1, 1.0) for start in (0, 25, 50, 75)}
            if numeric
            else {option: chance.uniform(0.1, 1.0) for option in options}
        ),
    )


def _criteria(
    chance: random.Random, questions: dict[str, Question], size: Size
) -> tuple[Criterion, ...]:
    wanted = min(chance.randint(*size.rows), len(questions))
    found = []
    for id_ in chance.sample(sorted(questions), wanted):
        question = questions[id_]
        operator, values = Operator.IN, tuple[str | int, ...]()
        if question.options:
            ids = [option.id for option in question.options]
            values = tuple(chance.sample(ids, chance.randint(1, len(ids) - 1)))
            operator = chance.choice((Operator.IN, Operator.NOT_IN))
        else:
            operator = Operator.BETWEEN
            values = (chance.choice((0, 18, 30)), chance.choice((45, 65, 99)))
        group = chance.choice("ab") if chance.random() < size.grouped else ""
        found.append(Criterion(id_, operator, values, Plain(""), group))
    return tuple(found)
