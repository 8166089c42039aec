"""Whether each call can fit somebody and not everybody, and whether every row does something."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.eligibility.checking.findings import Finding, applying, having, listed
from bot.domain.eligibility.compilation import Compiled, Point
from bot.domain.eligibility.diagrams import FALSE, TRUE, Node
from bot.domain.eligibility.questions import Value
from bot.domain.eligibility.rules import Criterion, Operator
from bot.domain.text.phrases import Msg

_LISTS = frozenset({Operator.IN, Operator.NOT_IN})


def verify_calls(compiled: Compiled) -> Iterator[Finding]:
    """Find calls for nobody or for everybody (E1), and what changes no verdict (E2)."""
    for call, node in compiled.calls.items():
        if node is FALSE:
            yield _for_nobody(compiled, call)
        elif node is TRUE:
            yield Finding(
                "E1",
                "E1: this call fits everybody.",
                "Write a row that says whom it is for.",
                call=call,
                line=_first_line(compiled, call),
                witness=compiled.person(TRUE),
            )
        else:
            yield from _Rows(compiled, call).findings()


def _first_line(compiled: Compiled, call: str) -> int:
    return min((row.line for row in compiled.rules.rules[call].criteria), default=1)


def _for_nobody(compiled: Compiled, call: str) -> Finding:
    """Name the fewest rows that cannot be met together, as far as dropping one by one finds."""
    every = compiled.diagrams.every
    kept = list(compiled.points[call])
    for point in compiled.points[call]:
        fewer = [other for other in kept if other is not point]
        if every(other.node for other in fewer) is FALSE:
            kept = fewer
    *others, last = kept
    rows = [row for point in kept for row, _ in point.rows]
    lines = " and ".join(str(line) for line in sorted({row.line for row in rows}))
    if others:
        what = f"E1: nobody can ever fit: the rows on lines {lines} exclude each other."
    else:
        what = "E1: nobody can ever fit: nobody can meet this row."
    near = every(point.node for point in compiled.points[call] if point is not last)
    return Finding(
        "E1",
        what,
        "Change one of them, or make them alternatives with the same `group`.",
        call=call,
        line=last.rows[0][0].line,
        witness=compiled.person(near),
        about=_about(compiled, (row.attribute for row in rows)),
    )


def _about(compiled: Compiled, attributes: Iterable[str]) -> tuple[str, ...]:
    """The questions that attributes rest on, with their gates."""
    found: dict[str, None] = {}
    for attribute in attributes:
        table = compiled.rules.derived.get(attribute)
        for question in table.inputs if table else (attribute,):
            found |= dict.fromkeys((*compiled.gates[question], question))
    return tuple(found)


class _Rows:
    """What the rows of one call do, each beside all others."""

    def __init__(self, compiled: Compiled, call: str) -> None:
        self._compiled = compiled
        self._diagrams = compiled.diagrams
        self._call = call
        self._points = compiled.points[call]

    def findings(self) -> Iterator[Finding]:
        for point in self._points:
            if (idle := self._idle_point(point)) is not None:
                yield idle
                continue
            for criterion, holds in point.rows:
                if point.group and (idle := self._idle_branch(point, criterion, holds)):
                    yield idle
                    continue
                yield from self._idle_values(point, criterion, holds)

    def _others(self, point: Point) -> Node:
        return self._diagrams.every(other.node for other in self._points if other is not point)

    def _eased(self, point: Point) -> Node:
        """Where a demand is met, or its question does not apply.

        A row about age rules out a business too, because nobody asks its age. That does not make
        the row "only for persons" beside it idle: it is the one that says why.
        """
        unasked = (
            self._diagrams.negated(applying(self._compiled, row.attribute)) for row, _ in point.rows
        )
        return self._diagrams.any((point.node, *unasked))

    def _idle_point(self, point: Point) -> Finding | None:
        if isinstance(point.rows[0][0].why, Msg):
            return None  # not a row that somebody wrote: it comes from the call's municipalities
        others = self._diagrams.every(self._eased(one) for one in self._points if one is not point)
        if self._diagrams.implied(others, point.node) is not TRUE:
            return None
        who = "group" if point.group else "row"
        what = f"E2: this {who} rules out nobody whom the other rows let through."
        failing = self._diagrams.negated(point.node)
        mend = f"Remove the {who}, or check its values."
        return self._finding(point.rows[0][0], what, mend, failing)

    def _idle_branch(self, point: Point, criterion: Criterion, holds: Node) -> Finding | None:
        both = self._diagrams.both
        alone = both(holds, self._diagrams.negated(self._rest(point, criterion)))
        if both(self._others(point), alone) is not FALSE:
            return None
        fitting = both(holds, self._compiled.calls[self._call])
        if fitting is FALSE:
            what = f"E2: nobody who meets the other rows can meet this one of `{point.group}`."
            return self._finding(criterion, what, "Remove it, or check its values.", holds)
        what = f"E2: whoever meets this row meets another of `{point.group}` too."
        return self._finding(criterion, what, "Remove it, or check its values.", fitting)

    def _rest(self, point: Point, criterion: Criterion) -> Node:
        """Where one of the other rows of a group holds."""
        return self._diagrams.any(node for row, node in point.rows if row is not criterion)

    def _idle_values(self, point: Point, criterion: Criterion, holds: Node) -> Iterator[Finding]:
        """Find options of a row and of its ``when`` without which every verdict stays the same."""
        both, negated = self._diagrams.both, self._diagrams.negated
        rest = negated(self._rest(point, criterion)) if point.group else TRUE
        reached = both(self._others(point), rest)
        whole = (having(self._compiled, name, ids) for name, ids in criterion.when.items())
        if criterion.operator in _LISTS:
            when = both(reached, self._diagrams.every(whole))
            idle = self._idle(when, criterion.attribute, criterion.values)
            if idle:
                is_plain = criterion.operator is Operator.IN and not point.group
                what = "nobody with {} can fit" if is_plain else "{} makes no difference here"
                yield self._idle_options(criterion, criterion.attribute, idle, what)
        telling = both(reached, holds if point.group else negated(holds))
        for name in criterion.when:
            idle = self._idle(telling, name, sorted(criterion.when[name]))
            if idle and len(idle) < len(criterion.when[name]):
                what = "{} under `when` makes no difference"
                yield self._idle_options(criterion, name, idle, what)

    def _idle(self, where: Node, attribute: str, values: Sequence[Value]) -> tuple[Value, ...]:
        both = self._diagrams.both
        return tuple(
            value
            for value in values
            if both(where, having(self._compiled, attribute, (value,))) is FALSE
        )

    def _idle_options(
        self, criterion: Criterion, attribute: str, idle: tuple[Value, ...], saying: str
    ) -> Finding:
        what = f"E2: {saying.format(f'`{attribute}` {listed(idle)}')}."
        mend = "Remove it here, or check the other rows, which decide alone."
        return self._finding(criterion, what, mend, having(self._compiled, attribute, idle))

    def _finding(self, criterion: Criterion, what: str, mend: str, witness: Node) -> Finding:
        attributes = [row.attribute for row in self._compiled.rules.rules[self._call].criteria]
        return Finding(
            "E2",
            what,
            mend,
            call=self._call,
            line=criterion.line,
            witness=self._compiled.person(witness),
            about=_about(self._compiled, [criterion.attribute, *criterion.when, *attributes]),
        )
