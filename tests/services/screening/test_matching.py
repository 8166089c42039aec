"""Who is told that a new call fits, and who that their partner is still missing."""

from datetime import datetime, timedelta

import pytest

from bot.domain.content import Content
from bot.domain.delivery.outbox import Lane
from bot.domain.eligibility.compilation import Compiled
from bot.domain.errors import ConsentMissingError
from bot.domain.privacy.consent import Purpose
from bot.domain.rounds.rounds import Round
from bot.screens.screening.matching import how_many_fit
from bot.services.calls import follows
from bot.services.due import do_due_work
from bot.services.privacy import consents
from bot.services.rounds import rounds
from bot.services.screening import conversation, matching
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of
from tests.services.office import BESA, DREN, HERE, Office, with_applicants

DAY = timedelta(days=1)


async def agreed(office: Office, telegram_id: int, *purposes: Purpose, **answers: str) -> int:
    """Somebody who did the check, and agreed to this."""
    person_id = await office.person(telegram_id, **(answers or HERE))
    async with office.database.transaction() as uow:
        for purpose in purposes:
            await consents.give(case_of(uow, person_id, office.now), purpose)
        if {Purpose.ANSWERS, Purpose.MATCHING} <= set(purposes):
            await matching.agree(office.case(uow, person_id))
        elif Purpose.ANSWERS in purposes:
            talk = await conversation.find(office.case(uow, person_id))
            assert talk is not None
            await conversation.keep(office.case(uow, person_id), talk)
    return person_id


BOTH = (Purpose.ANSWERS, Purpose.MATCHING)


async def queued(uow: UnitOfWork, kind: str, now: datetime) -> list[int]:
    due = await uow.outbox.due(Lane.REMINDER, now, 100)
    return sorted(one.recipient.person_id or 0 for one in due if one.kind == kind)


async def test_whom_a_call_fits_is_told_once_for_each_round(office: Office) -> None:
    besa = await agreed(office, BESA, *BOTH)
    await agreed(office, DREN, *BOTH, **{**HERE, "age": "15"})
    call = office.content.calls["milk"]
    one = Round("milk", 7, office.now, office.now + 20 * DAY)
    async with office.database.transaction() as uow:
        assert await matching.fitting(uow, office.compiled, "milk") == [besa]
        assert await matching.tell(uow, office.compiled, call, one, office.now) == 1
        await matching.tell(uow, office.compiled, call, one, office.now)
    async with office.database.reading() as uow:
        assert await queued(uow, "call_fits", office.now) == [besa]


async def test_kept_answers_are_compared_only_with_a_yes_of_its_own(office: Office) -> None:
    await agreed(office, BESA, Purpose.ANSWERS)
    async with office.database.transaction() as uow:
        assert await matching.fitting(uow, office.compiled, "milk") == []
    dren = await office.person(DREN, **HERE)
    async with office.database.transaction() as uow:
        await consents.give(case_of(uow, dren, office.now), Purpose.MATCHING)
        with pytest.raises(ConsentMissingError):
            await matching.agree(office.case(uow, dren))
        assert await matching.fitting(uow, office.compiled, "milk") == []


async def test_a_call_about_origin_fits_nobody_who_keeps_no_such_answers(office: Office) -> None:
    await agreed(office, BESA, *BOTH)
    dren = await agreed(office, DREN, *BOTH, Purpose.SPECIAL)
    async with office.database.transaction() as uow:
        found = await matching.fitting(uow, office.compiled, "tools")
    assert found == [dren]


async def test_who_took_the_yes_back_or_stopped_is_not_told(office: Office) -> None:
    besa = await agreed(office, BESA, *BOTH)
    dren = await agreed(office, DREN, *BOTH)
    async with office.database.transaction() as uow:
        await consents.withdraw(case_of(uow, besa, office.now), Purpose.MATCHING)
        person = await uow.people.look(DREN)
        assert person is not None
        assert person.id == dren
        person.stopped_at = office.now
    async with office.database.transaction() as uow:
        assert await matching.fitting(uow, office.compiled, "milk") == []
        assert not await matching.fits(uow, office.compiled, besa, "milk")


async def test_a_follower_gets_no_second_message(office: Office) -> None:
    besa = await agreed(office, BESA, *BOTH)
    call = office.content.calls["milk"]
    one = Round("milk", 7, office.now, office.now + 20 * DAY)
    async with office.database.transaction() as uow:
        await follows.follow(case_of(uow, besa, office.now, office.content), "call", "milk")
        assert await matching.tell(uow, office.compiled, call, one, office.now) == 0


async def test_what_is_not_true_any_more_is_not_sent(office: Office) -> None:
    besa = await agreed(office, BESA, *BOTH)
    async with office.database.transaction() as uow:
        assert await matching.is_still_true(uow, office.compiled, besa, "milk", office.now)
        await conversation.forget(office.case(uow, besa))
        assert not await matching.is_still_true(uow, office.compiled, besa, "milk", office.now)


async def test_a_round_that_opens_by_itself_tells_too(
    database: Database, content: Content, compiled: Compiled, now: datetime
) -> None:
    office = Office(database, with_applicants(content), compiled, now)
    besa = await agreed(office, BESA, *BOTH)
    opens = now + 3 * DAY
    async with database.transaction() as uow:
        await rounds.open_round(uow, "milk", opens, now + 20 * DAY, now)
    await do_due_work(database, content, opens, compiled)
    async with database.reading() as uow:
        assert await queued(uow, "call_fits", opens) == [besa]


async def test_who_waits_for_a_partner_is_reminded_until_they_join(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    first = await office.declare(besa, "tools")
    await office.declare(besa, "bees")
    assert first.code is not None
    week_before = office.now + 13 * DAY
    await do_due_work(office.database, office.content, week_before, office.compiled)
    async with office.database.reading() as uow:
        assert await queued(uow, "interest_incomplete", week_before) == [besa]
    dren = await office.person(DREN, **{**HERE, "municipality": "istog"})
    await office.declare(dren, "tools", code=first.code)
    day_before = office.now + 19 * DAY
    await do_due_work(office.database, office.content, day_before, office.compiled)
    async with office.database.reading() as uow:
        assert (await queued(uow, "interest_incomplete", day_before)).count(besa) == 1


def test_small_numbers_are_not_told() -> None:
    assert "fewer than" in str(how_many_fit(0))
    assert str(how_many_fit(9)) == str(how_many_fit(0))
    assert "fewer than" not in str(how_many_fit(10))
