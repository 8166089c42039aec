"""The repository of counts by day that name nobody."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.figures.figures import MissingText
from bot.storage.database.statements import insert_into
from bot.storage.figures.tables import LanguageFallback, LeafletVisit, Refusal


class Statistics:
    """Counts a day that name nobody."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count_leaflet(self, day: date, leaflet: str) -> None:
        """Count one visit from a leaflet on a local day."""
        statement = insert_into(self._session, LeafletVisit).values(
            day=day, leaflet=leaflet, visits=1
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["day", "leaflet"], set_={"visits": LeafletVisit.visits + 1}
            )
        )

    async def leaflet_visits(self, leaflet: str) -> int:
        """How many visits a leaflet brought so far."""
        statement = select(func.coalesce(func.sum(LeafletVisit.visits), 0)).where(
            LeafletVisit.leaflet == leaflet
        )
        return int((await self._session.scalars(statement)).one())

    async def leaflets(self) -> Mapping[str, int]:
        """How many visits each leaflet brought, as far back as they are kept."""
        statement = select(LeafletVisit.leaflet, func.sum(LeafletVisit.visits)).group_by(
            LeafletVisit.leaflet
        )
        return {name: int(visits) for name, visits in await self._session.execute(statement)}

    async def count_refusal(self, day: date, reason: str, times: int = 1) -> None:
        """Count what was refused on a local day; of whom is not kept.

        Args:
            reason: In at most 16 characters.
        """
        statement = insert_into(self._session, Refusal).values(day=day, reason=reason, times=times)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["day", "reason"], set_={"times": Refusal.times + times}
            )
        )

    async def refusals(self, since: date) -> Mapping[str, int]:
        """How often each reason to refuse was met from a local day on."""
        statement = (
            select(Refusal.reason, func.sum(Refusal.times))
            .where(Refusal.day >= since)
            .group_by(Refusal.reason)
        )
        return {reason: int(times) for reason, times in await self._session.execute(statement)}

    async def count_fallbacks(self, day: date, uses: Mapping[MissingText, int]) -> None:
        """Add uses of missing texts to the counts of a local day."""
        for missing, count in uses.items():
            statement = insert_into(self._session, LanguageFallback).values(
                day=day,
                wanted=missing.wanted,
                used=missing.used,
                text_name=missing.text[:200],
                uses=count,
            )
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["day", "wanted", "used", "text_name"],
                    set_={"uses": LanguageFallback.uses + count},
                )
            )

    async def fallbacks(self) -> Mapping[MissingText, int]:
        """How often each text was missing, most used first."""
        total = func.sum(LanguageFallback.uses)
        statement = (
            select(
                LanguageFallback.wanted, LanguageFallback.used, LanguageFallback.text_name, total
            )
            .group_by(LanguageFallback.wanted, LanguageFallback.used, LanguageFallback.text_name)
            .order_by(total.desc(), LanguageFallback.text_name)
        )
        rows = await self._session.execute(statement)
        return {MissingText(wanted, used, text): int(uses) for wanted, used, text, uses in rows}
