"""Lists of people for staff: asked for with a reason, approved by a second person, read for a day.

A list of followers holds what is needed to reach people and nothing that was said in confidence:
kept answers were given to spare questions, not for lists, so that no role gets them in one. A list
of who wants to apply holds what they let the team see, as far as the role sees it elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
from bot.domain.staff.notices import News
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.services.case import Case
from bot.services.staff import audit, notices
from bot.services.staff.members import require


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


async def requests(case: Case) -> Requests:
    """The requests that concern somebody.

    Raises:
        NotAllowedError: if they may export nothing.
    """
    member = await require(case.uow, case.person_id, Act.EXPORT_FIGURES)
    current = await case.uow.exports.current(case.now)
    mine = [request for request in current if request.asked_by == member.number]
    return Requests(member, mine, _to_decide(case, current, member)[::-1])


async def count_waiting(case: Case, member: StaffMember) -> int:
    """How many requests wait for somebody's yes or no."""
    return len(_to_decide(case, await case.uow.exports.current(case.now), member))


async def subjects(case: Case) -> list[tuple[ExportTopic, str]]:
    """Whose followers somebody may ask for: programmes first, then calls, by id.

    Raises:
        NotAllowedError: if they may ask for no list.
    """
    member = await require(case.uow, case.person_id, Act.EXPORT_PERSONAL)
    known = [
        *((ExportTopic.PROGRAMME, programme) for programme in case.content.programmes),
        *((ExportTopic.CALL, call) for call in case.content.calls),
    ]
    return [
        (topic, subject)
        for topic, subject in known
        if may_ask(member, case.content, topic, subject)
    ]


def may_ask(member: StaffMember, content: Content, topic: ExportTopic, subject: str) -> bool:
    """Whether somebody may ask for a list; for what is shown, never for what is allowed."""
    return member.may(Act.EXPORT_PERSONAL, scope_of(content, topic, subject))


async def check(case: Case, topic: ExportTopic, subject: str) -> StaffMember:
    """Somebody who may ask for this list.

    Raises:
        NotAllowedError: if no role of theirs allows it.
        NotFoundError: if there is no such thing.
    """
    await require(case.uow, case.person_id, Act.EXPORT_PERSONAL)
    wish = scope_of(case.content, topic, subject)
    return await require(case.uow, case.person_id, Act.EXPORT_PERSONAL, wish)


async def ask(case: Case, topic: ExportTopic, subject: str, reason: ExportReason) -> int:
    """Ask for a list; asking twice is asking once.

    Returns:
        The number of the request.

    Raises:
        NotAllowedError, NotFoundError: see :func:`check`.
    """
    uow, now = case.uow, case.now
    member = await check(case, topic, subject)
    wanted = (topic, subject, reason, member.number)
    for request in await uow.exports.current(now):
        known = (request.topic, request.subject, request.reason, request.asked_by)
        if known == wanted and request.state is not ExportState.REFUSED:
            return request.id
    number = await uow.exports.add(topic, subject, reason, member.number, now, now + VALID_FOR)
    entry = f"export:{number}:asked:{topic.value}:{subject}:{reason.value}"
    await audit.note(uow, case.person_id, Act.EXPORT_PERSONAL, entry, now)
    wish = scope_of(case.content, topic, subject)
    deciding = [
        colleague.person_id
        for colleague in await uow.staff.all()
        if colleague.number != member.number and colleague.may(Act.APPROVE_EXPORT, wish)
    ]
    await notices.tell(uow, deciding, News.EXPORT_ASKED, number, now)
    return number


async def look(case: Case, request_id: int) -> ExportRequest:
    """A request that somebody may decide about.

    Raises:
        NotAllowedError: if no role of theirs allows it, or it is their own.
        NotFoundError: if there is no such request.
        ExportOverError: if it is decided, or its day has passed.
    """
    member = await require(case.uow, case.person_id, Act.APPROVE_EXPORT)
    request = await case.uow.exports.find(request_id)
    if request is None:
        raise NotFoundError("export")
    wish = scope_of(case.content, request.topic, request.subject)
    if request.asked_by == member.number or not member.may(Act.APPROVE_EXPORT, wish):
        raise NotAllowedError(case.person_id, Act.APPROVE_EXPORT.value)
    if not request.can_be_decided(member.number, case.now):
        raise ExportOverError(str(request_id))
    return request


async def decide(case: Case, request_id: int, state: ExportState) -> None:
    """Say yes or no to another's request; who asked is told.

    Raises:
        NotAllowedError, NotFoundError, ExportOverError: see :func:`look`.
    """
    request = await look(case, request_id)
    member = await require(case.uow, case.person_id, Act.APPROVE_EXPORT)
    if not await case.uow.exports.decide(request_id, state, member.number, case.now):
        raise ExportOverError(str(request_id))
    entry = f"export:{request_id}:{state.value}"
    await audit.note(case.uow, case.person_id, Act.APPROVE_EXPORT, entry, case.now)
    await notices.tell_number(
        case.uow, request.asked_by, News.EXPORT_DECIDED, request_id, case.now, state.value
    )


async def take(case: Case, request_id: int) -> TakenList:
    """The followers, for who asked for them and got another's yes; each reading is in the log.

    Of who wants to apply the list comes from :func:`bot.services.interests.desk.taken_along`.

    Raises:
        NotAllowedError: if no role of theirs allows it now, or they did not ask for it.
        NotFoundError: if there is no such request, or its subject is gone.
        ExportOverError: if nobody approved it, or its day has passed.
    """
    uow, person_id = case.uow, case.person_id
    await require(uow, person_id, Act.EXPORT_PERSONAL)
    request = await uow.exports.find(request_id)
    if request is None:
        raise NotFoundError("export")
    member = await check(case, request.topic, request.subject)
    if request.asked_by != member.number:
        raise NotAllowedError(person_id, Act.EXPORT_PERSONAL.value)
    if not request.can_be_taken(member.number, case.now):
        raise ExportOverError(str(request_id))
    followers: Sequence[Follower] = ()
    if request.topic is not ExportTopic.INTERESTS:
        followers = await uow.figures.list_followers(request.topic.value, request.subject)
    await audit.note(uow, person_id, Act.EXPORT_PERSONAL, f"export:{request_id}:read", case.now)
    return TakenList(member, request, followers)


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
    case: Case, current: Sequence[ExportRequest], member: StaffMember
) -> list[ExportRequest]:
    waiting = []
    for request in current:
        try:
            wish = scope_of(case.content, request.topic, request.subject)
        except NotFoundError:
            continue  # gone from the content since: nobody can take it any more
        may_decide = member.may(Act.APPROVE_EXPORT, wish)
        if may_decide and request.can_be_decided(member.number, case.now):
            waiting.append(request)
    return waiting
