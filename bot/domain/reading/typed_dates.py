"""Dates as people type them: 20.12.2026, 20 dhjetor, 20. decembra u 16h, December 20."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.localtime import from_local, local_day
from bot.domain.reading.places import fold
from bot.domain.text.languages import FACTS

CLOSING: Final = time(16)
"""When a day of work ends; calls close then unless somebody says otherwise."""
_LONGEST_TEXT: Final = 60
_FAR: Final = timedelta(days=2 * 366)
"""A date further away is a slip."""

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_NUMERIC = re.compile(
    r"\b(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\b"
    r"(?:\s?[./-]\s?(?P<year>\d{4}|\d{2})\b(?![:h]|\s?h\b))?\.?"
)
_NAMED = re.compile(r"\b(?P<day>\d{1,2})\W{0,2}(?P<name>[^\W\d]{3,})\W{0,2}(?P<year>\d{4})?\b")
_NAME_FIRST = re.compile(
    r"\b(?P<name>[^\W\d]{3,})\W{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)\W{0,2}(?P<year>\d{4})?"
)
_TIME = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap]m)?h?\b")

_MONTHS: Final = {
    letters: number
    for facts in FACTS.values()
    for number, letters in enumerate(facts.months.split(), start=1)
}


def read_closing(text: str, now: datetime) -> datetime | None:
    """The moment that somebody typed, UTC; None if it is no date that we understand.

    Without a year it is the next such day, today included; without a time the end of a day of
    work.

    Args:
        text: In any language and script of the bot.
        now: For what lies ahead.
    """
    text = " ".join(text.split()).strip(" .").casefold()
    if len(text) > _LONGEST_TEXT:
        return None
    today = local_day(now)
    for pattern in (_ISO, _NUMERIC, _NAMED, _NAME_FIRST):
        for match in pattern.finditer(text):
            month = _month(match.groupdict())
            if month is None:
                continue
            day = _day(int(match["day"]), month, match["year"], today)
            wall_time = _time(f"{text[: match.start()]} {text[match.end() :]}")
            if day is None or wall_time is None or day > today + _FAR:
                return None
            return from_local(datetime.combine(day, wall_time))
    return None


def _month(groups: dict[str, str | None]) -> int | None:
    if number := groups.get("month"):
        return int(number)
    return _MONTHS.get(fold(groups.get("name") or "")[:3])


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return next(
            (
                date(coming, month, day)
                for coming in (today.year, today.year + 1)
                if date(coming, month, day) >= today
            ),
            None,
        )
    except ValueError:
        return None


def _time(rest: str) -> time | None:
    """The time in what is left of a text; None if the digits there are no time."""
    if not any(sign.isdigit() for sign in rest):
        return CLOSING
    match = _TIME.search(rest)
    if match is None or any(sign.isdigit() for sign in rest[: match.start()] + rest[match.end() :]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
