"""Who owes the answer to an update, and what was parked, to be tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("seen_update", sa.Column("served_by", sa.BigInteger(), nullable=True))
    op.add_column("failed_update", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "parked_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", _ROW_ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_parked_update_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_parked_update")),
    )
    op.create_index(op.f("ix_parked_update_person_id"), "parked_update", ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
