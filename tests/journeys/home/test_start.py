"""Meeting the bot: languages, the first words, stopping and coming back."""

import pytest

from bot.domain.text.languages import OFFERED, Language
from tests.journeys.conftest import Town

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
WELCOME = {
    Language.ALBANIAN: "Mirë se vini",
    Language.SERBIAN_CYRILLIC: "Добро дошли",
    Language.ENGLISH: "Welcome to Komshi",
}


async def test_a_newcomer_first_sees_the_languages_in_their_own_names(town: Town) -> None:
    phone = await town.newcomer("de")
    await phone.send("/start")
    assert set(phone.buttons) == {language.own_name for language in OFFERED}
    assert phone.buttons[0] == "Deutsch"
    assert "Romani" not in phone.buttons


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_after_the_language_comes_what_the_bot_does_and_keeps(
    town: Town, language: Language
) -> None:
    phone = await town.newcomer("en")
    await phone.send("/start")
    await phone.tap(language.own_name)
    assert WELCOME[language] in phone.text
    await phone.tap("➡️")
    assert len([row for row in phone.rows if row]) <= 6
    assert 1 <= len(phone.buttons) <= 6


@pytest.mark.parametrize("language", MAIN)
async def test_the_command_menu_speaks_the_chosen_language(town: Town, language: Language) -> None:
    phone = await town.person(language)
    menu = dict(phone.menu)
    expected = {"sq": "Thirrjet e hapura", "sr_Cyrl": "Отворени позиви", "en": "Open calls"}
    assert menu["calls"] == expected[language]


async def test_changing_the_language_redraws_the_same_screen_in_the_same_message(
    town: Town,
) -> None:
    await town.open_call("integra-c2-call-2")
    phone = await town.person(Language.ENGLISH)
    await phone.send("/calls")
    await phone.tap("1")
    card = phone.screen.message_id
    assert "You get" in phone.text
    await phone.send("/language")
    chooser = phone.screen.message_id
    await phone.tap("Српски")
    assert phone.screen.message_id == chooser
    assert "Добијате" in phone.text
    assert chooser != card


async def test_stop_and_start_again_keeps_everything(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/stop")
    assert "Messages are off" in phone.text
    await phone.send("/start")
    assert "Messages are on" in phone.text
    assert "Choose your language" not in phone.text


async def test_a_link_on_a_leaflet_survives_the_choice_of_the_language(town: Town) -> None:
    await town.open_call("integra-c2-call-2")
    phone = await town.newcomer("sr")
    await phone.start("call-integra-c2-call-2")
    await phone.tap("Srpski")
    await phone.tap("Nastavite" if "➡️ Nastavite" in phone.buttons else "➡️")
    assert "Oprema za novi biznis" in phone.text


async def test_visits_from_a_leaflet_are_counted_without_names(town: Town) -> None:
    for _ in range(3):
        phone = await town.newcomer("en")
        await phone.start("from-market-day")
    async with town.komshi.database.reading() as uow:
        assert await uow.statistics.leaflet_visits("market-day") == 3


@pytest.mark.parametrize(
    ("payload", "help_"),
    [
        ("call-nope", "The call may be over by now"),
        ("invite-abc", "ask who invited you for a new one"),
        ("invite-" + "a" * 43, "This invitation is over"),
        ("center-nothing", "What it led to is not here"),
        ("session-5", "What it led to is not here"),
        ("who-knows", "What it led to is not here"),
        ("x" * 64, "What it led to is not here"),
    ],
)
async def test_a_dead_link_says_so_and_what_may_help(town: Town, payload: str, help_: str) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start(payload)
    assert help_ in phone.text
    if "not valid" in phone.text:
        await phone.tap("Open calls")
        assert "Open calls" in phone.text


async def test_a_newcomer_by_a_dead_link_is_told_after_the_welcome(town: Town) -> None:
    phone = await town.newcomer("en")
    await phone.start("call-nope")
    await phone.tap("English")
    assert "Welcome to Komshi" in phone.text
    await phone.tap("➡️")
    assert "This link is not valid any more" in phone.text


@pytest.mark.parametrize("payload", ["CALL-akt-startup", "call-AKT-Startup", "Call-AKT-STARTUP"])
async def test_the_capitals_of_a_link_are_forgiven(town: Town, payload: str) -> None:
    await town.open_call("akt-startup")
    phone = await town.person(Language.ENGLISH)
    await phone.start(payload)
    assert town.title("akt-startup", Language.ENGLISH) in phone.text


async def test_help_lists_every_command_of_the_menu(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/help")
    for name, _ in phone.menu:
        assert f"/{name}" in phone.text


async def test_cancel_is_harmless_when_nothing_goes_on(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/cancel")
    assert "Nothing was sent" in phone.text
    assert "📋 Open calls (0)" in phone.buttons
