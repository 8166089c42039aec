"""Dates as people type them: 20.12.2026, 20 dhjetor, 20. decembra u 16h, sutra u 9, December 20."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from bot.domain.localtime import from_local, local_day
from bot.domain.reading.digits import plain_digits
from bot.domain.reading.places import fold
from bot.domain.text.languages import FACTS

CLOSING: Final = time(16)
"""When a day of work ends; calls close then unless somebody says otherwise."""
BEGINNING: Final = time(9)
"""When a message of a day goes out unless somebody says otherwise."""
_LONGEST_TEXT: Final = 60
_FAR: Final = timedelta(days=2 * 366)
"""A date further away is a slip."""
_WEEK: Final = 7

_NAMED = re.compile(
    r"(?<![\d:])(?<!\d[.h])(?P<day>\d{1,2})(?:st|nd|rd|th)?\W{0,2}(?:of )?"
    r"(?P<name>[^\W\d]{3,})\W{0,2}(?P<year>\d{4})?\b"
)
_NAME_FIRST = re.compile(
    r"\b(?P<name>[^\W\d]{3,})\W{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)\W{0,2}(?P<year>\d{4})?"
)
_ISO = re.compile(r"\b(?P<year>\d{4})\s?[-./]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})\b")
_NUMERIC = re.compile(
    r"\b(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\b"
    r"(?:\s?[./-]\s?(?P<year>\d{4}|\d{2})\b(?![:.h]\d|:|\s?h\b))?\.?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.hч]\s?(?P<minute>\d{2}))?(?!\d)(?:\s?(?P<half>[ap])\.?m\b)?"
)
_PART_OF_AN_HOUR = re.compile(
    r"\b(?:half|quarter|gjysm|cerek|pola|petnaest|halb|viertel|bucuk|ceyrek)"
)
_AFTERNOON = re.compile(
    r"\b(?:afternoon|evening|pasdit|mbrem|popodne|posle podne|poslije podne|uvece|navecer"
    r"|nachmittag|abend|ogleden sonra|aksam)"
)
_ANOTHER_WEEK = re.compile(
    r"\b(?:dana$|next|week|jave|ardhsh|sledec|sljedec|iduc|naredn|nachst|woche|hafta|gelecek|onumuz)"
)

_MONTHS: Final = {
    letters: number
    for facts in FACTS.values()
    for number, letters in enumerate(facts.months.split(), start=1)
}
_WEEKDAYS: Final = {
    letters: number
    for facts in FACTS.values()
    for number, stems in enumerate(facts.weekdays.split())
    for letters in stems.split("/")
}
_WEEKDAY: Final = re.compile("|".join(sorted(_WEEKDAYS, key=len, reverse=True)))
_NEAR_DAYS: Final = {
    word: days
    for facts in FACTS.values()
    for days, words in enumerate(facts.near_days.split(" | "))
    for word in words.split("/")
}
_NEAR_DAY: Final = re.compile(
    rf"\b(?:{'|'.join(sorted(filter(None, _NEAR_DAYS), key=len, reverse=True))})\b"
)


class _Found(NamedTuple):
    """A day in a text, and the text around it."""

    day: int
    month: int
    year: str | None
    rest: str


def read_closing(text: str, now: datetime) -> datetime | None:
    """The moment that somebody typed, UTC; None if it is no date that we understand.

    Without a year it is the next such day, today included; without a time the end of a day of
    work.

    Args:
        text: In any language and script of the bot.
        now: For what lies ahead.
    """
    return _read_ahead(text, now, CLOSING)


def read_beginning(text: str, now: datetime) -> datetime | None:
    """The moment when something is to begin, read as a closing is; without a time at nine.

    It may be over already: a time of today that has passed is not one of next year.
    """
    return _read_ahead(text, now, BEGINNING)


def read_past_day(text: str, today: date) -> date | None:
    """A day that lies behind us, such as that of a birth; None if it is none, or has no year.

    A year of two digits is the last one that ended so.
    """
    for found in _found(_plain(text)):
        year, rest = found.year, found.rest
        digits = re.findall(r"\d+", rest)
        if year is None and len(digits) == 1 and len(digits[0]) == 2:
            year, digits = digits[0], []
        if year is None or digits:
            return None
        whole = int(year) if len(year) == 4 else full_year(int(year), today)
        return _date(whole, found.month, found.day)
    return None


def full_year(two_digits: int, today: date) -> int:
    """The last year up to this one that ends in these two digits: 98 is 1998, 05 is 2005."""
    year = today.year - today.year % 100 + two_digits
    return year if year <= today.year else year - 100


def _read_ahead(text: str, now: datetime, otherwise: time) -> datetime | None:
    text = _plain(text)
    if len(text) > _LONGEST_TEXT:
        return None
    today = local_day(now)
    for found in _found(text):
        day = _ahead(found, today)
        wall_time = _time(found.rest, otherwise)
        if day is None or wall_time is None or day > today + _FAR:
            return None
        return from_local(datetime.combine(day, wall_time))
    return _read_near(_fold_but_times(text), now, otherwise)


def _plain(text: str) -> str:
    return " ".join(plain_digits(text).split()).strip(" .").casefold()


def _fold_but_times(text: str) -> str:
    """The text folded as names are, with the marks inside of times left where they are."""
    pieces = re.split(r"(\d[\d:.]*)", text)
    return " ".join(piece if number % 2 else fold(piece) for number, piece in enumerate(pieces))


def _found(text: str) -> Iterator[_Found]:
    """The days of a year that a text may mean, those with the name of a month first."""
    for pattern in (_NAMED, _NAME_FIRST, _ISO, _NUMERIC):
        for match in pattern.finditer(text):
            month = _month(match.groupdict())
            if month is not None and _date(2000, month, int(match["day"])) is not None:
                rest = f"{text[: match.start()]} {text[match.end() :]}"
                yield _Found(int(match["day"]), month, match["year"], rest)


def _month(groups: Mapping[str, str | None]) -> int | None:
    if number := groups.get("month"):
        return int(number)
    name = fold(groups.get("name") or "")
    return None if _weekday(name) is not None else _MONTHS.get(name[:3])


def _weekday(name: str) -> int | None:
    stem = _WEEKDAY.match(name)
    return None if stem is None else _WEEKDAYS[stem[0]]


def _ahead(found: _Found, today: date) -> date | None:
    if found.year:
        year = int(found.year) + (2000 if len(found.year) == 2 else 0)
        return _date(year, found.month, found.day)
    coming = (_date(year, found.month, found.day) for year in (today.year, today.year + 1))
    return next((day for day in coming if day is not None and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_near(text: str, now: datetime, otherwise: time) -> datetime | None:
    """A day that is named by how near it is: today, tomorrow, Friday."""
    today = local_day(now)
    named = {_WEEKDAYS[stem[0]] for word in _WORD.findall(text) if (stem := _WEEKDAY.match(word))}
    near = {_NEAR_DAYS[word] for word in _NEAR_DAY.findall(text)}
    wall_time = _time(text, otherwise)
    if wall_time is None or len(named) > 1 or len(near) > 1 or _ANOTHER_WEEK.search(text):
        return None
    if near:
        day = today + timedelta(days=near.pop())
        moment = from_local(datetime.combine(day, wall_time))
        return moment if named <= {day.weekday()} else None
    if not named:
        return None
    day = today + timedelta(days=(named.pop() - today.weekday()) % _WEEK)
    moment = from_local(datetime.combine(day, wall_time))
    return moment if moment > now else from_local(_a_week_on(day, wall_time))


def _a_week_on(day: date, wall_time: time) -> datetime:
    return datetime.combine(day + timedelta(days=_WEEK), wall_time)


def _time(rest: str, otherwise: time) -> time | None:
    """The time in what is left of a text; None if the digits there are no time."""
    if not any(sign.isdigit() for sign in rest):
        return otherwise
    match = _TIME.search(rest)
    if match is None or any(sign.isdigit() for sign in rest[: match.start()] + rest[match.end() :]):
        return None
    said = fold(rest)
    if _PART_OF_AN_HOUR.search(said):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    elif hour < 12 and _AFTERNOON.search(said):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
