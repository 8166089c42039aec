"""What is typed is made harmless before anybody reads it."""

import pytest

from bot.domain.text.escaping import LONGEST_TEXT
from bot.sandbox.phones.phone import Phone
from bot.transport.incoming import Commanded, Incoming, Sent, Wrote, read_update

NAME = "komshi_sandbox_bot"


def read(phone: Phone, text: str) -> Incoming:
    return read_update({"update_id": 1, "message": phone.compose(text)}, NAME)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("\u200b\u202ePrizren\u200f", "Prizren"),
        ("x" * 4096, "x" * LONGEST_TEXT),
        ("a\x00b", "ab"),
        ("half \ud83d", "half "),
    ],
)
def test_a_text_comes_without_hidden_signs_and_with_an_end(
    phone: Phone, text: str, read_as: str
) -> None:
    assert read(phone, text) == Wrote(phone.user_id, "sq", read_as)


def test_what_hides_in_a_command_does_not_make_another_of_it(phone: Phone) -> None:
    assert read(phone, "/ca\u200blls") == Commanded(phone.user_id, "sq", "calls", "")
    assert read(phone, "/start \u202efrom-x") == Commanded(phone.user_id, "sq", "start", "from-x")


def test_the_argument_of_a_command_has_an_end_too(phone: Phone) -> None:
    found = read(phone, "/start " + "x" * LONGEST_TEXT)
    assert isinstance(found, Commanded)
    assert len(found.argument) == LONGEST_TEXT - len("/start ")


def test_a_text_in_which_nothing_can_be_seen_is_no_text(phone: Phone) -> None:
    assert read(phone, "\u200b\u2060\u200e") == Sent(phone.user_id, "sq")
