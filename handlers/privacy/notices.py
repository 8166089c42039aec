"""The warning of erasure: what it says, and what its button does."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.delivery.outbox import Due
from bot.screens import notices
from bot.screens.notices import Notice
from bot.screens.privacy.actions import KeepMyData
from bot.screens.screen import Screen
from bot.services.rights import people, retention
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderers
from bot.transport.visit import Visit


def renderers(now: Callable[[], datetime]) -> Renderers:
    """The words of the warning, with the day of erasure as it is when the warning is sent.

    Args:
        now: The clock.
    """

    async def warn(uow: UnitOfWork, due: Due) -> Notice | None:
        news = await retention.find_warning(uow, due, now())
        return notices.notice_of(news) if news else None

    return {retention.ERASURE_WARNING: warn}


async def keep_my_data(visit: Visit, _action: KeepMyData) -> Screen:
    """A word that everything stays: who was warned of the erasure is still here."""
    people.note_activity(visit.person, visit.now)
    return notices.confirm_keeping()
