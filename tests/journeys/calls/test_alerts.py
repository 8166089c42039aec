"""Following and unfollowing."""

import pytest

from bot.domain.text.languages import Language
from bot.screens.calls.actions import StartFollowing, Topic
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_a_person_follows_four_kinds_of_things_and_takes_them_off(
    town: Town, language: Language
) -> None:
    phone = await town.person(language)
    await phone.start("call-akt-startup")
    await phone.tap("🔔")
    await phone.send("/about")
    await phone.tap("INTEGRA")
    await phone.tap("🔔")
    await phone.send("/alerts")
    await phone.tap("🔔")
    await phone.tap("📍")
    await phone.send("Prizren")
    await phone.tap("🔔")
    await phone.tap("🧰")
    kind = phone.buttons[0]
    await phone.tap(kind)
    assert f"✅ {kind}" in phone.buttons
    await phone.send("/alerts")
    assert [label for label in phone.buttons if "✖️" in label] == [f"✖️ {n}" for n in range(1, 5)]
    for left in (3, 2, 1, 0):
        await phone.tap("✖️ 1")
        assert str(left) in phone.text.splitlines()[0]
    assert town.say("You follow nothing yet.", language) in phone.text


async def test_a_call_is_followed_from_a_list_of_calls(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/alerts")
    await phone.tap("Follow something")
    await phone.tap("A call")
    await phone.tap("More")
    await phone.tap("🔔 2")
    assert "✅ 2" in phone.buttons
    followed = next(line for line in phone.text.splitlines() if line.startswith("2. "))
    await phone.send("/alerts")
    assert "My alerts: 1" in phone.text
    assert followed.removeprefix("2. ") in phone.text
    await phone.tap("Follow something")
    await phone.tap("A call")
    await phone.tap("More")
    await phone.tap("✅ 2")
    assert "🔔 2" in phone.buttons


async def test_a_double_tap_on_follow_follows_once(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-akt-startup")
    card = phone.screen
    assert any("🔔" in label for label in phone.buttons)
    for _twice in range(2):
        await do(phone, StartFollowing(Topic.CALL, "akt-startup"), card.message_id)
    await phone.send("/alerts")
    assert "My alerts: 1" in phone.text


async def test_the_tap_says_in_a_word_what_happened(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-akt-startup")
    tap = await phone.tap("🔔")
    assert tap.answered
    assert "You follow this" in str(tap.toast)
    assert phone.text.startswith(town.title("akt-startup", Language.ENGLISH))


async def test_what_is_followed_says_so_when_messages_are_off(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("/stop")
    await phone.send("/alerts")
    assert "Messages are off." in phone.text
    await phone.tap("Messages on")
    await phone.send("/alerts")
    assert "Messages are off." not in phone.text
