"""Words that take sides on status (need U11): found before a text reaches people."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.reading.places import fold
from bot.domain.text.phrases import Words

ANY_ENDING = "*"


@dataclass(frozen=True, slots=True)
class StatusWord:
    """Words that take sides, and what to write instead.

    Args:
        match: Words or phrases by content key; a star at the end stands for any ending.
        hint: What to write instead, for the one who wrote the text.
    """

    match: Mapping[str, tuple[str, ...]]
    hint: Words


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """A word that takes sides, found in a text.

    Args:
        word: The word as it stands on the list.
        hint: What to write instead.
    """

    word: str
    hint: Words


class StatusWords:
    """The list of words that take sides.

    Args:
        words: The words with their hints.
    """

    def __init__(self, words: Iterable[StatusWord]) -> None:
        self._patterns = [
            (key, _pattern(phrase), LoadedWord(phrase, word.hint))
            for word in words
            for key, phrases in word.match.items()
            for phrase in phrases
        ]

    def find(self, text: str, language: str | None = None) -> tuple[LoadedWord, ...]:
        """The words of the list that stand in a text; a finding is a hint, never a refusal.

        Args:
            text: What somebody wants to tell people.
            language: Content key of the text's language; without it the words of all count.
        """
        key = fold(text)
        found = {
            finding.word: finding
            for spoken, pattern, finding in self._patterns
            if language in {None, spoken} and pattern.search(key)
        }
        return tuple(found.values())


def _pattern(phrase: str) -> re.Pattern[str]:
    ending = "[a-z0-9]*" if phrase.endswith(ANY_ENDING) else ""
    return re.compile(rf"\b{re.escape(fold(phrase))}{ending}\b")
