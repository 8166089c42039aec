"""What the answers so far say about each call: exactly, and never too early.

What is left of a call's rule is a function of what can still be asked. An answer that a person
could not give is forgotten: the function becomes unknown where it hangs on it. So a question can
still change a verdict exactly if the function depends on it, and all is said when it is constant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, TRUE, UNKNOWN, Node
from bot.domain.eligibility.questions import Answer, NoAnswer


class Verdict(StrEnum):
    """What can be said about a person and a call."""

    FITS = "fits"
    EXCLUDED = "excluded"
    UNDECIDED = "undecided"
    """A question that can be asked can still change it."""
    UNCLEAR = "unclear"
    """Nothing that can be asked changes it: staff must look."""


_DECIDED: Final[Mapping[Node, Verdict]] = {
    TRUE: Verdict.FITS,
    FALSE: Verdict.EXCLUDED,
    UNKNOWN: Verdict.UNCLEAR,
}


@dataclass(frozen=True, eq=False)
class CheckState:
    """Where a conversation stands. A value: a further answer makes another state.

    Args:
        answers: Those that count, in the order in which they were given.
        cells: The place of each known answer among the cells of its question.
        blocked: Questions that cannot be asked any more: not answered, or their gate was not.
        residuals: What is left of each call's rule, in the order of the portfolio.
    """

    compiled: Compiled
    answers: Mapping[str, Answer]
    cells: Mapping[str, int]
    blocked: frozenset[str]
    residuals: Mapping[str, Node]

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What can be said about each call now."""
        return {
            call: _DECIDED.get(residual, Verdict.UNDECIDED)
            for call, residual in self.residuals.items()
        }

    @cached_property
    def open_calls(self) -> tuple[str, ...]:
        """The calls that a further answer can still change."""
        return tuple(call for call, residual in self.residuals.items() if residual.support)

    @cached_property
    def askable(self) -> tuple[str, ...]:
        """Questions that can change some verdict and can be asked now; empty if all is said.

        In the order of the diagrams: gates first. A follower whose gate is not answered yet is
        not among them, its gate is.
        """
        support = 0
        for residual in self.residuals.values():
            support |= residual.support
        return tuple(
            question
            for level, question in enumerate(self.compiled.order)
            if support >> level & 1 and self.gate_holds(question)
        )

    @cached_property
    def key(self) -> frozenset[Node]:
        """Equal for states from which everything goes on alike, whatever the calls' names are."""
        return frozenset(residual for residual in self.residuals.values() if residual.support)

    def gate_holds(self, question: str) -> bool:
        """Whether the answers say that the question applies to the person."""
        return all(
            self.cells.get(gate) in allowed
            for gate, allowed in self.compiled.gates[question].items()
        )

    def needs(self, question: str) -> tuple[str, ...]:
        """The undecided calls that a question can still change: "Why do you ask?"."""
        level = self.compiled.level.get(question)
        if level is None:
            return ()
        return tuple(call for call in self.open_calls if self.residuals[call].support >> level & 1)

    def answer(self, question: str, value: Answer) -> "CheckState":
        """The state after one more answer, or after a different one.

        An answer that this version does not know, or to a question that does not apply, changes
        nothing.
        """
        if question in self.answers:
            return judge(self.compiled, {**self.answers, question: value}, tuple(self.residuals))
        if question not in self.compiled.level or not self.gate_holds(question):
            return self
        if isinstance(value, NoAnswer):
            return self._without(question, value)
        cell = self.compiled.locate(question, value)
        return self if cell is None else self._with(question, value, cell)

    def with_cell(self, question: str, cell: int) -> "CheckState":
        """The state after an answer in a cell, for plans; the question is askable."""
        return self._with(question, self.compiled.cells[question][cell].values[0], cell)

    def _with(self, question: str, value: Answer, cell: int) -> "CheckState":
        level, restricted = self.compiled.level[question], self.compiled.diagrams.restricted
        left = {
            call: restricted(residual, level, cell) for call, residual in self.residuals.items()
        }
        return CheckState(
            compiled=self.compiled,
            answers={**self.answers, question: value},
            cells={**self.cells, question: cell},
            blocked=self.blocked,
            residuals=left,
        )

    def _without(self, question: str, value: NoAnswer) -> "CheckState":
        unknown = {question} | self.compiled.followers[question]
        left = dict(self.residuals)
        for level in sorted(self.compiled.level[id_] for id_ in unknown - self.blocked):
            for call, residual in left.items():
                left[call] = self.compiled.diagrams.forgotten(residual, level)
        return CheckState(
            compiled=self.compiled,
            answers={**self.answers, question: value},
            cells=self.cells,
            blocked=self.blocked | unknown,
            residuals=left,
        )


def judge(compiled: Compiled, answers: Mapping[str, Answer], calls: Sequence[str]) -> CheckState:
    """Say what the answers mean for each call.

    Args:
        answers: In the order in which they were given. Those that this version of the rules does
            not know, and those to questions that do not apply (any more), are left out.
        calls: The portfolio; calls that this version does not know are left out.
    """
    state = CheckState(
        compiled=compiled,
        answers={},
        cells={},
        blocked=frozenset(),
        residuals={call: compiled.calls[call] for call in calls if call in compiled.calls},
    )
    known = [question for question in answers if question in compiled.level]
    for question in sorted(known, key=compiled.level.__getitem__):
        state = state.answer(question, answers[question])
    counted = {question: answers[question] for question in known if question in state.answers}
    return CheckState(
        compiled=compiled,
        answers=counted,
        cells=state.cells,
        blocked=state.blocked,
        residuals=state.residuals,
    )
