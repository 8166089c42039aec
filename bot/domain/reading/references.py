"""Numbers that people read aloud: no letters that look or sound alike, and a check character.

The five letters look the same in Latin and in Cyrillic and sound the same in every language that
the bot speaks, so that it does not matter on which keyboard a number is typed. The characters are
thirteen, a prime: the check finds every single wrong character and every two that changed places.
"""

from collections.abc import Callable
from typing import Final

ALPHABET: Final = "23456789AEKMT"
REFERENCE_LENGTH: Final = 7
"""Characters of the number of a declared interest, with the check; some five million differ."""
CODE_LENGTH: Final = 9
"""Characters of the code with which a second person joins; nobody finds one by trying."""

_SAME_LOOK: Final = str.maketrans("АЕКМТ", "AEKMT")
_IGNORED: Final = frozenset(" -‐‑–—.·/\u00a0")
_BASE: Final = len(ALPHABET)


def draw(length: int, choose: Callable[[int], int]) -> str:
    """A number drawn at random, with its check character.

    Args:
        length: With its check character, at most 12.
        choose: Gives a random whole number below its argument, such as ``secrets.randbelow``.
    """
    body = "".join(ALPHABET[choose(_BASE)] for _ in range(length - 1))
    return body + _check_character(body)


def read(text: str, length: int) -> str | None:
    """The number of this length that was typed; None if it is none, or was typed wrongly."""
    signs = (sign for sign in text.upper() if sign not in _IGNORED)
    typed = "".join(signs).translate(_SAME_LOOK)
    if len(typed) != length or any(sign not in ALPHABET for sign in typed):
        return None
    return typed if typed[-1] == _check_character(typed[:-1]) else None


def spaced(number: str) -> str:
    """A number as people read it: in groups of three or four."""
    size = 4 if len(number) % 3 == 1 else 3
    first = number[:size]
    rest = number[size:]
    return "-".join((first, *(rest[offset : offset + 3] for offset in range(0, len(rest), 3))))


def _check_character(body: str) -> str:
    """Each position weighs differently, the last 1; the weighted sum is a multiple of the base."""
    weighted = enumerate(reversed(body), start=2)
    total = sum(weight * ALPHABET.index(sign) for weight, sign in weighted)
    return ALPHABET[-total % _BASE]
