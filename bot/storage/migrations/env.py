"""How Alembic reaches the database: through a connection that ``schema.upgrade`` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from bot.storage.database.base import UtcDateTime
from bot.storage.database.sealed_column import SealedBytes


def render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our types as the plain ones, so that old migrations do not import today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SealedBytes):
        return "sa.LargeBinary()"
    return False


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table_schema=attributes["schema"],
    render_as_batch=True,
    render_item=render,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
