"""How near the order of the questions comes to the fewest that any order can reach."""

import statistics
from math import inf

import pytest
from hypothesis import given

from benchmarks.optimum import mean_questions, optimum, shares_of
from benchmarks.random_rules import Size, random_rules
from bot.domain.eligibility.asking.greedy import GREEDIES, least
from bot.domain.eligibility.asking.planning import expected_left, next_question, plan
from bot.domain.eligibility.asking.prospects import Prospects
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.questions import Value
from bot.domain.eligibility.rules import RuleSet
from bot.domain.eligibility.verdicts import CheckState, judge
from tests.conftest import LONG
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    Profile,
    counted,
    everybody,
    fits,
    small_rule_sets,
    values_of,
)

SETS = 100 if LONG else 6
SMALL = Size(10, 5)
WHOLE = 10**7


def _begin(rules: RuleSet) -> CheckState:
    return judge(compile_rules(rules), {}, tuple(rules.rules))


def test_looking_ahead_needs_hardly_more_questions_than_the_optimum() -> None:
    """Under six rule sets, with ``KOMSHI_LONG`` under a hundred."""
    ratios = []
    for seed in range(SETS):
        start = _begin(random_rules(seed, SMALL))
        made = plan(start.compiled, tuple(start.residuals), states=WHOLE, slack=False)
        ratios.append(expected_left(start, made) / optimum(start, shares_of(start.compiled)))
    assert min(ratios) > 1 - 1e-9, "the optimum is none"
    assert statistics.mean(ratios) <= 1.01


@pytest.mark.parametrize("seed", [*range(6), 9, 12, 13, 34, 48, 50, 58])
def test_looking_ahead_is_never_worse_than_the_best_greedy(seed: int) -> None:
    start = _begin(random_rules(seed, Size(9, 6)))
    shares, prospects = shares_of(start.compiled), Prospects(start.compiled)
    made = plan(start.compiled, tuple(start.residuals), states=WHOLE, slack=False)

    def mean(which: int) -> float:
        def choose(at: CheckState) -> str | None:
            if not at.key:
                return None
            losses = GREEDIES[which](prospects, at.key, prospects.candidates(at.key))
            return prospects.questions[least(losses)]

        return mean_questions(start, shares, choose)

    best = min(mean(which) for which in range(len(GREEDIES)))
    ahead = mean_questions(start, shares, lambda at: next_question(at, made))
    assert ahead <= best + 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_keeping_topics_together_costs_little(seed: int) -> None:
    start = _begin(random_rules(seed, SMALL))
    calls = tuple(start.residuals)
    free = expected_left(start, plan(start.compiled, calls, slack=False))
    together = expected_left(start, plan(start.compiled, calls))
    assert together <= free + 0.1 * len(start.compiled.order)
    assert together <= 1.05 * free


@THOROUGH
@given(small_rule_sets())
def test_the_optimum_is_what_trying_every_order_on_everybody_finds(rules: RuleSet) -> None:
    """The yardstick itself, measured without diagrams."""
    start = _begin(rules)
    found = _by_trying(rules, everybody(rules), start, {}, {})
    assert optimum(start, shares_of(start.compiled)) == pytest.approx(found, abs=1e-9)


def _by_trying(
    rules: RuleSet,
    people: list[Profile],
    start: CheckState,
    answers: dict[str, Value],
    known: dict[frozenset[tuple[str, Value]], float],
) -> float:
    key = frozenset(answers.items())
    if key not in known:
        decided = all(len({fits(rules, c, person) for person in people}) == 1 for c in rules.rules)
        known[key] = 0.0 if decided else inf
        for question in () if decided else rules.questions.values():
            values = values_of(question)
            can_ask = question.id in counted(rules, {**answers, question.id: values[0]})
            if can_ask and question.id not in answers:
                found = 1.0
                for value in values:
                    after = {**answers, question.id: value}
                    left = [person for person in people if person[question.id] == value]
                    found += _likelihood(start, question.id, value) * _by_trying(
                        rules, left, start, after, known
                    )
                known[key] = min(known[key], found)
    return known[key]


def _likelihood(start: CheckState, question: str, value: Value) -> float:
    compiled = start.compiled
    place = compiled.locate(question, value)
    assert place is not None
    return shares_of(compiled)[question][place] / compiled.cells[question][place].size
