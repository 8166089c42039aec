"""Figures for staff: counted, hidden where they are small, and narrowed to what a role covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.content import Content
from bot.domain.figures.checks import ScreeningFigures, publish_checks
from bot.domain.figures.figures import (
    Counted,
    Figures,
    PeopleTable,
    complete,
    publish,
    with_totals_of_rows,
)
from bot.domain.figures.suppression import TOTAL, Counts
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Round
from bot.domain.staff.roles import Act, Scope, StaffMember
from bot.domain.text.languages import OFFERED
from bot.services.staff import audit
from bot.services.staff import members as staff
from bot.storage.unit_of_work import UnitOfWork

LOOK_BACK: Final = timedelta(days=30)
"""Refusals of so long are counted: what happens now, not what once happened."""


@dataclass(frozen=True, slots=True)
class TakenFigures:
    """What somebody may take along, and as whom.

    Args:
        rounds: The rounds of their calls, newest first.
    """

    member: StaffMember
    figures: Figures
    rounds: Sequence[Round]


async def figures(uow: UnitOfWork, content: Content, person_id: int, now: datetime) -> Figures:
    """The figures that somebody may see.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await staff.require(uow, person_id, Act.VIEW_STATS)
    return _narrowed(await _published(uow, content, now), content, member, Act.VIEW_STATS)


async def rounds(uow: UnitOfWork, content: Content, person_id: int) -> list[Round]:
    """The rounds of the calls that somebody may see figures of, newest first.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await staff.require(uow, person_id, Act.VIEW_STATS)
    return await _rounds(uow, content, member, Act.VIEW_STATS)


async def checks(uow: UnitOfWork, content: Content, person_id: int) -> ScreeningFigures:
    """The counts of checks that somebody may see.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await staff.require(uow, person_id, Act.VIEW_STATS)
    found = publish_checks(await uow.screening_counts.sums())
    return found.narrowed(
        frozenset(one for one in content.calls if _covers(content, member, Act.VIEW_STATS, one))
    )


async def export(uow: UnitOfWork, content: Content, person_id: int, now: datetime) -> TakenFigures:
    """The figures and rounds to take along; it is written into the log.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await staff.require(uow, person_id, Act.EXPORT_FIGURES)
    found = _narrowed(await _published(uow, content, now), content, member, Act.EXPORT_FIGURES)
    await audit.note(uow, person_id, Act.EXPORT_FIGURES, "figures", now)
    rounds_seen = await _rounds(uow, content, member, Act.EXPORT_FIGURES)
    return TakenFigures(member, found, rounds_seen)


async def _published(uow: UnitOfWork, content: Content, now: datetime) -> Figures:
    counts = uow.figures
    programmes = await counts.followers("programme")
    municipalities = await counts.followers("municipality")
    counted = Counted(
        people=complete(await counts.people(), [one.value for one in OFFERED]),
        followers={
            PeopleTable.PROGRAMMES: complete(programmes, content.programmes),
            PeopleTable.MUNICIPALITIES: complete(municipalities, content.municipalities),
        },
        calls={
            **dict.fromkeys(content.calls, 0),
            **_summed(await counts.followers("call")),
        },
        leaflets=await uow.statistics.leaflets(),
        missing=await uow.statistics.fallbacks(),
        parked=await uow.updates.parked(),
        refusals=await uow.statistics.refusals(local_day(now - LOOK_BACK)),
    )
    return publish(counted)


def _narrowed(found: Figures, content: Content, member: StaffMember, act: Act) -> Figures:
    for table in (PeopleTable.PROGRAMMES, PeopleTable.MUNICIPALITIES):
        seen = [row for row in found.rows(table) if member.may(act, _wish(table, row))]
        found = found.narrowed(table, seen)
    return found.with_calls(one for one in found.calls if _covers(content, member, act, one))


async def _rounds(uow: UnitOfWork, content: Content, member: StaffMember, act: Act) -> list[Round]:
    known = await uow.rounds.all()
    seen = [one for one in known if _covers(content, member, act, one.call_id)]
    return sorted(seen, key=lambda one: one.opens_at, reverse=True)


def _wish(table: PeopleTable, row: str) -> Scope:
    if table is PeopleTable.PROGRAMMES:
        return Scope(programmes=frozenset({row}))
    return Scope(municipalities=frozenset({row}))


def _covers(content: Content, member: StaffMember, act: Act, call_id: str) -> bool:
    call = content.calls.get(call_id)
    # A call that the content no longer has belongs to no programme: only who sees all sees it.
    wish = Scope(programmes=frozenset({call.programme}) if call else None)
    return member.may(act, wish)


def _summed(counts: Counts) -> dict[str, int]:
    return {row: n for (row, column), n in with_totals_of_rows(counts).items() if column == TOTAL}
