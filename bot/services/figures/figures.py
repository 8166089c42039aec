"""Figures for staff: counted, hidden where they are small, and narrowed to what a role covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
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
from bot.services.case import Case
from bot.services.staff import audit
from bot.services.staff.members import require

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


async def figures(case: Case) -> Figures:
    """The figures that somebody may see.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_STATS)
    return _narrowed(await _published(case), case.content, member, Act.VIEW_STATS)


async def rounds(case: Case) -> list[Round]:
    """The rounds of the calls that somebody may see figures of, newest first.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_STATS)
    return await _rounds(case, member, Act.VIEW_STATS)


async def checks(case: Case) -> ScreeningFigures:
    """The counts of checks that somebody may see.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await require(case.uow, case.person_id, Act.VIEW_STATS)
    published = publish_checks(await case.uow.screening_counts.sums())
    return published.narrowed(
        frozenset(
            call
            for call in case.content.calls
            if _covers(case.content, member, Act.VIEW_STATS, call)
        )
    )


async def export(case: Case) -> TakenFigures:
    """The figures and rounds to take along; it is written into the log.

    Raises:
        NotAllowedError: if no role of theirs allows it.
    """
    member = await require(case.uow, case.person_id, Act.EXPORT_FIGURES)
    seen = _narrowed(await _published(case), case.content, member, Act.EXPORT_FIGURES)
    await audit.note(case.uow, case.person_id, Act.EXPORT_FIGURES, "figures", case.now)
    return TakenFigures(member, seen, await _rounds(case, member, Act.EXPORT_FIGURES))


async def _published(case: Case) -> Figures:
    uow, content, counts = case.uow, case.content, case.uow.figures
    programmes = await counts.followers("programme")
    municipalities = await counts.followers("municipality")
    counted = Counted(
        people=complete(await counts.people(), [language.value for language in OFFERED]),
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
        refusals=await uow.statistics.refusals(local_day(case.now - LOOK_BACK)),
    )
    return publish(counted)


def _narrowed(published: Figures, content: Content, member: StaffMember, act: Act) -> Figures:
    seen = published
    for table in (PeopleTable.PROGRAMMES, PeopleTable.MUNICIPALITIES):
        rows = [row for row in seen.rows(table) if member.may(act, _wish(table, row))]
        seen = seen.narrowed(table, rows)
    return seen.with_calls(call for call in seen.calls if _covers(content, member, act, call))


async def _rounds(case: Case, member: StaffMember, act: Act) -> list[Round]:
    known = await case.uow.rounds.all()
    seen = [each for each in known if _covers(case.content, member, act, each.call_id)]
    return sorted(seen, key=lambda each: each.opens_at, reverse=True)


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
