"""The tables of the key store, and the mark by which a database knows its own.

The key store has tables apart, with migrations and a version of their own: a backup of the data
may be older than the key store, so that neither can carry the version of the other.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.database.base import Base, UtcDateTime
from bot.storage.database.engine import KEY_SCHEMA


class KeyBase(DeclarativeBase):
    """All tables of the key store; constraint names are made as those of the data."""

    metadata = MetaData(schema=KEY_SCHEMA, naming_convention=Base.metadata.naming_convention)


class KeyStoreState(KeyBase):
    """The one row that says which store this is and which master key wraps new keys."""

    __tablename__ = "key_store"
    __table_args__ = (CheckConstraint("id = 1", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    store_id: Mapped[str] = mapped_column(String(32))
    master_key_id: Mapped[str] = mapped_column(String(16))
    ledger_key: Mapped[bytes] = mapped_column(LargeBinary)
    """The key of the erasure ledger, wrapped by the master key; the same through all rotations."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonKey(KeyBase):
    """A person's data key, wrapped; when the row is gone, nothing of theirs can be read again."""

    __tablename__ = "person_key"
    __table_args__ = (Index("ix_person_key_master_key_id", "master_key_id"),)

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    master_key_id: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ErasureMark(KeyBase):
    """Somebody was erased; who, can be tested for but not read. Once each, the latest time."""

    __tablename__ = "erasure"

    person_mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyStoreMark(Base):
    """The one row that says which key store opens the sealed values of this database.

    A database whose key store is missing or another's is noticed by it before anything is lost.
    """

    __tablename__ = "key_store_mark"
    __table_args__ = (CheckConstraint("id = 1", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    store_id: Mapped[str] = mapped_column(String(32))
