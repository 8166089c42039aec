"""Dates, times, money, numbers and lists as each language writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal

from bot.domain.text.languages import Language
from bot.domain.text.phrases import DayStyle

# The zone whose clock is the local one; its name is never shown to anybody.
_LOCAL_TIME = ZoneInfo("Europe/Belgrade")

_SLAVIC_DAYS = {
    DayStyle.FULL: "{weekday}, {day}. {month}",
    DayStyle.WHOLE: "{weekday}, {day}. {month} {year}.",
    DayStyle.WITH_YEAR: "{day}. {month} {year}.",
    DayStyle.MONTH: "{month} {year}.",
}
_NUMERIC_DAYS = {
    DayStyle.FULL: "{day}.{number}.{year}",
    DayStyle.WHOLE: "{day}.{number}.{year}",
    DayStyle.WITH_YEAR: "{day}.{number}.{year}",
    DayStyle.MONTH: "{number}.{year}",
}
_DAYS: Mapping[Language, Mapping[DayStyle, str]] = {
    Language.ALBANIAN: {
        DayStyle.FULL: "{weekday}, {day} {month}",
        DayStyle.WHOLE: "{weekday}, {day} {month} {year}",
        DayStyle.WITH_YEAR: "{day} {month} {year}",
        DayStyle.MONTH: "{month} {year}",
    },
    Language.SERBIAN_LATIN: _SLAVIC_DAYS,
    Language.SERBIAN_CYRILLIC: _SLAVIC_DAYS,
    Language.BOSNIAN: _SLAVIC_DAYS,
    Language.ENGLISH: {
        DayStyle.FULL: "{weekday} {day} {month}",
        DayStyle.WHOLE: "{weekday} {day} {month} {year}",
        DayStyle.WITH_YEAR: "{day} {month} {year}",
        DayStyle.MONTH: "{month} {year}",
    },
    Language.TURKISH: {
        DayStyle.FULL: "{day} {month} {weekday}",
        DayStyle.WHOLE: "{day} {month} {year} {weekday}",
        DayStyle.WITH_YEAR: "{day} {month} {year}",
        DayStyle.MONTH: "{month} {year}",
    },
    Language.GERMAN: {
        DayStyle.FULL: "{weekday}, {day}. {month}",
        DayStyle.WHOLE: "{weekday}, {day}. {month} {year}",
        DayStyle.WITH_YEAR: "{day}. {month} {year}",
        DayStyle.MONTH: "{month} {year}",
    },
    Language.ROMANI: _NUMERIC_DAYS,
}


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes dates, money, numbers and lists.

    Args:
        locale: The CLDR locale of its numbers.
        weekdays: Names of the days, Monday first, cased as inside a sentence.
        months: Names of the months inside a date, January first.
        months_alone: Names of the months without a day.
        days: A pattern for each style of a date.
        last_and: How the last of several is joined: ``{0} and {1}``.
        last_or: The same for alternatives.
    """

    locale: Locale
    weekdays: Sequence[str]
    months: Sequence[str]
    months_alone: Sequence[str]
    days: Mapping[DayStyle, str]
    last_and: str
    last_or: str

    def day(self, day: date, style: DayStyle) -> str:
        """A calendar day: 'Sunday 20 December', '20 December 2026' or 'December 2026'."""
        names = self.months_alone if style is DayStyle.MONTH else self.months
        return self.days[style].format(
            weekday=self.weekdays[day.weekday()],
            day=day.day,
            month=names[day.month - 1],
            number=day.month,
            year=day.year,
        )

    def day_seen(self, day: date, style: DayStyle, today: date | None) -> str:
        """A calendar day as somebody reads it today: with its year if that is another one.

        Args:
            today: When it is read; None where nobody knows, as in a text of no day.
        """
        other_year = today is not None and day.year != today.year
        shown = DayStyle.WHOLE if style is DayStyle.FULL and other_year else style
        return self.day(day, shown)

    def moment(self, at: datetime, today: date | None = None) -> str:
        """A point in time by the local clock: 'Sunday 20 December, 16:00'.

        Args:
            at: The time, aware of its zone.
            today: When it is read; in another year the year is shown.

        Raises:
            ValueError: The time is naive, so nobody can tell which clock it was read from.
        """
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        local = at.astimezone(_LOCAL_TIME)
        return f"{self.day_seen(local.date(), DayStyle.FULL, today)}, {local:%H:%M}"

    def number(self, number: int) -> str:
        """A whole number, its thousands in groups."""
        return str(number) if abs(number) < 1000 else _decimal(Decimal(number), self.locale)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency first; cents only where there are some."""
        return f"{currency} {_decimal(amount, self.locale)}"

    def listed(self, parts: Sequence[str], *, alternatives: bool) -> str:
        """Several texts as one: 'a, b and c', or 'a, b or c'."""
        if len(parts) < 2:
            return "".join(parts)
        last = self.last_or if alternatives else self.last_and
        return last.format(", ".join(parts[:-1]), parts[-1])


@lru_cache(maxsize=2048)
def _decimal(amount: Decimal, locale: Locale) -> str:
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    return str(format_decimal(amount, format=pattern, locale=locale))


@lru_cache
def formats_for(language: Language) -> Formats:
    """What a language writes dates, money, numbers and lists with."""
    locale = Locale.parse(language.facts.locale)
    named = _romani_lists if language is Language.ROMANI else _cldr_lists
    last_and, last_or = named(locale)
    return Formats(
        locale=locale,
        weekdays=_in_order(locale.days["format"]["wide"], range(7)),
        months=_in_order(locale.months["format"]["wide"], range(1, 13)),
        months_alone=_in_order(locale.months["stand-alone"]["wide"], range(1, 13)),
        days=_DAYS[language],
        last_and=last_and,
        last_or=last_or,
    )


def _in_order(names: Mapping[int, str], numbers: range) -> tuple[str, ...]:
    return tuple(names[number] for number in numbers)


def _cldr_lists(locale: Locale) -> tuple[str, str]:
    patterns = locale.list_patterns
    return patterns["standard"]["end"], patterns["or"]["end"]


def _romani_lists(_locale: Locale) -> tuple[str, str]:
    return "{0} thaj {1}", "{0} vaj {1}"
