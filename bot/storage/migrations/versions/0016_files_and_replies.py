"""Files in questions, words that wait for a yes, and what answers an older message."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("album", sa.String(length=64), nullable=True))
    op.add_column("chat_message", sa.Column("about", sa.String(length=64), nullable=True))
    op.add_column("inbox_message", sa.Column("file", sa.LargeBinary(), nullable=True))
    op.add_column("inbox_message", sa.Column("source", sa.BigInteger(), nullable=True))
    op.add_column(
        "inbox_message",
        sa.Column("is_change", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index("ix_inbox_message_source", "inbox_message", ["person_id", "source"])
    op.create_table(
        "unsent_words",
        sa.Column("person_id", _ROW_ID, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("from_team", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.BigInteger(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_unsent_words_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_unsent_words")),
    )
    op.create_index(op.f("ix_unsent_words_typed_at"), "unsent_words", ["typed_at"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
