"""Being away for long: the warning, coming back, and not coming back."""

from datetime import timedelta

import pytest

from bot.domain.localtime import local_day
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.calls.actions import ShowCall
from bot.storage.people import Person
from bot.storage.unit_of_work import Database
from tests.journeys.conftest import Town
from tests.journeys.hands import do

pytestmark = pytest.mark.slow

TO_THE_WARNING = timedelta(days=705)
NOTICE = timedelta(days=32)


async def row_of(database: Database, phone: Phone) -> Person | None:
    async with database.reading() as uow:
        return await uow.people.look(phone.user_id)


async def be_warned(town: Town) -> None:
    """Let the time to the warning pass, and every warning arrive."""
    town.sandbox.clock.advance(TO_THE_WARNING)
    await town.komshi.timetable.run_all()
    await town.deliver()


@pytest.mark.quick
async def test_the_warning_keeps_or_ends_everything(town: Town, database_of: Database) -> None:
    back, gone = await town.person(Language.ENGLISH), await town.person(Language.ENGLISH)
    await be_warned(town)
    for phone in (back, gone):
        assert phone.text.startswith("Reminder: we will soon erase your data")
        assert await row_of(database_of, phone) is not None
    await back.tap("Keep my data")
    assert back.text.startswith("We keep your data")
    town.sandbox.clock.advance(NOTICE)
    await town.komshi.timetable.run_all()
    assert await row_of(database_of, gone) is None
    kept = await row_of(database_of, back)
    assert kept is not None
    assert kept.warned_at is None
    assert kept.active_on == local_day(town.sandbox.clock.now() - NOTICE)
    await gone.send("/start")
    assert "Choose your language" in gone.text


async def test_a_discreet_warning_is_read_after_a_tap(town: Town, database_of: Database) -> None:
    phone = await town.person(Language.ENGLISH)
    async with database_of.transaction() as uow:
        person = await uow.people.find(phone.user_id)
        assert person is not None
        person.discreet = True
    await be_warned(town)
    assert phone.text == "A message from Komshi\nTap to read."
    assert phone.screen.silent
    await phone.tap("Read")
    assert "nothing is erased" in phone.text
    town.sandbox.clock.advance(NOTICE)
    await town.komshi.timetable.run_all()
    assert await row_of(database_of, phone) is not None


async def test_also_a_tap_that_fails_is_a_visit(town: Town, database_of: Database) -> None:
    phone = await town.person(Language.ENGLISH)
    await be_warned(town)
    await do(phone, ShowCall("a-call-of-long-ago"))
    person = await row_of(database_of, phone)
    assert person is not None
    assert person.warned_at is None
    assert person.active_on == local_day(town.sandbox.clock.now())
