"""The tables of what staff say to many. Staff stand in them by number only."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime


class BroadcastRow(Base):
    """A broadcast from its draft on; a member of the staff works on one draft at a time."""

    __tablename__ = "broadcast"
    __table_args__ = (
        Index(
            "uq_broadcast_draft",
            "made_by",
            "state",
            unique=True,
            sqlite_where=text("state IN ('draft', 'offered')"),
            postgresql_where=text("state IN ('draft', 'offered')"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), index=True)
    audience: Mapped[str] = mapped_column(Text)
    """JSON: the conditions."""
    fallbacks: Mapped[str] = mapped_column(String(255))
    """``de=en,tr=en``: which language stands in for which."""
    button: Mapped[str] = mapped_column(String(255))
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed: Mapped[bool] = mapped_column(default=False)
    approved_by: Mapped[int | None] = mapped_column(BigInteger)
    campaign_id: Mapped[int | None] = mapped_column(
        ForeignKey("campaign.id", ondelete="SET NULL"), unique=True
    )
    recall_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="SET NULL"))
    """The campaign that takes the messages back out of the chats."""
    chats: Mapped[str] = mapped_column(String(255))
    """Numbers of registered chats that get it too, joined by commas."""
    edits: Mapped[int | None] = mapped_column(BigInteger)
    """The number of the broadcast that it changes; None for one that is sent."""


class BroadcastVersion(Base):
    """The message of a broadcast in one language."""

    __tablename__ = "broadcast_version"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    medium: Mapped[str] = mapped_column(String(16))
    html: Mapped[str] = mapped_column(Text)
    file_id: Mapped[str | None] = mapped_column(String(255))


class SavedAudience(Base):
    """An audience under a name, for all of the staff; conditions, not people."""

    __tablename__ = "saved_audience"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    audience: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoticeChatRow(Base):
    """A group or channel to which staff added the bot; with a language it gets broadcasts."""

    __tablename__ = "notice_chat"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    title: Mapped[str] = mapped_column(String(255))
    language: Mapped[str | None] = mapped_column(String(8))
    """The language of its notices; None until somebody registers it."""
    added_by: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    may_write: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the bot may write there, as far as Telegram said."""
    moved_from: Mapped[int | None] = mapped_column(BigInteger)
    """The number that the chat had as a group, for what still comes under it."""
