"""What the bot may do in a group or channel, and where a group came from."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notice_chat",
        sa.Column("may_write", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column("notice_chat", sa.Column("moved_from", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
