"""The fewest questions that any order can reach, by plain dynamic programming.

Over all orders that ask only what can still change a verdict, or its gate. Nothing here comes from
the planner: it tries every question in every state.
"""

from collections.abc import Callable, Mapping

from bot.domain.eligibility.asking.population import expected_shares
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.verdicts import CheckState

Shares = Mapping[str, tuple[float, ...]]
"""How likely each cell of a question is."""


def shares_of(compiled: Compiled) -> Shares:
    """How likely each cell of each question is."""
    questions = compiled.rules.questions
    return {id_: expected_shares(questions[id_], cells) for id_, cells in compiled.cells.items()}


def optimum(state: CheckState, shares: Shares, *, sensitive_last: bool = False) -> float:
    """The least mean number of questions to the end.

    Args:
        sensitive_last: Only over orders that ask nothing sensitive while there is something else.
    """
    questions = state.compiled.rules.questions
    known: dict[object, float] = {}

    def candidates(at: CheckState) -> tuple[str, ...]:
        plain = tuple(q for q in at.askable if not questions[q].sensitive)
        return plain if plain and sensitive_last else at.askable

    def least(at: CheckState) -> float:
        if not at.askable:
            return 0.0
        if at.key not in known:
            known[at.key] = min(
                1 + sum(p * least(at.with_cell(q, cell)) for cell, p in enumerate(shares[q]) if p)
                for q in candidates(at)
            )
        return known[at.key]

    return least(state)


def mean_questions(
    state: CheckState, shares: Shares, choose: Callable[[CheckState], str | None]
) -> float:
    """The mean number of questions to the end in some order, over everybody: no sampling."""
    question = choose(state)
    if question is None:
        return 0.0
    return 1 + sum(
        p * mean_questions(state.with_cell(question, cell), shares, choose)
        for cell, p in enumerate(shares[question])
        if p
    )
