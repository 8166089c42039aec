import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import Content
from bot.domain.reading.places import PlaceIndex, fold, names_of
from bot.domain.text.serbian import to_cyrillic
from tests import repository

MITROVICA = ("mitrovice-jug", "mitrovice-veri")


@pytest.fixture(scope="module")
def content() -> Content:
    return repository.content()


@pytest.fixture(scope="module")
def places(content: Content) -> PlaceIndex:
    return PlaceIndex(content)


def _spellings(name: str) -> Iterator[str]:
    yield name
    yield name.upper()
    yield name.lower()
    yield f"  {name}. "
    yield name.replace("ë", "e").replace("ç", "c").replace("š", "s").replace("ž", "z")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Drenas", "drenas"),
        ("Глоговац", "glogovac"),
        ("GLOGOVAC", "glogovac"),
        ("İPEK", "ipek"),
        ("IPEK", "ipek"),
        ("Vıçıtırın", "vicitirin"),
        ("Ђаковица", "djakovica"),
        ("Đakovica", "djakovica"),
        ("Djakovica", "djakovica"),
        ("Гњилане", "gnjilane"),
        ("Липљан", "lipljan"),
        ("ЏЕП", "dzep"),
        ("džep", "dzep"),
        ("Фушë-Косовë", "fuse kosove"),
        ("Fushë\u00a0Kosovë", "fushe kosove"),
        ("  Novo\u200b   Brdo\u200f ", "novo brdo"),
        ("Gjakove\u0308", "gjakove"),
        ("Pejë/Peć", "peje pec"),
        ("Zubin-Potok!", "zubin potok"),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
        ("", ""),
        ("🙂 ؟ 你好", ""),
    ],
)
def test_all_spellings_fold_to_one_key(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text())
def test_a_key_is_plain_ascii_and_folds_to_itself(text: str) -> None:
    key = fold(text)
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", key)
    assert fold(key) == key


@given(st.text(alphabet="abcčćdđefghijklmnoprsštuvzž ", max_size=30))
def test_both_serbian_scripts_fold_alike(text: str) -> None:
    assert fold(to_cyrillic(text)) == fold(text)


def test_every_name_of_every_municipality_is_known_in_any_spelling(
    content: Content, places: PlaceIndex
) -> None:
    assert len(content.municipalities) == 38
    for place in content.municipalities.values():
        for name in names_of(place):
            for spelling in _spellings(name):
                match = places.match(spelling)
                assert match.municipalities == (place.id,), spelling
                assert match.exact


def test_every_serbian_name_is_known_in_cyrillic(content: Content, places: PlaceIndex) -> None:
    for place in content.municipalities.values():
        for name in (place.name.texts["sr"], place.name.texts["sr_Cyrl"]):
            assert places.match(to_cyrillic(name)).municipalities == (place.id,), name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Drenasi", "drenas"),
        ("Glogovac", "drenas"),
        ("Глоговац", "drenas"),
        ("глоговац", "drenas"),
        ("Suhareka", "suhareke"),
        ("Suva Reka", "suhareke"),
        ("İPEK", "peje"),
        ("peja", "peje"),
        ("Пећ", "peje"),
        ("Priština", "prishtine"),
        ("pristina", "prishtine"),
        ("Komuna e Drenasit", "drenas"),
        ("komuna e vushtrrisë", "vushtrri"),
        ("në komunën e Ferizajt", "ferizaj"),
        ("Jam nga Istogu", "istog"),
        ("opština Klina", "kline"),
        ("општина Клина", "kline"),
        ("u opštini Štrpce", "shterpce"),
        ("Municipality of Prizren", "prizren"),
        ("Prizren, Kosovo", "prizren"),
        ("Prizren belediyesi", "prizren"),
        ("Fushë Kosovë", "fushe-kosove"),
        ("South Mitrovica", "mitrovice-jug"),
        ("mitrovica jug", "mitrovice-jug"),
        ("Severna Kosovska Mitrovica", "mitrovice-veri"),
        ("Митровица Север", "mitrovice-veri"),
        ("Mitrovicë/Mitrovica South", "mitrovice-jug"),
    ],
)
def test_the_names_that_people_use_are_exact(places: PlaceIndex, text: str, place: str) -> None:
    match = places.match(text)
    assert match.municipalities == (place,)
    assert match.exact


@pytest.mark.parametrize(
    "text",
    ["Mitrovica", "mitrovice", "MITROVICË", "Митровица", "Kosovska Mitrovica", "Mitroviça"],
)
def test_plain_mitrovica_means_both_south_first(places: PlaceIndex, text: str) -> None:
    match = places.match(text)
    assert match.municipalities == MITROVICA
    assert match.exact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prizern", ("prizren",)),
        ("prizreeni", ("prizren",)),
        ("prizreni i bukur", ("prizren",)),
        ("Gracanicaa", ("gracanice",)),
        ("Leposavc", ("leposaviq",)),
        ("Vushtri", ("vushtrri",)),
        ("Skenderaij", ("skenderaj",)),
        ("Приштна", ("prishtine",)),
        ("komuna e Rahovcit", ("rahovec",)),
        ("mitrovca", MITROVICA),
        ("Jetoj afër në Prizren tash", ("prizren",)),
        ("Prizren or Dragash", ("dragash", "prizren")),
    ],
)
def test_slips_and_sentences_are_understood_but_not_exact(
    places: PlaceIndex, text: str, found: tuple[str, ...]
) -> None:
    match = places.match(text)
    assert match.municipalities == found
    assert not match.exact


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "?", "🙂", "x", "abc", "asdfgh", "komuna", "opština", "Kosovo", "hi", "tung"),
        *("zdravo", "hello", "dobar dan", "Tirana", "Beograd", "Skopje", "London", "Berlin"),
        *("nuk e di", "ne znam", "sa është viti sot", "1234567", "sela", "klik", "pejzazh"),
        *("/start", "x" * 4096, "ne " * 2000, "Prizren Klina Istog Drenas"),
    ],
)
def test_anything_else_is_nothing(places: PlaceIndex, text: str) -> None:
    assert places.match(text).municipalities == ()


@given(text=st.text())
def test_no_text_is_too_strange(places: PlaceIndex, content: Content, text: str) -> None:
    assert set(places.match(text).municipalities) <= set(content.municipalities)


def test_the_beginning_of_a_name_finds_it(places: PlaceIndex) -> None:
    assert places.starting_with("priz") == ("prizren",)
    assert places.starting_with("мит") == MITROVICA
    assert places.starting_with("pr") == ()
    assert places.starting_with("xyz") == ()
