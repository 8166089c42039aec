"""What staff see of groups and channels stays true, whatever becomes of these."""

from itertools import permutations
from typing import Any

import pytest

from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.group import Group
from bot.sandbox.phones.phone import Phone
from bot.sandbox.world.world import member_wire
from bot.screens.broadcasts.actions import (
    ChooseChats,
    ListNoticeChats,
    PickChatLanguage,
    ReportBroadcast,
)
from tests.journeys.broadcasts.test_broadcasts import broadcast_of, group_with, send_now, write
from tests.journeys.conftest import Town
from tests.journeys.hands import do

NEW = -1_002_999_000_001


async def registered(town: Town, staff: Phone) -> Group:
    """A group that gets notices in English."""
    group = await group_with(town, staff)
    await do(staff, PickChatLanguage(1))
    await staff.tap("English")
    return group


async def chats_of(staff: Phone) -> list[str]:
    """The lines of the list of groups and channels."""
    await do(staff, ListNoticeChats())
    return [line for line in staff.text.splitlines()[1:] if line.strip()]


async def tell(town: Town, fields: dict[str, Any]) -> None:
    """Telegram says something, and the bot has understood."""
    update_id = town.sandbox.world.updates.put_raw(fields, ("chat", 0))
    await town.sandbox.wait_for_acknowledgement(update_id)


@pytest.mark.parametrize("order", list(permutations(("leaves", "comes", "joins"))), ids="-".join)
async def test_a_group_that_moves_stays_one_registered_entry_in_whatever_order_it_is_told(
    town: Town, order: tuple[str, ...]
) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await registered(town, staff)
    before = {"id": group.chat_id, "type": "group", "title": "Fshati"}
    after = {"id": NEW, "type": "supergroup", "title": "Fshati"}
    common = {"message_id": 1, "date": 1, "from": staff.person.wire}
    news = {
        "leaves": {"message": {**common, "chat": before, "migrate_to_chat_id": NEW}},
        "comes": {"message": {**common, "chat": after, "migrate_from_chat_id": group.chat_id}},
        "joins": {
            "my_chat_member": {
                "chat": after,
                "from": staff.person.wire,
                "date": 1,
                "old_chat_member": member_wire("left"),
                "new_chat_member": member_wire("administrator"),
            }
        },
    }
    for event in order:
        await tell(town, news[event])
    assert await chats_of(staff) == ["1. Fshati: English"]
    async with town.komshi.database.reading() as uow:
        assert [chat.chat_id for chat in await uow.notice_chats.all()] == [NEW]


async def test_a_group_that_moved_between_the_choice_and_the_sending_gets_the_message_once(
    town: Town,
) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await registered(town, staff)
    await write(staff, (Language.ENGLISH, "The office is closed."))
    await do(staff, ChooseChats())
    await staff.tap("Fshati")
    await group.migrate()
    await send_now(town, staff)
    await town.deliver()
    assert [message.text for message in group.from_bot] == ["The office is closed."]


async def test_a_new_title_is_followed(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await registered(town, staff)
    await group.rename(staff, "Women of Klina")
    assert await chats_of(staff) == ["1. Women of Klina: English"]


async def test_a_channel_may_have_a_new_title_too(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    channel = town.sandbox.channel("News", staff)
    await channel.promote_bot(staff)
    await channel.rename(staff, "News of Klina")
    assert await chats_of(staff) == ["1. News of Klina: not registered"]


async def test_a_group_in_which_the_bot_may_not_write_carries_a_mark_until_it_may(
    town: Town,
) -> None:
    staff, stranger = await town.colleague(Role.COMMUNICATOR), await town.newcomer()
    group = await registered(town, staff)
    await group.restrict_bot(stranger, can_send_messages=False)
    assert await chats_of(staff) == [
        "1. Fshati: English",
        "⚠️ Fshati: the bot may not write there",
    ]
    await do(staff, PickChatLanguage(1))
    assert "Ask an administrator" in staff.text
    await group.restrict_bot(stranger, can_send_messages=True)
    assert await chats_of(staff) == ["1. Fshati: English"]


async def test_a_channel_in_which_the_bot_may_not_post_carries_a_mark(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    channel = town.sandbox.channel("News", staff)
    await channel.promote_bot(staff, can_post_messages=False)
    assert await chats_of(staff) == [
        "1. News: not registered",
        "⚠️ News: the bot may not write there",
    ]


async def test_who_is_restricted_from_outside_is_not_there(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await registered(town, staff)
    await group.restrict_bot(staff, is_member=False)
    assert "Fshati" not in "".join(await chats_of(staff))


async def test_a_send_that_a_group_refuses_says_why(town: Town) -> None:
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await registered(town, staff)
    await group.restrict_bot(staff, can_send_messages=False)
    await write(staff, (Language.ENGLISH, "Fire"))
    await do(staff, ChooseChats())
    assert "the bot may not write there" in staff.text
    await staff.tap("Fshati")
    await send_now(town, staff)
    await town.deliver()
    await do(staff, ReportBroadcast(await broadcast_of(town)))
    report = next(one.text for one in staff.from_bot if one.text.startswith("Report"))
    assert "the bot may not write there: 1" in report
