from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.localtime import local
from bot.domain.reading.typed_dates import (
    read_beginning,
    read_closing,
    read_past_day,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
IN_FOUR_WEEKS = "2026-12-20T16:00:00+01:00"


@pytest.mark.parametrize(
    "text",
    [
        "20.12.2026",
        "20.12.2026.",
        "20.12.26",
        "20.12.",
        "20.12",
        "20. 12. 2026.",
        "20/12/2026",
        "20-12",
        "2026-12-20",
        "20.12. 16:00",
        "20.12.2026. 16.00",
        "20.12. 16h",
        "më 20.12",
        "20 dhjetor",
        "20 dhjetorit 2026, ora 16",
        "e diel, 20 dhjetor",
        "20. decembra",
        "nedelja, 20. decembar, 16:00",
        "20. децембра 2026. у 16 h",
        "недеља, 20. децембар",
        "20 December",
        "Sunday 20 December, 16:00",
        "December 20",
        "Dec 20 2026, 4 pm",
        "20 Aralık",
        "20. Dezember",
        "  20   dhjetor ",
        "20 dhjetor 16.00",
        "16:00 20 dhjetor",
        "16.00 20.12.",
        "20‑12‑2026",
        "２０.１２.２０２６",
        "٢٠.١٢.٢٠٢٦",
        "20th of December, 4 pm",
        "20. децембра 16ч",
        "20.12. 16h00",
        "20.12. u 4 popodne",
        "do 20. decembra u 16 h",
        "e diel, 20.12.",
    ],
)
def test_a_day_is_understood_as_people_type_it(text: str) -> None:
    read = read_closing(text, NOW)
    assert read is not None
    assert local(read).isoformat() == IN_FOUR_WEEKS


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("e martë, 22 dhjetor ora 14", "2026-12-22T14:00:00+01:00"),
        ("1.2. 9:30", "2027-02-01T09:30:00+01:00"),
        ("22.11.", "2026-11-22T16:00:00+01:00"),
        ("21.11.", "2027-11-21T16:00:00+01:00"),
        ("15 korrik", "2027-07-15T16:00:00+02:00"),
        ("15. jula", "2027-07-15T16:00:00+02:00"),
        ("15. juna", "2027-06-15T16:00:00+02:00"),
        ("3 qershor 2027 12:00", "2027-06-03T12:00:00+02:00"),
        ("3 maj", "2027-05-03T16:00:00+02:00"),
        ("3. März 2027", "2027-03-03T16:00:00+01:00"),
        ("12 am 5 dec", "2026-12-05T00:00:00+01:00"),
        ("20.12.2016", "2016-12-20T16:00:00+01:00"),
        ("1 dhjetor 9.10", "2026-12-01T09:10:00+01:00"),
        ("e martë, 1.12. ora 14", "2026-12-01T14:00:00+01:00"),
        ("9:30 dec 5", "2026-12-05T09:30:00+01:00"),
        ("20.12. 09.00", "2026-12-20T09:00:00+01:00"),
    ],
)
def test_the_year_is_the_next_and_the_hour_the_one_typed(text: str, when: str) -> None:
    read = read_closing(text, NOW)
    assert read is not None
    assert local(read).isoformat() == when


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "20",
        "31.11.",
        "29.2.",
        "20.13.2026",
        "0.12.",
        "20.12.2036",
        "20.12. 25:00",
        "20.12. 16:75",
        "20.12. or 21.12.2026",
        "in 5 days",
        "2026",
        "20 people",
        "pola 9 20.12.",
        "next Friday",
        "sledeće nedelje u 9",
        "danas ili sutra",
        "tomorrow, Sunday 9 or 10",
        "1" * 300,
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_closing(text, NOW) is None


@given(st.text(max_size=80) | st.text("0123456789.:/- dhjetoramp", max_size=30))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    read = read_closing(text, NOW)
    assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("28.11. 9:00", "2026-11-28T09:00:00+01:00"),
        ("28.11. 11:00", "2026-11-28T11:00:00+01:00"),
        ("27.11. 9:00", "2027-11-27T09:00:00+01:00"),
        ("1. 12. 2026 9:00", "2026-12-01T09:00:00+01:00"),
        ("1. decembra 9:00", "2026-12-01T09:00:00+01:00"),
        ("1. децембра у 9 ч", "2026-12-01T09:00:00+01:00"),
        ("29.11.26 9:00", "2026-11-29T09:00:00+01:00"),
        ("1 dhjetor", "2026-12-01T09:00:00+01:00"),
        ("1 Aralık 9:00", "2026-12-01T09:00:00+01:00"),
        ("1. Dezember um 9 Uhr", "2026-12-01T09:00:00+01:00"),
        ("sutra 9h", "2026-11-29T09:00:00+01:00"),
        ("сутра у 9", "2026-11-29T09:00:00+01:00"),
        ("nesër ora 9:30", "2026-11-29T09:30:00+01:00"),
        ("yarın 9", "2026-11-29T09:00:00+01:00"),
        ("morgen um 9", "2026-11-29T09:00:00+01:00"),
        ("prekosutra u 9", "2026-11-30T09:00:00+01:00"),
        ("day after tomorrow 9 am", "2026-11-30T09:00:00+01:00"),
        ("danas 9:00", "2026-11-28T09:00:00+01:00"),
        ("u petak u 9", "2026-12-04T09:00:00+01:00"),
        ("e premte ora 9", "2026-12-04T09:00:00+01:00"),
        ("Saturday 9:00", "2026-12-05T09:00:00+01:00"),
        ("Saturday 15:00", "2026-11-28T15:00:00+01:00"),
    ],
)
def test_a_beginning_is_read_in_every_form_of_a_closing(text: str, when: str) -> None:
    """Of today, a time that has passed stays one of today: it is refused, not moved by a year."""
    read = read_beginning(text, datetime(2026, 11, 28, 9, 14, tzinfo=UTC))
    assert read is not None
    assert local(read).isoformat() == when


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5.3.1986", date(1986, 3, 5)),
        ("1986-03-05", date(1986, 3, 5)),
        ("5 mars 1986", date(1986, 3, 5)),
        ("5. марта 1986.", date(1986, 3, 5)),
        ("5.3.98", date(1998, 3, 5)),
        ("5. marta 98", date(1998, 3, 5)),
        ("5.3.05", date(2005, 3, 5)),
        ("5.3.", None),
        ("31.2.1986", None),
        ("5.3.1986 9:00", None),
        ("tomorrow", None),
    ],
)
def test_a_day_behind_us_needs_its_year(text: str, day: date | None) -> None:
    assert read_past_day(text, NOW.date()) == day
