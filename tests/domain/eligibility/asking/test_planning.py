"""What is asked, in which order, and how many questions are left."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.optimum import mean_questions, shares_of
from benchmarks.random_rules import Size, random_rules
from bot.domain.eligibility.asking.planning import Plan, expected_left, next_question, plan
from bot.domain.eligibility.asking.prospects import Prospects
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.questions import NoAnswer, Question
from bot.domain.eligibility.rules import RuleSet
from bot.domain.eligibility.verdicts import CheckState, judge
from tests.conftest import ROOT
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    can_change_by_brute_force,
    everybody,
    make_question,
    make_row,
    make_rules,
    small_rule_sets,
    values_of,
)

SIZES = st.integers(0, 30)
"""From an empty table to one that is cut off early; whole ones are tried beside them."""


def _begin(rules: RuleSet) -> CheckState:
    return judge(compile_rules(rules), {}, tuple(rules.rules))


@THOROUGH
@given(st.data())
def test_a_question_that_cannot_change_a_verdict_is_never_asked(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    states = data.draw(st.one_of(SIZES, st.just(10_000)))
    state, people = _begin(rules), everybody(rules)
    made = plan(state.compiled, tuple(rules.rules), states=states)
    while question := next_question(state, made):
        assert question not in state.answers
        assert question in state.askable
        assert any(
            question in can_change_by_brute_force(rules, people, call, state.answers)
            for call in rules.rules
        )
        known = st.sampled_from(values_of(rules.questions[question]))
        state = state.answer(question, data.draw(st.one_of(known, st.sampled_from(NoAnswer))))
    assert not state.askable


@THOROUGH
@given(st.data())
def test_the_order_never_changes_a_verdict(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    start = _begin(rules)
    calls = tuple(rules.rules)
    person = {
        id_: data.draw(st.one_of(st.sampled_from(values_of(q)), st.sampled_from(NoAnswer)))
        for id_, q in rules.questions.items()
    }
    skewed = replace(
        rules,
        questions={
            id_: replace(q, prior={o.id: data.draw(st.floats(0, 9)) for o in q.options})
            for id_, q in rules.questions.items()
        },
    )
    plans = [plan(start.compiled, calls, states=n) for n in (0, 5, 10_000)]
    plans.append(plan(compile_rules(skewed), calls, states=10_000))
    ends = []
    for made in plans:
        state = judge(compile_rules(skewed), {}, calls) if made is plans[-1] else start
        while question := next_question(state, made):
            state = state.answer(question, person[question])
        ends.append(dict(state.verdicts))
    assert all(end == ends[0] for end in ends)


@THOROUGH
@given(st.data())
def test_a_sensitive_question_comes_after_all_others_that_can_change_something(
    data: st.DataObject,
) -> None:
    rules = data.draw(small_rule_sets())
    state = _begin(rules)
    made = plan(state.compiled, tuple(rules.rules), states=data.draw(SIZES) * 100)
    while question := next_question(state, made):
        if rules.questions[question].sensitive:
            assert all(rules.questions[other].sensitive for other in state.askable)
        values = values_of(rules.questions[question])
        state = state.answer(question, data.draw(st.sampled_from(values)))


@THOROUGH
@given(small_rule_sets(), st.booleans())
def test_the_number_left_is_exact_where_the_table_is_whole(rules: RuleSet, slack: bool) -> None:  # noqa: FBT001 -- drawn
    start = _begin(rules)
    made = plan(start.compiled, tuple(rules.rules), slack=slack)
    _assert_exact(start, made)


def _assert_exact(state: CheckState, made: Plan) -> None:
    """By enumeration in every state that can come."""
    shares = shares_of(state.compiled)
    mean = mean_questions(state, shares, lambda at: next_question(at, made))
    assert expected_left(state, made) == pytest.approx(mean)
    if question := next_question(state, made):
        for cell in range(len(shares[question])):
            _assert_exact(state.with_cell(question, cell), made)


def test_the_number_left_is_exact_near_the_end_also_without_a_table() -> None:
    start = _begin(random_rules(3, Size(6, 3)))
    _assert_exact(start, plan(start.compiled, tuple(start.residuals), states=0))


def test_the_number_left_is_a_guess_of_the_right_order_far_from_the_end() -> None:
    start = _begin(random_rules(1, Size(14, 10, rows=(4, 6))))
    calls = tuple(start.residuals)
    guess = expected_left(start, plan(start.compiled, calls, states=0))
    exact = expected_left(start, plan(start.compiled, calls, states=10**7))
    assert exact < guess < 1.5 * exact


def test_not_being_sure_leads_out_of_the_table_and_still_to_an_end() -> None:
    start = _begin(random_rules(3, Size(8, 5)))
    made = plan(start.compiled, tuple(start.residuals))
    state, asked = start, 0
    while question := next_question(state, made):
        left = expected_left(state, made)
        assert left >= 1
        state = state.answer(question, NoAnswer.UNSURE)
        asked += 1
    assert asked > 2
    assert expected_left(state, made) == 0


def test_without_a_plan_the_same_is_asked_as_with_an_empty_one() -> None:
    state = _begin(random_rules(5, Size(10, 8, sensitive=0.3)))
    empty = Plan(Prospects(state.compiled))
    while question := next_question(state, None):
        assert question == next_question(state, empty)
        assert expected_left(state, None) == expected_left(state, empty)
        state = state.with_cell(question, 0)


# Topics

PLACE, WORK = "place", "work"


def _first_two(calls: Sequence[str], topics: Mapping[str, str]) -> list[str]:
    """What is asked of somebody who says yes; a call needs yes to each letter of its name."""
    rules = make_rules(
        [replace(make_question(id_), topic=topic) for id_, topic in topics.items()],
        {call: [make_row(id_, "yes") for id_ in call] for call in calls},
    )
    state = _begin(rules)
    empty = Plan(Prospects(state.compiled))
    first = next_question(state, empty)
    assert first
    second = next_question(state.answer(first, "yes"), empty)
    assert second
    return [first, second]


def test_a_topic_is_kept_to_where_that_costs_little() -> None:
    """After a, the question b is half a literal worse than c."""
    calls = ("ab", "acd")
    apart = {"a": PLACE, "b": WORK, "c": WORK, "d": WORK}
    assert _first_two(calls, apart) == ["a", "c"]
    assert _first_two(calls, {**apart, "b": PLACE}) == ["a", "b"]


def test_a_topic_is_left_where_keeping_to_it_costs_more_than_the_slack() -> None:
    """After a, the question b is two literals worse than c."""
    topics = {"a": PLACE, "b": PLACE, "c": WORK, "d": WORK, "e": WORK}
    assert _first_two(("ab", "acd", "ace"), topics) == ["a", "c"]


# The table


def test_keys_of_the_table_are_the_same_in_every_process() -> None:
    script = (
        "from benchmarks.random_rules import Size, random_rules\n"
        "from bot.domain.eligibility.compilation import compile_rules\n"
        "from bot.domain.eligibility.asking.planning import plan\n"
        "rules = random_rules(7, Size(9, 6, sensitive=0.2))\n"
        "made = plan(compile_rules(rules), tuple(rules.rules))\n"
        "print(sorted((k, s.question, round(s.left, 9)) for k, s in made.table.items()))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    assert len(said.pop()) > 1_000


def test_a_large_portfolio_gets_a_table_that_ends_where_it_may_not_look_further() -> None:
    start = _begin(random_rules(2, Size(20, 15)))
    calls = tuple(start.residuals)
    for states in (0, 1, 50, 2_000):
        made = plan(start.compiled, calls, states=states)
        assert len(made.table) <= states
        state, asked = start, 0
        while question := next_question(state, made):
            state = state.with_cell(question, 0)
            asked += 1
        assert asked <= 20


@pytest.mark.parametrize("calls", [(), ("unknown",)])
def test_nothing_is_asked_about_no_calls(calls: tuple[str, ...]) -> None:
    compiled = compile_rules(random_rules(1, Size(4, 2)))
    made = plan(compiled, calls)
    state = judge(compiled, {}, calls)
    assert next_question(state, made) is None
    assert expected_left(state, made) == 0
    assert not made.table


def test_an_answer_that_nobody_expects_is_still_understood() -> None:
    sure: Question = replace(make_question("a"), prior={"yes": 1.0})
    rules = make_rules(
        [sure, make_question("b")],
        {"call": [make_row("a", "yes", group="g"), make_row("b", "yes", group="g")]},
    )
    state = _begin(rules)
    made = plan(state.compiled, ("call",))
    assert next_question(state, made) == "a"
    assert expected_left(state, made) == 1
    state = state.answer("a", "no")
    assert next_question(state, made) == "b"
    assert expected_left(state, made) == 1
