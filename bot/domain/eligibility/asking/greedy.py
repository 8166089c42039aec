"""Three ways to choose the next question by looking one answer ahead."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.domain.eligibility.asking.prospects import Prospects, Situation

Losses = Mapping[int, float]
"""By question, in the order of the candidates; the least is the best."""

Greedy = Callable[[Prospects, Situation, Sequence[int]], Losses]


def fewest_literals(
    prospects: Prospects, situation: Situation, candidates: Sequence[int]
) -> Losses:
    """How many literals are expected to be left: what each call still depends on, added up."""
    whole, shed = 0.0, dict.fromkeys(candidates, 0.0)
    for node in situation:
        facts = prospects.facts(node)
        whole += facts.literals
        for question, part in facts.shed.items():
            if question in shed:
                shed[question] += part
    return {question: whole - part for question, part in shed.items()}


def smallest_support(
    prospects: Prospects, situation: Situation, candidates: Sequence[int]
) -> Losses:
    """How many different questions are expected to be left."""
    return {
        question: sum(
            share * prospects.weight(prospects.support(after))
            for share, after in prospects.branches(situation, question)
        )
        for question in candidates
    }


def most_decided(prospects: Prospects, situation: Situation, candidates: Sequence[int]) -> Losses:
    """How many calls are expected to be still undecided; among equals, the fewest literals."""
    settled = dict.fromkeys(candidates, 0.0)
    for node in situation:
        for question, part in prospects.facts(node).settled.items():
            if question in settled:
                settled[question] += part
    literals = fewest_literals(prospects, situation, candidates)
    return {q: len(situation) - part + _TIE * literals[q] for q, part in settled.items()}


GREEDIES: Final[tuple[Greedy, ...]] = (fewest_literals, smallest_support, most_decided)
_TIE: Final = 1e-6
EQUAL: Final = 1e-9
"""Losses that are nearer than this are equal: sums in another order differ a little."""


def least(losses: Losses, slack: float = 0.0, preferred: Sequence[int] = ()) -> int:
    """The question with the least loss, the first of equals.

    Args:
        slack: A preferred question is taken if its loss is at most so much more.
    """
    best = min(losses.values())
    near = {
        q: loss for q, loss in losses.items() if q in preferred and loss <= best + slack + EQUAL
    }
    best = min(near.values(), default=best)
    return next(q for q, loss in (near or losses).items() if loss <= best + EQUAL)
