"""What queued notices about rounds say."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.outbox import Due
from bot.screens.notices import Notice, notice_of
from bot.services.due import find_news
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderers

KINDS: Final = ("round_opened", "round_changed", "deadline_reminder", "round_texts")


def renderers(content: Callable[[], Content], now: Callable[[], datetime]) -> Renderers:
    """The words of every kind of notice about rounds, at the time of sending.

    Args:
        content: Gives the content that serves now.
        now: The clock.
    """

    async def say(uow: UnitOfWork, due: Due) -> Notice | None:
        person_id = due.recipient.person_id
        if person_id is None:
            return None
        news = await find_news(uow, content(), due.kind, due.params, person_id, now())
        return notice_of(news) if news else None

    return dict.fromkeys(KINDS, say)
