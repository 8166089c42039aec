"""The repository of who follows what, as counts and, for an export, as a list."""

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.figures.exports import Follower
from bot.domain.figures.figures import UNCHOSEN, Reachability
from bot.domain.figures.suppression import Counts
from bot.domain.localtime import local_day
from bot.storage.calls.tables import Follow
from bot.storage.database.statements import in_pages
from bot.storage.people import Person

_REACH: ColumnElement[str] = case(
    (Person.unreachable_at.is_not(None), Reachability.UNREACHABLE.value),
    (Person.stopped_at.is_not(None), Reachability.STOPPED.value),
    else_=Reachability.REACHABLE.value,
)


class FigureCounts:
    """Counts of people and of what they follow, exact: nothing is hidden here yet."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def people(self) -> Counts:
        """How many people there are, by language and by whether messages reach them."""
        language = func.coalesce(Person.language, UNCHOSEN)
        statement = (
            select(language, _REACH, func.count())
            .where(Person.telegram_id > 0)  # below are people at the desk, who have no chat
            .group_by(language, _REACH)
        )
        rows = await self._session.execute(statement)
        return {(name, reach): count for name, reach, count in rows}

    async def followers(self, topic: str) -> Counts:
        """How many follow each thing of a kind, by the thing and by whether messages reach them.

        Args:
            topic: As in the follows: call, programme, municipality or kind.
        """
        statement = (
            select(Follow.subject, _REACH, func.count())
            .join(Person, Person.id == Follow.person_id)
            .where(Follow.topic == topic)
            .group_by(Follow.subject, _REACH)
        )
        rows = await self._session.execute(statement)
        return {(subject, reach): count for subject, reach, count in rows}

    async def list_followers(self, topic: str, subject: str) -> list[Follower]:
        """Who follows a subject, in the order of their chats.

        Personal data: only for an export that two people agreed to.
        """
        statement = (
            select(Person.telegram_id, Person.language, _REACH, Follow.made_at)
            .join(Follow, Follow.person_id == Person.id)
            .where(Follow.topic == topic, Follow.subject == subject)
            .order_by(Person.telegram_id)
        )
        return [
            Follower(chat, language, reach, local_day(made))
            async for page in in_pages(self._session, statement)
            for chat, language, reach, made in page
        ]
