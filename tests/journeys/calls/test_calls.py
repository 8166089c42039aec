"""Reading the calls: lists, filters, cards, what comes before and after a round."""

import re
from datetime import timedelta

import pytest

from bot.domain.text.languages import Language
from bot.domain.text.phrases import Plural
from bot.screens.calls.actions import ShowCall
from bot.services.rounds.rounds import open_round
from tests.journeys.conftest import Town
from tests.journeys.hands import do
from tests.repository import content as content_of_repository

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
CALL = "integra-c2-call-2"


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_a_person_reads_an_open_call_and_what_to_bring(
    town: Town, language: Language
) -> None:
    await town.open_call(CALL)
    phone = await town.person(language)
    await phone.tap(town.say("Open calls ({count})", language))
    assert town.title(CALL, language) in phone.text
    await phone.tap("1")
    assert phone.text.startswith(town.title(CALL, language))
    assert town.say("You get", language) in phone.text
    left = town.komshi.translator.plain(Plural("{n} day left", "{n} days left", n=28), language)
    assert left in phone.text
    await phone.tap(town.say("What to bring", language))
    assert "•" in phone.text
    await phone.tap("◀️")
    await phone.tap(town.say("How to apply", language))
    assert "1." in phone.text
    await phone.tap("🏠")
    assert town.say("Hello. How can I help?", language) in phone.text


@pytest.mark.parametrize("language", MAIN)
async def test_with_no_call_open_the_bot_still_helps(town: Town, language: Language) -> None:
    phone = await town.person(language)
    await phone.tap(town.say("Open calls ({count})", language))
    assert town.say("No call is open for this today.", language) in phone.text
    await phone.tap(town.say("Not open now ({count})", language))
    await phone.tap("1")
    await phone.tap(town.say("Tell me when it opens", language))
    assert f"🔕 {town.say('Unfollow', language)}" in phone.buttons


async def test_the_first_call_can_be_closed_while_the_second_is_open(town: Town) -> None:
    await town.open_call("integra-c2-call-1", days=1)
    town.sandbox.clock.advance(timedelta(days=3))
    await town.open_call(CALL)
    phone = await town.person(Language.ENGLISH)
    await phone.send("/calls")
    assert "call 2" in phone.text
    assert "call 1" not in phone.text
    await phone.tap("Not open now")
    assert "closed on 23 November 2026" in phone.text
    await phone.tap("1")
    assert "call 1" in phone.text
    assert "🔔 Tell me when it opens" in phone.buttons


async def test_what_i_look_for_and_my_place_narrow_the_list(town: Town) -> None:
    for call in (CALL, "integra-c3-call-1", "interdev-tep-bees"):
        await town.open_call(call)
    phone = await town.person(Language.ENGLISH)
    await phone.tap("📋")
    await phone.tap("What I look for")
    await phone.tap("Learn a trade")
    assert "Open calls: 1 · Learn a trade" in phone.text
    await phone.send("/calls")
    await phone.tap("Place")
    await phone.tap("Ferizaj")
    await phone.tap("Štrpce")
    assert "Open calls: 1 · Štrpce/Shtërpcë" in phone.text
    await phone.tap("1")
    await phone.tap("◀️")
    assert "Open calls: 1 · Štrpce/Shtërpcë" in phone.text


async def test_a_coming_round_says_when_it_opens(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    now = town.sandbox.clock.now()
    async with town.komshi.database.transaction() as uow:
        await open_round(uow, CALL, now + timedelta(days=7), now + timedelta(days=20), now)
    await phone.send("/calls")
    await phone.tap("Not open now")
    assert "opens Sunday 29 November" in phone.text


async def test_the_list_says_when_the_last_day_is_today(town: Town) -> None:
    await town.open_call(CALL, days=1)
    town.sandbox.clock.advance(timedelta(hours=23))
    phone = await town.person(Language.ENGLISH)
    await phone.send("/calls")
    assert "last day" in phone.text


async def test_a_call_for_municipalities_has_no_way_to_apply(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start("call-integra-c5-competition")
    assert "✍️ How to apply" not in phone.buttons
    assert "📄 What to bring" in phone.buttons


async def test_a_programme_page_ends_with_its_footnote(town: Town) -> None:
    for language, word in (
        (Language.ENGLISH, "1244"),
        (Language.ALBANIAN, "1244"),
        (Language.SERBIAN_CYRILLIC, "1244"),
    ):
        phone = await town.person(language)
        await phone.send("/about")
        await phone.tap("InTerDev")
        assert word in phone.text.splitlines()[-1]


async def test_share_gives_a_link_to_this_very_call(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    await phone.start(f"call-{CALL}")
    share = next(b for row in phone.rows for b in row if "Share" in b.label)
    assert share.url is not None
    assert f"start%3Dcall-{CALL}" in share.url


async def test_a_card_speaks_of_what_is_announced_as_the_call_stands(town: Town) -> None:
    content = town.komshi.shelf.current.content
    calls = [call.id for call in content.calls.values() if call.to_announce]
    assert calls
    phone = await town.person(Language.ENGLISH)
    for call in calls:
        await do(phone, ShowCall(call))
        assert "is announced when the call opens" in phone.text
        await town.open_call(call)
        await do(phone, ShowCall(call))
        assert "when the call opens" not in phone.text
        assert "Ask the team how much it is exactly" in phone.text


def test_no_text_of_a_call_says_itself_what_is_announced_when_it_opens() -> None:
    for call in content_of_repository().calls.values():
        for text in call.get.texts.values():
            assert not re.search(
                "when the call opens|se poziv otvori|hapet thirrja|açıldığında", text
            )
