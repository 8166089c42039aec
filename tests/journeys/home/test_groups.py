"""In a group the bot answers commands with the way to a private chat, and remembers nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.text.languages import Language
from bot.sandbox.phones.group import Group
from bot.sandbox.phones.phone import Phone
from bot.storage.people import Person
from tests.journeys.conftest import Town

BOT = "@komshi_sandbox_bot"


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


async def test_of_equal_commands_one_a_minute_is_answered(town: Town) -> None:
    one, other = await town.newcomer("en"), await town.newcomer("sq")
    group = town.sandbox.group("Fshati / Selo", one, other)
    for phone in (one, other, one, other, one):
        await group.send(phone, f"/start{BOT}")
    assert len(group.from_bot) == 1
    town.sandbox.clock.advance(timedelta(seconds=61))
    await group.send(one, f"/start{BOT}")
    assert len(group.from_bot) == 2


async def test_another_command_and_another_group_have_answers_of_their_own(town: Town) -> None:
    phone = await town.newcomer("en")
    group, other = (town.sandbox.group(name, phone) for name in ("Fshati", "Selo"))
    await group.send(phone, f"/start{BOT}")
    await group.send(phone, f"/start{BOT} call-akt-startup")
    await other.send(phone, f"/start{BOT}")
    assert [len(group.from_bot), len(other.from_bot)] == [2, 1]


async def test_many_different_commands_do_not_use_up_what_a_group_may_get(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.group("Fshati / Selo", phone)
    for number in range(40):
        await group.send(phone, f"/start{BOT} from-{number}")
    assert 1 <= len(group.from_bot) <= 10


async def test_an_answer_goes_to_the_topic_from_which_it_was_called(town: Town) -> None:
    phone = await town.newcomer("en")
    group = town.sandbox.supergroup("Fshati / Selo", phone)
    topic = group.open_topic("Bees")
    await group.send(phone, f"/start{BOT}", topic=topic)
    await group.send(phone, f"/start{BOT}")
    threads = [message.wire.get("message_thread_id") for message in group.from_bot]
    assert threads == [topic, None]


def flood(town: Town, member: Phone, groups: list[Group], texts: list[str]) -> None:
    """All of it is there before the bot sees the first."""
    for group in groups:
        for text in texts:
            message = town.sandbox.world.message_of_person(
                group.chat, member.person, {"text": text}
            )
            town.sandbox.world.updates.put("message", message.wire, ("chat", group.chat_id))


async def test_a_group_that_must_wait_keeps_no_person_waiting_and_gets_no_more_calls(
    town: Town,
) -> None:
    person, member = await town.person(Language.ENGLISH), await town.newcomer("en")
    group = town.sandbox.supergroup("Fshati / Selo", member)
    town.sandbox.faults.flood(35, "sendMessage", chat_id=group.chat_id, times=None)
    flood(town, member, [group], [f"/start{BOT}"] * 130)
    await person.send("/calls")
    assert person.text
    await town.sandbox.settle()
    calls = [one for one in town.sandbox.calls if one.params.get("chat_id") == group.chat_id]
    assert [call.status for call in calls] == [429]


async def test_many_groups_whose_answers_hang_keep_no_person_waiting(town: Town) -> None:
    person, member = await town.person(Language.ENGLISH), await town.newcomer("en")
    groups = [town.sandbox.supergroup(f"Fshati {n}", member) for n in range(130)]
    await town.sandbox.settle()
    for group in groups:
        town.sandbox.faults.flood(35, "sendMessage", chat_id=group.chat_id, times=None)
    flood(town, member, groups, [f"/start{BOT}"])
    await person.send("/calls")
    assert person.text
    await town.sandbox.settle()


async def test_what_a_group_asks_for_lets_nobody_else_wait(town: Town) -> None:
    member = await town.person(Language.ENGLISH)
    group = town.sandbox.supergroup("Fshati / Selo", member)
    town.sandbox.faults.flood(35, "sendMessage", chat_id=group.chat_id)
    await group.send(member, f"/start{BOT}")
    assert town.komshi.sender._pace.held_for == 0
    assert town.komshi.sender._pace.group_held_for(group.chat_id) > 0
