"""The tables of what is kept with consent, and of messages that can be taken away again."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database.base import Base, RowId, UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


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
    """A message in a private chat, so that it can be taken away again; not its words."""

    __tablename__ = "chat_message"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    about: Mapped[str | None] = mapped_column(String(64))
    """The encoded action of what it showed last, where an answer to it belongs somewhere."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
