"""Hiding small counts so that nobody can work them out from what is shown.

A table with its totals is a network: each count flows from its row to its column, each total closes
a circle. What somebody can work out about a hidden count is how far it could flow up or down with
everything shown fixed (a largest flow), so that the same network says what else must be hidden.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 10
"""The smallest count about people that is shown (ONS advice on disclosure control)."""
TOTAL: Final = ""
"""Stands for the row or the column of the totals."""

Cell = tuple[str, str]
Counts = Mapping[Cell, int]
Shown = Mapping[Cell, int | None]
"""Counts as they are published; None where one is hidden."""

_Node = tuple[str, str]
_IN: Final[_Node] = ("total", "in")
_OUT: Final[_Node] = ("total", "out")
_ENDLESS: Final = 1 << 62
_SPAN: Final = SMALLEST - 1
"""How far apart the least and the largest value of a hidden count stay for others."""


@dataclass(slots=True)
class _Arc:
    """A count, and how far it could go as far as others can tell."""

    cell: Cell
    tail: _Node
    head: _Node
    value: int
    floor: int
    ceiling: int
    hidden: bool

    @property
    def price(self) -> int:
        """What it costs to hide it too; totals are what people read first."""
        return (self.value + 1) * (2 if TOTAL in self.cell else 1)


def suppress(
    counts: Counts,
    *,
    disjoint: bool,
    floors: Counts | None = None,
    ceilings: Counts | None = None,
    too: Collection[Cell] = (),
) -> Shown:
    """The table with totals, as it may be shown.

    Of a count under :data:`SMALLEST` the table tells no more than that: everything from 0 to 9
    stays possible. Other hidden counts stay uncertain by as much.

    Args:
        counts: By row and column.
        disjoint: Nobody is in two rows, so that columns have totals; else only rows have.
        floors: What another table tells about counts: that they are not lower. Likewise
            ``ceilings``. Totals may be among them.
        too: What is hidden in any case.
    """
    shown: dict[Cell, int | None] = {}
    for part in [counts] if disjoint else _rows(counts):
        network = _Network(with_totals(part), disjoint, floors or {}, ceilings or {}, too)
        network.protect()
        for arc in network.arcs:
            if disjoint or arc.cell[0] != TOTAL:
                shown[arc.cell] = None if arc.hidden else arc.value
    return shown


def _rows(counts: Counts) -> list[Counts]:
    """Rows one by one: without totals of columns, none tells anything of another."""
    rows: dict[str, dict[Cell, int]] = {}
    for cell, count in counts.items():
        rows.setdefault(cell[0], {})[cell] = count
    return list(rows.values())


def hide_small(counts: Mapping[str, int]) -> Mapping[str, int | None]:
    """Counts that stand in no sum with each other."""
    return {name: count if count >= SMALLEST else None for name, count in counts.items()}


def with_totals(counts: Counts) -> Counts:
    """The same counts and the sums of rows, columns and all."""
    sums: dict[Cell, int] = dict(counts)
    for (row, column), count in counts.items():
        for cell in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            sums[cell] = sums.get(cell, 0) + count
    return sums


class _Network:
    def __init__(
        self,
        counts: Counts,
        disjoint: bool,  # noqa: FBT001
        floors: Counts,
        ceilings: Counts,
        too: Collection[Cell],
    ) -> None:
        self.arcs = [
            _Arc(
                cell=cell,
                tail=_ends(cell)[0],
                head=_ends(cell)[1],
                value=value,
                floor=floors.get(cell, 0),
                ceiling=ceilings.get(cell, _ENDLESS),
                hidden=value < SMALLEST or cell in too or (not disjoint and cell[0] == TOTAL),
            )
            for cell, value in counts.items()
        ]
        self._watched = [
            arc for arc in self.arcs if arc.hidden and (disjoint or arc.cell[0] != TOTAL)
        ]
        self._touching: dict[_Node, list[_Arc]] = {}
        for arc in self.arcs:
            self._touching.setdefault(arc.tail, []).append(arc)
            self._touching.setdefault(arc.head, []).append(arc)

    def protect(self) -> None:
        """Hide more until every hidden count is safe. Hiding more never makes one less safe."""
        for arc in self._watched:  # grows as counts are hidden
            if arc.value < SMALLEST:
                self._free(arc, +1, _SPAN - arc.value)
                self._free(arc, -1, arc.value)
                continue
            span = self._shift(arc, +1, _SPAN) + self._shift(arc, -1, _SPAN)
            if span < _SPAN and self._free(arc, +1, _SPAN) < _SPAN:
                self._free(arc, -1, _SPAN)

    def _free(self, arc: _Arc, sign: int, need: int) -> int:
        """Let a count move so far at the least price; hide everything if nothing else helps."""
        moved = self._shift(arc, sign, need, hiding=True)
        room = arc.ceiling - arc.value if sign > 0 else arc.value - arc.floor
        if moved < min(need, room):
            for other in self.arcs:
                other.hidden = True
        return moved

    def _shift(self, arc: _Arc, sign: int, need: int, *, hiding: bool = False) -> int:
        """How far a count can move, at most so far, with everything shown fixed."""
        moved: dict[Cell, int] = {}
        room = arc.ceiling - arc.value if sign > 0 else arc.value - arc.floor
        left = goal = max(0, min(need, room))
        ends = (arc.head, arc.tail) if sign > 0 else (arc.tail, arc.head)
        while left > 0:
            path = self._cheapest(*ends, arc, moved, hiding=hiding)
            if path is None:
                break
            for step, _way in path:
                self._hide(step)
            gain = min(left, *(_room(step, moved, way) for step, way in path))
            for step, way in path:
                moved[step.cell] = moved.get(step.cell, 0) + way * gain
            left -= gain
        return goal - left

    def _cheapest(
        self, source: _Node, goal: _Node, without: _Arc, moved: Mapping[Cell, int], *, hiding: bool
    ) -> list[tuple[_Arc, int]] | None:
        """The way along which counts can shift, with as little newly hidden as possible."""
        best: dict[_Node, int] = {source: 0}
        came: dict[_Node, tuple[_Node, _Arc, int]] = {}
        queue: list[tuple[int, _Node]] = [(0, source)]
        while queue:
            price, node = heapq.heappop(queue)
            if node == goal:
                return list(_steps_back(came, source, goal))
            if price > best[node]:
                continue
            for arc in self._touching[node]:
                way = +1 if arc.tail == node else -1
                usable = arc is not without and (arc.hidden or hiding)
                if not usable or _room(arc, moved, way) == 0:
                    continue
                after = arc.head if way > 0 else arc.tail
                cost = price + (0 if arc.hidden else arc.price)
                if cost < best.get(after, _ENDLESS):
                    best[after] = cost
                    came[after] = (node, arc, way)
                    heapq.heappush(queue, (cost, after))
        return None

    def _hide(self, arc: _Arc) -> None:
        if not arc.hidden:
            arc.hidden = True
            self._watched.append(arc)


def _steps_back(
    came: Mapping[_Node, tuple[_Node, _Arc, int]], source: _Node, goal: _Node
) -> Iterator[tuple[_Arc, int]]:
    node = goal
    while node != source:
        node, arc, way = came[node]
        yield arc, way


def _room(arc: _Arc, moved: Mapping[Cell, int], way: int) -> int:
    now = arc.value + moved.get(arc.cell, 0)
    return max(0, arc.ceiling - now if way > 0 else now - arc.floor)


def _ends(cell: Cell) -> tuple[_Node, _Node]:
    row, column = cell
    tail = ("row", row) if row != TOTAL else ("column", column)
    head = ("column", column) if column != TOTAL else ("row", row)
    if cell == (TOTAL, TOTAL):
        return _IN, _OUT
    if row == TOTAL:
        return tail, _IN
    if column == TOTAL:
        return _OUT, head
    return tail, head
