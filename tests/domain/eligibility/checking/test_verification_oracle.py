"""What the verifier says of any rules is what a solver says of them, and what is true of people."""

from itertools import permutations
from pathlib import Path

import z3  # type: ignore[import-untyped]  # it has no types
from hypothesis import given

from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.verification import verify
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.diagrams import TRUE
from bot.domain.eligibility.rules import RuleSet
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    can_change_by_brute_force,
    everybody,
    fits,
    small_rule_sets,
    value_in,
)
from tests.domain.eligibility.solver import Solver
from tests.repository import content

REAL = Path(__file__).parents[4] / "content"


def _with(findings: tuple[Finding, ...], code: str, saying: str = "") -> list[Finding]:
    return [one for one in findings if one.code == code and saying in one.what]


def _check_against_the_solver(rules: RuleSet) -> None:
    solver, compiled = Solver(rules), compile_rules(rules)
    findings = verify(compiled, {}, thorough=False)
    nobody = {one.call for one in _with(findings, "E1", "nobody")}
    everyone = {one.call for one in _with(findings, "E1", "everybody")}
    assert nobody == {c for c, formula in solver.calls.items() if not solver.can_be(formula)}
    assert everyone == {
        c for c, formula in solver.calls.items() if not solver.can_be(z3.Not(formula))
    }
    unasked = {one.question for one in _with(findings, "E3")}
    assert unasked == {q for q in rules.questions if not solver.can_be(solver.applies(q))}
    gaps = {one.question for one in _with(findings, "E10")}
    assert gaps == {
        name
        for name, table in rules.derived.items()
        if table.otherwise is None and solver.can_be(solver.gap(name))
    }
    for one, other in permutations(rules.rules, 2):
        implied = not solver.can_be(solver.calls[one], z3.Not(solver.calls[other]))
        node = compiled.diagrams.implied(compiled.calls[one], compiled.calls[other])
        assert (node is TRUE) is implied
        if implied and one not in nobody | everyone and other not in nobody | everyone:
            ends = {one, other}
            said = {frozenset(_names(finding.what)) for finding in _with(findings, "W1")}
            alike = {
                call
                for call in rules.rules
                if compiled.calls[call] in map(compiled.calls.get, ends)
            }
            assert any(names <= alike for names in said)


def _names(what: str) -> list[str]:
    return what.split("`")[1::2]


@given(small_rule_sets())
@THOROUGH
def test_small_rules_are_to_the_verifier_what_they_are_to_the_solver(rules: RuleSet) -> None:
    _check_against_the_solver(rules)


def test_the_real_rules_are_to_the_verifier_what_they_are_to_the_solver() -> None:
    _check_against_the_solver(content().rules)


@given(small_rule_sets())
@THOROUGH
def test_examples_can_exist_and_show_what_was_found(rules: RuleSet) -> None:
    people = everybody(rules)
    for finding in verify(compile_rules(rules), {}):
        person = finding.witness
        if person is None:
            continue
        assert person in people
        match finding.code, finding.what:
            case "E1", what:
                assert fits(rules, finding.call, person) is ("everybody" in what)
            case "E10", _:
                assert value_in(rules, finding.question, person) is None
            case "W1", what:
                first, second = _names(what)
                same = "the other way round" in what
                assert fits(rules, first, person) is same
                assert fits(rules, second, person)


@given(small_rule_sets())
@THOROUGH
def test_a_question_that_no_call_needs_changes_nobodys_verdict(rules: RuleSet) -> None:
    people = everybody(rules)
    findings = verify(compile_rules(rules), {})
    idle = {one.question for one in _with(findings, "E5") if one.question in rules.questions}
    unasked = {one.question for one in _with(findings, "E3")}
    needed = {
        question
        for call in rules.rules
        for question in can_change_by_brute_force(rules, people, call, {})
    }
    assert set(rules.questions) == idle | unasked | needed
    assert not idle & needed


@given(small_rule_sets())
@THOROUGH
def test_every_conversation_about_any_rules_comes_to_an_end(rules: RuleSet) -> None:
    findings = verify(compile_rules(rules), {})
    assert _with(findings, "E7") == []
