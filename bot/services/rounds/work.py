"""Rounds in the hands of staff: what may be changed, what people are told, and how many."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.content import Call, Content
from bot.domain.delivery.outbox import KINDS, OutboxMessage
from bot.domain.errors import NotFoundError, RoundMovedError, RoundTimesError
from bot.domain.rounds.news import CallNews
from bot.domain.rounds.rounds import Opening, Round, Standing, standing_of
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.views import Proposal, RoundView
from bot.domain.rounds.work import CHANGES, RoundChange, closes_soon, missing_languages
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.services.calls.calls import calls_today
from bot.services.rounds import rounds
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork


async def may_manage(uow: UnitOfWork, content: Content, person_id: int, call_id: str) -> Call:
    """A call whose rounds somebody may change.

    Raises:
        NotAllowedError: if no role of theirs reaches its programme.
        NotFoundError: if there is no such call.
    """
    await staff.require(uow, person_id, Act.MANAGE_ROUNDS)
    call = content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    await staff.require(uow, person_id, Act.MANAGE_ROUNDS, _wish(call))
    return call


async def managed_calls(
    uow: UnitOfWork, content: Content, person_id: int, now: datetime
) -> Sequence[CallToday]:
    """The calls whose rounds somebody may change, open ones first.

    Raises:
        NotAllowedError: if they may change none.
    """
    member = await staff.require(uow, person_id, Act.MANAGE_ROUNDS)
    return _within(member, await calls_today(uow, content, now))


async def count_closing_soon(
    uow: UnitOfWork, content: Content, member: StaffMember, now: datetime
) -> int:
    """How many rounds within somebody's reach close within a week."""
    found = _within(member, await calls_today(uow, content, now))
    return sum(closes_soon(one.standing, now) for one in found)


async def look(
    uow: UnitOfWork, content: Content, person_id: int, call_id: str, now: datetime
) -> RoundView:
    """Where a call stands, for somebody who may change it.

    Raises:
        NotAllowedError, NotFoundError: as ``may_manage`` does.
    """
    call = await may_manage(uow, content, person_id, call_id)
    return await _view(uow, content, call, await rounds.standing(uow, call.id, now))


async def propose(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    call_id: str,
    change: RoundChange,
    until: datetime | None,
    now: datetime,
) -> Proposal:
    """What a change would do and whom it would reach; nothing is changed.

    Args:
        until: The new closing; not asked for when closing.

    Raises:
        NotAllowedError, NotFoundError: as ``may_manage`` does; also if the call does not stand
            where it could be changed like this.
        RoundTimesError: if the closing is not in the future.
    """
    view = await look(uow, content, person_id, call_id, now)
    closes_at = _closing(change, until, now, call_id)
    if change not in CHANGES[view.standing.opening]:
        raise NotFoundError("round")
    if view.standing.opening is Opening.UPCOMING:
        return Proposal(view, change, closes_at, None, 0)
    old = view.standing.round
    coming = Round(
        call_id,
        old.number if old else 1,
        now if old is None or change is RoundChange.OPEN else old.opens_at,
        closes_at,
    )
    return Proposal(
        view, change, closes_at, news_of(content, view.call, change, coming, now), view.interested
    )


async def change_round(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    call_id: str,
    change: RoundChange,
    until: datetime | None,
    seen: int,
    now: datetime,
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
    call = await may_manage(uow, content, person_id, call_id)
    closes_at = _closing(change, until, now, call_id)
    before = standing_of(await uow.rounds.of_call(call_id), now)
    if await _stamp(uow, before.round) != seen or change not in CHANGES[before.opening]:
        raise RoundMovedError(call_id)
    match change:
        case RoundChange.OPEN:
            one = await rounds.open_round(uow, call_id, now, closes_at, now)
            number = await uow.staff.number_of(person_id)
            if number is not None:
                await uow.round_work.note_opener(call_id, one.number, number)
        case RoundChange.EXTEND:
            one = await rounds.extend_round(uow, call_id, closes_at, now)
        case RoundChange.CLOSE:
            one = await rounds.close_round(uow, call_id, now)
        case RoundChange.REOPEN:
            one = await rounds.reopen_round(uow, call_id, closes_at, now)
    until_when = f"{closes_at:%Y-%m-%dT%H:%M}"
    subject = f"{call_id}:{one.number}:{change.name.lower()}:{until_when}"
    await audit.note(uow, person_id, Act.MANAGE_ROUNDS, subject, now)
    if before.opening is Opening.UPCOMING:
        return 0
    return await tell(uow, call, change, one, now)


async def tell(uow: UnitOfWork, call: Call, change: RoundChange, one: Round, now: datetime) -> int:
    """Queue a notice for everybody who is interested in a call, once each; returns how many."""
    opened = change is RoundChange.OPEN
    kind = "round_opened" if opened else "round_changed"
    version = await uow.round_work.version(call.id, one.number)
    latest = now + KINDS[kind].lives
    expires_at = min(one.closes_at, latest) if one.closes_at > now else latest
    people = await uow.round_work.interested(call)
    mark = "" if opened else f"{version}:"
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=kind,
            dedupe_key=f"round:{call.id}:{one.number}:{mark}{person_id}",
            not_before=now,
            person_id=person_id,
            params={
                "call": call.id,
                "number": one.number,
                "version": version,
                "change": change.value,
            },
            expires_at=expires_at,
        )
        for person_id in people
    )
    return len(people)


def news_of(
    content: Content, call: Call, change: RoundChange, one: Round, now: datetime
) -> CallNews:
    """What people are told of a change."""
    opening = Opening.OPEN if one.is_open(now) else Opening.CLOSED
    programme = content.programmes[call.programme].short_name
    return CallNews(change, call.id, call.title, programme, Standing(opening, one), now)


async def _view(uow: UnitOfWork, content: Content, call: Call, found: Standing) -> RoundView:
    return RoundView(
        call,
        found,
        await _stamp(uow, found.round),
        len(await uow.round_work.interested(call)),
        missing_languages(call, content),
        await uow.voices.languages(call.id),
    )


async def _stamp(uow: UnitOfWork, one: Round | None) -> int:
    if one is None:
        return 0
    return one.number * 1000 + await uow.round_work.version(one.call_id, one.number)


def _closing(change: RoundChange, until: datetime | None, now: datetime, call_id: str) -> datetime:
    if change is RoundChange.CLOSE:
        return now
    if until is None or until <= now + timedelta(minutes=1):
        raise RoundTimesError(call_id)
    return until


def _within(member: StaffMember, found: Sequence[CallToday]) -> Sequence[CallToday]:
    return [one for one in found if member.may(Act.MANAGE_ROUNDS, _wish(one.call))]


def _wish(call: Call) -> Scope:
    return Scope(programmes=frozenset({call.programme}))
