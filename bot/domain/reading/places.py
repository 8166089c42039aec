"""Understanding the names of municipalities, however people type them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.content import Content, Municipality
from bot.domain.reading.look_alikes import straighten

_LONGEST_TEXT = 200
_MAX_GUESSES = 3

_CYRILLIC = {
    **dict(zip("абвгдежзијклмнопрстћуфхцчш", "abvgdezzijklmnoprstcufhccs", strict=True)),
    "ђ": "dj",
    "љ": "lj",
    "њ": "nj",
    "џ": "dz",
    # Neighbouring alphabets, because a phone's keyboard may not be Serbian.
    "ѓ": "gj",
    "ќ": "kj",
    "ѕ": "dz",
    "й": "j",
    "ё": "e",
    "э": "e",
    "ы": "i",
    "щ": "st",
    "ю": "ju",
    "я": "ja",
    "ь": "",
    "ъ": "",
}
_LATIN = {"đ": "dj", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th"}
_LETTERS = str.maketrans({**_CYRILLIC, **_LATIN})
_NOT_KEY = re.compile(r"[^a-z0-9]+")

# What people write around the name of a place: "Komuna e Drenasit", "živim u opštini Klina".
# fmt: off
_AROUND = frozenset((
    "komuna", "komunen", "komunes", "komune", "qyteti", "qytetin", "fshati", "e", "i", "ne", "nga",
    "te", "jam", "jetoj", "banoj",
    "opstina", "opstine", "opstini", "opstinu", "grad", "gradu", "u", "iz", "ja", "sam", "zivim",
    "municipality", "city", "town", "the", "of", "in", "from", "live", "am",
    "belediyesi", "belediye", "gemeinde", "aus",
    "kosovo", "kosova", "kosove", "kosovu",
))
# fmt: on


def fold(text: str) -> str:
    """One key for all spellings of a text: small ASCII letters and digits, single spaces.

    Both Serbian scripts fold to the same key, as do letters with and without their marks, and
    the Turkish dotted and dotless i, and letters that only look like ours. Invisible characters
    vanish; punctuation becomes space.
    """
    composed = straighten(unicodedata.normalize("NFC", text))
    visible = "".join(c for c in composed if unicodedata.category(c) != "Cf").casefold()
    plain = unicodedata.normalize("NFKD", visible.translate(_LETTERS)).translate(_LETTERS)
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_KEY.sub(" ", bare.casefold()).strip()


@dataclass(frozen=True, slots=True)
class Match:
    """Which municipalities a typed name may mean.

    Args:
        municipalities: Ids, in the fixed order of the content; several if the name is shared,
            none if nothing is near.
        exact: Whether this is a known name, and not only a near one.
    """

    municipalities: tuple[str, ...]
    exact: bool


_NOTHING = Match((), exact=False)


class PlaceIndex:
    """Finds municipalities by any of their names, in any language and script.

    Args:
        content: Gives the municipalities with their names, aliases and shared names.
    """

    def __init__(self, content: Content) -> None:
        self._order = {place_id: rank for rank, place_id in enumerate(content.municipalities)}
        self._places: dict[str, set[str]] = {}
        for place in content.municipalities.values():
            for name in names_of(place):
                self._places.setdefault(fold(name), set()).add(place.id)
        # A name that several places share asks which is meant, even if one of them has it too.
        for place in content.municipalities.values():
            for name in place.asks:
                self._places.setdefault(fold(name), set()).add(place.id)
        self._keys = tuple(self._places)

    def match(self, text: str) -> Match:
        """Say which municipality, or which few, a text names.

        A known name counts, alone or with words such as "Komuna e ..." around it; then a known
        name inside a sentence; then the nearest name if it is only a slip of the fingers away.
        """
        words = fold(text[:_LONGEST_TEXT]).split()
        for part in _without_surroundings(words):
            if known := self._places.get(" ".join(part)):
                return self._matched(known, exact=True)
        if mentioned := self._mentioned(words):
            return self._matched(mentioned, exact=False)
        for part in _without_surroundings(words):
            if near := self._near(" ".join(part)):
                return self._matched(near, exact=False)
        return _NOTHING

    def starting_with(self, text: str) -> tuple[str, ...]:
        """Municipalities of which a name begins like this; at least three letters are needed."""
        start = fold(text[:_LONGEST_TEXT])
        if len(start) < 3:
            return ()
        beginning = (key for key in self._keys if key.startswith(start))
        place_ids = {place_id for key in beginning for place_id in self._places[key]}
        return self._matched(place_ids, exact=False).municipalities

    def _matched(self, place_ids: Iterable[str], *, exact: bool) -> Match:
        return Match(tuple(sorted(place_ids, key=self._order.__getitem__)), exact)

    def _mentioned(self, words: list[str]) -> set[str]:
        """Places named somewhere in a sentence, the longest names first.

        Short names are everyday words too ("viti" is Albanian for the year): they do not count.
        """
        place_ids: set[str] = set()
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 4), start, -1):
                key = " ".join(words[start:end])
                if len(key) > 4 and key in self._places:
                    place_ids |= self._places[key]
                    start = end - 1
                    break
            start += 1
        return place_ids if len(place_ids) <= _MAX_GUESSES else set()

    def _near(self, key: str) -> set[str]:
        slips = _allowed_slips(key)
        if not slips:
            return set()
        near = process.extract(
            key, self._keys, scorer=OSA.distance, score_cutoff=slips, limit=len(self._keys)
        )
        same_start = [(name, distance) for name, distance, _ in near if name[0] == key[0]]
        if not same_start:
            return set()
        least = min(distance for _, distance in same_start)
        place_ids = {
            place_id
            for name, distance in same_start
            if distance == least
            for place_id in self._places[name]
        }
        return place_ids if len(place_ids) <= _MAX_GUESSES else set()


def names_of(place: Municipality) -> Iterator[str]:
    """Every name that means this municipality alone."""
    yield from place.name.texts.values()
    yield from place.pair.texts.values()
    yield from place.aliases


def _allowed_slips(key: str) -> int:
    """How many letters may be wrong, missing, too many or swapped in a name of this length."""
    if len(key) < 5:
        return 0
    return 1 if len(key) < 8 else 2


def _without_surroundings(words: list[str]) -> Iterator[list[str]]:
    """The words as they are, then without what people write around a name."""
    yield words
    first, last = 0, len(words)
    while first < last and words[first] in _AROUND:
        first += 1
    if first < last and first > 0:
        yield words[first:]
    while last > first and words[last - 1] in _AROUND:
        last -= 1
    if last < len(words) and last > first:
        yield words[first:last]
