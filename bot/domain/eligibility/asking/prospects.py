"""What can still be asked, and where each answer would lead.

A situation is what the undecided calls still depend on: their residual diagrams, each once. Two
people in the same situation have the same questions before them, whatever they answered so far.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.eligibility.asking.population import expected_shares
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, TRUE, UNKNOWN, Node, levels_of
from bot.domain.eligibility.verdicts import CheckState

Situation = frozenset[Node]
"""Residual diagrams that are not constant; empty when all is decided."""

SENSITIVE_WEIGHT: Final = 3.0
"""How many ordinary questions one sensitive question is worth avoiding."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the planner wants to know of one residual diagram.

    Questions are numbers here: their place in the order of the diagrams.

    Args:
        literals: How many questions that are, sensitive ones weighted.
        residuals: What is left of it, by answerable question and cell; None once it is decided.
        shed: Literals that the answer is expected to remove, by answerable question.
        settled: How likely the answer decides it, by answerable question.
    """

    literals: float
    residuals: Mapping[int, tuple[Node | None, ...]]
    shed: Mapping[int, float]
    settled: Mapping[int, float]


class Prospects:
    """The situations of one version of the rules. It remembers what it has worked out."""

    def __init__(self, compiled: Compiled) -> None:
        self._diagrams = compiled.diagrams
        self.questions: Final = compiled.order
        self.level: Final = compiled.level
        asked = [compiled.rules.questions[question] for question in self.questions]
        rank = {question: n for n, question in enumerate(compiled.rules.questions)}
        self._rank = tuple(rank[question] for question in self.questions)
        self.topics: Final = tuple(question.topic for question in asked)
        self.weights: Final = tuple(SENSITIVE_WEIGHT if q.sensitive else 1.0 for q in asked)
        self._sensitive = _bits(n for n, question in enumerate(asked) if question.sensitive)
        self._gates = tuple(_bits(self.level[gate] for gate in compiled.gates[q.id]) for q in asked)
        self.shares: Final = tuple(expected_shares(q, compiled.cells[q.id]) for q in asked)
        self._facts: dict[Node, Facts] = {}
        self._visits: dict[Node, Mapping[int, float]] = {}
        self._digests: dict[Node, bytes] = {TRUE: b"fits", FALSE: b"excluded", UNKNOWN: b"unclear"}

    def topic_of(self, state: CheckState) -> str:
        """The topic of the last answer; empty at the beginning."""
        for question in reversed(tuple(state.answers)):
            if question in self.level:
                return self.topics[self.level[question]]
        return ""

    def candidates(self, situation: Situation) -> tuple[int, ...]:
        """Questions that can be asked now, in the order of the content.

        Sensitive ones only if there are no others.
        """
        support = self.support(situation)
        found = [n for n in levels_of(support) if not self._gates[n] & support]
        found.sort(key=self._rank.__getitem__)
        plain = [n for n in found if not self._sensitive >> n & 1]
        return tuple(plain or found)

    def support(self, situation: Situation) -> int:
        """One bit for each question on which anything still depends."""
        support = 0
        for node in situation:
            support |= node.support
        return support

    def weight(self, support: int) -> float:
        """How many questions these are, sensitive ones weighted."""
        return (
            support.bit_count() + (SENSITIVE_WEIGHT - 1) * (support & self._sensitive).bit_count()
        )

    def branches(self, situation: Situation, question: int) -> list[tuple[float, Situation]]:
        """Where the answers lead, and how likely each is; all of them, also at no likelihood."""
        still, moving = [], []
        for node in situation:
            if node.support >> question & 1:
                moving.append(self.facts(node).residuals[question])
            else:
                still.append(node)
        fixed = frozenset(still)
        found: dict[tuple[Node | None, ...], float] = {}
        for share, residuals in zip(self.shares[question], zip(*moving, strict=True), strict=True):
            found[residuals] = found.get(residuals, 0.0) + share
        merged: dict[Situation, float] = {}
        for residuals, share in found.items():
            after = fixed.union(node for node in residuals if node is not None)
            merged[after] = merged.get(after, 0.0) + share
        return [(share, after) for after, share in merged.items()]

    def estimate(self, situation: Situation) -> float:
        """About how many questions are to come, as if each call were independent of the others."""
        unasked: dict[int, float] = {}
        for node in situation:
            for question, share in self._visits_of(node).items():
                unasked[question] = unasked.get(question, 1.0) * (1.0 - share)
        return sum(1.0 - share for share in unasked.values())

    def key(self, situation: Situation) -> str:
        """A name for a situation that is the same in every process."""
        digests = sorted(self._digest(node) for node in situation)
        return hashlib.blake2b(b"".join(digests), digest_size=12).hexdigest()

    def facts(self, node: Node) -> Facts:
        """What the planner wants to know of a residual diagram."""
        found = self._facts.get(node)
        if found is None:
            found = self._facts[node] = self._look_at(node)
        return found

    def _look_at(self, node: Node) -> Facts:
        support = node.support
        literals = self.weight(support)
        residuals, shed, settled = {}, {}, {}
        for question in levels_of(support):
            if self._gates[question] & support:
                continue
            left, closed = 0.0, 0.0
            after: list[Node | None] = []
            for cell, share in enumerate(self.shares[question]):
                residual = self._diagrams.restricted(node, question, cell)
                if residual.support:
                    after.append(residual)
                    left += share * self.weight(residual.support)
                else:
                    after.append(None)
                    closed += share
            residuals[question] = tuple(after)
            shed[question] = literals - left
            settled[question] = closed
        return Facts(literals, residuals, shed, settled)

    def _visits_of(self, node: Node) -> Mapping[int, float]:
        """How likely each question would be asked, were they asked in the diagram's order."""
        found = self._visits.get(node)
        if found is None:
            summed: dict[int, float] = {}
            if node.support:
                summed[node.level] = 1.0
                for share, child in zip(self.shares[node.level], node.children, strict=True):
                    for question, part in self._visits_of(child).items():
                        summed[question] = summed.get(question, 0.0) + share * part
            found = self._visits[node] = summed
        return found

    def _digest(self, node: Node) -> bytes:
        found = self._digests.get(node)
        if found is None:
            digest = hashlib.blake2b(self.questions[node.level].encode(), digest_size=16)
            for child in node.children:
                digest.update(b"/" + self._digest(child))
            found = self._digests[node] = digest.digest()
        return found


def _bits(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in set(numbers))
