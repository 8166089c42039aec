"""Serbian in its two scripts: Cyrillic made from Latin by rule, and back."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from bot.domain.text.serbian_words import (
    COUNTRY_ENDINGS,
    HOST_ENDINGS,
    LATIN_NAMES,
    PAIRED_NAMES,
    SPLIT_STEMS,
    STEM_PREFIXES,
)

_SINGLE = str.maketrans(
    "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ",
    "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ",
)
_DOUBLE = {
    "lj": "љ",
    "Lj": "Љ",
    "LJ": "Љ",
    "nj": "њ",
    "Nj": "Њ",
    "NJ": "Њ",
    "dž": "џ",
    "Dž": "Џ",
    "DŽ": "Џ",
}
_DOUBLE_LETTER = re.compile("|".join(_DOUBLE))
_FIRST_CYRILLIC = 0x400
_BETWEEN = "|"  # parts two letters of a word that must not melt into one

_HOST = r"(?<![\w.-])(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*\."
_BEHIND = r"(?::\d[^\s<>]*|/[^\s<>]*|[?\#]\w[^\s<>]*)"
# Two words with a full stop between them and no blank are a host if something says so: its ending,
# what follows it, or one more name. Otherwise somebody forgot the blank between two sentences.
_ADDRESS = rf"""
    {_HOST}(?:(?i:{HOST_ENDINGS})|{COUNTRY_ENDINGS}|{COUNTRY_ENDINGS.upper()})(?![\w-]){_BEHIND}?
  | {_HOST}(?:[a-z]{{2,24}}|[A-Z]{{2,24}}){_BEHIND}
  | (?<![\w.-])[a-z0-9-]{{2,}}(?:\.[a-z0-9-]{{2,}})*\.[a-z][a-z0-9-]+\.[a-z]{{2,}}(?![\w-])
  | \blocalhost{_BEHIND}
"""
# Letters and digits in one, letters of both sizes in one, letters with underscores, AB-12.
_CODE = r"""
    (?<!\w)(?!\d+(?:ih|og|om|oj|ak)\b)(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]+(?!\w)
  | (?<!\w)[A-Za-z]*[a-z][A-Z][A-Za-z0-9]*(?!\w)
  | (?<!\w)[A-Za-z0-9]*_\w*
  | (?<![\w/-])[A-Z]{1,8}(?:[-/][A-Z]{1,8})*[-/]\d[\w/-]*
"""

# What a reader or a program takes literally: a place in a template, a tag, an address, a code.
_LITERAL = rf"""
    <(?P<verbatim>code|pre)\b[^<>]*>.*?</(?P=verbatim)>
  | \{{[^{{}}]*\}}                      # {{deadline}}
  | %\([^)]*\)[a-z]                   # %(name)s
  | %[sd]\b
  | </?[A-Za-z][^<>]*>                # <b>, <a href="...">
  | &(?:[A-Za-z]+|\#\d+);             # &amp;
  | [A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+
  | (?i:mailto|tel|sms|tg|viber|skype|whatsapp):[^\s<>]+
  | (?i:www)\.[^\s<>]+
  | [\w.+%'-]+@[\w-]+(?:\.[\w-]+)*   # name@example.org
  | [@\#]\w+                         # @name, #word
  | {_ADDRESS}
  | (?<![^\s(\[>„“"'])(?<!</[abisu]>)/[a-z][a-z0-9_]*  # /start, and not the second word of a pair
  | {_CODE}
"""
_WORD = r"[^\W\d_]+"

_TO_LATIN = {
    **{ord(cyrillic): latin for latin, cyrillic in _DOUBLE.items() if not latin.isupper()},
    **{cyrillic: chr(latin) for latin, cyrillic in _SINGLE.items()},
}
_CAPITAL = "A-ZČĆŽŠĐА-ЯЂЈЉЊЋЏ"
# A capital of two letters is LJ among capitals and Lj elsewhere.
_LOUD_DOUBLE = re.compile(rf"[ЉЊЏ](?=[{_CAPITAL}])|(?<=[{_CAPITAL}])[ЉЊЏ](?![^\W\d_])")


def _breaks(stems: Iterable[str]) -> dict[str, int]:
    return {stem.replace(_BETWEEN, ""): stem.index(_BETWEEN) for stem in stems}


_BREAKS = _breaks(SPLIT_STEMS)
_SPLIT_WORD = re.compile(
    f"({'|'.join(sorted(STEM_PREFIXES, key=len, reverse=True))})({'|'.join(_BREAKS)})"
)


def to_cyrillic(latin: str, protect: Collection[str] = ()) -> str:
    """Write Serbian Latin text in Cyrillic letters.

    What is not Serbian stays as it is: places in templates, tags, commands, addresses of any host,
    codes, hashtags, names with letters that Serbian does not have, and those of `LATIN_NAMES`. Both
    words of a pair with a slash are written in Cyrillic.

    Args:
        latin: The text; letters that are Cyrillic already are left alone.
        protect: More names that stay in Latin letters, exactly as written.
    """
    return _convert(latin, tuple(protect))


def to_latin(cyrillic: str) -> str:
    """Write Serbian Cyrillic text in Latin letters; everything else stays as it is."""
    loud = _LOUD_DOUBLE.sub(lambda match: _TO_LATIN[ord(match[0])].upper(), cyrillic)
    return loud.translate(_TO_LATIN)


@lru_cache(maxsize=8192)
def _convert(latin: str, protect: tuple[str, ...]) -> str:
    return _tokens(protect).sub(_write, latin)


@lru_cache(maxsize=16)
def _tokens(protect: tuple[str, ...]) -> re.Pattern[str]:
    names = sorted({*LATIN_NAMES, *protect}, key=lambda name: (-len(name), name))
    literal_names = "|".join(re.escape(name) for name in names)
    paired = "|".join(PAIRED_NAMES)
    return re.compile(
        rf"(?P<literal>{_LITERAL}|(?<!\w)(?:{literal_names})(?!\w)"
        rf"|\b(?:{paired})(?=/)|(?<=/)(?:{paired})\b)|(?P<word>{_WORD})",
        re.VERBOSE | re.DOTALL,
    )


def _write(match: re.Match[str]) -> str:
    word = match["word"]
    if word is None or _is_foreign(word):
        return match[0]
    written = _DOUBLE_LETTER.sub(lambda double: _DOUBLE[double[0]], _part(word))
    return written.replace(_BETWEEN, "").translate(_SINGLE)


def _part(word: str) -> str:
    """Put a bar between two letters of a word that look like one and are not."""
    found = _SPLIT_WORD.match(word.lower())
    if found is None:
        return word
    place = found.end(1) + _BREAKS[found[2]]
    return word[:place] + _BETWEEN + word[place:]


def _is_foreign(word: str) -> bool:
    """Tell a word with a letter of another Latin alphabet: Deçan, Gjakovë, İpek."""
    return any(ord(letter) < _FIRST_CYRILLIC and ord(letter) not in _SINGLE for letter in word)
