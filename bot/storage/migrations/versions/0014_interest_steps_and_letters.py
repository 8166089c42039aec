"""A wrong tap on an interest can be undone; what the team writes first names its interest."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("declared_interest", sa.Column("came_from", sa.String(length=16), nullable=True))
    for column, length in (("call_id", 40), ("reference", 12)):
        op.add_column(
            "inbox_thread",
            sa.Column(column, sa.String(length=length), server_default="", nullable=False),
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
