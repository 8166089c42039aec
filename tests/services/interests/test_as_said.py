"""What goes to the team stands everywhere as the person said it, for every form of question."""

import json
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from bot.domain.eligibility.compilation import compile_rules
from bot.domain.eligibility.questions import Form, Question
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.figures.exports import ExportReason, ExportRequest, ExportState, ExportTopic
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.screens.interests import opened as staff_screens
from bot.screens.interests import own as screens
from bot.screens.interests import sheets
from bot.screens.screen import Screen
from bot.services.interests import desk, own
from bot.services.rights import rights
from bot.services.staff.members import require
from tests.repository import translator
from tests.services.office import ARTA, BESA, Office, a_question, words

DAY_ASKED = replace(
    a_question("born", Form.DATE), earliest=date(1950, 1, 1), latest=date(2010, 12, 31)
)


class Case(NamedTuple):
    """A question, a reply as a button carries it, and how people and machines read it."""

    question: Question
    criterion: Criterion
    reply: str
    words: str
    exported: str


def named(question: Question, *options: str) -> Criterion:
    return Criterion(question.id, Operator.IN, options, words("why"))


TRADE = a_question("trade", Form.CHOICE, "welding", "baking")
HIRES = a_question("hires", Form.YES_NO, "yes", "no")
PLACE = a_question("municipality", Form.MUNICIPALITY, "istog", "prizren")
AGE = a_question("age", Form.NUMBER)
COMMUNITY = a_question("community", Form.CHOICE, "albanian", "serb", sensitive=True)
YOUNG = Criterion("age", Operator.AT_LEAST, (18,), words("why"))
BEFORE = Criterion("born", Operator.AT_MOST, (date(2000, 12, 31),), words("why"))

CASES = {
    "an option": Case(TRADE, named(TRADE, "welding"), "welding", "welding", "welding"),
    "yes": Case(HIRES, named(HIRES, "yes"), "yes", "yes", "yes"),
    "a place": Case(PLACE, named(PLACE, "prizren"), "prizren", "prizren", "prizren"),
    "a number": Case(AGE, YOUNG, "35", "35", "35"),
    "a span that was tapped": Case(AGE, YOUNG, "18_29", "18–29", "18-29"),
    "a year of birth": Case(AGE, YOUNG, "39_40", "39–40", "39-40"),
    "an open span": Case(AGE, YOUNG, "18_99", "18 or more", "18-99"),
    "a day": Case(DAY_ASKED, BEFORE, "1990-05-01", "1 May 1990", "1990-05-01"),
    "a span of days": Case(
        DAY_ASKED, BEFORE, "1990-01-01_1990-12-31",
        "1 January 1990–31 December 1990", "1990-01-01-1990-12-31",
    ),
    "origin": Case(COMMUNITY, named(COMMUNITY, "serb"), "serb", "serb", "serb"),
}  # fmt: skip


def test_no_form_of_question_is_left_out() -> None:
    assert {case.question.form for case in CASES.values()} == set(Form)


@pytest.mark.parametrize("name", CASES)
async def test_a_reply_is_the_same_from_the_sheet_to_the_workbook(
    office: Office, name: str
) -> None:
    case = CASES[name]
    question = case.question
    rules = RuleSet("1", {question.id: question}, {}, {"milk": Rule("milk", (case.criterion,))})
    office.compiled = compile_rules(rules)
    office.content = replace(office.content, rules=rules)
    arta = await office.colleague(ARTA)
    besa = await office.person(BESA, **{question.id: case.reply})
    flipped = 1 if question.sensitive else 0

    def said(screen: Screen) -> str:
        return "\n".join(
            translator().plain(line, Language.ENGLISH) for line in screen.lines if line
        )

    async with office.database.transaction() as uow:
        mine, staff = office.case(uow, besa), office.case(uow, arta)
        offer = await own.offer(mine, "milk", flipped, "")
        interest = await own.declare(mine, "milk", flipped, "")
        opened = await desk.open_interest(staff, interest.id, origin=True)
        member = await require(uow, arta, Act.EXPORT_PERSONAL)
        rows = await desk.taken_along(staff, member, "milk")
        data = await rights.collect(mine)
    line = f"{question.id}: {case.words}"
    assert line in said(screens.show_offer(offer))
    assert line in said(staff_screens.show_interest(opened, office.content, origin=True, page=0))
    request = ExportRequest(
        1, ExportTopic.INTERESTS, "milk", ExportReason.REACH, member.number, office.now,
        office.now, ExportState.APPROVED,
    )  # fmt: skip
    _front, people = sheets.of_interests(member, request, rows, office.content, office.now)
    cell = people.rows[0][-1]
    assert cell is not None
    # A number is one in the workbook too, so that it can be sorted; a span stays in words.
    in_the_cell = str(cell) if isinstance(cell, int) else translator().plain(cell, Language.ENGLISH)
    assert in_the_cell == case.words
    (taken,) = json.loads(rights.as_json(data))["interests"]
    about = "shared_about_origin" if question.sensitive else "shared"
    assert taken[about] == {question.id: case.exported}
