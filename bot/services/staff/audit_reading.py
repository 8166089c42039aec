"""Reading the log of what staff did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.staff.audit import Line
from bot.domain.staff.roles import Act
from bot.services.case import Case
from bot.services.staff import team
from bot.services.staff.members import require


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


async def read(case: Case, size: int, before: int) -> AuditPage:
    """The newest entries of the log, or those before a number.

    Args:
        size: The most entries of a page.
        before: The number of the entry before which the page begins; 0 for the newest.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    await require(case.uow, case.person_id, Act.VIEW_AUDIT)
    lines = await case.uow.audit.latest(size + 1, before or None)
    return AuditPage(
        lines=lines[:size],
        names=await team.names(case.uow),
        last_id=await case.uow.audit.count(),
        more=len(lines) > size,
    )
