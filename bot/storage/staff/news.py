"""The repository of what colleagues want to be told, and of what the next digest counts."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff.notices import News, NoticePace
from bot.storage.database.statements import insert_into
from bot.storage.staff.tables import StaffNews


class NewsOfStaff:
    """A row for each colleague and kind of news that they chose a pace for or still hear of."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def chosen(self, person_id: int) -> Mapping[News, str]:
        """The paces that somebody chose."""
        statement = select(StaffNews.news, StaffNews.pace).where(
            StaffNews.person_id == person_id, StaffNews.pace.is_not(None)
        )
        rows = await self._session.execute(statement)
        known = set(News)
        return {News(news): pace for news, pace in rows if news in known and pace is not None}

    async def choose(self, person_id: int, news: News, pace: NoticePace) -> None:
        """Keep the pace that somebody chose for a kind of news."""
        statement = insert_into(self._session, StaffNews).values(
            person_id=person_id, news=news.value, pace=pace.value
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "news"], set_={"pace": pace.value}
            )
        )

    async def count(self, person_id: int, news: News) -> None:
        """Count one more for the next digest of somebody."""
        statement = insert_into(self._session, StaffNews).values(
            person_id=person_id, news=news.value, waiting=1
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "news"], set_={"waiting": StaffNews.waiting + 1}
            )
        )

    async def waiting(self, person_id: int) -> Mapping[News, int]:
        """What the next digest of somebody counts; nothing of what did not happen."""
        statement = select(StaffNews.news, StaffNews.waiting).where(
            StaffNews.person_id == person_id, StaffNews.waiting > 0
        )
        counts = {row.news: row.waiting for row in await self._session.execute(statement)}
        return {news: counts[news] for news in News if news in counts}

    async def forget_counts(self, person_id: int) -> None:
        """Begin to count anew, once somebody was told."""
        await self._session.execute(
            update(StaffNews).where(StaffNews.person_id == person_id).values(waiting=0)
        )
