"""What is allowed, but seldom meant: W1, W2, W4, W5 and W6."""

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import permutations
from typing import Final

from bot.domain.eligibility.checking.findings import Finding, listed, share
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, TRUE, Node
from bot.domain.eligibility.questions import Form

HARDLY_ANYBODY: Final = 1e-5
"""A call that a smaller part of the people fits is worth a second look."""
NEARLY_ALL: Final = 0.95
"""A call that a larger part of the people fits asks hardly anything."""
MANY_QUESTIONS: Final = 12
"""A call that may take more questions than that tires people."""
RARELY: Final = 0.05
"""A sensitive question that changes a verdict for fewer of them is seldom worth asking."""


def find_warnings(compiled: Compiled, series: Mapping[str, str]) -> Iterator[Finding]:
    """Find what somebody should look at.

    Args:
        series: By call, what it is a round of; two rounds of the same may have the same rule.
    """
    yield from _implications(compiled, series)
    yield from _alike_options(compiled)
    for call, node in compiled.calls.items():
        if node.support:
            yield from _rare_or_common(compiled, call, node)
            yield from _many_questions(compiled, call, node)
    yield from _seldom_needed(compiled)


def _implications(compiled: Compiled, series: Mapping[str, str]) -> Iterator[Finding]:
    """Find calls of which whoever fits the one fits the other (W1)."""
    alike: dict[Node, list[str]] = {}
    for call, node in compiled.calls.items():
        if node.support:
            alike.setdefault(node, []).append(call)
    for node, (first, *others) in alike.items():
        for other in others:
            if first not in series or series[first] != series.get(other):
                what = f"W1: whoever fits `{other}` fits `{first}` too, and the other way round."
                yield _implication(compiled, other, what, node)
    for (node, same), (wider, others) in permutations(alike.items(), 2):
        if compiled.diagrams.implied(node, wider) is TRUE:
            only = compiled.diagrams.both(wider, compiled.diagrams.negated(node))
            what = f"W1: whoever fits `{same[0]}` fits `{others[0]}` too; the example only that."
            yield _implication(compiled, same[0], what, only)


def _implication(compiled: Compiled, call: str, what: str, witness: Node) -> Finding:
    person = compiled.person(witness)
    about = compiled.asked(witness)
    mend = "That may be right; if not, a row is missing."
    return Finding("W1", what, mend, call=call, line=1, witness=person, about=about)


def _alike_options(compiled: Compiled) -> Iterator[Finding]:
    """Find options that no call tells apart (W2).

    Nobody is to miss the own community or municipality in a list, so those lists stay whole.
    """
    for question in compiled.rules.questions.values():
        if question.form is not Form.CHOICE or question.sensitive:
            continue
        level, left = compiled.level[question.id], compiled.diagrams.restricted
        alike: dict[tuple[Node, ...], list[object]] = {}
        for place, cell in enumerate(compiled.cells[question.id]):
            effect = tuple(left(node, level, place) for node in compiled.calls.values())
            alike.setdefault(effect, []).extend(cell.values)
        for options in alike.values():
            if len(options) > 1 and len(alike) > 1:
                what = f"W2: no call tells {listed(options)} apart."
                mend = "Make one option of them, unless people would miss theirs."
                yield Finding("W2", what, mend, question=question.id, where=("options",))


def _rare_or_common(compiled: Compiled, call: str, node: Node) -> Iterator[Finding]:
    """Find calls that hardly anybody fits, or nearly everybody (W4)."""
    part = share(compiled, node)
    if HARDLY_ANYBODY <= part <= NEARLY_ALL:
        return
    rare = part < HARDLY_ANYBODY
    what = f"W4: {'hardly anybody fits' if rare else 'nearly everybody fits'} ({part:.2%})."
    witness = node if rare else compiled.diagrams.negated(node)
    yield Finding(
        "W4",
        what,
        "Check the rows, and the `prior` of the questions.",
        call=call,
        line=1,
        witness=compiled.person(witness),
        about=compiled.asked(node),
    )


def _many_questions(compiled: Compiled, call: str, node: Node) -> Iterator[Finding]:
    """Find calls that may take many questions (W5), asked in the order of the diagram."""
    longest: dict[Node, tuple[int, int]] = {}

    def depth(at: Node) -> int:
        if not at.support:
            return 0
        known = longest.get(at)
        if known is None:
            known = max((depth(child), -place) for place, child in enumerate(at.children))
            longest[at] = known
        return known[0] + 1

    if depth(node) <= MANY_QUESTIONS:
        return
    path: dict[int, int] = {}
    while node.support:
        path[node.level] = -longest[node][1]
        node = node.children[path[node.level]]
    what = f"W5: this call alone may take {len(path)} questions."
    mend = f"Leave to the staff what is not needed at first; {MANY_QUESTIONS} are plenty."
    about = tuple(compiled.order[level] for level in path)
    witness = compiled.completed(path)
    yield Finding("W5", what, mend, call=call, line=1, witness=witness, about=about)


def _seldom_needed(compiled: Compiled) -> Iterator[Finding]:
    """Find sensitive questions whose answer matters to few people (W6)."""
    diagrams = compiled.diagrams
    for question in compiled.rules.questions.values():
        if not question.sensitive:
            continue
        level = compiled.level[question.id]
        matters = diagrams.any(
            _differs(compiled, node, level)
            for node in compiled.calls.values()
            if node.support >> level & 1
        )
        asked = share(compiled, compiled.applies[question.id])
        part = share(compiled, matters) / asked if asked else 1.0
        if matters is not FALSE and part < RARELY:
            yield Finding(
                "W6",
                f"W6: `{question.id}` matters only to {part:.1%} of those whom it applies to.",
                "Ask less, or leave it to the staff.",
                question=question.id,
                witness=compiled.person(matters),
                about=(*compiled.asked(matters), question.id),
            )


def _differs(compiled: Compiled, node: Node, level: int) -> Node:
    """Where a function depends on a variable."""
    diagrams = compiled.diagrams
    values = range(diagrams.sizes[level])
    left = [diagrams.restricted(node, level, value) for value in values]
    every, some = reduce(diagrams.both, left), reduce(diagrams.either, left)
    return diagrams.both(some, diagrams.negated(every))
