"""Roles in a real database: who may do what, from when, until when."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.content import Content
from bot.domain.errors import (
    InvitationOverError,
    LastOwnerError,
    NotAllowedError,
    NotFoundError,
    OwnerBySettingsError,
)
from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import (
    ALL,
    EVERYWHERE,
    MATRIX,
    Act,
    Dimension,
    Role,
    Scope,
    StaffMember,
    full_scope,
)
from bot.services.rights import people, rights
from bot.services.staff import members, team
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of

ARTA, BESA, DREN = 1004, 1001, 1005


async def given(uow: UnitOfWork, telegram_id: int, role: Role, now: datetime) -> Person:
    """A person who has a role, given by a colleague."""
    person = await uow.people.meet(telegram_id, now)
    number = await uow.staff.enrol(person.id)
    await uow.staff.give(person.id, role, EVERYWHERE, number, now)
    return person


async def deeds(uow: UnitOfWork) -> list[str]:
    """Codes of the log, oldest first."""
    return [line.act for line in reversed(await uow.audit.latest(100))]


@pytest.mark.parametrize("role", Role)
async def test_a_stored_role_allows_what_the_table_says(
    database: Database, now: datetime, role: Role
) -> None:
    async with database.transaction() as uow:
        person = await given(uow, BESA, role, now)
        for act in Act:
            if role in MATRIX[act]:
                assert (await members.require(uow, person.id, act)).person_id == person.id
            else:
                with pytest.raises(NotAllowedError):
                    await members.require(uow, person.id, act)


async def test_who_has_no_role_may_do_nothing(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(BESA, now)
        for act in Act:
            with pytest.raises(NotAllowedError):
                await members.require(uow, person.id, act)


async def test_a_role_that_ended_allows_nothing_any_more(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        owner = await given(uow, ARTA, Role.OWNER, now)
        member = await given(uow, BESA, Role.COORDINATOR, now)
        role_id = (await members.require(uow, member.id, Act.MANAGE_ROUNDS)).grants[0].id
        await team.end_role(case_of(uow, owner.id, now), role_id)
    async with database.transaction() as uow:
        with pytest.raises(NotAllowedError):
            await members.require(uow, member.id, Act.MANAGE_ROUNDS)
        with pytest.raises(NotFoundError):
            await team.end_role(case_of(uow, owner.id, now), role_id)
        assert await deeds(uow) == [Deed.ROLE_ENDED]
        assert len(await uow.staff.history(member.id)) == 1


# Owners


async def test_the_settings_make_owners_once_and_end_them(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        await members.appoint_owners(uow, {ARTA, DREN}, now)
        await members.appoint_owners(uow, {ARTA, DREN}, now)
        assert len(await uow.staff.all()) == 2
        await given(uow, BESA, Role.OWNER, now)
    async with database.transaction() as uow:
        await members.appoint_owners(uow, {ARTA}, now)
        left = {member.person_id for member in await uow.staff.all()}
        found = [await uow.people.look(one) for one in (ARTA, BESA, DREN)]
        assert [one is not None and one.id in left for one in found] == [True, True, False]
        assert await deeds(uow) == [Deed.JOINED, Deed.JOINED, Deed.ROLE_ENDED]


async def test_processes_that_start_together_appoint_once(
    database: Database, now: datetime
) -> None:
    other = Database(database.url, database.keyring)

    async def start(where: Database) -> None:
        async with where.transaction() as uow:
            await members.appoint_owners(uow, {ARTA, DREN}, now)

    await asyncio.gather(*(start(one) for one in (database, other, database, other)))
    await other.close()
    async with database.reading() as uow:
        assert [len(member.grants) for member in await uow.staff.all()] == [1, 1]


async def test_an_owner_by_the_settings_is_not_ended_in_the_chat(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        await members.appoint_owners(uow, {ARTA}, now)
        other = await given(uow, BESA, Role.OWNER, now)
        arta = await uow.people.look(ARTA)
        assert arta is not None
        role_id = (await members.require(uow, arta.id, Act.MANAGE_TEAM)).grants[0].id
        with pytest.raises(OwnerBySettingsError):
            await team.end_role(case_of(uow, other.id, now), role_id)


async def test_the_last_owner_stays(database: Database, now: datetime) -> None:
    async with database.transaction() as uow:
        first = await given(uow, ARTA, Role.OWNER, now)
        second = await given(uow, BESA, Role.OWNER, now)
        ids = [one.grants[0].id for one in await uow.staff.all()]
        await team.end_role(case_of(uow, first.id, now), ids[1])
        with pytest.raises(LastOwnerError):
            await team.end_role(case_of(uow, first.id, now), ids[0])
        assert await uow.staff.find(second.id) is None


async def test_two_owners_who_end_each_other_at_once_leave_one(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        owners = [await given(uow, one, Role.OWNER, now) for one in (ARTA, BESA)]
        ids = [one.grants[0].id for one in await uow.staff.all()]

    async def end(who: int, what: int) -> bool:
        try:
            async with database.transaction() as uow:
                await team.end_role(case_of(uow, owners[who].id, now), ids[what])
        except (NotAllowedError, LastOwnerError, NotFoundError):
            return False
        return True

    assert sorted(await asyncio.gather(end(0, 1), end(1, 0))) == [False, True]
    async with database.reading() as uow:
        assert len(await uow.staff.all()) == 1


# Invitations


async def invited(
    database: Database, now: datetime, role: Role = Role.COMMUNICATOR
) -> tuple[int, str]:
    """An owner, and the payload of a link that they made."""
    async with database.transaction() as uow:
        owner = await given(uow, ARTA, Role.OWNER, now)
        await team.begin_invitation(case_of(uow, owner.id, now), role)
        issued = await team.issue(case_of(uow, owner.id, now))
        return owner.id, issued.payload


async def enter(uow: UnitOfWork, telegram_id: int, payload: str, now: datetime) -> Person:
    """What /start does with a payload."""
    person = await uow.people.meet(telegram_id, now)
    await people.come_in(person, team.receive(payload), now)
    return person


async def join(uow: UnitOfWork, telegram_id: int, payload: str, now: datetime) -> StaffMember:
    """Come in by a link and take up its role."""
    person = await enter(uow, telegram_id, payload, now)
    return await team.accept(case_of(uow, person.id, now))


async def test_a_link_lets_one_person_in_once(database: Database, now: datetime) -> None:
    _, payload = await invited(database, now)
    async with database.transaction() as uow:
        besa = await enter(uow, BESA, payload, now)
        member = await team.accept(case_of(uow, besa.id, now))
        assert [grant.role for grant in member.grants] == [Role.COMMUNICATOR]
        assert besa.pending is None
    async with database.transaction() as uow:
        dren = await enter(uow, DREN, payload, now)
        with pytest.raises(InvitationOverError):
            await team.accept(case_of(uow, dren.id, now))
        assert await uow.staff.find(dren.id) is None
        assert await deeds(uow) == [Deed.INVITED, Deed.JOINED]


async def test_of_several_who_hold_a_link_one_is_first(database: Database, now: datetime) -> None:
    _, payload = await invited(database, now)

    async def tries(telegram_id: int) -> bool:
        try:
            async with database.transaction() as uow:
                await join(uow, telegram_id, payload, now)
        except InvitationOverError:
            return False
        return True

    assert sum(await asyncio.gather(*(tries(5000 + n) for n in range(6)))) == 1
    async with database.reading() as uow:
        assert len(await uow.staff.all()) == 2


@pytest.mark.parametrize(
    ("after", "works"),
    [
        (timedelta(hours=24) - timedelta(seconds=1), True),
        (timedelta(hours=24), False),
        (timedelta(days=9), False),
    ],
)
async def test_a_link_works_for_24_hours(
    database: Database, now: datetime, after: timedelta, *, works: bool
) -> None:
    _, payload = await invited(database, now)
    async with database.transaction() as uow:
        besa = await enter(uow, BESA, payload, now)
        if works:
            assert await team.accept(case_of(uow, besa.id, now + after))
        else:
            with pytest.raises(InvitationOverError):
                await team.accept(case_of(uow, besa.id, now + after))


async def test_a_withdrawn_link_leads_nowhere(database: Database, now: datetime) -> None:
    owner_id, payload = await invited(database, now)
    async with database.transaction() as uow:
        [one] = await team.open_invitations(case_of(uow, owner_id, now))
        await team.withdraw(case_of(uow, owner_id, now), one.id)
        await team.withdraw(case_of(uow, owner_id, now), one.id)
        with pytest.raises(InvitationOverError):
            await join(uow, BESA, payload, now)
        assert await deeds(uow) == [Deed.INVITED, Deed.INVITATION_WITHDRAWN]


async def test_a_link_dies_with_the_role_of_who_made_it(database: Database, now: datetime) -> None:
    owner_id, payload = await invited(database, now)
    async with database.transaction() as uow:
        other = await given(uow, DREN, Role.OWNER, now)
        role_id = (await members.require(uow, owner_id, Act.MANAGE_TEAM)).grants[0].id
        await team.end_role(case_of(uow, other.id, now), role_id)
        with pytest.raises(InvitationOverError):
            await join(uow, BESA, payload, now)


async def test_the_token_is_nowhere_in_the_database(database: Database, now: datetime) -> None:
    _, payload = await invited(database, now)
    async with database.transaction() as uow:
        besa = await enter(uow, BESA, payload, now)
        token = payload.removeprefix("invite-")
        assert token not in (besa.pending or "")
        digest = (besa.pending or "").removeprefix("invited-")
        assert await uow.invitations.hashed(bytes.fromhex(digest)) is not None


@pytest.mark.parametrize(
    "forge",
    [
        lambda payload: payload,
        lambda payload: payload.upper(),
        lambda _: "invited-",
        lambda _: "invited-xyz",
        lambda _: "invited-" + "00" * 28,
    ],
)
async def test_what_is_remembered_of_a_link_is_no_way_in(
    database: Database, now: datetime, forge: Callable[[str], str]
) -> None:
    _, payload = await invited(database, now)
    async with database.transaction() as uow:
        remembered = (await enter(uow, BESA, payload, now)).pending or ""
        with pytest.raises(InvitationOverError):
            await join(uow, DREN, forge(remembered), now)


async def test_a_draft_reaches_what_was_chosen(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        owner = await given(uow, ARTA, Role.OWNER, now)
        case = case_of(uow, owner.id, now, content)
        await team.begin_invitation(case, Role.COORDINATOR)
        with pytest.raises(NotFoundError):
            await team.issue(case)
        for dimension, subject in (
            (Dimension.PROGRAMMES, "akt"),
            (Dimension.PROGRAMMES, "csp"),
            (Dimension.PROGRAMMES, "akt"),
            (Dimension.MUNICIPALITIES, ALL),
        ):
            await team.toggle_reach(case, dimension, subject)
        for dimension, subject in (
            (Dimension.PROGRAMMES, "nobody"),
            (Dimension.CENTERS, ALL),
        ):
            with pytest.raises(NotFoundError):
                await team.toggle_reach(case, dimension, subject)
        payload = (await team.issue(case)).payload
        member = await join(uow, BESA, payload, now)
        chosen = Scope(frozenset({"csp"}), None)
        assert member.grants[0].scope == full_scope(Role.COORDINATOR, chosen)
        assert member.may(Act.MANAGE_ROUNDS, Scope(frozenset({"csp"}), frozenset({"prizren"})))
        assert not member.may(Act.MANAGE_ROUNDS, Scope(frozenset({"akt"})))


async def test_a_draft_is_its_makers_own_and_one_at_a_time(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        first = await given(uow, ARTA, Role.OWNER, now)
        second = await given(uow, DREN, Role.OWNER, now)
        mine, others = case_of(uow, first.id, now), case_of(uow, second.id, now)
        await team.begin_invitation(mine, Role.ANALYST)
        with pytest.raises(NotFoundError):
            await team.issue(others)
        await team.begin_invitation(mine, Role.FOCAL_POINT)
        assert (await team.issue(mine)).invitation.role is Role.FOCAL_POINT
        with pytest.raises(NotFoundError):
            await team.issue(mine)


# Names, and leaving


async def test_a_name_is_kept_sealed_and_shown_to_colleagues(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        owner = await given(uow, ARTA, Role.OWNER, now)
        case = case_of(uow, owner.id, now)
        assert not await team.set_name(case, "   ")
        assert not await team.set_name(case, "a" * 41)
        assert await team.set_name(case, "  Arta \n K. ")
        assert await team.own_name(case) == "Arta K."
        number = await uow.staff.number_of(owner.id)
        assert await team.names(uow) == {number: "Arta K."}


async def test_who_erases_everything_stays_in_the_log_as_a_number_that_means_nobody(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        owner = await given(uow, ARTA, Role.OWNER, now)
        await team.set_name(case_of(uow, owner.id, now), "Arta")
        number = await uow.staff.number_of(owner.id)
        await rights.erase(uow, owner, now)
    async with database.transaction() as uow:
        [line] = await uow.audit.latest(9)
        assert (line.act, line.actor) == (Deed.LEFT, number)
        assert await team.names(uow) == {}
        back = await uow.people.meet(ARTA, now)
        assert await uow.staff.number_of(back.id) is None
