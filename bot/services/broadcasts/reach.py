"""How far a broadcast reaches: the audience, within the roles of the one who writes."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.broadcasts.audience import Audience, CallsOf
from bot.domain.broadcasts.broadcast import Broadcast, Readers
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError
from bot.domain.localtime import local_day
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.domain.text.languages import Language
from bot.services.case import Case
from bot.storage.unit_of_work import UnitOfWork


def require_cover(member: StaffMember, act: Act, reach: Sequence[Scope]) -> None:
    """Return if the roles of a member that allow an act reach as far as those of another.

    Raises:
        NotAllowedError: if they do not.
    """
    if not is_covered(member, act, reach):
        raise NotAllowedError(member.person_id, act.value)


def is_covered(member: StaffMember, act: Act, reach: Sequence[Scope]) -> bool:
    """Whether the roles of a member that allow an act reach as far as those of another."""
    mine = member.reach(act)
    return bool(mine) and all(any(scope.covers(other) for scope in mine) for other in reach)


async def reach_of(uow: UnitOfWork, broadcast: Broadcast) -> Sequence[Scope]:
    """How far the roles of its maker reach now; nowhere once they are not staff any more."""
    maker = await uow.staff.numbered(broadcast.made_by)
    return () if maker is None else maker.reach(Act.SEND_BROADCAST)


def reaches_everybody(member: StaffMember) -> bool:
    """Whether nothing narrows the roles with which a member writes to many."""
    return any(
        scope.programmes is None and scope.municipalities is None
        for scope in member.reach(Act.SEND_BROADCAST)
    )


async def readers_of(case: Case, broadcast: Broadcast) -> Readers:
    """Who would get a broadcast now: people of its audience, and the chosen groups."""
    groups = Counter(
        chat.language
        for chat in await case.uow.notice_chats.registered(sorted(broadcast.chats))
        if chat.language is not None
    )
    reach = await reach_of(case.uow, broadcast)
    return Readers(await count_within(case, broadcast.audience, reach), groups)


async def count_within(
    case: Case, audience: Audience, reach: Sequence[Scope]
) -> Mapping[Language, int]:
    """How many people belong to an audience and lie within a reach now, by language."""
    calls, today = calls_of(case.content), local_day(case.now)
    return await case.uow.audiences.readers(audience, reach, calls, today)


def calls_of(content: Content) -> CallsOf:
    """The ids of the calls of each programme, by the id of the programme."""
    return {
        programme: [call.id for call in content.calls_of(programme)]
        for programme in content.programmes
    }
