"""The languages people read, by their own names, and what stands in where a text is missing."""

from collections.abc import Iterable
from enum import StrEnum


class Language(StrEnum):
    """A language and script in which a person can read Komshi."""

    ALBANIAN = "sq"
    SERBIAN_LATIN = "sr_Latn"
    SERBIAN_CYRILLIC = "sr_Cyrl"
    ENGLISH = "en"
    TURKISH = "tr"
    BOSNIAN = "bs"
    GERMAN = "de"
    ROMANI = "rom"

    @property
    def own_name(self) -> str:
        """What its readers call it; a language menu shows nothing else."""
        return _OWN_NAMES[self]

    @property
    def content_key(self) -> str:
        """The key of this language in content files, where both Serbian scripts share one text."""
        return "sr" if self in _SERBIAN else self.value

    @property
    def telegram_code(self) -> str:
        """The two-letter code for Telegram's command menus; Romani has none and borrows English."""
        return {"rom": "en"}.get(self.value, self.value[:2])


_OWN_NAMES = {
    Language.ALBANIAN: "Shqip",
    Language.SERBIAN_LATIN: "Srpski (latinica)",
    Language.SERBIAN_CYRILLIC: "Српски (ћирилица)",
    Language.ENGLISH: "English",
    Language.TURKISH: "Türkçe",
    Language.BOSNIAN: "Bosanski",
    Language.GERMAN: "Deutsch",
    Language.ROMANI: "Romani",
}
_SERBIAN = (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC)

COMPLETE = (
    Language.ALBANIAN,
    Language.SERBIAN_LATIN,
    Language.SERBIAN_CYRILLIC,
    Language.ENGLISH,
)
"""Languages in which every text exists; a missing one fails the build."""

OFFERED = (*COMPLETE, Language.TURKISH, Language.BOSNIAN, Language.GERMAN)
"""Languages a person can choose. Romani waits for a Romani reviewer (need X10)."""

_STAND_INS: dict[Language, tuple[Language, ...]] = {
    Language.SERBIAN_LATIN: (Language.SERBIAN_CYRILLIC, Language.ENGLISH),
    Language.SERBIAN_CYRILLIC: (Language.SERBIAN_LATIN, Language.ENGLISH),
    Language.BOSNIAN: (Language.SERBIAN_LATIN, Language.ENGLISH),
}

# Telegram's language is a hint about order only. Neighbouring codes point to what their
# speakers read with least effort; nothing is chosen for anybody.
_HINTS: dict[str, tuple[Language, ...]] = {
    "sq": (Language.ALBANIAN,),
    "sr": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC),
    "sh": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "hr": (Language.BOSNIAN, Language.SERBIAN_LATIN),
    "cnr": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "me": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "mk": (Language.SERBIAN_CYRILLIC, Language.ALBANIAN),
    "bs": (Language.BOSNIAN,),
    "tr": (Language.TURKISH,),
    "de": (Language.GERMAN,),
    "en": (Language.ENGLISH,),
}


def stand_ins(wanted: Language, second: Language | None = None) -> tuple[Language, ...]:
    """The languages to try, in order, when a text is missing in ``wanted`` (need X9).

    Args:
        wanted: The language the person reads.
        second: A second language the person named; Romani falls back to it first.
    """
    chain = _STAND_INS.get(wanted, (Language.ENGLISH,))
    if wanted is Language.ROMANI and second is not None:
        chain = (second, *chain)
    return tuple(dict.fromkeys(language for language in chain if language is not wanted))


def order_for(telegram_code: str | None) -> tuple[Language, ...]:
    """All offered languages, those that Telegram's hint points to first."""
    code = (telegram_code or "").lower().replace("_", "-")
    if code.startswith("sr-cyrl"):
        hinted: Iterable[Language] = (Language.SERBIAN_CYRILLIC, Language.SERBIAN_LATIN)
    else:
        hinted = _HINTS.get(code.split("-")[0], ())
    first = tuple(hinted)
    return first + tuple(language for language in OFFERED if language not in first)


def guess(telegram_code: str | None) -> Language:
    """The language for a person who has not chosen yet, such as a passer-by in a group."""
    return order_for(telegram_code)[0]
