"""From the folder that staff edit to content that can be served."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.catalogue.building.content import build
from bot.catalogue.checking.criteria import check_criteria
from bot.catalogue.checking.entries import check_together
from bot.catalogue.checking.questions import check_questions
from bot.catalogue.checking.rules import report_differences, report_findings
from bot.catalogue.checking.wording import check_offered_languages, check_wording, status_words_of
from bot.catalogue.library import Subject, open_library
from bot.catalogue.report import Report
from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.reading.status_words import StatusWords


@dataclass(frozen=True, slots=True)
class Loaded:
    """Content that can be served, with its rules made ready to judge by.

    Args:
        folder: The name of its folder.
    """

    folder: str
    content: Content
    compiled: Compiled


def load(folder: Path, *, samples: bool, today: date | None = None) -> tuple[Loaded | None, Report]:
    """Read and check everything; content with an error anywhere is not served, not even in part.

    Args:
        folder: The content folder.
        samples: Whether entries that are only samples are part of the content.
        today: The day of a thorough check, as before a release: all conversations are walked
            through, and programmes that have ended are named. None for what serving needs.

    Returns:
        The content and its rules, or None if there is any error, and all problems of all files.
    """
    report = Report()
    library = open_library(folder, report)
    check_wording(library, report)
    check_offered_languages(library, report)
    check_together(library, report)
    check_questions(library, report)
    check_criteria(library, report)
    if report.errors:
        return None, report
    content = build(library, samples=samples)
    compiled = compile_rules(content.rules)
    report_findings(library, content, compiled, report, today=today)
    return None if report.errors else Loaded(library.name, content, compiled), report


def load_content(folder: Path, *, samples: bool) -> tuple[Content | None, Report]:
    """The content alone, with all problems of all files; None if there is any error."""
    loaded, report = load(folder, samples=samples)
    return None if loaded is None else loaded.content, report


def report_changes(before: Path, loaded: Loaded) -> Report:
    """What content changes in the verdicts of the published one, as warnings (W7).

    Args:
        before: The folder of the published content; if it cannot be served, its errors.
    """
    published, report = load(before, samples=True)
    if published is None:
        return report
    changes = Report()
    rules = published.content.rules, loaded.content.rules
    report_differences(loaded.folder, *rules, changes)
    return changes


def load_status_words(folder: Path) -> StatusWords:
    """The words that take sides on status, for looking over what staff write.

    Args:
        folder: The content folder. Without a readable list in it no word is found.
    """
    library = open_library(folder, Report(), only=Subject.STATUS_WORDS)
    return status_words_of(library)
