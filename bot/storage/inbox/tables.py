"""The tables of questions to the team."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


class InboxThread(Base):
    """A question of a person; it waits exactly while ``waiting_since`` says since when."""

    __tablename__ = "inbox_thread"
    __table_args__ = (
        CheckConstraint(
            "(state = 'waiting') = (waiting_since IS NOT NULL)", name="waits_since_when"
        ),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_when"),
        Index("ix_inbox_thread_waiting", "state", "waiting_since"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Drawn by lot, so that it can be told: it says nothing about how many there are."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    programme: Mapped[str] = mapped_column(String(40))
    """Empty where the person is not sure; likewise the municipality."""
    municipality: Mapped[str] = mapped_column(String(40))
    call_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """What somebody wants to apply for, where the team wrote to them first; else empty."""
    reference: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """The number of that interest."""
    state: Mapped[str] = mapped_column(String(16))
    closing: Mapped[str | None] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When somebody last wrote or closed."""
    claimed_by: Mapped[int | None] = mapped_column(BigInteger)
    """The staff number of who answers it."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InboxMessage(Base):
    """A message of a question, numbered from 1; sealed with the key of who asked."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        UniqueConstraint("thread_id", "position"),
        Index("ix_inbox_message_source", "person_id", "source"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("inbox_thread.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    author: Mapped[int | None] = mapped_column(BigInteger)
    """A staff number; None for the person who asks."""
    body: Mapped[bytes] = mapped_column(SealedBytes)
    file: Mapped[bytes | None] = mapped_column(SealedBytes)
    """A picture, file or voice message: which of them, and by which id Telegram keeps it."""
    source: Mapped[int | None] = mapped_column(BigInteger)
    """The message in the chat of who wrote it."""
    is_change: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnsentWords(Base):
    """What a person typed without being asked, until they say that it is for the team."""

    __tablename__ = "unsent_words"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    """To which question it may belong; None for a new one, about what follows."""
    programme: Mapped[str] = mapped_column(String(40))
    municipality: Mapped[str] = mapped_column(String(40))
    from_team: Mapped[bool] = mapped_column(Boolean)
    body: Mapped[bytes] = mapped_column(SealedBytes)
    file: Mapped[bytes | None] = mapped_column(SealedBytes)
    source: Mapped[int | None] = mapped_column(BigInteger)
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
