"""What the verifier finds in the rules, and what all of its checks need to find it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.eligibility.asking.population import expected_shares
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, Node
from bot.domain.eligibility.questions import Value

Witness = Mapping[str, Value]
"""Somebody who can exist: an answer to every question that applies to the person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the rules do and their author can hardly have meant.

    Args:
        code: ``E1`` to ``E10`` keep content from being served, ``W1`` to ``W7`` do not.
        what: What is wrong, as a sentence.
        mend: What to do about it, as a sentence.
        call: The call that it is about; empty if it is about a question.
        question: The question or derived attribute that it is about.
        line: The line of the row in the call's file; 0 if it is about no row.
        where: The way to the value in the question's file.
        witness: Somebody in whom it shows; None where there can be nobody.
        about: The questions of the witness that matter here; all if empty.
    """

    code: str
    what: str
    mend: str
    call: str = ""
    question: str = ""
    line: int = 0
    where: tuple[str | int, ...] = ()
    witness: Witness | None = None
    about: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether content with this in it must not be served."""
        return self.code.startswith("E")


def having(compiled: Compiled, attribute: str, values: Iterable[Value]) -> Node:
    """Where an attribute has one of these values; the values are options or table values."""
    diagrams = compiled.diagrams
    if attribute in compiled.rules.derived:
        table = compiled.tables[attribute]
        return diagrams.any(table.get(str(value), FALSE) for value in values)
    places = [compiled.locate(attribute, value) for value in values]
    answered = diagrams.among(compiled.level[attribute], [p for p in places if p is not None])
    return diagrams.both(compiled.applies[attribute], answered)


def applying(compiled: Compiled, attribute: str) -> Node:
    """Where a question applies; for a derived attribute, where all of its inputs do."""
    table = compiled.rules.derived.get(attribute)
    if table is None:
        return compiled.applies[attribute]
    return compiled.diagrams.every(compiled.applies[name] for name in table.inputs)


def share(compiled: Compiled, node: Node) -> float:
    """The part of the people for whom a function is true, by the expected answers.

    Nothing depends on a question that does not apply, so its expected answers do no harm.
    """
    shares = [
        expected_shares(compiled.rules.questions[question], compiled.cells[question])
        for question in compiled.order
    ]
    return _share(node, shares, {})


def _share(node: Node, shares: Sequence[Sequence[float]], known: dict[Node, float]) -> float:
    if not node.support:
        return 0.0 if node is FALSE else 1.0
    found = known.get(node)
    if found is None:
        parts = zip(shares[node.level], node.children, strict=True)
        found = sum(part * _share(child, shares, known) for part, child in parts)
        known[node] = found
    return found


def listed(names: Iterable[object]) -> str:
    """Ids as they stand in a sentence."""
    return ", ".join(f"`{name}`" for name in names)
