"""Declared interests in the hands of staff: lists, one by its number, and what becomes of it.

Staff see what lies within their role. Each reading is written into the log, and answers about
origin are read by themselves, by who may.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.contact_hours import next_moment
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import InterestOverError, NotAllowedError, NotFoundError
from bot.domain.inbox.threads import LONGEST_QUESTION, About, Thread, ThreadState
from bot.domain.interests.declared import (
    OPEN,
    Decision,
    Interest,
    InterestState,
    InterestStep,
    after,
)
from bot.domain.interests.views import CallInterests, ListedInterest, OpenedInterest
from bot.domain.reading.references import REFERENCE_LENGTH, read
from bot.domain.staff.roles import Act, StaffMember
from bot.services.inbox.desk import REPLY
from bot.services.inbox.reach import reaches
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

DECIDED: Final = "interest_decided"
"""The kind of message that tells a decision to the person."""


async def overview(uow: UnitOfWork, content: Content, person_id: int) -> Sequence[CallInterests]:
    """The calls with interests within somebody's role, those with most waiting first.

    Raises:
        NotAllowedError: here and below, if no role of theirs allows it.
    """
    member = await require(uow, person_id, Act.VIEW_INTERESTS)
    return await _overview(uow, content, member)


async def count_waiting(uow: UnitOfWork, content: Content, member: StaffMember) -> int:
    """How many people within somebody's role were not contacted yet."""
    return sum(one.waiting for one in await _overview(uow, content, member))


async def listed(
    uow: UnitOfWork, content: Content, person_id: int, call_id: str, *, only_open: bool
) -> Sequence[Interest]:
    """The interests of a call within somebody's role, oldest first."""
    member = await require(uow, person_id, Act.VIEW_INTERESTS)
    if call_id not in content.calls:
        raise NotFoundError("call")
    return [
        one
        for one in await uow.interests.of_call(call_id)
        if _may(member, Act.VIEW_INTERESTS, content, one) and (one.is_open or not only_open)
    ]


async def find(uow: UnitOfWork, content: Content, person_id: int, typed: str) -> Interest | None:
    """The interest with a typed number; None if there is none within somebody's role."""
    member = await require(uow, person_id, Act.VIEW_INTERESTS)
    reference = read(typed, REFERENCE_LENGTH)
    found = await uow.interests.by_reference(reference) if reference else None
    allowed = found is not None and _may(member, Act.VIEW_INTERESTS, content, found)
    return found if allowed else None


async def open_interest(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    interest_id: int,
    now: datetime,
    *,
    origin: bool = False,
) -> OpenedInterest:
    """An interest with what the person shares; that it was read is written into the log.

    Args:
        origin: Read the answers about origin too.

    Raises:
        NotFoundError: here and below, if there is no such interest.
    """
    if origin:
        await _allowed(uow, content, person_id, Act.READ_ORIGIN, interest_id)
    member, interest = await _allowed(uow, content, person_id, Act.VIEW_INTERESTS, interest_id)
    act, what = (Act.READ_ORIGIN, "origin") if origin else (Act.VIEW_INTERESTS, "read")
    await audit.note(uow, person_id, act, f"interest:{interest_id}:{what}", now)
    leader = interest.joined_to or interest.id
    first = await uow.interests.find(leader)
    together = [*([first] if first else []), *await uow.interests.joined(leader)]
    return OpenedInterest(
        interest,
        await uow.shared_parts.contact(interest),
        await uow.shared_parts.read(interest, sensitive=origin),
        [
            one
            for one in together
            if one.id != interest_id and _may(member, Act.VIEW_INTERESTS, content, one)
        ],
        _may(member, Act.HANDLE_INTERESTS, content, interest),
        _may(member, Act.READ_ORIGIN, content, interest),
    )


async def look_up(uow: UnitOfWork, content: Content, person_id: int, interest_id: int) -> Interest:
    """How an interest stands, without what is shared, for somebody who may handle it."""
    _member, found = await _allowed(uow, content, person_id, Act.HANDLE_INTERESTS, interest_id)
    return found


async def mark(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    interest_id: int,
    step: InterestStep,
    now: datetime,
) -> None:
    """Write down that the person was contacted or has applied.

    Raises:
        InterestOverError: if it stands where this cannot happen any more.
    """
    if step not in (InterestStep.CONTACT, InterestStep.APPLY):
        raise NotFoundError("step")
    interest = await _locked(uow, content, person_id, interest_id)
    await _step(uow, interest, step, None, now)
    await _note(uow, person_id, interest_id, step.name.lower(), now)


async def decide(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    interest_id: int,
    decision: Decision,
    now: datetime,
) -> None:
    """Write down what the programme decided; who applied is told privately (need L16).

    Raises:
        InterestOverError: if it is decided already, or was withdrawn.
    """
    interest = await _locked(uow, content, person_id, interest_id)
    joined = [one for one in await uow.interests.joined(interest_id) if one.is_open]
    for one in (interest, *joined):
        await _step(uow, one, InterestStep.DECIDE, decision, now)
        if one.by_staff is None:  # who has no chat is told at the desk
            await _tell_decision(uow, one, now)
        await _note(uow, person_id, one.id, f"decided:{decision.value}", now)


async def _tell_decision(uow: UnitOfWork, interest: Interest, now: datetime) -> None:
    """Queue the word of a decision: to be heard in any case, but not in quiet hours."""
    person = await uow.people.get(interest.person_id)
    await uow.outbox.enqueue(
        OutboxMessage(
            kind=DECIDED,
            dedupe_key=f"interest:{interest.id}:decided",
            not_before=next_moment(now, person.quiet_from, person.quiet_until),
            person_id=interest.person_id,
            params={"interest": interest.id},
        )
    )


async def taken_along(
    uow: UnitOfWork, content: Content, member: StaffMember, call_id: str
) -> Sequence[ListedInterest]:
    """Everybody who wants to apply for a call, with what the role of who asks may read.

    The request, the second person's yes and the log are with :mod:`bot.services.figures.exports`.
    """
    found = []
    for one in await uow.interests.of_call(call_id):
        if _may(member, Act.VIEW_INTERESTS, content, one):
            sensitive = _may(member, Act.READ_ORIGIN, content, one)
            contact = await uow.shared_parts.contact(one)
            shared = await uow.shared_parts.read(one, sensitive=sensitive)
            found.append(ListedInterest(one, contact, shared))
        await asyncio.sleep(0)  # on SQLite nothing else in here lets others have their turn
    return found


async def write(
    uow: UnitOfWork, content: Content, person_id: int, interest_id: int, text: str, now: datetime
) -> Thread:
    """Write to the person: the words come to their chat as a question that they can answer.

    Raises:
        ValueError: if there are no words.
    """
    interest = await _locked(uow, content, person_id, interest_id)
    if interest.by_staff is not None:
        raise NotFoundError("chat")
    words = text.strip()[:LONGEST_QUESTION]
    if not words:
        raise ValueError("a message needs words")
    member = await require(uow, person_id, Act.HANDLE_INTERESTS)
    call = content.calls[interest.call_id]
    about = About(call.programme, interest.municipality)
    number = await uow.inbox.open(interest.person_id, about, now)
    thread = await uow.inbox.find(number, locked=True)
    if thread is None:
        raise RuntimeError("a question vanished between insert and read")
    position = await uow.inbox.add(thread, member.number, words, now)
    await uow.inbox.change(
        number, state=ThreadState.ANSWERED.value, waiting_since=None, claimed_by=member.number
    )
    await uow.outbox.enqueue(
        OutboxMessage(
            kind=REPLY,
            dedupe_key=f"inbox:{number}:{position}",
            not_before=now,
            person_id=interest.person_id,
            params={"thread": number, "position": position},
        )
    )
    if interest.state is InterestState.DECLARED:
        await _step(uow, interest, InterestStep.CONTACT, None, now)
    await _note(uow, person_id, interest_id, "wrote", now)
    return thread


def within(member: StaffMember, act: Act, content: Content, interest: Interest) -> bool:
    """Whether an interest lies within somebody's role."""
    return _may(member, act, content, interest)


async def _overview(
    uow: UnitOfWork, content: Content, member: StaffMember
) -> Sequence[CallInterests]:
    reach = reaches(member, Act.VIEW_INTERESTS, content)
    counts: dict[str, Counter[InterestState]] = {}
    for alike in await uow.interests.counts():
        call = content.calls.get(alike.call_id)
        if call and any(one.covers(About(call.programme, alike.municipality)) for one in reach):
            counts.setdefault(alike.call_id, Counter())[alike.state] += alike.times
    found = [
        CallInterests(
            call_id,
            states[InterestState.DECLARED],
            sum(n for state, n in states.items() if state in OPEN),
            states.total(),
        )
        for call_id, states in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.waiting, -one.open, one.call_id))


async def _step(
    uow: UnitOfWork,
    interest: Interest,
    step: InterestStep,
    decision: Decision | None,
    now: datetime,
) -> None:
    state = after(interest.state, step)
    if state is None:
        raise InterestOverError(str(interest.id))
    values: Mapping[str, object] = {
        "state": state.value,
        "changed_at": now,
        **({"decision": decision.value} if decision else {}),
    }
    await uow.interests.change(interest.id, **values)


async def _note(
    uow: UnitOfWork, person_id: int, interest_id: int, what: str, now: datetime
) -> None:
    await audit.note(uow, person_id, Act.HANDLE_INTERESTS, f"interest:{interest_id}:{what}", now)


async def _allowed(
    uow: UnitOfWork, content: Content, person_id: int, act: Act, interest_id: int
) -> tuple[StaffMember, Interest]:
    member = await require(uow, person_id, act)
    return member, _checked(member, act, content, await uow.interests.find(interest_id))


async def _locked(uow: UnitOfWork, content: Content, person_id: int, interest_id: int) -> Interest:
    member = await require(uow, person_id, Act.HANDLE_INTERESTS)
    found = await uow.interests.find(interest_id, locked=True)
    return _checked(member, Act.HANDLE_INTERESTS, content, found)


def _checked(member: StaffMember, act: Act, content: Content, found: Interest | None) -> Interest:
    if found is None:
        raise NotFoundError("interest")
    if not _may(member, act, content, found):
        raise NotAllowedError(member.person_id, act.value)
    return found


def _may(member: StaffMember, act: Act, content: Content, interest: Interest) -> bool:
    call = content.calls.get(interest.call_id)
    if call is None:
        return False
    about = About(call.programme, interest.municipality)
    return any(reach.covers(about) for reach in reaches(member, act, content))
