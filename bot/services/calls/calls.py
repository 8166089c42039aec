"""Finding calls: what is open today, here, for what I look for."""

from datetime import datetime

from bot.domain.content import Call, Content
from bot.domain.rounds.rounds import Opening, Standing, standings
from bot.domain.rounds.today import CallToday
from bot.storage.unit_of_work import UnitOfWork

_NEVER = Standing(Opening.NEVER, None)


async def calls_today(
    uow: UnitOfWork,
    content: Content,
    now: datetime,
    *,
    municipality: str = "",
    goal: str = "",
    programme: str = "",
) -> tuple[CallToday, ...]:
    """The calls that pass every filter given, open ones first, the soonest to close on top.

    What is open is the same for everybody, so that no person is asked for.

    Args:
        municipality: An id; only calls of this place. Empty filters nothing, here and below.
        goal: An id; only calls that help with it.
        programme: An id; only its calls.
    """
    standing = standings(await uow.rounds.all(), now)
    passing = [
        CallToday(call, standing.get(call.id, _NEVER))
        for call in content.calls.values()
        if (not municipality or municipality in call.municipalities)
        and (not goal or goal in call.goals)
        and (not programme or programme == call.programme)
    ]
    return tuple(sorted(passing, key=_order))


async def call_today(uow: UnitOfWork, call: Call, now: datetime) -> CallToday:
    """One call and where it stands today."""
    standing = standings(await uow.rounds.all(), now)
    return CallToday(call, standing.get(call.id, _NEVER))


def _order(today: CallToday) -> tuple[int, float]:
    rank = {Opening.OPEN: 0, Opening.UPCOMING: 1, Opening.CLOSED: 2, Opening.NEVER: 3}
    opening, current = today.standing.opening, today.standing.round
    if current is None:
        return rank[opening], 0.0
    if opening is Opening.CLOSED:
        return rank[opening], -current.closes_at.timestamp()
    moment = current.opens_at if opening is Opening.UPCOMING else current.closes_at
    return rank[opening], moment.timestamp()
