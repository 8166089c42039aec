"""The repository of counts of checks; nothing here is about one person."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.figures.checks import Happening
from bot.storage.database.statements import insert_into
from bot.storage.screening.tables import ScreeningCount


class ScreeningCounts:
    """How often something happened in checks, a day; nothing is about one person."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, day: date, happenings: Iterable[Happening]) -> None:
        """Count each happening once on a local day, however often it is named.

        In a fixed order, so that two transactions never wait in a circle.
        """
        for happening in sorted(set(happenings)):
            statement = insert_into(self._session, ScreeningCount).values(
                day=day,
                event=happening.event,
                subject=happening.subject[:40],
                detail=happening.detail[:40],
                times=1,
            )
            await self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["day", "event", "subject", "detail"],
                    set_={"times": ScreeningCount.times + 1},
                )
            )

    async def sums(self) -> Mapping[Happening, int]:
        """How often everything happened, over all days that are kept."""
        statement = select(
            ScreeningCount.event,
            ScreeningCount.subject,
            ScreeningCount.detail,
            func.sum(ScreeningCount.times),
        ).group_by(ScreeningCount.event, ScreeningCount.subject, ScreeningCount.detail)
        rows = await self._session.execute(statement)
        return {Happening(event, subject, detail): int(n) for event, subject, detail, n in rows}
