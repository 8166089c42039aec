"""Checks for somebody at the desk: nothing is stored before their yes, and all of it can go."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import Answer, NoAnswer
from bot.domain.errors import CallNotOpenError, DoesNotFitError, NotAllowedError, NotFoundError
from bot.domain.interests.declared import ContactWay, Decision, Way
from bot.domain.screening.conversation import Span
from bot.domain.screening.trials import choices, pack_answers, unpack_answers
from bot.domain.staff.roles import Role, Scope
from bot.services.figures import figures
from bot.services.interests import desk, desk_checks
from bot.services.rounds.rounds import close_round
from bot.storage.interests.tables import InterestRow
from bot.storage.people import Person
from tests.services.cases import case_of
from tests.services.office import ARTA, BESA, HERE, Office, log_of, told

ANSWERS: dict[str, Answer] = {"municipality": "prizren", "age": 18, "community": "serb"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_told_is_read_again(compiled: Compiled, data: st.DataObject) -> None:
    answers: dict[str, Answer] = {
        question: data.draw(st.sampled_from([*choices(compiled, question), NoAnswer.UNSURE]))
        for question in data.draw(st.permutations(list(compiled.rules.questions)))
    }
    assert list(unpack_answers(compiled, pack_answers(compiled, answers)).items()) == list(
        answers.items()
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_what_nobody_told_is_nothing(compiled: Compiled, text: str) -> None:
    assert unpack_answers(compiled, text) == {}
    mark = pack_answers(compiled, {})
    found = unpack_answers(compiled, mark + text)
    assert set(found) <= set(compiled.rules.questions)


async def declared(office: Office, arta: int, answers: dict[str, Answer] | None = None) -> int:
    async with office.database.transaction() as uow:
        text = pack_answers(office.compiled, answers or ANSWERS)
        interest = await desk_checks.declare(office.case(uow, arta), "milk", text)
        return interest.id


async def test_a_trial_stores_nothing(office: Office) -> None:
    arta = await office.colleague(ARTA)
    async with office.database.transaction() as uow:
        before = (await uow._session.scalars(select(func.count()).select_from(Person))).one()
        text = pack_answers(office.compiled, ANSWERS)
        state = await desk_checks.trial(office.case(uow, arta), text)
        assert state.verdicts["milk"] == "fits"
        assert await uow.screening_counts.sums() == {}
        assert await uow.screenings.find(arta) is None
        after = (await uow._session.scalars(select(func.count()).select_from(Person))).one()
        assert before == after


async def test_an_interest_from_the_desk_is_marked_and_has_no_answers_about_origin(
    office: Office,
) -> None:
    arta = await office.colleague(ARTA)
    number = await declared(office, arta)
    async with office.database.transaction() as uow:
        opened = await desk.open_interest(office.case(uow, arta), number, origin=True)
        assert opened.interest.by_staff == await uow.staff.number_of(arta)
        assert opened.interest.person_id != arta
        assert opened.contact == ContactWay(Way.VISIT)
        assert opened.shared is not None
        assert dict(opened.shared.answers) == {"municipality": "prizren", "age": Span(18, 99)}
        assert opened.shared.sensitive == {}
    assert f"check_for_others interest:{number}:declared" in await log_of(office)


async def test_somebody_from_the_desk_is_told_nothing_by_message_and_counted_as_nobody(
    office: Office,
) -> None:
    arta = await office.colleague(ARTA, Role.OWNER)
    number = await declared(office, arta)
    async with office.database.transaction() as uow:
        person_id = (await desk.look_up(office.case(uow, arta), number)).person_id
        with pytest.raises(NotFoundError):
            await desk.write(office.case(uow, arta), number, "Hello")
        await desk.decide(office.case(uow, arta), number, Decision.GRANTED)
        assert (await uow.figures.people()) == {("-", "reachable"): 1}
        await figures.checks(case_of(uow, arta, office.now, office.content))
    assert await told(office, person_id) == []


async def test_a_phone_number_is_noted_and_all_of_it_can_be_erased(office: Office) -> None:
    arta = await office.colleague(ARTA)
    number = await declared(office, arta)
    async with office.database.transaction() as uow:
        await desk_checks.reach_by_phone(office.case(uow, arta), number, "+38344123456")
        interest = await desk.look_up(office.case(uow, arta), number)
        assert await uow.shared_parts.contact(interest) == ContactWay(Way.PHONE, "+38344123456")
        await desk_checks.erase(office.case(uow, arta), number)
    async with office.database.reading() as uow:
        left = select(func.count()).select_from(InterestRow)
        assert (await uow._session.scalars(left)).one() == 0
        assert (await uow._session.scalars(select(Person.id))).all() == [arta]


async def test_what_somebody_declared_themselves_is_not_touched_from_the_desk(
    office: Office,
) -> None:
    arta = await office.colleague(ARTA)
    own = await office.declare(await office.person(BESA, **HERE), "milk")
    async with office.database.transaction() as uow:
        with pytest.raises(NotFoundError):
            await desk_checks.erase(office.case(uow, arta), own.id)
        with pytest.raises(NotFoundError):
            await desk_checks.reach_by_phone(office.case(uow, arta), own.id, "+38344123456")


async def test_what_does_not_fit_or_is_closed_or_out_of_reach_is_refused(
    office: Office,
) -> None:
    arta = await office.colleague(ARTA)
    with pytest.raises(DoesNotFitError):
        await declared(office, arta, {**ANSWERS, "age": 14})
    narrow = await office.colleague(BESA, Role.COORDINATOR, Scope(frozenset({"csp"}), None))
    with pytest.raises(NotAllowedError):
        await declared(office, narrow)
    async with office.database.transaction() as uow:
        await close_round(uow, "milk", office.now)
    with pytest.raises(CallNotOpenError):
        await declared(office, arta)
