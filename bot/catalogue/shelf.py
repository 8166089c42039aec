"""The content that serves now, and how a new edition takes its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.catalogue.loader import load, load_status_words
from bot.catalogue.report import Report
from bot.domain.content import Content
from bot.domain.eligibility.asking.planning import Plan, plan
from bot.domain.eligibility.compilation import Compiled
from bot.domain.reading.places import PlaceIndex
from bot.domain.reading.search import SearchIndex
from bot.domain.reading.status_words import StatusWords


@dataclass(frozen=True, slots=True)
class Edition:
    """Content that passed every check, with the indexes made from it."""

    content: Content
    places: PlaceIndex
    search: SearchIndex
    compiled: Compiled
    status_words: StatusWords = field(default_factory=lambda: StatusWords(()))
    _plans: dict[tuple[str, ...], Plan] = field(default_factory=dict, repr=False, compare=False)

    def plan_for(self, calls: Iterable[str]) -> Plan:
        """The order of the questions about some calls; worked out once for each set of calls.

        Args:
            calls: In any order; calls without criteria are left out.
        """
        wanted = frozenset(calls)
        portfolio = tuple(call for call in self.content.rules.rules if call in wanted)
        known = self._plans.get(portfolio)
        if known is None:
            known = self._plans.setdefault(portfolio, plan(self.compiled, portfolio))
        return known


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
        loaded, report = load(self._folder, samples=self._samples)
        if loaded is None:
            raise ContentError(report)
        content, words = loaded.content, load_status_words(self._folder)
        places, search = PlaceIndex(content), SearchIndex(content)
        return Edition(content, places, search, loaded.compiled, words)
