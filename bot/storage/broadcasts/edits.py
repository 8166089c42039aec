"""Changes of broadcasts that were sent: who holds a message, and which message it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcasts import audience as audiences
from bot.domain.broadcasts.broadcast import Broadcast, BroadcastState
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.text.languages import Language
from bot.storage.broadcasts.tables import BroadcastRow, BroadcastVersion, NoticeChatRow
from bot.storage.database.statements import all_numbers, in_pages
from bot.storage.delivery.tables import OutboxRow
from bot.storage.people import Person

OPENED: Final = "broadcast_shown"
"""The kind of message with the words that somebody discreet opened."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a message of a broadcast, or will get it.

    Args:
        row: The message in the outbox.
        language: What they read; None for a group that is not registered any more.
        state: Where the message stands.
        opened: It holds the words that somebody discreet opened with a tap.
    """

    row: int
    person_id: int | None
    chat_id: int | None
    language: Language | None
    state: DeliveryState
    opened: bool


class BroadcastEdits:
    """What is needed to change messages that are in the chats already."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, original: Broadcast, made_by: int, now: datetime) -> int:
        """Start a change of a broadcast: a draft with the words that were sent.

        Returns:
            The number of the draft.
        """
        pairs = sorted(original.fallbacks.items())
        row = BroadcastRow(
            made_by=made_by,
            made_at=now,
            state=BroadcastState.DRAFT.value,
            audience=audiences.write(original.audience),
            fallbacks=",".join(f"{wanted}={used}" for wanted, used in pairs),
            button=original.button,
            chats="",
            edits=original.id,
        )
        self._session.add(row)
        await self._session.flush()
        self._session.add_all(
            BroadcastVersion(
                broadcast_id=row.id,
                language=language.value,
                medium=version.medium.value,
                html=version.html,
                file_id=version.file_id,
            )
            for language, version in original.versions.items()
        )
        await self._session.flush()
        return row.id

    async def hold_unsent(self, campaign_id: int) -> None:
        """Let the sender take no more of a campaign until the transaction ends.

        What it took before stands as being sent from then on, so that nobody is overlooked.
        """
        statement = (
            select(OutboxRow.id)
            .where(
                OutboxRow.campaign_id == campaign_id, OutboxRow.state == DeliveryState.QUEUED.value
            )
            .order_by(OutboxRow.id)
            .with_for_update()
        )
        await all_numbers(self._session, statement)

    async def holders(self, broadcast_id: int, campaign_id: int) -> Sequence[Holder]:
        """Everybody who has a message of a broadcast, gets it just now, or will get it.

        Returns:
            In the order in which they were entered; somebody discreet stands in it once more for
            the words that they opened.
        """
        open_states = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value)
        arrived = and_(
            OutboxRow.state == DeliveryState.SENT.value, OutboxRow.message_id.is_not(None)
        )
        of_campaign = and_(
            OutboxRow.campaign_id == campaign_id, or_(OutboxRow.state.in_(open_states), arrived)
        )
        opened = and_(
            OutboxRow.kind == OPENED, OutboxRow.dedupe_key.startswith(f"bo{broadcast_id}:"), arrived
        )
        statement = (
            select(
                OutboxRow.id,
                OutboxRow.person_id,
                OutboxRow.chat_id,
                func.coalesce(Person.language, NoticeChatRow.language),
                OutboxRow.state,
                OutboxRow.kind,
            )
            .outerjoin(Person, Person.id == OutboxRow.person_id)
            .outerjoin(NoticeChatRow, NoticeChatRow.chat_id == OutboxRow.chat_id)
            .where(or_(of_campaign, opened))
            .order_by(OutboxRow.id)
        )
        holders = []
        async for page in in_pages(self._session, statement):
            for row, person, chat, language, state, kind in page:
                reads = Language(language) if language else None
                if reads is None and person is not None:
                    reads = Language.ENGLISH
                holders.append(
                    Holder(row, person, chat, reads, DeliveryState(state), kind == OPENED)
                )
        return holders

    async def message_of(self, row: int) -> int | None:
        """The message that a row of the outbox became; None if none is known to have arrived.

        Returns:
            The number that Telegram has for it in its chat.
        """
        statement = select(OutboxRow.message_id).where(
            OutboxRow.id == row, OutboxRow.state == DeliveryState.SENT.value
        )
        return (await self._session.scalars(statement)).one_or_none()
