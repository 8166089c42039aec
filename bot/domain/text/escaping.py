"""The one place where text from outside is made harmless: for reading, for Telegram, for tables."""

import html
import re
import unicodedata
from typing import Final

LONGEST_TEXT: Final = 4096
"""Characters of a typed text that are read: as many as Telegram lets a person type."""

_EMOJI: Final = r"[\u203C-\u3299\uFE0F\U0001F000-\U0001FAFF]"
_JOINER: Final = "\u200d"
_JOINER_OF_EMOJI: Final = re.compile(rf"(?<={_EMOJI}){_JOINER}(?={_EMOJI})")
_LINE_END: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_KEPT: Final = frozenset("\n\t")
_NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control signs, signs that only format (zero width, direction), half letters, private ones."""
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their class that nobody can see."""

_FORMULA: Final = frozenset("=+-@")
_MINUS: Final = "\u2212"
_CELL_BREAKS: Final = frozenset("\t\r\n")


def typed(text: str) -> str:
    """What a person typed, without signs that nobody sees, up to :data:`LONGEST_TEXT` characters.

    Signs of zero width and of writing direction can make a text look like another one; control
    signs and halves of letters cannot be stored. A joiner stays where it holds an emoji together.
    """
    if not (text.isascii() and text.isprintable()):
        pieces = _JOINER_OF_EMOJI.split(_LINE_END.sub("\n", text))
        text = _JOINER.join("".join(s for s in piece if not _is_hidden(s)) for piece in pieces)
    return text[:LONGEST_TEXT].removesuffix(_JOINER)


def html_safe(text: str) -> str:
    """Text for Telegram's HTML, shown exactly as it is."""
    return html.escape(text, quote=False)


def formula_safe(text: str) -> str:
    """Text for a cell of a table, so that no program takes it for a formula.

    A cell that begins like one gets an apostrophe before it, which table programs do not show.
    Signs of full width and other looks of the same sign count, and so does what stands behind
    blanks. Done twice it is the same as done once. Numbers are to be written as numbers.
    """
    begins = next((sign for sign in text if not sign.isspace() and not _is_hidden(sign)), "")
    plain = unicodedata.normalize("NFKC", begins)[:1]
    if text[:1] in _CELL_BREAKS or plain in _FORMULA or plain == _MINUS:
        return f"'{text}"
    return text


def _is_hidden(sign: str) -> bool:
    if sign in _KEPT:
        return False
    return unicodedata.category(sign) in _NOT_SHOWN or sign in _BLANK
