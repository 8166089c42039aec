"""The next question by looking all the way ahead: ask it, then follow the best of the greedies.

Never worse than the best greedy by itself, because what that one would ask is among the choices.
"""

from bot.domain.eligibility.asking.greedy import GREEDIES, Losses, least
from bot.domain.eligibility.asking.prospects import Prospects, Situation


class TooFarAheadError(Exception):
    """More situations lie ahead than may be looked at."""


class Rollout:
    """Exact costs over the expected population: questions to come, sensitive ones weighted.

    Args:
        states: How many situations may be looked at in all, once for each greedy; a tenth of
            them for one choice.
    """

    def __init__(self, prospects: Prospects, states: int) -> None:
        self._prospects = prospects
        self._costs: list[dict[Situation, float]] = [{frozenset(): 0.0} for _ in GREEDIES]
        self._states = states
        self._ahead = max(1, states // 10)
        self._most = 0

    @property
    def exhausted(self) -> bool:
        """Whether nothing new may be looked at any more."""
        return len(self) >= self._states

    def __len__(self) -> int:
        return sum(len(costs) - 1 for costs in self._costs)

    def losses(self, situation: Situation) -> Losses | None:
        """The cost of the rest of the conversation by the question that is asked first.

        None if that would need more situations than may be looked at.
        """
        self._most = min(self._states, len(self) + self._ahead)
        try:
            return {
                question: self._prospects.weights[question]
                + sum(
                    share * min(self.cost(which, after) for which in range(len(GREEDIES)))
                    for share, after in self._prospects.branches(situation, question)
                    if share
                )
                for question in self._prospects.candidates(situation)
            }
        except TooFarAheadError:
            return None

    def cost(self, which: int, situation: Situation) -> float:
        """The cost of the rest if one greedy is followed to the end.

        Raises:
            TooFarAheadError: It would need more new situations than allowed.
        """
        costs = self._costs[which]
        if situation not in costs:
            if len(self) >= self._most:
                raise TooFarAheadError
            prospects = self._prospects
            question = least(GREEDIES[which](prospects, situation, prospects.candidates(situation)))
            costs[situation] = prospects.weights[question] + sum(
                share * self.cost(which, after)
                for share, after in prospects.branches(situation, question)
                if share
            )
        return costs[situation]
