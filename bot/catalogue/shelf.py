"""The content that serves now, and how a new edition takes its place."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.catalogue.loader import load_content, load_status_words
from bot.catalogue.report import Report
from bot.domain.content import Content
from bot.domain.places import PlaceIndex
from bot.domain.search import SearchIndex
from bot.domain.status_words import StatusWords


@dataclass(frozen=True, slots=True)
class Edition:
    """Content that passed every check, with the indexes made from it."""

    content: Content
    places: PlaceIndex
    search: SearchIndex
    status_words: StatusWords = field(default_factory=lambda: StatusWords(()))


class ContentError(ValueError):
    """The content has errors; nothing of it is served."""

    def __init__(self, report: Report) -> None:
        super().__init__("the content has errors")
        self.report = report


class Shelf:
    """Holds the current edition; a broken edit on disk never replaces it.

    Args:
        folder: The content folder.
        samples: Whether entries marked as samples are shown, as in the sandbox.

    Raises:
        ContentError: if the content on disk has errors.
    """

    def __init__(self, folder: Path, *, samples: bool) -> None:
        self._folder = folder
        self._samples = samples
        self.current = self._read()

    def reload(self) -> Edition:
        """Take what is on disk now, if it is whole.

        Raises:
            ContentError: if it has errors; the old edition keeps serving.
        """
        self.current = self._read()
        return self.current

    def _read(self) -> Edition:
        content, report = load_content(self._folder, samples=self._samples)
        if content is None:
            raise ContentError(report)
        words = load_status_words(self._folder)
        return Edition(content, PlaceIndex(content), SearchIndex(content), words)
