"""Telling people of a new call that fits the answers they let us keep for that (Purpose.MATCHING).

Answers are compared by the bot alone: staff see a number, and never a small one.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.content import Call
from bot.domain.delivery.outbox import KINDS, OutboxMessage
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.verdicts import Verdict, judge
from bot.domain.privacy.consent import Purpose
from bot.domain.rounds.rounds import Opening, Round
from bot.domain.screening.replies import settled
from bot.services.case import Case
from bot.services.privacy import consents
from bot.services.rounds import rounds
from bot.services.screening import conversation
from bot.storage.unit_of_work import UnitOfWork

CALL_FITS: Final = "call_fits"
"""The kind of message that tells of a call that fits."""


async def agree(case: Case) -> None:
    """Keep the answers of the check that goes on, if there is one, to compare calls with them.

    Raises:
        ConsentMissingError: if the person has not agreed to keeping answers and to comparing.
    """
    await consents.require(case.uow, case.person_id, Purpose.ANSWERS)
    await consents.require(case.uow, case.person_id, Purpose.MATCHING)
    talk = await conversation.find(case)
    if talk is None:
        return
    await conversation.keep(case, talk)
    if await consents.holds(case.uow, case.person_id, Purpose.SPECIAL):
        await conversation.keep_sensitive(case, talk)


async def fits(uow: UnitOfWork, compiled: Compiled, person_id: int, call_id: str) -> bool:
    """Whether a call fits by what a person lets us keep and compare."""
    if not await consents.holds(uow, person_id, Purpose.MATCHING):
        return False
    return await _fits(uow, compiled, person_id, call_id)


async def fitting(uow: UnitOfWork, compiled: Compiled, call_id: str) -> Sequence[int]:
    """Everybody who agreed and whom a call fits, if they may be written to.

    Returns:
        The ids of these people.
    """
    fitting = []
    for person_id in await uow.consents.reachable_who_agreed(Purpose.MATCHING):
        if await _fits(uow, compiled, person_id, call_id):
            fitting.append(person_id)
        await asyncio.sleep(0)  # on SQLite nothing else in here lets others have their turn
    return fitting


async def tell(uow: UnitOfWork, compiled: Compiled, call: Call, turn: Round, now: datetime) -> int:
    """Queue a notice of a round that opened for everybody whom it fits.

    Once for each round. Who is told of the opening anyway, as a follower, gets no second message.

    Returns:
        How many people will be told.
    """
    followers = set(await uow.round_work.interested(call))
    fitting_people = await fitting(uow, compiled, call.id)
    people = [person_id for person_id in fitting_people if person_id not in followers]
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=CALL_FITS,
            dedupe_key=f"fits:{call.id}:{turn.number}:{person_id}",
            not_before=now,
            person_id=person_id,
            params={"call": call.id, "number": turn.number},
            expires_at=min(turn.closes_at, now + KINDS[CALL_FITS].lives),
        )
        for person_id in people
    )
    return len(people)


async def is_still_true(
    uow: UnitOfWork, compiled: Compiled, person_id: int, call_id: str, now: datetime
) -> bool:
    """Whether the round is open and the call still fits, when the notice is about to be sent."""
    standing = await rounds.standing(uow, call_id, now)
    if standing.opening is not Opening.OPEN:
        return False
    return await fits(uow, compiled, person_id, call_id)


async def _fits(uow: UnitOfWork, compiled: Compiled, person_id: int, call_id: str) -> bool:
    texts = await conversation.kept_of(uow, compiled, person_id)
    if not texts or call_id not in compiled.calls:
        return False
    state = judge(compiled, settled(compiled, texts), (call_id,))
    return state.verdicts[call_id] is Verdict.FITS
