"""What is wrong with the content, said so that whoever wrote it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps all of the content from being served; a warning only asks for attention."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in the content, and where it stands.

    Args:
        file: The file, from the content folder on, such as ``content/calls/akt-startup.yml``.
        line: Line in the file, from 1; 0 when the problem is the file itself.
        severity: Whether the content can be served like this.
        what: What is wrong, as a sentence.
        mend: What to do about it, as a sentence.
    """

    file: str
    line: int
    severity: Severity
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity}: {self.what} {self.mend}"


@dataclass(slots=True)
class Report:
    """Every problem of one run over the content, by file and line."""

    _found: dict[Problem, None] = field(default_factory=dict)

    def error(self, file: str, line: int, what: str, mend: str) -> None:
        """Note a problem that keeps the content from being served."""
        self._found[Problem(file, line, Severity.ERROR, what, mend)] = None

    def warning(self, file: str, line: int, what: str, mend: str) -> None:
        """Note a problem that somebody should look at."""
        self._found[Problem(file, line, Severity.WARNING, what, mend)] = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, by file and line, each once."""
        return tuple(sorted(self._found, key=lambda problem: (problem.file, problem.line)))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the content from being served."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that somebody should look at."""
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)

    def as_text(self) -> str:
        """One problem a line, and a last line that counts them."""
        return "\n".join((*map(str, self.problems), self._count()))

    def _count(self) -> str:
        counts = _counted("error", self.errors), _counted("warning", self.warnings)
        return ", ".join(counts) + "."


def _counted(noun: str, problems: Iterable[Problem]) -> str:
    number = len(tuple(problems))
    return f"{number} {noun}" if number == 1 else f"{number or 'no'} {noun}s"
