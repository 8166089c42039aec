"""Questions and changes to the tables, each with a name from the field."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.rounds.rounds import Round
from bot.storage.database.base import Base
from bot.storage.database.statements import insert_if_new, insert_into, table_of
from bot.storage.models import (
    CallRound,
    FailedUpdate,
    Follow,
    LanguageFallback,
    LeafletVisit,
    Person,
    Refusal,
    SeenUpdate,
)

# What every update asks is made once: making a statement costs more than running it.
_PERSON = select(Person).where(Person.telegram_id == bindparam("telegram_id"))
_PERSON_LOCKED = _PERSON.with_for_update()
_ANSWERED = (
    update(table_of(Person))
    .where(Person.telegram_id == bindparam("person"))
    .values(answered_update_id=bindparam("update"), screen_message_id=bindparam("message"))
)
_TIMES = table_of(CallRound).c
_ROUNDS = select(_TIMES.call_id, _TIMES.number, _TIMES.opens_at, _TIMES.closes_at).order_by(
    _TIMES.call_id, _TIMES.number
)


async def _inserted(session: AsyncSession, table: type[Base], values: Mapping[str, Any]) -> bool:
    statement = insert_if_new(session.get_bind().dialect.name, table)
    result = await session.execute(statement, values)
    return isinstance(result, CursorResult) and result.rowcount == 1


class People:
    """The people who wrote to the bot.

    Args:
        destroy_key: Destroys the data key that is stored under a person's id.
    """

    def __init__(
        self, session: AsyncSession, destroy_key: Callable[[int], Awaitable[object]]
    ) -> None:
        self._session = session
        self._destroy_key = destroy_key

    async def find(self, telegram_id: int) -> Person | None:
        """The person behind a private chat, locked until the transaction ends."""
        found = await self._session.scalars(_PERSON_LOCKED, {"telegram_id": telegram_id})
        return found.one_or_none()

    async def look(self, telegram_id: int) -> Person | None:
        """The person behind a private chat, only to read."""
        found = await self._session.scalars(_PERSON, {"telegram_id": telegram_id})
        return found.one_or_none()

    async def meet(self, telegram_id: int, now: datetime) -> Person:
        """The person behind a private chat, made if new, locked until the transaction ends."""
        if person := await self.find(telegram_id):
            return person
        row = {"telegram_id": telegram_id, "created_at": now}
        new = await _inserted(self._session, Person, row)
        met = await self.find(telegram_id)
        if met is None:
            raise RuntimeError("a person vanished between insert and read")
        if new:
            # After a restored backup an id is given out again; the key under it was another's.
            await self._destroy_key(met.id)
        return met

    async def note_answer(self, telegram_id: int, update_id: int, message_id: int) -> None:
        """Remember the message that answered an update, so that a redelivery finds it."""
        await self._session.execute(
            _ANSWERED, {"person": telegram_id, "update": update_id, "message": message_id}
        )

    async def note_menu(self, telegram_id: int, language: str) -> None:
        """Remember in which language the command menu of a chat was set."""
        await self._session.execute(
            update(Person).where(Person.telegram_id == telegram_id).values(menu_language=language)
        )

    async def mark_unreachable(self, telegram_id: int, now: datetime | None) -> None:
        """Remember since when messages do not arrive; None when they arrive again."""
        await self._session.execute(
            update(Person).where(Person.telegram_id == telegram_id).values(unreachable_at=now)
        )


class Follows:
    """What people want to hear about."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, person_id: int, topic: str, subject: str, now: datetime) -> bool:
        """Follow something; False if it was followed already, so that a double tap is harmless."""
        row = {"person_id": person_id, "topic": topic, "subject": subject, "made_at": now}
        return await _inserted(self._session, Follow, row)

    async def remove(self, person_id: int, topic: str, subject: str) -> bool:
        """Stop following something; False if it was not followed."""
        result = await self._session.execute(
            delete(Follow).where(
                Follow.person_id == person_id, Follow.topic == topic, Follow.subject == subject
            )
        )
        return isinstance(result, CursorResult) and result.rowcount == 1

    async def of_person(self, person_id: int) -> Sequence[tuple[str, str]]:
        """Topic and subject of everything that a person follows, oldest first."""
        statement = (
            select(Follow.topic, Follow.subject)
            .where(Follow.person_id == person_id)
            .order_by(Follow.id)
        )
        rows = await self._session.execute(statement)
        return [(topic, subject) for topic, subject in rows]

    async def count(self, topic: str, subject: str) -> int:
        """How many people follow something."""
        statement = select(func.count()).where(Follow.topic == topic, Follow.subject == subject)
        return (await self._session.scalars(statement)).one()


class Rounds:
    """When calls are open."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> Sequence[Round]:
        """Every round of every call, by call and number."""
        return [Round(*row) for row in await self._session.execute(_ROUNDS)]

    async def of_call(self, call_id: str) -> Sequence[Round]:
        """The rounds of one call, first to last; locked, so that two openings cannot overlap."""
        statement = _ROUNDS.where(_TIMES.call_id == call_id).with_for_update()
        return [Round(*row) for row in await self._session.execute(statement)]

    async def add(self, new: Round) -> None:
        """Store a new round; its number must be free."""
        self._session.add(
            CallRound(
                call_id=new.call_id,
                number=new.number,
                opens_at=new.opens_at,
                closes_at=new.closes_at,
            )
        )
        await self._session.flush()

    async def change(self, changed: Round) -> None:
        """Store new times for a round and count its version up."""
        await self._session.execute(
            update(CallRound)
            .where(CallRound.call_id == changed.call_id, CallRound.number == changed.number)
            .values(
                opens_at=changed.opens_at,
                closes_at=changed.closes_at,
                version=CallRound.version + 1,
            )
        )

    async def remove(self, call_id: str, number: int) -> None:
        """Take back a round that has not begun."""
        await self._session.execute(
            delete(CallRound).where(CallRound.call_id == call_id, CallRound.number == number)
        )


class Updates:
    """Which updates were served, and which failed how often."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_new(self, update_id: int, now: datetime) -> bool:
        """Claim an update for this transaction; False if its effects are committed already."""
        return await _inserted(self._session, SeenUpdate, {"update_id": update_id, "seen_at": now})

    async def count_failure(self, update_id: int, reason: str, now: datetime) -> int:
        """Count one more failure of an update and return how many there are now."""
        statement = insert_into(self._session, FailedUpdate).values(
            update_id=update_id, failures=1, reason=reason[:80], failed_at=now
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["update_id"],
                set_={
                    "failures": FailedUpdate.failures + 1,
                    "reason": reason[:80],
                    "failed_at": now,
                },
            )
        )
        count = select(FailedUpdate.failures).where(FailedUpdate.update_id == update_id)
        return (await self._session.scalars(count)).one()

    async def park(self, update_id: int, now: datetime) -> None:
        """Give an update up: it counts as seen and stands on the list of failures."""
        await self.is_new(update_id, now)
        await self._session.execute(
            update(FailedUpdate).where(FailedUpdate.update_id == update_id).values(parked_at=now)
        )

    async def parked(self) -> int:
        """How many updates were given up and are still on the list."""
        statement = select(func.count()).where(FailedUpdate.parked_at.is_not(None))
        return (await self._session.scalars(statement)).one()


class Statistics:
    """Counts that name nobody."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count_leaflet(self, day: date, leaflet: str) -> None:
        """Count a visit from a leaflet."""
        statement = insert_into(self._session, LeafletVisit).values(
            day=day, leaflet=leaflet, visits=1
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["day", "leaflet"], set_={"visits": LeafletVisit.visits + 1}
            )
        )

    async def leaflet_visits(self, leaflet: str) -> int:
        """How many visits a leaflet brought so far."""
        statement = select(func.coalesce(func.sum(LeafletVisit.visits), 0)).where(
            LeafletVisit.leaflet == leaflet
        )
        return int((await self._session.scalars(statement)).one())

    async def count_refusal(self, day: date, reason: str, times: int = 1) -> None:
        """Count what was refused; of whom is not kept.

        Args:
            reason: In at most 16 characters.
        """
        statement = insert_into(self._session, Refusal).values(day=day, reason=reason, times=times)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["day", "reason"], set_={"times": Refusal.times + times}
            )
        )

    async def refusals(self, since: date) -> Mapping[str, int]:
        """How often each reason was met from a day on."""
        statement = (
            select(Refusal.reason, func.sum(Refusal.times))
            .where(Refusal.day >= since)
            .group_by(Refusal.reason)
        )
        return {reason: int(times) for reason, times in await self._session.execute(statement)}

    async def count_fallbacks(self, day: date, uses: Mapping[tuple[str, str, str], int]) -> None:
        """Add to the counts of missing texts, by (wanted language, used language, text name)."""
        for (wanted, used, name), count in uses.items():
            statement = insert_into(self._session, LanguageFallback).values(
                day=day, wanted=wanted, used=used, text_name=name[:200], uses=count
            )
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["day", "wanted", "used", "text_name"],
                    set_={"uses": LanguageFallback.uses + count},
                )
            )

    async def fallbacks(self) -> Sequence[tuple[str, str, str, int]]:
        """Missing texts with their uses, most used first: wanted, used, name, uses."""
        total = func.sum(LanguageFallback.uses)
        statement = (
            select(
                LanguageFallback.wanted, LanguageFallback.used, LanguageFallback.text_name, total
            )
            .group_by(LanguageFallback.wanted, LanguageFallback.used, LanguageFallback.text_name)
            .order_by(total.desc(), LanguageFallback.text_name)
        )
        rows = await self._session.execute(statement)
        return [(wanted, used, name, int(uses)) for wanted, used, name, uses in rows]
