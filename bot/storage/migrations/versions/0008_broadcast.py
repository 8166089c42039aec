"""Broadcasts with their versions, saved audiences, groups and channels for notices."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("fallbacks", sa.String(length=255), nullable=False),
        sa.Column("button", sa.String(length=255), nullable=False),
        sa.Column("send_at", TIME, nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("campaign_id", ROW_ID, nullable=True),
        sa.Column("recall_id", ROW_ID, nullable=True),
        sa.Column("chats", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_broadcast_campaign_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["recall_id"],
            ["campaign.id"],
            name=op.f("fk_broadcast_recall_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_broadcast_campaign_id")),
    )
    op.create_index(op.f("ix_broadcast_state"), "broadcast", ["state"])
    working = sa.text("state IN ('draft', 'offered')")
    op.create_index(
        "uq_broadcast_draft",
        "broadcast",
        ["made_by", "state"],
        unique=True,
        sqlite_where=working,
        postgresql_where=working,
    )
    op.create_table(
        "broadcast_version",
        sa.Column("broadcast_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcast.id"],
            name=op.f("fk_broadcast_version_broadcast_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "language", name=op.f("pk_broadcast_version")),
    )
    op.create_table(
        "saved_audience",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_audience")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_audience_name")),
    )
    op.create_table(
        "notice_chat",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_chat")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_notice_chat_chat_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
