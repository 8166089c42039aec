"""What is stored of a check, for how long, and what is left of it afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.questions import Form, NoAnswer, Option, Question
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.errors import ConsentMissingError
from bot.domain.privacy.consent import Purpose
from bot.domain.screening.conversation import Aim, Conversation
from bot.domain.screening.replies import settled
from bot.domain.text.phrases import Words
from bot.services.privacy import answers, consents
from bot.services.rights import retention
from bot.services.screening import conversation
from bot.storage.database.base import Base
from bot.storage.database.engine import sqlite_path
from bot.storage.keys.key_store import ledger_key
from bot.storage.screening.tables import KeptSensitive, Screening, ScreeningAnswer, SensitiveAnswer
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.upkeep import erasure
from bot.storage.upkeep.erasure import erase_person, replay_erasures
from tests.services.cases import case_of

BESA = 1001
TABLES = (Screening, ScreeningAnswer, SensitiveAnswer, KeptSensitive)


def words(text: str) -> Words:
    return Words({"en": text})


def a_question(question_id: str, *options: str, **fields: object) -> Question:
    text = words(question_id)
    chosen = tuple(Option(one, words(one)) for one in options)
    return Question(question_id, Form.CHOICE, "person", text, text, text, options=chosen, **fields)  # type: ignore[arg-type]


AGE = replace(a_question("age"), form=Form.NUMBER, low=14, high=99)
QUESTIONS = (
    AGE,
    a_question("municipality", "prizren", "istog"),
    a_question("trade", "welding", "none"),
    a_question("returnee", "yes", "no", sensitive=True),
)


def row(attribute: str, *values: str | int, operator: Operator = Operator.IN) -> Criterion:
    return Criterion(attribute, operator, values, words(f"about {attribute}"))


def rules(*questions: Question, version: str = "1", grown_up: int = 18) -> Compiled:
    criteria = {
        "age": row("age", grown_up, 35, operator=Operator.BETWEEN),
        "municipality": row("municipality", "prizren"),
        "trade": row("trade", "welding"),
        "returnee": row("returnee", "yes"),
    }
    known = {one.id: one for one in questions}
    rule = Rule("tools", tuple(criteria[one] for one in known))
    return compile_rules(RuleSet(version, known, {}, {"tools": rule}))


@pytest.fixture
def compiled() -> Compiled:
    return rules(*QUESTIONS)


WOMAN = {"age": "30", "municipality": "prizren", "trade": "welding", "returnee": "yes"}


async def begin(
    uow: UnitOfWork, compiled: Compiled, said: Mapping[str, str], now: datetime
) -> tuple[int, Conversation]:
    person = await uow.people.meet(BESA, now)
    case = case_of(uow, person.id, now, compiled=compiled)
    talk = await conversation.begin(case, Aim("learn-trade"))
    for question, text in said.items():
        talk = await conversation.answer(case, talk, question, text)
    return person.id, talk


async def rows_of(uow: UnitOfWork) -> dict[str, int]:
    counted = {}
    for table in TABLES:
        found = await uow._session.scalars(select(func.count()).select_from(table))
        counted[table.__tablename__] = found.one()
    return counted


NOTHING = dict.fromkeys((table.__tablename__ for table in TABLES), 0)


async def test_what_was_said_is_there_again(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id, talk = await begin(uow, compiled, WOMAN, now)
    async with database.reading() as uow:
        found = await conversation.find(case_of(uow, person_id, now))
        state = await conversation.state_of(case_of(uow, person_id, now, compiled=compiled))
    assert found == talk
    assert found is not None
    assert list(found.replies) == list(WOMAN)
    assert state is not None
    assert state.verdicts == {"tools": Verdict.FITS}
    assert state.answers["age"] == 30


async def test_sensitive_answers_lie_in_a_table_that_names_nobody(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        _person_id, talk = await begin(uow, compiled, WOMAN, now)
    async with database.reading() as uow:
        ordinary = (await uow._session.scalars(select(ScreeningAnswer.question))).all()
        (apart,) = (await uow._session.scalars(select(SensitiveAnswer))).all()
    assert set(ordinary) == set(WOMAN) - {"returnee"}
    assert apart.id == talk.number
    assert "person_id" not in Base.metadata.tables["sensitive_answer"].columns


async def test_nothing_that_was_said_is_readable_in_the_file(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    path = sqlite_path(database.url)
    if path is None:
        pytest.skip("a server has no file of ours")
    async with database.transaction() as uow:
        _person_id, talk = await begin(uow, compiled, WOMAN, now)
    stored = b"".join(file.read_bytes() for file in Path(path).parent.iterdir())
    assert b"welding" not in stored
    assert b"prizren" not in stored
    assert b"learn-trade" not in stored
    # The number of the row is there once, where the row lies: no other table names it.
    assert talk.number.encode() in stored


@pytest.mark.parametrize(
    ("days", "there"), [(0, True), (7, True), (8, True), (8.1, False), (30, False)]
)
async def test_a_check_lives_for_eight_days_after_the_last_answer(
    database: Database, compiled: Compiled, now: datetime, days: float, *, there: bool
) -> None:
    async with database.transaction() as uow:
        person_id, _talk = await begin(uow, compiled, WOMAN, now)
    later = now + timedelta(days=days)
    async with database.reading() as uow:
        assert (await conversation.find(case_of(uow, person_id, later)) is not None) is there
    await retention.forget_old(database, later)
    async with database.reading() as uow:
        found = await rows_of(uow)
        assert (found["screening"] == 1) is there
        assert (found["screening_answer"] == 3) is there
        assert (found["sensitive_answer"] == 1) is (days < 8)


async def test_each_answer_lets_all_of_it_live_on(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    later = now + timedelta(days=6)
    async with database.transaction() as uow:
        person_id, talk = await begin(uow, compiled, {"returnee": "yes"}, now)
        await conversation.answer(
            case_of(uow, person_id, later, compiled=compiled), talk, "age", "30"
        )
    await retention.forget_old(database, later + timedelta(days=7))
    async with database.reading() as uow:
        found = await conversation.find(case_of(uow, person_id, later + timedelta(days=7)))
    assert found is not None
    assert found.replies == {"returnee": "yes", "age": "30"}


async def test_a_new_check_after_an_old_one_begins_with_nothing(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id, _talk = await begin(uow, compiled, WOMAN, now)
        late = now + timedelta(days=20)
        talk = await conversation.begin(case_of(uow, person_id, late, compiled=compiled), Aim())
        assert talk.replies == {}
        found = await rows_of(uow)
    assert found["screening_answer"] == found["sensitive_answer"] == 0


async def test_another_aim_keeps_what_was_said(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id, _talk = await begin(uow, compiled, WOMAN, now)
        talk = await conversation.begin(
            case_of(uow, person_id, now, compiled=compiled), Aim(call="tools")
        )
    assert talk.aim == Aim(call="tools")
    assert talk.replies == WOMAN


async def test_the_same_answer_twice_and_a_wrong_one_change_nothing(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id, talk = await begin(uow, compiled, WOMAN, now)
        for question, text in (("age", "30"), ("age", "300"), ("trade", "sleeping"), ("x", "y")):
            again = await conversation.answer(
                case_of(uow, person_id, now, compiled=compiled), talk, question, text
            )
            assert again == talk


async def test_other_rules_keep_what_they_still_understand(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    trade = a_question("trade", "cooking", "none")
    returnee = a_question("returnee", "yes", "no")  # no longer sensitive
    newer = rules(AGE, returnee, version="2")
    assert trade.id not in newer.rules.questions
    async with database.transaction() as uow:
        person_id, talk = await begin(uow, compiled, WOMAN, now)
        talk, changed = await conversation.refresh(
            case_of(uow, person_id, now, compiled=newer), talk
        )
        assert changed
        assert talk.replies == {"age": "30", "returnee": "yes"}
        found = await rows_of(uow)
        again, changed = await conversation.refresh(
            case_of(uow, person_id, now, compiled=newer), talk
        )
    assert (again, changed) == (talk, False)
    assert (found["screening_answer"], found["sensitive_answer"]) == (2, 0)


def test_a_span_counts_only_while_no_rule_tells_its_ends_apart(compiled: Compiled) -> None:
    assert settled(compiled, {"age": "18_35"}) == {"age": 18}
    assert settled(rules(*QUESTIONS, grown_up=20), {"age": "18_35"}) == {}
    assert settled(compiled, {"age": "?unsure"}) == {"age": NoAnswer.UNSURE}


async def test_nothing_is_kept_beyond_the_check_without_consent(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    for keep in (conversation.keep, conversation.keep_sensitive):
        async with database.transaction() as uow:
            person_id, talk = await begin(uow, compiled, WOMAN, now)
            with pytest.raises(ConsentMissingError):
                await keep(case_of(uow, person_id, now, compiled=compiled), talk)


async def _keep_all(uow: UnitOfWork, compiled: Compiled, now: datetime) -> int:
    said = {**WOMAN, "trade": "?unsure"}
    person_id, talk = await begin(uow, compiled, said, now)
    for purpose in (Purpose.ANSWERS, Purpose.SPECIAL):
        await consents.give(case_of(uow, person_id, now), purpose)
    case = case_of(uow, person_id, now, compiled=compiled)
    await conversation.keep(case, talk)
    await conversation.keep_sensitive(case, talk)
    return person_id


async def test_kept_answers_outlive_the_check_by_a_year_and_no_more(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id = await _keep_all(uow, compiled, now)
    expected = {"age": "30", "municipality": "prizren", "returnee": "yes"}
    await retention.forget_old(database, now + timedelta(days=360))
    async with database.reading() as uow:
        assert await conversation.kept(case_of(uow, person_id, now, compiled=compiled)) == expected
        assert (await answers.kept(uow, person_id))[answers.PLACE] == "prizren"
        assert await conversation.find(case_of(uow, person_id, now + timedelta(days=360))) is None
    await retention.forget_old(database, now + timedelta(days=368))
    async with database.reading() as uow:
        assert await conversation.kept(case_of(uow, person_id, now, compiled=compiled)) == {}
        assert await rows_of(uow) == NOTHING


@pytest.mark.parametrize(
    ("purpose", "left"),
    [
        (Purpose.SPECIAL, {"age": "30", "municipality": "prizren"}),
        (Purpose.ANSWERS, {"returnee": "yes"}),
    ],
)
async def test_a_consent_taken_back_erases_what_rested_on_it(
    database: Database,
    compiled: Compiled,
    now: datetime,
    purpose: Purpose,
    left: Mapping[str, str],
) -> None:
    async with database.transaction() as uow:
        person_id = await _keep_all(uow, compiled, now)
        await consents.withdraw(case_of(uow, person_id, now), purpose)
        assert await conversation.kept(case_of(uow, person_id, now, compiled=compiled)) == left


async def test_what_was_kept_is_taken_for_an_answer_where_nothing_else_was_said(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    later = now + timedelta(days=20)
    async with database.transaction() as uow:
        person_id = await _keep_all(uow, compiled, now)
        talk = await conversation.begin(case_of(uow, person_id, later, compiled=compiled), Aim())
        talk = await conversation.answer(
            case_of(uow, person_id, later, compiled=compiled), talk, "age", "31"
        )
        talk = await conversation.use_kept(case_of(uow, person_id, later, compiled=compiled), talk)
    assert talk.replies == {"age": "31", "municipality": "prizren", "returnee": "yes"}


async def test_erasing_my_answers_erases_all_of_them(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id = await _keep_all(uow, compiled, now)
        await conversation.forget(case_of(uow, person_id, now))
        assert await rows_of(uow) == NOTHING
        assert await answers.kept(uow, person_id) == {}


async def test_erasing_a_person_erases_the_sensitive_answers_first(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id = await _keep_all(uow, compiled, now)
    async with database.transaction() as uow:
        await erase_person(uow, person_id, BESA, now)
    async with database.reading() as uow:
        assert await rows_of(uow) == NOTHING


async def test_rows_that_an_old_backup_brings_back_go_by_their_age(
    database: Database, compiled: Compiled, now: datetime
) -> None:
    async with database.transaction() as uow:
        person_id, _talk = await begin(uow, compiled, WOMAN, now)
    async with database.transaction() as uow:
        # As after a restore: the person is back, and the key is not.
        await uow.keys.note_erasure(await _mark_of(uow), now + timedelta(days=1))
        await uow.seal.destroy_key(person_id)
    async with database.transaction() as uow:
        assert await replay_erasures(uow) == 1
    async with database.reading() as uow:
        found = await rows_of(uow)
    assert found == {**NOTHING, "sensitive_answer": 1}
    await retention.forget_old(database, now + timedelta(days=8))
    async with database.reading() as uow:
        assert await rows_of(uow) == NOTHING


async def _mark_of(uow: UnitOfWork) -> bytes:
    mark: Callable[[bytes, int], bytes] = erasure._mark
    return mark(await ledger_key(uow.keyring, uow.keys), BESA)
