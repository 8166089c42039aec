"""Finding a municipality by tapping or by typing any of its names."""

import pytest

from bot.domain.text.languages import Language
from tests.journeys.conftest import Town

TYPED = [
    ("Drenasi", "Drenas/Glogovac"),
    ("Glogovac", "Drenas/Glogovac"),
    ("Глоговац", "Drenas/Glogovac"),
    ("Suhareka", "Suharekë/Suva Reka"),
    ("SUVA REKA", "Suharekë/Suva Reka"),
    ("İPEK", "Pejë/Peć"),
    ("komuna e Prizrenit", "Prizren"),
]


@pytest.mark.parametrize(("typed", "shown"), TYPED)
async def test_any_spelling_in_either_script_finds_the_place(
    town: Town, typed: str, shown: str
) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.tap("My place")
    await phone.send(typed)
    assert shown in phone.text.splitlines()[0]


@pytest.mark.parametrize("typed", ["Mitrovica", "Mitrovicë", "Kosovska Mitrovica", "Митровица"])
@pytest.mark.parametrize(
    "language", [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
)
async def test_mitrovica_always_asks_south_or_north(
    town: Town, typed: str, language: Language
) -> None:
    phone = await town.person(language)
    await phone.tap("📍")
    await phone.send(typed)
    assert town.say("Which one do you mean?", language) in phone.text
    choices = [label for label in phone.buttons if "◀️" not in label and "🏠" not in label]
    assert len(choices) == 2
    south = town.komshi.shelf.current.content.municipalities["mitrovice-jug"].pair
    assert choices[0] == town.komshi.translator.plain(south, language)
    await phone.tap(choices[1])
    assert choices[1] in phone.text


async def test_every_municipality_is_three_taps_from_home(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    content = town.komshi.shelf.current.content
    reached = set()
    for district in content.districts.values():
        await phone.send("/start")
        await phone.tap("My place")
        await phone.tap(town.komshi.translator.plain(district.name, Language.ENGLISH))
        reached |= set(phone.buttons)
    names = {
        town.komshi.translator.plain(place.pair, Language.ENGLISH)
        for place in content.municipalities.values()
    }
    assert len(names) == 38
    assert names <= reached


async def test_a_place_nobody_knows_gets_one_hint_and_the_regions(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.tap("My place")
    await phone.send("Atlantis")
    assert "check the spelling" in phone.text
    assert "Prizren" in phone.buttons


async def test_a_place_outside_a_programme_is_told_who_works_there(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/about")
    await phone.tap("INTEGRA")
    await phone.tap("Where")
    await phone.tap("Is my place in it?")
    await phone.send("Ferizaj")
    assert "Ferizaj/Uroševac is not in INTEGRA." in phone.text
    assert "EU-CSP IV" in phone.text


@pytest.mark.quick
async def test_who_do_i_ask_knows_the_offices_of_a_place(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/ask")
    await phone.tap("My place")
    await phone.send("Prizren")
    assert "INTEGRA" in phone.buttons
    assert "InTerDev" not in phone.buttons
    await phone.tap("INTEGRA")
    assert "Hours" in phone.text
    await phone.tap("◀️")
    assert "Prizren" in phone.text
