"""The tables behind figures: counts that name nobody, and requests for lists of people."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime


class LeafletVisit(Base):
    """How many people came from a leaflet on a day; who they are is not kept."""

    __tablename__ = "leaflet_visit"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    leaflet: Mapped[str] = mapped_column(String(64), primary_key=True)
    visits: Mapped[int]


class LanguageFallback(Base):
    """How often a text was missing in a language on a day, and what stood in (need X9)."""

    __tablename__ = "language_fallback"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    wanted: Mapped[str] = mapped_column(String(8), primary_key=True)
    used: Mapped[str] = mapped_column(String(8), primary_key=True)
    text_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    uses: Mapped[int]


class Refusal(Base):
    """How often something was refused on a day: forged buttons, floods. Names nobody."""

    __tablename__ = "refusal"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    reason: Mapped[str] = mapped_column(String(16), primary_key=True)
    times: Mapped[int]


class ExportRow(Base):
    """Somebody asked for a list of people; another may approve it once, never the same."""

    __tablename__ = "export_request"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="state"),
        CheckConstraint("decided_by <> asked_by", name="two_people"),
        CheckConstraint("(decided_by IS NULL) = (state = 'waiting')", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    topic: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int] = mapped_column(BigInteger)
    """The number of a staff profile, as is ``decided_by``."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
