"""What counts as an answer to a question."""

from datetime import date

from bot.domain.eligibility.questions import NoAnswer


def test_who_does_not_answer_said_no_word_no_number_and_no_day() -> None:
    for silence in NoAnswer:
        assert not isinstance(silence, str | int | date)
