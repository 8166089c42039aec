"""Phone numbers as people type them, copy them and remember them from before +383."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.phones import TypedPhone, is_phone, read_phone, read_typed_phone, shown

HERE = "+38344123456"

HERE_AS_TYPED = [
    "044 123 456",
    "044123456",
    "44 123 456",
    "44-123-456",
    "044/123-456",
    "044/123.456",
    "044.123.456",
    "044,123,456",
    "044_123_456",
    "(044) 123-456",
    "[044] 123 456",
    "+383 44 123 456",
    "+38344123456",
    "+383-44-123-456",
    "+383 (0)44 123 456",
    "+383 (0) 44 123 456",
    "+383 044 123 456",
    "(+383) 44 123 456",
    "+(383) 44 123 456",
    "+ 383 44 123 456",
    "++383 44 123 456",
    "+00383 44 123 456",
    "00383 44 123 456",
    "00 383 44 123 456",
    "00383 044 123 456",
    "38344123456",
    "383 044 123 456",
    "tel. 044 123 456",
    "Tel: 044 123 456.",
    "tel:+383-44-123-456",
    "numri im 044 123 456",
    "moj broj je 044 123 456 hvala",
    "мој број је 044 123 456",
    "044 123 456 (Ana)",
    "O44 123 456",
    "о44 123 456",
    "  044  123  456 ",
    "044\n123 456",
    # Hyphens, dashes and minus signs, as copied from pages.
    "044‐123‐456",
    "044‑123‑456",
    "044‒123‒456",
    "044–123–456",
    "044—123—456",
    "044−123−456",
    "044⁃123⁃456",
    "044﹣123﹣456",
    "044－123－456",
    "044ー123ー456",
    # Blanks and signs that nobody sees.
    "044\u00a0123\u00a0456",
    "+383\u202f44\u2009123\u3000456",
    "\u202a+383 44 123 456\u202c",
    "\u2068044 123 456\u2069",
    "044\u00ad123\u00ad456",
    "\ufeff044 123\u200b 456",
    # Digits of other scripts.
    "٠٤٤ ١٢٣ ٤٥٦",
    "۰۴۴ ۱۲۳ ۴۵۶",
    "０４４ １２３ ４５６",
    "＋３８３ ４４ １２３ ４５６",
    "०४४ १२३ ४५६",
]


@pytest.mark.parametrize("typed", HERE_AS_TYPED)
def test_one_number_of_kosovo_is_known_in_every_dress(typed: str) -> None:
    assert read_phone(typed) == HERE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("049/111.222", "+38349111222"),
        ("043 111 222", "+38343111222"),
        ("045 111 222", "+38345111222"),
        ("038 200 300", "+38338200300"),
        ("028 423 456", "+38328423456"),
        ("0280 321 123", "+383280321123"),
        ("0290 321 123", "+383290321123"),
        ("0390 321 123", "+383390321123"),
        ("+41 079 123 45 67", "+41791234567"),
        ("+41 (0)79 123 45 67", "+41791234567"),
        ("0041 79 123 45 67", "+41791234567"),
        ("0041 079 123 45 67", "+41791234567"),
        ("+49 151 2345 6789", "+4915123456789"),
        ("+49 0151 2345 6789", "+4915123456789"),
        ("+43 0664 123 4567", "+436641234567"),
        ("+44 07911 123456", "+447911123456"),
        ("+39 06 1234 5678", "+390612345678"),
        ("+381 64 1234567", "+381641234567"),
        ("+381 064 1234567", "+381641234567"),
        ("+355 069 123 4567", "+355691234567"),
        ("+389 070 123 456", "+38970123456"),
        ("+382 067 123 456", "+38267123456"),
        ("+386 040 123 456", "+38640123456"),
        ("+377 93 15 00 00", "+37793150000"),
        ("+90 0532 123 45 67", "+905321234567"),
        ("+1 512 345 6789", "+15123456789"),
    ],
)
def test_a_number_gets_the_form_under_which_somebody_is_reached(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "038 200 300 ext. 12",
        "038 200 300 ext 12",
        "038 200 300 x12",
        "038 200 300, lok. 12",
        "038 200 300 lokal 12",
        "038 200 300 локал 12",
        "038 200 300 dahili 12",
        "038 200 300 #12",
        "+383 38 200 300;ext=12",
    ],
)
def test_an_extension_is_kept(typed: str) -> None:
    assert read_phone(typed) == "+38338200300 ext. 12"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+377 44 123 456", "+38344123456"),
        ("+377 044 123 456", "+38344123456"),
        ("+377 (0)44 123 456", "+38344123456"),
        ("+377‑44‑123‑456", "+38344123456"),
        ("00377 44 123 456", "+38344123456"),
        ("37744123456", "+38344123456"),
        ("0377 44 123 456", "+38344123456"),
        ("+377 45 123 456", "+38345123456"),
        ("+386 49 123 456", "+38349123456"),
        ("+386 049 123 456", "+38349123456"),
        ("00386 43 123 456", "+38343123456"),
        ("+381 38 200 300", "+38338200300"),
        ("+381 (0)38 200 300", "+38338200300"),
        ("+381 28 423 456", "+38328423456"),
        ("00381 29 623 456", "+38329623456"),
        ("+381 39 432 123", "+38339432123"),
        ("+381 280 321 123", "+383280321123"),
    ],
)
def test_a_prefix_from_before_is_recognised_and_asked_back(typed: str, number: str) -> None:
    read = read_typed_phone(typed)
    assert read is not None
    assert (read.number, read.certain) == (number, False)
    assert read_phone(typed) is None


def test_who_really_has_the_number_as_typed_may_keep_it() -> None:
    read = read_typed_phone("+381 28 423 456")
    assert read == TypedPhone("+38328423456", certain=False, as_typed="+38128423456")
    assert is_phone("+38328423456")
    assert is_phone("+38128423456")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("41 79 123 45 67", "+41791234567"), ("0383 44 123 456", "+38344123456")],
)
def test_a_country_without_its_sign_is_asked_back(typed: str, number: str) -> None:
    assert read_typed_phone(typed) == TypedPhone(number, certain=False)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "44",
        "112",
        "no phone",
        "044 12 34",
        "044 123 4567 8",
        "+383 11",
        "+383 50 123 456",
        "+383 44 123 45",
        "12345678901234567890",
        "+0 123 456 789",
        "+999 123 456 789",
        "+41 12 345",
        "+1 555 123",
        "91234567",
        "044 123 456 / 049 111 222",
        "044 123 456, 18 years",
        "044 FLOWERS",
        "1" * 300,
    ],
)
def test_what_can_be_no_number_is_refused(typed: str) -> None:
    assert read_typed_phone(typed) is None


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        ("+38344123456", "+383 44 123 456"),
        ("+41791234567", "+41 79 123 45 67"),
        ("+38338200300 ext. 12", "+383 38 200 300 ext. 12"),
        ("no number", "no number"),
    ],
)
def test_a_number_is_shown_in_groups(number: str, groups: str) -> None:
    assert shown(number) == groups


@pytest.mark.parametrize("forged", ["", "+1", "<b>", "44 123 456", "+383 44 123 456", "0" * 40])
def test_a_forged_button_carries_no_number(forged: str) -> None:
    assert not is_phone(forged)


@given(st.text(max_size=40) | st.text("+0123456789 ()/-.extlok#", max_size=30))
def test_whatever_is_typed_is_read_or_refused_and_reads_the_same_again(text: str) -> None:
    read = read_typed_phone(text)
    if read is not None:
        assert read.number.startswith("+")
        assert is_phone(read.number)
        assert read_phone(read.number) == read.number
        assert read_phone(shown(read.number)) == read.number
