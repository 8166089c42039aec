"""Cells: the values of a question that no rule tells apart, so that every check is finite."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.domain.eligibility.questions import Form, Question, Value
from bot.domain.eligibility.rules import Criterion, Operator

ORDERED = frozenset({Form.NUMBER, Form.DATE})

Extent = frozenset[str] | tuple[tuple[int, int], ...]
"""What a row allows: options, or ranges of numbers (days as ordinals), both ends included."""


class RulesError(ValueError):
    """The rules cannot be compiled; `komshi check` says more, with the line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Some values of a question that all rules treat alike.

    Args:
        id: Unique within the question: the first option, or ``18-65`` for a range.
        values: The options; or the first and the last number or day, both included.
        size: How many values there are in it.
    """

    id: str
    values: tuple[Value, ...]
    size: int


def extent(criterion: Criterion, question: Question) -> Extent:
    """The values of a question for which a row holds.

    Raises:
        RulesError: The operator does not suit the form of the question.
    """
    if question.form in ORDERED:
        return _ranges(criterion.operator, criterion.values, question)
    named = frozenset(str(value) for value in criterion.values)
    if criterion.operator is Operator.IN:
        return named
    if criterion.operator is Operator.NOT_IN:
        return frozenset(option.id for option in question.options) - named
    raise RulesError(f"{question.id}: {criterion.operator} needs a number or a day")


def bounds(question: Question) -> tuple[int, int]:
    """The least and the greatest value of a number or a day (as an ordinal).

    Raises:
        RulesError: There are no numbers between them.
    """
    if question.form is Form.DATE:
        low = (question.earliest or date.min).toordinal()
        high = (question.latest or date.max).toordinal()
    elif question.low is None or question.high is None:
        raise RulesError(f"{question.id}: from and to are missing")
    else:
        low, high = question.low, question.high
    if low > high:
        raise RulesError(f"{question.id}: from is after to")
    return low, high


def cut(question: Question, extents: Iterable[Extent]) -> tuple[Cell, ...]:
    """Cut a question into the fewest cells that every extent holds wholly or not at all.

    A cell of a number or a day is one range without a gap.

    Raises:
        RulesError: The question has no values.
    """
    if question.form in ORDERED:
        ranges = [e for e in extents if isinstance(e, tuple)]
        return _cut_ordered(question, ranges)
    sets = [e for e in extents if isinstance(e, frozenset)]
    together: dict[tuple[bool, ...], list[str]] = {}
    for option in question.options:
        together.setdefault(tuple(option.id in s for s in sets), []).append(option.id)
    if not together:
        raise RulesError(f"{question.id}: there are no options")
    return tuple(Cell(ids[0], tuple(ids), len(ids)) for ids in together.values())


def indexes(question: Question, cells: Sequence[Cell], allowed: Extent) -> frozenset[int]:
    """The cells that lie in an extent, by their place."""
    if isinstance(allowed, frozenset):
        return frozenset(i for i, cell in enumerate(cells) if cell.values[0] in allowed)
    firsts = [_ordinal(cell.values[0], question) for cell in cells]
    return frozenset(
        i for i, first in enumerate(firsts) if any(low <= first <= high for low, high in allowed)
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the cell of an answer."""

    options: Mapping[str, int]
    starts: Sequence[int]
    last: int
    form: Form

    def of(self, value: Value) -> int | None:
        """The place of the cell that holds the value; None if the question has no such value."""
        if self.form not in ORDERED:
            return self.options.get(value) if isinstance(value, str) else None
        if isinstance(value, bool | str) or isinstance(value, date) != (self.form is Form.DATE):
            return None
        number = value.toordinal() if isinstance(value, date) else value
        if number < self.starts[0] or number > self.last:
            return None
        return bisect_right(self.starts, number) - 1


def places(question: Question, cells: Sequence[Cell]) -> Places:
    """What finds the cell of an answer to a question."""
    if question.form not in ORDERED:
        by_option = {str(v): i for i, cell in enumerate(cells) for v in cell.values}
        return Places(by_option, (), 0, question.form)
    starts = [_ordinal(cell.values[0], question) for cell in cells]
    return Places({}, starts, bounds(question)[1], question.form)


def _cut_ordered(
    question: Question, extents: Sequence[tuple[tuple[int, int], ...]]
) -> tuple[Cell, ...]:
    low, high = bounds(question)
    edges = {low}
    for ranges in extents:
        for first, last in ranges:
            edges.update(edge for edge in (first, last + 1) if low < edge <= high)
    starts: list[int] = []
    before: tuple[bool, ...] | None = None
    for edge in sorted(edges):
        inside = tuple(any(a <= edge <= b for a, b in ranges) for ranges in extents)
        if inside != before:
            starts.append(edge)
        before = inside
    lasts = [*(start - 1 for start in starts[1:]), high]
    if question.form is Form.DATE:
        return tuple(
            Cell(
                date.fromordinal(a).isoformat(),
                (date.fromordinal(a), date.fromordinal(b)),
                b - a + 1,
            )
            for a, b in zip(starts, lasts, strict=True)
        )
    return tuple(Cell(f"{a}-{b}", (a, b), b - a + 1) for a, b in zip(starts, lasts, strict=True))


def _ranges(
    operator: Operator, values: Sequence[Value], question: Question
) -> tuple[tuple[int, int], ...]:
    low, high = bounds(question)
    points = sorted({_ordinal(value, question) for value in values})
    if operator is Operator.IN:
        return tuple((point, point) for point in points)
    if operator is Operator.NOT_IN:
        return _gaps(points, low, high)
    edges = _edges(operator, [_ordinal(value, question) for value in values], low, high)
    if edges is None:
        raise RulesError(f"{question.id}: {operator} with {len(values)} values")
    return (edges,)


def _edges(operator: Operator, given: Sequence[int], low: int, high: int) -> tuple[int, int] | None:
    match operator, given:
        case Operator.BETWEEN, [first, last]:
            return first, last
        case Operator.AT_LEAST, [least]:
            return least, high
        case Operator.AT_MOST, [most]:
            return low, most
        case Operator.BEFORE, [end]:
            return low, end - 1
        case Operator.AFTER, [start]:
            return start + 1, high
    return None


def _gaps(points: Sequence[int], low: int, high: int) -> tuple[tuple[int, int], ...]:
    edges = [low - 1, *(p for p in points if low <= p <= high), high + 1]
    return tuple((a + 1, b - 1) for a, b in pairwise(edges) if a + 1 <= b - 1)


def _ordinal(value: Value, question: Question) -> int:
    if question.form is Form.DATE and isinstance(value, date):
        return value.toordinal()
    if question.form is Form.NUMBER and isinstance(value, int):
        return value
    raise RulesError(f"{question.id}: {value!r} is not of its form")
