"""Checks for somebody at the desk: nothing is stored until their interest is declared (need E13).

Somebody without a chat gets a row of their own all the same, with a key of their own, so that what
is kept about them can be erased like everybody's. It can be reached by no message.
"""

import secrets
from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import NoAnswer
from bot.domain.eligibility.verdicts import CheckState, Verdict, judge
from bot.domain.errors import CallNotOpenError, DoesNotFitError, NotAllowedError, NotFoundError
from bot.domain.inbox.threads import About
from bot.domain.interests.declared import ContactWay, Interest, Shared, Together, Way, together
from bot.domain.interests.sharing import ticks
from bot.domain.interests.views import NewInterest
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Opening
from bot.domain.screening.trials import read_told
from bot.domain.staff.roles import Act
from bot.services.calls.calls import calls_today
from bot.services.inbox.reach import reaches
from bot.services.interests import desk as interest_desk
from bot.services.interests import own as interests
from bot.services.rounds import rounds
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.people import Person
from bot.storage.unit_of_work import UnitOfWork
from bot.storage.upkeep.erasure import erase_person

_NUMBERS: Final = 1 << 50


async def trial(
    uow: UnitOfWork,
    content: Content,
    compiled: Compiled,
    person_id: int,
    told: str,
    now: datetime,
) -> CheckState:
    """What answers mean for the open calls, or for all of them while none is open.

    Raises:
        NotAllowedError: here and below, if no role of theirs allows it.
    """
    await staff.require(uow, person_id, Act.CHECK_FOR_OTHERS)
    found = await calls_today(uow, content, now)
    calls = [one.call.id for one in found if one.is_open and one.call.id in compiled.calls]
    return judge(compiled, read_told(compiled, told), calls or tuple(compiled.calls))


async def declare(
    uow: UnitOfWork,
    content: Content,
    compiled: Compiled,
    person_id: int,
    call_id: str,
    told: str,
    now: datetime,
) -> Interest:
    """Declare the interest of somebody at the desk, with the ordinary answers that they gave.

    Raises:
        NotFoundError: if there is no such call.
        CallNotOpenError: if it is not open.
        DoesNotFitError: if the answers exclude it.
    """
    member = await staff.require(uow, person_id, Act.CHECK_FOR_OTHERS)
    call = content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    standing = await rounds.standing(uow, call_id, now)
    if standing.opening is not Opening.OPEN or standing.round is None:
        raise CallNotOpenError(call_id)
    state = judge(compiled, read_told(compiled, told), (call_id,))
    verdict = state.verdicts.get(call_id)
    if verdict is Verdict.EXCLUDED:
        raise DoesNotFitError(call_id)
    place = state.answers.get("municipality")
    known = place if isinstance(place, str) and not isinstance(place, NoAnswer) else ""
    about = About(call.programme, known)
    if not any(one.covers(about) for one in reaches(member, Act.HANDLE_INTERESTS, content)):
        raise NotAllowedError(person_id, Act.CHECK_FOR_OTHERS.value)
    somebody = await _somebody(uow, now)
    shared = ticks(compiled.rules, call_id, state.answers, 0)
    interest = await uow.interests.add(
        NewInterest(
            person_id=somebody.id,
            call_id=call_id,
            round_number=standing.round.number,
            municipality=known,
            contact=ContactWay(Way.VISIT),
            shared=Shared(
                verdict.value if verdict else "",
                {one.question.id: one.answer for one in shared if one.is_on},
            ),
            compared={},
            with_code=together(call) is not Together.ALONE,
            by_staff=member.number,
        ),
        now,
    )
    await _note(uow, person_id, interest, "declared", now)
    return interest


async def look(uow: UnitOfWork, content: Content, person_id: int, interest_id: int) -> Interest:
    """An interest that a colleague declared at the desk, for somebody who may handle it.

    Raises:
        NotFoundError: here and below, if there is none, or the person declared it themselves.
    """
    return await _from_the_desk(uow, content, person_id, interest_id)


async def reach_by_phone(
    uow: UnitOfWork, content: Content, person_id: int, interest_id: int, phone: str, now: datetime
) -> None:
    """Note the phone number of somebody at the desk."""
    interest = await _from_the_desk(uow, content, person_id, interest_id)
    await uow.shared_parts.change_contact(interest, ContactWay(Way.PHONE, phone), now)
    await _note(uow, person_id, interest, "phone", now)


async def erase(
    uow: UnitOfWork, content: Content, person_id: int, interest_id: int, now: datetime
) -> None:
    """Erase all about somebody from the desk, as they asked for it."""
    interest = await _from_the_desk(uow, content, person_id, interest_id)
    somebody = await uow.people.get(interest.person_id)
    await _note(uow, person_id, interest, "erased", now)
    await interests.leave_all(uow, interest.person_id)
    await erase_person(uow, somebody.id, somebody.telegram_id, now)


async def _somebody(uow: UnitOfWork, now: datetime) -> Person:
    """A row for somebody who has no chat: numbers below zero are nobody's in Telegram."""
    person = await uow.people.meet(-1 - secrets.randbelow(_NUMBERS), now)
    person.stopped_at = person.unreachable_at = now
    person.active_on = local_day(now)
    await uow.flush()
    return person


async def _from_the_desk(
    uow: UnitOfWork, content: Content, person_id: int, interest_id: int
) -> Interest:
    await staff.require(uow, person_id, Act.CHECK_FOR_OTHERS)
    interest = await interest_desk.look_up(uow, content, person_id, interest_id)
    if interest.by_staff is None or interest.erased:
        raise NotFoundError("interest")
    return interest


async def _note(
    uow: UnitOfWork, person_id: int, interest: Interest, what: str, now: datetime
) -> None:
    subject = f"interest:{interest.id}:{what}"
    await audit.note(uow, person_id, Act.CHECK_FOR_OTHERS, subject, now)
