"""What can be asked about an applicant, and what is worked out from the answers by a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from bot.domain.text.phrases import Words

Value = str | int | date
"""An answer: the id of an option or of a municipality, a whole number, or a day."""


class Form(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    MUNICIPALITY = "municipality"
    NUMBER = "number"
    DATE = "date"


class NoAnswer(Enum):
    """What a person may say in place of an answer; the question is not asked again.

    None of them is a :data:`Value`: whoever asks for the text of an answer gets no text here.
    """

    UNSURE = "unsure"
    WITHHELD = "withheld"
    SKIPPED = "skipped"


Answer = Value | NoAnswer


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a question of choice."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask, with the answers that are possible.

    Args:
        topic: Questions of one topic are kept together where that costs little.
        label: The question as it is asked.
        short: What it is about in a few words, for lists of answers: "Age".
        help: A sentence that explains a term, before the question (need I5).
        why: Why it is asked, in one sentence.
        options: The answers of a choice; ``yes`` and ``no`` for yes_no; empty otherwise. For a
            municipality these are the ids of all municipalities, with their names.
        low: The least number that can be true; None unless the form is number.
        high: The greatest number that can be true, itself included.
        sensitive: About origin, community, health or the like: asked last, stored apart.
        can_change: Whether a person can change it; only then is it said that it would change a
            verdict.
        asked_only_if: Questions that must have been answered with one of these options; all of
            them must hold. Otherwise the question does not apply to the person.
        prior: How often each answer is expected, by option id, or for numbers by the first number
            of a range such as ``{"0": 10, "18": 60, "66": 30}``. Touches the order only.
    """

    id: str
    form: Form
    topic: str
    label: Words
    short: Words
    why: Words
    help: Words | None = None
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    earliest: date | None = None
    latest: date | None = None
    sensitive: bool = False
    can_change: bool = False
    asked_only_if: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prior: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a derived attribute's table: if every input is among these, the value is this."""

    when: Mapping[str, frozenset[str]]
    value: str


@dataclass(frozen=True, slots=True)
class Derived:
    """An attribute that nobody is asked about: a finite table over choices (needs E2, U3).

    The first row that holds gives the value. An input that is missing in a row may be anything,
    also "does not apply".

    Args:
        otherwise: The value where no row holds; None if the rows must be complete.
    """

    id: str
    inputs: tuple[str, ...]
    rows: tuple[Row, ...]
    otherwise: str | None = None
