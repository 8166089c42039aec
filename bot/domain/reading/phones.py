"""Phone numbers as people type them, with Kosovo's +383 where they leave the country out."""

import re
from typing import Final

_ALLOWED: Final = re.compile(r"[+0-9 ()./\u00a0–-]{6,30}")
_KOSOVO: Final = re.compile(r"\+383[234][0-9]{7}")
_ABROAD: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_NATIONAL: Final = 8


def read_phone(text: str) -> str | None:
    """The number with its country, such as ``+38344123456``; None if it can be none.

    Understood are 044 123 456, 44 123 456, 00383 44 123 456, +383 (0)44 123 456, and numbers of
    other countries with ``+`` or ``00``, because many people came back from there.
    """
    typed = text.strip()
    if not _ALLOWED.fullmatch(typed):
        return None
    digits = "".join(sign for sign in typed.replace("(0)", "") if sign.isdigit())
    if typed.startswith("+"):
        number = f"+{digits}"
    elif digits.startswith("00"):
        number = f"+{digits[2:]}"
    elif digits.startswith("0"):
        number = f"+383{digits[1:]}"
    elif digits.startswith("383") and len(digits) == _NATIONAL + 3:
        number = f"+{digits}"
    elif len(digits) == _NATIONAL:
        number = f"+383{digits}"
    else:
        return None
    form = _KOSOVO if number.startswith("+383") else _ABROAD
    return number if form.fullmatch(number) else None
