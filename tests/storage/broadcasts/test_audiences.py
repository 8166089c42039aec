"""The database finds the same people as the rules do."""

import random
from datetime import datetime, timedelta

from bot.domain.broadcasts import audience as rules
from bot.domain.broadcasts.audience import Audience, Condition, Field, Joint, Reader
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.domain.text.languages import OFFERED, Language
from bot.storage.unit_of_work import Database, UnitOfWork
from tests.domain.broadcasts.test_audience import CALLS, TODAY, TOPICS, VALUES

SCOPES = [
    [EVERYWHERE],
    [],
    [Scope(frozenset({"akt"}), None, None)],
    [Scope(frozenset({"csp"}), frozenset({"prizren"}), None), Scope(None, frozenset(), None)],
]


async def populate(uow: UnitOfWork, dice: random.Random, now: datetime) -> dict[int, Reader]:
    """Forty people of all kinds."""
    profiles = {}
    for number in range(40):
        person = await uow.people.meet(9000 + number, now)
        language = dice.choice(OFFERED)
        person.language = language.value
        person.active_on = (
            None if dice.random() < 0.2 else TODAY - timedelta(days=dice.choice([0, 20, 80, 300]))
        )
        follows = frozenset(dice.sample(TOPICS, dice.randint(0, 3)))
        for topic, subject in follows:
            await uow.follows.add(person.id, topic, subject, now)
        roles = frozenset(dice.sample(list(Role), 1 if dice.random() < 0.3 else 0))
        for role in roles:
            staff = await uow.staff.enrol(person.id)
            await uow.staff.give(person.id, role, full_scope(role, EVERYWHERE), staff, now)
        profiles[person.id] = Reader(language, follows, roles, person.active_on)
    return profiles


def any_audience(dice: random.Random) -> Audience:
    """Up to four conditions."""
    found = []
    for place in range(dice.randint(0, 4)):
        field = dice.choice(list(Field))
        joints = list(Joint) if place else [Joint.AND, Joint.EXCEPT]
        values = dice.sample(VALUES[field], dice.randint(1, 2))
        found.append(Condition(dice.choice(joints), field, frozenset(values)))
    return Audience(tuple(found))


async def test_the_database_finds_whom_the_rules_include(database: Database, now: datetime) -> None:
    dice = random.Random(4)
    async with database.transaction() as uow:
        profiles = await populate(uow, dice, now)
    async with database.reading() as uow:
        for _ in range(60):
            audience, reach = any_audience(dice), dice.choice(SCOPES)
            expected = [
                person
                for person, profile in profiles.items()
                if rules.includes(audience, profile, CALLS, TODAY)
                and rules.within(reach, profile, CALLS)
            ]
            found = await uow.audiences.people(audience, reach, CALLS, TODAY)
            assert list(found) == sorted(expected), audience
            counts = await uow.audiences.readers(audience, reach, CALLS, TODAY)
            assert sum(counts.values()) == len(expected)


async def test_who_said_stop_or_is_out_of_reach_or_chose_no_language_is_not_counted(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        for number in range(4):
            person = await uow.people.meet(9100 + number, now)
            person.language = None if number == 0 else "en"
            person.stopped_at = now if number == 1 else None
            person.unreachable_at = now if number == 2 else None
    async with database.reading() as uow:
        counts = await uow.audiences.readers(Audience(), [EVERYWHERE], CALLS, TODAY)
        assert counts == {Language.ENGLISH: 1}


async def test_an_audience_is_kept_under_its_name_and_replaced(
    database: Database, now: datetime
) -> None:
    step = Condition(Joint.AND, Field.LANGUAGE, frozenset({"sq"}))
    async with database.transaction() as uow:
        await uow.audiences.save("Prizren", Audience(), 5, now)
        await uow.audiences.save("Prizren", Audience((step,)), 5, now)
        ((number, name, kept),) = await uow.audiences.saved()
        assert (name, kept) == ("Prizren", Audience((step,)))
        await uow.audiences.drop(number)
        assert await uow.audiences.saved() == []
