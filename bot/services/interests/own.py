"""A person's own declared interests: declare, join another's, change, withdraw."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import Answer
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.errors import (
    CallNotOpenError,
    CodeRefusedError,
    DoesNotFitError,
    InterestOverError,
    NotFoundError,
)
from bot.domain.interests.declared import (
    ContactWay,
    Interest,
    InterestState,
    InterestStep,
    Shared,
    Together,
    Way,
    after,
    differ,
    is_for_municipalities_only,
    together,
)
from bot.domain.interests.sharing import ShareableAnswer, ticks
from bot.domain.interests.views import NewInterest, Offer
from bot.domain.reading.references import CODE_LENGTH, draw, read
from bot.domain.rights.my_data import DeclaredInterest
from bot.domain.rounds.rounds import Opening
from bot.services.rounds import rounds
from bot.services.screening import conversation as screening
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork

LARGEST_HOUSEHOLD: Final = 12
"""So many can join one application of a household; more is not a household but a leaked code."""


async def offer(
    uow: UnitOfWork,
    content: Content,
    compiled: Compiled,
    person_id: int,
    call_id: str,
    flipped: int,
    code: str,
    now: datetime,
) -> Offer:
    """What would go to the team; nothing is stored.

    Raises:
        NotFoundError: if there is no such call.
        CallNotOpenError: if it is not open, or only a municipality's team can apply.
        DoesNotFitError: if the person's own answers exclude it.
    """
    call = content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    if not await may_declare(uow, person_id, call, now):
        raise CallNotOpenError(call_id)
    answers, verdict = await _checked(uow, compiled, person_id, call_id, now)
    if verdict is Verdict.EXCLUDED:
        raise DoesNotFitError(call_id)
    found = ticks(compiled.rules, call_id, answers, flipped)
    standing = await rounds.standing(uow, call_id, now)
    return Offer(call, standing, verdict.value if verdict else "", found, flipped, code)


async def may_declare(uow: UnitOfWork, person_id: int, call: Call, now: datetime) -> bool:
    """Whether a call is open and for more than municipalities, whose teams have a role here."""
    if is_for_municipalities_only(call) and not await staff.is_staff(uow, person_id):
        return False
    return (await rounds.standing(uow, call.id, now)).opening is Opening.OPEN


async def current(uow: UnitOfWork, person_id: int, call_id: str) -> Interest | None:
    """What a person declared for a call and neither took back nor saw decided."""
    found = await uow.interests.of_person(person_id)
    return next((one for one in found if one.call_id == call_id and one.is_open), None)


async def declare(
    uow: UnitOfWork,
    content: Content,
    compiled: Compiled,
    person_id: int,
    call_id: str,
    flipped: int,
    code: str,
    now: datetime,
) -> Interest:
    """Tell the team that somebody wants to apply; twice is once.

    Raises:
        NotFoundError, CallNotOpenError, DoesNotFitError: see :func:`offer`.
        CodeRefusedError: if nobody can join with this code.
    """
    found = await offer(uow, content, compiled, person_id, call_id, flipped, code, now)
    already = await current(uow, person_id, call_id)
    if already is not None:
        return already
    how = together(found.call)
    first = await _joinable(uow, person_id, found.call, code) if code else None
    answers, _verdict = await _checked(uow, compiled, person_id, call_id, now)
    place, community = answers.get("municipality"), answers.get("community")
    compares = how is Together.PARTNERSHIP and isinstance(community, str)
    interest = await uow.interests.add(
        NewInterest(
            person_id=person_id,
            call_id=call_id,
            round_number=found.standing.round.number if found.standing.round else 0,
            municipality=place if isinstance(place, str) else "",
            contact=ContactWay(Way.CHAT),
            shared=Shared(
                found.verdict,
                {one.question.id: one.answer for one in found.ticks if _goes(one, sensitive=False)},
                {one.question.id: one.answer for one in found.ticks if _goes(one, sensitive=True)},
            ),
            compared={"community": community} if compares and isinstance(community, str) else {},
            with_code=how is not Together.ALONE and first is None,
            joined_to=first.id if first else None,
        ),
        now,
    )
    if first is not None and how is Together.PARTNERSHIP:
        await _complete(uow, first, interest, now)
        return await _mine(uow, person_id, interest.id)
    return interest


async def mine(uow: UnitOfWork, person_id: int) -> Sequence[Interest]:
    """The declared interests of a person, newest first."""
    return await uow.interests.of_person(person_id)


async def look(uow: UnitOfWork, person_id: int, interest_id: int) -> Interest:
    """One of a person's own.

    Raises:
        NotFoundError: here and below, if the person has no such interest.
    """
    return await _mine(uow, person_id, interest_id)


async def count_others(uow: UnitOfWork, interest: Interest) -> int:
    """How many joined an application, or lead and joined the one that this one joined."""
    joined = await uow.interests.joined(interest.joined_to or interest.id)
    return len(joined)


async def change_contact(
    uow: UnitOfWork, person_id: int, interest_id: int, contact: ContactWay, now: datetime
) -> Interest:
    """Be reached in another way.

    Raises:
        InterestOverError: here and below, if it is decided or withdrawn.
    """
    interest = await _mine_open(uow, person_id, interest_id)
    await uow.shared_parts.change_contact(interest, contact, now)
    return interest


async def tick_paper(
    uow: UnitOfWork, content: Content, person_id: int, interest_id: int, number: int
) -> Interest:
    """Tick a document of the call, or take the tick away.

    Args:
        number: The line of the call's documents, from 0.
    """
    interest = await _mine_open(uow, person_id, interest_id)
    call = content.calls.get(interest.call_id)
    if call is None or not 0 <= number < len(call.bring):
        raise NotFoundError("document")
    await uow.interests.change(interest_id, papers=interest.papers ^ (1 << number))
    return await _mine(uow, person_id, interest_id)


async def withdraw(uow: UnitOfWork, person_id: int, interest_id: int, now: datetime) -> Interest:
    """Take it back: what was shared is erased at once. Twice is once."""
    interest = await _mine(uow, person_id, interest_id)
    state = after(interest.state, InterestStep.WITHDRAW)
    if state is None:
        if interest.state is InterestState.WITHDRAWN:
            return interest
        raise InterestOverError(str(interest_id))
    await _leave(uow, interest)
    await uow.shared_parts.erase(interest)
    await uow.interests.change(
        interest_id, state=state.value, changed_at=now, papers=0, joined_to=None
    )
    return await _mine(uow, person_id, interest_id)


async def leave_all(uow: UnitOfWork, person_id: int) -> None:
    """Prepare the erasure of a person: nobody who applies together with them loses the code."""
    for one in await uow.interests.of_person(person_id):
        await _leave(uow, one)


async def kept(uow: UnitOfWork, person_id: int) -> tuple[DeclaredInterest, ...]:
    """Everything that is kept about the interests of a person, for the person."""
    found = []
    for one in await uow.interests.of_person(person_id):
        contact = await uow.shared_parts.contact(one)
        shared = await uow.shared_parts.read(one, sensitive=True)
        found.append(DeclaredInterest(one, contact, shared))
    return tuple(found)


def read_code(text: str) -> str:
    """The code that somebody typed.

    Raises:
        CodeRefusedError: if it can be none.
    """
    code = read(text, CODE_LENGTH)
    if code is None:
        raise CodeRefusedError("code")
    return code


async def _checked(
    uow: UnitOfWork, compiled: Compiled, person_id: int, call_id: str, now: datetime
) -> tuple[Mapping[str, Answer], Verdict | None]:
    """The answers of the person's check and what they mean for one call."""
    found = await screening.state_of(uow, compiled, person_id, now, (call_id,))
    if found is None:
        return {}, None
    _answers, state = found
    return state.answers, state.verdicts.get(call_id)


def _goes(tick: ShareableAnswer, *, sensitive: bool) -> bool:
    return tick.is_on and tick.question.sensitive is sensitive


async def _joinable(uow: UnitOfWork, person_id: int, call: Call, code: str) -> Interest:
    seen = await uow.interests.by_code(code)
    first = await uow.interests.find(seen.id, locked=True) if seen else None
    if first is None or not first.is_open or first.call_id != call.id or first.code != code:
        raise CodeRefusedError("code")
    most = 1 if together(call) is Together.PARTNERSHIP else LARGEST_HOUSEHOLD
    if first.person_id == person_id or len(await uow.interests.joined(first.id)) >= most:
        raise CodeRefusedError("code")
    return first


async def _complete(uow: UnitOfWork, first: Interest, second: Interest, now: datetime) -> None:
    """Mark a partnership complete if its two declare different communities or municipalities."""
    told = [
        {**await uow.shared_parts.compared(one), "municipality": one.municipality}
        for one in (first, second)
    ]
    if differ(*told):
        for one in (first, second):
            await uow.interests.change(one.id, completed_at=now)


async def _leave(uow: UnitOfWork, interest: Interest) -> None:
    """Let those who apply together with somebody go on without them, the first one leading."""
    joined = [one for one in await uow.interests.joined(interest.id) if one.is_open]
    await uow.interests.change(interest.id, code=None, completed_at=None)
    if joined:
        leader, *others = joined
        await uow.interests.change(
            leader.id, joined_to=None, code=interest.code or _new_code(), completed_at=None
        )
        for one in others:
            await uow.interests.change(one.id, joined_to=leader.id)
    elif interest.joined_to is not None:
        await uow.interests.change(interest.joined_to, completed_at=None)


def _new_code() -> str:
    return draw(CODE_LENGTH, secrets.randbelow)


async def _mine(uow: UnitOfWork, person_id: int, interest_id: int) -> Interest:
    interest = await uow.interests.find(interest_id, locked=True)
    if interest is None or interest.person_id != person_id:
        raise NotFoundError("interest")
    return interest


async def _mine_open(uow: UnitOfWork, person_id: int, interest_id: int) -> Interest:
    interest = await _mine(uow, person_id, interest_id)
    if not interest.is_open:
        raise InterestOverError(str(interest_id))
    return interest
