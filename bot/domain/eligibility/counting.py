"""How many people can exist under the rules, and how many of them a function is true for."""

from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, TRUE, Node


def count_people(compiled: Compiled, node: Node = TRUE, *, by_value: bool = True) -> int:
    """How many different people a function is true for, exactly.

    Two people differ if they answer differently, or if a question applies to only one of them.

    Args:
        by_value: Whether every value counts by itself; otherwise people are told apart by cells
            only.
    """
    return _Counter(compiled, by_value=by_value).count(node)


class _Counter:
    """Goes down the levels once for each thing that is left of the function and of the gates."""

    def __init__(self, compiled: Compiled, *, by_value: bool) -> None:
        self._compiled = compiled
        self._diagrams = compiled.diagrams
        self._sizes = [
            tuple(cell.size if by_value else 1 for cell in compiled.cells[question])
            for question in compiled.order
        ]
        self._known: dict[tuple[int, Node, tuple[Node, ...]], int] = {}

    def count(self, node: Node) -> int:
        return self._from(0, node, tuple(self._compiled.applies[q] for q in self._compiled.order))

    def _from(self, level: int, node: Node, applies: tuple[Node, ...]) -> int:
        """Count from a level on; ``applies`` says it for this and all later questions."""
        if node is FALSE or level == len(self._sizes):
            return int(node is TRUE)
        key = (level, node, applies)
        known = self._known.get(key)
        if known is None:
            here, later = applies[0], applies[1:]
            if here is FALSE:
                # Nothing depends on a question that does not apply, so any of its cells will do.
                known = self._after(level, 0, node, later)
            else:
                known = sum(
                    size * self._after(level, cell, node, later)
                    for cell, size in enumerate(self._sizes[level])
                )
            self._known[key] = known
        return known

    def _after(self, level: int, cell: int, node: Node, later: tuple[Node, ...]) -> int:
        left = self._diagrams.restricted(node, level, cell)
        gates = tuple(self._diagrams.restricted(gate, level, cell) for gate in later)
        return self._from(level + 1, left, gates)
