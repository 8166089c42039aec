"""Finding calls, places, programmes and centers by whatever words people type."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.content import Call, Content
from bot.domain.reading.places import PlaceIndex, fold
from bot.domain.reading.search_words import EMPTY_WORDS
from bot.domain.text.phrases import Words

_LONGEST_TEXT = 200
_MAX_WORDS = 12
_SHORTEST_WORD = 3

# How near a hit is, from 0 to 1. A text is found by its best word; the others only refine.
_ENOUGH = 0.55
_BEST_WORD, _ALL_WORDS = 0.7, 0.3
_PLACE, _NEAR_PLACE, _START_OF_PLACE = 1.0, 0.85, 0.8

# How much it says that a word stands in this part of a call.
_TITLE, _KEYWORD, _KIND, _GOAL = 1.0, 1.0, 0.9, 0.8
_NAME_OF_PROGRAMME = 1.0
_NAME_OF_CENTER = 0.9

# How alike a typed word and a word of the content are.
_ANOTHER_ENDING = 0.9
_BEGINNING = 0.75
_SLIP = 0.9
_LIKE_ENOUGH = 0.8
_SHORTEST_FOR_SLIPS = 5
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3
_PLURALS = frozenset({"es", "en", "er", "et", "at", "ve", "ovi", "evi", "ler", "lar"})
"""Endings of many of a thing whose name has three letters; one letter more is one in any case."""


class HitKind(StrEnum):
    """What kinds of things a text can find."""

    CALL = "call"
    MUNICIPALITY = "municipality"
    PROGRAMME = "programme"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a text may mean.

    Args:
        kind: What it is.
        id: Its id among its kind.
        score: How near it is, from 0 to 1.
    """

    kind: HitKind
    id: str
    score: float


_Target = tuple[HitKind, str]
"""A thing that can be found: its kind and its id."""


class _Text(NamedTuple):
    """A text by which something can be found, and how much it says, from 0 to 1."""

    target: _Target
    text: str
    weight: float


class SearchIndex:
    """Finds things by words in any language of the content and in both Serbian scripts.

    Args:
        content: What can be found.
    """

    def __init__(self, content: Content) -> None:
        self._places = PlaceIndex(content)
        self._weights: dict[str, dict[_Target, float]] = {}
        self._order: dict[_Target, int] = {}
        for text in _texts(content):
            self._order.setdefault(text.target, len(self._order))
            for word in _telling_words(text.text):
                weights = self._weights.setdefault(word, {})
                weights[text.target] = max(text.weight, weights.get(text.target, 0.0))
        self._vocabulary = tuple(self._weights)

    def find(self, text: str, limit: int = 5) -> tuple[Hit, ...]:
        """What a text may mean, the nearest first; greetings and small words find nothing.

        Args:
            text: What somebody typed.
            limit: How many hits at most.
        """
        words = list(dict.fromkeys(_telling_words(text[:_LONGEST_TEXT])))[:_MAX_WORDS]
        if not words:
            return ()
        scores = self._by_words(words)
        for target, score in self._by_place(text):
            scores[target] = max(score, scores.get(target, 0.0))
        hits = [Hit(*target, round(score, 3)) for target, score in scores.items()]
        near = [hit for hit in hits if hit.score >= _ENOUGH]
        near.sort(key=lambda hit: (-hit.score, self._order[hit.kind, hit.id]))
        return tuple(near[:limit])

    def _by_words(self, words: list[str]) -> dict[_Target, float]:
        best: dict[_Target, float] = {}
        total: dict[_Target, float] = {}
        for word in words:
            for target, score in self._by_word(word).items():
                best[target] = max(score, best.get(target, 0.0))
                total[target] = total.get(target, 0.0) + score
        return {
            target: _BEST_WORD * score + _ALL_WORDS * total[target] / len(words)
            for target, score in best.items()
        }

    def _by_word(self, word: str) -> dict[_Target, float]:
        scores: dict[_Target, float] = {}
        for known, likeness in self._alike(word):
            for target, weight in self._weights[known].items():
                scores[target] = max(likeness * weight, scores.get(target, 0.0))
        return scores

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the content that this word may be, and how likely that is."""
        if word in self._weights:
            yield word, 1.0
        for known in self._vocabulary:
            if (likeness := _by_stem(word, known)) > 0:
                yield known, likeness
        if word not in self._weights and len(word) >= _SHORTEST_FOR_SLIPS:
            near = process.extract(
                word,
                self._vocabulary,
                scorer=OSA.normalized_similarity,
                score_cutoff=_LIKE_ENOUGH,
                limit=None,
            )
            yield from ((known, _SLIP * likeness) for known, likeness, _ in near)

    def _by_place(self, text: str) -> Iterator[tuple[_Target, float]]:
        match = self._places.match(text)
        score = _PLACE if match.exact else _NEAR_PLACE
        municipalities = match.municipalities
        if not municipalities:
            municipalities, score = self._places.starting_with(text), _START_OF_PLACE
        for municipality in municipalities:
            yield (HitKind.MUNICIPALITY, municipality), score


def _by_stem(word: str, known: str) -> float:
    """Whether two words share a stem and differ in their endings, or one begins the other."""
    if len(word) == _SHORTEST_WORD or len(known) == _SHORTEST_WORD:
        return _ANOTHER_ENDING if _one_and_many(word, known) else 0.0
    if word[:_SHORTEST_STEM] != known[:_SHORTEST_STEM] or len(word) < _SHORTEST_STEM:
        return 0.0
    shared = 0
    for typed_letter, known_letter in zip(word, known, strict=False):
        if typed_letter != known_letter:
            break
        shared += 1
    longest_ending = _LONGEST_ENDING if shared > _SHORTEST_STEM else 1
    if max(len(word), len(known)) - shared <= longest_ending:
        return _ANOTHER_ENDING
    if shared == len(word):
        return _BEGINNING + (_ANOTHER_ENDING - _BEGINNING) * len(word) / len(known)
    return 0.0


def _one_and_many(word: str, known: str) -> bool:
    """Whether of two words, one of them very short, the longer one is the other in the plural."""
    shorter, longer = sorted((word, known), key=len)
    ending = longer.removeprefix(shorter)
    return longer.startswith(shorter) and (len(ending) == 1 or ending in _PLURALS)


def _telling_words(text: str) -> Iterator[str]:
    """The words of a text that say what it is about, folded."""
    for word in fold(text).split():
        if len(word) >= _SHORTEST_WORD and word not in EMPTY_WORDS:
            yield word


def _texts(content: Content) -> Iterator[_Text]:
    """Everything that can be found, in the order for equal scores, with its texts and weights."""
    for municipality in content.municipalities:
        yield _Text((HitKind.MUNICIPALITY, municipality), "", 0.0)
    for programme in content.programmes.values():
        target = (HitKind.PROGRAMME, programme.id)
        yield _Text(target, programme.short_name, _NAME_OF_PROGRAMME)
        yield _Text(target, programme.id, _NAME_OF_PROGRAMME)
    for call in content.calls.values():
        for text, weight in _texts_of_call(content, call):
            yield _Text((HitKind.CALL, call.id), text, weight)
    for center in content.centers.values():
        for text in center.name.texts.values():
            yield _Text((HitKind.CENTER, center.id), text, _NAME_OF_CENTER)


def _texts_of_call(content: Content, call: Call) -> Iterator[tuple[str, float]]:
    yield from _weighted(call.title, _TITLE)
    for words in call.keywords.values():
        yield from ((word, _KEYWORD) for word in words)
    yield from _weighted(content.kinds[call.kind].name, _KIND)
    for goal in call.goals:
        yield from _weighted(content.goals[goal].label, _GOAL)


def _weighted(words: Words, weight: float) -> Iterable[tuple[str, float]]:
    return ((text, weight) for text in words.texts.values())
