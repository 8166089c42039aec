"""Other orders of the questions, and conversations with made-up people in any of them."""

import random
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.optimum import Shares, shares_of
from bot.domain.eligibility.asking.greedy import GREEDIES, least
from bot.domain.eligibility.asking.prospects import Prospects
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import Value
from bot.domain.eligibility.rules import RuleSet
from bot.domain.eligibility.verdicts import CheckState

Order = Callable[[CheckState], str | None]
"""The next question; None at the end."""

Person = Mapping[str, Value]
"""An answer to every question that applies, and to no other."""


@dataclass(frozen=True, slots=True)
class Course:
    """What many conversations came to.

    Args:
        sensitive: The mean number of sensitive questions.
        returns: How often a conversation comes back to a topic that it had left.
    """

    mean: float
    worst: int
    sensitive: float
    returns: float


def sample(compiled: Compiled, shares: Shares, count: int, seed: int) -> list[Person]:
    """People whose answers are as frequent as expected, each answer independent of the others."""
    chance = random.Random(seed)
    people: list[Person] = []
    for _ in range(count):
        at: dict[str, int] = {}
        for question in compiled.order:
            gates = compiled.gates[question].items()
            if all(at.get(gate) in allowed for gate, allowed in gates):
                share = shares[question]
                at[question] = chance.choices(range(len(share)), share)[0]
        people.append(
            {
                question: chance.choice(compiled.cells[question][cell].values)
                for question, cell in at.items()
            }
        )
    return people


def converse(start: CheckState, person: Person, order: Order) -> tuple[tuple[str, ...], CheckState]:
    """What is asked of a person, and where it ends."""
    state, asked = start, []
    while question := order(state):
        asked.append(question)
        state = state.answer(question, person[question])
    return tuple(asked), state


def course(rules: RuleSet, talks: Iterable[Sequence[str]]) -> Course:
    """Sum up what was asked of each person."""
    talks = list(talks)
    questions = rules.questions
    return Course(
        mean=sum(map(len, talks)) / len(talks),
        worst=max(map(len, talks)),
        sensitive=sum(questions[id_].sensitive for t in talks for id_ in t) / len(talks),
        returns=sum(_returns([questions[id_].topic for id_ in t]) for t in talks) / len(talks),
    )


def exact(start: CheckState, order: Order) -> float:
    """The mean number of questions over the whole expected population, without sampling.

    The order may look at what is left of each call and at the topic of the last answer.
    """
    shares, questions = shares_of(start.compiled), start.compiled.rules.questions
    known: dict[Hashable, float] = {}

    def mean(state: CheckState) -> float:
        question = order(state)
        if question is None:
            return 0.0
        last = next(reversed(tuple(state.answers)), None)
        at = tuple(state.residuals.values()), last and questions[last].topic
        if at not in known:
            known[at] = 1 + sum(
                share * mean(state.with_cell(question, cell))
                for cell, share in enumerate(shares[question])
                if share
            )
        return known[at]

    return mean(start)


def forms_one_by_one(compiled: Compiled, calls: Sequence[str], person: Person) -> tuple[str, ...]:
    """The form of every call in full, nothing reused; what does not apply is left out."""
    return tuple(q for call in calls for q in compiled.asked(compiled.calls[call]) if q in person)


def union_form(compiled: Compiled, calls: Sequence[str], person: Person) -> tuple[str, ...]:
    """One form with every question of any call; what does not apply is left out."""
    needed = {q for call in calls for q in compiled.asked(compiled.calls[call])}
    return tuple(q for q in compiled.rules.questions if q in needed and q in person)


def fixed(state: CheckState) -> str | None:
    """The order of the content; what no undecided call needs is skipped."""
    askable = set(state.askable)
    return next((q for q in state.compiled.rules.questions if q in askable), None)


def call_by_call(state: CheckState) -> str | None:
    """Decide one call after the other; answers are reused, and a call ends once it is decided."""
    for call in state.open_calls:
        needed = state.compiled.asked(state.residuals[call])
        askable = {q for q in needed if state.gate_holds(q)}
        return next(q for q in state.compiled.rules.questions if q in askable)
    return None


def most_mentioned(state: CheckState) -> str | None:
    """What most of the undecided calls need."""
    askable = set(state.askable)
    wanted = [q for q in state.compiled.rules.questions if q in askable]
    return max(wanted, key=lambda q: len(state.needs(q)), default=None)


def greedy(prospects: Prospects, which: int) -> Order:
    """One of the greedies by itself."""

    def order(state: CheckState) -> str | None:
        if not state.key:
            return None
        candidates = prospects.candidates(state.key)
        return prospects.questions[least(GREEDIES[which](prospects, state.key, candidates))]

    return order


def _returns(topics: Sequence[str]) -> int:
    left: set[str] = set()
    found = 0
    for before, topic in pairwise(topics):
        if topic != before:
            left.add(before)
            found += topic in left
    return found
