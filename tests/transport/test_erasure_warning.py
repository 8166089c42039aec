"""The warning of erasure on its way: the real words, the real sender, what is written down."""

from datetime import datetime, time, timedelta

import pytest

from bot.catalogue.shelf import Edition
from bot.domain.localtime import from_local, local_day
from bot.domain.rounds.news import ErasureWarning
from bot.domain.text.languages import OFFERED, Language
from bot.sandbox.phones.phone import Phone
from bot.screens.notices import notice_of
from bot.services.rights import retention
from bot.storage.delivery.tables import OutboxRow
from bot.storage.people import Person
from handlers.outgoing import CONSEQUENCES, renderers
from tests.transport.outbox_town import Town, enter

SILENT = timedelta(days=710)


def no_edition() -> Edition:
    raise AssertionError("a warning says nothing of the content")


@pytest.fixture
def town(town: Town) -> Town:
    town.renderers = dict(renderers(no_edition, town.clock.now))
    return town


async def enter_silent(town: Town, phone: Phone, **columns: object) -> None:
    """Enter somebody who was silent for long, and queue what is due then."""
    active_on = local_day(town.now - SILENT)
    await enter(town.database, [phone.user_id], town.now, active_on=active_on, **columns)
    assert await retention.queue_warnings(town.database, town.now) == 1


async def person_of(town: Town, phone: Phone) -> Person:
    async with town.database.reading() as uow:
        person = await uow.people.look(phone.user_id)
    assert person is not None
    return person


async def until_reason(town: Town, reason: str) -> OutboxRow:
    """Wait until the message waits for a reason."""

    async def is_there() -> bool:
        return [row.reason for row in await town.rows()] == [reason]

    await town.until(is_there)
    return (await town.rows())[0]


async def test_an_ordinary_warning_says_what_it_is_about_and_is_written_down(
    town: Town, phone: Phone
) -> None:
    await enter_silent(town, phone)
    async with town.sender(consequences=CONSEQUENCES).sending():
        assert await town.until_settled() == {("sent", None): 1}
    assert phone.text.splitlines()[0] == "Reminder: we will soon erase your data"
    assert [label.split()[-1] for label in phone.buttons] == ["data", "messages"]
    assert not phone.screen.silent
    person = await person_of(town, phone)
    (row,) = await town.rows()
    assert person.warned_at == row.sent_at
    async with town.database.reading() as uow:
        assert list(await uow.messages.of_person(person.id)) == [phone.screen.message_id]


async def test_a_discreet_warning_says_nothing_and_makes_no_sound(town: Town, phone: Phone) -> None:
    await enter_silent(town, phone, discreet=True)
    async with town.sender(consequences=CONSEQUENCES).sending():
        await town.until_settled()
    assert phone.text == "A message from Komshi\nTap to read."
    assert phone.buttons == ["Read"]
    assert phone.screen.silent


@pytest.mark.parametrize("language", OFFERED)
async def test_a_warning_comes_in_the_persons_language(
    town: Town, phone: Phone, language: Language
) -> None:
    await enter_silent(town, phone, language=language.value)
    async with town.sender(consequences=CONSEQUENCES).sending():
        await town.until_settled()
    first = notice_of(ErasureWarning(local_day(town.now))).first
    assert phone.text.splitlines()[0] == town.translator.plain(first, language)


async def test_a_warning_waits_for_the_end_of_the_quiet_hours(town: Town, phone: Phone) -> None:
    tomorrow, after = (local_day(town.now) + timedelta(days=days) for days in (1, 2))
    night, morning = (
        from_local(datetime.combine(tomorrow, time(21))),
        from_local(datetime.combine(after, time(8))),
    )
    town.clock.advance(night - town.now)
    await enter_silent(town, phone, quiet_from=21, quiet_until=8)
    async with town.sender(consequences=CONSEQUENCES).sending():
        row = await until_reason(town, "quiet hours")
        assert row.not_before == morning
        assert (await person_of(town, phone)).warned_at is None
        town.clock.advance(row.not_before - town.now)
        assert await town.until_settled() == {("sent", None): 1}
    warned_at = (await person_of(town, phone)).warned_at
    assert warned_at is not None
    assert warned_at >= morning


async def test_a_person_who_blocked_the_bot_is_found_out_and_not_marked_as_warned(
    town: Town, phone: Phone
) -> None:
    await phone.block()
    await enter_silent(town, phone)
    async with town.sender(consequences=CONSEQUENCES).sending():
        assert await town.until_settled() == {("unreachable", "blocked"): 1}
    person = await person_of(town, phone)
    assert person.unreachable_at is not None
    assert person.warned_at is None


async def test_while_telegram_is_away_the_warning_waits_and_nobody_is_marked(
    town: Town, phone: Phone
) -> None:
    await enter_silent(town, phone)
    async with town.sender(consequences=CONSEQUENCES).sending():
        async with town.sandbox.unreachable():
            await until_reason(town, "no connection")
            assert (await person_of(town, phone)).warned_at is None
        town.clock.advance(timedelta(minutes=1))
        assert await town.until_settled() == {("sent", None): 1}
    assert (await person_of(town, phone)).warned_at is not None
