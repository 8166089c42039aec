"""What colleagues are told, at once or counted once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff_news",
        sa.Column("person_id", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("news", sa.String(length=8), nullable=False),
        sa.Column("pace", sa.String(length=8), nullable=True),
        sa.Column("waiting", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_news_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "news", name=op.f("pk_staff_news")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: stepping back would lose data")
