"""The tables of a check: where somebody stands in it, what they answered, and what is counted."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


class Screening(Base):
    """The one check that a person has begun; it ends 8 days after the last touch."""

    __tablename__ = "screening"

    person_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[str] = mapped_column(String(64))
    """Of the rules with which it was last judged."""
    course: Mapped[bytes] = mapped_column(SealedBytes)
    """What the person looks for, the order of the answers, and where the sensitive ones lie."""
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ScreeningAnswer(Base):
    """An answer of a check, one a question; it goes with the check."""

    __tablename__ = "screening_answer"

    person_id: Mapped[int] = mapped_column(
        RowId,
        ForeignKey("person.id", name="fk_screening_answer_person_id_person", ondelete="CASCADE"),
        ForeignKey(
            "screening.person_id",
            name="fk_screening_answer_person_id_screening",
            ondelete="CASCADE",
        ),
        primary_key=True,
        autoincrement=False,
    )
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[bytes] = mapped_column(SealedBytes)


class SensitiveAnswer(Base):
    """Sensitive answers of somebody, all in one; the table alone names nobody (need X8).

    Only sealed values know the number, it is drawn by lot, and days are all that is said of time.
    SQLite keeps no order of arrival for it.
    """

    __tablename__ = "sensitive_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[bytes] = mapped_column(SealedBytes)
    kept_until: Mapped[date] = mapped_column(Date, index=True)
    """The last day on which they are kept."""


class KeptSensitive(Base):
    """Where the sensitive answers lie that somebody lets us keep; only a sealed number."""

    __tablename__ = "kept_sensitive"

    person_id: Mapped[int] = mapped_column(
        RowId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[bytes] = mapped_column(SealedBytes)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScreeningCount(Base):
    """How often something happened in checks on a day; who they were is not kept."""

    __tablename__ = "screening_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    event: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    """A call or a question; empty where the event is about the check as a whole."""
    detail: Mapped[str] = mapped_column(String(40), primary_key=True)
    times: Mapped[int] = mapped_column(BigInteger)
