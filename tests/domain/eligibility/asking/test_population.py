"""How often each answer is expected."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.eligibility.asking.population import expected_shares
from bot.domain.eligibility.cells import Cell, cut
from bot.domain.eligibility.questions import Form, Question
from tests.domain.eligibility.rule_sets import FIRST_DAY, make_question

AGE = replace(make_question("age", form=Form.NUMBER), low=14, high=99)


def _ages(*starts: int) -> tuple[Cell, ...]:
    ends = [start - 1 for start in starts[1:]] + [99]
    return cut(AGE, [((a, b),) for a, b in zip(starts, ends, strict=True)])


def test_every_option_is_as_likely_as_another_without_a_prior() -> None:
    question = make_question("q", ("a", "b", "c", "d"))
    cells = cut(question, [frozenset({"a"})])
    assert expected_shares(question, cells) == (0.25, 0.75)


def test_every_range_of_numbers_is_as_likely_without_a_prior() -> None:
    assert expected_shares(AGE, _ages(14, 18, 66)) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_a_prior_of_options_is_added_up_by_cell_and_need_not_be_whole() -> None:
    question = replace(make_question("q", ("a", "b", "c")), prior={"a": 1, "b": 2, "c": 5})
    cells = cut(question, [frozenset({"c"})])
    assert expected_shares(question, cells) == (3 / 8, 5 / 8)


def test_a_prior_of_ranges_is_spread_evenly_within_each_range() -> None:
    question = replace(AGE, prior={"14": 4, "18": 48, "66": 34})
    assert expected_shares(question, _ages(14, 18, 30, 66)) == pytest.approx(
        (4 / 86, 12 / 86, 36 / 86, 34 / 86)
    )
    assert expected_shares(question, _ages(14, 20)) == pytest.approx((6 / 86, 80 / 86))


def test_a_prior_of_days_begins_with_days() -> None:
    question = replace(
        make_question("when", form=Form.DATE), prior={"2026-01-01": 1.0, "2026-01-02": 3.0}
    )
    first = FIRST_DAY.toordinal()
    cells = cut(question, [((first, first),)])
    assert cells[1].values == (FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=2))
    assert expected_shares(question, cells) == (0.25, 0.75)


@pytest.mark.parametrize("prior", [{}, {"a": 0.0}, {"gone": 3.0}])
def test_a_prior_that_says_nothing_counts_as_none(prior: dict[str, float]) -> None:
    question: Question = replace(make_question("q", ("a", "b")), prior=prior)
    assert expected_shares(question, cut(question, [frozenset({"a"})])) == (0.5, 0.5)
