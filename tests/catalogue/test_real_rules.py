"""Concrete people against the real rules: whom each call is for, and whom it is not for."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.catalogue.loader import load_content
from bot.domain.content import Content
from bot.domain.eligibility.asking.planning import Plan, next_question, plan
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.explanations import changes, why
from bot.domain.eligibility.questions import Answer, NoAnswer
from bot.domain.eligibility.verdicts import CheckState, Verdict, judge
from bot.domain.text.phrases import Words
from tests import repository

FOLDER = Path(__file__).parents[2] / "content"
NOT_SAID = {"?": NoAnswer.UNSURE, "-": NoAnswer.WITHHELD}


@dataclass(frozen=True)
class Somebody:
    """A person with a wish, and what is right to say about the calls with that aim."""

    who: str
    aim: str
    answers: dict[str, Answer]
    fits: set[str]
    unclear: set[str]


def _answer(written: str) -> Answer:
    return int(written) if written.isdigit() else NOT_SAID.get(written, written)


def _people() -> list[Somebody]:
    table = yaml.safe_load((Path(__file__).parent / "real_people.yml").read_text("utf-8"))
    return [
        Somebody(
            who=one["who"],
            aim=one["aim"],
            answers={
                question: _answer(answer)
                for question, _, answer in (pair.partition("=") for pair in one["answers"].split())
            },
            fits=set(one.get("fits", [])),
            unclear=set(one.get("unclear", [])),
        )
        for one in table
    ]


PEOPLE = _people()


@pytest.fixture(scope="module")
def content() -> Content:
    return repository.content()


@pytest.fixture(scope="module")
def compiled(content: Content) -> Compiled:
    return compile_rules(content.rules)


def _judge(
    content: Content, compiled: Compiled, aim: str, answers: dict[str, Answer]
) -> CheckState:
    calls = [call.id for call in content.calls.values() if aim in call.goals]
    return judge(compiled, answers, calls)


def _with(state: CheckState, verdict: Verdict) -> set[str]:
    return {call for call, found in state.verdicts.items() if found is verdict}


def test_every_call_has_a_rule(content: Content) -> None:
    assert set(content.rules.rules) == set(content.calls)


@pytest.mark.parametrize("one", PEOPLE, ids=lambda one: one.who)
def test_people_find_what_is_for_them(content: Content, compiled: Compiled, one: Somebody) -> None:
    state = _judge(content, compiled, one.aim, one.answers)
    assert set(one.answers) == set(state.answers), "an answer does not count"
    assert _with(state, Verdict.UNDECIDED) == set()
    assert _with(state, Verdict.FITS) == one.fits
    assert _with(state, Verdict.UNCLEAR) == one.unclear


def test_every_call_fits_somebody_of_the_table() -> None:
    found = {call for one in PEOPLE for call in one.fits}
    assert len(found) == 28


def test_ages_are_data_of_the_call(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    file = folder / "calls/integra-c2-call-1.yml"
    text = re.sub(r"men_to: {number: \d+}", "men_to: {number: 45}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    content, _ = load_content(folder, samples=True)
    assert content is not None
    man = next(one for one in PEOPLE if one.who == "a man of 40 who came back")
    state = _judge(content, compile_rules(content.rules), man.aim, man.answers)
    assert _with(state, Verdict.FITS) == {"integra-c2-call-1"}


def _most_questions(state: CheckState, made: Plan, known: dict[object, int]) -> int:
    """How many questions can still come, whatever is answered, and whether or not it is."""
    question = next_question(state, made)
    if question is None:
        return 0
    where = state.key, made.prospects.topic_of(state)
    if where not in known:
        cells = range(len(state.compiled.cells[question]))
        after = [state.with_cell(question, cell) for cell in cells]
        after += [state.answer(question, silence) for silence in NoAnswer]
        known[where] = 1 + max(_most_questions(one, made, known) for one in after)
    return known[where]


@pytest.mark.parametrize(
    "calls",
    [
        ("integra-c2-call-1",),
        ("integra-c2-call-2",),
        ("integra-c2-call-1", "integra-c2-call-2"),
    ],
)
def test_equipment_for_a_new_business_takes_seven_questions_at_most(
    compiled: Compiled, calls: tuple[str, ...]
) -> None:
    start = judge(compiled, {}, calls)
    assert _most_questions(start, plan(compiled, calls), {}) == 7


@pytest.mark.parametrize(
    ("language", "returnee", "difficult"),
    [
        ("sq", "riatdhesuar", "gjendje e vështirë (grup në rrezik)"),
        ("sr", "repatrirana", "teška situacija (ugrožena grupa)"),
        ("en", "returnee", "difficult situation (group at risk)"),
        ("bs", "repatrirana", "teška situacija (ugrožena grupa)"),
    ],
)
def test_both_ways_into_integra_are_explained_before_they_are_asked(
    content: Content, language: str, returnee: str, difficult: str
) -> None:
    text = content.rules.questions["situation"].help
    assert text is not None
    first, second = text.texts[language].casefold().rstrip(".").split(". ")
    assert returnee in first
    assert difficult in second


@pytest.mark.parametrize("farm", ["cows", "raspberries", "bees", "berries-herbs"])
def test_a_smallholder_is_on_the_right_line_after_three_answers(
    content: Content, compiled: Compiled, farm: str
) -> None:
    answers: dict[str, Answer] = {
        "municipality": "dragash",
        "applicant": "household",
        "farm": farm,
    }
    state = _judge(content, compiled, "farm-or-business", answers)
    assert state.askable == ()
    assert len(_with(state, Verdict.FITS)) == 1


def test_a_woman_of_shterpce_hears_where_the_textile_line_is(
    content: Content, compiled: Compiled
) -> None:
    woman = next(one for one in PEOPLE if one.who.startswith("a woman of Štrpce who looks"))
    state = _judge(content, compiled, woman.aim, woman.answers)
    reasons = why(state, "interdev-tep-textile")
    assert [reason.question for reason in reasons] == ["municipality"]


def test_a_group_hears_what_it_can_change(content: Content, compiled: Compiled) -> None:
    answers: dict[str, Answer] = {
        "municipality": "zvecan",
        "applicant": "group",
        "mixed": "yes",
        "with-municipality": "no",
        "idea-for": "members",
    }
    state = _judge(content, compiled, "group", answers)
    found = {change.question for change in changes(state, "csp-community")}
    assert found == {"with-municipality", "idea-for"}


def test_nobody_is_told_to_be_somebody_else(content: Content) -> None:
    fixed = {"sex", "age", "situation", "displaced", "community", "municipality"}
    assert not {id_ for id_ in fixed if content.rules.questions[id_].can_change}


def test_questions_about_origin_are_sensitive(content: Content) -> None:
    origin = {q.id for q in content.rules.questions.values() if q.topic == "origin"}
    assert origin == {"situation", "displaced", "community", "partner-community"}
    assert all(content.rules.questions[id_].sensitive for id_ in origin | {"mixed"})


@pytest.mark.parametrize(
    ("language", "from_abroad", "displaced"),
    [("sq", "riatdhes", "zhvendos"), ("sr", "inostran", "raselj"), ("en", "abroad", "displaced")],
)
def test_the_two_kinds_of_coming_back_have_words_of_their_own(
    content: Content, language: str, from_abroad: str, displaced: str
) -> None:
    def texts(id_: str) -> str:
        one = content.rules.questions[id_]
        words = [one.short, one.why, *([one.help] if one.help else [])]
        return " ".join(word.texts[language] for word in words).casefold()

    assert from_abroad in texts("situation")
    assert displaced not in texts("situation")
    assert displaced in texts("displaced")
    assert "riatdhes" not in texts("displaced")


def test_the_communities_are_the_same_for_both_partners(content: Content) -> None:
    own, partner = (content.rules.questions[id_] for id_ in ("community", "partner-community"))
    assert [option.id for option in own.options] == [option.id for option in partner.options]
    assert len(own.options) == 11
    assert not own.prior
    assert not partner.prior


def test_all_that_concerns_the_business_says_that_the_tax_office_hears_nothing(
    content: Content,
) -> None:
    for id_ in ("stage", "workers"):
        text = content.rules.questions[id_].help
        assert text is not None
        assert "tax office" in text.texts["en"]


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_the_reasons_say_for_whom_a_call_is(content: Content, language: str) -> None:
    unkind = re.compile(
        r"\b(unfortunately|not eligible|refused|rejected|you are not|you do not"
        r"|fatkeqësisht|nuk jeni|nuk plotësoni|nažalost|nemate pravo|odbijen\w*|niste)\b",
        re.IGNORECASE,
    )
    for rule in content.rules.rules.values():
        for criterion in rule.criteria:
            if isinstance(criterion.why, Words):
                assert not unkind.search(criterion.why.texts[language])
