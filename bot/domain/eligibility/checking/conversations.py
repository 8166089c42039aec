"""Whether every conversation comes to an end at which everything can be said: E7 and E8."""

from collections.abc import Iterator
from typing import Final

from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import Node
from bot.domain.eligibility.explanations import missing, why
from bot.domain.eligibility.questions import NoAnswer
from bot.domain.eligibility.verdicts import CheckState, Verdict, judge

MOST_STATES: Final = 2_000
"""So many situations of each call are walked through, those near the beginning first."""

_MEND = "Check `asked_only_if` of the questions of this call."


def verify_conversations(compiled: Compiled, most: int = MOST_STATES) -> Iterator[Finding]:
    """Walk through what can be asked about each call, in every order, with "I'm not sure" too.

    A conversation about several calls asks what one of them asks, so it is enough to look at each.

    Args:
        most: How many situations of each call are looked at.
    """
    for call in compiled.calls:
        wrong = next(_Walk(compiled, call, most).findings(), None)
        if wrong is not None:
            yield wrong


class _Walk:
    """All situations of one call, each once, the nearest to the beginning first."""

    def __init__(self, compiled: Compiled, call: str, most: int) -> None:
        self._call = call
        self._line = min((row.line for row in compiled.rules.rules[call].criteria), default=1)
        self._most = most
        self._seen: set[tuple[Node, tuple[bool, ...]]] = set()
        self._ends: set[tuple[str, int, Node]] = set()
        self._waiting = [judge(compiled, {}, (call,))]

    def findings(self) -> Iterator[Finding]:
        for state in self._waiting:
            askable = state.askable
            if state.verdicts[self._call] is Verdict.UNDECIDED and not askable:
                what = "E7: a conversation ends with nothing left to ask and nothing decided."
                yield self._finding("E7", what, state)
            for question in askable:
                yield from self._branch(state, question)

    def _branch(self, state: CheckState, question: str) -> Iterator[Finding]:
        for cell in range(len(state.compiled.cells[question])):
            yield from self._take(state.with_cell(question, cell), question, cell)
        yield from self._take(state.answer(question, NoAnswer.UNSURE), question, -1)

    def _take(self, state: CheckState, question: str, cell: int) -> Iterator[Finding]:
        """Keep a situation to be looked at, or look at an end that this answer leads to."""
        left = state.residuals[self._call]
        if not left.support:
            if (question, cell, left) not in self._ends:
                self._ends.add((question, cell, left))
                yield from self._wrong_end(state)
            return
        key = left, tuple(map(state.gate_holds, state.compiled.asked(left)))
        if key not in self._seen and len(self._seen) < self._most:
            self._seen.add(key)
            self._waiting.append(state)

    def _wrong_end(self, state: CheckState) -> Iterator[Finding]:
        verdict = state.verdicts[self._call]
        if verdict is Verdict.UNCLEAR and not missing(state, self._call):
            what = "E8: nothing says what staff would have to clear up."
            yield self._finding("E8", what, state)
        if verdict is Verdict.EXCLUDED and not any(
            reason.criterion for reason in why(state, self._call)
        ):
            yield self._finding("E8", "E8: no row says why somebody is ruled out.", state)

    def _finding(self, code: str, what: str, state: CheckState) -> Finding:
        """Say it with somebody who could have answered so, whatever the other answers are."""
        level = state.compiled.level
        witness = state.compiled.completed({level[name]: c for name, c in state.cells.items()})
        return Finding(
            code,
            what,
            _MEND,
            call=self._call,
            line=self._line,
            witness=witness,
            about=tuple(state.answers),
        )
