"""The languages people read: one row of facts for each, and what follows from them.

A new language is a row here, the shape of its days in ``bot/i18n/formats.py`` and a catalogue in
``locales/``; nothing else lists languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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
    def facts(self) -> "LanguageFacts":
        """All that is known of the language, as one row of the table."""
        return FACTS[self]

    @property
    def own_name(self) -> str:
        """What its readers call it; a language menu shows nothing else."""
        return FACTS[self].own_name

    @property
    def content_key(self) -> str:
        """The key of this language in content files, where both Serbian scripts share one text."""
        return FACTS[self].content_key

    @property
    def telegram_code(self) -> str:
        """The two-letter code for Telegram's command menus."""
        return FACTS[self].telegram_code


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFacts:
    """What is known of a language besides its words.

    Args:
        own_name: What its readers call it.
        telegram_code: Two letters, as Telegram knows languages.
        content_key: Under which its texts stand in content files; scripts of one language share it.
        own_key: A key for a text in this script alone, where that is not the content key.
        complete: Whether a text that is missing in it fails the build.
        offered: Whether a person can choose it.
        official: Whether every programme has to be readable in it (Law 02/L-37 on the use of
            languages).
        stand_ins: What its readers read where a text is missing; English comes after these.
        status_key: Under which key the words that take sides are listed for it.
        locale: The CLDR locale of its numbers and of the names of its days.
        plurals: The rule of its catalogue, as gettext writes it; None where the sentences are made
            from another script and there is no catalogue.
        months: The first three letters of each month, folded, January first; empty if unknown.
        weekdays: How each day of the week begins, folded, Monday first; empty if unknown.
        near_days: Today, tomorrow and the day after, folded; empty if unknown.
        yes_no: "Yes" and "no" as buttons say it; None where another language stands in.
    """

    own_name: str
    telegram_code: str
    content_key: str
    own_key: str = ""
    complete: bool = False
    offered: bool = True
    official: bool = False
    stand_ins: tuple[Language, ...] = ()
    status_key: str
    locale: str
    plurals: str | None
    months: str
    weekdays: str = ""
    near_days: str = ""
    yes_no: tuple[str, str] | None


_TWO_FORMS: Final = "nplurals=2; plural=(n != 1);"
_SLAVIC_FORMS: Final = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)

FACTS: Final[Mapping[Language, LanguageFacts]] = {
    Language.ALBANIAN: LanguageFacts(
        own_name="Shqip",
        telegram_code="sq",
        content_key="sq",
        complete=True,
        official=True,
        status_key="sq",
        locale="sq_XK",
        plurals=_TWO_FORMS,
        months="jan shk mar pri maj qer kor gus sht tet nen dhj",
        weekdays="hene marte merkur enjte premte shtun diel",
        near_days="sot | neser | pasneser",
        yes_no=("Po", "Jo"),
    ),
    Language.SERBIAN_LATIN: LanguageFacts(
        own_name="Srpski (latinica)",
        telegram_code="sr",
        content_key="sr",
        complete=True,
        official=True,
        stand_ins=(Language.SERBIAN_CYRILLIC,),
        status_key="sr",
        locale="sr_Latn_XK",
        plurals=_SLAVIC_FORMS,
        months="jan feb mar apr maj jun jul avg sep okt nov dec",
        weekdays="ponedelj/ponedjelj utor sred/srijed cetvrt petak subot nedelj/nedjelj",
        near_days="danas | sutra | prekosutra",
        yes_no=("Da", "Ne"),
    ),
    Language.SERBIAN_CYRILLIC: LanguageFacts(
        own_name="Српски (ћирилица)",
        telegram_code="sr",
        content_key="sr",
        own_key="sr_Cyrl",
        complete=True,
        official=True,
        stand_ins=(Language.SERBIAN_LATIN,),
        status_key="sr",
        locale="sr_Cyrl_XK",
        plurals=None,
        months="",  # folding makes them the Latin ones
        yes_no=None,
    ),
    Language.ENGLISH: LanguageFacts(
        own_name="English",
        telegram_code="en",
        content_key="en",
        complete=True,
        status_key="en",
        locale="en_GB",
        plurals=_TWO_FORMS,
        months="jan feb mar apr may jun jul aug sep oct nov dec",
        weekdays="monday tuesday wednesday thursday friday saturday sunday",
        near_days="today | tomorrow | day after tomorrow",
        yes_no=("Yes", "No"),
    ),
    Language.TURKISH: LanguageFacts(
        own_name="Türkçe",
        telegram_code="tr",
        content_key="tr",
        status_key="tr",
        locale="tr",
        plurals=_TWO_FORMS,
        months="oca sub mar nis may haz tem agu eyl eki kas ara",
        weekdays="pazartesi sali carsamba persembe cuma cumartesi pazar",
        near_days="bugun | yarin | obur gun/ertesi gun",
        yes_no=("Evet", "Hayır"),
    ),
    Language.BOSNIAN: LanguageFacts(
        own_name="Bosanski",
        telegram_code="bs",
        content_key="bs",
        stand_ins=(Language.SERBIAN_LATIN,),
        status_key="sr",  # the same words
        locale="bs_Latn",
        plurals=_SLAVIC_FORMS,
        months="jan feb mar apr maj jun jul aug sep okt nov dec",
        weekdays="ponedelj/ponedjelj utor sred/srijed cetvrt petak subot nedelj/nedjelj",
        near_days="danas | sutra | prekosutra",
        yes_no=("Da", "Ne"),
    ),
    Language.GERMAN: LanguageFacts(
        own_name="Deutsch",
        telegram_code="de",
        content_key="de",
        status_key="de",
        locale="de",
        plurals=_TWO_FORMS,
        months="jan feb mar apr mai jun jul aug sep okt nov dez",
        weekdays="montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
        near_days="heute | morgen | ubermorgen",
        yes_no=("Ja", "Nein"),
    ),
    Language.ROMANI: LanguageFacts(
        own_name="Romani",
        telegram_code="en",  # Telegram knows no Romani
        content_key="rom",
        offered=False,  # until a Romani reviewer has marked its texts (need X10)
        status_key="rom",
        locale="sr_Latn_XK",  # for numbers alone: CLDR has no Romani
        plurals=_TWO_FORMS,
        months="",
        yes_no=None,
    ),
}
"""Every language with its facts, in the order in which languages are shown."""

COMPLETE: Final = tuple(one for one, facts in FACTS.items() if facts.complete)
"""Languages in which every text exists; a missing one fails the build."""

OFFERED: Final = tuple(one for one, facts in FACTS.items() if facts.offered)
"""Languages a person can choose."""

CONTENT_KEYS: Final = tuple(dict.fromkeys(facts.content_key for facts in FACTS.values()))
"""The keys of languages in content files, each once."""

TEXT_KEYS: Final = tuple(facts.own_key or facts.content_key for facts in FACTS.values())
"""The keys under which a text can be written in content files: one for each script."""

OFFICIAL_KEYS: Final = tuple(
    dict.fromkeys(facts.content_key for facts in FACTS.values() if facts.official)
)
"""The keys of the languages that every programme speaks."""

# Telegram's language is a hint about order only. These codes are of no language here and point to
# what their speakers read with least effort; nothing is chosen for anybody.
_NEIGHBOURS: Final[Mapping[str, tuple[Language, ...]]] = {
    "sh": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "hr": (Language.BOSNIAN, Language.SERBIAN_LATIN),
    "cnr": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "me": (Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC, Language.BOSNIAN),
    "mk": (Language.SERBIAN_CYRILLIC, Language.ALBANIAN),
}


def of_key(key: str) -> Language:
    """The language whose texts stand under a key of content files.

    Raises:
        ValueError: if it is none of :data:`TEXT_KEYS`.
    """
    return list(FACTS)[TEXT_KEYS.index(key)]


def stand_ins(wanted: Language, second: Language | None = None) -> tuple[Language, ...]:
    """The languages to try, in order, when a text is missing in ``wanted`` (need X9).

    Args:
        wanted: The language the person reads.
        second: A second language the person named; Romani falls back to it first.
    """
    chain = (*wanted.facts.stand_ins, Language.ENGLISH)
    if wanted is Language.ROMANI and second is not None:
        chain = (second, *chain)
    return tuple(dict.fromkeys(language for language in chain if language is not wanted))


def order_for(telegram_code: str | None) -> tuple[Language, ...]:
    """All offered languages, those that Telegram's hint points to first."""
    code = (telegram_code or "").lower().replace("_", "-")
    short = code.split("-")[0]
    first = _NEIGHBOURS.get(short) or tuple(one for one in OFFERED if one.telegram_code == short)
    if code.startswith("sr-cyrl"):
        first = tuple(reversed(first))
    return first + tuple(language for language in OFFERED if language not in first)


def guess(telegram_code: str | None) -> Language:
    """The language for a person who has not chosen yet, such as a passer-by in a group."""
    return order_for(telegram_code)[0]
