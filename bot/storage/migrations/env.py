"""How Alembic reaches the database: through a connection that ``schema.upgrade`` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from bot.storage.models import Base, UtcDateTime


def render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our time type as the plain one, so that old migrations do not import today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
