"""How far a broadcast reaches: the audience, within the roles of the one who writes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.broadcasts.audience import CallsOf
from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.content import Content
from bot.domain.errors import NotAllowedError
from bot.domain.localtime import local_day
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.domain.text.languages import Language
from bot.storage.unit_of_work import UnitOfWork


def covers(member: StaffMember, act: Act, reach: Sequence[Scope]) -> None:
    """Return if the roles of a member reach as far as those of another.

    Raises:
        NotAllowedError: if they do not.
    """
    if not is_covered(member, act, reach):
        raise NotAllowedError(member.person_id, act.value)


def is_covered(member: StaffMember, act: Act, reach: Sequence[Scope]) -> bool:
    """Whether the roles of a member that allow an act reach as far as those of another."""
    mine = member.reach(act)
    return bool(mine) and all(any(one.covers(other) for one in mine) for other in reach)


async def reach_of(uow: UnitOfWork, broadcast: Broadcast) -> Sequence[Scope]:
    """How far the roles of its maker reach now; nowhere once they are not staff any more."""
    maker = await uow.staff.numbered(broadcast.made_by)
    return () if maker is None else maker.reach(Act.SEND_BROADCAST)


def reaches_everybody(member: StaffMember) -> bool:
    """Whether nothing narrows the member's role."""
    return any(
        one.programmes is None and one.municipalities is None
        for one in member.reach(Act.SEND_BROADCAST)
    )


async def readers(
    uow: UnitOfWork, content: Content, broadcast: Broadcast, now: datetime
) -> Mapping[Language, int]:
    """How many people would get it now, by the language that they read."""
    reach = await reach_of(uow, broadcast)
    return await uow.audiences.readers(broadcast.audience, reach, calls_of(content), local_day(now))


async def readers_and_chats(
    uow: UnitOfWork, content: Content, broadcast: Broadcast, now: datetime
) -> Mapping[Language, int]:
    """The same, with each chosen group or channel as one more reader of its language."""
    counts = dict(await readers(uow, content, broadcast, now))
    for chat in await uow.notice_chats.registered(sorted(broadcast.chats)):
        if chat.language is not None:
            counts[chat.language] = counts.get(chat.language, 0) + 1
    return counts


def calls_of(content: Content) -> CallsOf:
    """The calls of each programme."""
    return {one: [call.id for call in content.calls_of(one)] for one in content.programmes}
