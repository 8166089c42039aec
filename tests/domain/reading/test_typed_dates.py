from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.localtime import local
from bot.domain.reading.typed_dates import read_closing

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
        "1" * 300,
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_closing(text, NOW) is None


@given(st.text(max_size=80) | st.text("0123456789.:/- dhjetoramp", max_size=30))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    read = read_closing(text, NOW)
    assert read is None or read.tzinfo is UTC
