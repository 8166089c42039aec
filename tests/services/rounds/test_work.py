"""Rounds in the hands of staff, and what the clock does for them, on both databases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.delivery.outbox import Params
from bot.domain.errors import NotAllowedError, NotFoundError, RoundMovedError, RoundTimesError
from bot.domain.rounds.news import CallNews, ClosingSoon, TextsMissing
from bot.domain.rounds.rounds import Opening
from bot.domain.rounds.work import RoundChange
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.services.calls import voices
from bot.services.calls.follows import follow
from bot.services.due import do_due_work, find_news
from bot.services.rights.people import stop_messages
from bot.services.rounds import work
from bot.services.rounds.rounds import close_round, extend_round, open_round, standing
from bot.services.staff import audit
from bot.storage.delivery.tables import OutboxRow
from bot.storage.staff.tables import AuditRow
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.conftest import NOW
from tests.repository import content
from tests.services.cases import case_of

CONTENT = content()
CALL = CONTENT.calls["akt-startup"]
FOUR_WEEKS = NOW + timedelta(days=28)


async def a_person(database: Database, telegram_id: int, *followed: tuple[str, str]) -> int:
    async with database.transaction() as uow:
        person = await uow.people.meet(telegram_id, NOW)
        person.language = "en"
        for topic, subject in followed:
            await follow(case_of(uow, person.id, NOW, CONTENT), topic, subject)
        return person.id


async def a_colleague(
    database: Database, telegram_id: int, role: Role, scope: Scope = EVERYWHERE
) -> int:
    person_id = await a_person(database, telegram_id)
    async with database.transaction() as uow:
        number = await uow.staff.enrol(person_id)
        await uow.staff.give(person_id, role, full_scope(role, scope), number, NOW)
    return person_id


@pytest.fixture
async def owner(database: Database) -> int:
    return await a_colleague(database, 9_000_001, Role.OWNER)


async def change(
    database: Database,
    person_id: int,
    action: RoundChange,
    until: datetime | None = None,
    now: datetime = NOW,
) -> int:
    async with database.transaction() as uow:
        case = case_of(uow, person_id, now, CONTENT)
        view = await work.look(case, CALL.id)
        return await work.change_round(case, CALL.id, action, until, view.stamp)


async def queued(database: Database, kind: str) -> Sequence[tuple[int | None, dict[str, Any]]]:
    """Who gets what is queued of a kind, and when it is of no use any more."""
    async with database.reading() as uow:
        rows = await uow._session.scalars(
            select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
        )
        return [(row.person_id, {"key": row.dedupe_key, "ends": row.expires_at}) for row in rows]


async def reminder(uow: UnitOfWork) -> tuple[str, str | None]:
    """Where the only reminder of a closing stands, and why."""
    statement = select(OutboxRow).where(OutboxRow.kind == "deadline_reminder")
    row = (await uow._session.scalars(statement)).one()
    return row.state, row.reason


async def acts(database: Database) -> list[str]:
    async with database.reading() as uow:
        rows = await uow._session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [f"{row.act} {row.subject}" for row in rows]


async def test_opening_tells_everybody_who_is_interested_once(
    database: Database, owner: int
) -> None:
    place = min(CALL.municipalities)
    everything = (
        ("call", CALL.id), ("programme", CALL.programme), ("kind", CALL.kind),
        ("municipality", place),
    )  # fmt: skip
    keen = await a_person(database, 1, *everything)
    by_topic = [await a_person(database, 10 + n, one) for n, one in enumerate(everything)]
    await a_person(database, 2, ("programme", "integra"))
    stopped = await a_person(database, 3, ("call", CALL.id))
    gone = await a_person(database, 4, ("call", CALL.id))
    async with database.transaction() as uow:
        person = await uow.people.find(3)
        assert person is not None
        assert person.id == stopped
        await stop_messages(person, NOW)
        await uow.people.mark_unreachable(4, NOW)
    async with database.transaction() as uow:
        case = case_of(uow, owner, NOW, CONTENT)
        proposal = await work.propose(case, CALL.id, RoundChange.OPEN, FOUR_WEEKS)
    assert proposal.reaches == 5
    assert proposal.news is not None
    assert proposal.news.standing.opening is Opening.OPEN
    assert await queued(database, "round_opened") == []
    assert await change(database, owner, RoundChange.OPEN, FOUR_WEEKS) == 5
    told = await queued(database, "round_opened")
    assert [person_id for person_id, _row in told] == [keen, *by_topic]
    assert gone not in [person_id for person_id, _row in told]
    assert {row["ends"] for _person, row in told} == {NOW + timedelta(days=3)}
    assert await acts(database) == [f"manage_rounds {CALL.id}:1:open:2026-12-20T09:00"]
    async with database.transaction() as uow:
        assert await audit.verify(uow) is None


async def test_opening_again_tells_of_it_as_a_change_and_of_the_opening_only_once(
    database: Database, owner: int
) -> None:
    await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    await change(database, owner, RoundChange.CLOSE, now=NOW + timedelta(hours=1))
    await change(database, owner, RoundChange.REOPEN, FOUR_WEEKS, NOW + timedelta(hours=2))
    assert len(await queued(database, "round_opened")) == 1
    changed = await queued(database, "round_changed")
    assert len({row["key"] for _person, row in changed}) == 2
    async with database.reading() as uow:
        found = await standing(uow, CALL.id, NOW + timedelta(hours=3))
    assert found.opening is Opening.OPEN
    assert found.round is not None
    assert found.round.number == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.OWNER, Role.COORDINATOR}]
)
async def test_who_may_not_manage_rounds_changes_nothing(database: Database, role: Role) -> None:
    person_id = await a_colleague(database, 5, role)
    async with database.transaction() as uow:
        case = case_of(uow, person_id, NOW, CONTENT)
        with pytest.raises(NotAllowedError):
            await work.change_round(case, CALL.id, RoundChange.OPEN, FOUR_WEEKS, 0)
        assert await uow.rounds.all() == []


async def test_a_coordinator_manages_the_calls_of_their_programmes_only(
    database: Database,
) -> None:
    own = frozenset({CALL.programme})
    person_id = await a_colleague(database, 5, Role.COORDINATOR, Scope(own, None, None))
    other = next(call for call in CONTENT.calls.values() if call.programme != CALL.programme)
    async with database.transaction() as uow:
        case = case_of(uow, person_id, NOW, CONTENT)
        managed = await work.managed_calls(case)
        assert {today.call.programme for today in managed} == own
        with pytest.raises(NotAllowedError):
            await work.look(case, other.id)
        with pytest.raises(NotFoundError):
            await work.look(case, "no-such-call")
    await change(database, person_id, RoundChange.OPEN, FOUR_WEEKS)


async def test_what_was_looked_at_before_somebody_else_changed_it_is_not_done(
    database: Database, owner: int
) -> None:
    async with database.transaction() as uow:
        case = case_of(uow, owner, NOW, CONTENT)
        with pytest.raises(RoundTimesError):
            await work.change_round(case, CALL.id, RoundChange.OPEN, NOW, 0)
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    for stamp, action in (
        (0, RoundChange.OPEN),
        (1002, RoundChange.CLOSE),
        (1001, RoundChange.OPEN),
    ):
        async with database.transaction() as uow:
            case = case_of(uow, owner, NOW, CONTENT)
            with pytest.raises(RoundMovedError):
                await work.change_round(case, CALL.id, action, FOUR_WEEKS, stamp)
    assert len(await acts(database)) == 1


async def test_a_coming_round_changes_without_a_word_and_is_announced_when_it_opens(
    database: Database, owner: int
) -> None:
    await a_person(database, 1, ("call", CALL.id))
    opens = NOW + timedelta(days=3)
    async with database.transaction() as uow:
        await open_round(uow, CALL.id, opens, FOUR_WEEKS, NOW)
    assert await change(database, owner, RoundChange.EXTEND, FOUR_WEEKS + timedelta(days=1)) == 0
    assert await do_due_work(database, CONTENT, opens - timedelta(minutes=1)) == 0
    assert await do_due_work(database, CONTENT, opens) == 1
    assert await do_due_work(database, CONTENT, opens) == 0
    assert len(await queued(database, "round_opened")) == 1
    assert await queued(database, "round_changed") == []


async def test_reminders_go_to_who_follows_the_call_a_week_and_a_day_before(
    database: Database, owner: int
) -> None:
    faithful = await a_person(database, 1, ("call", CALL.id))
    await a_person(database, 2, ("programme", CALL.programme))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    for days, told in ((20, 0), (21, 1), (22, 1), (26, 1), (27, 2), (27.9, 2), (28, 2)):
        await do_due_work(database, CONTENT, NOW + timedelta(days=days))
        sent = await queued(database, "deadline_reminder")
        assert [person_id for person_id, _row in sent] == [faithful] * told, days
    assert [row["ends"] - NOW for _person, row in sent] == [
        timedelta(days=23), timedelta(days=28),
    ]  # fmt: skip
    async with database.reading() as uow:
        assert (await standing(uow, CALL.id, FOUR_WEEKS)).opening is Opening.CLOSED


async def test_after_an_outage_a_reminder_of_the_week_that_is_too_late_is_dropped(
    database: Database, owner: int
) -> None:
    await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    await do_due_work(database, CONTENT, NOW + timedelta(days=24))
    assert await queued(database, "deadline_reminder") == []


@pytest.mark.parametrize("minutes", [24 * 60, 59, 1])
async def test_the_reminder_of_the_last_day_goes_out_until_the_closing_however_late(
    database: Database, owner: int, minutes: int
) -> None:
    faithful = await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    back = FOUR_WEEKS - timedelta(minutes=minutes)
    await do_due_work(database, CONTENT, back)
    assert await queued(database, "deadline_reminder") == [
        (faithful, {"key": f"remind:{CALL.id}:1:1:day:{faithful}", "ends": FOUR_WEEKS})
    ]
    async with database.transaction() as uow:
        await uow.outbox.expire(back)
        assert await reminder(uow) == ("queued", None)
        params: Params = {"call": CALL.id, "number": 1, "version": 1}
        news = await find_news(uow, CONTENT, "deadline_reminder", params, faithful, back)
        assert isinstance(news, ClosingSoon)
        assert not await uow.round_work.any_due(NOW + timedelta(days=400))


@pytest.mark.parametrize("days", [0, 3])
async def test_a_reminder_of_the_last_day_that_nobody_could_send_is_recorded_as_too_late(
    database: Database, owner: int, days: int
) -> None:
    await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    back = FOUR_WEEKS + timedelta(days=days)
    await do_due_work(database, CONTENT, back)
    async with database.transaction() as uow:
        await uow.outbox.expire(back)
        assert await reminder(uow) == ("expired", "too late")


async def test_a_changed_date_lets_old_reminders_die_and_plans_new_ones(
    database: Database, owner: int
) -> None:
    person_id = await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    at = NOW + timedelta(days=21)
    await do_due_work(database, CONTENT, at)
    async with database.reading() as uow:
        row = (await uow._session.scalars(
            select(OutboxRow).where(OutboxRow.kind == "deadline_reminder")
        )).one()  # fmt: skip
        params: Params = {"call": CALL.id, "number": 1, "version": 1}
        assert row.params == '{"call":"akt-startup","number":1,"version":1}'
        news = await find_news(uow, CONTENT, row.kind, params, person_id, at)
        assert isinstance(news, ClosingSoon)
        assert news.closes_at == FOUR_WEEKS
    await change(database, owner, RoundChange.EXTEND, FOUR_WEEKS + timedelta(days=14), at)
    async with database.reading() as uow:
        assert await find_news(uow, CONTENT, row.kind, params, person_id, at) is None
    await do_due_work(database, CONTENT, NOW + timedelta(days=35))
    assert len(await queued(database, "deadline_reminder")) == 2


async def test_who_stopped_following_meanwhile_is_not_told(database: Database, owner: int) -> None:
    person_id = await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    params: Params = {"call": CALL.id, "number": 1, "version": 1, "change": "o"}
    async with database.transaction() as uow:
        news = await find_news(uow, CONTENT, "round_opened", params, person_id, NOW)
        assert isinstance(news, CallNews)
        await uow.follows.remove(person_id, "call", CALL.id)
        for kind in ("round_opened", "deadline_reminder"):
            assert await find_news(uow, CONTENT, kind, params, person_id, NOW) is None


async def test_the_word_of_an_opening_follows_the_date_and_dies_with_the_round(
    database: Database, owner: int
) -> None:
    person_id = await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    later = NOW + timedelta(hours=1)
    params: Params = {"call": CALL.id, "number": 1, "version": 1, "change": "o"}
    async with database.transaction() as uow:
        longer = FOUR_WEEKS + timedelta(days=7)
        await extend_round(uow, CALL.id, longer, later)
        news = await find_news(uow, CONTENT, "round_opened", params, person_id, later)
        assert isinstance(news, CallNews)
        assert news.standing.round is not None
        assert news.standing.round.closes_at == longer
        await close_round(uow, CALL.id, later)
        assert await find_news(uow, CONTENT, "round_opened", params, person_id, later) is None


async def test_who_opened_a_round_is_warned_of_missing_texts_while_they_are_staff(
    database: Database,
) -> None:
    opener = await a_colleague(database, 5, Role.COORDINATOR)
    await change(database, opener, RoundChange.OPEN, FOUR_WEEKS)
    async with database.transaction() as uow:
        view = await work.look(case_of(uow, opener, NOW, CONTENT), CALL.id)
    assert view.missing, "this call has all its texts by now: take another one"
    at = NOW + timedelta(days=21)
    await do_due_work(database, CONTENT, at)
    assert [person_id for person_id, _row in await queued(database, "round_texts")] == [opener]
    params: Params = {"call": CALL.id, "number": 1, "version": 1}
    async with database.transaction() as uow:
        news = await find_news(uow, CONTENT, "round_texts", params, opener, at)
        assert isinstance(news, TextsMissing)
        assert news.languages == view.missing
        member = await uow.staff.find(opener)
        assert member is not None
        assert await work.count_closing_soon(case_of(uow, opener, at, CONTENT), member) == 1
        assert await work.count_closing_soon(case_of(uow, opener, NOW, CONTENT), member) == 0
        await uow.staff.end([grant.id for grant in member.grants], at)
        assert await find_news(uow, CONTENT, "round_texts", params, opener, at) is None


async def test_two_processes_do_due_work_once(database: Database, owner: int) -> None:
    await a_person(database, 1, ("call", CALL.id))
    await change(database, owner, RoundChange.OPEN, FOUR_WEEKS)
    other = Database(database.url, database.keyring)
    at = NOW + timedelta(days=21)
    done = [await do_due_work(one, CONTENT, at) for one in (database, other, database)]
    await other.close()
    assert done == [2, 0, 0]
    assert len(await queued(database, "deadline_reminder")) == 1


async def test_a_recording_is_kept_replaced_and_taken_away_and_each_act_is_written_down(
    database: Database,
) -> None:
    speaker = await a_colleague(database, 5, Role.COMMUNICATOR)
    listener = await a_person(database, 6)
    async with database.transaction() as uow:
        case = case_of(uow, speaker, NOW, CONTENT)
        await voices.record(case, CALL.id, "sq", "first")
        await voices.record(case, CALL.id, "sq", "second")
        await voices.record(case, CALL.id, "sr", "third")
        assert await voices.find_recording(case, CALL.id, "sq") == "second"
        assert await voices.find_recording(case, CALL.id, "en") is None
        assert (await voices.recordings(case, CALL.id)).languages == ["sq", "sr"]
        _calls, counts = await voices.recordable_calls(case)
        assert counts == {CALL.id: 2}
        for _twice in range(2):
            await voices.remove(case, CALL.id, "sq")
        assert await voices.find_recording(case, CALL.id, "sq") is None
        with pytest.raises(NotFoundError):
            await voices.record(case, CALL.id, "xx", "file")
        with pytest.raises(NotAllowedError):
            await voices.record(case_of(uow, listener, NOW, CONTENT), CALL.id, "sq", "file")
    assert await acts(database) == [
        *(f"record_voice {CALL.id}:{key}:recorded" for key in ("sq", "sq", "sr")),
        f"record_voice {CALL.id}:sq:removed",
    ]
