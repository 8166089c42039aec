"""Komshi, whole, with ``aiosqlite`` in place of the driver of its own."""

import asyncio
from unittest import mock

from sqlalchemy.engine import URL

from benchmarks.subjects import komshi
from bot.storage.database import engine


def _as_it_says(url: URL) -> URL:
    """The URL of every SQLite database names ``aiosqlite``; left alone, that is what runs."""
    return url


with mock.patch.object(engine, "direct", _as_it_says):
    asyncio.run(komshi.main())
