"""Other words for what was sent, in a real database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.broadcasts.broadcast import RECALL, UNDO, Broadcast, PostMedium, SendLimits, Version
from bot.domain.content import Content
from bot.domain.delivery.outbox import DeliveryState, Lane
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Role
from bot.domain.text.languages import Language
from bot.services.broadcasts import drafts, edits, overview, sending
from bot.services.broadcasts.edits import AFTER_A_TRY, CannotEditError, NothingChangedError
from bot.services.broadcasts.recall import recall
from bot.services.broadcasts.sending import TooLateError
from bot.services.case import Case
from bot.services.staff import audit
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of
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


async def case_of_arta(uow: UnitOfWork, content: Content, now: datetime) -> Case:
    """The case of the colleague who makes every broadcast here."""
    arta = await uow.people.find(ARTA)
    assert arta is not None
    return case_of(uow, arta.id, now, content)


async def readers(database: Database, now: datetime, *languages: Language) -> list[int]:
    async with database.transaction() as uow:
        return [
            (await reader(uow, BESA + n, now, language)).id for n, language in enumerate(languages)
        ]


async def write(case: Case, language: Language, text: str) -> bool:
    return await drafts.write(case, language, Version(PostMedium.TEXT, text))


async def change(
    database: Database, content: Content, original: Broadcast, now: datetime, **texts: str
) -> Broadcast:
    """Change the words and send the change."""
    async with database.transaction() as uow:
        case = await case_of_arta(uow, content, now)
        await edits.begin(case, original.id)
        for language, text in texts.items():
            assert await write(case, Language(language), text)
        return await send(case)


async def rows_of_edits(uow: UnitOfWork) -> Sequence[OutboxRow]:
    statement = select(OutboxRow).where(OutboxRow.kind == edits.KIND)
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
        rows = await rows_of_edits(uow)
        assert {row.person_id for row in rows} == {english, german}
        assert albanian not in {row.person_id for row in rows}
        assert len({row.dedupe_key for row in rows}) == 2
        stored = await uow.broadcasts.locked(original.id)
        assert stored.versions[Language.ENGLISH].html == "At ten"
        assert stored.versions[Language.ALBANIAN].html == "Në nëntë"
    assert await deliver(database, now + SECOND) == ["broadcast_edit"] * 2
    async with database.transaction() as uow:
        shown = await overview.sent(await case_of_arta(uow, content, now), done.id)
        assert shown.progress.counts == {DeliveryState.SENT: 2}
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
        await uow.outbox.begin([message.id for message in due], "me", now + SECOND)
    async with database.transaction() as uow:
        case = await case_of_arta(uow, content, now)
        reach = await edits.reach_of_edit(case, original)
        assert (reach.have, reach.will_get) == ({Language.ENGLISH: 1}, {Language.ENGLISH: 2})
    await change(database, content, original, now + SECOND, en="At ten")
    async with database.transaction() as uow:
        begins = {row.person_id: row.not_before for row in await rows_of_edits(uow)}
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
        case = await case_of_arta(uow, content, now)
        await edits.begin(case, original.id)
        assert not await write(case, Language.GERMAN, "Um zehn")
        photo = Version(PostMedium.PHOTO, "At ten", "file")
        assert not await drafts.write(case, Language.ENGLISH, photo)
        assert not await write(case, Language.ENGLISH, " ")
        with pytest.raises(NothingChangedError):
            await send(case)
        assert await write(case, Language.ENGLISH, "At ten")
        await drafts.unwrite(case, Language.ENGLISH)
        draft = await drafts.draft_of(case)
        assert draft.versions == original.versions


async def test_serbian_cyrillic_that_was_made_by_rule_follows_the_latin_words(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.SERBIAN_CYRILLIC)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        case = case_of(uow, arta.id, now - UNDO, content)
        await compose(case, sr_Latn="Sutra")
        latin, cyrillic = Language.SERBIAN_LATIN, Language.SERBIAN_CYRILLIC
        await drafts.declare_fallback(case, cyrillic, latin)
        original = await send(case)
    await deliver(database, now)
    await change(database, content, original, now, sr_Latn="Danas")
    async with database.transaction() as uow:
        stored = await uow.broadcasts.locked(original.id)
        assert stored.versions[Language.SERBIAN_CYRILLIC].html == "Данас"
        assert len(await rows_of_edits(uow)) == 1


@pytest.mark.parametrize("after", [RECALL, -SECOND], ids=["two days later", "before it begins"])
async def test_outside_of_its_time_nothing_is_changed(
    database: Database, content: Content, now: datetime, after: timedelta
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    with pytest.raises(CannotEditError):
        await change(database, content, original, now + after, en="At ten")
    async with database.transaction() as uow:
        assert await rows_of_edits(uow) == []


async def test_time_passes_also_while_a_change_is_written(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    async with database.transaction() as uow:
        case = await case_of_arta(uow, content, now)
        await edits.begin(case, original.id)
        await write(case, Language.ENGLISH, "At ten")
        with pytest.raises(CannotEditError):
            await send(await case_of_arta(uow, content, now + RECALL))


async def test_a_change_for_many_asks_a_second_person_and_changes_nothing_before(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    async with database.transaction() as uow:
        case = await case_of_arta(uow, content, now)
        lead = await colleague(uow, 3002, now, Role.OWNER)
        await edits.begin(case, original.id)
        await write(case, Language.ENGLISH, "At ten")
        asked = await send(case, SendLimits(approval_above=1))
        assert asked.campaign_id is None
        assert (await uow.broadcasts.locked(original.id)).versions == original.versions
        with pytest.raises(NotAllowedError):
            await sending.approve(case, asked.id)
        await sending.approve(case_of(uow, lead.id, now, content), asked.id)
        assert len(await rows_of_edits(uow)) == 2


async def test_a_change_is_neither_changed_nor_taken_back_itself(
    database: Database, content: Content, now: datetime
) -> None:
    await readers(database, now, Language.ENGLISH)
    original = await sent(database, content, now, en="At nine")
    await deliver(database, now)
    done = await change(database, content, original, now, en="At ten")
    await deliver(database, now)
    async with database.transaction() as uow:
        case = await case_of_arta(uow, content, now)
        with pytest.raises(CannotEditError):
            await edits.begin(case, done.id)
        with pytest.raises(TooLateError):
            await recall(case, done.id)
        await recall(case, original.id)
        with pytest.raises(CannotEditError):
            await edits.begin(case, original.id)


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
                await edits.begin(case_of(uow, person.id, now, content), original.id)
        with pytest.raises(NotFoundError):
            await edits.begin(await case_of_arta(uow, content, now), 999)
