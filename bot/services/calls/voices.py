"""Voice notes of calls, for people who would rather listen than read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.content import Call, Content
from bot.domain.errors import NotFoundError
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.work import recorded_languages
from bot.domain.staff.roles import Act, Scope
from bot.domain.text.languages import Language
from bot.services.calls.calls import calls_today
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork


async def recordable_calls(
    uow: UnitOfWork, content: Content, person_id: int, now: datetime
) -> tuple[Sequence[CallToday], Mapping[str, int]]:
    """The calls that somebody may record, and how many recordings each has.

    Raises:
        NotAllowedError: if they may record none.
    """
    member = await staff.require(uow, person_id, Act.RECORD_VOICE)
    found = [
        one
        for one in await calls_today(uow, content, now)
        if member.may(Act.RECORD_VOICE, _wish(one.call))
    ]
    return found, await uow.voices.counts([one.call.id for one in found])


async def may_record(uow: UnitOfWork, content: Content, person_id: int, call_id: str) -> Call:
    """A call that somebody may record.

    Raises:
        NotAllowedError: if no role of theirs reaches its programme.
        NotFoundError: if there is no such call.
    """
    await staff.require(uow, person_id, Act.RECORD_VOICE)
    call = content.calls.get(call_id)
    if call is None:
        raise NotFoundError("call")
    await staff.require(uow, person_id, Act.RECORD_VOICE, _wish(call))
    return call


def language_of(key: str) -> Language:
    """The language that a key of the content stands for.

    Raises:
        NotFoundError: if calls are not recorded in it.
    """
    for language in recorded_languages():
        if language.content_key == key:
            return language
    raise NotFoundError("language")


async def record(
    uow: UnitOfWork, content: Content, person_id: int, call_id: str, key: str, file_id: str,
    now: datetime,
) -> None:  # fmt: skip
    """Keep a voice message as the recording of a call, in place of an older one.

    Raises:
        NotAllowedError, NotFoundError: as ``may_record`` and ``language_of`` do.
    """
    call = await may_record(uow, content, person_id, call_id)
    language_of(key)
    number = await uow.staff.enrol(person_id)
    await uow.voices.keep(call.id, key, file_id, number, now)
    await audit.note(uow, person_id, Act.RECORD_VOICE, f"{call.id}:{key}:recorded", now)


async def remove(
    uow: UnitOfWork, content: Content, person_id: int, call_id: str, key: str, now: datetime
) -> None:
    """Take a recording away; twice is once.

    Raises:
        NotAllowedError, NotFoundError: as ``may_record`` does.
    """
    call = await may_record(uow, content, person_id, call_id)
    if await uow.voices.find(call.id, key) is not None:
        await uow.voices.remove(call.id, key)
        await audit.note(uow, person_id, Act.RECORD_VOICE, f"{call.id}:{key}:removed", now)


def _wish(call: Call) -> Scope:
    return Scope(programmes=frozenset({call.programme}))
