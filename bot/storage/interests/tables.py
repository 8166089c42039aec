"""The tables of declared interests."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes

_IS_OPEN = text("state IN ('declared', 'contacted', 'applied')")


class InterestRow(Base):
    """Somebody wants to apply for a call; at most one that is open for each person and call.

    What was shared is there until the interest is withdrawn, and then nothing of it.
    """

    __tablename__ = "declared_interest"
    __table_args__ = (
        CheckConstraint(
            "state IN ('declared', 'contacted', 'applied', 'decided', 'withdrawn')", name="state"
        ),
        CheckConstraint("(state = 'decided') = (decision IS NOT NULL)", name="decided_why"),
        CheckConstraint("state <> 'withdrawn' OR shared IS NULL", name="withdrawn_is_erased"),
        CheckConstraint("(contact IS NULL) = (shared IS NULL)", name="sealed_together"),
        Index("ix_declared_interest_call", "call_id", "declared_at"),
        Index(
            "uq_declared_interest_one_open",
            "person_id",
            "call_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str] = mapped_column(String(40))
    round_number: Mapped[int]
    municipality: Mapped[str] = mapped_column(String(40))
    """Empty where the person did not say; within whose scope it lies depends on it."""
    state: Mapped[str] = mapped_column(String(16))
    """Who is on the waiting list stands as decided here, and with that as the decision."""
    came_from: Mapped[str | None] = mapped_column(String(16))
    """Where it stood before staff last marked it, so that a wrong tap can be undone."""
    decision: Mapped[str | None] = mapped_column(String(16))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    joined_to: Mapped[int | None] = mapped_column(
        ForeignKey("declared_interest.id", ondelete="SET NULL"), index=True
    )
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_staff: Mapped[int | None] = mapped_column(BigInteger)
    """The staff number of who declared it for somebody who has no chat with the bot."""
    papers: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which documents are at hand, as the person ticked them: a bit for each line of the call."""
    contact: Mapped[bytes | None] = mapped_column(SealedBytes)
    shared: Mapped[bytes | None] = mapped_column(SealedBytes)
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SharedOrigin(Base):
    """Sensitive answers that somebody lets the team see, apart from who that is (need X8).

    Only the sealed part of the interest knows the number, and SQLite keeps no order of arrival.
    """

    __tablename__ = "shared_origin"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[bytes] = mapped_column(SealedBytes)
    kept_since: Mapped[date] = mapped_column(Date, index=True)
