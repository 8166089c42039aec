"""Reasons are true and minimal, changes lead there, and nothing private is blamed needlessly."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.explanations import (
    changes,
    could_change,
    is_own,
    met,
    missing,
    unchecked,
    unchecked_questions,
    why,
)
from bot.domain.eligibility.questions import Answer, Derived, Form, NoAnswer, Row, Value
from bot.domain.eligibility.rules import Operator, RuleSet
from bot.domain.eligibility.verdicts import CheckState, Verdict, judge
from tests.domain.eligibility.rule_sets import (
    THOROUGH,
    Profile,
    agrees,
    answers_to,
    everybody,
    fits,
    hangs_on,
    make_question,
    make_row,
    make_rules,
    small_rule_sets,
)

PERSON = make_question("applicant", ("person", "business", "group"))
AGE = make_question("age", form=Form.NUMBER, asked_only_if={"applicant": ["person"]})
WORKERS = make_question("workers", form=Form.NUMBER, asked_only_if={"applicant": ["business"]})
STAGE = make_question("stage", ("none", "idea", "running"), can_change=True)
RETURNEE = make_question("returnee", sensitive=True)
AT_RISK = make_question("at-risk", sensitive=True)
COMMUNITY = make_question("community", ("albanian", "serb", "roma"), sensitive=True)
PLACE = make_question("place", ("prizren", "leposaviq"))
NON_MAJORITY = Derived(
    "non-majority",
    ("place", "community"),
    (
        Row({"community": frozenset({"serb", "roma"})}, "yes"),
        Row({"place": frozenset({"leposaviq"})}, "yes"),
    ),
    "no",
)


def judged(rules: RuleSet, answers: dict[str, Answer]) -> CheckState:
    return judge(compile_rules(rules), answers, tuple(rules.rules))


def named(state: CheckState, call: str) -> list[tuple[str, str | None]]:
    """The questions of the reasons, each with the attribute of its row."""
    reasons = why(state, call)
    return [(r.question, r.criterion.attribute if r.criterion else None) for r in reasons]


def all_get(rules: RuleSet, call: str, verdict: Verdict, answers: dict[str, Answer]) -> bool:
    return all(
        fits(rules, call, person) is (verdict is Verdict.FITS)
        for person in everybody(rules)
        if agrees(person, answers)
    )


@THOROUGH
@given(st.data())
def test_the_reasons_alone_force_the_verdict_and_none_can_be_spared(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    state = judged(rules, data.draw(answers_to(rules)))
    for call, verdict in state.verdicts.items():
        reasons = {reason.question: reason.answer for reason in why(state, call)}
        if verdict not in (Verdict.FITS, Verdict.EXCLUDED):
            assert reasons == {}
            continue
        assert reasons.items() <= state.answers.items()
        assert all_get(rules, call, verdict, reasons)
        for spared in reasons:
            fewer = {q: answer for q, answer in reasons.items() if q != spared}
            assert not all_get(rules, call, verdict, fewer)


@THOROUGH
@given(st.data())
def test_every_reason_for_an_exclusion_says_for_whom_the_call_is(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    state = judged(rules, data.draw(answers_to(rules)))
    for call, verdict in state.verdicts.items():
        if verdict is Verdict.EXCLUDED:
            rows = rules.rules[call].criteria
            assert all(reason.criterion in rows for reason in why(state, call))


@THOROUGH
@given(st.data())
def test_changes_lead_to_a_fit_and_touch_only_what_a_person_can_change(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    state = judged(rules, data.draw(answers_to(rules)))
    for call, verdict in state.verdicts.items():
        wanted = changes(state, call)
        if verdict is not Verdict.EXCLUDED:
            assert wanted == ()
            continue
        after = state
        for change in wanted:
            assert rules.questions[change.question].can_change
            assert state.answers.get(change.question) not in change.cell.values
            after = after.answer(change.question, change.cell.values[-1])
        assert after.verdicts[call] is (Verdict.FITS if wanted else Verdict.EXCLUDED)


def in_own_hands(rules: RuleSet, question: str, person: Profile) -> bool:
    """Whether a person can say the answer, and nothing unknown decides if it will be asked."""
    return rules.questions[question].can_change and all(
        gate in person or in_own_hands(rules, gate, person) for gate in hangs_on(rules, question)
    )


@THOROUGH
@given(st.data())
def test_no_smaller_set_of_changes_would_do(data: st.DataObject) -> None:
    """Beside every other way to answer what a person can change."""
    rules = data.draw(small_rule_sets())
    people = everybody(rules)
    person = data.draw(st.sampled_from(people))
    state = judged(rules, dict(person))
    for call, verdict in state.verdicts.items():
        if verdict is Verdict.EXCLUDED:
            ways: dict[frozenset[tuple[str, Value]], set[bool]] = {}
            for other in people:
                changed = {q for q in other if rules.questions[q].can_change}
                if all(person.get(q, other[q]) == other[q] for q in other.keys() - changed):
                    mine = {q for q in changed if in_own_hands(rules, q, person)}
                    way = frozenset((q, other[q]) for q in mine)
                    ways.setdefault(way, set()).add(fits(rules, call, other))
            costs = [len(way - person.items()) for way, fit in ways.items() if fit == {True}]
            wanted = changes(state, call)
            assert bool(wanted) == bool(costs)
            assert len(wanted) <= min(costs, default=0)


@THOROUGH
@given(st.data())
def test_what_is_missing_would_clear_up_the_unclear(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    state = judged(rules, data.draw(answers_to(rules)))
    for call, verdict in state.verdicts.items():
        named_ = missing(state, call)
        assert bool(named_) == (verdict is Verdict.UNCLEAR)
        if verdict is Verdict.UNCLEAR:
            assert any(isinstance(state.answers.get(question), NoAnswer) for question in named_)
            known: dict[str, Answer] = {
                q: a for q, a in state.answers.items() if not isinstance(a, NoAnswer)
            }
            assert set(named_) <= set(judged(rules, known).askable)


@THOROUGH
@given(st.data())
def test_a_call_is_unchecked_until_every_point_is_known(data: st.DataObject) -> None:
    rules = data.draw(small_rule_sets())
    person = data.draw(st.sampled_from(everybody(rules)))
    state = judged(rules, {})
    for call in rules.rules:
        while state.verdicts[call] is Verdict.UNDECIDED:
            question = next(q for q in state.askable if call in state.needs(q))
            state = state.answer(question, person[question])
        while left := unchecked_questions(state, call):
            assert unchecked(state, call)
            assert state.verdicts[call] is Verdict.EXCLUDED
            state = state.answer(left[0], person[left[0]])
        assert not unchecked(state, call)
        for point, verdict in met(state, call):
            alone = make_rules(
                rules.questions.values(),
                {"point": [row for row, _ in point.rows]},
                rules.derived.values(),
            )
            if state.verdicts[call] is Verdict.EXCLUDED:
                expected = Verdict.FITS if fits(alone, "point", person) else Verdict.EXCLUDED
                assert verdict is expected


def test_a_question_that_does_not_apply_is_explained_by_its_gate() -> None:
    rules = make_rules(
        [PERSON, AGE, WORKERS],
        {"jobs": [make_row("workers", 5, operator=Operator.AT_LEAST)]},
    )
    state = judged(rules, {"applicant": "person", "age": 5})
    assert named(state, "jobs") == [("applicant", "workers")]


def test_a_follower_that_excludes_is_named_without_its_gate() -> None:
    rules = make_rules(
        [PERSON, AGE],
        {
            "youth": [
                make_row("applicant", "person"),
                make_row("age", 5, operator=Operator.AT_MOST),
            ]
        },
    )
    assert named(judged(rules, {"applicant": "person", "age": 7}), "youth") == [("age", "age")]


def test_one_ordinary_answer_is_blamed_before_a_sensitive_one() -> None:
    rules = make_rules(
        [COMMUNITY, PLACE],
        {"csp": [make_row("community", "serb"), make_row("place", "prizren")]},
    )
    state = judged(rules, {"community": "albanian", "place": "leposaviq"})
    assert named(state, "csp") == [("place", "place")]


def test_no_false_hope_is_made_where_something_fixed_rules_out_too() -> None:
    rules = make_rules(
        [STAGE, PLACE], {"start": [make_row("stage", "idea"), make_row("place", "prizren")]}
    )
    state = judged(rules, {"stage": "none", "place": "leposaviq"})
    assert named(state, "start") == [("place", "place")]


def test_all_ways_in_are_named_when_none_is_open() -> None:
    rules = make_rules(
        [RETURNEE, AT_RISK],
        {
            "integra": [
                make_row("returnee", "yes", group="way-in"),
                make_row("at-risk", "yes", group="way-in"),
            ]
        },
    )
    state = judged(rules, {"returnee": "no", "at-risk": "no"})
    assert named(state, "integra") == [("returnee", "returnee"), ("at-risk", "at-risk")]


def test_both_inputs_of_a_table_carry_its_row() -> None:
    rules = make_rules(
        [COMMUNITY, PLACE], {"eu": [make_row("non-majority", "yes")]}, [NON_MAJORITY]
    )
    state = judged(rules, {"community": "albanian", "place": "prizren"})
    assert sorted(named(state, "eu")) == [
        ("community", "non-majority"),
        ("place", "non-majority"),
    ]


def test_nobody_is_told_to_change_what_cannot_be_changed() -> None:
    rules = make_rules(
        [COMMUNITY, STAGE],
        {"csp": [make_row("community", "serb")], "start": [make_row("stage", "idea", "running")]},
    )
    state = judged(rules, {"community": "albanian", "stage": "none"})
    assert changes(state, "csp") == ()
    assert [(c.question, c.cell.values) for c in changes(state, "start")] == [
        ("stage", ("idea", "running"))
    ]


def test_no_change_is_promised_to_help_while_it_is_open_what_applies() -> None:
    hires = make_question("hires", can_change=True, asked_only_if={"applicant": ["business"]})
    rules = make_rules(
        [PERSON, STAGE, hires],
        {
            "start": [
                make_row("stage", "idea"),
                make_row("hires", "yes", when={"applicant": ["business"]}),
            ]
        },
    )
    state = judged(rules, {"stage": "none"})
    assert changes(state, "start") == ()
    assert len(changes(state.answer("applicant", "business"), "start")) == 2
    assert len(changes(state.answer("applicant", "person"), "start")) == 1


def test_a_follower_of_what_nobody_knows_is_not_missing_yet() -> None:
    rules = make_rules([PERSON, AGE], {"youth": [make_row("age", 3, 4)]})
    state = judged(rules, {"applicant": NoAnswer.UNSURE})
    assert state.verdicts["youth"] is Verdict.UNCLEAR
    assert missing(state, "youth") == ("applicant",)


def test_one_answer_is_named_where_it_says_as_much_as_two() -> None:
    work, land = make_question("work"), make_question("land")
    rules = make_rules(
        [work, land, STAGE],
        {
            "start": [
                make_row("work", "yes", group="way-in", when={"stage": ["running"]}),
                make_row("land", "yes", group="way-in", when={"stage": ["running"]}),
            ]
        },
    )
    state = judged(rules, {"work": "no", "land": "no", "stage": "idea"})
    assert [question for question, _ in named(state, "start")] == ["stage"]


def test_the_demand_that_takes_the_fewest_answers_to_fail_is_named() -> None:
    rules = make_rules(
        [COMMUNITY, PLACE, STAGE],
        {
            "csp": [
                make_row("place", "prizren", group="way-in"),
                make_row("stage", "running", group="way-in"),
                make_row("community", "serb"),
            ]
        },
    )
    state = judged(rules, {"place": "leposaviq", "stage": "none", "community": "roma"})
    assert named(state, "csp") == [("community", "community")]


def test_of_several_rows_about_an_answer_the_one_that_fails_is_named() -> None:
    passed, failed = make_row("stage", "none", "idea"), make_row("stage", "idea", "running")
    state = judged(make_rules([STAGE], {"start": [passed, failed]}), {"stage": "none"})
    assert [reason.criterion for reason in why(state, "start")] == [failed]


def test_a_full_check_goes_on_with_what_can_be_asked_now() -> None:
    rules = make_rules([PERSON, AGE, STAGE], {"a": [make_row("stage", "idea"), make_row("age", 3)]})
    state = judged(rules, {"stage": "none"})
    assert unchecked_questions(state, "a") == ("applicant",)
    assert unchecked_questions(state.answer("applicant", "person"), "a") == ("age",)
    assert unchecked_questions(state.answer("applicant", "group"), "a") == ()


PARTNER = make_question("partner", ("yes", "no"), can_change=True)
PARTNERS_PLACE = make_question(
    "their-place", ("prizren", "istog"), asked_only_if={"partner": ["yes"]}
)


def test_who_has_no_partner_is_told_of_the_partner_and_of_nothing_about_the_partner() -> None:
    rules = make_rules(
        [PARTNER, PARTNERS_PLACE],
        {
            "joint": [
                make_row("partner", "yes"),
                make_row("their-place", "istog"),
            ]
        },
    )
    state = judged(rules, {"partner": "no"})
    assert changes(state, "joint") == ()
    assert [(c.question, c.cell.values) for c in could_change(state, "joint")] == [
        ("partner", ("yes",))
    ]
    failed = [p for p, verdict in met(state, "joint") if verdict is Verdict.EXCLUDED]
    told = [point for point in failed if is_own(state, point)]
    assert [row.attribute for point in told for row, _ in point.rows] == ["partner"]


@THOROUGH
@given(st.data())
def test_what_could_change_a_verdict_is_what_the_person_said_and_can_change(
    data: st.DataObject,
) -> None:
    rules = data.draw(small_rule_sets())
    state = judged(rules, data.draw(answers_to(rules)))
    for call, verdict in state.verdicts.items():
        for change in could_change(state, call):
            assert verdict is Verdict.EXCLUDED
            assert rules.questions[change.question].can_change
            assert change.question in state.cells
