"""What is counted of checks, and that it names nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.eligibility.questions import Answer, NoAnswer
from bot.domain.eligibility.verdicts import judge
from bot.domain.errors import NotAllowedError
from bot.domain.figures.checks import Event, Happening
from bot.domain.staff.roles import Role, Scope
from bot.services.figures import figures
from bot.services.rights.retention import forget_old
from bot.services.screening import counts
from tests.services.cases import case_of
from tests.services.office import ARTA, HERE, Office

DAY = timedelta(days=1)
CALLS = ("milk", "tools")


async def finish(office: Office, times: int, **answers: Answer) -> None:
    state = judge(office.compiled, answers, CALLS)
    async with office.database.transaction() as uow:
        for _ in range(times):
            await counts.note_started(uow, office.now)
            await counts.note_finished(uow, state, office.now)


async def test_verdicts_and_what_excludes_are_counted(office: Office) -> None:
    await finish(office, 3, municipality="prizren", age=30, community="serb", trade="welding")
    await finish(office, 2, municipality="prizren", age=15)
    async with office.database.reading() as uow:
        counted = await uow.screening_counts.sums()
    assert counted[Happening(Event.STARTED)] == counted[Happening(Event.FINISHED)] == 5
    assert counted[Happening(Event.FITS, "milk")] == counted[Happening(Event.FITS, "tools")] == 3
    assert counted[Happening(Event.EXCLUDED, "milk")] == 2
    assert counted[Happening(Event.BECAUSE, "milk", "age")] == 2
    assert counted[Happening(Event.TRADE, "welding", "prizren")] == 3
    assert Happening(Event.BECAUSE, "milk", "municipality") not in counted


async def test_who_does_not_answer_is_in_no_trade_and_in_no_place(office: Office) -> None:
    for silence in NoAnswer:
        await finish(office, 1, municipality=silence, age=30, trade="welding")
        await finish(office, 1, municipality="prizren", age=30, trade=silence)
    async with office.database.reading() as uow:
        counted = await uow.screening_counts.sums()
    assert [one for one in counted if one.event == Event.TRADE] == []


async def test_where_people_stop_is_counted(office: Office) -> None:
    async with office.database.transaction() as uow:
        await counts.note_started(uow, office.now)
        await counts.note_stopped(uow, "age", office.now)
        await counts.note_stopped(uow, "x" * 99, office.now)
    async with office.database.reading() as uow:
        counted = await uow.screening_counts.sums()
    assert counted[Happening(Event.STOPPED, "age")] == 1


async def test_no_column_could_name_a_person(office: Office) -> None:
    await finish(office, 1, **HERE)
    async with office.database.reading() as uow:
        rows = await uow._session.execute(text("SELECT * FROM screening_count"))
        assert set(rows.keys()) == {"day", "event", "subject", "detail", "times"}


async def test_staff_see_large_counts_of_their_programmes_only(office: Office) -> None:
    await finish(office, 12, municipality="prizren", age=30)
    await finish(office, 2, municipality="prizren", age=15)
    arta = await office.colleague(ARTA, Role.COORDINATOR, Scope(frozenset({"akt"}), None))
    async with office.database.transaction() as uow:
        found = await figures.checks(case_of(uow, arta, office.now, office.content))
    assert {call for call, _verdict in found.verdicts} == {"milk"}
    assert found.verdicts["milk", "excluded"] is None
    assert found.because["milk", "age"] is None
    nobody = await office.person(2001)
    async with office.database.transaction() as uow:
        with pytest.raises(NotAllowedError):
            await figures.checks(case_of(uow, nobody, office.now, office.content))


async def test_old_counts_are_dropped(office: Office) -> None:
    await finish(office, 1, **HERE)
    await forget_old(office.database, office.now + 800 * DAY)
    async with office.database.reading() as uow:
        assert await uow.screening_counts.sums() == {}
