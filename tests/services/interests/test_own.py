"""Declared interests in a real database: declaring, joining, handling, erasing."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.domain.delivery.outbox import DeliveryState, Lane
from bot.domain.delivery.outcomes import Placement
from bot.domain.errors import (
    CallNotOpenError,
    CodeRefusedError,
    DoesNotFitError,
    InterestOverError,
    NotAllowedError,
    NotFoundError,
)
from bot.domain.interests.declared import ContactWay, Decision, InterestState, InterestStep, Way
from bot.domain.privacy.retention import Record
from bot.domain.reading.references import spaced
from bot.domain.staff.roles import Role, Scope
from bot.services.calls import follows
from bot.services.inbox import own as questions
from bot.services.interests import desk, own
from bot.services.rights import rights
from bot.services.rights.retention import forget_old
from bot.services.rounds.rounds import close_round
from bot.storage.interests.tables import InterestRow, SharedOrigin
from bot.storage.people import Person
from tests.services.cases import case_of
from tests.services.office import (
    ARTA,
    BESA,
    COMMUNITY_BIT,
    DREN,
    HERE,
    LUAN,
    PLACE_BIT,
    Office,
    log_of,
    told,
)

DAY = timedelta(days=1)


async def test_ordinary_answers_that_matter_go_along_and_sensitive_ones_only_when_ticked(
    office: Office,
) -> None:
    besa = await office.person(BESA, trade="welding", **HERE)
    plain = await office.declare(besa, "milk")
    ticked = await office.declare(besa, "tools", flipped=COMMUNITY_BIT | 1 << 1)
    async with office.database.reading() as uow:
        shared = await uow.shared_parts.read(plain, sensitive=True)
        assert shared is not None
        assert (shared.verdict, dict(shared.answers)) == (
            "fits",
            {"municipality": "prizren", "age": 30},
        )
        assert shared.sensitive == {}
        more = await uow.shared_parts.read(ticked, sensitive=True)
        assert more is not None
        assert dict(more.answers) == {"municipality": "prizren"}
        assert more.sensitive == {"community": "serb"}
        hidden = await uow.shared_parts.read(ticked, sensitive=False)
        assert hidden is not None
        assert hidden.sensitive is None


async def test_declaring_twice_is_declaring_once(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    first = await office.declare(besa, "milk")
    assert (await office.declare(besa, "milk")).reference == first.reference
    assert first.municipality == "prizren"
    assert first.round_number == 1


async def test_who_did_no_check_can_declare_too(office: Office) -> None:
    besa = await office.person(BESA)
    one = await office.declare(besa, "milk")
    async with office.database.reading() as uow:
        shared = await uow.shared_parts.read(one, sensitive=True)
    assert shared is not None
    assert (shared.verdict, dict(shared.answers)) == ("", {})


async def test_a_call_that_does_not_fit_or_is_closed_or_is_for_municipalities_is_refused(
    office: Office,
) -> None:
    besa = await office.person(BESA, **{**HERE, "age": "15"})
    with pytest.raises(DoesNotFitError):
        await office.declare(besa, "milk")
    with pytest.raises(CallNotOpenError):
        await office.declare(besa, "school")
    with pytest.raises(NotFoundError):
        await office.declare(besa, "gone")
    async with office.database.transaction() as uow:
        await close_round(uow, "bees", office.now)
    with pytest.raises(CallNotOpenError):
        await office.declare(besa, "bees")


async def test_nothing_that_is_shared_lies_in_clear(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "tools", flipped=COMMUNITY_BIT)
    async with office.database.transaction() as uow:
        contact = ContactWay(Way.PHONE, "+38344123456")
        await own.change_contact(office.case(uow, besa), one.id, contact)
    async with office.database.reading() as uow:
        for statement in ("SELECT * FROM declared_interest", "SELECT * FROM shared_origin"):
            rows = (await uow._session.execute(text(statement))).all()
            assert rows
            assert "serb" not in str(rows)
            assert "123456" not in str(rows)
        origin = await uow._session.execute(text("SELECT * FROM shared_origin"))
        assert set(origin.keys()) == {"id", "answers", "kept_since"}
        assert await uow.shared_parts.contact(one) == contact


async def test_taking_it_back_erases_what_was_shared_and_it_can_be_declared_again(
    office: Office,
) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "tools", flipped=COMMUNITY_BIT)
    for _ in range(2):
        async with office.database.transaction() as uow:
            await own.withdraw(office.case(uow, besa), one.id)
    async with office.database.reading() as uow:
        assert await uow.shared_parts.contact(one) is None
        assert await uow.shared_parts.read(one, sensitive=True) is None
        assert (
            await uow._session.scalars(select(func.count()).select_from(SharedOrigin))
        ).one() == 0
    again = await office.declare(besa, "tools")
    assert again.reference != one.reference
    assert (await office.read(one.id)).state is InterestState.WITHDRAWN


async def test_an_interest_of_somebody_else_is_not_there(office: Office) -> None:
    one = await office.declare(await office.person(BESA, **HERE), "milk")
    thief = await office.person(DREN)
    async with office.database.transaction() as uow:
        with pytest.raises(NotFoundError):
            await own.look(office.case(uow, thief), one.id)
        with pytest.raises(NotFoundError):
            await own.withdraw(office.case(uow, thief), one.id)
        with pytest.raises(NotFoundError):
            await own.tick_paper(office.case(uow, thief), one.id, 0)


async def test_documents_are_ticked_and_unticked(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    for line, expected in ((1, 0b10), (0, 0b11), (1, 0b01)):
        async with office.database.transaction() as uow:
            found = await own.tick_paper(office.case(uow, besa), one.id, line)
            assert found.papers == expected
    async with office.database.transaction() as uow:
        with pytest.raises(NotFoundError):
            await own.tick_paper(office.case(uow, besa), one.id, 2)


# together


async def test_a_household_has_one_application_and_its_members_join_by_code(
    office: Office,
) -> None:
    besa, dren = await office.person(BESA, **HERE), await office.person(DREN, **HERE)
    first = await office.declare(besa, "bees")
    assert first.code is not None
    second = await office.declare(dren, "bees", code=first.code)
    assert (second.joined_to, second.code) == (first.id, None)
    alone = await office.declare(await office.person(LUAN, **HERE), "bees")
    assert alone.joined_to is None
    async with office.database.reading() as uow:
        assert await own.count_others(office.case(uow, besa), first) == 1
        assert await own.count_others(office.case(uow, besa), alone) == 0


async def test_a_code_is_refused_alike_whatever_is_wrong_with_it(office: Office) -> None:
    besa, dren = await office.person(BESA, **HERE), await office.person(DREN, **HERE)
    bees = await office.declare(besa, "bees")
    tools = await office.declare(besa, "tools")
    assert bees.code is not None
    assert tools.code is not None
    with pytest.raises(CodeRefusedError):
        await office.declare(dren, "bees", code=tools.code)
    with pytest.raises(CodeRefusedError):
        await office.declare(dren, "bees", code="222222222")
    async with office.database.transaction() as uow:
        await own.withdraw(office.case(uow, besa), bees.id)
    with pytest.raises(CodeRefusedError):
        await office.declare(dren, "bees", code=bees.code)


@pytest.mark.parametrize(
    ("other", "complete"),
    [
        ({"community": "albanian"}, False),
        ({"municipality": "istog"}, True),
        ({"municipality": "?unsure"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("flipped", [0, COMMUNITY_BIT], ids=["origin apart", "origin ticked"])
async def test_a_partnership_is_complete_by_places_and_tells_nothing_about_origin(
    office: Office, other: Mapping[str, str], *, flipped: int, complete: bool
) -> None:
    first = await office.declare(await office.person(BESA, **HERE), "tools", flipped=flipped)
    assert first.code is not None
    second = await office.declare(
        await office.person(DREN, **{**HERE, **other}), "tools", flipped=flipped, code=first.code
    )
    for one in (first, second):
        assert ((await office.read(one.id)).completed_at is not None) is complete
    with pytest.raises(CodeRefusedError):
        await office.declare(await office.person(LUAN, **HERE), "tools", code=first.code)


async def test_a_place_that_was_not_shared_completes_no_partnership(office: Office) -> None:
    there = {**HERE, "municipality": "istog"}
    first = await office.declare(await office.person(BESA, **HERE), "tools")
    assert first.code is not None
    dren = await office.person(DREN, **there)
    second = await office.declare(dren, "tools", flipped=PLACE_BIT, code=first.code)
    assert second.municipality == ""
    assert second.completed_at is None


@pytest.mark.parametrize("silence", ["?unsure", "?withheld", "?skipped"])
async def test_who_names_no_place_is_within_the_role_of_every_place(
    office: Office, silence: str
) -> None:
    besa = await office.person(BESA, **{**HERE, "municipality": silence})
    one = await office.declare(besa, "milk")
    assert one.municipality == ""
    scope = Scope(None, frozenset({"istog"}))
    arta = await office.colleague(ARTA, Role.COORDINATOR, scope)
    async with office.database.reading() as uow:
        rows = await desk.listed(office.case(uow, arta), "milk", only_open=True)
    assert [row.id for row in rows] == [one.id]


async def test_of_two_partners_who_join_at_once_one_does(office: Office) -> None:
    first = await office.declare(await office.person(BESA, **HERE), "tools")
    assert first.code is not None
    people = [await office.person(number, **HERE) for number in (DREN, LUAN)]
    done = await asyncio.gather(
        *(office.declare(one, "tools", code=first.code) for one in people),
        return_exceptions=True,
    )
    assert sum(isinstance(one, CodeRefusedError) for one in done) == 1
    async with office.database.reading() as uow:
        assert len(await uow.interests.joined(first.id)) == 1


async def test_who_is_left_keeps_the_code_when_the_first_one_leaves(office: Office) -> None:
    besa, dren = await office.person(BESA, **HERE), await office.person(DREN, **HERE)
    first = await office.declare(besa, "tools")
    assert first.code is not None
    second = await office.declare(
        await office.person(DREN, **{**HERE, "municipality": "istog"}), "tools", code=first.code
    )
    assert second.person_id == dren
    async with office.database.transaction() as uow:
        await own.withdraw(office.case(uow, besa), first.id)
    left = await office.read(second.id)
    assert (left.code, left.joined_to, left.completed_at) == (first.code, None, None)


async def test_who_is_left_keeps_the_code_when_the_first_one_is_erased(office: Office) -> None:
    besa, dren = await office.person(BESA, **HERE), await office.person(DREN, **HERE)
    first = await office.declare(besa, "bees", flipped=COMMUNITY_BIT)
    assert first.code is not None
    second = await office.declare(dren, "bees", code=first.code)
    async with office.database.transaction() as uow:
        person = await uow._session.get_one(Person, besa)
        await rights.erase(uow, person, office.now)
    left = await office.read(second.id)
    assert (left.code, left.joined_to) == (first.code, None)
    async with office.database.reading() as uow:
        assert await uow.interests.find(first.id) is None


# staff


async def test_staff_find_it_by_the_number_that_is_told(office: Office) -> None:
    one = await office.declare(await office.person(BESA, **HERE), "milk")
    arta = await office.colleague(ARTA)
    async with office.database.reading() as uow:
        for typed in (spaced(one.reference), one.reference.lower(), f" {one.reference} "):
            found = await desk.find(office.case(uow, arta), typed)
            assert found is not None
            assert found.id == one.id
        assert await desk.find(office.case(uow, arta), "hello") is None


async def test_each_reading_is_in_the_log_and_origin_by_itself(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "tools", flipped=COMMUNITY_BIT)
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        opened = await desk.open_interest(office.case(uow, arta), one.id)
        assert opened.shared is not None
        assert opened.shared.sensitive is None
        assert opened.contact == ContactWay(Way.CHAT)
        opened = await desk.open_interest(office.case(uow, arta), one.id, origin=True)
        assert opened.shared is not None
        assert opened.shared.sensitive == {"community": "serb"}
    assert await log_of(office) == [
        f"view_interests interest:{one.id}:read",
        f"read_origin interest:{one.id}:origin",
    ]


@pytest.mark.parametrize("role", Role)
async def test_only_who_decides_reads_answers_about_origin(office: Office, role: Role) -> None:
    one = await office.declare(await office.person(BESA, **HERE), "milk")
    arta = await office.colleague(ARTA, role)
    may = role in {Role.OWNER, Role.COORDINATOR}
    async with office.database.transaction() as uow:
        if may:
            await desk.open_interest(office.case(uow, arta), one.id, origin=True)
            return
        with pytest.raises(NotAllowedError):
            await desk.open_interest(office.case(uow, arta), one.id, origin=True)


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        (Scope(frozenset({"akt"}), None), True),
        (Scope(frozenset({"csp"}), None), False),
        (Scope(None, frozenset({"prizren"})), True),
        (Scope(None, frozenset({"istog"})), False),
    ],
)
async def test_staff_see_what_lies_within_their_role(
    office: Office, scope: Scope, *, sees: bool
) -> None:
    one = await office.declare(await office.person(BESA, **HERE), "milk")
    arta = await office.colleague(ARTA, Role.COORDINATOR, scope)
    async with office.database.transaction() as uow:
        calls = await desk.overview(office.case(uow, arta))
        assert [found.call_id for found in calls] == (["milk"] if sees else [])
        rows = await desk.listed(office.case(uow, arta), "milk", only_open=True)
        assert [row.id for row in rows] == ([one.id] if sees else [])
        found = await desk.find(office.case(uow, arta), one.reference)
        assert (found is not None) is sees
        if not sees:
            with pytest.raises(NotAllowedError):
                await desk.open_interest(office.case(uow, arta), one.id)


async def test_the_list_has_the_oldest_first(office: Office) -> None:
    arta = await office.colleague(ARTA)
    made = []
    for telegram_id in (2001, 2002, 2003):
        made.append((await office.declare(await office.person(telegram_id, **HERE), "milk")).id)
        office.now += DAY
    async with office.database.reading() as uow:
        rows = await desk.listed(office.case(uow, arta), "milk", only_open=True)
    assert [row.id for row in rows] == made


async def test_it_is_contacted_applied_and_decided_and_then_stays(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    for step in (InterestStep.CONTACT, InterestStep.APPLY):
        async with office.database.transaction() as uow:
            await desk.mark(office.case(uow, arta), one.id, step)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.NO_FUNDS)
    assert await told(office, besa) == [("interest_decided", {"interest": one.id})]
    found = await office.read(one.id)
    assert (found.state, found.decision) == (InterestState.DECIDED, Decision.NO_FUNDS)
    async with office.database.transaction() as uow:
        with pytest.raises(InterestOverError):
            await desk.decide(office.case(uow, arta), one.id, Decision.GRANTED)
        with pytest.raises(InterestOverError):
            await own.withdraw(office.case(uow, besa), one.id)


async def test_who_waits_for_a_place_is_still_decided_about(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.WAITING)
        waiting = await desk.listed(office.case(uow, arta), "milk", only_open=True)
        assert [(each.id, each.state) for each in waiting] == [(one.id, InterestState.WAITING)]
        (count,) = await desk.overview(office.case(uow, arta))
        assert (count.waiting, count.open, count.all) == (0, 1, 1)
        assert await own.current(office.case(uow, besa), "milk") == waiting[0]
    assert (await office.declare(besa, "milk")).id == one.id
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.GRANTED, Decision.WAITING)
    found = await office.read(one.id)
    assert (found.state, found.decision) == (InterestState.DECIDED, Decision.GRANTED)
    assert [kind for kind, _ in await told(office, besa)] == ["interest_decided"]


async def test_who_waits_for_a_place_can_take_it_back(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.WAITING)
        await own.withdraw(office.case(uow, besa), one.id)
    found = await office.read(one.id)
    assert (found.state, found.decision) == (InterestState.WITHDRAWN, None)


async def test_a_decision_is_corrected_and_the_person_told_again(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.PAPERS)
        (due,) = await uow.outbox.due(Lane.INTERACTIVE, office.now, 5)
        await uow.outbox.begin([due.id], "token", office.now + DAY)
        await uow.outbox.settle(
            [Placement(due.id, DeliveryState.SENDING, DeliveryState.SENT)], "token", office.now
        )
    later = office.now + timedelta(hours=1)
    async with office.database.transaction() as uow:
        case = office.case(uow, arta, later)
        await desk.decide(case, one.id, Decision.GRANTED, Decision.PAPERS)
    office.now = later
    expected = ("interest_decided", {"interest": one.id, "corrects": True})
    assert await told(office, besa) == [expected]
    assert [line for line in await log_of(office) if "handle_interests" in line] == [
        f"handle_interests interest:{one.id}:decided:papers",
        f"handle_interests interest:{one.id}:corrected:granted",
    ]


async def test_a_word_that_still_waits_tells_the_newest_decision_once(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.PAPERS)
        await desk.decide(office.case(uow, arta), one.id, Decision.GRANTED, Decision.PAPERS)
        told_of = await desk.find_decided(uow, one.id)
    assert told_of is not None
    assert told_of.decision is Decision.GRANTED
    assert await told(office, besa) == [("interest_decided", {"interest": one.id})]


async def test_of_two_colleagues_who_decide_the_second_must_look_again(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta, luan = await office.colleague(ARTA), await office.colleague(LUAN)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), one.id, Decision.PAPERS)
        for before in (None, Decision.WAITING):
            with pytest.raises(InterestOverError):
                await desk.decide(office.case(uow, luan), one.id, Decision.GRANTED, before)
    assert (await office.read(one.id)).decision is Decision.PAPERS


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([InterestStep.CONTACT], InterestState.DECLARED),
        ([InterestStep.APPLY], InterestState.DECLARED),
        ([InterestStep.CONTACT, InterestStep.APPLY], InterestState.CONTACTED),
    ],
)
async def test_a_wrong_mark_is_taken_back_to_what_was_before(
    office: Office, marks: list[InterestStep], expected: InterestState
) -> None:
    one = await office.declare(await office.person(BESA, **HERE), "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        for step in marks:
            await desk.mark(office.case(uow, arta), one.id, step)
        await desk.unmark(office.case(uow, arta), one.id)
    assert (await office.read(one.id)).state is expected
    marked = InterestState.APPLIED if marks[-1] is InterestStep.APPLY else InterestState.CONTACTED
    assert (await log_of(office))[-1] == f"handle_interests interest:{one.id}:undone:{marked}"
    async with office.database.transaction() as uow:
        if expected is InterestState.DECLARED:
            with pytest.raises(InterestOverError):
                await desk.unmark(office.case(uow, arta), one.id)


async def test_who_declares_is_reminded_until_they_say_no(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    async with office.database.transaction() as uow:
        case = office.case(uow, besa)
        assert await follows.is_followed(case, "call", "milk")
        await own.set_reminder(case, one.id, wanted=False)
        assert not await follows.is_followed(case, "call", "milk")


async def test_a_decision_at_night_is_told_in_the_morning(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    night = office.now.replace(hour=22)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta, night), one.id, Decision.GRANTED)
    office.now = night
    assert await told(office, besa) == []
    office.now = night + timedelta(hours=9)
    assert [kind for kind, _ in await told(office, besa)] == ["interest_decided"]


async def test_a_decision_is_told_to_everybody_who_joined(office: Office) -> None:
    besa, dren = await office.person(BESA, **HERE), await office.person(DREN, **HERE)
    first = await office.declare(besa, "bees")
    assert first.code is not None
    second = await office.declare(dren, "bees", code=first.code)
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        await desk.decide(office.case(uow, arta), first.id, Decision.GRANTED)
    assert [kind for kind, _ in await told(office, dren)] == ["interest_decided"]
    assert (await office.read(second.id)).decision is Decision.GRANTED


async def test_a_message_to_the_person_can_be_answered_in_the_inbox(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "milk")
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        thread = await desk.write(office.case(uow, arta), one.id, " Come on Monday. ")
    assert [kind for kind, _ in await told(office, besa)] == ["inbox_reply"]
    async with office.database.transaction() as uow:
        await questions.add(case_of(uow, besa, office.now), thread.id, "I will.")
        _thread, entries = await questions.read(case_of(uow, besa, office.now), thread.id)
        assert [entry.text for entry in entries] == ["Come on Monday.", "I will."]
    assert (await office.read(one.id)).state is InterestState.CONTACTED
    async with office.database.transaction() as uow:
        with pytest.raises(ValueError, match="words"):
            await desk.write(office.case(uow, arta), one.id, "  ")


# how long


async def test_what_is_old_is_erased_with_what_was_shared(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    await office.declare(besa, "tools", flipped=COMMUNITY_BIT)
    later = office.now + timedelta(days=370)
    await forget_old(office.database, later)
    async with office.database.reading() as uow:
        for table in (InterestRow, SharedOrigin):
            assert (await uow._session.scalars(select(func.count()).select_from(table))).one() == 0
    assert {Record.INTEREST, Record.ORIGIN, Record.CHECK} <= set(Record)


async def test_a_person_takes_everything_along(office: Office) -> None:
    besa = await office.person(BESA, **HERE)
    one = await office.declare(besa, "tools", flipped=COMMUNITY_BIT)
    async with office.database.transaction() as uow:
        data = await rights.collect(case_of(uow, besa, office.now))
        assert spaced(one.reference) in rights.as_json(data).decode()
        assert '"community": "serb"' in rights.as_json(data).decode()
