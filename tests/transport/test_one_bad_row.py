"""One message that makes trouble, whatever it raises and wherever, never stops the others."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update
from telegram.error import BadRequest

from bot.domain.delivery.outbox import FINAL, DeliveryState, Due
from bot.domain.delivery.outcomes import Outcome, Placement, placement_after
from bot.domain.staff.roles import EVERYWHERE, Role, full_scope
from bot.services.delivery import delivery, troubles
from bot.services.delivery.delivery import Consequences
from bot.storage.broadcasts.tables import NoticeChatRow
from bot.storage.database.failures import ConflictError, DatabaseAwayError
from bot.storage.delivery.tables import OutboxRow
from bot.storage.unit_of_work import UnitOfWork
from bot.transport import sender as sending
from bot.transport.parcels import Content
from tests.conftest import LONG
from tests.transport.outbox_town import FIRST, Town, greet

OWNER = FIRST + 900
KIND = "inbox_reply"
PEOPLE = 4


class Step(StrEnum):
    """Where the trouble comes up."""

    WORDS = "words"
    CALL = "call"
    NUMBER = "number"  # Telegram gives the message a number that no column holds
    CONSEQUENCE = "consequence"
    BROKEN_RULE = "broken rule"  # what follows breaks a rule of the database
    PLACE = "place"
    ROW = "row"  # the row itself makes no sense


ERRORS: list[Callable[[], Exception]] = [
    ValueError,
    KeyError,
    ZeroDivisionError,
    RuntimeError,
    OverflowError,
    TimeoutError,
    OSError,
    ConnectionResetError,
    ConflictError,
    DatabaseAwayError,
    lambda: BadRequest("something"),
    lambda: ExceptionGroup("several", [ValueError()]),
]


class Trouble:
    """Lets one message fail at one step, each time, and counts how often."""

    def __init__(self, town: Town, person: int, step: Step, error: Callable[[], Exception]) -> None:
        self.town = town
        self.person = person
        self.step = step
        self.error = error
        self._call = town.bot.call

    def _meets(self, due: Due, step: Step) -> bool:
        return due.recipient.person_id == self.person and self.step is step

    async def say(self, uow: UnitOfWork, due: Due) -> Content:
        if self._meets(due, Step.WORDS):
            raise self.error()
        return await greet(uow, due)

    async def call(self, method: str, **parameters: Any) -> Any:
        answer = await self._call(method, **parameters)
        if parameters.get("chat_id") == FIRST + self.person - 1:
            if self.step is Step.CALL:
                raise self.error()
            if self.step is Step.NUMBER:
                answer["message_id"] = 2**70
        return answer

    async def follow(self, uow: UnitOfWork, due: Due, _at: datetime) -> None:
        if self._meets(due, Step.CONSEQUENCE):
            raise self.error()
        if self._meets(due, Step.BROKEN_RULE):
            twice = {"chat_id": -1, "title": "", "added_by": 1, "added_at": self.town.now}
            await uow._session.execute(insert(NoticeChatRow), [twice, twice])

    def place(self, due: Due, outcome: Outcome, now: datetime) -> Placement:
        if self._meets(due, Step.PLACE):
            raise self.error()
        return placement_after(due, outcome, now)


async def clear(town: Town) -> None:
    """Empty the outbox for the next example."""
    async with town.database.transaction() as uow:
        await uow._session.execute(delete(OutboxRow))
    town.sandbox.calls.clear()


@pytest.fixture
async def people(town: Town) -> list[int]:
    """Readers, and an owner who comes after them."""
    readers = await town.people(PEOPLE)
    (owner,) = await town.people(1, OWNER)
    async with town.database.transaction() as uow:
        number = await uow.staff.enrol(owner)
        scope = full_scope(Role.OWNER, EVERYWHERE)
        await uow.staff.give(owner, Role.OWNER, scope, number, town.now)
    town.renderers[troubles.TROUBLE] = greet
    return readers


@pytest.mark.parametrize("step", Step)
@settings(
    max_examples=40 if LONG else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(which=st.integers(0, PEOPLE - 1), error=st.sampled_from(ERRORS))
async def test_whatever_one_message_raises_all_others_reach_their_end(
    town: Town, people: list[int], which: int, step: Step, error: Callable[[], Exception]
) -> None:
    await clear(town)
    trouble = Trouble(town, people[which], step, error)
    town.renderers[KIND] = trouble.say
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "POLL_SECONDS", 0.05)
        patch.setattr(delivery, "placement_after", trouble.place)
        sender = town.sender(
            lease=timedelta(seconds=0.9), consequences=Consequences(sent={KIND: trouble.follow})
        )
        patch.setattr(sender._calls, "_bot", trouble)
        for person in people:
            await town.queue(person, KIND)
        if step is Step.ROW:
            async with town.database.transaction() as uow:
                await uow._session.execute(
                    update(OutboxRow)
                    .where(OutboxRow.person_id == people[which])
                    .values(params="no JSON")
                )

        async def others_are_sent() -> bool:
            rows = [row for row in await town.rows() if row.kind == KIND]
            return all(row.state == "sent" for row in rows if row.person_id != people[which])

        async def owner_is_told() -> bool:
            return FIRST + 900 in town.copies()

        async with sender.sending():
            await town.until(others_are_sent)
            sent_at_once = step not in {Step.WORDS, Step.CALL}
            if sent_at_once:
                await town.until(owner_is_told)
    told = [row for row in await town.rows() if row.kind == troubles.TROUBLE]
    assert len(told) <= 1
    (bad,) = [
        row for row in await town.rows() if row.kind == KIND and row.person_id == people[which]
    ]
    copies = Counter(town.copies())
    assert copies[FIRST + which] <= bad.unknown + 1
    assert all(copies[FIRST + n] == 1 for n in range(PEOPLE) if n != which)
    if told:
        assert DeliveryState(bad.state) in FINAL
