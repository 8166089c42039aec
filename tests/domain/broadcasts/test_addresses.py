import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.broadcasts.addresses import AddressFault, fault_of


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org/",
        "https://www.example.org/pozivi?id=2&a=b#top",
        "https://forms.gle/AbC12x",
        "HTTPS://EXAMPLE.ORG/Put",
        "https://example.org:8443/a",
        "https://example.org/~ana/@list",
        "https://a-b.example.co.uk/",
        "https://example.org./",
    ],
)
def test_an_address_that_people_can_read_is_taken(address: str) -> None:
    assert fault_of(address) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", AddressFault.UNREADABLE),
        ("example.org", AddressFault.UNREADABLE),
        ("http://example.org", AddressFault.UNREADABLE),
        ("https://example", AddressFault.UNREADABLE),
        ("https://localhost/", AddressFault.UNREADABLE),
        ("https://-a.org/", AddressFault.UNREADABLE),
        ("https://a..org/", AddressFault.UNREADABLE),
        ("https://example.org/ x", AddressFault.UNREADABLE),
        ("https://example.org\\@x.org/", AddressFault.UNREADABLE),
        ("https://example.org:99999/", AddressFault.UNREADABLE),
        ("https://[::1/", AddressFault.UNREADABLE),
        ("https://exam%70le.org/", AddressFault.UNREADABLE),
        ("https://example.org/" + "a" * 200, AddressFault.UNREADABLE),
        ("javascript://example.org/", AddressFault.UNREADABLE),
        ("https://user:pw@example.org/", AddressFault.WITH_NAME),
        ("https://user@example.org/", AddressFault.WITH_NAME),
        ("https://@example.org/", AddressFault.WITH_NAME),
        ("https://bank.example:443@192.0.2.1/", AddressFault.WITH_NAME),
        ("https://192.0.2.1/", AddressFault.NUMBERS),
        ("https://192.0.2.1:8443/a", AddressFault.NUMBERS),
        ("https://127.1/", AddressFault.NUMBERS),
        ("https://3221225985/", AddressFault.NUMBERS),
        ("https://0x7f000001/", AddressFault.NUMBERS),
        ("https://0300.0.2.1/", AddressFault.NUMBERS),
        ("https://[2001:db8::1]/", AddressFault.NUMBERS),
        ("https://xn--e1afmkfd.org/", AddressFault.OTHER_LETTERS),
        ("https://www.XN--80ak6aa92e.com/", AddressFault.OTHER_LETTERS),
        ("https://exаmple.org/", AddressFault.OTHER_LETTERS),
        ("https://пример.срб/", AddressFault.OTHER_LETTERS),
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(address: str, fault: AddressFault) -> None:
    assert fault_of(address) is fault


@given(st.text(max_size=80) | st.text("https://.@:[]0x-ne", max_size=40).map("https://".__add__))
def test_nothing_that_is_typed_breaks_it(address: str) -> None:
    fault = fault_of(address)
    assert fault is None or isinstance(fault, AddressFault)
