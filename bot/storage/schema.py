"""Bringing a database up to today's tables, safely when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.storage.unit_of_work import Database

_LOCK = 0x4B4F4D53  # "KOMS": an advisory lock is a number
_FOLDER = Path(__file__).parent / "migrations"


class SchemaError(RuntimeError):
    """The database cannot be used with this release; the message says why in one line."""


async def upgrade(database: Database) -> str:
    """Apply every migration that is missing and return the revision that then holds.

    Processes that start together take turns: PostgreSQL by an advisory lock, SQLite because the
    migration is one ``BEGIN IMMEDIATE`` transaction.

    Raises:
        SchemaError: if the database was made by a newer release.
    """
    async with database.engine.begin() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        return await connection.run_sync(_upgrade)


def head() -> str:
    """The newest revision that this release knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("there are no migrations")
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> str:
    config = _config()
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise SchemaError(
            f"the database is at revision {current}, which this release does not know: "
            "start the newer release it was made by"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return head()
