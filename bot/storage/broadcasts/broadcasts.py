"""The repository of broadcasts and their versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcasts import audience as audiences
from bot.domain.broadcasts.audience import Audience
from bot.domain.broadcasts.broadcast import Broadcast, BroadcastState, PostMedium, Version, step
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.errors import NotFoundError
from bot.domain.text.languages import Language
from bot.storage.broadcasts.tables import BroadcastRow, BroadcastVersion
from bot.storage.database.statements import in_pages, insert_into
from bot.storage.delivery.tables import CampaignRow, OutboxRow
from bot.storage.people import Person


class DeliveredCopy(NamedTuple):
    """A message of a broadcast that arrived; it went to a person or to a group."""

    person_id: int | None
    chat_id: int | None
    message_id: int


class Watcher(NamedTuple):
    """Somebody who looks at a screen just now.

    Args:
        here: The encoded action that draws the screen.
        message_id: The message in which the screen stands.
        language: What they read.
    """

    here: str
    person_id: int
    telegram_id: int
    message_id: int
    language: Language


class Broadcasts:
    """Broadcasts from their draft on, with their message in each language."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(
        self, made_by: int, now: datetime, state: BroadcastState = BroadcastState.DRAFT
    ) -> int:
        """Start an empty broadcast; one that its maker left behind in that state is dropped.

        Returns:
            The number of the new one.
        """
        await self._session.execute(
            delete(BroadcastRow).where(
                BroadcastRow.made_by == made_by, BroadcastRow.state == state.value
            )
        )
        row = BroadcastRow(
            made_by=made_by,
            made_at=now,
            state=state.value,
            audience=audiences.write(Audience()),
            fallbacks="",
            button="",
            chats="",
        )
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def find(self, broadcast_id: int) -> Broadcast | None:
        """A broadcast by its number; None if there is none any more."""
        return await self._one(BroadcastRow.id == broadcast_id)

    async def to_draw(self, since: datetime) -> Sequence[Broadcast]:
        """Broadcasts whose progress is worth showing: on their way, or over since a moment."""
        statement = (
            select(BroadcastRow)
            .join(CampaignRow, CampaignRow.id == BroadcastRow.campaign_id)
            .where(or_(CampaignRow.finished_at.is_(None), CampaignRow.finished_at >= since))
            .order_by(BroadcastRow.id)
        )
        return [await self._read(row) for row in await self._session.scalars(statement)]

    async def mine(self, made_by: int, state: BroadcastState) -> Broadcast | None:
        """The draft, or the offer, of a staff member; locked until the transaction ends."""
        return await self._one(
            BroadcastRow.made_by == made_by, BroadcastRow.state == state.value, lock=True
        )

    async def locked(self, broadcast_id: int) -> Broadcast:
        """A broadcast, locked until the transaction ends.

        Raises:
            NotFoundError: if there is none.
        """
        broadcast = await self._one(BroadcastRow.id == broadcast_id, lock=True)
        if broadcast is None:
            raise NotFoundError("broadcast")
        return broadcast

    async def recent(self, count: int) -> Sequence[Broadcast]:
        """The latest broadcasts that wait for a colleague or were sent, newest first.

        Args:
            count: How many at most.
        """
        states = (BroadcastState.WAITING.value, BroadcastState.ISSUED.value)
        statement = (
            select(BroadcastRow)
            .where(BroadcastRow.state.in_(states))
            .order_by(BroadcastRow.id.desc())
            .limit(count)
        )
        return [await self._read(row) for row in await self._session.scalars(statement)]

    async def count_waiting(self) -> int:
        """How many broadcasts wait for the yes of a colleague."""
        statement = select(func.count()).where(BroadcastRow.state == BroadcastState.WAITING.value)
        return (await self._session.scalars(statement)).one()

    async def change(self, broadcast_id: int, **values: Any) -> None:
        """Store values of a broadcast under the names of its columns.

        Args:
            values: Audience, fallbacks and chats as the values that they are; the rest as stored.
        """
        if "audience" in values:
            values["audience"] = audiences.write(values["audience"])
        if "fallbacks" in values:
            pairs = sorted(values["fallbacks"].items())
            values["fallbacks"] = ",".join(f"{wanted}={used}" for wanted, used in pairs)
        if "chats" in values:
            values["chats"] = ",".join(str(one) for one in sorted(values["chats"]))
        await self._update(broadcast_id, values)

    async def go(self, broadcast: Broadcast, to: BroadcastState) -> None:
        """Store another state; of drafts that stand in its way, the older one is dropped.

        Raises:
            BroadcastError: if it cannot go there.
        """
        state = step(broadcast.state, to)
        if state is BroadcastState.DRAFT:
            await self._session.execute(
                delete(BroadcastRow).where(
                    BroadcastRow.made_by == broadcast.made_by,
                    BroadcastRow.state == state.value,
                    BroadcastRow.id != broadcast.id,
                )
            )
        await self._update(broadcast.id, {"state": state.value})

    async def drop(self, broadcast_id: int) -> None:
        """Forget a broadcast and its messages in all languages."""
        await self._session.execute(delete(BroadcastRow).where(BroadcastRow.id == broadcast_id))

    async def write(self, broadcast_id: int, language: Language, version: Version) -> None:
        """Store the message in one language, in place of an earlier one."""
        values = {
            "medium": version.medium.value,
            "html": version.html,
            "file_id": version.file_id,
        }
        statement = insert_into(self._session, BroadcastVersion).values(
            broadcast_id=broadcast_id, language=language.value, **values
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["broadcast_id", "language"], set_=values
            )
        )

    async def unwrite(self, broadcast_id: int, language: Language) -> None:
        """Drop the message of a broadcast in one language."""
        await self._session.execute(
            delete(BroadcastVersion).where(
                BroadcastVersion.broadcast_id == broadcast_id,
                BroadcastVersion.language == language.value,
            )
        )

    async def was_for(self, campaign_id: int, person_id: int) -> bool:
        """Whether somebody got a message of a campaign or may have, as far as is still known."""
        statement = select(
            exists().where(
                OutboxRow.campaign_id == campaign_id,
                OutboxRow.person_id == person_id,
                OutboxRow.state.in_([DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value]),
            )
        )
        return bool((await self._session.scalars(statement)).one())

    async def delivered(self, campaign_id: int) -> Sequence[DeliveredCopy]:
        """The messages of a campaign that arrived and are still known."""
        statement = select(OutboxRow.person_id, OutboxRow.chat_id, OutboxRow.message_id).where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.state == DeliveryState.SENT.value,
            OutboxRow.message_id.is_not(None),
        )
        return [
            DeliveredCopy(person, chat, message)
            async for page in in_pages(self._session, statement)
            for person, chat, message in page
            if message is not None
        ]

    async def watchers(self, places: Sequence[str]) -> Sequence[Watcher]:
        """Who looks at one of these screens now.

        Args:
            places: The encoded actions that draw the screens.
        """
        statement = select(
            Person.here, Person.id, Person.telegram_id, Person.screen_message_id, Person.language
        ).where(
            Person.here.in_(places),
            Person.screen_message_id.is_not(None),
            Person.language.is_not(None),
        )
        rows = await self._session.execute(statement)
        return [
            Watcher(here, person, chat, message, Language(language))
            for here, person, chat, message, language in rows
            if here is not None and message is not None and language is not None
        ]

    async def _update(self, broadcast_id: int, values: Mapping[str, Any]) -> None:
        await self._session.execute(
            update(BroadcastRow).where(BroadcastRow.id == broadcast_id).values(**values)
        )

    async def _one(self, *where: Any, lock: bool = False) -> Broadcast | None:
        statement = select(BroadcastRow).where(*where)
        if lock:
            statement = statement.with_for_update()
        statement = statement.execution_options(populate_existing=True)
        row = (await self._session.scalars(statement)).one_or_none()
        return None if row is None else await self._read(row)

    async def _read(self, row: BroadcastRow) -> Broadcast:
        statement = select(BroadcastVersion).where(BroadcastVersion.broadcast_id == row.id)
        statement = statement.execution_options(populate_existing=True)
        versions = {
            Language(one.language): Version(PostMedium(one.medium), one.html, one.file_id)
            for one in await self._session.scalars(statement)
        }
        pairs = (pair.split("=") for pair in row.fallbacks.split(",") if pair)
        return Broadcast(
            id=row.id,
            made_by=row.made_by,
            state=BroadcastState(row.state),
            audience=audiences.read(row.audience),
            versions={read: versions[read] for read in Language if read in versions},
            fallbacks={Language(wanted): Language(used) for wanted, used in pairs},
            button=row.button,
            send_at=row.send_at,
            confirmed=row.confirmed,
            approved_by=row.approved_by,
            campaign_id=row.campaign_id,
            recall_id=row.recall_id,
            chats=frozenset(int(one) for one in row.chats.split(",") if one),
            edits=row.edits,
        )
