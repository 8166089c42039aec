from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.eligibility.questions import Form, NoAnswer, Option, Question
from bot.domain.screening.conversation import Aim, Conversation, Span, read, write
from bot.domain.screening.typed_answers import understand
from bot.domain.text.phrases import Words
from tests.conftest import NOW

TODAY = date(2026, 11, 22)


def words(text: str, **others: str) -> Words:
    return Words({"en": text, **others})


def a_question(form: Form, question_id: str = "q", **fields: object) -> Question:
    text = words("?")
    return Question(question_id, form, "person", text, text, text, **fields)  # type: ignore[arg-type]


AGE = a_question(Form.NUMBER, "age", low=14, high=99)
WORKERS = a_question(Form.NUMBER, "workers", low=0, high=250)
SURE = a_question(Form.YES_NO, options=(Option("yes", words("Yes")), Option("no", words("No"))))
TRADE = a_question(
    Form.CHOICE,
    options=(
        Option("welding", words("Welding", sq="Saldim", sr="Zavarivanje")),
        Option("hairdressing", words("Hairdressing", sq="Floktari", sr="Frizerstvo")),
        Option("other", words("Another one", sq="Tjetër", sr="Drugi")),
    ),
)
SINCE = a_question(Form.DATE, earliest=date(1999, 6, 12), latest=TODAY)


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("35", 35),
        (" 35 ", 35),
        ("35 vjeç", 35),
        ("jam 35 vjeç.", 35),
        ("ima mi 35 godina", 35),
        ("имам 35 година", 35),
        ("٣٥", 35),
        ("۳۵", 35),
        ("३५", 35),
        ("３５", 35),
        ("3️⃣5️⃣", 35),
        ("35, 35!", 35),
        ("12.05.1990", 36),
        ("31.12.1990", 35),
        ("1990-05-12", 36),
        ("22.11.2008", 18),
        ("23.11.2008", 17),
        ("1990", Span(35, 36)),
        ("rođen 1990.", Span(35, 36)),
        ("5 mars 1990", 36),
        ("5. marta 1990.", 36),
        ("5. децембра 1990", 35),
        ("12.05.98", 28),
        ("22.11.08", 18),
        # A year of birth with two digits.
        ("'98", Span(27, 28)),
        ("’98", Span(27, 28)),
        ("`98", Span(27, 28)),
        ("' 98", Span(27, 28)),
        ("'٩٨", Span(27, 28)),
        ("'86", Span(39, 40)),
        ("'60", Span(65, 66)),
        ("'05", Span(20, 21)),
        ("05", Span(20, 21)),
        ("rođena 98", Span(27, 28)),
        ("рођен 98.", Span(27, 28)),
        ("98. godište", Span(27, 28)),
        ("i lindur 98", Span(27, 28)),
        ("born in 98", Span(27, 28)),
        ("98 doğumlu", Span(27, 28)),
        ("Jahrgang 98", Span(27, 28)),
        ("79", 79),
        ("98 vjeç", 98),
        ("imam 85 godina", 85),
    ],
)
def test_an_age_is_understood(typed: str, age: object) -> None:
    assert understand(AGE, typed, TODAY) == age


@pytest.mark.parametrize(
    "typed",
    ["", "👍", "a" * 5000, "3" * 5000, "18-25", "-3", "− 3", "35,5", "35.5", "13", "100", "2020",
     "1890", "31.02.1990", "thirty", "12.05.2020", "98", "80", "99", "٩٨", "98!", "'20",
     "viti 98", "98. godine"],
)  # fmt: skip
def test_what_is_no_age_is_not_guessed(typed: str) -> None:
    assert understand(AGE, typed, TODAY) is None


def test_a_number_that_is_no_age_is_no_year_of_birth() -> None:
    assert understand(WORKERS, "4 punëtorë", TODAY) == 4
    assert understand(WORKERS, "0", TODAY) == 0
    assert understand(WORKERS, "1990", TODAY) is None
    assert understand(WORKERS, "98", TODAY) == 98


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("Po", "yes"), ("da", "yes"), ("ДА", "yes"), ("yes please", "yes"), ("evet", "yes"),
     ("Jo", "no"), ("ne", "no"), ("не", "no"), ("hayır", "no"), ("nein", "no"),
     ("maybe", None), ("", None), ("🙂", None)],
)  # fmt: skip
def test_yes_and_no_are_understood_in_every_language(typed: str, answer: str | None) -> None:
    assert understand(SURE, typed, TODAY) == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("saldim", "welding"), ("ЗАВАРИВАЊЕ", "welding"), ("weld", "welding"),
     ("friz", "hairdressing"), ("we", None), ("", None), ("painting", None)],
)  # fmt: skip
def test_an_option_can_be_typed(typed: str, answer: str | None) -> None:
    assert understand(TRADE, typed, TODAY) == answer


def test_a_day_can_be_typed() -> None:
    for typed in ("1.2.2020", "1 shkurt 2020", "1. фебруара 2020.", "Feb 1 2020", "1.2.20"):
        assert understand(SINCE, typed, TODAY) == date(2020, 2, 1), typed
    assert understand(SINCE, "1.2.", TODAY) is None
    assert understand(SINCE, "1.2.1990", TODAY) is None
    assert understand(SINCE, "yesterday", TODAY) is None


@given(st.text(max_size=120))
def test_no_text_breaks_it(typed: str) -> None:
    for question in (AGE, WORKERS, SURE, TRADE, SINCE):
        reply = understand(question, typed, TODAY)
        assert reply is None or read(question, write(reply)) == reply


REPLIES = [
    (AGE, 35),
    (AGE, Span(18, 35)),
    (AGE, NoAnswer.UNSURE),
    (TRADE, "welding"),
    (SINCE, date(2020, 2, 1)),
    (SINCE, Span(date(2020, 2, 1), TODAY)),
]


@pytest.mark.parametrize(("question", "reply"), REPLIES)
def test_a_reply_comes_back_as_it_was_written(question: Question, reply: object) -> None:
    assert read(question, write(reply)) == reply  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "text"),
    [(AGE, ""), (AGE, "13"), (AGE, "35_18"), (AGE, "18_"), (AGE, "x"), (AGE, "?perhaps"),
     (AGE, "٣٥"), (TRADE, "painting"), (SINCE, "2020-02-31"), (SINCE, "1990-01-01")],
)  # fmt: skip
def test_what_nobody_could_answer_is_nothing(question: Question, text: str) -> None:
    assert read(question, text) is None


def test_a_corrected_reply_keeps_its_place() -> None:
    talk = Conversation(Aim(), "1", NOW).replied("a", "1").replied("b", "2").replied("a", "3")
    assert list(talk.replies.items()) == [("a", "3"), ("b", "2")]
    assert (talk.before("b"), talk.before("a"), talk.before("c")) == ("a", "", "b")
