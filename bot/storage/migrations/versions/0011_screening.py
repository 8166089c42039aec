"""Checks of who can apply for what."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "screening",
        sa.Column("person_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("course", sa.LargeBinary(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_screening_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_screening")),
    )
    op.create_index(op.f("ix_screening_touched_at"), "screening", ["touched_at"])
    op.create_table(
        "screening_answer",
        sa.Column("person_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_screening_answer_person_id_person",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["screening.person_id"],
            name="fk_screening_answer_person_id_screening",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "question", name=op.f("pk_screening_answer")),
    )
    op.create_table(
        "sensitive_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sensitive_answer_kept_until"), "sensitive_answer", ["kept_until"])
    op.create_table(
        "kept_sensitive",
        sa.Column("person_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_kept_sensitive_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_kept_sensitive")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
