"""The log of what staff did, written in the transaction in which they did it."""

import re
from datetime import datetime
from typing import Final

from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import Act
from bot.storage.unit_of_work import UnitOfWork

_SUBJECT: Final = re.compile(r"[A-Za-z0-9_.:,*+-]{0,120}")


async def note(
    uow: UnitOfWork, person_id: int | None, act: Act | Deed, subject: str, now: datetime
) -> None:
    """Write down that somebody did something, or read personal data.

    Args:
        person_id: Who did it; None for the bot itself. Of people who never were staff nothing
            is kept.
        subject: What it was done to, ids only, such as ``campaign:12:started``.

    Raises:
        ValueError: if the subject could be a text.
    """
    if not _SUBJECT.fullmatch(subject):
        raise ValueError("the subject of an entry is made of ids")
    actor = None if person_id is None else await uow.staff.number_of(person_id)
    await uow.audit.add(actor, act.value, subject, now)


async def verify(uow: UnitOfWork) -> int | None:
    """The number of the first entry that is altered, missing or out of order; None if all is well.

    Raises:
        KeyringError: if the key store is not unlocked.
    """
    broken, _last = await uow.audit.verify()
    return broken
