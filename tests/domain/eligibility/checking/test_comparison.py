"""What a new version of the rules changes is counted exactly, with one of those concerned."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.checking.comparison import compare, find_changes
from bot.domain.eligibility.questions import Derived, Form, Row
from bot.domain.eligibility.rules import Operator, Rule, RuleSet
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    Profile,
    everybody,
    fits,
    make_question,
    make_row,
    make_rules,
    small_rule_sets,
)

WHO = make_question("who", ("person", "firm"))
AGE = make_question("age", form=Form.NUMBER, asked_only_if={"who": ["person"]})
FROM_FIVE = make_row("age", 5, operator=Operator.AT_LEAST)
FROM_FOUR = make_row("age", 4, operator=Operator.AT_LEAST)


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[RuleSet, RuleSet]:
    """Rules over the same questions, the call of the second made of other rows of the first."""
    after = draw(small_rule_sets())
    rows = [row for rule in after.rules.values() for row in rule.criteria]
    kept = draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else []
    return replace(after, rules={"call0": Rule("call0", tuple(kept))}), after


@given(two_versions())
@THOROUGH
def test_the_people_whose_verdict_changes_are_those_that_brute_force_finds(
    versions: tuple[RuleSet, RuleSet],
) -> None:
    before, after = versions
    people = everybody(after)
    found = {one.fits_now: one for one in compare(before, after)}
    assert all(one.call == "call0" for one in found.values())
    for fits_now in (True, False):
        changed = [
            person
            for person in people
            if fits(after, "call0", person) is fits_now is not fits(before, "call0", person)
        ]
        assert (fits_now in found) is bool(changed)
        if changed:
            one = found[fits_now]
            asked = _asked(before) | _asked(after)
            told_apart = {_part(person, asked) for person in changed}
            assert _part(one.witness, asked) in told_apart
            assert one.people == len(told_apart)
            assert one.of == len({_part(person, asked) for person in people})


def _asked(rules: RuleSet) -> set[str]:
    """The questions that the rule of the call rests on."""
    waiting = [name for row in rules.rules["call0"].criteria for name in (row.attribute, *row.when)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        known = rules.derived.get(name)
        waiting += known.inputs if known else rules.questions[name].asked_only_if
    return found


def _part(person: Profile, asked: set[str]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted((name, value) for name, value in person.items() if name in asked))


def test_a_lower_age_lets_in_those_of_that_age_and_nobody_else() -> None:
    before = make_rules([WHO, AGE], {"call": [FROM_FIVE]})
    after = make_rules([WHO, AGE], {"call": [FROM_FOUR]})
    [one] = compare(before, after)
    assert (one.call, one.fits_now, one.people, one.of) == ("call", True, 1, 6)
    assert one.witness == {"who": "person", "age": 4}
    assert one.part == 0.5 / 3
    [back] = compare(after, before)
    assert (back.fits_now, back.people) == (False, 1)


def test_only_questions_that_a_version_asks_tell_people_apart() -> None:
    other = make_question("other")
    calls = {"call": [FROM_FIVE], "second": [make_row("other", "yes")]}
    before = make_rules([WHO, AGE, other], calls)
    after = make_rules([WHO, AGE, other], {**calls, "call": [FROM_FOUR]})
    [one] = compare(before, after)
    assert one.of == 6


def test_the_same_logic_in_other_words_changes_nothing() -> None:
    before = make_rules([WHO], {"call": [make_row("who", "person")]})
    after = make_rules([WHO], {"call": [make_row("who", "firm", operator=Operator.NOT_IN)]})
    assert compare(before, after) == ()


def test_calls_that_only_one_version_has_are_left_out() -> None:
    before = make_rules([WHO], {"old": [make_row("who", "person")]})
    after = make_rules([WHO], {"new": [make_row("who", "firm")]})
    assert compare(before, after) == ()


def test_tables_gates_options_and_forms_may_differ_between_the_versions() -> None:
    farm = make_question("farm", asked_only_if={"who": ["person"]})
    table = Derived("kind", ("who",), (Row({"who": frozenset({"firm"})}, "x"),), "y")
    before = make_rules(
        [WHO, farm, make_question("age", ("young", "old"))],
        {"call": [make_row("kind", "y"), make_row("age", "old", when={"farm": ["yes"]})]},
        [table],
    )
    wider = make_question("who", ("person", "firm", "group"))
    turned = replace(table, otherwise="x", rows=(Row({"who": frozenset({"firm"})}, "y"),))
    after = make_rules([wider, AGE], {"call": [make_row("kind", "x"), FROM_FIVE]}, [turned])
    found = {one.fits_now: one for one in compare(before, after)}
    gained, lost = found[True].witness, found[False].witness
    assert (gained["who"], gained["farm"], gained["age"]) == ("person", "yes", 5)
    assert gained["before age"] == "young"
    assert lost["who"] in {"person", "group"}


def test_each_change_is_said_with_its_count_and_example() -> None:
    row = replace(FROM_FOUR, line=12)
    before = make_rules([WHO, AGE], {"call": [FROM_FIVE]})
    [finding] = find_changes(before, make_rules([WHO, AGE], {"call": [row]}))
    assert (finding.code, finding.call, finding.line) == ("W7", "call", 12)
    assert finding.what == "W7: 1 of 6 different people (16.67%) fit now and did not before."
    assert finding.about == ("who", "age")
