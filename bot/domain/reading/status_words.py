"""Words that take sides on status (need U11): found before a text reaches people."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.reading.places import fold
from bot.domain.text.phrases import Words

ANY_ENDING = "*"
"""At the end of a word of the list: its endings count too."""


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


class _Listed(NamedTuple):
    """A word of the list: the content key of its language, how it is found, and what is found."""

    language: str
    pattern: re.Pattern[str]
    loaded: LoadedWord


class StatusWords:
    """The list of words that take sides, ready to be looked for in a text.

    Args:
        words: The words with their hints.
    """

    def __init__(self, words: Iterable[StatusWord]) -> None:
        self._patterns = [
            _Listed(language, _pattern(phrase), LoadedWord(phrase, word.hint))
            for word in words
            for language, phrases in word.match.items()
            for phrase in phrases
        ]

    def find(self, text: str, language: str | None = None) -> tuple[LoadedWord, ...]:
        """The words of the list that stand in a text; a finding is a hint, never a refusal.

        Args:
            text: What somebody wants to tell people.
            language: Content key of the text's language; without it the words of all count.
        """
        key = fold(text)
        by_word = {
            listed.loaded.word: listed.loaded
            for listed in self._patterns
            if language in {None, listed.language} and listed.pattern.search(key)
        }
        return tuple(by_word.values())


def _pattern(phrase: str) -> re.Pattern[str]:
    ending = "[a-z0-9]*" if phrase.endswith(ANY_ENDING) else ""
    return re.compile(rf"\b{re.escape(fold(phrase))}{ending}\b")
