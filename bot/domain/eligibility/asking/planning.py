"""Which question comes next, and about how many are left.

What is frequent is worked out ahead into a table; anything else is decided by the first greedy
when it comes. Either way only a question is asked that can still change a verdict, and the order
never changes one.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from bot.domain.eligibility.asking.greedy import Losses, fewest_literals, least
from bot.domain.eligibility.asking.prospects import Prospects, Situation
from bot.domain.eligibility.asking.rollout import Rollout
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.verdicts import CheckState, judge

TOPIC_SLACK: Final = 1.0
"""How many literals it may cost to stay with the topic of the last question."""
TOPIC_SLACK_AHEAD: Final = 0.1
"""The same where the cost is known in questions."""
STATES: Final = 10_000
"""How many situations are looked at for the table of a portfolio: a second or less."""
STATES_LEFT: Final = 100
"""How many are looked at to say how many questions are left where the table does not know."""

Where = tuple[Situation, str]
"""A situation and the topic of the last question."""


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """What the table says of a situation.

    Args:
        left: The mean number of questions still to come, this one included; None if some of the
            situations ahead are not in the table.
    """

    question: str
    left: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of the questions for one version of the rules.

    Args:
        table: Steps by the key of the situation and the topic of the last question; keys are the
            same in every process.
        slack: Whether topics are kept together.
    """

    prospects: Prospects
    table: Mapping[str, PlannedQuestion] = field(default_factory=dict)
    slack: bool = True

    def step(self, where: Where) -> PlannedQuestion | None:
        """What the table says of a situation; None if it is not in the table."""
        return self.table.get(_key(self.prospects, *where)) if self.table else None

    def choose(self, where: Where) -> int:
        """The level of the question to ask, from the table or by the greedy."""
        step = self.step(where)
        if step:
            return self.prospects.level[step.question]
        return _greedy(self.prospects, *where, slack=self.slack)


def plan(
    compiled: Compiled, calls: Sequence[str], *, states: int = STATES, slack: bool = True
) -> Plan:
    """Work out the frequent situations of a conversation about some calls.

    Args:
        states: How many situations may be looked at; 0 for an empty table.
        slack: Whether topics are kept together where that costs little.
    """
    prospects = Prospects(compiled)
    start = judge(compiled, {}, calls).key
    chosen = _choose_all(prospects, start, Rollout(prospects, states), slack=slack)
    lefts = _Lefts(prospects, chosen.get)
    table = {
        _key(prospects, *where): PlannedQuestion(prospects.questions[question], lefts.left(where))
        for where, question in chosen.items()
    }
    return Plan(prospects, table, slack)


def next_question(state: CheckState, plan: Plan | None) -> str | None:
    """The id of the question to ask; None when all that can be decided is decided.

    Without a plan it is chosen as with an empty one, only slower.
    """
    if not state.key:
        return None
    plan = plan or Plan(Prospects(state.compiled))
    return plan.prospects.questions[plan.choose((state.key, plan.prospects.topic_of(state)))]


def expected_left(state: CheckState, plan: Plan | None) -> float:
    """The mean number of questions still to come over the expected population.

    Exact where the table has it and near the end; elsewhere about as many as if each call were
    independent of the others, which is rather too many.
    """
    if not state.key:
        return 0.0
    plan = plan or Plan(Prospects(state.compiled))
    where = state.key, plan.prospects.topic_of(state)
    step = plan.step(where)
    left = step.left if step else None
    if left is None:
        left = _Lefts(plan.prospects, plan.choose, STATES_LEFT).left(where)
    return plan.prospects.estimate(state.key) if left is None else left


def _key(prospects: Prospects, situation: Situation, topic: str) -> str:
    return f"{prospects.key(situation)}/{topic}"


def _greedy(prospects: Prospects, situation: Situation, topic: str, *, slack: bool) -> int:
    losses = fewest_literals(prospects, situation, prospects.candidates(situation))
    return _least(prospects, losses, topic, TOPIC_SLACK if slack else 0.0)


def _least(prospects: Prospects, losses: Losses, topic: str, slack: float) -> int:
    return least(losses, slack, [q for q in losses if prospects.topics[q] == topic])


def _choose_all(
    prospects: Prospects, start: Situation, rollout: Rollout, *, slack: bool
) -> dict[Where, int]:
    """The question in each of the likeliest situations, worked out from the likeliest on."""
    chosen: dict[Where, int] = {}
    known: dict[Situation, Losses | None] = {}
    waiting: list[tuple[float, int, Where]] = [(-1.0, 0, (start, ""))] if start else []
    count = 0
    while waiting:
        likely, _, where = heapq.heappop(waiting)
        if where in chosen:
            continue
        situation, topic = where
        if situation not in known:
            known[situation] = rollout.losses(situation)
        losses = known[situation]
        if losses is not None:
            question = _least(prospects, losses, topic, TOPIC_SLACK_AHEAD if slack else 0.0)
        elif not rollout.exhausted:
            question = _greedy(prospects, situation, topic, slack=slack)
        else:
            continue
        chosen[where] = question
        for share, after in prospects.branches(situation, question):
            if share and after:
                count += 1
                heapq.heappush(
                    waiting, (likely * share, count, (after, prospects.topics[question]))
                )
    return chosen


class _Lefts:
    """Mean numbers of questions to come when the order is known.

    Args:
        choose: The question in a situation; None where it is not known.
        most: How many situations may be looked at.
    """

    def __init__(
        self, prospects: Prospects, choose: Callable[[Where], int | None], most: float = inf
    ) -> None:
        self._prospects = prospects
        self._choose = choose
        self._most = most
        self._known: dict[Where, float | None] = {}

    def left(self, where: Where) -> float | None:
        """None if the order is not known to the end, or there is too much to look at."""
        if where not in self._known:
            if len(self._known) >= self._most:
                return None
            self._known[where] = None
            self._known[where] = self._sum(where)
        return self._known[where]

    def _sum(self, where: Where) -> float | None:
        question = self._choose(where)
        if question is None:
            return None
        found = 1.0
        for share, after in self._prospects.branches(where[0], question):
            if after and share:
                left = self.left((after, self._prospects.topics[question]))
                if left is None:
                    return None
                found += share * left
        return found
