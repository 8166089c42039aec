"""What the clock does for rounds: telling, reminding, warning; and what a queued notice says."""

from datetime import datetime
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.delivery.outbox import OutboxMessage, Params
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.rules import NO_RULES
from bot.domain.rounds.news import CallNews, ClosingSoon, News, TextsMissing
from bot.domain.rounds.rounds import Round
from bot.domain.rounds.work import RoundChange, Stage, Task, missing_languages, reminder_ends
from bot.domain.staff.roles import Act
from bot.services.calls.reach import scope_of
from bot.services.interests import partnerships
from bot.services.rounds.work import news_of, tell
from bot.services.screening import matching
from bot.storage.unit_of_work import Database, UnitOfWork

UNRULED: Final = compile_rules(NO_RULES)
"""Where no call has a rule, none is known to fit anybody."""
_AT_ONCE: Final = 50
"""Tasks that are done in one transaction."""


async def do_due_work(
    database: Database, content: Content, now: datetime, compiled: Compiled = UNRULED
) -> int:
    """Do everything that is due for rounds; returns how many tasks there were.

    Each is done once, however many processes look, and what is too late is dropped.

    Args:
        compiled: The rules of the calls, for telling people whom a call fits.
    """
    done = 0
    while True:
        async with database.reading() as uow:
            if not await uow.round_work.any_due(now):
                return done
        async with database.transaction() as uow:
            taken = await uow.round_work.take_due(now, _AT_ONCE)
            for task in taken:
                await _do(uow, content, compiled, task, now)
        done += len(taken)
        if not taken:  # another process has them
            return done


async def _do(
    uow: UnitOfWork, content: Content, compiled: Compiled, task: Task, now: datetime
) -> None:
    call = content.calls.get(task.call_id)
    round_ = await _round(uow, task.call_id, task.number, task.version)
    if call is None or round_ is None:
        return
    if not round_.is_open(now) and task.stage is not Stage.DAY:
        return
    match task.stage:
        case Stage.OPENED:
            await tell(uow, call, RoundChange.OPEN, round_, now)
            await matching.tell(uow, compiled, call, round_, now)
        case Stage.TEXTS:
            await _warn(uow, content, call, task, round_, now)
        case Stage.WEEK | Stage.DAY:
            await _remind(uow, task, round_, now)
            ends = reminder_ends(round_, task.stage)
            await partnerships.remind(uow, call, f"{_key(task)}:{task.stage.value}", ends, now)


async def _remind(uow: UnitOfWork, task: Task, round_: Round, now: datetime) -> None:
    """Queue a reminder as long as it is of use.

    That of the last day is queued in any case: where it is too late, the sender records that. Who
    misses that of the week before still gets the other.
    """
    ends = reminder_ends(round_, task.stage)
    if ends <= now and task.stage is not Stage.DAY:
        return
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind="deadline_reminder",
            dedupe_key=f"remind:{_key(task)}:{task.stage.value}:{person_id}",
            not_before=now if now < ends else task.due_at,
            person_id=person_id,
            params=_params(task),
            expires_at=ends,
        )
        for person_id in await uow.round_work.following(task.call_id)
    )


async def _warn(
    uow: UnitOfWork, content: Content, call: Call, task: Task, round_: Round, now: datetime
) -> None:
    opener = await uow.round_work.opened_by(task.call_id, task.number)
    member = await uow.staff.numbered(opener) if opener is not None else None
    if member is None or not missing_languages(call, content):
        return
    await uow.outbox.enqueue(
        OutboxMessage(
            kind="round_texts",
            dedupe_key=f"texts:{_key(task)}",
            not_before=now,
            person_id=member.person_id,
            params=_params(task),
            expires_at=round_.closes_at,
        )
    )


async def find_news(
    uow: UnitOfWork, content: Content, kind: str, params: Params, person_id: int, now: datetime
) -> News | None:
    """What a queued notice says now; None if there is nothing to say any more.

    A reminder of times that have changed since is void, as is one for somebody who stopped
    following, or a word to staff who are not staff any more.
    """
    call = content.calls.get(str(params["call"]))
    if call is None:
        return None
    number, version = int(params["number"] or 0), int(params["version"] or 0)
    round_ = await _round(uow, call.id, number, None if kind == "round_opened" else version)
    if round_ is None:
        return None
    match kind:
        case "round_opened" | "round_changed":
            return await _call_news(uow, content, call, round_, params, person_id, now)
        case "deadline_reminder":
            return await _closing_soon(uow, content, call, round_, person_id, now)
        case _:
            return await _texts_missing(uow, content, call, round_, person_id, now)


async def _call_news(
    uow: UnitOfWork,
    content: Content,
    call: Call,
    round_: Round,
    params: Params,
    person_id: int,
    now: datetime,
) -> CallNews | None:
    change = RoundChange(str(params["change"]))
    if round_.is_open(now) is (change is RoundChange.CLOSE):
        return None
    if not await uow.round_work.interested(call, person_id):
        return None
    return news_of(content, call, change, round_, now)


async def _closing_soon(
    uow: UnitOfWork, content: Content, call: Call, round_: Round, person_id: int, now: datetime
) -> ClosingSoon | None:
    if not round_.is_open(now) or not await uow.round_work.following(call.id, person_id):
        return None
    programme = content.programmes[call.programme].short_name
    return ClosingSoon(call.id, call.title, programme, round_.closes_at, now)


async def _texts_missing(
    uow: UnitOfWork, content: Content, call: Call, round_: Round, person_id: int, now: datetime
) -> TextsMissing | None:
    missing = missing_languages(call, content)
    member = await uow.staff.find(person_id)
    if member is None or not member.may(Act.MANAGE_ROUNDS, scope_of(call)):
        return None
    if not missing or not round_.is_open(now):
        return None
    return TextsMissing(call.id, call.title, missing, round_.closes_at, now)


async def _round(uow: UnitOfWork, call_id: str, number: int, version: int | None) -> Round | None:
    """A round, if it still is of this version."""
    if version is not None and await uow.round_work.version(call_id, number) != version:
        return None
    rounds = await uow.rounds.all()
    return next((each for each in rounds if (each.call_id, each.number) == (call_id, number)), None)


def _key(task: Task) -> str:
    return f"{task.call_id}:{task.number}:{task.version}"


def _params(task: Task) -> Params:
    return {"call": task.call_id, "number": task.number, "version": task.version}
