"""An audience as a question to the database, and audiences that have a name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcasts import audience as domain
from bot.domain.broadcasts.audience import (
    Audience,
    CallsOf,
    Condition,
    Field,
    Joint,
    KeptAudience,
    Topic,
)
from bot.domain.staff.roles import Scope
from bot.domain.text.languages import Language
from bot.storage.broadcasts.tables import SavedAudience
from bot.storage.calls.tables import Follow
from bot.storage.database.statements import all_numbers, insert_into
from bot.storage.people import Person
from bot.storage.staff.tables import StaffRole


class Audiences:
    """The people of an audience, counted or listed, and the audiences that have a name.

    Only people count who chose a language, did not say /stop and can be reached.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def readers(
        self, audience: Audience, reach: Sequence[Scope], calls: CallsOf, today: date
    ) -> Mapping[Language, int]:
        """How many people an audience has, by the language that they read.

        Args:
            reach: How far the roles of the one who writes reach; nobody outside is counted.
            calls: The calls of each programme.

        Returns:
            Only languages that somebody reads.
        """
        who = _people(audience, reach, calls, today).subquery()
        statement = select(who.c.language, func.count()).group_by(who.c.language)
        counts: Counter[Language] = Counter()
        for language, number in await self._session.execute(statement):
            counts[Language(language)] += number
        return counts

    async def people(
        self, audience: Audience, reach: Sequence[Scope], calls: CallsOf, today: date
    ) -> Sequence[int]:
        """The people of an audience themselves.

        Returns:
            The ids of their rows, in order.
        """
        who = _people(audience, reach, calls, today).subquery()
        return await all_numbers(self._session, select(who.c.id).order_by(who.c.id))

    async def save(self, name: str, audience: Audience, made_by: int, now: datetime) -> None:
        """Keep an audience under a name, in place of an earlier one of that name."""
        values = {"audience": domain.write(audience), "made_by": made_by, "made_at": now}
        statement = insert_into(self._session, SavedAudience).values(name=name, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=values)
        )

    async def saved(self) -> Sequence[KeptAudience]:
        """All audiences that were kept, by name."""
        rows = await self._session.scalars(select(SavedAudience).order_by(SavedAudience.name))
        return [KeptAudience(row.id, row.name, domain.read(row.audience)) for row in rows]

    async def drop(self, saved_id: int) -> None:
        """Forget a kept audience; forgetting it twice is forgetting it once."""
        await self._session.execute(delete(SavedAudience).where(SavedAudience.id == saved_id))


def _people(
    audience: Audience, reach: Sequence[Scope], calls: CallsOf, today: date
) -> Select[int, str | None]:
    return select(Person.id, Person.language).where(
        Person.language.is_not(None),
        Person.stopped_at.is_(None),
        Person.unreachable_at.is_(None),
        _within(reach, calls),
        _includes(audience, calls, today),
    )


def _includes(audience: Audience, calls: CallsOf, today: date) -> ColumnElement[bool]:
    included: ColumnElement[bool] = true()
    for step in audience.steps:
        fits = _fits(step, calls, today)
        match step.joint:
            case Joint.AND:
                included = and_(included, fits)
            case Joint.OR:
                included = or_(included, fits)
            case Joint.EXCEPT:
                included = and_(included, ~fits)
    return included


def _fits(step: Condition, calls: CallsOf, today: date) -> ColumnElement[bool]:
    match step.field:
        case Field.LANGUAGE:
            return Person.language.in_(step.values)
        case Field.ROLE:
            return exists().where(
                StaffRole.person_id == Person.id,
                StaffRole.revoked_at.is_(None),
                StaffRole.role.in_(step.values),
            )
        case Field.ACTIVE:
            since = domain.active_since(step.values, today)
            return func.coalesce(Person.active_on, date.min) >= since
        case _:
            return _follows(domain.topics_of(step.field, step.values, calls))


def _within(reach: Sequence[Scope], calls: CallsOf) -> ColumnElement[bool]:
    ways = [
        and_(true(), *(_follows(topics) for topics in domain.limits_of(scope, calls)))
        for scope in reach
    ]
    return or_(~true(), *ways)


def _follows(topics: frozenset[Topic]) -> ColumnElement[bool]:
    subjects: dict[str, list[str]] = {}
    for topic, subject in sorted(topics):
        subjects.setdefault(topic, []).append(subject)
    ways = [and_(Follow.topic == topic, Follow.subject.in_(ids)) for topic, ids in subjects.items()]
    return exists().where(Follow.person_id == Person.id, or_(~true(), *ways))
