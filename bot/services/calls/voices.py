"""Voice notes of calls, for people who would rather listen than read."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.content import Call
from bot.domain.errors import NotFoundError
from bot.domain.rounds.today import CallToday
from bot.domain.rounds.work import recorded_languages
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.calls.reach import require_call, require_calls
from bot.services.case import Case
from bot.services.staff import audit


class Recordings(NamedTuple):
    """A call, and the content keys of the languages in which it was recorded."""

    call: Call
    languages: Sequence[str]


async def recordable_calls(case: Case) -> tuple[Sequence[CallToday], Mapping[str, int]]:
    """The calls that somebody may record.

    Returns:
        The calls, open ones first, and how many recordings a call has, by its id.

    Raises:
        NotAllowedError: if they may record none.
    """
    recordable = await require_calls(case, Act.RECORD_VOICE)
    return recordable, await case.uow.voices.counts([today.call.id for today in recordable])


async def recordings(case: Case, call_id: str) -> Recordings:
    """A call that somebody may record, and what was recorded of it.

    Raises:
        NotAllowedError: if no role of theirs reaches its programme.
        NotFoundError: if there is no such call.
    """
    call = await require_call(case, Act.RECORD_VOICE, call_id)
    return Recordings(call, await case.uow.voices.languages(call.id))


def language_of(key: str) -> Language:
    """The language that a key of the content stands for.

    Raises:
        NotFoundError: if calls are not recorded in it.
    """
    for language in recorded_languages():
        if language.content_key == key:
            return language
    raise NotFoundError("language")


async def find_recording(case: Case, call_id: str, key: str) -> str | None:
    """The file id of a recording, for everybody who would rather listen; None if there is none.

    Args:
        key: The content key of the language.
    """
    return await case.uow.voices.find(call_id, key)


async def record(case: Case, call_id: str, key: str, file_id: str) -> None:
    """Keep a voice message as the recording of a call, in place of an older one.

    Raises:
        NotAllowedError, NotFoundError: as ``recordings`` and ``language_of`` do.
    """
    call = await require_call(case, Act.RECORD_VOICE, call_id)
    language_of(key)
    number = await case.uow.staff.enrol(case.person_id)
    await case.uow.voices.keep(call.id, key, file_id, number, case.now)
    await _note(case, f"{call.id}:{key}:recorded")


async def remove(case: Case, call_id: str, key: str) -> None:
    """Take a recording away; twice is once.

    Raises:
        NotAllowedError, NotFoundError: as ``recordings`` does.
    """
    call = await require_call(case, Act.RECORD_VOICE, call_id)
    if await case.uow.voices.find(call.id, key) is not None:
        await case.uow.voices.remove(call.id, key)
        await _note(case, f"{call.id}:{key}:removed")


async def _note(case: Case, subject: str) -> None:
    await audit.note(case.uow, case.person_id, Act.RECORD_VOICE, subject, case.now)
