"""The files of the content folder: which there are, and what could be read of them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.catalogue.form.schema import (
    CallEntry,
    CenterEntry,
    ContactsFile,
    HolidaysFile,
    InterestsFile,
    KindsFile,
    MunicipalitiesFile,
    ProgrammeEntry,
    StatusWordsFile,
)
from bot.catalogue.form.screening import DerivedEntry, QuestionEntry
from bot.catalogue.form.validation import validate
from bot.catalogue.report import Report
from bot.catalogue.source import Source, read_source

M = TypeVar("M", bound=BaseModel)

_READ_ELSEWHERE = frozenset({"surveys"})
_ENDING = ".yml"


class Subject(StrEnum):
    """What a file is about; the name of the file, or of the folder with a file for each."""

    MUNICIPALITIES = "municipalities"
    CONTACTS = "contacts"
    KINDS = "kinds"
    INTERESTS = "interests"
    HOLIDAYS = "holidays"
    PROGRAMMES = "programmes"
    CALLS = "calls"
    CENTERS = "centers"
    QUESTIONS = "questions"
    DERIVED = "questions/derived"
    STATUS_WORDS = "words/status"


FOLDERS = (
    Subject.PROGRAMMES,
    Subject.CALLS,
    Subject.CENTERS,
    Subject.QUESTIONS,
    Subject.DERIVED,
)
SINGLE_FILES = (
    Subject.MUNICIPALITIES,
    Subject.CONTACTS,
    Subject.KINDS,
    Subject.INTERESTS,
    Subject.HOLIDAYS,
    Subject.STATUS_WORDS,
)


@dataclass(frozen=True, slots=True)
class Filed(Generic[M]):
    """An entry that has the right form, and the file it came from."""

    source: Source
    entry: M


@dataclass(slots=True)
class Library:
    """All files as they were read, and the entries among them that have the right form.

    Args:
        name: Name of the content folder, for the report.
        version: A short mark that changes with every change of a file.
        sources: What could be read, by subject, files of a folder by name.
        unread: Subject and stem of files that could not be read.
    """

    name: str
    version: str = ""
    sources: dict[Subject, list[Source]] = field(default_factory=dict)
    unread: set[tuple[Subject, str]] = field(default_factory=set)
    municipalities: Filed[MunicipalitiesFile] | None = None
    contacts: Filed[ContactsFile] | None = None
    kinds: Filed[KindsFile] | None = None
    interests: Filed[InterestsFile] | None = None
    holidays: Filed[HolidaysFile] | None = None
    status_words: Filed[StatusWordsFile] | None = None
    programmes: list[Filed[ProgrammeEntry]] = field(default_factory=list)
    calls: list[Filed[CallEntry]] = field(default_factory=list)
    centers: list[Filed[CenterEntry]] = field(default_factory=list)
    questions: list[Filed[QuestionEntry]] = field(default_factory=list)
    derived: list[Filed[DerivedEntry]] = field(default_factory=list)

    def everything(self) -> Iterator[tuple[Subject, Source]]:
        """Every file that could be read."""
        for subject, sources in self.sources.items():
            for source in sources:
                yield subject, source

    def ids(self, subject: Subject, key: str = "") -> frozenset[str] | None:
        """The ids that a reference to this subject can name.

        They are taken as they stand, whether or not their entries have the right form, so that
        one mistake does not lead to a hundred reports. None: the file could not be read.

        Args:
            subject: What is referred to.
            key: The list in the file, if its name is not that of the subject.
        """
        if subject in FOLDERS:
            stems = {stem for about, stem in self.unread if about is subject}
            return frozenset(stems.union(s.stem for s in self.sources.get(subject, [])))
        if not self.sources.get(subject):
            return None
        found = self.sources[subject][0].find(key or subject.value, "*", "id")
        return frozenset(value for _, value in found if isinstance(value, str))


def open_library(folder: Path, report: Report, *, only: Subject | None = None) -> Library:
    """Read every file of the content folder and check the form of each.

    Args:
        folder: The content folder.
        report: Takes what could not be read or has the wrong form.
        only: The one subject to read, without the rest.
    """
    library = Library(folder.resolve().name)
    digest = hashlib.sha256()
    for subject in SINGLE_FILES:
        if only not in {None, subject}:
            continue
        path = folder / f"{subject}{_ENDING}"
        if path.is_file():
            _take(library, subject, path, digest, report)
        else:
            library.unread.add((subject, path.stem))
            what = "The file is missing."
            report.error(f"{library.name}/{subject}{_ENDING}", 0, what, "Put it back.")
    for subject in FOLDERS if only is None else ():
        for path in sorted((folder / subject).glob(f"*{_ENDING}")):
            if not path.name.startswith("."):
                _take(library, subject, path, digest, report)
    _name_strangers(folder, library.name, report)
    library.version = digest.hexdigest()[:12]
    _check_forms(library, report)
    return library


def _take(
    library: Library, subject: Subject, path: Path, digest: "hashlib._Hash", report: Report
) -> None:
    inside = f"{subject}{_ENDING}" if subject in SINGLE_FILES else f"{subject}/{path.name}"
    file = f"{library.name}/{inside}"
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.error(file, 0, f"It cannot be read: {error.strerror}.", "Check its permissions.")
        library.unread.add((subject, path.stem))
        return
    digest.update(inside.encode() + b"\0" + raw + b"\0")
    source = read_source(file, raw, report)
    if source is None:
        library.unread.add((subject, path.stem))
    else:
        library.sources.setdefault(subject, []).append(source)


def _name_strangers(folder: Path, name: str, report: Report) -> None:
    """Report files that nobody reads, lest somebody waits for them to appear."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_dir() or _is_expected(inside):
            continue
        file = f"{name}/{inside.as_posix()}"
        if path.suffix in {".yaml", _ENDING}:
            mend = "Move it where it belongs, with a name that ends in .yml."
            report.error(file, 0, "Nothing reads this file.", mend)
        else:
            report.warning(file, 0, "Nothing reads this file.", "Remove it.")


def _is_expected(inside: Path) -> bool:
    if any(part.startswith(".") for part in inside.parts) or inside.parts[0] in _READ_ELSEWHERE:
        return True
    if inside.suffix != _ENDING:
        return False
    name = inside.with_suffix("").as_posix()
    return name in SINGLE_FILES or inside.parent.as_posix() in FOLDERS


def _check_forms(library: Library, report: Report) -> None:
    library.municipalities = _single(library, Subject.MUNICIPALITIES, MunicipalitiesFile, report)
    library.contacts = _single(library, Subject.CONTACTS, ContactsFile, report)
    library.kinds = _single(library, Subject.KINDS, KindsFile, report)
    library.interests = _single(library, Subject.INTERESTS, InterestsFile, report)
    library.holidays = _single(library, Subject.HOLIDAYS, HolidaysFile, report)
    library.status_words = _single(library, Subject.STATUS_WORDS, StatusWordsFile, report)
    library.programmes = _all(library, Subject.PROGRAMMES, ProgrammeEntry, report)
    library.calls = _all(library, Subject.CALLS, CallEntry, report)
    library.centers = _all(library, Subject.CENTERS, CenterEntry, report)
    library.questions = _all(library, Subject.QUESTIONS, QuestionEntry, report)
    library.derived = _all(library, Subject.DERIVED, DerivedEntry, report)


def _single(library: Library, subject: Subject, model: type[M], report: Report) -> Filed[M] | None:
    return next(iter(_all(library, subject, model, report)), None)


def _all(library: Library, subject: Subject, model: type[M], report: Report) -> list[Filed[M]]:
    filed = []
    for source in library.sources.get(subject, []):
        entry = validate(model, source, report)
        if entry is not None:
            filed.append(Filed(source, entry))
    return filed
