"""Which calls a colleague may do something with: those of the programmes of their roles."""

from collections.abc import Sequence

from bot.domain.content import Call
from bot.domain.errors import NotFoundError
from bot.domain.rounds.today import CallToday
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.services.calls.calls import calls_today
from bot.services.case import Case
from bot.services.staff import members


def scope_of(call: Call) -> Scope:
    """What an act on a call touches: its programme."""
    return Scope(programmes=frozenset({call.programme}))


async def require_call(case: Case, act: Act, call_id: str) -> Call:
    """A call on which somebody may do an act.

    Raises:
        NotAllowedError: if no role of theirs reaches its programme.
        NotFoundError: if there is no such call.
    """
    await members.require(case.uow, case.person_id, act)
    call = case.content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    await members.require(case.uow, case.person_id, act, scope_of(call))
    return call


async def require_calls(case: Case, act: Act) -> Sequence[CallToday]:
    """The calls on which somebody may do an act, open ones first.

    Raises:
        NotAllowedError: if there is none that they may do it on.
    """
    member = await members.require(case.uow, case.person_id, act)
    return await calls_within(case, member, act)


async def calls_within(case: Case, member: StaffMember, act: Act) -> Sequence[CallToday]:
    """The calls on which the roles of a colleague allow an act, open ones first."""
    listed = await calls_today(case.uow, case.content, case.now)
    return [today for today in listed if member.may(act, scope_of(today.call))]
