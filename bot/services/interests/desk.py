"""Declared interests in the hands of staff: lists, one by its number, and what becomes of it.

Staff see what lies within their role. Each reading is written into the log, and answers about
origin are read by themselves, by who may.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.contact_hours import next_moment
from bot.domain.delivery.media import Enclosure
from bot.domain.delivery.outbox import DeliveryState, OutboxMessage
from bot.domain.errors import InterestOverError, NotAllowedError, NotFoundError
from bot.domain.inbox.threads import About, Thread, ThreadState, written
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
from bot.services.case import Case
from bot.services.inbox.desk import REPLY
from bot.services.inbox.reach import reaches
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

DECIDED: Final = "interest_decided"
"""The kind of message that tells a decision to the person."""
_OUT_OF_HAND: Final = tuple(frozenset(DeliveryState) - {DeliveryState.QUEUED})
"""Words that may have been read, and do not say what is decided afterwards."""


async def overview(case: Case) -> Sequence[CallInterests]:
    """The calls with interests within somebody's role, those with most waiting first.

    Raises:
        NotAllowedError: here and below, if no role of theirs allows it.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_INTERESTS)
    return await _overview(case, member)


async def count_waiting(case: Case, member: StaffMember) -> int:
    """How many people within a colleague's role were not contacted yet."""
    return sum(call.waiting for call in await _overview(case, member))


async def listed(case: Case, call_id: str, *, only_open: bool) -> Sequence[Interest]:
    """The interests of a call within somebody's role, oldest first."""
    member = await require(case.uow, case.person_id, Act.VIEW_INTERESTS)
    if call_id not in case.content.calls:
        raise NotFoundError("call")
    return [
        interest
        for interest in await case.uow.interests.of_call(call_id)
        if _lies_within(member, Act.VIEW_INTERESTS, case.content, interest)
        and (interest.is_open or not only_open)
    ]


async def find(case: Case, typed: str) -> Interest | None:
    """The interest with a typed number; None if there is none within somebody's role."""
    member = await require(case.uow, case.person_id, Act.VIEW_INTERESTS)
    reference = read(typed, REFERENCE_LENGTH)
    interest = await case.uow.interests.by_reference(reference) if reference else None
    if interest is None or not _lies_within(member, Act.VIEW_INTERESTS, case.content, interest):
        return None
    return interest


async def open_interest(case: Case, interest_id: int, *, origin: bool = False) -> OpenedInterest:
    """An interest with what the person shares; that it was read is written into the log.

    Args:
        origin: Read the answers about origin too.

    Raises:
        NotFoundError: here and below, if there is no such interest.
    """
    uow, content = case.uow, case.content
    if origin:
        await _allowed(case, Act.READ_ORIGIN, interest_id)
    member, interest = await _allowed(case, Act.VIEW_INTERESTS, interest_id)
    if origin:
        act, deed = Act.READ_ORIGIN, "origin"
    else:
        act, deed = Act.VIEW_INTERESTS, "read"
    await audit.note(uow, case.person_id, act, f"interest:{interest_id}:{deed}", case.now)
    leader = interest.joined_to or interest.id
    first = await uow.interests.find(leader)
    together = [*([first] if first else []), *await uow.interests.joined(leader)]
    return OpenedInterest(
        interest,
        await uow.shared_parts.contact(interest),
        await uow.shared_parts.read(interest, sensitive=origin),
        [
            other
            for other in together
            if other.id != interest_id and _lies_within(member, Act.VIEW_INTERESTS, content, other)
        ],
        _lies_within(member, Act.HANDLE_INTERESTS, content, interest),
        _lies_within(member, Act.READ_ORIGIN, content, interest),
    )


async def look_up(case: Case, interest_id: int) -> Interest:
    """How an interest stands, without what is shared, for somebody who may handle it."""
    _member, interest = await _allowed(case, Act.HANDLE_INTERESTS, interest_id)
    return interest


async def mark(case: Case, interest_id: int, step: InterestStep) -> None:
    """Write down that the person was contacted or has applied.

    Raises:
        InterestOverError: if it stands where this cannot happen any more.
    """
    if step not in (InterestStep.CONTACT, InterestStep.APPLY):
        raise NotFoundError("step")
    _member, interest = await _locked(case, interest_id)
    await _step(case, interest, step)
    await _note(case, interest_id, step.name.lower())


async def unmark(case: Case, interest_id: int) -> None:
    """Take the last mark back, which was a wrong tap.

    Raises:
        InterestOverError: if there is none.
    """
    _member, interest = await _locked(case, interest_id)
    before = interest.unmarked
    if before is None:
        raise InterestOverError(str(interest_id))
    await case.uow.interests.go(interest, before, case.now)
    await case.uow.interests.change(interest_id, came_from=None)
    await _note(case, interest_id, f"undone:{interest.state.value}")


async def decide(
    case: Case, interest_id: int, decision: Decision, instead_of: Decision | None = None
) -> None:
    """Write down what the programme decided; who applied is told privately (need L16).

    Args:
        instead_of: The decision that this one corrects or, after the waiting list, follows.

    Raises:
        InterestOverError: if something else was decided meanwhile, or it was withdrawn.
    """
    _member, interest = await _locked(case, interest_id)
    if interest.decision is not instead_of or decision is instead_of:
        raise InterestOverError(str(interest_id))
    joined = [
        one
        for one in await case.uow.interests.joined(interest_id)
        if one.decision is instead_of and after(one.state, decision.step) is not None
    ]
    deed = "corrected" if interest.state is InterestState.DECIDED else "decided"
    for applicant in (interest, *joined):
        await _step(case, applicant, decision.step, decision)
        if applicant.by_staff is None:  # who has no chat is told at the desk
            await _tell_decision(case, applicant)
        await _note(case, applicant.id, f"{deed}:{decision.value}")


async def find_decided(uow: UnitOfWork, interest_id: int) -> Interest | None:
    """The interest whose decision a queued notice tells; None if none is to be told any more."""
    interest = await uow.interests.find(interest_id)
    return interest if interest is not None and interest.decision is not None else None


async def _tell_decision(case: Case, interest: Interest) -> None:
    """Queue the word of a decision: to be heard in any case, but not in quiet hours.

    A word that still waits tells the newest decision when it goes out, so that a second one is
    only needed after that.

    Args:
        interest: As it was before the decision.
    """
    person = await case.uow.people.get(interest.person_id)
    key = f"interest:{interest.id}:decided"
    await case.uow.outbox.forget(key, _OUT_OF_HAND)
    corrects = interest.state is InterestState.DECIDED
    await case.uow.outbox.enqueue(
        OutboxMessage(
            kind=DECIDED,
            dedupe_key=key,
            not_before=next_moment(case.now, person.quiet_from, person.quiet_until),
            person_id=interest.person_id,
            params={"interest": interest.id, **({"corrects": True} if corrects else {})},
        )
    )


async def taken_along(case: Case, member: StaffMember, call_id: str) -> Sequence[ListedInterest]:
    """Everybody who wants to apply for a call, with what the role of who asks may read.

    The request, the second person's yes and the log are with :mod:`bot.services.figures.exports`.
    """
    listed = []
    for interest in await case.uow.interests.of_call(call_id):
        if _lies_within(member, Act.VIEW_INTERESTS, case.content, interest):
            sensitive = _lies_within(member, Act.READ_ORIGIN, case.content, interest)
            contact = await case.uow.shared_parts.contact(interest)
            shared = await case.uow.shared_parts.read(interest, sensitive=sensitive)
            listed.append(ListedInterest(interest, contact, shared))
        await asyncio.sleep(0)  # on SQLite nothing else in here lets others have their turn
    return listed


async def write(
    case: Case,
    interest_id: int,
    text: str,
    *,
    enclosed: Enclosure | None = None,
    source: int | None = None,
) -> Thread:
    """Write to the person: the words come to their chat under their number, to be answered there.

    Args:
        enclosed: A picture, file or voice message, with the words or instead of them.
        source: The number of the message in the colleague's chat.

    Returns:
        The thread in the inbox, in which the person's answer will stand.

    Raises:
        ValueError: if there are no words and nothing is enclosed.
    """
    uow = case.uow
    member, interest = await _locked(case, interest_id)
    if interest.by_staff is not None or interest.erased:
        raise NotFoundError("chat")
    said = written(text, enclosed, source)
    call = case.content.calls[interest.call_id]
    about = About(call.programme, interest.municipality, call.id, interest.reference)
    number = await uow.inbox.open(interest.person_id, about, case.now)
    thread = await uow.inbox.find(number, locked=True)
    if thread is None:
        raise RuntimeError("a question vanished between insert and read")
    position = await uow.inbox.add(thread, member.number, said, case.now)
    await uow.inbox.change(
        number, state=ThreadState.ANSWERED.value, waiting_since=None, claimed_by=member.number
    )
    await uow.outbox.enqueue(
        OutboxMessage(
            kind=REPLY,
            dedupe_key=f"inbox:{number}:{position}",
            not_before=case.now,
            person_id=interest.person_id,
            params={"thread": number, "position": position},
        )
    )
    if interest.state is InterestState.DECLARED:
        await _step(case, interest, InterestStep.CONTACT)
    await _note(case, interest_id, "wrote")
    return thread


async def _overview(case: Case, member: StaffMember) -> Sequence[CallInterests]:
    reach = reaches(member, Act.VIEW_INTERESTS, case.content)
    counts: dict[str, Counter[InterestState]] = {}
    for alike in await case.uow.interests.counts():
        call = case.content.calls.get(alike.call_id)
        about = About(call.programme, alike.municipality) if call else None
        if about and any(scope.covers(about) for scope in reach):
            counts.setdefault(alike.call_id, Counter())[alike.state] += alike.times
    calls = [
        CallInterests(
            call_id,
            states[InterestState.DECLARED],
            sum(times for state, times in states.items() if state in OPEN),
            states.total(),
        )
        for call_id, states in counts.items()
    ]
    return sorted(calls, key=lambda call: (-call.waiting, -call.open, call.call_id))


async def _step(
    case: Case, interest: Interest, step: InterestStep, decision: Decision | None = None
) -> None:
    state = after(interest.state, step)
    if state is None:
        raise InterestOverError(str(interest.id))
    await case.uow.interests.go(interest, state, case.now, decision)


async def _note(case: Case, interest_id: int, deed: str) -> None:
    subject = f"interest:{interest_id}:{deed}"
    await audit.note(case.uow, case.person_id, Act.HANDLE_INTERESTS, subject, case.now)


async def _allowed(case: Case, act: Act, interest_id: int) -> tuple[StaffMember, Interest]:
    member = await require(case.uow, case.person_id, act)
    interest = await case.uow.interests.find(interest_id)
    return member, _checked(member, act, case.content, interest)


async def _locked(case: Case, interest_id: int) -> tuple[StaffMember, Interest]:
    """An interest to be changed; nobody else changes it until the transaction ends."""
    member = await require(case.uow, case.person_id, Act.HANDLE_INTERESTS)
    interest = await case.uow.interests.find(interest_id, locked=True)
    return member, _checked(member, Act.HANDLE_INTERESTS, case.content, interest)


def _checked(
    member: StaffMember, act: Act, content: Content, interest: Interest | None
) -> Interest:
    if interest is None:
        raise NotFoundError("interest")
    if not _lies_within(member, act, content, interest):
        raise NotAllowedError(member.person_id, act.value)
    return interest


def _lies_within(member: StaffMember, act: Act, content: Content, interest: Interest) -> bool:
    """Whether an interest lies where somebody's role allows them an act."""
    call = content.calls.get(interest.call_id)
    if call is None:
        return False
    about = About(call.programme, interest.municipality)
    return any(reach.covers(about) for reach in reaches(member, act, content))
