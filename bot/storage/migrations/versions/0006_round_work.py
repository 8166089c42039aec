"""What is due for the rounds of calls, who opened them, and voice notes of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("call_round", sa.Column("opened_by", sa.BigInteger(), nullable=True))
    op.create_table(
        "round_task",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_task")),
        sa.UniqueConstraint(
            "call_id", "number", "version", "stage", name=op.f("uq_round_task_call_id")
        ),
    )
    op.create_index(op.f("ix_round_task_due_at"), "round_task", ["due_at"])
    op.create_table(
        "call_voice",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_voice")),
        sa.UniqueConstraint("call_id", "language", name=op.f("uq_call_voice_call_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
