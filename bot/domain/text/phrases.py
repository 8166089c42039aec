"""Text in no language yet: phrases that a translator turns into words at the last moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Union


@dataclass(frozen=True, slots=True, init=False)
class Msg:
    """An interface sentence: a literal English one is its key in the gettext catalogues.

    Parameters fill ``{name}`` places; a phrase among them is translated too.
    """

    msgid: str
    params: Mapping[str, "Param"] = field(hash=False)

    def __init__(self, msgid: str, /, **params: "Param") -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "params", params)


@dataclass(frozen=True, slots=True, init=False)
class Plural:
    """An interface sentence with a number ``{n}``, in as many forms as the language has."""

    one: str
    many: str
    n: int
    params: Mapping[str, "Param"] = field(hash=False)

    def __init__(self, one: str, many: str, /, n: int, **params: "Param") -> None:
        object.__setattr__(self, "one", one)
        object.__setattr__(self, "many", many)
        object.__setattr__(self, "n", n)
        object.__setattr__(self, "params", params)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the content files in several languages, by content key (``sq``, ``sr`` ...).

    Args:
        texts: Text by content key. ``sr_Cyrl`` may stand beside ``sr`` for place names, which
            come from a table; every other Cyrillic text is made from ``sr`` by rule.
        name: What the text is called in reports, such as ``calls/akt-startup title``.
        values: What fills the ``{name}`` places, in every language alike.
    """

    texts: Mapping[str, str] = field(hash=False)
    name: str = ""
    values: Mapping[str, "Param"] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that is shown as it is: a proper name, a number plate, what a person typed."""

    text: str


class DayStyle(StrEnum):
    """How much of a date is shown."""

    FULL = "full"  # Sunday 20 December; in another year Sunday 20 December 2027
    WHOLE = "whole"  # Sunday 20 December 2026
    WITH_YEAR = "with_year"  # 20 December 2026
    MONTH = "month"  # December 2022


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, without a time."""

    day: date
    style: DayStyle = DayStyle.FULL


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown as local wall time: weekday, day, month, hour and minute.

    Of one in another year than the reader's, the year is shown too.
    """

    at: datetime


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money, currency first in every language as on the programmes' own papers."""

    amount: Decimal
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Listed:
    """Several phrases as one list: "a, b and c"; with ``alternatives`` "a, b or c"."""

    parts: tuple["Phrase", ...]
    alternatives: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Several phrases one after another, with the same separator in every language."""

    parts: tuple["Phrase", ...]
    separator: str = " "


@dataclass(frozen=True, slots=True)
class Strong:
    """A phrase in bold where the medium has bold."""

    phrase: "Phrase"


@dataclass(frozen=True, slots=True)
class Copied:
    """A number or code that is taken along with one tap, where the medium can do that."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A bold label, a colon and what it labels: "**You get:** equipment"."""

    label: "Phrase"
    value: "Phrase"


Phrase = Union[  # noqa: UP007 -- recursive alias
    Msg,
    Plural,
    Words,
    Plain,
    Day,
    Moment,
    Money,
    Listed,
    Joined,
    Strong,
    Copied,
    Labelled,
]
Param = Union[str, int, Phrase]  # noqa: UP007 -- recursive alias
