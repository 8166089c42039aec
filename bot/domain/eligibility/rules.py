"""The criteria of a call: rows that all must hold, and groups of which one row is enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.eligibility.questions import Derived, Question, Value
from bot.domain.text.phrases import Phrase


class Operator(StrEnum):
    """What a row may say. There are no other expressions, so every rule can be checked whole."""

    IN = "in"
    NOT_IN = "not_in"
    BETWEEN = "between"
    """From the first to the second value, both included."""
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a call's rule.

    A row by itself must hold wherever its ``when`` holds. Rows of the same ``group`` are
    alternatives: one of them is enough, and one with a ``when`` counts only where that holds.
    Where a question does not apply to the person, the row does not hold.

    Args:
        attribute: A question or a derived attribute.
        values: Option ids, numbers or days, as the operator needs them.
        when: Questions or derived attributes that must have one of these values.
        why: For whom the call is, by this row; said to somebody whom it rules out.
        document: Number of the line of the call's documents that proves it, from 1; 0 for none.
        line: Where the row stands in the file, for messages to staff.
    """

    attribute: str
    operator: Operator
    values: tuple[Value, ...]
    why: Phrase
    group: str = ""
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    document: int = 0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who can apply for a call."""

    call: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All questions, tables and rules of one version of the content; ids are unique over all."""

    version: str
    questions: Mapping[str, Question]
    derived: Mapping[str, Derived]
    rules: Mapping[str, Rule]
    """By call id, in the order of the content."""


NO_RULES = RuleSet("", {}, {}, {})
"""Content without a pre-screening."""
