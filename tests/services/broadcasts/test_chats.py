"""Groups and channels that get notices, in a real database."""

from datetime import datetime

import pytest
from sqlalchemy import select

from bot.domain.broadcasts.broadcast import UNDO
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.services.broadcasts import chats as notice_chats
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts.sending import LanguagesMissingError
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.newsroom import ARTA, NARROW, colleague, compose, send

GROUP = -1001
TITLE = "Fshati"


async def known(uow: UnitOfWork) -> list[tuple[int, str, Language | None]]:
    return [(one.chat_id, one.title, one.language) for one in await uow.notice_chats.all()]


async def registered(uow: UnitOfWork, person_id: int, now: datetime) -> int:
    """A group in Albanian; returns its row."""
    await notice_chats.note_chat(uow, GROUP, TITLE, ARTA, now)
    (chat,) = await uow.notice_chats.all()
    await notice_chats.note_registration(uow, person_id, chat.id, Language.ALBANIAN, now)
    return chat.id


async def test_a_group_is_known_where_staff_added_the_bot_and_gone_where_it_was_taken_out(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await notice_chats.note_chat(uow, GROUP, "Fshati i ri", ARTA, now)
        assert await known(uow) == [(GROUP, "Fshati i ri", Language.ALBANIAN)]
        await notice_chats.note_chat(uow, GROUP, None, ARTA, now)
        await notice_chats.note_chat(uow, GROUP, None, ARTA, now)
        assert await known(uow) == []


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.FACILITATOR])
async def test_of_groups_of_others_nothing_is_kept(
    database: Database, now: datetime, role: Role | None
) -> None:
    async with database.transaction() as uow:
        if role:
            await colleague(uow, 3002, now, role)
        await notice_chats.note_chat(uow, GROUP, TITLE, 3002, now)
        await notice_chats.note_chat(uow, GROUP, TITLE, None, now)
        assert await known(uow) == []


async def test_a_registration_is_logged_and_ends(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        await notice_chats.note_registration(uow, arta.id, chat, None, now)
        assert await known(uow) == [(GROUP, TITLE, None)]
        subjects = [line.subject for line in reversed(await uow.audit.latest(10))]
        assert subjects == [f"chat:{chat}:sq", f"chat:{chat}:none"]
        with pytest.raises(NotFoundError):
            await notice_chats.note_registration(uow, arta.id, 999, Language.ALBANIAN, now)


async def test_only_who_may_registers_a_group(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        other = await colleague(uow, 3002, now, Role.ANALYST)
        with pytest.raises(NotAllowedError):
            await notice_chats.note_registration(uow, other.id, chat, None, now)
        assert await known(uow) == [(GROUP, TITLE, Language.ALBANIAN)]


async def test_a_group_that_became_a_supergroup_is_followed(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await registered(uow, arta.id, now)
        await notice_chats.follow_group(uow, GROUP, -2002)
        assert await known(uow) == [(-2002, TITLE, Language.ALBANIAN)]


async def test_a_chosen_group_gets_the_broadcast_and_asks_for_its_language(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        await compose(uow, content, arta.id, now, en="Fire")
        await notice_chats.toggle_chat(uow, arta.id, chat)
        with pytest.raises(LanguagesMissingError) as missing:
            await send(uow, content, arta.id, now)
        assert missing.value.languages == [Language.ALBANIAN]
        await broadcasts.declare_fallback(
            uow, content, arta.id, Language.ALBANIAN, Language.ENGLISH
        )
        await send(uow, content, arta.id, now - UNDO)
        rows = (await uow._session.scalars(select(OutboxRow))).all()
        assert [(row.chat_id, row.person_id) for row in rows] == [(GROUP, None)]


async def test_a_group_is_chosen_only_by_who_reaches_everybody_and_only_if_registered(
    database: Database, content: Content, now: datetime
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        chat = await registered(uow, arta.id, now)
        narrow = await colleague(uow, 3002, now, Role.COORDINATOR, NARROW)
        await compose(uow, content, narrow.id, now, en="Fire")
        with pytest.raises(NotAllowedError):
            await notice_chats.toggle_chat(uow, narrow.id, chat)
        held = await compose(uow, content, arta.id, now, en="Fire")
        await notice_chats.toggle_chat(uow, arta.id, chat)
        await notice_chats.toggle_chat(uow, arta.id, chat)
        assert (await broadcasts.draft(uow, arta.id)).chats == held.chats == frozenset()
        await notice_chats.note_registration(uow, arta.id, chat, None, now)
        with pytest.raises(NotFoundError):
            await notice_chats.toggle_chat(uow, arta.id, chat)
