import re
import shutil
from pathlib import Path

import pytest

from bot.catalogue.loader import load_content, load_status_words
from bot.catalogue.report import Report
from bot.domain.content import Content
from bot.domain.reading.status_words import StatusWords
from bot.domain.text.languages import TEXT_KEYS

FOLDER = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def loaded() -> tuple[Content | None, Report]:
    return load_content(FOLDER, samples=True)


@pytest.fixture(scope="module")
def content(loaded: tuple[Content | None, Report]) -> Content:
    assert loaded[0] is not None, loaded[1].as_text()
    return loaded[0]


@pytest.fixture(scope="module")
def status_words() -> StatusWords:
    return load_status_words(FOLDER)


def test_the_content_has_no_errors(loaded: tuple[Content | None, Report]) -> None:
    assert loaded[1].errors == (), loaded[1].as_text()


def test_everything_is_there(content: Content) -> None:
    assert len(content.programmes) == 5
    assert len(content.calls) == 28
    assert len(content.municipalities) == 38
    assert len(content.districts) == 7
    assert len(content.kinds) == 23
    assert len(content.goals) == 6
    assert len(content.centers) == 3


def test_samples_are_only_for_the_sandbox() -> None:
    served, _ = load_content(FOLDER, samples=False)
    assert served is not None
    assert not served.centers


@pytest.mark.parametrize(
    ("programme", "places", "calls"),
    [
        ("integra", 11, 7),
        ("interdev", 2, 8),
        ("akt-ls", 16, 5),
        ("untfhs", 3, 4),
        ("eu-csp4", 38, 4),
    ],
)
def test_each_programme_has_its_places_and_calls(
    content: Content, programme: str, places: int, calls: int
) -> None:
    assert len(content.programmes[programme].municipalities) == places
    assert len(content.calls_of(programme)) == calls


def test_interdev_keeps_its_footnote(content: Content) -> None:
    footnote = content.programmes["interdev"].footnote
    assert footnote is not None
    assert all("1244" in text and "1999" in text for text in footnote.texts.values())


def test_without_the_footnote_of_interdev_nothing_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder)
    file = folder / "programmes/interdev.yml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"^footnote:\n(?:  .*\n)+", "", text, flags=re.MULTILINE), "utf-8")
    served, report = load_content(folder, samples=True)
    assert served is None
    assert [problem.what for problem in report.errors] == ["`footnote` is missing."]


def test_every_place_has_a_name_in_every_language(content: Content) -> None:
    names = [place.name for place in content.municipalities.values()]
    names += [district.name for district in content.districts.values()]
    assert all(set(name.texts) == set(TEXT_KEYS) for name in names)


def test_both_parts_of_mitrovica_are_named_alike_south_first(content: Content) -> None:
    places = list(content.municipalities)
    south, north, zvecan = "mitrovice-jug", "mitrovice-veri", "zvecan"
    assert places.index(south) < places.index(north) < places.index(zvecan)
    for key in TEXT_KEYS:
        names = [content.municipalities[place].pair.texts[key] for place in (south, north)]
        assert all(name.count("/") == 1 and name.count(" ") == 1 for name in names)
    assert content.municipalities[south].pair.texts["sr_Cyrl"] == "Mitrovicë/Митровица Југ"


def test_the_textile_line_is_for_one_municipality(content: Content) -> None:
    assert content.calls["interdev-tep-textile"].municipalities == {"dragash"}


def test_calls_only_for_officials_cannot_be_begun_in_the_chat(content: Content) -> None:
    closed = {call.id for call in content.calls.values() if not call.apply_by_bot}
    assert {"integra-c5-competition", "akt-municipal-ta"} <= closed


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Strukturat paralele në veri", "sq"),
        ("Takozvane institucije", "sr"),
        ("Такозване институције", "sr"),
        ("People in the occupied part", "en"),
        ("The so-called office", "en"),
        ("Republic of Kosovo", "en"),
        ("Republika e Kosovës", "sq"),
        ("u pokrajini", "sr"),
        ("the southern province", "en"),
        ("help for the enclaves", "en"),
    ],
)
def test_status_words_are_found(status_words: StatusWords, text: str, language: str) -> None:
    assert status_words.find(text)
    assert status_words.find(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Training for an occupation in short supply",
        "Komunitet joshumicë në komunën Dragash/Dragaš",
        "Nevećinska zajednica",
        "Aftësim për profesionin",
    ],
)
def test_plain_words_are_no_status_words(status_words: StatusWords, text: str) -> None:
    assert status_words.find(text) == ()
