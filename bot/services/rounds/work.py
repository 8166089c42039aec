"""Rounds in the hands of staff: what may be changed, what people are told, and how many."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.delivery.outbox import KINDS, OutboxMessage
from bot.domain.errors import NotFoundError, RoundMovedError, RoundTimesError
from bot.domain.rounds.news import CallNews
from bot.domain.rounds.rounds import Opening, Round, Standing, standing_of
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.views import Proposal, RoundView
from bot.domain.rounds.work import CHANGES, RoundChange, closes_soon, missing_languages
from bot.domain.staff.roles import Act, StaffMember
from bot.services.calls.reach import calls_within, require_call, require_calls
from bot.services.case import Case
from bot.services.rounds import rounds
from bot.services.staff import audit
from bot.storage.unit_of_work import UnitOfWork

_NEAREST_CLOSING: Final = timedelta(minutes=1)
"""A new closing lies further ahead than this."""
_STAMPS_OF_A_ROUND: Final = 1000
"""How far the stamps of one round lie from those of the next."""


async def managed_calls(case: Case) -> Sequence[CallToday]:
    """The calls whose rounds somebody may change, open ones first.

    Raises:
        NotAllowedError: if they may change none.
    """
    return await require_calls(case, Act.MANAGE_ROUNDS)


async def count_closing_soon(case: Case, member: StaffMember) -> int:
    """How many rounds within somebody's reach close within a week."""
    managed = await calls_within(case, member, Act.MANAGE_ROUNDS)
    return sum(closes_soon(today.standing, case.now) for today in managed)


async def look(case: Case, call_id: str) -> RoundView:
    """Where a call stands, for somebody who may change it.

    Raises:
        NotAllowedError: if no role of theirs reaches its programme.
        NotFoundError: if there is no such call.
    """
    call = await require_call(case, Act.MANAGE_ROUNDS, call_id)
    standing = await rounds.standing(case.uow, call.id, case.now)
    return RoundView(
        call,
        standing,
        await _stamp(case.uow, standing.round),
        len(await case.uow.round_work.interested(call)),
        missing_languages(call, case.content),
        await case.uow.voices.languages(call.id),
    )


async def propose(
    case: Case, call_id: str, change: RoundChange, until: datetime | None
) -> Proposal:
    """What a change would do and whom it would reach; nothing is changed.

    Args:
        until: The new closing; not asked for when closing.

    Raises:
        NotAllowedError, NotFoundError: as ``look`` does; also if the call does not stand where
            it could be changed like this.
        RoundTimesError: if the closing is not in the future.
    """
    view = await look(case, call_id)
    closes_at = _closing(change, until, case.now, call_id)
    if change not in CHANGES[view.standing.opening]:
        raise NotFoundError("round")
    if view.standing.opening is Opening.UPCOMING:
        return Proposal(view, change, closes_at, None, 0)
    old = view.standing.round
    coming = Round(
        call_id,
        old.number if old else 1,
        case.now if old is None or change is RoundChange.OPEN else old.opens_at,
        closes_at,
    )
    news = news_of(case.content, view.call, change, coming, case.now)
    return Proposal(view, change, closes_at, news, view.interested)


async def change_round(
    case: Case, call_id: str, change: RoundChange, until: datetime | None, seen: int
) -> int:
    """Open, extend, close or reopen a round, and queue what people are told, all or nothing.

    Args:
        until: The new closing; not asked for when closing.
        seen: The stamp of what was looked at before.

    Returns:
        How many people are told.

    Raises:
        NotAllowedError, NotFoundError, RoundTimesError: as ``propose`` does.
        RoundMovedError: if somebody else changed the round since.
        RoundOverlapsError: if another round is in the way.
    """
    uow, now = case.uow, case.now
    call = await require_call(case, Act.MANAGE_ROUNDS, call_id)
    closes_at = _closing(change, until, now, call_id)
    before = standing_of(await uow.rounds.of_call(call_id), now)
    if await _stamp(uow, before.round) != seen or change not in CHANGES[before.opening]:
        raise RoundMovedError(call_id)
    match change:
        case RoundChange.OPEN:
            changed = await rounds.open_round(uow, call_id, now, closes_at, now)
            opener = await uow.staff.number_of(case.person_id)
            if opener is not None:
                await uow.round_work.note_opener(call_id, changed.number, opener)
        case RoundChange.EXTEND:
            changed = await rounds.extend_round(uow, call_id, closes_at, now)
        case RoundChange.CLOSE:
            changed = await rounds.close_round(uow, call_id, now)
        case RoundChange.REOPEN:
            changed = await rounds.reopen_round(uow, call_id, closes_at, now)
    subject = f"{call_id}:{changed.number}:{change.name.lower()}:{closes_at:%Y-%m-%dT%H:%M}"
    await audit.note(uow, case.person_id, Act.MANAGE_ROUNDS, subject, now)
    if before.opening is Opening.UPCOMING:
        return 0
    return await tell(uow, call, change, changed, now)


async def tell(
    uow: UnitOfWork, call: Call, change: RoundChange, round_: Round, now: datetime
) -> int:
    """Queue a notice for everybody who is interested in a call, once each; returns how many."""
    opened = change is RoundChange.OPEN
    kind = "round_opened" if opened else "round_changed"
    version = await uow.round_work.version(call.id, round_.number)
    latest = now + KINDS[kind].lives
    expires_at = min(round_.closes_at, latest) if round_.closes_at > now else latest
    people = await uow.round_work.interested(call)
    mark = "" if opened else f"{version}:"
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=kind,
            dedupe_key=f"round:{call.id}:{round_.number}:{mark}{person_id}",
            not_before=now,
            person_id=person_id,
            params={
                "call": call.id,
                "number": round_.number,
                "version": version,
                "change": change.value,
            },
            expires_at=expires_at,
        )
        for person_id in people
    )
    return len(people)


def news_of(
    content: Content, call: Call, change: RoundChange, round_: Round, now: datetime
) -> CallNews:
    """What people are told of a change of a round, which stands as it does after the change."""
    opening = Opening.OPEN if round_.is_open(now) else Opening.CLOSED
    programme = content.programmes[call.programme].short_name
    return CallNews(change, call.id, call.title, programme, Standing(opening, round_), now)


async def _stamp(uow: UnitOfWork, round_: Round | None) -> int:
    """A number that is another one after each change of the times of a round; 0 without one."""
    if round_ is None:
        return 0
    version = await uow.round_work.version(round_.call_id, round_.number)
    return round_.number * _STAMPS_OF_A_ROUND + version


def _closing(change: RoundChange, until: datetime | None, now: datetime, call_id: str) -> datetime:
    if change is RoundChange.CLOSE:
        return now
    if until is None or until <= now + _NEAREST_CLOSING:
        raise RoundTimesError(call_id)
    return until
