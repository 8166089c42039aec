"""In a group the bot answers commands with the way to a private chat, and remembers nobody."""

import pytest
from sqlalchemy import func, select

from bot.domain.text.languages import Language
from bot.storage.people import Person
from tests.journeys.conftest import Town


@pytest.mark.quick
async def test_a_command_gets_a_short_text_and_a_deep_link(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.group("Fshati / Selo", phone)
    await group.send(phone, "/start@komshi_sandbox_bot call-akt-startup")
    answer = group.messages[-1]
    assert "private" in answer.text
    assert answer.rows[0][0].url == "https://t.me/komshi_sandbox_bot?start=call-akt-startup"


async def test_nothing_about_members_is_stored(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.group("Fshati / Selo", phone)
    await group.send(phone, "/calls")
    await group.send(phone, "talking among ourselves")
    async with town.komshi.database.reading() as uow:
        assert (await uow._session.scalars(select(func.count()).select_from(Person))).one() == 0


async def test_talk_among_people_gets_no_answer(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.group("Fshati / Selo", phone)
    before = len(group.messages)
    await group.send(phone, "good morning everybody")
    assert len(group.messages) == before + 1


async def test_a_command_for_another_bot_is_left_to_it(town: Town) -> None:
    phone = await town.person(Language.ENGLISH)
    group = town.sandbox.group("Fshati / Selo", phone)
    await group.send(phone, "/start@other_bot")
    assert all(not message.from_bot for message in group.messages)


async def test_a_group_that_became_a_supergroup_is_followed(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.group("Fshati / Selo", phone)
    await group.send(phone, "/start@komshi_sandbox_bot")
    await group.migrate()
    await group.send(phone, "/start@komshi_sandbox_bot")
    assert sum(1 for message in group.messages if message.from_bot) >= 1
