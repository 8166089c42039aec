"""Phone numbers as people type them, with Kosovo's +383 where they leave the country out."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import phonenumbers

from bot.domain.reading.digits import plain_digits, zeros_for_letters

_HERE: Final = "XK"
_CODE_HERE: Final = 383
_LONGEST_HERE: Final = 9
"""Digits after +383; a longer one has been run together with something else."""
_LONGEST: Final = 80
"""Whoever types more does not type a number."""
_EXTENSION: Final = " ext. "

_RUN: Final = re.compile(r"(?:[+(] ?)*\d[\d ()\[\]./,\\_*·•|:-]*\d")
_EXTENSION_WORD: Final = re.compile(
    r"[\s,;]*(?:;?ext(?:ension)?|x|lok(?:al)?|local|int(?:ern[oi]?)?|dah(?:ili)?|dw|durchwahl|zgj"
    r"|лок(?:ал)?|#)[\s.:=]*(?P<extension>\d{1,5})\W*",
    re.IGNORECASE,
)

OLD_PREFIXES: Final[Mapping[int, tuple[str, ...]]] = {
    377: ("44", "45"),
    381: ("28", "29", "38", "39"),
    386: ("43", "49"),
}
"""Countries whose codes numbers of Kosovo had before +383, and how these numbers began."""
_COUNTRY_AFTER_ZERO: Final = tuple(f"0{code}" for code in (_CODE_HERE, *OLD_PREFIXES))


class TypedPhone(NamedTuple):
    """What somebody typed as a phone number.

    Args:
        number: With its country, such as ``+38344123456``; an extension behind it.
        certain: False where the person is to be asked whether this is right.
        as_typed: Of a number that is not certain, what was typed, where that can be one too.
    """

    number: str
    certain: bool = True
    as_typed: str | None = None


def read_phone(text: str) -> str | None:
    """The number with its country, such as ``+38344123456``; None if that is not certain.

    Understood are 044 123 456, 44 123 456, 00383 44 123 456, +383 (0)44 123 456, and numbers of
    other countries with ``+`` or ``00``, because many people came back from there.
    """
    typed = read_typed_phone(text)
    return typed.number if typed is not None and typed.certain else None


def read_typed_phone(text: str) -> TypedPhone | None:
    """The number that a text holds, and whether it is certain; None if there can be none.

    To be asked about are numbers with a prefix that Kosovo had before +383 (need X7), and those
    of other countries that came without ``+`` or ``00``.
    """
    plain = zeros_for_letters(" ".join(plain_digits(text).split()))
    if len(plain) > _LONGEST:
        return None
    runs = list(_RUN.finditer(plain))
    if not runs:
        return None
    first = runs[0]
    rest = plain[first.end() :]
    extension = ""
    if behind := _EXTENSION_WORD.fullmatch(rest):
        extension, rest = _EXTENSION + behind["extension"], ""
    if any(sign.isdigit() for sign in plain[: first.start()] + rest):
        return None
    return _understood(first[0], extension)


def is_phone(number: str) -> bool:
    """Whether a number is written as this reader writes one; a button may carry any other text."""
    typed = read_typed_phone(number)
    return typed is not None and number in {typed.number, typed.as_typed}


def shown(number: str) -> str:
    """A number in groups, as people read one aloud: +383 44 123 456."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    plain = phonenumbers.PhoneNumber(
        country_code=parsed.country_code,
        national_number=parsed.national_number,
        italian_leading_zero=parsed.italian_leading_zero,
        number_of_leading_zeros=parsed.number_of_leading_zeros,
    )
    groups = phonenumbers.format_number(plain, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{groups}{_EXTENSION}{parsed.extension}" if parsed.extension else groups


def _understood(run: str, extension: str) -> TypedPhone | None:
    digits = "".join(sign for sign in run if sign.isdigit())
    abroad = "+" in run or digits.startswith("00")
    if abroad:
        digits = digits.lstrip("0") if digits.startswith("00") else digits
    elif digits.startswith(f"{_CODE_HERE}") and len(digits) > _LONGEST_HERE + 1:
        abroad = True
    number = _parsed(f"+{digits}" if abroad else digits)
    renewed = _renewed(number)
    if renewed is not None:
        as_typed = _written(number) if number is not None and _is_valid(number) else None
        return TypedPhone(
            renewed + extension,
            certain=False,
            as_typed=None if as_typed is None else as_typed + extension,
        )
    if number is not None and _is_valid(number):
        return TypedPhone(_written(number) + extension)
    if abroad:
        return None
    return _without_sign(digits, extension)


def _without_sign(digits: str, extension: str) -> TypedPhone | None:
    """A number of a country, this one too, where somebody left out the ``+`` or the ``00``."""
    if digits.startswith(_COUNTRY_AFTER_ZERO):
        digits = digits[1:]
    if digits.startswith("0") or len(digits) <= _LONGEST_HERE + 1:
        return None
    number = _parsed(f"+{digits}")
    renewed = _renewed(number)
    if renewed is not None:
        return TypedPhone(renewed + extension, certain=False)
    if number is None or not _is_valid(number):
        return None
    return TypedPhone(_written(number) + extension, certain=False)


def _renewed(number: phonenumbers.PhoneNumber | None) -> str | None:
    """The form with +383 of a number that has a prefix from before; None for all others."""
    if number is None:
        return None
    national = phonenumbers.national_significant_number(number)
    if not national.startswith(OLD_PREFIXES.get(number.country_code or 0, ())):
        return None
    now = _parsed(f"+{_CODE_HERE}{national}")
    return _written(now) if now is not None and _is_valid(now) else None


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, _HERE)
    except phonenumbers.NumberParseException:
        return None


def _is_valid(number: phonenumbers.PhoneNumber) -> bool:
    if not phonenumbers.is_valid_number(number):
        return False
    national = phonenumbers.national_significant_number(number)
    return number.country_code != _CODE_HERE or len(national) <= _LONGEST_HERE


def _written(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
