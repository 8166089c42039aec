"""Which key store opens the sealed values."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_store_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_store_mark_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_store_mark")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
