"""Declared interests, and counts of checks that name nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IS_OPEN = sa.text("state IN ('declared', 'contacted', 'applied')")


def upgrade() -> None:
    op.create_table(
        "declared_interest",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("person_id", _ROW_ID, nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("joined_to", _ROW_ID, nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_staff", sa.BigInteger(), nullable=True),
        sa.Column("papers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("shared", sa.LargeBinary(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('declared', 'contacted', 'applied', 'decided', 'withdrawn')",
            name=op.f("ck_declared_interest_state"),
        ),
        sa.CheckConstraint(
            "(state = 'decided') = (decision IS NOT NULL)",
            name=op.f("ck_declared_interest_decided_why"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR shared IS NULL",
            name=op.f("ck_declared_interest_withdrawn_is_erased"),
        ),
        sa.CheckConstraint(
            "(contact IS NULL) = (shared IS NULL)",
            name=op.f("ck_declared_interest_sealed_together"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_declared_interest_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["joined_to"],
            ["declared_interest.id"],
            name=op.f("fk_declared_interest_joined_to"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interest")),
        sa.UniqueConstraint("reference", name=op.f("uq_declared_interest_reference")),
        sa.UniqueConstraint("code", name=op.f("uq_declared_interest_code")),
    )
    op.create_index("ix_declared_interest_call", "declared_interest", ["call_id", "declared_at"])
    for column in ("person_id", "joined_to", "changed_at"):
        op.create_index(
            op.f(f"ix_declared_interest_{column}"), "declared_interest", [column], unique=False
        )
    op.create_index(
        "uq_declared_interest_one_open",
        "declared_interest",
        ["person_id", "call_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "shared_origin",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("kept_since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_origin")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_shared_origin_kept_since"), "shared_origin", ["kept_since"])
    op.create_table(
        "screening_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=40), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "event", "subject", "detail", name=op.f("pk_screening_count")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
