"""The repository of groups and channels that get notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.text.languages import Language
from bot.storage.broadcasts.tables import BroadcastRow, NoticeChatRow
from bot.storage.database.statements import insert_into


@dataclass(frozen=True, slots=True)
class NoticeChat:
    """A group or channel; without a language it is not registered.

    Args:
        may_write: Whether the bot may write there, as far as Telegram said.
    """

    id: int
    chat_id: int
    title: str
    language: Language | None
    may_write: bool = True


class NoticeChats:
    """The groups and channels to which staff added the bot."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self, chat_id: int, title: str, added_by: int, now: datetime, *, may_write: bool = True
    ) -> None:
        """Note that a staff member added the bot to a chat; a known chat keeps its language."""
        told = {"title": title, "may_write": may_write}
        statement = insert_into(self._session, NoticeChatRow).values(
            chat_id=chat_id, added_by=added_by, added_at=now, **told
        )
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["chat_id"], set_=told)
        )

    async def knows(self, chat_id: int) -> bool:
        """Whether a chat is known, be it by the number that it had before it moved."""
        statement = select(NoticeChatRow.id).where(
            or_(NoticeChatRow.chat_id == chat_id, NoticeChatRow.moved_from == chat_id)
        )
        return (await self._session.scalars(statement.limit(1))).first() is not None

    async def rename(self, chat_id: int, title: str) -> None:
        """Note the title that a known chat has now."""
        await self._change(chat_id, title=title)

    async def note_rights(self, chat_id: int, *, may_write: bool) -> None:
        """Note whether the bot may write in a known chat now."""
        await self._change(chat_id, may_write=may_write)

    async def all(self) -> Sequence[NoticeChat]:
        """Every known group and channel, by title."""
        statement = select(NoticeChatRow).order_by(NoticeChatRow.title, NoticeChatRow.id)
        return [_notice_chat(row) for row in await self._session.scalars(statement)]

    async def registered(self, ids: Sequence[int]) -> Sequence[NoticeChat]:
        """Of the chats with these row ids, those that get notices because they have a language."""
        return [one for one in await self.all() if one.id in ids and one.language is not None]

    async def find(self, chat_row: int) -> NoticeChat | None:
        """A group or channel by the id of its row; None if the bot was taken out."""
        row = (
            await self._session.scalars(select(NoticeChatRow).where(NoticeChatRow.id == chat_row))
        ).one_or_none()
        return None if row is None else _notice_chat(row)

    async def language_of(self, chat_id: int) -> Language | None:
        """The language of a chat's notices; None if it gets none.

        Args:
            chat_id: The number that Telegram has for the chat.
        """
        statement = select(NoticeChatRow.language).where(NoticeChatRow.chat_id == chat_id)
        language = (await self._session.scalars(statement)).one_or_none()
        return Language(language) if language else None

    async def register(self, chat_row: int, language: Language | None) -> None:
        """Let a chat get notices in a language; with None it gets no more.

        Args:
            chat_row: The id of its row.
        """
        await self._session.execute(
            update(NoticeChatRow)
            .where(NoticeChatRow.id == chat_row)
            .values(language=language.value if language else None)
        )

    async def moved(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup: what the group had, the supergroup has.

        Where staff added the bot to the supergroup again there are two rows; one stays, with the
        newer title, and drafts that had chosen either have chosen it.

        Args:
            old: The number that Telegram had for the chat; ``new`` is the one it has now.
        """
        before, now = await self._at(old), await self._at(new)
        if old == new:
            return
        if before is None:
            await self._change(new, moved_from=old)
            return
        values: dict[str, object] = {"chat_id": new, "moved_from": old}
        if now is not None:
            values |= {"title": now.title, "may_write": now.may_write}
            values["language"] = now.language or before.language
            await self._replace_in_drafts(now.id, before.id)
            await self.forget(new)
        await self._session.execute(
            update(NoticeChatRow).where(NoticeChatRow.id == before.id).values(values)
        )

    async def _at(self, chat_id: int) -> NoticeChat | None:
        statement = select(NoticeChatRow).where(NoticeChatRow.chat_id == chat_id)
        row = (await self._session.scalars(statement)).one_or_none()
        return None if row is None else _notice_chat(row)

    async def _replace_in_drafts(self, gone: int, stays: int) -> None:
        statement = select(BroadcastRow.id, BroadcastRow.chats).where(BroadcastRow.chats != "")
        for number, chosen in (await self._session.execute(statement)).all():
            rows = {int(one) for one in chosen.split(",")}
            if gone in rows:
                kept = sorted(rows - {gone} | {stays})
                await self._session.execute(
                    update(BroadcastRow)
                    .where(BroadcastRow.id == number)
                    .values(chats=",".join(map(str, kept)))
                )

    async def forget(self, chat_id: int) -> None:
        """Forget a chat from which the bot was taken out.

        Args:
            chat_id: The number that Telegram has for the chat.
        """
        await self._session.execute(delete(NoticeChatRow).where(NoticeChatRow.chat_id == chat_id))

    async def _change(self, chat_id: int, **values: str | bool | int) -> None:
        """Change a chat; what still comes under the number of a group that moved is too old."""
        await self._session.execute(
            update(NoticeChatRow).where(NoticeChatRow.chat_id == chat_id).values(**values)
        )


def _notice_chat(row: NoticeChatRow) -> NoticeChat:
    language = Language(row.language) if row.language else None
    return NoticeChat(row.id, row.chat_id, row.title, language, row.may_write)
