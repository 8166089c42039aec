"""The tables around rounds: what is due, and what was recorded for listening."""

from datetime import datetime

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime


class RoundTask(Base):
    """Something that is to be done for a round at a time; gone once it is done.

    A change of the round's times counts its version up and plans anew.
    """

    __tablename__ = "round_task"
    __table_args__ = (UniqueConstraint("call_id", "number", "version", "stage"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


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
