"""Groups and channels that get notices, in a real database."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.domain.broadcasts.broadcast import UNDO
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Plain
from bot.screens.broadcasts import chats as screens
from bot.screens.broadcasts.actions import PickChatLanguage
from bot.screens.screen import Button
from bot.services.broadcasts import chats, drafts
from bot.services.broadcasts.sending import LanguagesMissingError
from bot.storage.broadcasts.chats import NoticeChat
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of
from tests.services.newsroom import ARTA, NARROW, colleague, compose, send

GROUP = -1001
TITLE = "Fshati"


async def known(uow: UnitOfWork) -> list[tuple[int, str, Language | None]]:
    return [(chat.chat_id, chat.title, chat.language) for chat in await uow.notice_chats.all()]


def lines(known: Sequence[NoticeChat]) -> list[screens.ChatLine]:
    return [screens.ChatLine(chat.id, chat.title, chat.language) for chat in known]


async def registered(uow: UnitOfWork, person_id: int, now: datetime) -> int:
    """A group in Albanian; returns its row."""
    await chats.note_chat(uow, GROUP, TITLE, ARTA, now)
    (chat,) = await uow.notice_chats.all()
    await chats.register_chat(case_of(uow, person_id, now), chat.id, Language.ALBANIAN)
    return chat.id


async def test_a_group_is_known_where_staff_added_the_bot_and_gone_where_it_was_taken_out(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await chats.note_chat(uow, GROUP, "Fshati i ri", ARTA, now)
        assert await known(uow) == [(GROUP, "Fshati i ri", Language.ALBANIAN)]
        await chats.note_chat(uow, GROUP, None, ARTA, now)
        await chats.note_chat(uow, GROUP, None, ARTA, now)
        assert await known(uow) == []


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.FACILITATOR])
async def test_of_groups_of_others_nothing_is_kept(
    database: Database, now: datetime, role: Role | None
) -> None:
    async with database.transaction() as uow:
        if role:
            await colleague(uow, 3002, now, role)
        await chats.note_chat(uow, GROUP, TITLE, 3002, now)
        await chats.note_chat(uow, GROUP, TITLE, None, now)
        assert await known(uow) == []


async def test_a_registration_is_logged_and_ends(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        await chats.register_chat(case_of(uow, arta.id, now), chat, None)
        assert await known(uow) == [(GROUP, TITLE, None)]
        subjects = [line.subject for line in reversed(await uow.audit.latest(10))]
        assert subjects == [f"chat:{chat}:sq", f"chat:{chat}:none"]
        with pytest.raises(NotFoundError):
            await chats.register_chat(case_of(uow, arta.id, now), 999, Language.ALBANIAN)


async def test_only_who_may_registers_a_group(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        other = await colleague(uow, 3002, now, Role.ANALYST)
        with pytest.raises(NotAllowedError):
            await chats.register_chat(case_of(uow, other.id, now), chat, None)
        assert await known(uow) == [(GROUP, TITLE, Language.ALBANIAN)]


async def test_a_group_that_became_a_supergroup_is_followed(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await chats.follow_group(uow, GROUP, -2002)
        assert await known(uow) == [(-2002, TITLE, Language.ALBANIAN)]


@pytest.mark.parametrize("again", [None, Language.TURKISH])
async def test_a_supergroup_to_which_the_bot_was_added_again_is_the_group_that_it_was(
    database: Database, content: Content, now: datetime, again: Language | None
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        group = await registered(uow, arta.id, now)
        case = case_of(uow, arta.id, now, content)
        await compose(case, en="Fire")
        await chats.toggle_chat(case, group)
        await chats.note_chat(uow, -2002, "Fshati i ri", ARTA, now)
        if again is not None:
            (twin,) = [chat.id for chat in await uow.notice_chats.all() if chat.id != group]
            await chats.register_chat(case, twin, again)
            await chats.toggle_chat(case, twin)
            await chats.toggle_chat(case, group)
        await chats.follow_group(uow, GROUP, -2002)
        await chats.follow_group(uow, GROUP, -2002)
        language = again or Language.ALBANIAN
        assert await known(uow) == [(-2002, "Fshati i ri", language)]
        assert (await drafts.draft_of(case)).chats == {group}


async def test_every_group_can_be_reached_however_many_there_are(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now, content)
        for number in range(11):
            await chats.note_chat(uow, -3000 - number, f"Fshati {number:02}", ARTA, now)
        everything = await chats.known_chats(case)
        offered = [
            button.action.chat
            for page in range(2)
            for row in screens.list_chats(lines(everything), page).rows
            for button in row
            if isinstance(button, Button) and isinstance(button.action, PickChatLanguage)
        ]
        assert offered == [chat.id for chat in everything]
        for chat in everything:
            await chats.register_chat(case, chat.id, Language.ENGLISH)
        await compose(case, en="Fire")
        await chats.toggle_chat(case, everything[-1].id)
        choice = await chats.chats_for_draft(case)
        assert len(choice.registered) == 11
        last = screens.choose_chats(lines(choice.registered), choice.chosen, 1, allowed=True)
        ticked = [
            button.label
            for row in last.rows
            for button in row
            if isinstance(button, Button) and button.emoji == "✅"
        ]
        assert ticked == [Plain("Fshati 10")]


async def test_a_group_and_the_supergroup_it_became_are_one_with_what_is_newer(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        group = await registered(uow, arta.id, now)
        await chats.note_chat(uow, -2002, "Fshati i ri", ARTA, now, may_write=False)
        (supergroup,) = [chat.id for chat in await uow.notice_chats.all() if chat.id != group]
        case = case_of(uow, arta.id, now, content)
        await chats.register_chat(case, supergroup, Language.TURKISH)
        await compose(case, en="Fire")
        await chats.toggle_chat(case, supergroup)
        await chats.note_move(uow, GROUP, -2002)
        (chat,) = await uow.notice_chats.all()
        assert (chat.id, chat.chat_id, chat.title) == (group, -2002, "Fshati i ri")
        assert (chat.language, chat.may_write) == (Language.TURKISH, False)
        assert (await drafts.draft_of(case)).chats == {group}


async def test_what_still_comes_under_the_old_number_of_a_group_changes_nothing(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await chats.note_move(uow, GROUP, -2002)
        await chats.note_move(uow, GROUP, -2002)
        await chats.note_chat(uow, GROUP, "Fshati i vjetër", ARTA, now)
        await chats.note_title(uow, GROUP, "Fshati i vjetër")
        await chats.note_chat(uow, GROUP, None, ARTA, now)
        assert await known(uow) == [(-2002, TITLE, Language.ALBANIAN)]


async def test_whoever_changes_what_the_bot_may_do_in_a_known_group_is_heard(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await chats.note_chat(uow, GROUP, TITLE, 4004, now, may_write=False)
        assert [chat.may_write for chat in await uow.notice_chats.all()] == [False]


async def test_a_chosen_group_gets_the_broadcast_and_asks_for_its_language(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        case = case_of(uow, arta.id, now - UNDO, content)
        await compose(case, en="Fire")
        await chats.toggle_chat(case, chat)
        with pytest.raises(LanguagesMissingError) as missing:
            await send(case)
        assert missing.value.languages == [Language.ALBANIAN]
        await drafts.declare_fallback(case, Language.ALBANIAN, Language.ENGLISH)
        await send(case)
        rows = (await uow._session.scalars(select(OutboxRow))).all()
        assert [(row.chat_id, row.person_id) for row in rows] == [(GROUP, None)]


async def test_a_group_is_chosen_only_by_who_reaches_everybody_and_only_if_registered(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        narrow = await colleague(uow, 3002, now, Role.COORDINATOR, NARROW)
        of_narrow = case_of(uow, narrow.id, now, content)
        await compose(of_narrow, en="Fire")
        with pytest.raises(NotAllowedError):
            await chats.toggle_chat(of_narrow, chat)
        case = case_of(uow, arta.id, now, content)
        draft = await compose(case, en="Fire")
        await chats.toggle_chat(case, chat)
        await chats.toggle_chat(case, chat)
        assert (await drafts.draft_of(case)).chats == draft.chats == frozenset()
        await chats.register_chat(case, chat, None)
        with pytest.raises(NotFoundError):
            await chats.toggle_chat(case, chat)
