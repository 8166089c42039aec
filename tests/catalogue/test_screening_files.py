"""What may stand in the files of questions, tables and criteria, and what is said otherwise."""

from dataclasses import dataclass

import pytest

from bot.catalogue.report import Severity
from tests.catalogue.conftest import Tree
from tests.catalogue.screening_files import SCREENING

GRANT = "calls/grant.yml"
AGE = "questions/age.yml"
SEX = "questions/sex.yml"
STAGE = "questions/stage.yml"
PLACE = "questions/municipality.yml"
RETURNEE = "questions/returnee.yml"
FAR = "questions/derived/far.yml"


@pytest.fixture
def tree(tree: Tree) -> Tree:
    """A small content folder with a pre-screening without faults."""
    for file, text in SCREENING.items():
        tree.write(file, text)
    return tree


@dataclass(frozen=True)
class Defect:
    """A text put in place of another, and what the report says at the line with ``mark``."""

    file: str
    old: str
    new: str
    mark: str
    says: str
    severity: Severity = Severity.ERROR


LABEL = (
    "label: {sq: sq woman, sr: sr woman, en: en woman, tr: tr woman, bs: bs woman, de: de woman}"
)
DEFECTS = {
    # The form of questions.
    "an unknown form": Defect(SEX, "form: choice", "form: chioce", "form:", "mean `choice`?"),
    "an unknown topic": Defect(SEX, "topic: person", "topic: persons", "topic:", "mean `person`?"),
    "a missing why": Defect(SEX, "why:", "whay:", "whay:", "Do you mean `why`?"),
    "a text not in Serbian": Defect(
        SEX, "short: {sq: Fjalë, sr: Reč,", "short: {sq: Fjalë,", "short:", "not written in sr"
    ),
    "a long label on a button": Defect(
        SEX, "en: en woman", f"en: {'w' * 31}", "www", "31 characters; 30 fit"
    ),
    "too many options": Defect(
        SEX,
        "options:\n",
        "options:\n"
        + "".join(
            f"  - {{id: o{n}, label: {{sq: o{n}, sr: o{n}, en: o{n}}}}}\n" for n in range(11)
        ),
        "options:",
        "`options` has more than 12",
    ),
    "one option alone": Defect(
        SEX, SCREENING[SEX].split("\n")[-2] + "\n", "", "options:", "fewer than two options"
    ),
    "an option twice": Defect(
        SEX, "id: man", "id: woman", "id: woman, label: {sq: sq man", "stands here twice"
    ),
    "two options with one label": Defect(
        SEX, "en: en man", "en: En woman", "id: man", "the same label in `en`"
    ),
    "options of a number": Defect(
        AGE, "from: 14", "options: []\nfrom: 14", "options:", "`options` does not fit the form"
    ),
    "bounds of a choice": Defect(SEX, "topic:", "from: 1\ntopic:", "from:", "`from` does not fit"),
    "a number without an end": Defect(AGE, "to: 99\n", "", "form:", "`to` is missing"),
    "an end before the beginning": Defect(AGE, "to: 99", "to: 3", "from:", "not before `to`"),
    "a day for a number": Defect(AGE, "to: 99", "to: 2020-01-01", "to:", "Write it as in 14."),
    "a word for a bound": Defect(AGE, "to: 99", "to: old", "to:", "a whole number, or a day"),
    "a prior outside the range": Defect(AGE, "{14: 10", "{13: 10", "prior:", "names `13`"),
    "a prior for no answer": Defect(
        RETURNEE, "{yes: 30", "{yess: 30", "prior:", "Do you mean `yes`?"
    ),
    "a prior of nothing": Defect(
        RETURNEE, "{yes: 30, no: 70}", "{yes: 0}", "prior:", "expects no answer"
    ),
    "true for an answer": Defect(
        RETURNEE, "sensitive: true", "asked_only_if: {at-risk: [true]}", "asked_only_if", "not text"
    ),
    # Gates.
    "an unknown gate": Defect(
        SEX, "{applicant: [person]}", "{aplicant: [person]}", "asked_only_if", "mean `applicant`?"
    ),
    "an unknown answer to a gate": Defect(
        SEX, "{applicant: [person]}", "{applicant: [persn]}", "asked_only_if", "mean `person`?"
    ),
    "a number as a gate": Defect(
        SEX, "{applicant: [person]}", '{workers: ["3"]}', "asked_only_if", "a number or a day"
    ),
    "a table as a gate": Defect(
        SEX, "{applicant: [person]}", "{far: [far]}", "asked_only_if", "which is derived"
    ),
    "gates in a circle": Defect(
        "questions/applicant.yml",
        "prior:",
        "asked_only_if: {sex: [woman]}\nprior:",
        "asked_only_if",
        "E3: questions wait for each other: applicant → sex → applicant.",
    ),
    # Tables.
    "an unknown input": Defect(FAR, "[municipality, returnee]", "[municipality, returne]", "inputs",
                               "Do you mean `returnee`?"),
    "a number as an input": Defect(
        FAR, "[municipality, returnee]", "[municipality, returnee, age]", "inputs", "a number or"
    ),
    "a table as an input": Defect(
        FAR, "[municipality, returnee]", "[municipality, returnee, far]", "inputs", "derived itself"
    ),
    "a row about another question": Defect(
        FAR, "when: {municipality: [prizren]}", "when: {at-risk: [yes]}", "at-risk", "the `inputs`"
    ),
    "a row about an unknown answer": Defect(
        FAR, "[prizren]", "[prizern]", "prizern", "Do you mean `prizren`?"
    ),
    # Criteria.
    "no operator": Defect(GRANT, "    not_in: [none]\n", "", "attribute: stage", "exactly one of"),
    "two operators": Defect(
        GRANT, "    not_in: [none]\n", "    not_in: [none]\n    in: [idea]\n", "attribute: stage",
        "exactly one of",
    ),
    "an unknown attribute": Defect(
        GRANT, "attribute: stage", "attribute: stag", "attribute: stag", "Do you mean `stage`?"
    ),
    "an unknown option": Defect(
        GRANT, "in: [person]", "in: [persom]", "[persom]", "Do you mean `person`?"
    ),
    "an option twice in a row": Defect(
        GRANT, "in: [person]", "in: [person, person]", "[person, person]", "stands here twice"
    ),
    "an operator for numbers": Defect(
        GRANT, "not_in: [none]", "at_least: 3", "at_least", "Use `in`, `not_in`."
    ),
    "an operator for options": Defect(
        GRANT, "between: [20, 40]", 'in: ["20"]', 'in: ["20"]', "Use `between`, `at_least`, `at_m"
    ),
    "a number that is none": Defect(
        GRANT, "[from_age, 65]", "[from_age, 65.5]", "65.5", "a whole number"
    ),
    "a day for an age": Defect(
        GRANT, "[from_age, 65]", "[from_age, 2020-01-01]", "2020", "Use a number such as 18"
    ),
    "an unknown value": Defect(
        GRANT, "[from_age, 65]", "[fromage, 65]", "fromage", "Do you mean `from_age`?"
    ),
    "an amount for a number": Defect(
        GRANT, "[from_age, 65]", "[amount, 65]", "[amount", "an amount of money, not a number"
    ),
    "the greater number first": Defect(
        GRANT, "[from_age, 65]", "[65, from_age]", "between: [65", "greater value first"
    ),
    "a number outside the question": Defect(
        GRANT, "[from_age, 65]", "[from_age, 165]", "165", "goes from 14 to 99"
    ),
    "a limit that is three": Defect(
        GRANT, "[from_age, 65]", "[from_age, 65, 70]", "between", "has more than 2"
    ),
    "a document that is not there": Defect(
        GRANT, "document: 1", "document: 2", "document", "`bring` has 1 lines"
    ),
    "a group of one": Defect(
        GRANT, "group: way-in", "group: wayin", "group: wayin", "Do you mean `way-in`?"
    ),
    "an unknown when": Defect(
        GRANT, "when: {sex: [man]}", "when: {sexx: [man]}", "sexx", "Do you mean `sex`?"
    ),
    "an unknown answer in when": Defect(
        GRANT, "when: {sex: [woman]}", "when: {sex: [women]}", "[women]", "mean `woman`?"
    ),
    "a number in when": Defect(
        GRANT, "when: {sex: [man]}", 'when: {age: ["20"]}', '["20"]', "in a row of its own"
    ),
    "a why not in Albanian": Defect(
        GRANT, "why: {sq: Thirrja, sr", "why: {sr", "why: {sr", "not written in sq"
    ),
    "a place to fill in a why": Defect(
        GRANT, "en: The call}", 'en: "The {call}"}', "The {call}", "not among the `values`"
    ),
    "a long why": Defect(
        GRANT, "en: The call}", f"en: {'w' * 161}}}", "www", "161 characters; 160 fit"
    ),
    "no question about the place": Defect(
        PLACE, "form: municipality", "form: yes_no", "", "no question `municipality` asks for it"
    ),
}  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_each_defect_is_reported_with_its_file_and_line(tree: Tree, defect: Defect) -> None:
    tree.replace(defect.file, defect.old, defect.new)
    file, mark = (defect.file, defect.mark) if defect.mark else (GRANT, "municipalities:")
    place = f"content/{file}", tree.line(file, mark)
    content, report = tree.load()
    there = [str(p) for p in report.errors if (p.file, p.line) == place]
    assert any(defect.says in problem for problem in there), report.as_text()
    assert content is None


def test_a_pre_screening_without_defects_has_nothing_to_report(tree: Tree) -> None:
    assert tree.report().as_text() == "no errors, no warnings."


def test_an_id_is_taken_once_over_questions_tables_and_calls(tree: Tree) -> None:
    tree.write("questions/far.yml", SCREENING[RETURNEE].replace("id: returnee", "id: far"))
    tree.write("questions/firm.yml", SCREENING[RETURNEE].replace("id: returnee", "id: firm"))
    said = tree.report().as_text()
    assert "content/questions/derived/far.yml:1: error: The id `far` is that of a question" in said
    assert "content/questions/firm.yml:1: error: The id `firm` is that of a call too." in said


def test_a_call_without_criteria_is_named_and_has_no_rule(tree: Tree) -> None:
    tree.write("calls/firm.yml", SCREENING["calls/firm.yml"].partition("criteria:")[0])
    tree.replace("calls/firm.yml", "  from_age: {number: 18}\n", "")
    tree.remove("questions/workers.yml")
    content, report = tree.load()
    assert "calls/firm.yml:1: warning: `criteria` is missing" in report.as_text()
    assert content is not None
    assert list(content.rules.rules) == ["grant", "group"]


def test_a_question_in_disorder_leads_to_no_reports_about_calls(tree: Tree) -> None:
    tree.write(AGE, "- nothing\n")
    tree.replace(SEX, "topic: person", "topic: persons")
    files = {problem.file for problem in tree.report().errors}
    assert files == {f"content/{AGE}", f"content/{SEX}"}
