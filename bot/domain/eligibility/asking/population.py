"""How often each answer is expected, as far as anybody knows.

Only the order of the questions depends on these figures. No verdict ever does.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.eligibility.cells import ORDERED, Cell, bounds
from bot.domain.eligibility.questions import Question


def expected_shares(question: Question, cells: Sequence[Cell]) -> tuple[float, ...]:
    """How often an answer falls into each cell; adds up to 1.

    Without a declared prior every option is as likely as another, and every cell of a number or a
    day. A prior that gives nothing to all of the cells counts as not declared.

    Args:
        cells: Of this question, without "does not apply".
    """
    declared = [_declared(question, cell) for cell in cells] if question.prior else []
    found = declared if sum(declared) > 0 else [_uniform(question, cell) for cell in cells]
    whole = sum(found)
    return tuple(share / whole for share in found)


def _uniform(question: Question, cell: Cell) -> float:
    return 1.0 if question.form in ORDERED else float(cell.size)


def _declared(question: Question, cell: Cell) -> float:
    if question.form not in ORDERED:
        return sum(question.prior.get(str(option), 0.0) for option in cell.values)
    shares = {_ordinal(start): share for start, share in question.prior.items()}
    first, last = (v.toordinal() if isinstance(v, date) else int(v) for v in cell.values)
    return _part(shares, first, last, bounds(question)[1])


def _ordinal(start: str) -> int:
    return date.fromisoformat(start).toordinal() if "-" in start[1:] else int(start)


def _part(shares: Mapping[int, float], first: int, last: int, end: int) -> float:
    """The part of a histogram between two values, both included; even within each range.

    Args:
        shares: By the first value of each range.
        end: The last value of the last range.
    """
    starts = sorted(shares)
    ends = [start - 1 for start in starts[1:]] + [max(end, starts[-1])]
    found = 0.0
    for low, high in zip(starts, ends, strict=True):
        common = min(high, last) - max(low, first) + 1
        if common > 0:
            found += shares[low] * common / (high - low + 1)
    return found
