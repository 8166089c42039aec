"""A person's own declared interests: declare, join another's, change, withdraw."""

import secrets
from collections.abc import Sequence
from typing import Final

from bot.domain.content import Call
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.errors import (
    CallNotOpenError,
    CodeRefusedError,
    DoesNotFitError,
    InterestOverError,
    NotFoundError,
)
from bot.domain.inbox.threads import About
from bot.domain.interests.declared import (
    ContactWay,
    Interest,
    InterestState,
    InterestStep,
    Together,
    Way,
    after,
    differ,
    is_for_municipalities_only,
    together,
)
from bot.domain.interests.sharing import place_of, questions_of, shared_of, ticks
from bot.domain.interests.views import NewInterest, Offer, OwnInterest
from bot.domain.reading.references import CODE_LENGTH, draw, read
from bot.domain.rights.my_data import DeclaredInterest
from bot.domain.rounds.rounds import Opening
from bot.domain.staff.notices import News
from bot.domain.staff.roles import Act
from bot.domain.working_days import last_day
from bot.services.calls import follows
from bot.services.case import Case
from bot.services.inbox.reach import reaches
from bot.services.rounds import rounds
from bot.services.screening import conversation
from bot.services.staff import members as staff
from bot.services.staff import notices
from bot.storage.unit_of_work import UnitOfWork

LARGEST_HOUSEHOLD: Final = 12
"""So many can join one application of a household; more is not a household but a leaked code."""


async def offer(case: Case, call_id: str, flipped: int, code: str) -> Offer:
    """What would go to the team; nothing is stored.

    Args:
        flipped: A bit for each answer that the person ticked or unticked, see :func:`ticks`.
        code: With which somebody else's application is joined; empty to begin one.

    Raises:
        NotFoundError: if there is no such call.
        CallNotOpenError: if it is not open, or only a municipality's team can apply.
        DoesNotFitError: if the person's own answers exclude it.
    """
    call = case.content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    if not await may_declare(case, call):
        raise CallNotOpenError(call_id)
    state = await conversation.state_of(case, (call_id,))
    verdict = state.verdicts.get(call_id) if state else None
    if verdict is Verdict.EXCLUDED:
        raise DoesNotFitError(call_id)
    said = await conversation.said(case, state) if state else {}
    shareable = ticks(case.compiled.rules, call_id, said, flipped)
    standing = await rounds.standing(case.uow, call_id, case.now)
    return Offer(call, standing, verdict.value if verdict else "", shareable, flipped, code)


async def may_declare(case: Case, call: Call) -> bool:
    """Whether a call is open and for more than municipalities, whose teams have a role here."""
    if is_for_municipalities_only(call) and not await staff.is_staff(case.uow, case.person_id):
        return False
    return (await rounds.standing(case.uow, call.id, case.now)).opening is Opening.OPEN


async def current(case: Case, call_id: str) -> Interest | None:
    """What a person declared for a call and neither took back nor saw decided."""
    interests = await case.uow.interests.of_person(case.person_id)
    return next((one for one in interests if one.call_id == call_id and one.is_open), None)


async def declare(case: Case, call_id: str, flipped: int, code: str) -> Interest:
    """Tell the team that somebody wants to apply; twice is once.

    Who does is reminded before the call closes, until they say that they need no reminder.

    Args:
        flipped: Likewise :func:`offer`, and the code.

    Raises:
        NotFoundError, CallNotOpenError, DoesNotFitError: see :func:`offer`.
        CodeRefusedError: if nobody can join with this code.
    """
    offered = await offer(case, call_id, flipped, code)
    already = await current(case, call_id)
    if already is not None:
        return already
    how = together(offered.call)
    first = await _joinable(case, offered.call, code) if code else None
    shared = shared_of(offered.verdict, offered.ticks)
    interest = await case.uow.interests.add(
        NewInterest(
            person_id=case.person_id,
            call_id=call_id,
            round_number=offered.standing.round.number if offered.standing.round else 0,
            municipality=place_of(shared),
            contact=ContactWay(Way.CHAT),
            shared=shared,
            with_code=how is not Together.ALONE and first is None,
            joined_to=first.id if first else None,
        ),
        case.now,
    )
    await follows.follow(case, "call", call_id)
    await _tell_team(case, interest)
    if first is not None and how is Together.PARTNERSHIP:
        await _complete(case, first, interest)
        return await _mine(case, interest.id)
    return interest


async def mine(case: Case) -> Sequence[Interest]:
    """The declared interests of a person, newest first."""
    return await case.uow.interests.of_person(case.person_id)


async def look(case: Case, interest_id: int) -> Interest:
    """A declared interest of the person themselves, locked for a change.

    Raises:
        NotFoundError: here and below, if the person has no such interest.
    """
    return await _mine(case, interest_id)


async def detailed(case: Case, interest: Interest) -> OwnInterest:
    """An interest with the way the person is reached, and how many apply with them."""
    others = 0
    if interest.state is not InterestState.WITHDRAWN:
        others = await count_others(case, interest)
    hears_by = None
    if interest.state is InterestState.DECLARED:
        hears_by = last_day(interest.declared_at, case.content.days_off)
    return OwnInterest(
        interest,
        await case.uow.shared_parts.contact(interest),
        others,
        await rounds.standing(case.uow, interest.call_id, case.now),
        hears_by,
    )


async def count_others(case: Case, interest: Interest) -> int:
    """How many joined an application, or lead and joined the one that this one joined."""
    joined = await case.uow.interests.joined(interest.joined_to or interest.id)
    return len(joined)


async def change_contact(case: Case, interest_id: int, contact: ContactWay) -> Interest:
    """Let the team reach the person in another way from now on.

    Raises:
        InterestOverError: here and below, if it is decided or withdrawn.
    """
    interest = await _mine_open(case, interest_id)
    await case.uow.shared_parts.change_contact(interest, contact, case.now)
    return interest


async def tick_paper(case: Case, interest_id: int, line: int) -> Interest:
    """Tick a document of the call, or take the tick away.

    Args:
        line: The line of the call's documents, from 0.

    Raises:
        NotFoundError: also if the call has no such line.
    """
    interest = await _mine_open(case, interest_id)
    call = case.content.calls.get(interest.call_id)
    if call is None or not 0 <= line < len(call.bring):
        raise NotFoundError("document")
    await case.uow.interests.change(interest_id, papers=interest.papers ^ (1 << line))
    return await _mine(case, interest_id)


async def set_reminder(case: Case, interest_id: int, *, wanted: bool) -> Interest:
    """Remind the person before the call of their interest closes, or do not."""
    interest = await _mine(case, interest_id)
    change = follows.follow if wanted else follows.unfollow
    if interest.call_id in case.content.calls:
        await change(case, "call", interest.call_id)
    return interest


async def withdraw(case: Case, interest_id: int) -> Interest:
    """Take an interest back: what was shared is erased at once. Twice is once."""
    interest = await _mine(case, interest_id)
    state = after(interest.state, InterestStep.WITHDRAW)
    if state is None:
        if interest.state is InterestState.WITHDRAWN:
            return interest
        raise InterestOverError(str(interest_id))
    await _leave(case.uow, interest)
    await case.uow.shared_parts.erase(interest)
    await case.uow.interests.go(interest, state, case.now)
    await case.uow.interests.change(interest_id, papers=0, joined_to=None)
    return await _mine(case, interest_id)


async def leave_all(uow: UnitOfWork, person_id: int) -> None:
    """Prepare the erasure of a person: nobody who applies together with them loses the code."""
    for interest in await uow.interests.of_person(person_id):
        await _leave(uow, interest)


async def kept(uow: UnitOfWork, person_id: int) -> tuple[DeclaredInterest, ...]:
    """Everything that is kept about the interests of a person, for the person."""
    declared = []
    for interest in await uow.interests.of_person(person_id):
        contact = await uow.shared_parts.contact(interest)
        shared = await uow.shared_parts.read(interest, sensitive=True)
        declared.append(DeclaredInterest(interest, contact, shared))
    return tuple(declared)


def read_code(text: str) -> str:
    """The code that somebody typed.

    Raises:
        CodeRefusedError: if it can be none.
    """
    code = read(text, CODE_LENGTH)
    if code is None:
        raise CodeRefusedError("code")
    return code


async def _tell_team(case: Case, interest: Interest) -> None:
    """Tell who may contact the person; none of what they share."""
    call = case.content.calls[interest.call_id]
    about = About(call.programme, interest.municipality)
    team = [
        member.person_id
        for member in await case.uow.staff.all()
        if member.person_id != interest.person_id
        and any(
            reach.covers(about) for reach in reaches(member, Act.HANDLE_INTERESTS, case.content)
        )
    ]
    await notices.tell(case.uow, team, News.NEW_INTEREST, interest.id, case.now)


async def _joinable(case: Case, call: Call, code: str) -> Interest:
    unlocked = await case.uow.interests.by_code(code)
    first = await case.uow.interests.find(unlocked.id, locked=True) if unlocked else None
    if first is None or not first.is_open or first.call_id != call.id or first.code != code:
        raise CodeRefusedError("code")
    most = 1 if together(call) is Together.PARTNERSHIP else LARGEST_HOUSEHOLD
    joined = await case.uow.interests.joined(first.id)
    if first.person_id == case.person_id or len(joined) >= most:
        raise CodeRefusedError("code")
    return first


async def _complete(case: Case, first: Interest, second: Interest) -> None:
    """Mark a partnership complete if its two are of different places, as their call asks."""
    shared = [
        await case.uow.shared_parts.read(partner, sensitive=False) for partner in (first, second)
    ]
    told = [parts.answers if parts else {} for parts in shared]
    if differ(questions_of(case.compiled.rules, first.call_id), *told):
        for partner in (first, second):
            await case.uow.interests.change(partner.id, completed_at=case.now)


async def _leave(uow: UnitOfWork, interest: Interest) -> None:
    """Let those who apply together with somebody go on without them, the first one leading."""
    joined = [one for one in await uow.interests.joined(interest.id) if one.is_open]
    await uow.interests.change(interest.id, code=None, completed_at=None)
    if joined:
        leader, *others = joined
        await uow.interests.change(
            leader.id, joined_to=None, code=interest.code or _new_code(), completed_at=None
        )
        for other in others:
            await uow.interests.change(other.id, joined_to=leader.id)
    elif interest.joined_to is not None:
        await uow.interests.change(interest.joined_to, completed_at=None)


def _new_code() -> str:
    return draw(CODE_LENGTH, secrets.randbelow)


async def _mine(case: Case, interest_id: int) -> Interest:
    interest = await case.uow.interests.find(interest_id, locked=True)
    if interest is None or interest.person_id != case.person_id:
        raise NotFoundError("interest")
    return interest


async def _mine_open(case: Case, interest_id: int) -> Interest:
    interest = await _mine(case, interest_id)
    if not interest.is_open:
        raise InterestOverError(str(interest_id))
    return interest
