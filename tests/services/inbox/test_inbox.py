"""Questions to the team in a real database."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from bot.domain.content import Center, Content
from bot.domain.delivery.outbox import DeliveryState as OutboxState
from bot.domain.delivery.outbox import Lane
from bot.domain.errors import (
    NotAllowedError,
    NotFoundError,
    QuestionClosedError,
    QuestionTakenError,
    QuestionUnansweredError,
    TooManyQuestionsError,
)
from bot.domain.inbox.threads import (
    EXPLAINED,
    MOST_ENTRIES,
    MOST_OPEN,
    SILENT_FOR,
    About,
    Closing,
    ThreadState,
)
from bot.domain.privacy.retention import Record
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.domain.text.phrases import Words
from bot.services.inbox import desk, notices, own
from bot.services.rights import rights
from bot.services.rights.retention import forget_old
from bot.services.staff import audit
from bot.storage.database.failures import ConflictError
from bot.storage.delivery.tables import OutboxRow
from bot.storage.inbox.tables import InboxMessage, InboxThread
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.services.cases import case_of

BESA, ARTA, DREN, LUAN = 1001, 1004, 1005, 1006
DAY = timedelta(days=1)
INTEGRA = About("akt", "prizren")
WORDS = "Is <b>the</b> pump & hose included? 👩‍👧 " + "ž" * 4096


async def colleague(
    uow: UnitOfWork, telegram_id: int, now: datetime, role: Role = Role.OWNER,
    scope: Scope = EVERYWHERE,
) -> Person:  # fmt: skip
    person = await uow.people.meet(telegram_id, now)
    number = await uow.staff.enrol(person.id)
    await uow.staff.give(person.id, role, full_scope(role, scope), number, now)
    return person


async def asked(
    database: Database,
    content: Content,
    now: datetime,
    about: About = INTEGRA,
    words: str = "Is it open?",
) -> int:
    async with database.transaction() as uow:
        person = await uow.people.meet(BESA, now)
        return (await own.ask(case_of(uow, person.id, now, content), about, words)).id


async def messages_of(uow: UnitOfWork, person_id: int, now: datetime) -> list[tuple[str, object]]:
    due = await uow.outbox.due(Lane.INTERACTIVE, now, 50)
    return [(one.kind, dict(one.params)) for one in due if one.recipient.person_id == person_id]


async def subjects(uow: UnitOfWork) -> list[str]:
    return [f"{line.act} {line.subject}" for line in reversed(await uow.audit.latest(100))]


async def test_a_question_is_sealed_and_read_by_its_owner_alone(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now, words=WORDS)
    assert 100_000 <= number <= 999_999
    async with database.transaction() as uow:
        besa = await uow.people.meet(BESA, now)
        thread, entries = await own.read(case_of(uow, besa.id, now), number)
        assert (thread.state, thread.waiting_since) == (ThreadState.WAITING, now)
        assert [one.text for one in entries] == [WORDS[:4096]]
        stored = (await uow._session.scalars(select(InboxMessage.body))).one()
        assert b"pump" not in stored
        stranger = await uow.people.meet(DREN, now)
        with pytest.raises(NotFoundError):
            await own.read(case_of(uow, stranger.id, now), number)
        with pytest.raises(NotFoundError):
            await own.add(case_of(uow, stranger.id, now), number, "mine")
        with pytest.raises(NotFoundError):
            await own.withdraw(case_of(uow, stranger.id, now), number)


async def test_a_question_without_words_is_not_asked(
    database: Database, now: datetime, content: Content
) -> None:
    with pytest.raises(ValueError, match="words"):
        await asked(database, content, now, words=" \n ")


async def test_a_person_has_at_most_so_many_open_questions(
    database: Database, now: datetime, content: Content
) -> None:
    numbers = [await asked(database, content, now) for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyQuestionsError):
        await asked(database, content, now)
    async with database.transaction() as uow:
        besa = await uow.people.meet(BESA, now)
        await own.withdraw(case_of(uow, besa.id, now), numbers[0])
    assert await asked(database, content, now) not in numbers


async def test_the_team_answers_and_the_person_is_told(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await desk.read(case_of(uow, arta.id, now, content), number)
        await desk.reply(case_of(uow, arta.id, now + DAY, content), number, "Yes, until Friday.")
        besa = await uow.people.meet(BESA, now)
        thread, entries = await own.read(case_of(uow, besa.id, now), number)
        assert (thread.state, thread.waiting_since) == (ThreadState.ANSWERED, None)
        assert [one.text for one in entries] == ["Is it open?", "Yes, until Friday."]
        assert entries[1].author == await uow.staff.number_of(arta.id)
        told = await messages_of(uow, besa.id, now + DAY)
        assert told == [("inbox_reply", {"thread": number, "position": 2})]
        assert await subjects(uow) == [
            f"view_inbox inbox:{number}:read",
            f"answer_inbox inbox:{number}:claimed",
            f"answer_inbox inbox:{number}:replied",
        ]
        assert await audit.verify(uow) is None


async def test_who_waits_longest_stands_first_and_adding_changes_nothing_in_that(
    database: Database, now: datetime, content: Content
) -> None:
    first = await asked(database, content, now - DAY)
    second = await asked(database, content, now)
    async with database.transaction() as uow:
        besa = await uow.people.meet(BESA, now)
        await own.add(case_of(uow, besa.id, now + DAY), first, "Also the hose?")
        arta = await colleague(uow, ARTA, now)
        found = await desk.listed(case_of(uow, arta.id, now, content), ThreadState.WAITING)
        assert [one.id for one in found] == [first, second]
        assert found[0].waiting_since == now - DAY
        assert not await desk.listed(
            case_of(uow, arta.id, now, content), ThreadState.WAITING, mine=True
        )
        await desk.claim(case_of(uow, arta.id, now, content), second)
        mine = await desk.listed(
            case_of(uow, arta.id, now, content), ThreadState.WAITING, mine=True
        )
        assert [one.id for one in mine] == [second]


async def test_what_is_added_after_an_answer_waits_again_and_its_colleague_is_told(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await desk.reply(case_of(uow, arta.id, now, content), number, "Yes")
        besa = await uow.people.meet(BESA, now)
        thread = await own.add(case_of(uow, besa.id, now + DAY), number, "Until when?")
        assert (thread.state, thread.waiting_since) == (ThreadState.WAITING, now + DAY)
        told = await messages_of(uow, arta.id, now + DAY)
        assert told == [("inbox_staff", {"thread": number, "event": "added"})]


@pytest.mark.parametrize("try_number", range(3))
async def test_of_two_who_claim_at_once_one_gets_it(
    database: Database, now: datetime, content: Content, try_number: int
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        people = [await colleague(uow, one, now) for one in (ARTA, DREN)]

    async def claim(person: Person) -> str:
        try:
            async with database.transaction() as uow:
                await desk.claim(case_of(uow, person.id, now, content), number)
        except QuestionTakenError:
            return "taken"
        return "mine"

    order = people if try_number % 2 else people[::-1]
    assert sorted(await asyncio.gather(*map(claim, order))) == ["mine", "taken"]


async def test_a_person_who_adds_while_the_team_answers_loses_nothing(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        besa = await uow.people.meet(BESA, now)

    async def add() -> None:
        async with database.transaction() as uow:
            await uow.people.meet(BESA, now)
            await own.add(case_of(uow, besa.id, now), number, "Also this")

    async def reply() -> None:
        async with database.transaction() as uow:
            await desk.reply(case_of(uow, arta.id, now, content), number, "Yes")

    for _ in range(5):
        await asyncio.gather(add(), reply())
    async with database.reading() as uow:
        entries = await uow.inbox.entries(number)
    assert [one.position for one in entries] == list(range(1, 12))


async def test_a_claimed_question_is_answered_by_its_colleague_alone_until_handed_over(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta, dren = [await colleague(uow, one, now) for one in (ARTA, DREN)]
        await desk.claim(case_of(uow, arta.id, now, content), number)
        await desk.claim(case_of(uow, arta.id, now, content), number)
        with pytest.raises(QuestionTakenError):
            await desk.reply(case_of(uow, dren.id, now, content), number, "Yes")
        with pytest.raises(QuestionTakenError):
            await desk.close(case_of(uow, dren.id, now, content), number, Closing.ANSWERED)
        others = await desk.colleagues(case_of(uow, arta.id, now, content), number)
        assert [one.person_id for one in others] == [dren.id]
        await desk.hand_over(case_of(uow, arta.id, now, content), number, others[0].number)
        told = await messages_of(uow, dren.id, now)
        assert told == [("inbox_staff", {"thread": number, "event": "handed"})]
        await desk.reply(case_of(uow, dren.id, now, content), number, "Yes")
        with pytest.raises(NotFoundError):
            await desk.hand_over(case_of(uow, dren.id, now, content), number, 1)


async def test_a_question_of_a_colleague_who_left_can_be_claimed(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta, dren = [await colleague(uow, one, now) for one in (ARTA, DREN)]
        await desk.claim(case_of(uow, arta.id, now, content), number)
        member = await uow.staff.find(arta.id)
        assert member is not None
        await uow.staff.end([one.id for one in member.grants], now)
    async with database.transaction() as uow:
        await desk.claim(case_of(uow, dren.id, now, content), number)
        with pytest.raises(NotAllowedError):
            await desk.read(case_of(uow, arta.id, now, content), number)


@pytest.mark.parametrize("closing", Closing)
async def test_a_closed_question_takes_nothing_more_and_some_ends_are_told(
    database: Database, now: datetime, content: Content, closing: Closing
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await desk.reply(case_of(uow, arta.id, now, content), number, "Yes")
        before = len(await messages_of(uow, (await uow.people.meet(BESA, now)).id, now))
        await desk.close(case_of(uow, arta.id, now, content), number, closing)
        besa = await uow.people.meet(BESA, now)
        told = await messages_of(uow, besa.id, now)
        assert (len(told) > before) is (closing in EXPLAINED)
        with pytest.raises(QuestionClosedError):
            await own.add(case_of(uow, besa.id, now), number, "More")
        for act in (
            desk.reply(case_of(uow, arta.id, now, content), number, "Yes"),
            desk.close(case_of(uow, arta.id, now, content), number, Closing.ANSWERED),
            desk.claim(case_of(uow, arta.id, now, content), number),
        ):
            with pytest.raises(QuestionClosedError):
                await act


@pytest.mark.parametrize("closing", sorted(set(Closing) - EXPLAINED))
async def test_closing_over_a_follow_up_warns_and_the_person_is_told(
    database: Database, now: datetime, content: Content, closing: Closing
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta, besa = await colleague(uow, ARTA, now), await uow.people.meet(BESA, now)
        case = case_of(uow, arta.id, now, content)
        await desk.reply(case, number, "Yes")
        await own.add(case_of(uow, besa.id, now), number, "And on Monday?")
        before = await messages_of(uow, besa.id, now)
        with pytest.raises(QuestionUnansweredError) as warning:
            await desk.close(case, number, closing)
        await own.add(case_of(uow, besa.id, now), number, "Or on Tuesday?")
        with pytest.raises(QuestionUnansweredError):
            await desk.close(case, number, closing, warning.value.messages)
        await desk.close(case, number, closing, warning.value.messages + 1)
        told = await messages_of(uow, besa.id, now)
    assert len(told) == len(before) + 1


async def test_a_question_is_found_by_its_number_also_when_it_is_closed(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta, luan = await colleague(uow, ARTA, now), await uow.people.meet(LUAN, now)
        case = case_of(uow, arta.id, now, content)
        await desk.close(case, number, Closing.NOT_FOR_US)
        for typed in (f"{number}", f"№ {number}", f"question {number} please", f" {number}\n"):
            found = await desk.find(case, typed)
            assert found is not None
            assert found.id == number
        for typed in ("", "999", f"{number}1", "hello"):
            assert await desk.find(case, typed) is None
        assert [one.id for one in await desk.listed(case, ThreadState.CLOSED)] == [number]
        with pytest.raises(NotAllowedError):
            await desk.find(case_of(uow, luan.id, now, content), f"{number}")


async def test_a_coordinator_sees_only_what_lies_in_the_scope(
    database: Database, now: datetime, content: Content
) -> None:
    here = await asked(database, content, now)
    elsewhere = await asked(database, content, now, About("csp", "istog"))
    open_to_all = await asked(database, content, now, About())
    scope = Scope(frozenset({"akt"}), frozenset({"prizren"}))
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now, Role.COORDINATOR, scope)
        found = await desk.listed(case_of(uow, arta.id, now, content), ThreadState.WAITING)
        assert {one.id for one in found} == {here, open_to_all}
        member = await uow.staff.find(arta.id)
        assert member is not None
        assert await desk.count_waiting(case_of(uow, arta.id, now, content), member) == 2
        for act in (
            desk.read(case_of(uow, arta.id, now, content), elsewhere),
            desk.claim(case_of(uow, arta.id, now, content), elsewhere),
            desk.reply(case_of(uow, arta.id, now, content), elsewhere, "Yes"),
            desk.close(case_of(uow, arta.id, now, content), elsewhere, Closing.ANSWERED),
            desk.colleagues(case_of(uow, arta.id, now, content), elsewhere),
        ):
            with pytest.raises(NotAllowedError):
                await act
        owner = await colleague(uow, DREN, now)
        me = await uow.staff.number_of(arta.id)
        assert me is not None
        with pytest.raises(NotFoundError):
            await desk.hand_over(case_of(uow, owner.id, now, content), elsewhere, me)


async def test_who_works_at_a_center_sees_the_questions_of_its_municipality(
    database: Database, now: datetime, content: Content
) -> None:
    name = Words({"en": "Center"})
    center = Center("one", "istog", name, name, name, name, (42.7, 20.4), "team", sample=False)
    content = replace(content, centers={"one": center})
    await asked(database, content, now)
    there = await asked(database, content, now, About("csp", "istog"))
    async with database.transaction() as uow:
        scope = Scope(centers=frozenset({"one", "gone"}))
        arta = await colleague(uow, ARTA, now, Role.FACILITATOR, scope)
        found = await desk.listed(case_of(uow, arta.id, now, content), ThreadState.WAITING)
        assert [one.id for one in found] == [there]


async def test_taking_a_question_back_erases_its_words_at_once(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await desk.reply(case_of(uow, arta.id, now, content), number, "Yes")
        besa = await uow.people.meet(BESA, now)
        await own.withdraw(case_of(uow, besa.id, now), number)
        await own.withdraw(case_of(uow, besa.id, now + DAY), number)
        thread, entries = await own.read(case_of(uow, besa.id, now), number)
        assert (thread.closing, thread.closed_at, entries) == (Closing.WITHDRAWN, now, ())


async def test_a_question_has_an_end(database: Database, now: datetime, content: Content) -> None:
    number = await asked(database, content, now)
    async with database.transaction() as uow:
        besa = await uow.people.meet(BESA, now)
        for _ in range(MOST_ENTRIES - 1):
            await own.add(case_of(uow, besa.id, now), number, "More")
        with pytest.raises(TooManyQuestionsError):
            await own.add(case_of(uow, besa.id, now), number, "Even more")


async def test_a_person_takes_the_questions_along_and_erases_them(
    database: Database, now: datetime, content: Content
) -> None:
    await asked(database, content, now, words="Is the pump included?")
    async with database.transaction() as uow:
        besa = await uow.people.find(BESA)
        assert besa is not None
        data = rights.as_json(await rights.collect(case_of(uow, besa.id, now)))
        assert b"Is the pump included?" in data
        await rights.erase(uow, besa, now)
    async with database.reading() as uow:
        for model in (InboxThread, InboxMessage):
            assert (await uow._session.scalars(select(func.count()).select_from(model))).one() == 0


async def test_a_question_goes_a_year_after_it_was_closed_and_silence_closes_it(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    waiting = await asked(database, content, now)
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        await desk.reply(case_of(uow, arta.id, now, content), number, "Yes")
    await forget_old(database, now + SILENT_FOR)
    async with database.reading() as uow:
        answered = await uow.inbox.find(number)
    assert answered is not None
    assert answered.state is ThreadState.ANSWERED
    later = now + SILENT_FOR + timedelta(minutes=1)
    await forget_old(database, later)
    async with database.reading() as uow:
        closed = await uow.inbox.find(number)
    assert closed is not None
    assert (closed.state, closed.closing, closed.closed_at) == (
        ThreadState.CLOSED, Closing.ANSWERED, later,
    )  # fmt: skip
    assert (await forget_old(database, later + 364 * DAY))[Record.QUESTION] == 0
    assert (await forget_old(database, later + 366 * DAY))[Record.QUESTION] == 1
    async with database.reading() as uow:
        assert await uow.inbox.find(number) is None
        assert await uow.inbox.find(waiting) is not None
        assert len(await uow.inbox.entries(waiting)) == 1


async def test_the_database_refuses_a_waiting_question_that_nobody_waits_for(
    database: Database, now: datetime, content: Content
) -> None:
    number = await asked(database, content, now)
    with pytest.raises(ConflictError):
        async with database.transaction() as uow:
            await uow._session.execute(
                text("UPDATE inbox_thread SET waiting_since = NULL WHERE id = :id"), {"id": number}
            )


async def told(uow: UnitOfWork, person_id: int, now: datetime) -> int:
    """How many words about waiting questions are on their way to somebody."""
    return [kind for kind, _ in await messages_of(uow, person_id, now)].count(notices.WAITING)


async def test_a_new_question_is_told_once_until_the_inbox_is_opened(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
        narrow = Scope(frozenset({"csp"}), None)
        dren = await colleague(uow, DREN, now, Role.COORDINATOR, narrow)
    await asked(database, content, now)
    await asked(database, content, now)
    async with database.transaction() as uow:
        assert await told(uow, arta.id, now) == 1
        assert await told(uow, dren.id, now) == 0
        assert await notices.count_for(uow, content, arta.id) == 2
        await desk.listed(case_of(uow, arta.id, now, content), ThreadState.WAITING)
        assert await told(uow, arta.id, now) == 0
    await asked(database, content, now)
    async with database.transaction() as uow:
        assert await told(uow, arta.id, now) == 1


@pytest.mark.parametrize(
    ("state", "again"),
    [(OutboxState.SENT, 0), (OutboxState.SENDING, 0), (OutboxState.UNCERTAIN, 0),
     (OutboxState.EXPIRED, 1), (OutboxState.UNREACHABLE, 1), (OutboxState.CANCELLED, 1)],
)  # fmt: skip
async def test_only_a_word_that_did_not_arrive_is_said_again(
    database: Database, now: datetime, content: Content, state: OutboxState, again: int
) -> None:
    async with database.transaction() as uow:
        arta = await colleague(uow, ARTA, now)
    await asked(database, content, now)
    async with database.transaction() as uow:
        await uow._session.execute(
            update(OutboxRow).where(OutboxRow.person_id == arta.id).values(state=state.value)
        )
    await asked(database, content, now)
    async with database.transaction() as uow:
        assert await told(uow, arta.id, now) == again


async def test_a_colleague_who_asks_is_not_told_of_their_own_question(
    database: Database, now: datetime, content: Content
) -> None:
    async with database.transaction() as uow:
        besa = await colleague(uow, BESA, now)
    await asked(database, content, now)
    async with database.transaction() as uow:
        assert await told(uow, besa.id, now) == 0
