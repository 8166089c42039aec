"""Bringing a database up to today's tables, safely when several processes start at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateSchema

from bot.storage.database.engine import KEY_SCHEMA
from bot.storage.tables import DATA, KEY_STORE
from bot.storage.unit_of_work import Database

_LOCK: Final = 0x4B4F4D53  # "KOMS": an advisory lock is a number
_FOLDER: Final = Path(__file__).parent / "migrations"


class SchemaError(RuntimeError):
    """The database cannot be used with this release; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """Migrations that follow one another, with a version of their own."""

    folder: Path
    metadata: MetaData
    schema: str | None = None


_DATA: Final = _Chain(_FOLDER / "versions", DATA)
# A backup of the data may be older than the key store: neither can carry the other's version.
_KEYS: Final = _Chain(_FOLDER / "versions" / "key_store", KEY_STORE, KEY_SCHEMA)


async def upgrade(database: Database) -> str:
    """Apply every migration that is missing.

    Processes that start together take turns: PostgreSQL by an advisory lock, SQLite because the
    migration is one ``BEGIN IMMEDIATE`` transaction.

    Returns:
        The revision that then holds.

    Raises:
        SchemaError: if the database was made by a newer release.
    """
    async with database.engine.begin() as connection:
        if database.is_sqlite:
            async with database.key_engine.begin() as key_connection:
                await key_connection.run_sync(_upgrade, _KEYS)
        else:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade, _KEYS)
        await connection.run_sync(_upgrade, _DATA)
    return head()


def head() -> str:
    """The newest revision of the data that this release knows.

    Raises:
        RuntimeError: if the migrations are not where they belong.
    """
    revision = ScriptDirectory.from_config(_config(_DATA)).get_current_head()
    if revision is None:
        raise RuntimeError("there are no migrations")
    return revision


def _config(chain: _Chain) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(chain.folder).replace("%", "%%"))
    config.attributes["metadata"] = chain.metadata
    return config


def _upgrade(connection: Connection, chain: _Chain) -> None:
    config = _config(chain)
    script = ScriptDirectory.from_config(config)
    # On SQLite the key store is a file of its own, in which a schema has no name.
    schema = None if connection.dialect.name == "sqlite" else chain.schema
    if schema is not None and not inspect(connection).has_schema(schema):
        connection.execute(CreateSchema(schema))
    context = MigrationContext.configure(connection, opts={"version_table_schema": schema})
    current = context.get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise SchemaError(
            f"the database is at revision {current}, which this release does not know: "
            "start the newer release it was made by"
        )
    config.attributes["connection"] = connection
    config.attributes["schema"] = schema
    command.upgrade(config, "head")
