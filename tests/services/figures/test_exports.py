"""Figures and lists of people in a real database: who gets what, with whose yes, for how long."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.content import Content
from bot.domain.errors import ExportOverError, NotAllowedError, NotFoundError
from bot.domain.figures.exports import VALID_FOR, ExportReason, ExportState, ExportTopic
from bot.domain.figures.figures import MissingText, PeopleTable, Reachability
from bot.domain.figures.suppression import TOTAL
from bot.domain.staff.roles import EVERYWHERE, Act, Role, Scope, full_scope
from bot.services.figures import exports, figures
from bot.services.figures.workbooks import Sheet, as_workbook
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of

ARTA, BESA, DREN = 1004, 1001, 1005


async def staffed(
    uow: UnitOfWork, telegram_id: int, role: Role, now: datetime, scope: Scope = EVERYWHERE
) -> Person:
    """A person who has a role."""
    person = await uow.people.meet(telegram_id, now)
    number = await uow.staff.enrol(person.id)
    await uow.staff.give(person.id, role, full_scope(role, scope), number, now)
    return person


async def followers(
    uow: UnitOfWork, first: int, many: int, follows: Sequence[tuple[str, str]], now: datetime
) -> list[Person]:
    """Several people who read Albanian and follow the same things."""
    people = []
    for number in range(first, first + many):
        person = await uow.people.meet(number, now)
        person.language = "sq"
        for topic, subject in follows:
            await uow.follows.add(person.id, topic, subject, now)
        people.append(person)
    return people


async def asked(uow: UnitOfWork, content: Content, person: Person, now: datetime) -> int:
    """A request for the followers of a call."""
    case = case_of(uow, person.id, now, content)
    return await exports.ask(case, ExportTopic.CALL, "bees", ExportReason.REACH)


async def log(uow: UnitOfWork) -> list[tuple[str, str]]:
    return [(line.act, line.subject) for line in reversed(await uow.audit.latest(100))]


# Figures


async def test_figures_count_people_once_and_hide_small_counts(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        analyst = await staffed(uow, ARTA, Role.ANALYST, now)
        await followers(uow, 2000, 40, [("programme", "akt"), ("call", "bees")], now)
        stopped = await followers(uow, 3000, 12, [("programme", "akt")], now)
        gone = await followers(uow, 4000, 30, [("programme", "csp")], now)
        for person in stopped:
            person.stopped_at = now
        for person in gone:
            person.stopped_at = person.unreachable_at = now
        await followers(uow, 5000, 4, [("municipality", "prizren"), ("call", "milk")], now)
        await uow.statistics.count_leaflet(now.date(), "market")
        title = MissingText("sq", "en", "calls/x title")
        await uow.statistics.count_fallbacks(now.date(), {title: 3})
        await uow.flush()
        found = await figures.figures(case_of(uow, analyst.id, now, content))
    everybody = found.tables[PeopleTable.LANGUAGES]
    assert everybody[TOTAL, TOTAL] == 87
    akt = found.tables[PeopleTable.PROGRAMMES]
    assert akt["akt", TOTAL] == 52
    assert akt["csp", TOTAL] == 30
    assert all(n is None or n >= 10 for n in akt.values())
    assert not found.tells(PeopleTable.MUNICIPALITIES, "prizren")
    assert found.calls == {"bees": 40, "milk": None, "tools": None, "school": None}
    assert found.leaflets == {"market": None}
    assert found.missing == {title: None}


async def test_a_narrow_role_sees_its_rows_and_the_same_counts(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        scope = Scope(frozenset({"akt"}), frozenset({"istog"}))
        narrow = await staffed(uow, ARTA, Role.COORDINATOR, now, scope)
        wide = await staffed(uow, BESA, Role.OWNER, now)
        follows = [("programme", "akt"), ("municipality", "istog"), ("call", "bees")]
        await followers(uow, 2000, 25, follows, now)
        await followers(uow, 3000, 31, [("programme", "csp"), ("municipality", "prizren")], now)
        await uow.flush()
        mine = await figures.figures(case_of(uow, narrow.id, now, content))
        all_of_them = await figures.figures(case_of(uow, wide.id, now, content))
    assert mine.rows(PeopleTable.PROGRAMMES) == ("akt",)
    assert mine.rows(PeopleTable.MUNICIPALITIES) == ("istog",)
    assert set(mine.calls) == {"bees", "milk"}
    for table, shown in mine.tables.items():
        assert shown.items() <= all_of_them.tables[table].items()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.FOCAL_POINT, None])
async def test_who_may_not_see_figures_gets_none(
    database: Database, now: datetime, content: Content, role: Role | None
) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(ARTA, now)
        if role is not None:
            await staffed(uow, ARTA, role, now)
        with pytest.raises(NotAllowedError):
            await figures.figures(case_of(uow, person.id, now, content))
        with pytest.raises(NotAllowedError):
            await figures.export(case_of(uow, person.id, now, content))


async def test_taking_figures_along_is_in_the_log(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        analyst = await staffed(uow, ARTA, Role.ANALYST, now)
        await figures.export(case_of(uow, analyst.id, now, content))
        assert await log(uow) == [(Act.EXPORT_FIGURES, "figures")]


# Lists of people


async def test_a_list_needs_a_second_person_and_every_step_is_in_the_log(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.OWNER, now)
        besa = await staffed(uow, BESA, Role.COORDINATOR, now)
        (follower,) = await followers(uow, 2000, 1, [("call", "bees")], now)
        await followers(uow, 3000, 1, [("call", "milk")], now)
        number = await asked(uow, content, arta, now)
        with pytest.raises(ExportOverError):
            await exports.take(case_of(uow, arta.id, now, content), number)
        await exports.decide(case_of(uow, besa.id, now, content), number, ExportState.APPROVED)
        taken = await exports.take(case_of(uow, arta.id, now, content), number)
        assert taken.followers == [(2000, "sq", Reachability.REACHABLE, now.date())]
        assert str(follower.telegram_id) not in str(await log(uow))
        assert await log(uow) == [
            (Act.EXPORT_PERSONAL, f"export:{number}:asked:call:bees:reach"),
            (Act.APPROVE_EXPORT, f"export:{number}:approved"),
            (Act.EXPORT_PERSONAL, f"export:{number}:read"),
        ]


async def test_nobody_approves_their_own_request(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.OWNER, now)
        number = await asked(uow, content, arta, now)
        with pytest.raises(NotAllowedError):
            await exports.decide(case_of(uow, arta.id, now, content), number, ExportState.APPROVED)
        member = await uow.staff.find(arta.id)
        assert member is not None
        assert not await uow.exports.decide(number, ExportState.APPROVED, member.number, now)
        assert (await exports.requests(case_of(uow, arta.id, now, content))).waiting == []


async def test_the_database_itself_refuses_an_approval_by_who_asked(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        number = await asked(uow, content, await staffed(uow, ARTA, Role.OWNER, now), now)
    with pytest.raises(IntegrityError):
        async with database.engine.begin() as connection:
            await connection.execute(
                text("UPDATE export_request SET state='approved', decided_by=asked_by "
                     "WHERE id=:id"), {"id": number},
            )  # fmt: skip


async def test_a_request_is_decided_once(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        number = await asked(uow, content, await staffed(uow, ARTA, Role.OWNER, now), now)
        besa = await staffed(uow, BESA, Role.OWNER, now)
        dren = await staffed(uow, DREN, Role.OWNER, now)

    async def decide(person: Person, state: ExportState) -> str:
        try:
            async with database.transaction() as uow:
                await exports.decide(case_of(uow, person.id, now, content), number, state)
        except ExportOverError:
            return "over"
        return "done"

    ends = await asyncio.gather(
        decide(besa, ExportState.APPROVED), decide(dren, ExportState.REFUSED)
    )
    assert sorted(ends) == ["done", "over"]
    assert await decide(besa, ExportState.APPROVED) == "over"


async def test_a_refused_or_old_request_gives_nothing(
    database: Database, now: datetime, content: Content
) -> None:
    later = now + VALID_FOR
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.OWNER, now)
        besa = await staffed(uow, BESA, Role.OWNER, now)
        refused = await asked(uow, content, arta, now)
        await exports.decide(case_of(uow, besa.id, now, content), refused, ExportState.REFUSED)
        with pytest.raises(ExportOverError):
            await exports.take(case_of(uow, arta.id, now, content), refused)
        approved = await asked(uow, content, arta, now)
        assert approved != refused
        await exports.decide(case_of(uow, besa.id, now, content), approved, ExportState.APPROVED)
        await exports.take(case_of(uow, arta.id, later - timedelta(seconds=1), content), approved)
        with pytest.raises(ExportOverError):
            await exports.take(case_of(uow, arta.id, later, content), approved)
        waiting = await asked(uow, content, arta, later)
        with pytest.raises(ExportOverError):
            await exports.look(case_of(uow, besa.id, later + VALID_FOR, content), waiting)
        with pytest.raises(ExportOverError):
            await exports.decide(
                case_of(uow, besa.id, later + VALID_FOR, content), waiting, ExportState.APPROVED
            )


async def test_only_who_asked_takes_the_list_and_only_while_the_role_lasts(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.COORDINATOR, now)
        besa = await staffed(uow, BESA, Role.OWNER, now)
        number = await asked(uow, content, arta, now)
        await exports.decide(case_of(uow, besa.id, now, content), number, ExportState.APPROVED)
        with pytest.raises(NotAllowedError):
            await exports.take(case_of(uow, besa.id, now, content), number)
        member = await uow.staff.find(arta.id)
        assert member is not None
        await uow.staff.end([grant.id for grant in member.grants], now)
        with pytest.raises(NotAllowedError):
            await exports.take(case_of(uow, arta.id, now, content), number)


async def test_a_role_asks_and_decides_only_where_it_covers_the_whole_list(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        in_istog = Scope(frozenset({"akt"}), frozenset({"istog"}))
        arta = await staffed(uow, ARTA, Role.COORDINATOR, now, in_istog)
        offered = await exports.subjects(case_of(uow, arta.id, now, content))
        assert offered == [(ExportTopic.CALL, "milk")]
        with pytest.raises(NotAllowedError):
            await asked(uow, content, arta, now)
        besa = await staffed(uow, BESA, Role.OWNER, now)
        number = await asked(uow, content, besa, now)
        with pytest.raises(NotAllowedError):
            await exports.decide(case_of(uow, arta.id, now, content), number, ExportState.APPROVED)
        assert (await exports.requests(case_of(uow, arta.id, now, content))).waiting == []


async def test_an_analyst_never_gets_near_a_list(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.ANALYST, now)
        number = await asked(uow, content, await staffed(uow, BESA, Role.OWNER, now), now)
        for forged in (
            exports.subjects(case_of(uow, arta.id, now, content)),
            exports.look(case_of(uow, arta.id, now, content), number),
            exports.decide(case_of(uow, arta.id, now, content), number, ExportState.APPROVED),
            exports.take(case_of(uow, arta.id, now, content), number),
        ):
            with pytest.raises(NotAllowedError):
                await forged
        with pytest.raises(NotAllowedError):
            await asked(uow, content, arta, now)


async def test_asking_twice_is_asking_once(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.OWNER, now)
        assert await asked(uow, content, arta, now) == await asked(uow, content, arta, now)
        assert len(await log(uow)) == 1


async def test_a_list_of_what_does_not_exist_is_not_found(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await staffed(uow, ARTA, Role.OWNER, now)
        with pytest.raises(NotFoundError):
            await exports.check(case_of(uow, arta.id, now, content), ExportTopic.PROGRAMME, "bees")
        with pytest.raises(NotFoundError):
            await exports.take(case_of(uow, arta.id, now, content), 77)
        with pytest.raises(NotFoundError):
            await exports.decide(case_of(uow, arta.id, now, content), 77, ExportState.APPROVED)


# Workbooks


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", 'a\x00=HYPERLINK("x")']
    content = as_workbook([Sheet("A/B:[" + "x" * 40, ["=head"], [[one, 5, None] for one in bad])])
    page = load_workbook(BytesIO(content)).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    shy = [cell.value for cell in cells if cell.quotePrefix]
    assert shy == ["=head", *bad[:-1]]
    assert [row[1] for row in page.iter_rows(min_row=2, values_only=True)] == [5] * len(bad)
