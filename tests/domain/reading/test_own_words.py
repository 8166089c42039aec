"""What people say to the bot beside what they look for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.own_words import Saying, understand

SAID = {
    Saying.STOP: (
        "stop", "Stop.", "/stop.", "STOP!!!", "стоп", "Стоп.", "/стоп", "stop stop", "Please stop",
        "stop messages", "stop sending me messages", "ndal", "Ndalo!", "ndaloni ju lutem",
        "ndalni mesazhet", "prestanite", "Престаните", "prekini", "zaustavite poruke", "odjava",
        "Одјава", "dur", "durdurun", "mesajları durdurun", "stopp", "Halt!", "abmelden",
        "mos më shkruani", "ne pišite mi više", "не пишите ми више", "unsubscribe",
    ),
    Saying.PERSON: (
        "I need a person to talk to", "can I talk to somebody?", "a human please", "person",
        "dua të flas me dikë", "dua të flas me një njeri", "njeri", "želim da razgovaram sa nekim",
        "хоћу да причам са човеком", "treba mi osoba", "bir insanla konuşmak istiyorum",
        "Ich möchte mit einem Menschen sprechen",
    ),
    Saying.HELP: (
        "help", "Help me please", "?", "I need help", "ndihmë", "më duhet ndihmë", "pomoć",
        "помоћ", "treba mi pomoć", "yardım", "Hilfe",
    ),
    Saying.THANKS: (
        "thanks", "Thank you very much!", "faleminderit", "faleminderit shumë", "hvala",
        "хвала вам пуно", "teşekkür ederim", "vielen Dank", "danke schön",
    ),
    Saying.GREETING: (
        "hello", "Hi there", "good morning", "tung", "përshëndetje", "mirëdita", "zdravo",
        "Добар дан", "dobar dan", "merhaba", "iyi günler", "Guten Tag",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("saying", "text"), [(k, text) for k, all_ in SAID.items() for text in all_]
)
def test_what_is_said_is_understood(saying: Saying, text: str) -> None:
    assert understand(text) is saying


@pytest.mark.parametrize(
    "text",
    [
        "Do not stop", "the bus stop in Prizren", "stop the rain", "do not stop sending messages",
        "Mos ndalo", "nemojte da prestanete", "durum nedir", "I need a person for my farm",
        "help with bees", "electrician", "bees", "Prizren", "hello where is the call for bees",
        "two people in my household", "thank you for the money", "kurs za čoveka",
        "", "...", "/", "how", "me", "të", "jam nga Prizreni",
    ],
)  # fmt: skip
def test_a_sentence_that_only_holds_such_a_word_says_something_else(text: str) -> None:
    assert understand(text) is None


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert understand(text) in (None, *Saying)


@given(
    st.sampled_from(SAID[Saying.STOP]),
    st.sampled_from(["bees", "pčele", "lopë", "gjithnjë", "nikad", "jo"]),
)
def test_a_stop_word_beside_any_other_word_is_not_obeyed(stop: str, other: str) -> None:
    assert understand(f"{stop} {other}") is not Saying.STOP
