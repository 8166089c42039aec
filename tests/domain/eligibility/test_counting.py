"""Counting is exact, and somebody who is found really exists."""

from hypothesis import given

from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.counting import count_people
from bot.domain.eligibility.questions import Form
from bot.domain.eligibility.rules import RuleSet
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    everybody,
    fits,
    make_question,
    make_row,
    make_rules,
    small_rule_sets,
)


@THOROUGH
@given(small_rule_sets())
def test_as_many_people_are_counted_as_there_are(rules: RuleSet) -> None:
    compiled, people = compile_rules(rules), everybody(rules)
    assert count_people(compiled) == len(people)
    for call, node in compiled.calls.items():
        expected = sum(fits(rules, call, person) for person in people)
        assert count_people(compiled, node) == expected
        assert count_people(compiled, compiled.diagrams.negated(node)) == len(people) - expected


@THOROUGH
@given(small_rule_sets())
def test_a_person_is_found_exactly_where_there_is_one(rules: RuleSet) -> None:
    compiled, people = compile_rules(rules), everybody(rules)
    for call, node in compiled.calls.items():
        for wanted, where in ((True, node), (False, compiled.diagrams.negated(node))):
            found = compiled.person(where)
            if found is None:
                assert all(fits(rules, call, person) is not wanted for person in people)
            else:
                assert found in people
                assert fits(rules, call, found) is wanted


def test_somebody_to_whom_a_question_does_not_apply_counts_once() -> None:
    rules = make_rules(
        [
            make_question("applicant", ("person", "group")),
            make_question("age", form=Form.NUMBER, asked_only_if={"applicant": ["person"]}),
        ],
        {"youth": [make_row("age", 3, 4)]},
    )
    compiled = compile_rules(rules)
    assert count_people(compiled) == 5 + 1
    assert count_people(compiled, by_value=False) == 2 + 1
    assert count_people(compiled, compiled.calls["youth"]) == 2
