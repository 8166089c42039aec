"""What questions and criteria can speak of: the attributes of the content and their values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process

from bot.catalogue.form.screening import QuestionEntry
from bot.catalogue.library import Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Source, Where
from bot.domain.eligibility.questions import Form

YES_NO = ("yes", "no")

PLACE = "municipality"
"""The question that tells whether a person lives where a call is for."""

_LIKE_ENOUGH = 70


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question or a derived attribute, as far as it could be read.

    Args:
        form: How it is answered; choice for derived ones; None if its file is in disorder.
        values: The ids of its answers; None for numbers, days and files in disorder.
        low: The least number or the first day, if there is one.
        high: The greatest number or the last day.
    """

    form: Form | None = None
    is_derived: bool = False
    values: frozenset[str] | None = None
    low: int | date | None = None
    high: int | date | None = None


Attributes = Mapping[str, Attribute]


def attributes_of(library: Library) -> Attributes:
    """Every attribute by its id.

    Ids of files in disorder are there too, so that one mistake does not lead to many reports.
    """
    found = {
        **dict.fromkeys(library.ids(Subject.QUESTIONS) or (), Attribute()),
        **dict.fromkeys(library.ids(Subject.DERIVED) or (), Attribute(is_derived=True)),
    }
    for filed in library.questions:
        found[filed.entry.id] = _question(filed.entry, library)
    for table in library.derived:
        given = {row.value for row in table.entry.rows} | {table.entry.otherwise}
        values = frozenset(value for value in given if value is not None)
        found[table.entry.id] = Attribute(Form.CHOICE, is_derived=True, values=values)
    return found


def _question(entry: QuestionEntry, library: Library) -> Attribute:
    values: frozenset[str] | None = None
    if entry.form is Form.YES_NO:
        values = frozenset(YES_NO)
    elif entry.form is Form.MUNICIPALITY:
        values = library.ids(Subject.MUNICIPALITIES)
    elif entry.form is Form.CHOICE:
        values = frozenset(option.id for option in entry.options)
    return Attribute(entry.form, values=values, low=entry.low, high=entry.high)


def suggest(name: str, known: Iterable[str]) -> str:
    """How to mend an id that does not exist."""
    choices = sorted(known)
    best = process.extractOne(name, choices, score_cutoff=_LIKE_ENOUGH)
    if best is not None:
        return f"Do you mean `{best[0]}`?"
    return f"Known here: {', '.join(choices)}." if choices else "Write its file first."


@dataclass(frozen=True, slots=True)
class Selections:
    """Checks lists of answers, wherever they stand in one file."""

    source: Source
    attributes: Attributes
    report: Report

    def check(self, where: Where, attribute: str, ids: Iterable[str]) -> None:
        """Check that an attribute exists, is answered by choice, and has these answers.

        Args:
            where: The way to the list of ids.
        """
        found = self.attributes.get(attribute)
        if found is None:
            what = f"`{attribute}` is not a question or a derived attribute."
            self.error(where, what, suggest(attribute, self.attributes))
        elif found.form in {Form.NUMBER, Form.DATE}:
            what = f"`{attribute}` is answered with a number or a day, not with one of a list."
            self.error(where, what, "Use `between`, `at_least` and the like in a row of its own.")
        elif found.values is not None:
            self._check_values(where, attribute, ids, found.values)

    def _check_values(
        self, where: Where, attribute: str, ids: Iterable[str], known: frozenset[str]
    ) -> None:
        written: set[str] = set()
        for position, name in enumerate(ids):
            if name not in known:
                what = f"`{attribute}` has no answer `{name}`."
                self.error((*where, position), what, suggest(name, known))
            if name in written:
                self.error((*where, position), f"`{name}` stands here twice.", "Remove one.")
            written.add(name)

    def error(self, where: Where, what: str, mend: str) -> None:
        """Report a problem at a value of the file."""
        self.report.error(self.source.file, self.source.line(where), what, mend)
