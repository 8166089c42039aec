"""The tables around calls: who wants to hear of what, and what was recorded for listening."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime


class Follow(Base):
    """A person wants to hear about a call, a programme, a municipality or a kind; once each."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("person_id", "topic", "subject"),
        CheckConstraint("topic IN ('call', 'programme', 'municipality', 'kind')", name="topic"),
        Index("ix_follow_subject", "topic", "subject"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CallVoice(Base):
    """A voice note in which staff say what a call is about; one for each language."""

    __tablename__ = "call_voice"
    __table_args__ = (UniqueConstraint("call_id", "language"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    """A content key: both Serbian scripts share one recording."""
    file_id: Mapped[str] = mapped_column(String(255))
    """By which Telegram sends it again; the recording itself is not here."""
    recorded_by: Mapped[int | None] = mapped_column(BigInteger)
    """The number of a staff profile."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
