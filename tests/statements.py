"""Lets every engine of a test run use the statements that another one compiled.

A plugin of pytest. Each test opens engines of its own, and each would compile every statement
anew, which took a third of the time of the tests that use a database. SQLAlchemy finds a compiled
statement by the dialect it was made for, so dialects of one kind have to be equal: here they all
talk to the same server, or to files that the same library reads.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

ROOM: Final = 5000
"""Statements: more than the bot has."""


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """All engines look for their statements in one place."""
    compiled: LRUCache[object, object] = LRUCache(ROOM)

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        event.listen(Engine, "engine_connect", share)
        yield
        event.remove(Engine, "engine_connect", share)
