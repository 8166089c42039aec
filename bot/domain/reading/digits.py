"""Digits and the marks around them as anybody writes them, made plain for readers of numbers."""

import re
import unicodedata
from typing import Final

_HYPHENS: Final = frozenset("\u2043\u2212\u02d7\u30fc\uff70\u2796")
"""Signs that look like a hyphen and are none by their class."""
_QUOTES: Final = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060", "'")
)
_HIDDEN: Final = frozenset({"Cf", "Mn", "Me"})
_O_FOR_ZERO: Final = re.compile(r"(?<![^\W\d_])[oOоО](?=\d)|(?<=\d)[oOоО](?![^\W\d_])")


def plain_digits(text: str) -> str:
    """The same text with every kind of digit as 0-9, of blank as a blank and of hyphen as ``-``.

    Marks that nobody sees, such as those of writing direction around a copied number, are gone.
    """
    composed = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return "".join(_plain(sign) for sign in composed if unicodedata.category(sign) not in _HIDDEN)


def zeros_for_letters(text: str) -> str:
    """The same text with a zero where the letter O was typed among digits."""
    return _O_FOR_ZERO.sub("0", text)


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    kind = unicodedata.category(sign)
    if kind == "Pd" or sign in _HYPHENS:
        return "-"
    return " " if kind == "Zs" else sign
