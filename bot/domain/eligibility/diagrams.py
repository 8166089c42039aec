"""Decision diagrams over variables of several values: one node for each different function.

A function is true or false, or unknown where that hangs on a variable that was forgotten.

A function of the answers is a node; equal functions are the same object, so "is it decided?" is
``node is TRUE`` and every result can be remembered by node. Variables are numbered by level, and
along every path the levels grow.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf

_LAST = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A function: which child goes on depends on the value of the variable at this level.

    Args:
        level: The variable; larger than any variable for the constants.
        children: The function that is left for each value of the variable.
        support: The levels that the function depends on, as the bits of a number.
    """

    level: int
    children: tuple["Node", ...]
    support: int


TRUE = Node(_LAST, (), 0)
FALSE = Node(_LAST, (), 0)
UNKNOWN = Node(_LAST, (), 0)


def is_constant(node: Node) -> bool:
    """Whether nothing can change the function any more."""
    return node.support == 0


def levels_of(support: int) -> Iterator[int]:
    """The levels in a set of bits, from the first to the last."""
    while support:
        lowest = support & -support
        yield lowest.bit_length() - 1
        support ^= lowest


def some_path(node: Node, target: Node = TRUE) -> dict[int, int] | None:
    """Values by level that lead to a constant; other levels are free. None if nothing leads there.

    Takes the first value that still can reach the target. For functions that are never unknown.
    """
    other = FALSE if target is TRUE else TRUE
    if node is other:
        return None
    path = {}
    while node is not target:
        value = next(v for v, child in enumerate(node.children) if child is not other)
        path[node.level] = value
        node = node.children[value]
    return path


def cheapest_path(node: Node, costs: Mapping[int, Sequence[float]]) -> dict[int, int] | None:
    """Values by level that make the function true at the least cost; None if there is no way.

    Args:
        costs: By level, what each value costs (infinite for never); missing levels cost nothing.
    """
    found: dict[Node, tuple[float, int]] = {
        TRUE: (0.0, 0),
        FALSE: (inf, 0),
        UNKNOWN: (inf, 0),
    }

    def cheapest(at: Node) -> float:
        known = found.get(at)
        if known is None:
            own = costs.get(at.level) or (0.0,) * len(at.children)
            known = min(
                (own[value] + cheapest(child), value) for value, child in enumerate(at.children)
            )
            found[at] = known
        return known[0]

    if cheapest(node) == inf:
        return None
    path = {}
    while node is not TRUE:
        value = found[node][1]
        path[node.level] = value
        node = node.children[value]
    return path


def nodes_under(roots: Iterable[Node]) -> set[Node]:
    """Every node of some functions, the constants left out."""
    seen: set[Node] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node.support and node not in seen:
            seen.add(node)
            waiting.extend(node.children)
    return seen


class Diagrams:
    """Makes functions over the same variables and remembers every result.

    Args:
        sizes: The number of values of each variable, by level.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        self._both: dict[tuple[Node, Node], Node] = {}
        self._either: dict[tuple[Node, Node], Node] = {}
        self._negated: dict[Node, Node] = {
            TRUE: FALSE,
            FALSE: TRUE,
            UNKNOWN: UNKNOWN,
        }
        self._restricted: dict[tuple[Node, int, int], Node] = {}
        self._joined: dict[tuple[Node, Node], Node] = {}
        self._forgotten: dict[tuple[Node, int], Node] = {}
        self._levels = [dict[tuple[Node, ...], Node]() for _ in self.sizes]

    def __len__(self) -> int:
        """How many different functions have been met."""
        return sum(map(len, self._levels))

    def node(self, level: int, children: tuple[Node, ...]) -> Node:
        """The one node that chooses between these functions."""
        first = children[0]
        if all(child is first for child in children):
            return first
        known = self._levels[level].get(children)
        if known is None:
            support = 1 << level
            for child in children:
                support |= child.support
            # setdefault, so that two threads that meet here still agree on one node.
            known = self._levels[level].setdefault(children, Node(level, children, support))
        return known

    def among(self, level: int, values: Collection[int]) -> Node:
        """True where the variable has one of these values."""
        size = self.sizes[level]
        return self.node(level, tuple(TRUE if v in values else FALSE for v in range(size)))

    def both(self, left: Node, right: Node) -> Node:
        """The function that is true where both of two are."""
        if left is right or right is TRUE:
            return left
        if left is TRUE:
            return right
        if left is FALSE or right is FALSE:
            return FALSE
        known = self._both.get((left, right))
        if known is None:
            level, pairs = _side_by_side(left, right)
            known = self.node(level, tuple(self.both(a, b) for a, b in pairs))
            self._both[left, right] = self._both[right, left] = known
        return known

    def either(self, left: Node, right: Node) -> Node:
        """True where at least one is."""
        if left is right or right is FALSE:
            return left
        if left is FALSE:
            return right
        if left is TRUE or right is TRUE:
            return TRUE
        known = self._either.get((left, right))
        if known is None:
            level, pairs = _side_by_side(left, right)
            known = self.node(level, tuple(self.either(a, b) for a, b in pairs))
            self._either[left, right] = self._either[right, left] = known
        return known

    def negated(self, node: Node) -> Node:
        """True where the function is false."""
        known = self._negated.get(node)
        if known is None:
            known = self.node(node.level, tuple(map(self.negated, node.children)))
            self._negated[node] = known
            self._negated[known] = node
        return known

    def implied(self, left: Node, right: Node) -> Node:
        """True where the left is false or the right is true; TRUE if the left implies the right."""
        return self.either(self.negated(left), right)

    def every(self, nodes: Iterable[Node]) -> Node:
        """True where all are; TRUE for none."""
        return reduce(self.both, nodes, TRUE)

    def any(self, nodes: Iterable[Node]) -> Node:
        """True where at least one is; FALSE for none."""
        return reduce(self.either, nodes, FALSE)

    def restricted(self, node: Node, level: int, value: int) -> Node:
        """What is left of the function when this variable has this value."""
        if not node.support >> level & 1:
            return node
        if node.level == level:
            return node.children[value]
        key = (node, level, value)
        known = self._restricted.get(key)
        if known is None:
            known = self.node(
                node.level,
                tuple(self.restricted(child, level, value) for child in node.children),
            )
            self._restricted[key] = known
        return known

    def forgotten(self, node: Node, level: int) -> Node:
        """What is left of the function when nobody can say what this variable is.

        It is as before where all values of the variable agree, and unknown elsewhere.
        """
        if not node.support >> level & 1:
            return node
        key = (node, level)
        known = self._forgotten.get(key)
        if known is None:
            if node.level == level:
                known = reduce(self._join, node.children)
            else:
                known = self.node(
                    node.level, tuple(self.forgotten(child, level) for child in node.children)
                )
            self._forgotten[key] = known
        return known

    def _join(self, left: Node, right: Node) -> Node:
        """What both say where they agree, unknown elsewhere."""
        if left is right:
            return left
        if left is UNKNOWN or right is UNKNOWN or not (left.support or right.support):
            return UNKNOWN
        known = self._joined.get((left, right))
        if known is None:
            level, pairs = _side_by_side(left, right)
            known = self.node(level, tuple(self._join(a, b) for a, b in pairs))
            self._joined[left, right] = self._joined[right, left] = known
        return known


def _side_by_side(left: Node, right: Node) -> tuple[int, Iterable[tuple[Node, Node]]]:
    """The upper level of two functions, and what is left of both for each of its values."""
    if left.level == right.level:
        return left.level, zip(left.children, right.children, strict=True)
    if left.level < right.level:
        return left.level, ((child, right) for child in left.children)
    return right.level, ((left, child) for child in right.children)
