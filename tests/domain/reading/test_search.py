import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.content import Content
from bot.domain.reading.places import fold
from bot.domain.reading.search import HitKind, SearchIndex
from bot.domain.reading.search_words import EMPTY_WORDS
from tests import repository

CALL, PLACE, PROGRAMME, CENTER = (
    HitKind.CALL,
    HitKind.MUNICIPALITY,
    HitKind.PROGRAMME,
    HitKind.CENTER,
)


@pytest.fixture(scope="module")
def content() -> Content:
    return repository.content()


@pytest.fixture(scope="module")
def index(content: Content) -> SearchIndex:
    return SearchIndex(content)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("lopë", CALL, "interdev-tep-milk"),
        ("krave", CALL, "interdev-tep-milk"),
        ("КРАВЕ", CALL, "interdev-tep-milk"),
        ("cows", CALL, "interdev-tep-milk"),
        ("bletë", CALL, "interdev-tep-bees"),
        ("blete", CALL, "interdev-tep-bees"),
        ("pčele i med", CALL, "interdev-tep-bees"),
        ("honey", CALL, "interdev-tep-bees"),
        ("bee", CALL, "interdev-tep-bees"),
        ("Bee", CALL, "interdev-tep-bees"),
        ("cow", CALL, "interdev-tep-milk"),
        ("mjedra", CALL, "interdev-tep-raspberry"),
        ("малине", CALL, "interdev-tep-raspberry"),
        ("rasberries", CALL, "interdev-tep-raspberry"),
        ("тражим посао у текстилу", CALL, "interdev-tep-textile"),
        ("frizer", CALL, "interdev-tep-vocational"),
        ("Prizren", PLACE, "prizren"),
        ("Drenasi", PLACE, "drenas"),
        ("İPEK", PLACE, "peje"),
        ("Prizern", PLACE, "prizren"),
        ("priz", PLACE, "prizren"),
        ("integra", PROGRAMME, "integra"),
        ("InTerDev", PROGRAMME, "interdev"),
        ("AKT-LS", PROGRAMME, "akt-ls"),
        ("eu csp", PROGRAMME, "eu-csp4"),
        ("untfhs", PROGRAMME, "untfhs"),
        ("centar Istok", CENTER, "istog"),
    ],
)
def test_the_first_hit_is_what_people_mean(
    index: SearchIndex, text: str, kind: HitKind, found: str
) -> None:
    hits = index.find(text)
    assert (hits[0].kind, hits[0].id) == (kind, found)


def test_mitrovica_finds_south_and_north_in_this_order(index: SearchIndex) -> None:
    hits = [hit.id for hit in index.find("Mitrovica") if hit.kind is PLACE]
    assert hits == ["mitrovice-jug", "mitrovice-veri"]


def test_a_place_may_be_a_center_too(index: SearchIndex) -> None:
    hits = {(hit.kind, hit.id) for hit in index.find("Gračanica")}
    assert hits == {(PLACE, "gracanice"), (CENTER, "gracanice")}


def test_every_call_is_found_by_its_title(content: Content, index: SearchIndex) -> None:
    for call in content.calls.values():
        for key in ("sq", "sr", "en"):
            found = [hit.id for hit in index.find(call.title.texts[key]) if hit.kind is CALL]
            assert call.id in found, call.title.texts[key]


def test_every_call_is_found_by_all_its_keywords_together(
    content: Content, index: SearchIndex
) -> None:
    for call in content.calls.values():
        for key in ("sq", "sr", "en"):
            words = " ".join(call.keywords[key][:4])
            found = [hit.id for hit in index.find(words, limit=10) if hit.kind is CALL]
            assert call.id in found, (call.id, words)


@pytest.mark.parametrize(
    "text",
    [
        *("hi", "hello", "hey", "good morning", "tung", "Tungjatjeta", "përshëndetje", "mirëdita"),
        *("zdravo", "здраво", "dobar dan", "ćao", "merhaba", "selam", "ok", "po", "jo", "da", "ne"),
        *("faleminderit", "hvala", "thanks", "kako ste", "si jeni", "how are you", "?", "", "🙂"),
        *("asdfgh", "qwertz", "x", "12", "ha ha ha", "\u200b", "the and of", "weather"),
    ],
)
def test_greetings_and_noise_find_nothing(index: SearchIndex, text: str) -> None:
    assert index.find(text) == ()


def test_hits_are_near_first_each_once_and_no_more_than_asked_for(index: SearchIndex) -> None:
    for text in ("biznes", "oprema za biznis", "women training", "Mitrovica", "grant"):
        hits = index.find(text, limit=3)
        assert 0 < len(hits) <= 3
        assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)
        assert [hit.score for hit in hits] == sorted((h.score for h in hits), reverse=True)
        assert all(0 < hit.score <= 1 for hit in hits)
        assert hits == index.find(text, limit=5)[:3]


def test_the_empty_words_are_written_as_they_are_folded() -> None:
    assert {word for word in EMPTY_WORDS if fold(word) != word} == set()


@given(text=st.text())
def test_no_text_is_too_strange(index: SearchIndex, content: Content, text: str) -> None:
    known = {
        CALL: content.calls,
        PLACE: content.municipalities,
        PROGRAMME: content.programmes,
        CENTER: content.centers,
    }
    assert all(hit.id in known[hit.kind] for hit in index.find(text))


def test_a_flood_of_words_is_cut(index: SearchIndex) -> None:
    assert index.find("biznes " * 2000)
