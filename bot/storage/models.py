"""The tables. Each docstring states the invariant; a constraint enforces it."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


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
    active_on: Mapped[date | None] = mapped_column(Date)
    """The last local day on which the person did something; retention counts from it."""
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person was told that their data will be erased; cleared by any activity."""
    discreet: Mapped[bool | None] = mapped_column(Boolean)
    """Whether notices say nothing on a lock screen; None while nobody asked."""
    quiet_from: Mapped[int] = mapped_column(SmallInteger, default=21, server_default="21")
    quiet_until: Mapped[int] = mapped_column(SmallInteger, default=8, server_default="8")
    """Local hours without notices; equal hours mean that notices may always come."""
    lock_word: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Salt and scrypt hash of the word that opens the person's own things on a shared phone."""
    lock_failures: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    unlocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_out_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(Base):
    """A person agreed to a purpose, to this version of its text; one row a purpose."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("person_id", "purpose"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptAnswer(Base):
    """An answer that a person let us keep; sealed with the person's own key, one a question."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("person_id", "question"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[bytes] = mapped_column(SealedBytes)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChatMessage(Base):
    """A message in a private chat, so that it can be taken away again; only its number."""

    __tablename__ = "chat_message"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Refusal(Base):
    """How often something was refused on a day: forged buttons, floods. Names nobody."""

    __tablename__ = "refusal"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    reason: Mapped[str] = mapped_column(String(16), primary_key=True)
    times: Mapped[int]


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
    opened_by: Mapped[int | None] = mapped_column(BigInteger)
    """The number of a staff profile."""


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
