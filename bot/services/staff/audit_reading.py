"""Reading the log of what staff did."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.localtime import local_day
from bot.domain.reading.places import fold
from bot.domain.reading.references import REFERENCE_LENGTH
from bot.domain.reading.references import read as read_reference
from bot.domain.staff.audit import Line, Narrowing
from bot.domain.staff.roles import Act
from bot.services.case import Case
from bot.services.staff import audit, team
from bot.services.staff.members import require

EVERYTHING: Final = Narrowing()
MOST_TAKEN: Final = 20_000
"""Entries in a table to take along, the newest ones."""
_LONGEST_NUMBER: Final = 18
_DAY: Final = re.compile(r"(\d{1,2})[./](?: ?)(\d{1,2})[./]?(?: ?)(\d{4})?\.?")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A part of the log, newest first.

    Args:
        names: How colleagues call one another, by staff number.
        last_id: The number of the newest entry of the whole log; 0 while it is empty.
        more: Whether there are older entries.
    """

    lines: Sequence[Line]
    names: Mapping[int, str]
    last_id: int
    more: bool


async def find(case: Case, typed: str) -> Narrowing | None:
    """Which entries somebody means with a day, a number or a colleague's name.

    A number is that of an entry, or of what it is about, as people and staff are told it.

    Returns:
        None if nothing of the kind was typed.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    await require(case.uow, case.person_id, Act.VIEW_AUDIT)
    text = " ".join(typed.split())
    if (day := _read_day(text, local_day(case.now))) is not None:
        return Narrowing(day=day)
    reference = read_reference(text, REFERENCE_LENGTH)
    interest = await case.uow.interests.by_reference(reference) if reference else None
    if interest is not None:
        return Narrowing(number=interest.id)
    number = text.removeprefix("#").removeprefix("№").strip()
    if number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER:
        return Narrowing(number=int(number))
    wanted = fold(text)
    names = await team.names(case.uow)
    by = next((one for one, name in names.items() if wanted and fold(name) == wanted), None)
    near = [one for one, name in names.items() if wanted and fold(name).startswith(wanted)]
    if by is None and len(near) == 1:
        by = near[0]
    return None if by is None else Narrowing(by=by)


async def take(case: Case, only: Narrowing) -> AuditPage:
    """The whole log, or what is left of it after narrowing, to be taken along; that is written too.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    await require(case.uow, case.person_id, Act.VIEW_AUDIT)
    await audit.note(case.uow, case.person_id, Act.VIEW_AUDIT, "log:taken", case.now)
    lines = await case.uow.audit.latest(MOST_TAKEN + 1, None, only)
    return AuditPage(
        lines=lines[:MOST_TAKEN],
        names=await team.names(case.uow),
        last_id=await case.uow.audit.count(),
        more=len(lines) > MOST_TAKEN,
    )


def _read_day(text: str, today: date) -> date | None:
    """A day as people type it, day first; without a year the last one that was."""
    typed = _DAY.fullmatch(text)
    if typed is None:
        return None
    day, month, year = typed.groups()
    for one in [int(year)] if year else [today.year, today.year - 1]:
        try:
            found = date(one, int(month), int(day))
        except ValueError:
            continue
        if year or found <= today:
            return found
    return None


async def read(case: Case, size: int, before: int, only: Narrowing = EVERYTHING) -> AuditPage:
    """The newest entries of the log, or those before a number.

    Args:
        size: The most entries of a page.
        before: The number of the entry before which the page begins; 0 for the newest.
        only: Which entries are wanted.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    await require(case.uow, case.person_id, Act.VIEW_AUDIT)
    lines = await case.uow.audit.latest(size + 1, before or None, only)
    return AuditPage(
        lines=lines[:size],
        names=await team.names(case.uow),
        last_id=await case.uow.audit.count(),
        more=len(lines) > size,
    )
