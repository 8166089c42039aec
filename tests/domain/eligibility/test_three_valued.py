"""Two implementations that share nothing agree, on small rules and on the real ones."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.diagrams import FALSE
from bot.domain.eligibility.explanations import missing
from bot.domain.eligibility.questions import Answer, NoAnswer, Value
from bot.domain.eligibility.rules import RuleSet
from bot.domain.eligibility.verdicts import Verdict, judge
from tests.conftest import LONG
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    answers_to,
    everybody,
    fits,
    small_rule_sets,
)
from tests.domain.eligibility.three_valued import judge_by_rows
from tests.repository import edition

MEANS = {True: Verdict.FITS, False: Verdict.EXCLUDED}


@THOROUGH
@given(st.data())
def test_whatever_the_rows_say_one_by_one_the_diagrams_say_too(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    state = judge(compile_rules(rules), data.draw(answers_to(rules)), tuple(rules.rules))
    for call, verdict in state.verdicts.items():
        said = judge_by_rows(rules, call, state.answers)
        assert said is None or MEANS[said] is verdict


@THOROUGH
@given(small_rule_sets())
def test_of_somebody_who_answers_all_the_rows_say_everything(rules: RuleSet) -> None:
    for person in everybody(rules):
        for call in rules.rules:
            assert judge_by_rows(rules, call, person) is fits(rules, call, person)


SAMPLE = 100_000 if LONG else 500


@pytest.fixture(scope="module")
def real() -> Compiled:
    return edition().compiled


def somebody(compiled: Compiled, chance: random.Random) -> Mapping[str, Value]:
    """Every other time anybody, every other time somebody whom some call fits."""
    chosen = {n: chance.randrange(size) for n, size in enumerate(compiled.diagrams.sizes)}
    if chance.random() < 0.5:
        node = compiled.calls[chance.choice(list(compiled.calls))]
        while node.support:
            ways = [cell for cell, child in enumerate(node.children) if child is not FALSE]
            chosen[node.level] = chance.choice(ways)
            node = node.children[chosen[node.level]]
    person = compiled.completed(chosen)
    return {q: any_value(compiled, q, value, chance) for q, value in person.items()}


def any_value(compiled: Compiled, question: str, value: Value, chance: random.Random) -> Value:
    """Another value of the same cell."""
    place = compiled.locate(question, value)
    assert place is not None
    first, *others = compiled.cells[question][place].values
    if isinstance(first, int) and isinstance(others[0], int):
        return chance.randint(first, others[0])
    return chance.choice([first, *others])


def test_both_agree_about_people_under_the_real_rules(real: Compiled) -> None:
    """On all answers, and on some of them given in any order with some withheld.

    Of five hundred people, with ``KOMSHI_LONG`` of a hundred thousand.
    """
    chance, rules, calls = random.Random(1), real.rules, tuple(real.calls)
    met = set[tuple[str, Verdict]]()
    for _ in range(SAMPLE):
        person = somebody(real, chance)
        whole = judge(real, person, calls).verdicts
        given: dict[str, Answer] = dict(chance.sample(list(person.items()), len(person) * 2 // 3))
        given |= dict.fromkeys(chance.sample(list(given), 2), NoAnswer.WITHHELD)
        part = judge(real, given, calls)
        for call in calls:
            assert whole[call] is MEANS[fits(rules, call, person)]
            said = judge_by_rows(rules, call, person)
            assert said is not None
            assert MEANS[said] is whole[call]
            perhaps = judge_by_rows(rules, call, part.answers)
            verdict = part.verdicts[call]
            assert perhaps is None or MEANS[perhaps] is verdict
            assert verdict in (whole[call], Verdict.UNDECIDED, Verdict.UNCLEAR)
            met.update([(call, whole[call]), (call, verdict)])
    seen = {verdict for _, verdict in met}
    assert seen == set(Verdict)
    assert {(call, Verdict.FITS) for call in calls} <= met
    assert {(call, Verdict.EXCLUDED) for call in calls} <= met


def test_whoever_is_not_sure_of_anything_is_asked_little_and_never_told_a_lie(
    real: Compiled,
) -> None:
    state = judge(real, {}, tuple(real.calls))
    while state.askable:
        state = state.answer(state.askable[0], NoAnswer.UNSURE)
    depending = [call for call, node in real.calls.items() if node.support]
    assert all(state.verdicts[call] is Verdict.UNCLEAR for call in depending)
    assert len(state.answers) <= len(real.order)
    assert all(missing(state, call) for call in depending)
