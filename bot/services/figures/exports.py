"""Lists of people for staff: asked for with a reason, approved by a second person, read for a day.

A list of followers holds what is needed to reach people and nothing that was said in confidence:
kept answers were given to spare questions, not for lists, so that no role gets them in one. A list
of who wants to apply holds what they let the team see, as far as the role sees it elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Content
from bot.domain.errors import ExportOverError, NotAllowedError, NotFoundError
from bot.domain.figures.exports import (
    VALID_FOR,
    ExportReason,
    ExportRequest,
    ExportState,
    ExportTopic,
    Follower,
)
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Requests:
    """What somebody sees of the requests whose day has not passed.

    Args:
        mine: Their own, newest first.
        waiting: Those of others that they may decide about, oldest first.
    """

    member: StaffMember
    mine: Sequence[ExportRequest]
    waiting: Sequence[ExportRequest]


@dataclass(frozen=True, slots=True)
class TakenList:
    """A list that somebody asked for and may have.

    Args:
        followers: Empty where the list is of who wants to apply: that is asked for apart.
    """

    member: StaffMember
    request: ExportRequest
    followers: Sequence[Follower]


async def requests(uow: UnitOfWork, content: Content, person_id: int, now: datetime) -> Requests:
    """The requests that concern somebody.

    Raises:
        NotAllowedError: if they may export nothing.
    """
    member = await staff.require(uow, person_id, Act.EXPORT_FIGURES)
    current = await uow.exports.current(now)
    mine = [one for one in current if one.asked_by == member.number]
    waiting = _to_decide(current, content, member, now)
    return Requests(member, mine, waiting[::-1])


async def count_waiting(
    uow: UnitOfWork, content: Content, member: StaffMember, now: datetime
) -> int:
    """How many requests wait for somebody's yes or no."""
    return len(_to_decide(await uow.exports.current(now), content, member, now))


async def subjects(
    uow: UnitOfWork, content: Content, person_id: int
) -> list[tuple[ExportTopic, str]]:
    """Whose followers somebody may ask for.

    Raises:
        NotAllowedError: if they may ask for no list.
    """
    member = await staff.require(uow, person_id, Act.EXPORT_PERSONAL)
    known = [
        *((ExportTopic.PROGRAMME, one) for one in content.programmes),
        *((ExportTopic.CALL, one) for one in content.calls),
    ]
    return [
        (topic, subject)
        for topic, subject in known
        if member.may(Act.EXPORT_PERSONAL, scope_of(content, topic, subject))
    ]


def may_ask(member: StaffMember, content: Content, topic: ExportTopic, subject: str) -> bool:
    """Whether somebody may ask for a list; for what is shown, never for what is allowed."""
    return member.may(Act.EXPORT_PERSONAL, scope_of(content, topic, subject))


async def check(
    uow: UnitOfWork, content: Content, person_id: int, topic: ExportTopic, subject: str
) -> StaffMember:
    """Somebody who may ask for this list.

    Raises:
        NotAllowedError: if no role of theirs allows it.
        NotFoundError: if there is no such thing.
    """
    await staff.require(uow, person_id, Act.EXPORT_PERSONAL)
    wish = scope_of(content, topic, subject)
    return await staff.require(uow, person_id, Act.EXPORT_PERSONAL, wish)


async def ask(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    topic: ExportTopic,
    subject: str,
    reason: ExportReason,
    now: datetime,
) -> int:
    """Ask for a list; asking twice is asking once. Returns the number of the request.

    Raises:
        NotAllowedError, NotFoundError: see :func:`check`.
    """
    member = await check(uow, content, person_id, topic, subject)
    for one in await uow.exports.current(now):
        same = (one.topic, one.subject, one.reason, one.asked_by) == (
            topic,
            subject,
            reason,
            member.number,
        )
        if same and one.state is not ExportState.REFUSED:
            return one.id
    number = await uow.exports.add(topic, subject, reason, member.number, now, now + VALID_FOR)
    what = f"export:{number}:asked:{topic.value}:{subject}:{reason.value}"
    await audit.note(uow, person_id, Act.EXPORT_PERSONAL, what, now)
    return number


async def look(
    uow: UnitOfWork, content: Content, person_id: int, request_id: int, now: datetime
) -> ExportRequest:
    """A request that somebody may decide about.

    Raises:
        NotAllowedError: if no role of theirs allows it, or it is their own.
        NotFoundError: if there is no such request.
        ExportOverError: if it is decided, or its day has passed.
    """
    member = await staff.require(uow, person_id, Act.APPROVE_EXPORT)
    request = await uow.exports.find(request_id)
    if request is None:
        raise NotFoundError("export")
    wish = scope_of(content, request.topic, request.subject)
    if request.asked_by == member.number or not member.may(Act.APPROVE_EXPORT, wish):
        raise NotAllowedError(person_id, Act.APPROVE_EXPORT.value)
    if not request.can_be_decided(member.number, now):
        raise ExportOverError(str(request_id))
    return request


async def decide(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    request_id: int,
    state: ExportState,
    now: datetime,
) -> None:
    """Say yes or no to another's request.

    Raises:
        NotAllowedError, NotFoundError, ExportOverError: see :func:`look`.
    """
    await look(uow, content, person_id, request_id, now)
    member = await staff.require(uow, person_id, Act.APPROVE_EXPORT)
    if not await uow.exports.decide(request_id, state, member.number, now):
        raise ExportOverError(str(request_id))
    what = f"export:{request_id}:{state.value}"
    await audit.note(uow, person_id, Act.APPROVE_EXPORT, what, now)


async def take(
    uow: UnitOfWork, content: Content, person_id: int, request_id: int, now: datetime
) -> TakenList:
    """The followers, for who asked for them and got another's yes; each reading is in the log.

    Of who wants to apply the list comes from :func:`bot.services.interests.desk.taken_along`.

    Raises:
        NotAllowedError: if no role of theirs allows it now, or they did not ask for it.
        NotFoundError: if there is no such request, or its subject is gone.
        ExportOverError: if nobody approved it, or its day has passed.
    """
    await staff.require(uow, person_id, Act.EXPORT_PERSONAL)
    request = await uow.exports.find(request_id)
    if request is None:
        raise NotFoundError("export")
    member = await check(uow, content, person_id, request.topic, request.subject)
    if request.asked_by != member.number:
        raise NotAllowedError(person_id, Act.EXPORT_PERSONAL.value)
    if not request.can_be_taken(member.number, now):
        raise ExportOverError(str(request_id))
    people: Sequence[Follower] = ()
    if request.topic is not ExportTopic.INTERESTS:
        people = await uow.figures.list_followers(request.topic.value, request.subject)
    await audit.note(uow, person_id, Act.EXPORT_PERSONAL, f"export:{request_id}:read", now)
    return TakenList(member, request, people)


def scope_of(content: Content, topic: ExportTopic, subject: str) -> Scope:
    """What a list touches: its programme, and every place where that works.

    Raises:
        NotFoundError: if there is no such thing.
    """
    call = content.calls.get(subject) if topic is not ExportTopic.PROGRAMME else None
    programme = content.programmes.get(subject if topic is ExportTopic.PROGRAMME else "")
    if call is not None:
        return Scope(frozenset({call.programme}), call.municipalities)
    if programme is not None:
        return Scope(frozenset({programme.id}), programme.municipalities)
    raise NotFoundError("export subject")


def _to_decide(
    current: Sequence[ExportRequest], content: Content, member: StaffMember, now: datetime
) -> list[ExportRequest]:
    found = []
    for one in current:
        try:
            wish = scope_of(content, one.topic, one.subject)
        except NotFoundError:
            continue  # gone from the content since: nobody can take it any more
        if one.can_be_decided(member.number, now) and member.may(Act.APPROVE_EXPORT, wish):
            found.append(one)
    return found
