from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.lists import format_list

from bot.domain.text.languages import Language
from bot.domain.text.phrases import DayStyle
from bot.i18n.formats import formats_for

NBSP = "\N{NO-BREAK SPACE}"
DAY = date(2026, 12, 20)


@pytest.mark.parametrize(
    ("language", "full", "with_year", "month"),
    [
        ("sq", "e diel, 20 dhjetor", "20 dhjetor 2026", "dhjetor 2026"),
        ("sr_Latn", "nedelja, 20. decembar", "20. decembar 2026.", "decembar 2026."),
        ("sr_Cyrl", "недеља, 20. децембар", "20. децембар 2026.", "децембар 2026."),
        ("en", "Sunday 20 December", "20 December 2026", "December 2026"),
        ("tr", "20 Aralık Pazar", "20 Aralık 2026", "Aralık 2026"),
        ("bs", "nedjelja, 20. decembar", "20. decembar 2026.", "decembar 2026."),
        ("de", "Sonntag, 20. Dezember", "20. Dezember 2026", "Dezember 2026"),
        ("rom", "20.12.2026", "20.12.2026", "12.2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(
    language: str, full: str, with_year: str, month: str
) -> None:
    formats = formats_for(Language(language))
    assert formats.day(DAY, DayStyle.FULL) == full
    assert formats.day(DAY, DayStyle.WITH_YEAR) == with_year
    assert formats.day(DAY, DayStyle.MONTH) == month


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 12, 20, 15, 0, tzinfo=UTC), "Sunday 20 December, 16:00"),
        (datetime(2026, 7, 20, 14, 5, tzinfo=UTC), "Monday 20 July, 16:05"),
        (datetime(2026, 12, 20, 23, 30, tzinfo=UTC), "Monday 21 December, 00:30"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March, 01:59"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March, 03:00"),
    ],
)
def test_a_moment_is_local_wall_time_in_summer_and_winter(at: datetime, shown: str) -> None:
    assert formats_for(Language.ENGLISH).moment(at) == shown


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("sq", "e diel, 20 dhjetor 2026, 16:00"),
        ("sr_Latn", "nedelja, 20. decembar 2026., 16:00"),
        ("sr_Cyrl", "недеља, 20. децембар 2026., 16:00"),
        ("en", "Sunday 20 December 2026, 16:00"),
        ("tr", "20 Aralık 2026 Pazar, 16:00"),
        ("bs", "nedjelja, 20. decembar 2026., 16:00"),
        ("de", "Sonntag, 20. Dezember 2026, 16:00"),
        ("rom", "20.12.2026, 16:00"),
    ],
)
def test_a_moment_of_another_year_shows_the_year(language: str, whole: str) -> None:
    formats = formats_for(Language(language))
    at = datetime(2026, 12, 20, 15, 0, tzinfo=UTC)
    assert formats.moment(at, today=date(2027, 1, 2)) == whole
    assert formats.moment(at, today=DAY) == formats.moment(at)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 12, 20, 16, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        formats_for(Language.ENGLISH).moment(naive)


@pytest.mark.parametrize("language", Language)
def test_a_moment_never_names_its_zone(language: Language) -> None:
    shown = formats_for(language).moment(datetime(2026, 12, 20, 15, 0, tzinfo=UTC))
    assert shown.endswith(", 16:00")


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        ("en", "2100", "EUR 2,100"),
        ("en", "2100.00", "EUR 2,100"),
        ("en", "2100.5", "EUR 2,100.50"),
        ("en", "100", "EUR 100"),
        ("sq", "2100", f"EUR 2{NBSP}100"),
        ("sq", "2100.5", f"EUR 2{NBSP}100,50"),
        ("sr_Latn", "25000", "EUR 25.000"),
        ("sr_Cyrl", "2100", "EUR 2.100"),
        ("tr", "2500.5", "EUR 2.500,50"),
        ("bs", "2100", "EUR 2.100"),
        ("de", "2100", "EUR 2.100"),
        ("rom", "2100", "EUR 2.100"),
    ],
)
def test_money_starts_with_its_currency_and_has_no_empty_cents(
    language: str, amount: str, shown: str
) -> None:
    assert formats_for(Language(language)).money(Decimal(amount), "EUR") == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (28000, "28,000"), (-1500, "-1,500")],
)
def test_numbers_from_a_thousand_on_are_grouped(number: int, shown: str) -> None:
    assert formats_for(Language.ENGLISH).number(number) == shown


@pytest.mark.parametrize("language", [it for it in Language if it is not Language.ROMANI])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("alternatives", [False, True])
def test_a_list_is_joined_as_the_language_joins_it(
    language: Language, count: int, *, alternatives: bool
) -> None:
    formats = formats_for(language)
    parts = ["a", "b", "c", "d", "e"][:count]
    expected = format_list(parts, style="or" if alternatives else "standard", locale=formats.locale)
    assert formats.listed(parts, alternatives=alternatives) == expected


def test_an_empty_list_is_an_empty_text() -> None:
    assert formats_for(Language.ENGLISH).listed([], alternatives=False) == ""


def test_romani_joins_a_list_although_cldr_does_not_know_it() -> None:
    formats = formats_for(Language.ROMANI)
    assert formats.listed(["a", "b", "c"], alternatives=False) == "a, b thaj c"
