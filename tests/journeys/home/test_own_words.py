"""People say something in their own words, and no screen has asked for it."""

import pytest

from bot.domain.text.languages import Language
from tests.journeys.conftest import Town

BEES = "interdev-tep-bees"


@pytest.mark.parametrize("typed", ["stop", "Stop.", "/stop.", "/Stop", "стоп", "ndaloni", "/ndalo"])
async def test_a_word_for_stop_turns_messages_off(town: Town, typed: str) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send(typed)
    assert phone.text.startswith("Messages are off")
    await phone.send("/start")
    assert "Messages are on" in phone.text


@pytest.mark.parametrize("typed", ["do not stop", "the bus stop in Prizren", "mos ndalo"])
async def test_a_sentence_that_only_holds_such_a_word_turns_nothing_off(
    town: Town, typed: str
) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send(typed)
    assert "Messages are off" not in phone.text


async def test_hello_thanks_and_help_are_answered(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("hello")
    assert "Hello. How can I help?" in phone.text
    assert "I did not find this" not in phone.text
    await phone.send("faleminderit shumë")
    assert "You are welcome." in phone.text
    await phone.send("помоћ")
    assert phone.text.startswith("Help")
    assert "✉️ Write to the team" in phone.buttons


async def test_who_asks_for_a_person_is_led_to_people_and_told_when_they_answer(
    town: Town,
) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("I need a person to talk to")
    assert phone.buttons[0] == "✉️ Write to the team"
    assert "usually within two working days" in phone.text


async def test_every_miss_offers_to_write_to_the_team(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    for send in (
        lambda: phone.send("xyzzy"),
        phone.send_voice,
        lambda: phone.send("/dance"),
        lambda: phone.tap_data("zz:1"),
    ):
        await send()
        assert phone.buttons[0] == "✉️ Write to the team"
    await phone.tap("Write to the team")
    assert phone.text.startswith("Write to the team")


async def test_the_only_exact_match_opens_at_once(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("bees")
    assert phone.text.startswith(town.title(BEES, Language.ENGLISH))
    await phone.send("integra")
    assert phone.text.startswith("INTEGRA")


async def test_matches_say_whether_a_call_is_open(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.send("bee")
    (line,) = [one for one in phone.text.splitlines() if one.startswith("1.")]
    assert line.startswith(f"1. {town.title(BEES, Language.ENGLISH)}")
    assert line.endswith("not open at present")
    await town.open_call(BEES)
    await phone.send("bee")
    (line,) = [one for one in phone.text.splitlines() if one.startswith("1.")]
    assert "open now, 28 days left" in line
    assert "✉️ Write to the team" in phone.buttons
