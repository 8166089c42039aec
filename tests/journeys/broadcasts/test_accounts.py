"""What became of a broadcast: a group that moved stops nobody, and the parts add up."""

import re
from io import BytesIO

from openpyxl import load_workbook

from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.sandbox.world.world import member_wire
from bot.screens.broadcasts.actions import (
    CheckBroadcast,
    ChooseChats,
    ListNoticeChats,
    PickChatLanguage,
    ReportBroadcast,
    ShowBroadcast,
)
from tests.journeys.broadcasts.test_broadcasts import (
    UNDO,
    broadcast_of,
    document,
    group_with,
    send_now,
    write,
)
from tests.journeys.conftest import Town
from tests.journeys.hands import do


async def test_a_group_that_moved_before_the_sending_stops_nobody_and_is_one_group(
    town: Town,
) -> None:
    reader = await town.person(Language.ENGLISH)
    staff = await town.colleague(Role.COMMUNICATOR)
    group = await group_with(town, staff)
    await do(staff, ListNoticeChats())
    await do(staff, PickChatLanguage(1))
    await staff.tap("English")
    await group.migrate()
    update = town.sandbox.world.change_bot_status(
        group.chat, staff.person, member_wire("administrator"), member_wire("left")
    )
    if update is not None:
        await town.sandbox.wait_for_acknowledgement(update, 10)
    await write(staff, (Language.ENGLISH, "The office is closed."))
    await do(staff, ChooseChats())
    await staff.tap("Fshati")
    await send_now(town, staff)
    await reader.wait_for_message(containing="closed")
    await town.deliver()
    await write(staff, (Language.ENGLISH, "The office is open again."))
    await send_now(town, staff)
    await reader.wait_for_message(containing="open again")
    assert sum("closed" in message.text for message in group.from_bot) == 1
    async with town.komshi.database.reading() as uow:
        (chat,) = await uow.notice_chats.all()
    assert (chat.chat_id, chat.language) == (group.chat_id, Language.ENGLISH)


async def test_whoever_erases_themselves_before_it_is_sent_has_a_line_of_their_own(
    town: Town,
) -> None:
    gone, *_others = [await town.person(Language.ENGLISH) for _number in range(2)]
    staff = await town.colleague(Role.COMMUNICATOR)
    await write(staff, (Language.ENGLISH, "The office is closed."))
    await do(staff, CheckBroadcast())
    await staff.tap("📨")
    await gone.send("/delete")
    await gone.tap("Yes, erase everything")
    town.sandbox.clock.advance(UNDO)
    await town.deliver()
    number = await broadcast_of(town)
    await do(staff, ShowBroadcast(number))
    assert "3/3" in staff.text
    assert parts(staff.text) == {"Sent": 2, "Left": 0, "Erased their data meanwhile": 1}
    await do(staff, ReportBroadcast(number))
    report = next(message.text for message in staff.from_bot if message.text.startswith("Report"))
    assert parts(report) == {"Recipients": 3, "Sent": 2, "Erased their data meanwhile": 1}
    book = load_workbook(BytesIO(document(town, staff)))
    assert book.active is not None
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert sum(int(str(row[-1])) for row in rows) == 3


def parts(text: str) -> dict[str, int]:
    """The lines that give a number of people."""
    return {
        name: int(count) for name, count in re.findall(r"^([^\d\n]+): (\d+)$", text, re.MULTILINE)
    }
