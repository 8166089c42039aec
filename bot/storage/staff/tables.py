"""The tables of staff: who, with which roles, by whose invitation, and what they did."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


class StaffProfile(Base):
    """Somebody who is or was staff; the number stands for them in the log."""

    __tablename__ = "staff_profile"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[bytes | None] = mapped_column(SealedBytes)
    """How colleagues call them, as they typed it."""


class StaffRole(Base):
    """A role that somebody has, or had until it was revoked; kept so that the past is known."""

    __tablename__ = "staff_role"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    programmes: Mapped[str] = mapped_column(String(1000))
    """Ids joined by commas, ``*`` for all; likewise the next two."""
    municipalities: Mapped[str] = mapped_column(String(1000))
    centers: Mapped[str] = mapped_column(String(1000))
    given_by: Mapped[int | None] = mapped_column(BigInteger)
    """The number of who gave it; None for an owner whom the settings name."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """A role that waits for somebody: first a draft, then a link that works once for a day."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    """A hash of what the link carries; None while it is a draft."""
    role: Mapped[str] = mapped_column(String(16))
    programmes: Mapped[str] = mapped_column(String(1000))
    municipalities: Mapped[str] = mapped_column(String(1000))
    centers: Mapped[str] = mapped_column(String(1000))
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(BigInteger)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """One act of staff. Triggers refuse to change or delete a row."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[int | None] = mapped_column(BigInteger)
    """The number of a staff profile; whose it was is forgotten with the person."""
    act: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(120))
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The one row that says where the log ends; whoever writes an entry holds it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[bytes] = mapped_column(LargeBinary)


class StaffNews(Base):
    """How a colleague wants to hear of one kind of news, and how much of it they are still told."""

    __tablename__ = "staff_news"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    news: Mapped[str] = mapped_column(String(8), primary_key=True)
    pace: Mapped[str | None] = mapped_column(String(8))
    """None while they chose nothing."""
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    """What the next digest counts."""
