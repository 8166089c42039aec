"""Opening, extending and closing the rounds of calls. Who may do so is decided by the caller."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import NotFoundError, RoundOverlapsError, RoundTimesError
from bot.domain.rounds.rounds import Opening, Round, Standing, standing_of
from bot.domain.rounds.work import plan
from bot.storage.unit_of_work import UnitOfWork


async def open_round(
    uow: UnitOfWork, call_id: str, opens_at: datetime, closes_at: datetime, now: datetime
) -> Round:
    """Give a call its next round; it opens at once or in the future.

    Raises:
        RoundTimesError: if it would close before it opens, or has closed already.
        RoundOverlapsError: if another round of the call shares a moment with it.
    """
    if closes_at <= opens_at or closes_at <= now:
        raise RoundTimesError(call_id)
    rounds = await uow.rounds.of_call(call_id)
    number = max((other.number for other in rounds), default=0) + 1
    new = Round(call_id, number, opens_at, closes_at)
    if any(new.overlaps(other) for other in rounds):
        raise RoundOverlapsError(call_id)
    await uow.rounds.add(new)
    await plan_work(uow, new, now)
    return new


async def extend_round(uow: UnitOfWork, call_id: str, closes_at: datetime, now: datetime) -> Round:
    """Move the closing of the open (or coming) round; earlier is allowed, the past is not.

    Raises:
        NotFoundError: if no round is open or coming.
        RoundTimesError, RoundOverlapsError: as in ``open_round``.
    """
    rounds = await uow.rounds.of_call(call_id)
    current = _current(standing_of(rounds, now), Opening.OPEN, Opening.UPCOMING)
    if closes_at <= now or closes_at <= current.opens_at:
        raise RoundTimesError(call_id)
    return await _change(uow, rounds, replace(current, closes_at=closes_at), now)


async def close_round(uow: UnitOfWork, call_id: str, now: datetime) -> Round:
    """Close the open round now, or take back one that has not begun.

    Raises:
        NotFoundError: if no round is open or coming.
    """
    rounds = await uow.rounds.of_call(call_id)
    current = _current(standing_of(rounds, now), Opening.OPEN, Opening.UPCOMING)
    if current.opens_at >= now:
        await uow.rounds.remove(call_id, current.number)
        await uow.round_work.plan(call_id, current.number, ())
        return current
    return await _change(uow, rounds, replace(current, closes_at=now), now)


async def reopen_round(uow: UnitOfWork, call_id: str, closes_at: datetime, now: datetime) -> Round:
    """Open the last round again until a new time, as the same round.

    Raises:
        NotFoundError: if the call has no closed round, or one is open or coming.
        RoundTimesError: if the new time has passed.
    """
    rounds = await uow.rounds.of_call(call_id)
    last = _current(standing_of(rounds, now), Opening.CLOSED)
    if closes_at <= now:
        raise RoundTimesError(call_id)
    return await _change(uow, rounds, replace(last, closes_at=closes_at), now)


async def standing(uow: UnitOfWork, call_id: str, now: datetime) -> Standing:
    """Where one call stands now; nothing is held for a change."""
    rounds = await uow.rounds.all()
    return standing_of([each for each in rounds if each.call_id == call_id], now)


async def plan_work(uow: UnitOfWork, round_: Round, now: datetime) -> None:
    """Plan what becomes due for a round whose times were just set; older plans are void."""
    version = await uow.round_work.version(round_.call_id, round_.number)
    await uow.round_work.plan(round_.call_id, round_.number, plan(round_, version, now))


def _current(standing: Standing, *wanted: Opening) -> Round:
    if standing.round is None or standing.opening not in wanted:
        raise NotFoundError("round")
    return standing.round


async def _change(uow: UnitOfWork, rounds: Sequence[Round], changed: Round, now: datetime) -> Round:
    others = [other for other in rounds if other.number != changed.number]
    if any(changed.overlaps(other) for other in others):
        raise RoundOverlapsError(changed.call_id)
    await uow.rounds.change(changed)
    await plan_work(uow, changed, now)
    return changed
