"""Why a verdict is as it is, what would change it, and what staff would have to clear up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import Final

from bot.domain.eligibility.cells import Cell
from bot.domain.eligibility.compilation import Compiled, Point
from bot.domain.eligibility.diagrams import FALSE, TRUE, Node, cheapest_path
from bot.domain.eligibility.questions import Answer
from bot.domain.eligibility.rules import Criterion
from bot.domain.eligibility.verdicts import CheckState, Verdict

MOST_REASONS_SEARCHED: Final = 3
"""Up to so many reasons the set is the smallest there is; a larger one only has none to spare."""


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer that, with the others, decides a call.

    Where a question does not apply, the reason is the answer that says so, with the row of the
    question that does not apply.

    Args:
        criterion: For an exclusion the row that the answer fails; its ``why`` says for whom the
            call is.
    """

    question: str
    answer: Answer
    criterion: Criterion | None


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that would have to be another one: any value of the cell."""

    question: str
    cell: Cell


def why(state: CheckState, call: str) -> tuple[Reason, ...]:
    """The answers that decide a call: they alone force the verdict, and none can be spared.

    An exclusion names what fails one demand of the call, by the fewest answers (exactly so up to
    three); of several sets the least sensitive one, then one that cannot be changed. Nothing for a
    call that is not decided.
    """
    verdict = state.verdicts[call]
    if verdict is Verdict.FITS:
        node = state.compiled.calls[call]
        enough = _none_to_spare(state, node, _given(state, node), TRUE)
        return tuple(Reason(question, state.answers[question], None) for question in enough)
    if verdict is not Verdict.EXCLUDED:
        return ()
    found = _excluding(state, call)
    return tuple(
        Reason(question, state.answers[question], _failed_row(state, call, question, found))
        for question in found
    )


def changes(state: CheckState, call: str) -> tuple[Change, ...]:
    """The fewest changes after which an excluded call would fit, whatever else is still unknown.

    Only over questions that a person can change; nothing if that is not enough.
    """
    if state.verdicts[call] is not Verdict.EXCLUDED:
        return ()
    compiled, node = state.compiled, state.compiled.calls[call]
    questions = compiled.rules.questions
    fixed = {q: cell for q, cell in state.cells.items() if not questions[q].can_change}
    node = _restricted(compiled, node, fixed)
    unknown = {q for q in questions if q not in state.cells and not questions[q].can_change}
    for question in unknown | {f for q in unknown for f in compiled.followers[q]}:
        node = compiled.diagrams.forgotten(node, compiled.level[question])
    path = cheapest_path(node, {n: _costs(state, compiled.order[n]) for n in _levels(node)})
    return tuple(
        Change(compiled.order[level], compiled.cells[compiled.order[level]][cell])
        for level, cell in (path or {}).items()
        if state.cells.get(compiled.order[level]) != cell
    )


def could_change(state: CheckState, call: str) -> tuple[Change, ...]:
    """The fewest changes after which an excluded call may fit, if all that is unknown suits.

    Less than :func:`changes` promises: whoever has no partner yet is told that one is missing.
    """
    if state.verdicts[call] is not Verdict.EXCLUDED:
        return ()
    compiled, questions = state.compiled, state.compiled.rules.questions
    fixed = {q: cell for q, cell in state.cells.items() if not questions[q].can_change}
    node = _restricted(compiled, compiled.calls[call], fixed)
    costs = {
        level: _costs(state, compiled.order[level])
        for level in _levels(node)
        if compiled.order[level] in state.cells
    }
    path = cheapest_path(node, costs) or {}
    return tuple(
        Change(compiled.order[level], compiled.cells[compiled.order[level]][cell])
        for level, cell in path.items()
        if state.cells.get(compiled.order[level], cell) != cell
    )


def missing(state: CheckState, call: str) -> tuple[str, ...]:
    """The questions that staff would have to clear up for a call that is unclear, gates first.

    A question that only follows from one of them is not named: nobody knows yet if it applies.
    """
    if state.verdicts[call] is not Verdict.UNCLEAR:
        return ()
    left = _restricted(state.compiled, state.compiled.calls[call], state.cells)
    return tuple(question for question in state.compiled.asked(left) if state.gate_holds(question))


def unchecked(state: CheckState, call: str) -> bool:
    """Whether a call is excluded although some of what it demands was not looked at."""
    return state.verdicts[call] is Verdict.EXCLUDED and any(
        node.support for _, node in _residual_points(state, call)
    )


def unchecked_questions(state: CheckState, call: str) -> tuple[str, ...]:
    """What can be asked now to check an excluded call fully; empty if all was looked at."""
    if not unchecked(state, call):
        return ()
    support = 0
    for _, node in _residual_points(state, call):
        support |= node.support
    return tuple(
        question
        for level, question in enumerate(state.compiled.order)
        if support >> level & 1 and state.gate_holds(question)
    )


def met(state: CheckState, call: str) -> Iterable[tuple[Point, Verdict]]:
    """What a call demands, one by one, and whether the answers meet it."""
    verdicts = {TRUE: Verdict.FITS, FALSE: Verdict.EXCLUDED}
    for point, node in _residual_points(state, call):
        other = Verdict.UNDECIDED if node.support else Verdict.UNCLEAR
        yield point, verdicts.get(node, other)


def is_own(state: CheckState, point: Point) -> bool:
    """Whether the person answered all that a demand of a call asks about, at least in one way.

    What was never asked, because another answer rules it out, is no reason of its own.
    """
    derived, asked = state.compiled.rules.derived, state.cells.keys()
    return any(
        asked >= set(derived[row.attribute].inputs if row.attribute in derived else [row.attribute])
        for row, _ in point.rows
    )


def _residual_points(state: CheckState, call: str) -> Iterable[tuple[Point, Node]]:
    forgotten = sorted(state.compiled.level[question] for question in state.blocked)
    for point in state.compiled.points[call]:
        node = _restricted(state.compiled, point.node, state.cells)
        for level in forgotten:
            node = state.compiled.diagrams.forgotten(node, level)
        yield point, node


def _restricted(compiled: Compiled, node: Node, cells: Mapping[str, int]) -> Node:
    for level, cell in sorted((compiled.level[question], cell) for question, cell in cells.items()):
        node = compiled.diagrams.restricted(node, level, cell)
    return node


def _levels(node: Node) -> Iterable[int]:
    return (level for level in range(node.support.bit_length()) if node.support >> level & 1)


def _costs(state: CheckState, question: str) -> tuple[float, ...]:
    """What it costs to have another answer; inf where the answer is not the person's to change."""
    count, own = len(state.compiled.cells[question]), state.cells.get(question)
    if not state.compiled.rules.questions[question].can_change:
        return (inf,) * count
    return tuple(0.0 if cell == own else 1.0 for cell in range(count))


def _forces(state: CheckState, node: Node, questions: Iterable[str], target: Node) -> bool:
    """Whether everybody who gives these answers to these questions gets the same.

    Whoever answers a question is somebody to whom it applies, so its gates need no naming.
    """
    compiled, diagrams = state.compiled, state.compiled.diagrams
    cells = {question: state.cells[question] for question in questions}
    left = _restricted(compiled, node, cells)
    if left is target or not left.support:
        return left is target
    asked = diagrams.every(
        _restricted(compiled, compiled.applies[question], cells) for question in cells
    )
    if target is FALSE:
        return diagrams.both(asked, left) is FALSE
    return diagrams.implied(asked, left) is TRUE


def _given(state: CheckState, node: Node) -> list[str]:
    """What was answered of a function, those last that should be named only if they must.

    These are the sensitive ones, and before them what can be changed: it would be a false hope
    where something else rules the person out all the same.
    """
    questions = state.compiled.rules.questions
    asked = state.compiled.asked(node)
    known = [id_ for id_ in state.answers if id_ in state.cells and id_ in asked]
    return sorted(known, key=lambda id_: (questions[id_].sensitive, questions[id_].can_change))


def _unwelcome(state: CheckState, reasons: Sequence[str]) -> tuple[int, int, int]:
    questions = [state.compiled.rules.questions[question] for question in reasons]
    return (
        len(reasons),
        sum(question.sensitive for question in questions),
        sum(question.can_change for question in questions),
    )


def _excluding(state: CheckState, call: str) -> Sequence[str]:
    """The answers that exclude, by the demand that takes the fewest of them to fail."""
    found: list[Sequence[str]] = []
    for point in state.compiled.points[call]:
        given = _given(state, point.node)
        if _forces(state, point.node, given, FALSE):
            enough = _none_to_spare(state, point.node, given, FALSE)
            found.append(_smallest(state, point.node, given, len(enough)) or enough)
    node = state.compiled.calls[call]
    best = min(found, key=lambda reasons: _unwelcome(state, reasons), default=_given(state, node))
    # Two demands that contradict each other may leave even less to say.
    return _none_to_spare(state, node, best, FALSE)


def _none_to_spare(state: CheckState, node: Node, given: Sequence[str], target: Node) -> list[str]:
    """Drop what can be dropped, from the last."""
    kept = list(given)
    for question in reversed(given):
        fewer = [other for other in kept if other != question]
        if _forces(state, node, fewer, target):
            kept = fewer
    return kept


def _smallest(
    state: CheckState, node: Node, given: Sequence[str], below: int
) -> tuple[str, ...] | None:
    """The most welcome of the smallest sets that exclude, if smaller than a known one."""
    for size in range(1, min(below, MOST_REASONS_SEARCHED + 1)):
        for questions in sorted(
            combinations(given, size), key=lambda reasons: _unwelcome(state, reasons)
        ):
            if _forces(state, node, questions, FALSE):
                return questions
    return None


def _failed_row(
    state: CheckState, call: str, question: str, reasons: Sequence[str]
) -> Criterion | None:
    """The row that an answer fails: of what the reasons fail, the row closest to the question."""
    points = state.compiled.points[call]
    failed = [point for point in points if _forces(state, point.node, reasons, FALSE)]
    rows = [row for point in failed or points for row, _ in point.rows]
    near = min(rows, key=lambda row: _distance(state.compiled, row, question), default=None)
    return near if near and _distance(state.compiled, near, question) < _FAR else None


_FAR: Final = 4


def _distance(compiled: Compiled, row: Criterion, question: str) -> int:
    if row.attribute == question:
        return 0
    rests_on = _inputs(compiled, row.attribute)
    if question in rests_on:
        return 1
    conditions = {name for attribute in row.when for name in _inputs(compiled, attribute)}
    if question in conditions:
        return 2
    followers = compiled.followers[question]
    return _FAR if followers.isdisjoint(rests_on | conditions) else _FAR - 1


def _inputs(compiled: Compiled, attribute: str) -> set[str]:
    """The questions on which an attribute rests."""
    table = compiled.rules.derived.get(attribute)
    if table is None:
        return {attribute}
    return {name for row in table.rows for input_ in row.when for name in _inputs(compiled, input_)}
