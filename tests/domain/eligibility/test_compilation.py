"""Rules that cannot be compiled are refused with a sentence; cells are as few as can be."""

import pytest

from bot.domain.eligibility.cells import Cell, RulesError
from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.diagrams import FALSE, TRUE, nodes_under
from bot.domain.eligibility.questions import Derived, Form, Question, Row
from bot.domain.eligibility.rules import Criterion, Operator
from tests.domain.eligibility.rule_sets import FIRST_DAY, make_question, make_row, make_rules

AGE = make_question("age", form=Form.NUMBER)
PLACE = make_question("place", ("prizren", "dragash", "leposaviq"))


def cells_of(question: Question, *rows: Criterion) -> tuple[Cell, ...]:
    return compile_rules(make_rules([question], {"a": rows})).cells[question.id]


def test_numbers_are_cut_only_where_a_row_cuts_them() -> None:
    assert cells_of(AGE, make_row("age", 5, operator=Operator.AT_LEAST)) == (
        Cell("3-4", (3, 4), 2),
        Cell("5-7", (5, 7), 3),
    )
    assert cells_of(AGE) == (Cell("3-7", (3, 7), 5),)


def test_a_cell_of_numbers_has_no_gap() -> None:
    assert [cell.values for cell in cells_of(AGE, make_row("age", 5))] == [(3, 4), (5, 5), (6, 7)]


def test_days_are_cut_too() -> None:
    born = make_question("born", form=Form.DATE)
    cells = cells_of(born, make_row("born", FIRST_DAY, operator=Operator.AFTER))
    assert [(cell.id, cell.size) for cell in cells] == [("2026-01-01", 1), ("2026-01-02", 2)]


def test_options_that_nothing_tells_apart_are_one_cell() -> None:
    assert cells_of(PLACE, make_row("place", "dragash", operator=Operator.NOT_IN)) == (
        Cell("prizren", ("prizren", "leposaviq"), 2),
        Cell("dragash", ("dragash",), 1),
    )


def test_a_row_that_says_nothing_leaves_nothing_in_the_diagram() -> None:
    rules = make_rules(
        [PLACE],
        {
            "all": [make_row("place", "prizren", "dragash", "leposaviq")],
            "none": [make_row("place", "prizren"), make_row("place", "dragash")],
        },
    )
    compiled = compile_rules(rules)
    assert compiled.calls["all"] is TRUE
    assert compiled.calls["none"] is FALSE
    assert compiled.person(compiled.calls["none"]) is None


def test_a_table_has_the_value_of_its_first_row() -> None:
    table = Derived(
        "t",
        ("place",),
        (
            Row({"place": frozenset({"prizren"})}, "x"),
            Row({"place": frozenset({"prizren", "dragash"})}, "y"),
        ),
    )
    rules = make_rules([PLACE], {"x": [make_row("t", "x")], "y": [make_row("t", "y")]}, [table])
    compiled = compile_rules(rules)
    assert compiled.person(compiled.calls["x"]) == {"place": "prizren"}
    assert compiled.person(compiled.calls["y"]) == {"place": "dragash"}


def test_a_gate_stands_before_its_follower() -> None:
    rules = make_rules(
        [
            make_question("third", asked_only_if={"second": ["yes"]}),
            make_question("second", asked_only_if={"first": ["yes"]}),
            make_question("first"),
        ],
        {"a": [make_row("third", "yes")]},
    )
    compiled = compile_rules(rules)
    assert compiled.order == ("first", "second", "third")
    assert compiled.followers["first"] == {"second", "third"}
    assert len(nodes_under(compiled.calls.values())) == 3


def test_a_gate_that_lets_everybody_through_stands_in_for_its_own_gates() -> None:
    rules = make_rules(
        [
            make_question("first"),
            make_question("second", asked_only_if={"first": ["yes"]}),
            make_question("third", asked_only_if={"second": ["yes", "no"]}),
        ],
        {"a": [make_row("third", "yes")]},
    )
    compiled = compile_rules(rules)
    assert set(compiled.gates["third"]) == {"first"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (make_row("gone", "yes"), "gone: there is no such question"),
        (make_row("place", "prizren", when={"gone": ["yes"]}), "gone: there is no such question"),
        (make_row("place", "prizren", when={"age": ["3"]}), "age: only a choice"),
        (make_row("place", "prizren", operator=Operator.AT_LEAST), "place: at_least needs"),
        (make_row("table", "x", operator=Operator.BEFORE), "table: before needs"),
        (make_row("age", 3, operator=Operator.BETWEEN), "age: between with 1 values"),
        (make_row("age", 3, 4, operator=Operator.AT_LEAST), "age: at_least with 2 values"),
        (make_row("age", "3"), "age: '3' is not of its form"),
        (make_row("circle", "x"), "circle: the tables go in a circle"),
    ],
)
def test_a_row_that_cannot_be_compiled_is_refused(row: Criterion, message: str) -> None:
    tables = [Derived("table", ("place",), (), "x")]
    if row.attribute == "circle":
        tables.append(Derived("circle", ("circle",), (Row({"circle": frozenset("x")}, "x"),)))
    with pytest.raises(RulesError, match=message):
        compile_rules(make_rules([AGE, PLACE], {"a": [row]}, tables))


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ([make_question("a", asked_only_if={"a": ["yes"]})], "a: the gates go in a circle"),
        ([make_question("a", asked_only_if={"b": ["yes"]})], "b: there is no such question"),
        ([make_question("a", ())], "a: there are no options"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(
    questions: list[Question], message: str
) -> None:
    with pytest.raises(RulesError, match=message):
        compile_rules(make_rules(questions, {}))
