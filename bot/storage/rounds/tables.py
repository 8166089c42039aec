"""The tables of rounds: when calls are open, and what is due for that."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime


class CallRound(Base):
    """One time that a call is open; rounds of a call are numbered and never overlap."""

    __tablename__ = "call_round"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    call_id: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of the times, so that reminders for old times die."""
    opened_by: Mapped[int | None] = mapped_column(BigInteger)
    """The number of a staff profile."""


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
