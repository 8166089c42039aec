"""The rules of the pre-screening as they come out of the files."""

import re
from pathlib import Path

import pytest

from bot.catalogue.shelf import Shelf
from bot.domain.content import Content
from bot.domain.eligibility.asking.planning import next_question
from bot.domain.eligibility.questions import Form
from bot.domain.eligibility.rules import NO_RULES, Operator
from bot.domain.eligibility.verdicts import judge
from bot.domain.text.phrases import Listed, Msg, Plain, Words
from tests.catalogue.conftest import Tree
from tests.catalogue.screening_files import SCREENING

GRANT = "calls/grant.yml"
AGE = "questions/age.yml"
FAR = "questions/derived/far.yml"


@pytest.fixture
def tree(tree: Tree) -> Tree:
    """A small content folder with a pre-screening without faults."""
    for file, text in SCREENING.items():
        tree.write(file, text)
    return tree


def test_content_without_questions_has_no_rules(tree: Tree) -> None:
    for file in SCREENING:
        tree.remove(file)
    tree.write(GRANT, SCREENING[GRANT].partition("criteria:")[0].replace("from_age: ", "own: "))
    tree.replace(GRANT, "  own: {number: 18}\n", "")
    assert tree.content().rules == NO_RULES


@pytest.fixture
def content(tree: Tree) -> Content:
    return tree.content()


def test_criteria_come_out_as_they_were_written(tree: Tree, content: Content) -> None:
    rows = content.rules.rules["grant"].criteria
    assert [(row.attribute, row.operator, row.values, row.group) for row in rows] == [
        ("municipality", Operator.IN, ("dragash", "prizren"), ""),
        ("applicant", Operator.IN, ("person",), ""),
        ("age", Operator.BETWEEN, (18, 65), ""),
        ("age", Operator.BETWEEN, (20, 40), ""),
        ("stage", Operator.NOT_IN, ("none",), ""),
        ("returnee", Operator.IN, ("yes",), "way-in"),
        ("at-risk", Operator.IN, ("yes",), "way-in"),
    ]
    assert rows[2].when == {"sex": {"woman"}}
    assert [row.document for row in rows] == [0, 0, 1, 0, 0, 0, 0]
    assert rows[1].line == tree.line(GRANT, "attribute: applicant")
    assert rows[0].line == tree.line(GRANT, "municipalities:")
    why = rows[1].why
    assert isinstance(why, Words)
    assert why.texts["sq"] == "Thirrja"
    assert why.values == {"from_age": 18}


def test_few_municipalities_are_named_and_many_by_their_programme(
    tree: Tree, content: Content
) -> None:
    why = content.rules.rules["grant"].criteria[0].why
    assert isinstance(why, Msg)
    assert why.params["places"] == Listed(
        tuple(content.municipalities[place].pair for place in ("dragash", "prizren"))
    )
    for place, cyrillic in (("istog", "Исток"), ("peje", "Пећ"), ("decan", "Дечани")):
        text = _PLACE.format(place=place, cyrillic=cyrillic)
        tree.replace("municipalities.yml", "  - id: mamushe", text)
    everywhere = "[dragash, prizren, istog, peje, decan]"
    tree.replace("programmes/interdev.yml", "[dragash, prizren]", everywhere)
    tree.replace(FAR, "[prizren]", everywhere.replace("dragash, ", ""))
    why = tree.content().rules.rules["grant"].criteria[0].why
    assert isinstance(why, Msg)
    assert why.params["programme"] == Plain("InTerDev")


_PLACE = """\
  - id: {place}
    district: prizren
    order: sq
    name: {{sq: {place}, sr: {place}x, sr_Cyrl: {cyrillic}, en: {place}}}
    aliases: []
    location: [42.0265, 20.6533]
    languages: {{official: [sq, sr]}}
  - id: mamushe"""


def test_a_call_for_everybody_has_no_row_about_the_place(tree: Tree) -> None:
    tree.replace("programmes/interdev.yml", "[dragash, prizren]", "all")
    rows = tree.content().rules.rules["grant"].criteria
    assert rows[0].attribute == "applicant"


def test_questions_come_out_as_they_were_written(content: Content) -> None:
    questions = content.rules.questions
    age, place, returnee = (questions[name] for name in ("age", "municipality", "returnee"))
    assert (age.form, age.low, age.high, age.sensitive) == (Form.NUMBER, 14, 99, False)
    assert age.asked_only_if == {"applicant": {"person"}}
    assert age.prior == {"14": 10, "18": 80, "66": 10}
    assert [option.id for option in place.options] == list(content.municipalities)
    assert [option.id for option in returnee.options] == ["yes", "no"]
    assert returnee.sensitive
    assert questions["stage"].can_change
    assert content.rules.derived["far"].rows[0].when == {
        "municipality": {"dragash"},
        "returnee": {"yes"},
    }


def test_days_are_bounds_and_limits_too(tree: Tree) -> None:
    text = SCREENING["questions/workers.yml"].replace("form: number", "form: date")
    text = text.replace("from: 0", "from: 2000-01-01").replace("to: 250", "to: 2030-01-01")
    tree.write("questions/workers.yml", text)
    tree.replace("calls/firm.yml", "at_most: from_age", "before: 2020-02-01")
    tree.replace("calls/firm.yml", "  from_age: {number: 18}\n", "")
    rules = tree.content().rules
    assert str(rules.questions["workers"].earliest) == "2000-01-01"
    assert str(rules.rules["firm"].criteria[2].values[0]) == "2020-02-01"
    tree.replace("calls/firm.yml", "2020-02-01", "2020-02")
    assert "calls/firm.yml" in tree.report().as_text()


@pytest.mark.parametrize(
    ("file", "old", "new", "changes"),
    [
        (GRANT, "en: The call}", "en: This call}", False),
        (AGE, "en: Question", "en: How old", False),
        (AGE, "{14: 10", "{14: 20", False),
        (GRANT, "    document: 1\n", "", False),
        (GRANT, "[20, 40]", "[20, 41]", True),
        (GRANT, "from_age: {number: 18}", "from_age: {number: 19}", True),
        (AGE, "to: 99", "to: 98", True),
        (FAR, "[prizren]", "[prizren, mamushe]", True),
        ("programmes/interdev.yml", "[dragash, prizren]", "all", True),
    ],
)
def test_the_version_changes_with_the_logic_and_not_with_the_texts(
    tree: Tree, file: str, old: str, new: str, *, changes: bool
) -> None:
    before = tree.content().rules.version
    tree.replace(file, old, new)
    assert (tree.content().rules.version != before) is changes
    assert len(before) == 12


def test_the_examples_of_the_guide_are_without_faults(tree: Tree) -> None:
    guide = (Path(__file__).parents[2] / "docs/content-guide.md").read_text("utf-8")
    criteria, question = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    call = SCREENING[GRANT].partition("criteria:")[0]
    tree.write(GRANT, f"{call}{criteria}")
    tree.write(AGE, question)
    stage = "  - attribute: stage\n    in: [idea]\n    why: {sq: Për, sr: Za, en: For}\n"
    tree.write(GRANT, f"{call}{criteria}{stage}")
    content, report = tree.load()
    assert content is not None, report.as_text()
    assert [problem.what for problem in report.warnings] == [
        "The questions lack texts: 3 in bs, 3 in de, 3 in tr."
    ]
    assert content.rules.rules["grant"].criteria[2].values == (18, 65)


def test_a_plan_is_made_once_for_each_set_of_calls(tree: Tree) -> None:
    edition = Shelf(tree.folder, samples=True).current
    assert edition.compiled.rules is edition.content.rules
    plan = edition.plan_for(["group", "grant", "elsewhere"])
    assert edition.plan_for(["grant", "group"]) is plan
    assert edition.plan_for(["grant"]) is not plan
    state = judge(edition.compiled, {}, ["grant", "group"])
    assert next_question(state, plan) in state.askable
