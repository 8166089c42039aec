"""Other words for what was sent, in a real database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.broadcasts.broadcast import RECALL, UNDO, Broadcast, Medium, SendLimits, Version
from bot.domain.content import Content
from bot.domain.delivery.outbox import DeliveryState, Lane
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts import edits as broadcast_edits
from bot.services.broadcasts import recall as broadcast_recall
from bot.services.broadcasts import sending as broadcast_sending
from bot.services.broadcasts.edits import AFTER_A_TRY, CannotEditError, NothingChangedError
from bot.services.broadcasts.sending import TooLateError
from bot.services.staff import audit
from bot.storage.delivery.tables import OutboxRow
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.newsroom import (
    ARTA,
    BESA,
    NARROW,
    colleague,
    compose,
    deliver,
    reader,
    send,
    sent,
)

SECOND = timedelta(seconds=1)


async def arta_of(uow: UnitOfWork) -> Person:
    found = await uow.people.find(ARTA)
    assert found is not None
    return found


async def readers(database: Database, now: datetime, *languages: Language) -> list[int]:
    async with database.transaction() as uow:
        return [
            (await reader(uow, BESA + n, now, language)).id for n, language in enumerate(languages)
        ]


async def write(uow: UnitOfWork, content: Content, language: Language, text: str) -> bool:
    arta = await arta_of(uow)
    version = Version(Medium.TEXT, text)
    return await broadcasts.write(uow, content, arta.id, language, version)


async def change(
    database: Database, content: Content, original: Broadcast, now: datetime, **texts: str
) -> Broadcast:
    """Change the words and send the change."""
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        await broadcast_edits.begin(uow, arta.id, original.id, now)
        for language, text in texts.items():
            assert await write(uow, content, Language(language), text)
        return await send(uow, content, arta.id, now)


async def edits(uow: UnitOfWork) -> Sequence[OutboxRow]:
    statement = select(OutboxRow).where(OutboxRow.kind == broadcast_edits.KIND)
    return (await uow._session.scalars(statement.order_by(OutboxRow.id))).all()


async def test_each_message_of_the_changed_language_is_edited_once(
    database: Database, content: Content, now: datetime
) -> None:
    english, albanian, german = await readers(
        database, now, Language.ENGLISH, Language.ALBANIAN, Language.ENGLISH
    )
    original = await sent(database, content, now, en="At nine", sq="Në nëntë")
    assert await deliver(database, now) == ["broadcast"] * 3
    done = await change(database, content, original, now + SECOND, en="At ten")
    async with database.transaction() as uow:
        rows = await edits(uow)
        assert {row.person_id for row in rows} == {english, german}
        assert albanian not in {row.person_id for row in rows}
        assert len({row.dedupe_key for row in rows}) == 2
        stored = await uow.broadcasts.locked(original.id)
        assert stored.versions[Language.ENGLISH].html == "At ten"
        assert stored.versions[Language.ALBANIAN].html == "Në nëntë"
    assert await deliver(database, now + SECOND) == ["broadcast_edit"] * 2
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        found = await broadcast_sending.sent(uow, arta.id, done.id)
        assert found.progress.counts == {DeliveryState.SENT: 2}
        subjects = [line.subject for line in await uow.audit.latest(10)]
        assert f"broadcast:{original.id}:changed:2" in subjects
        assert await audit.verify(uow) is None


async def test_who_gets_it_just_now_is_looked_at_again_and_who_waits_is_not_edited(
    database: Database, content: Content, now: datetime
) -> None:
    first, second, third = await readers(database, now, *[Language.ENGLISH] * 3)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now, 1)
    async with database.transaction() as uow:
        due = await uow.outbox.due(Lane.BROADCAST, now, 1)
        await uow.outbox.begin([one.id for one in due], "me", now + SECOND)
    async with database.transaction() as uow:
        reach = await broadcast_edits.reach_of_edit(uow, original)
        assert (reach.have, reach.will_get) == ({Language.ENGLISH: 1}, {Language.ENGLISH: 2})
    await change(database, content, original, now + SECOND, en="At ten")
    async with database.transaction() as uow:
        begins = {row.person_id: row.not_before for row in await edits(uow)}
        assert begins == {first: now + SECOND, second: now + SECOND + AFTER_A_TRY}
        assert third not in begins
        sending = select(OutboxRow.id).where(OutboxRow.state == DeliveryState.SENDING.value)
        (row,) = (await uow._session.scalars(sending)).all()
        assert await uow.broadcast_edits.message_of(row) is None


async def test_a_second_change_edits_anew_and_the_first_words_can_come_back(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    await change(database, content, original, now + SECOND, en="At ten")
    await change(database, content, original, now + 2 * SECOND, en="At nine")
    assert await deliver(database, now + 3 * SECOND) == ["broadcast_edit"] * 2
    async with database.transaction() as uow:
        stored = await uow.broadcasts.locked(original.id)
        assert stored.versions[Language.ENGLISH].html == "At nine"


async def test_only_words_change_and_only_in_the_languages_that_were_sent(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        await broadcast_edits.begin(uow, arta.id, original.id, now)
        assert not await write(uow, content, Language.GERMAN, "Um zehn")
        photo = Version(Medium.PHOTO, "At ten", "file")
        assert not await broadcasts.write(uow, content, arta.id, Language.ENGLISH, photo)
        assert not await write(uow, content, Language.ENGLISH, " ")
        with pytest.raises(NothingChangedError):
            await send(uow, content, arta.id, now)
        assert await write(uow, content, Language.ENGLISH, "At ten")
        await broadcasts.unwrite(uow, arta.id, Language.ENGLISH)
        held = await broadcasts.draft(uow, arta.id)
        assert held.versions == original.versions


async def test_serbian_cyrillic_that_was_made_by_rule_follows_the_latin_words(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.SERBIAN_CYRILLIC)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await compose(uow, content, arta.id, now, sr_Latn="Sutra")
        latin, cyrillic = Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC
        await broadcasts.declare_fallback(uow, content, arta.id, cyrillic, latin)
        original = await send(uow, content, arta.id, now - UNDO)
    await deliver(database, now)
    await change(database, content, original, now, sr_Latn="Danas")
    async with database.transaction() as uow:
        stored = await uow.broadcasts.locked(original.id)
        assert stored.versions[Language.SERBIAN_CYRILLIC].html == "Данас"
        assert len(await edits(uow)) == 1


@pytest.mark.parametrize("after", [RECALL, -SECOND], ids=["two days later", "before it begins"])
async def test_outside_of_its_time_nothing_is_changed(
    database: Database, content: Content, now: datetime, after: timedelta
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    with pytest.raises(CannotEditError):
        await change(database, content, original, now + after, en="At ten")
    async with database.transaction() as uow:
        assert await edits(uow) == []


async def test_time_passes_also_while_a_change_is_written(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        await broadcast_edits.begin(uow, arta.id, original.id, now)
        await write(uow, content, Language.ENGLISH, "At ten")
        with pytest.raises(CannotEditError):
            await send(uow, content, arta.id, now + RECALL)


async def test_a_change_for_many_asks_a_second_person_and_changes_nothing_before(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        lead = await colleague(uow, 3002, now, Role.OWNER)
        await broadcast_edits.begin(uow, arta.id, original.id, now)
        await write(uow, content, Language.ENGLISH, "At ten")
        asked = await send(uow, content, arta.id, now, SendLimits(approval_above=1))
        assert asked.campaign_id is None
        assert (await uow.broadcasts.locked(original.id)).versions == original.versions
        with pytest.raises(NotAllowedError):
            await broadcast_sending.approve(uow, content, arta.id, asked.id, now)
        await broadcast_sending.approve(uow, content, lead.id, asked.id, now)
        assert len(await edits(uow)) == 2


async def test_a_change_is_neither_changed_nor_taken_back_itself(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    done = await change(database, content, original, now, en="At ten")
    await deliver(database, now)
    async with database.transaction() as uow:
        arta = await arta_of(uow)
        with pytest.raises(CannotEditError):
            await broadcast_edits.begin(uow, arta.id, done.id, now)
        with pytest.raises(TooLateError):
            await broadcast_recall.recall(uow, arta.id, done.id, now)
        await broadcast_recall.recall(uow, arta.id, original.id, now)
        with pytest.raises(CannotEditError):
            await broadcast_edits.begin(uow, arta.id, original.id, now)


async def test_who_may_not_write_to_these_people_may_not_change_it(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    async with database.transaction() as uow:
        narrow = await colleague(uow, 3003, now, Role.COORDINATOR, NARROW)
        stranger = await uow.people.meet(3004, now)
        for person in (narrow, stranger):
            with pytest.raises(NotAllowedError):
                await broadcast_edits.begin(uow, person.id, original.id, now)
        with pytest.raises(NotFoundError):
            await broadcast_edits.begin(uow, (await arta_of(uow)).id, 999, now)
