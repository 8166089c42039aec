"""The repository of words that wait for the person to say that they are for the team."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.inbox.threads import About, Destination, Written
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.database.statements import insert_into
from bot.storage.inbox.inbox import as_enclosure, as_text
from bot.storage.inbox.tables import UnsentWords
from bot.storage.keys.sealed import Seal

BODY: Final = SealedColumn("unsent_words", "body")
FILE: Final = SealedColumn("unsent_words", "file")


class Unsent(NamedTuple):
    """Words that wait, and where they would go."""

    said: Written
    where: Destination


class UnsentByPerson:
    """What people typed without being asked: for each person the last, sealed, for a day."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def keep(self, person_id: int, unsent: Unsent, now: datetime) -> None:
        """Keep words in place of earlier ones."""
        said, where = unsent
        file = as_text(said.enclosed) if said.enclosed else None
        values = {
            "thread_id": where.thread or None,
            "programme": where.about.programme,
            "municipality": where.about.municipality,
            "from_team": where.from_team,
            "body": await self._seal.seal(person_id, BODY.at(person_id), said.text, now),
            "file": file and await self._seal.seal(person_id, FILE.at(person_id), file, now),
            "source": said.source,
            "typed_at": now,
        }
        statement = insert_into(self._session, UnsentWords).values(person_id=person_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["person_id"], set_=values)
        )

    async def find(self, person_id: int) -> Unsent | None:
        """The words of a person that wait; None if there are none."""
        row = await self._session.get(UnsentWords, person_id, populate_existing=True)
        if row is None:
            return None
        text = await self._seal.unseal(person_id, BODY.at(person_id), row.body)
        file = row.file and await self._seal.unseal(person_id, FILE.at(person_id), row.file)
        about = About(row.programme, row.municipality)
        return Unsent(
            Written(text, as_enclosure(file) if file else None, row.source),
            Destination(row.thread_id or 0, about, row.from_team),
        )

    async def forget(self, person_id: int) -> None:
        """Erase the words of a person that wait."""
        await self._session.execute(delete(UnsentWords).where(UnsentWords.person_id == person_id))
