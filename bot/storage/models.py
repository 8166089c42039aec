"""The tables. Each docstring states the invariant; a constraint enforces it."""

from datetime import UTC, date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

RowId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware going in, UTC inside, aware coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC; SQLite stores it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of Komshi; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Person(Base):
    """One private chat with the bot, and what is needed to answer it."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    menu_language: Mapped[str | None] = mapped_column(String(8))
    """The language in which Telegram's command menu of this chat was last set."""
    welcomed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unreachable_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    here: Mapped[str | None] = mapped_column(String(255))
    """The encoded action that draws the current screen again."""
    back_to: Mapped[str | None] = mapped_column(String(255))
    """Where a screen that lies over another, such as the language menu, returns to."""
    pending: Mapped[str | None] = mapped_column(String(64))
    """An entry (deep link) that waits until the person has chosen a language."""
    screen_message_id: Mapped[int | None] = mapped_column(BigInteger)
    answered_update_id: Mapped[int | None] = mapped_column(BigInteger)
    """The last update whose answer was sent as a new message, so that a redelivery edits it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


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


class SeenUpdate(Base):
    """An update whose effects are committed; the primary key makes a second delivery harmless."""

    __tablename__ = "seen_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FailedUpdate(Base):
    """An update that could not be served, how often, and when it was given up; no content."""

    __tablename__ = "failed_update"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    failures: Mapped[int]
    reason: Mapped[str] = mapped_column(String(80))
    """The class of the error, never its message: that could hold what a person wrote."""
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LanguageFallback(Base):
    """How often a text was missing in a language on a day, and what stood in (need X9)."""

    __tablename__ = "language_fallback"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    wanted: Mapped[str] = mapped_column(String(8), primary_key=True)
    used: Mapped[str] = mapped_column(String(8), primary_key=True)
    text_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    uses: Mapped[int]


class LeafletVisit(Base):
    """How many people came from a leaflet on a day; who they are is not kept."""

    __tablename__ = "leaflet_visit"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    leaflet: Mapped[str] = mapped_column(String(64), primary_key=True)
    visits: Mapped[int]


class KeyStoreMark(Base):
    """The one row that says which key store opens the sealed values of this database.

    A database whose key store is missing or another's is noticed by it before anything is lost.
    """

    __tablename__ = "key_store_mark"
    __table_args__ = (CheckConstraint("id = 1", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    store_id: Mapped[str] = mapped_column(String(32))
