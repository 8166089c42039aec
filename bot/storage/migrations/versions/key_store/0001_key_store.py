"""First tables of the key store."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0001"
down_revision = None
branch_labels = None
depends_on = None

_SCHEMA = "komshi_keys"


def upgrade() -> None:
    op.create_table(
        "key_store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.Column("master_key_id", sa.String(length=16), nullable=False),
        sa.Column("ledger_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_store_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_store")),
        schema=_SCHEMA,
    )
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("master_key_id", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_key")),
        schema=_SCHEMA,
    )
    op.create_index(
        op.f("ix_person_key_master_key_id"), "person_key", ["master_key_id"], schema=_SCHEMA
    )
    op.create_table(
        "erasure",
        sa.Column("person_mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_mark", name=op.f("pk_erasure")),
        schema=_SCHEMA,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
