"""A lived-in world for the sandbox: rounds that are open, coming and closed, counted from today."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.content import Content
from bot.domain.localtime import from_local, local_day
from bot.domain.rounds.rounds import Round
from bot.services.rounds.rounds import plan_work
from bot.storage.unit_of_work import UnitOfWork

_OPENING: Final = time(9, 0)
_CLOSING: Final = time(16, 0)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A round, in days from today."""

    call_id: str
    opens_in: int
    closes_in: int


_WORLD: Final = (
    _Turn("integra-c2-call-1", -60, -20),
    _Turn("integra-c2-call-2", -2, 28),
    _Turn("integra-c3-call-1", -5, 9),
    _Turn("integra-c4-call-1", -10, 16),
    _Turn("integra-c4-call-2", 12, 45),
    _Turn("interdev-tep-bees", -3, 21),
    _Turn("interdev-tep-vocational", -7, 5),
    _Turn("interdev-tep-milk", -50, -11),
    _Turn("akt-startup", -1, 35),
    _Turn("akt-infrastructure", -4, 14),
    _Turn("untfhs-cso-joint", -6, 24),
    _Turn("csp-enterprise", -2, 19),
    _Turn("csp-community", 7, 40),
)


async def furnish(uow: UnitOfWork, content: Content, now: datetime) -> int:
    """Open, close and announce rounds around today; returns how many were made.

    The times are what a programme would choose: from nine in the morning to four in the
    afternoon, local time.
    """
    today = local_day(now)
    made = 0
    for turn in _WORLD:
        if turn.call_id not in content.calls or await uow.rounds.of_call(turn.call_id):
            continue
        opens = from_local(datetime.combine(today + timedelta(turn.opens_in), _OPENING))
        closes = from_local(datetime.combine(today + timedelta(turn.closes_in), _CLOSING))
        round_ = Round(turn.call_id, 1, opens, closes)
        await uow.rounds.add(round_)
        await plan_work(uow, round_, now)
        made += 1
    return made
