"""Numbers that people read aloud: no letters that look or sound alike, and a check character.

The five letters look the same in Latin and in Cyrillic and sound the same in every language that
the bot speaks, so that it does not matter on which keyboard a number is typed. The characters are
thirteen, a prime: the check finds every single wrong character and every two that changed places.
"""

from collections.abc import Callable
from typing import Final

ALPHABET: Final = "23456789AEKMT"
REFERENCE_LENGTH: Final = 7
"""Of a declared interest, check character included; some five million different ones."""
CODE_LENGTH: Final = 9
"""Of a code with which a second one joins; nobody finds one by trying."""

_SAME_LOOK: Final = str.maketrans("АЕКМТ", "AEKMT")
_IGNORED: Final = frozenset(" -‐‑–—.·/\u00a0")
_BASE: Final = len(ALPHABET)


def draw(length: int, choose: Callable[[int], int]) -> str:
    """A reference number drawn at random, its check character included.

    Args:
        length: With its check character, at most 12.
        choose: Gives a random whole number below its argument, such as ``secrets.randbelow``.
    """
    body = "".join(ALPHABET[choose(_BASE)] for _ in range(length - 1))
    return body + _check_character(body)


def read(text: str, length: int) -> str | None:
    """The number of this length that was typed; None if it is none, or was typed wrongly."""
    typed = "".join(one for one in text.upper() if one not in _IGNORED).translate(_SAME_LOOK)
    if len(typed) != length or any(one not in ALPHABET for one in typed):
        return None
    return typed if typed[-1] == _check_character(typed[:-1]) else None


def spaced(number: str) -> str:
    """A number as people read it: in groups of three or four."""
    size = 4 if len(number) % 3 == 1 else 3
    first = number[:size]
    rest = number[size:]
    return "-".join((first, *(rest[at : at + 3] for at in range(0, len(rest), 3))))


def _check_character(body: str) -> str:
    """Each place weighs differently, the last one 1; the weighted sum is a multiple of the base."""
    total = sum(weight * ALPHABET.index(one) for weight, one in enumerate(reversed(body), start=2))
    return ALPHABET[-total % _BASE]
