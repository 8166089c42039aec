"""From the folder that staff edit to content that can be served."""

from pathlib import Path

from bot.catalogue.building import build
from bot.catalogue.checks import check_together
from bot.catalogue.library import Subject, open_library
from bot.catalogue.report import Report
from bot.catalogue.wording import check_offered_languages, check_wording, status_words_of
from bot.domain.content import Content
from bot.domain.status_words import StatusWords


def load_content(folder: Path, *, samples: bool) -> tuple[Content | None, Report]:
    """Read and check everything; content with an error anywhere is not served, not even in part.

    Args:
        folder: The content folder.
        samples: Whether entries that are only samples are part of the content.

    Returns:
        The content, or None if there is any error, and all problems of all files.
    """
    report = Report()
    library = open_library(folder, report)
    check_wording(library, report)
    check_offered_languages(library, report)
    check_together(library, report)
    content = None if report.errors else build(library, samples=samples)
    return content, report


def load_status_words(folder: Path) -> StatusWords:
    """The words that take sides on status, for looking over what staff write.

    Args:
        folder: The content folder. Without a readable list in it no word is found.
    """
    library = open_library(folder, Report(), only=Subject.STATUS_WORDS)
    return status_words_of(library)
