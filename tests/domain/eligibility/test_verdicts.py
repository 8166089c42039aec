"""Verdicts are exact: equal to going through everybody who can exist."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.questions import Answer, Form, NoAnswer
from bot.domain.eligibility.rules import Operator, RuleSet
from bot.domain.eligibility.verdicts import Verdict, judge
from tests.domain.eligibility.rule_sets import (
    FIRST_DAY,
    THOROUGH,
    answers_to,
    blocked,
    can_change_by_brute_force,
    counted,
    everybody,
    fits,
    hangs_on,
    make_question,
    make_row,
    make_rules,
    small_rule_sets,
    verdict_by_brute_force,
)


@THOROUGH
@given(small_rule_sets())
def test_everybody_who_answers_all_gets_the_verdict_that_the_rules_mean(rules: RuleSet) -> None:
    compiled = compile_rules(rules)
    for person in everybody(rules):
        state = judge(compiled, person, tuple(rules.rules))
        assert state.answers == person
        for call in rules.rules:
            expected = Verdict.FITS if fits(rules, call, person) else Verdict.EXCLUDED
            assert state.verdicts[call] is expected


@THOROUGH
@given(st.data())
def test_any_answers_get_the_verdict_that_going_through_everybody_gives(
    data: st.DataObject,
) -> None:
    rules = data.draw(small_rule_sets())
    answers = data.draw(answers_to(rules))
    state = judge(compile_rules(rules), answers, tuple(rules.rules))
    kept, people = counted(rules, answers), everybody(rules)
    assert list(state.answers.items()) == list(kept.items())
    assert state.blocked == blocked(rules, kept)
    for call, verdict in state.verdicts.items():
        assert verdict is verdict_by_brute_force(rules, people, call, kept)


@THOROUGH
@given(st.data())
def test_exactly_those_questions_are_askable_that_can_change_a_verdict(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    answers = data.draw(answers_to(rules))
    state = judge(compile_rules(rules), answers, tuple(rules.rules))
    people = everybody(rules)
    changing = {
        call: can_change_by_brute_force(rules, people, call, state.answers) for call in rules.rules
    }
    can_be_asked = {
        question
        for question in set().union(*changing.values())
        if all(gate in state.answers for gate in hangs_on(rules, question))
    }
    assert set(state.askable) == can_be_asked
    assert bool(state.askable) == (Verdict.UNDECIDED in state.verdicts.values())
    for question in rules.questions:
        needing = tuple(call for call in rules.rules if question in changing[call])
        assert state.needs(question) == needing


@THOROUGH
@given(st.data())
def test_answers_one_by_one_say_the_same_as_all_at_once(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    person = data.draw(st.sampled_from(everybody(rules)))
    withheld = data.draw(st.frozensets(st.sampled_from(sorted(rules.questions))))
    compiled = compile_rules(rules)
    state = judge(compiled, {}, tuple(rules.rules))
    while state.askable:
        question = data.draw(st.sampled_from(state.askable))
        said = NoAnswer.WITHHELD if question in withheld else person[question]
        before, state = state, state.answer(question, said)
        assert state.residuals != before.residuals
    whole = judge(compiled, state.answers, tuple(rules.rules))
    assert whole.residuals == state.residuals
    assert whole.answers == state.answers
    for call, verdict in state.verdicts.items():
        if verdict is not Verdict.UNCLEAR:
            assert fits(rules, call, person) is (verdict is Verdict.FITS)


APPLICANT = make_question("applicant", ("person", "business", "group"))
PARTNER = make_question("partner", asked_only_if={"applicant": ["business", "group"]})
FAR = make_question("far", asked_only_if={"partner": ["yes"]})
AGE = make_question("age", form=Form.NUMBER)
BORN = make_question("born", form=Form.DATE)


def test_an_answer_that_this_version_does_not_know_is_left_out() -> None:
    rules = make_rules(
        [APPLICANT, AGE, BORN], {"a": [make_row("applicant", "person"), make_row("age", 5)]}
    )
    old: dict[str, Answer] = {
        "gone": "yes",
        "applicant": "cooperative",
        "age": 8,
        "born": FIRST_DAY - timedelta(days=1),
    }
    state = judge(compile_rules(rules), old, ["a", "gone"])
    assert state.answers == {}
    assert state.verdicts == {"a": Verdict.UNDECIDED}
    assert state.needs("gone") == ()


@pytest.mark.parametrize("wrong", ["5", FIRST_DAY, True])
def test_an_answer_of_another_form_is_left_out(wrong: Answer) -> None:
    rules = make_rules([AGE], {"a": [make_row("age", 5)]})
    assert judge(compile_rules(rules), {"age": wrong}, ["a"]).answers == {}


def test_a_changed_gate_takes_its_followers_along() -> None:
    rules = make_rules([FAR, PARTNER, APPLICANT], {"a": [make_row("far", "yes")]})
    answers: dict[str, Answer] = {"far": "yes", "partner": "yes", "applicant": "group"}
    state = judge(compile_rules(rules), answers, ["a"])
    assert list(state.answers) == ["far", "partner", "applicant"]
    assert state.verdicts["a"] is Verdict.FITS
    changed = state.answer("applicant", "person")
    assert changed.answers == {"applicant": "person"}
    assert changed.verdicts["a"] is Verdict.EXCLUDED


def test_a_follower_cannot_be_asked_before_its_gate_or_when_that_is_withheld() -> None:
    rules = make_rules([FAR, PARTNER, APPLICANT], {"a": [make_row("far", "yes")]})
    state = judge(compile_rules(rules), {}, ["a"])
    assert state.askable == ("applicant",)
    assert state.needs("far") == ("a",)
    state = state.answer("applicant", "group").answer("partner", NoAnswer.UNSURE)
    assert state.blocked == {"partner", "far"}
    assert state.verdicts["a"] is Verdict.UNCLEAR
    assert state.answer("far", "yes") is state
    assert state.answer("partner", "yes").askable == ("far",)


def test_nothing_is_asked_that_cannot_help_because_something_else_is_withheld() -> None:
    """Both answers to the second question leave it to the first."""
    rules = make_rules(
        [PARTNER, APPLICANT, FAR, make_question("member")],
        {
            "a": [
                make_row("member", "yes", when={"applicant": ["person"]}),
                make_row("member", "no", when={"applicant": ["business", "group"]}),
            ]
        },
    )
    state = judge(compile_rules(rules), {"applicant": NoAnswer.WITHHELD}, ["a"])
    assert state.verdicts["a"] is Verdict.UNCLEAR
    assert state.askable == ()


@pytest.mark.parametrize(
    ("operator", "values", "fitting"),
    [
        (Operator.IN, (4, 6), {4, 6}),
        (Operator.NOT_IN, (4, 6), {3, 5, 7}),
        (Operator.BETWEEN, (4, 6), {4, 5, 6}),
        (Operator.BETWEEN, (0, 4), {3, 4}),
        (Operator.AT_LEAST, (6,), {6, 7}),
        (Operator.AT_MOST, (4,), {3, 4}),
        (Operator.BEFORE, (4,), {3}),
        (Operator.AFTER, (4,), {5, 6, 7}),
        (Operator.AT_MOST, (2,), set()),
    ],
)
def test_a_row_about_a_number_means_what_it_says(
    operator: Operator, values: tuple[int, ...], fitting: set[int]
) -> None:
    rules = make_rules([AGE], {"a": [make_row("age", *values, operator=operator)]})
    compiled = compile_rules(rules)
    fits_ = {
        age
        for age in range(3, 8)
        if judge(compiled, {"age": age}, ["a"]).verdicts["a"] is Verdict.FITS
    }
    assert fits_ == fitting


def test_a_day_is_before_another() -> None:
    second = FIRST_DAY + timedelta(days=1)
    rules = make_rules([BORN], {"a": [make_row("born", second, operator=Operator.BEFORE)]})
    compiled = compile_rules(rules)
    assert judge(compiled, {"born": FIRST_DAY}, ["a"]).verdicts["a"] is Verdict.FITS
    assert judge(compiled, {"born": second}, ["a"]).verdicts["a"] is Verdict.EXCLUDED
    assert judge(compiled, {"born": date(2026, 1, 3)}, ["a"]).verdicts["a"] is Verdict.EXCLUDED


def test_a_call_without_rows_is_for_everybody() -> None:
    state = judge(compile_rules(make_rules([AGE], {"a": []})), {}, ["a"])
    assert state.verdicts == {"a": Verdict.FITS}
    assert state.askable == ()
