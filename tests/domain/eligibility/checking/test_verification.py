"""What changes no verdict is found, and only that; texts, buttons and long conversations too."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import given

from bot.domain.eligibility.checking.conversations import verify_conversations
from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.questions import verify_texts
from bot.domain.eligibility.checking.verification import verify
from bot.domain.eligibility.checking.warnings import find_warnings
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.questions import Form, Option, Question
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.eligibility.verdicts import Verdict, judge
from bot.domain.text.phrases import Words
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

ALL = Words({"sq": "Po", "sr": "Da", "en": "Yes"})
NOBODY = "nobody"
"""An answer that nobody gives."""


def numbered(rules: RuleSet) -> RuleSet:
    """The rules with a line of its own for each row of a call."""
    return _with_rows(
        rules,
        {
            call: [replace(row, line=line) for line, row in enumerate(rule.criteria, start=1)]
            for call, rule in rules.rules.items()
        },
    )


def _with_rows(rules: RuleSet, rows: dict[str, list[Criterion]]) -> RuleSet:
    changed = {call: Rule(call, tuple(kept)) for call, kept in rows.items()}
    return replace(rules, rules={**rules.rules, **changed})


def _without(rules: RuleSet, finding: Finding) -> RuleSet:
    """The rules without what a finding says has no effect."""
    names = finding.what.split("`")[1::2]
    kept: list[Criterion] = []
    own = next(row for row in rules.rules[finding.call].criteria if row.line == finding.line)
    for row in rules.rules[finding.call].criteria:
        if "this group" in finding.what and row.group == own.group:
            continue
        if row.line != finding.line:
            kept.append(row)
        elif "under `when`" in finding.what:
            kept.append(_without_condition(row, names[0], names[1:-1]))
        elif "with `" in finding.what or "difference here" in finding.what:
            kept.append(_without_values(row, names[1:]))
    return _with_rows(rules, {finding.call: kept})


def _without_values(row: Criterion, idle: Iterable[str]) -> Criterion:
    left = tuple(value for value in row.values if str(value) not in set(idle))
    return replace(row, values=left or (NOBODY,))


def _without_condition(row: Criterion, name: str, idle: Iterable[str]) -> Criterion:
    return replace(row, when={**row.when, name: row.when[name] - set(idle)})


def _said(rules: RuleSet, call: str, people: Sequence[Profile]) -> list[bool]:
    return [fits(rules, call, person) for person in people]


@given(small_rule_sets())
@THOROUGH
def test_without_what_is_idle_everybody_gets_the_same_verdict(drawn: RuleSet) -> None:
    rules = numbered(drawn)
    people = everybody(rules)
    for finding in verify(compile_rules(rules), {}, thorough=False):
        if finding.code == "E2":
            left = _without(rules, finding)
            assert left != rules
            before, after = (_said(one, finding.call, people) for one in (rules, left))
            assert before == after


@given(small_rule_sets())
@THOROUGH
def test_every_idle_option_and_every_idle_branch_is_found(drawn: RuleSet) -> None:
    rules = numbered(drawn)
    people = everybody(rules)
    findings = verify(compile_rules(rules), {}, thorough=False)
    lines = {(one.call, one.line) for one in findings if one.code in {"E1", "E2"}}
    for call, rule in rules.rules.items():
        before = _said(rules, call, people)
        if not any(before) or all(before):
            continue
        for row in rule.criteria:
            group = [one.line for one in rule.criteria if one.group and one.group == row.group]
            if any((call, line) in lines for line in (row.line, *group)):
                continue
            for left in _lesser(rule.criteria, row):
                assert _said(_with_rows(rules, {call: left}), call, people) != before


def _lesser(criteria: Sequence[Criterion], row: Criterion) -> Iterable[list[Criterion]]:
    """The rows without one of the options of a row, and without the row if it is in a group."""
    others = [one for one in criteria if one.line != row.line]
    if row.group and any(one.group == row.group for one in others):
        yield others
    if row.operator in {Operator.IN, Operator.NOT_IN}:
        for value in row.values:
            place = [
                one if one.line != row.line else _without_values(row, [str(value)])
                for one in criteria
            ]
            yield place


def _codes(compiled: Compiled) -> list[str]:
    return [finding.code for finding in verify(compiled, {})]


PERSON = make_question("who", ("person", "firm"))
AGE = make_question("age", form=Form.NUMBER, asked_only_if={"who": ["person"]})


def test_a_row_that_says_for_whom_a_call_is_does_not_count_as_idle() -> None:
    rows = [make_row("who", "person"), make_row("age", 5, operator=Operator.AT_LEAST)]
    rules = make_rules([PERSON, AGE], {"call": rows})
    assert [f for f in verify(compile_rules(rules), {}) if f.code == "E2"] == []


def test_options_that_another_row_covers_or_rules_out_are_found() -> None:
    one, other = make_question("one"), make_question("other", ("w", "x", "y", "z"))
    calls = {
        "covered": [make_row("other", "x", "y", group="g"), make_row("other", "y", "z", group="g")],
        "condition": [make_row("other", "x", "y"), make_row("one", "yes", when={"other": "xz"})],
        "twice": [make_row("one", "yes", when={"other": held}) for held in ("x", "xy")],
    }
    findings = verify(compile_rules(make_rules([one, other], calls)), {})
    assert [(finding.call, finding.what) for finding in findings if finding.code == "E2"] == [
        ("covered", "E2: `other` `y` makes no difference here."),
        ("covered", "E2: `other` `y` makes no difference here."),
        ("condition", "E2: `other` `z` under `when` makes no difference."),
        ("twice", "E2: this row rules out nobody whom the other rows let through."),
        ("twice", "E2: `other` `x` under `when` makes no difference."),
    ]


def test_texts_that_are_missing_or_too_long_for_a_button_are_found() -> None:
    options = tuple(Option(f"o{n}", ALL) for n in range(13))
    long = Option("long", Words({**ALL.texts, "sq": "x" * 31}))
    lacking = Option("lacking", Words({"sq": "Po", "en": "Yes"}))
    question = Question("who", Form.CHOICE, "t", ALL, Words({"en": "Who"}), ALL, options=options)
    other = replace(question, id="other", short=ALL, options=(long, lacking))
    row = replace(make_row("who", "o1"), why=Words({"sq": "Po", "sr": "Da"}), line=7)
    compiled = compile_rules(make_rules([question, other], {"call": [row]}))
    said = [(one.code, one.question or one.call, one.what) for one in verify_texts(compiled)]
    assert said == [
        ("E6", "who", "E6: `short` is not written in sq, sr."),
        ("E9", "who", "E9: there are 13 options; 12 buttons fit."),
        ("E9", "other", "E9: the label of `long` has 31 characters; 30 fit."),
        ("E6", "other", "E6: `lacking` has no label in sr."),
        ("E6", "call", "E6: `why` of this row is not written in en."),
    ]


def test_a_conversation_that_cannot_go_on_is_found() -> None:
    compiled = compile_rules(make_rules([PERSON, AGE], {"call": [make_row("age", 5)]}))
    assert "E7" not in _codes(compiled)
    closed = replace(compiled, gates={**compiled.gates, "who": {"age": frozenset({1})}})
    finding = next(verify_conversations(closed))
    assert (finding.code, finding.call, finding.what) == (
        "E7",
        "call",
        "E7: a conversation ends with nothing left to ask and nothing decided.",
    )


def test_an_exclusion_that_no_row_explains_is_found() -> None:
    compiled = compile_rules(make_rules([PERSON, AGE], {"call": [make_row("who", "firm")]}))
    assert "E8" not in _codes(compiled)
    mute = replace(compiled, points={"call": ()})
    finding = next(verify_conversations(mute))
    assert (finding.code, finding.witness) == ("E8", {"who": "person", "age": 3})
    assert judge(compiled, finding.witness or {}, ["call"]).verdicts == {"call": Verdict.EXCLUDED}


def test_a_call_that_may_take_many_questions_is_found_with_somebody_who_is_asked_all() -> None:
    questions = [make_question(f"q{n:02}") for n in range(13)]
    rows = [make_row(question.id, "yes") for question in questions]
    compiled = compile_rules(make_rules(questions, {"call": rows}))
    finding = next(one for one in find_warnings(compiled, {}) if one.code == "W5")
    assert finding.what == "W5: this call alone may take 13 questions."
    assert finding.witness is not None
    state = judge(compiled, {}, ["call"])
    for question in questions[:-1]:
        state = state.answer(question.id, finding.witness[question.id])
        assert state.verdicts == {"call": Verdict.UNDECIDED}
    few = compile_rules(make_rules(questions[:12], {"call": rows[:12]}))
    assert "W5" not in {one.code for one in find_warnings(few, {})}


def test_a_call_that_nearly_everybody_fits_is_found() -> None:
    choice = replace(make_question("who"), prior={"yes": 99, "no": 1})
    compiled = compile_rules(make_rules([choice], {"call": [make_row("who", "yes")]}))
    finding = next(find_warnings(compiled, {}))
    assert (finding.code, finding.witness) == ("W4", {"who": "no"})


def test_lists_in_which_people_look_for_themselves_may_have_options_that_count_alike() -> None:
    three = ("a", "b", "c")
    plain, own = make_question("plain", three), make_question("own", three, sensitive=True)
    place = make_question("place", three, form=Form.MUNICIPALITY)
    rows = [make_row(name, "a") for name in ("plain", "own", "place")]
    compiled = compile_rules(make_rules([plain, own, place], {"call": rows}))
    found = [one for one in find_warnings(compiled, {}) if one.code == "W2"]
    assert [(one.question, one.what) for one in found] == [
        ("plain", "W2: no call tells `b`, `c` apart.")
    ]
