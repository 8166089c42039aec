"""Checks for somebody at the desk: nothing is stored until their interest is declared (need E13).

Somebody without a chat gets a row of their own all the same, with a key of their own, so that what
is kept about them can be erased like everybody's. It can be reached by no message.
"""

import secrets
from datetime import datetime
from typing import Final

from bot.domain.eligibility.verdicts import CheckState, Verdict, judge
from bot.domain.errors import CallNotOpenError, DoesNotFitError, NotAllowedError, NotFoundError
from bot.domain.inbox.threads import About
from bot.domain.interests.declared import ContactWay, Interest, Together, Way, together
from bot.domain.interests.sharing import place_of, shared_of, ticks
from bot.domain.interests.views import CallTrial, NewInterest
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Opening
from bot.domain.screening.trials import as_said, unpack_answers
from bot.domain.staff.roles import Act
from bot.services.calls.calls import calls_today
from bot.services.case import Case
from bot.services.inbox.reach import reaches
from bot.services.interests import desk, own
from bot.services.rounds import rounds
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.people import Person
from bot.storage.unit_of_work import UnitOfWork
from bot.storage.upkeep.erasure import erase_person

_NUMBERS: Final = 1 << 50


async def trial(case: Case, packed: str) -> CheckState:
    """What answers mean for the open calls, or for all of them while none is open.

    Args:
        packed: The answers, as a button carries them.

    Raises:
        NotAllowedError: here and below, if no role of theirs allows it.
    """
    await staff.require(case.uow, case.person_id, Act.CHECK_FOR_OTHERS)
    compiled = case.compiled
    today = await calls_today(case.uow, case.content, case.now)
    calls = [one.call.id for one in today if one.is_open and one.call.id in compiled.calls]
    return judge(compiled, unpack_answers(compiled, packed), calls or tuple(compiled.calls))


async def trial_of_call(case: Case, call_id: str, packed: str) -> CallTrial:
    """What answers mean for one call, and whether somebody could declare an interest in it."""
    await staff.require(case.uow, case.person_id, Act.CHECK_FOR_OTHERS)
    standing = await rounds.standing(case.uow, call_id, case.now)
    state = judge(case.compiled, unpack_answers(case.compiled, packed), (call_id,))
    return CallTrial(state, standing.opening is Opening.OPEN)


async def declare(case: Case, call_id: str, packed: str) -> Interest:
    """Declare the interest of somebody at the desk, with the ordinary answers that they gave.

    Args:
        packed: The answers, as a button carries them.

    Raises:
        NotFoundError: if there is no such call.
        CallNotOpenError: if it is not open.
        DoesNotFitError: if the answers exclude it.
    """
    member = await staff.require(case.uow, case.person_id, Act.CHECK_FOR_OTHERS)
    call = case.content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    standing = await rounds.standing(case.uow, call_id, case.now)
    if standing.opening is not Opening.OPEN or standing.round is None:
        raise CallNotOpenError(call_id)
    state = judge(case.compiled, unpack_answers(case.compiled, packed), (call_id,))
    verdict = state.verdicts.get(call_id)
    if verdict is Verdict.EXCLUDED:
        raise DoesNotFitError(call_id)
    shareable = ticks(case.compiled.rules, call_id, as_said(case.compiled, state.answers), 0)
    shared = shared_of(verdict.value if verdict else "", shareable)
    place = place_of(shared)
    about = About(call.programme, place)
    if not any(
        reach.covers(about) for reach in reaches(member, Act.HANDLE_INTERESTS, case.content)
    ):
        raise NotAllowedError(case.person_id, Act.CHECK_FOR_OTHERS.value)
    somebody = await _somebody(case.uow, case.now)
    interest = await case.uow.interests.add(
        NewInterest(
            person_id=somebody.id,
            call_id=call_id,
            round_number=standing.round.number,
            municipality=place,
            contact=ContactWay(Way.VISIT),
            shared=shared,
            with_code=together(call) is not Together.ALONE,
            by_staff=member.number,
        ),
        case.now,
    )
    await _note(case, interest, "declared")
    return interest


async def look(case: Case, interest_id: int) -> Interest:
    """An interest that a colleague declared at the desk, for somebody who may handle it.

    Raises:
        NotFoundError: here and below, if there is none, or the person declared it themselves.
    """
    await staff.require(case.uow, case.person_id, Act.CHECK_FOR_OTHERS)
    interest = await desk.look_up(case, interest_id)
    if interest.by_staff is None or interest.erased:
        raise NotFoundError("interest")
    return interest


async def reach_by_phone(case: Case, interest_id: int, phone: str) -> None:
    """Note the phone number of somebody at the desk, for the team of the call.

    Args:
        phone: With ``+`` and the country's number.
    """
    interest = await look(case, interest_id)
    await case.uow.shared_parts.change_contact(interest, ContactWay(Way.PHONE, phone), case.now)
    await _note(case, interest, "phone")


async def erase(case: Case, interest_id: int) -> None:
    """Erase all about somebody from the desk, as they asked for it."""
    interest = await look(case, interest_id)
    somebody = await case.uow.people.get(interest.person_id)
    await _note(case, interest, "erased")
    await own.leave_all(case.uow, interest.person_id)
    await erase_person(case.uow, somebody.id, somebody.telegram_id, case.now)


async def _somebody(uow: UnitOfWork, now: datetime) -> Person:
    """A row for somebody who has no chat: numbers below zero are nobody's in Telegram."""
    person = await uow.people.meet(-1 - secrets.randbelow(_NUMBERS), now)
    person.stopped_at = person.unreachable_at = now
    person.active_on = local_day(now)
    await uow.flush()
    return person


async def _note(case: Case, interest: Interest, deed: str) -> None:
    subject = f"interest:{interest.id}:{deed}"
    await audit.note(case.uow, case.person_id, Act.CHECK_FOR_OTHERS, subject, case.now)
