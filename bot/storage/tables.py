"""Every table, listed once.

A table is known only when its module is imported. Whoever looks at all tables takes them from
here, so that none is missing.
"""

from types import ModuleType
from typing import Final

from sqlalchemy import MetaData

from bot.storage import people, updates
from bot.storage.broadcasts import tables as broadcasts
from bot.storage.calls import tables as calls
from bot.storage.database.base import Base
from bot.storage.delivery import tables as delivery
from bot.storage.figures import tables as figures
from bot.storage.inbox import tables as inbox
from bot.storage.interests import tables as interests
from bot.storage.keys import tables as keys
from bot.storage.privacy import tables as privacy
from bot.storage.rounds import tables as rounds
from bot.storage.screening import tables as screening
from bot.storage.staff import tables as staff

TABLE_MODULES: Final[tuple[ModuleType, ...]] = (
    people,
    updates,
    privacy,
    staff,
    delivery,
    calls,
    rounds,
    screening,
    inbox,
    interests,
    broadcasts,
    figures,
    keys,
)
"""Where tables are declared."""

DATA: Final[MetaData] = Base.metadata
"""The tables of the database itself."""
KEY_STORE: Final[MetaData] = keys.KeyBase.metadata
"""The tables of the key store, which has migrations and a version of its own."""
