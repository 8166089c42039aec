"""Live progress: the message in which a member of the staff watches a broadcast is drawn anew.

Who watches is not stored: it is whoever stands on that screen.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from telegram.error import TelegramError

from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.logs import kind
from bot.screens.broadcasts import progress as broadcast_progress
from bot.screens.broadcasts.actions import ShowBroadcast
from bot.screens.codec import encode
from bot.services.broadcasts.overview import Sending, sending_of
from bot.storage.unit_of_work import Database
from bot.transport.courier import TelegramBot
from bot.transport.render import render
from bot.transport.turns import Turns

log = logging.getLogger(__name__)

AFTERWARDS: Final = timedelta(minutes=1)
"""So long a broadcast that is over is still looked at, so that its last counts are shown."""


class ProgressBoard:
    """Draws the progress of broadcasts for those who watch; called every few seconds.

    Args:
        turns: Of the receiver, so that nobody's tap and an edit cross one another.
    """

    def __init__(
        self,
        *,
        database: Database,
        bot: TelegramBot,
        translator: Translator,
        turns: Turns,
        limits: SendLimits,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._bot = bot
        self._translator = translator
        self._turns = turns
        self._limits = limits
        self._now = now
        self._shown: dict[tuple[int, int], str] = {}

    async def draw(self) -> None:
        """Draw whatever has changed since the last time."""
        async with self._database.reading() as uow:
            found: dict[str, Sending] = {}
            for broadcast in await uow.broadcasts.to_draw(self._now() - AFTERWARDS):
                found[encode(ShowBroadcast(broadcast.id))] = await sending_of(uow, broadcast)
            if not found:
                self._shown.clear()
                return
            watchers = await uow.broadcasts.watchers(list(found))
        for one in watchers:
            at = (one.telegram_id, one.message_id)
            await self._edit(found[one.here], one.here, at, one.language)

    async def _edit(
        self, sending: Sending, place: str, at: tuple[int, int], language: Language
    ) -> None:
        screen = broadcast_progress.show(
            sending.broadcast,
            sending.campaign,
            sending.progress,
            sending.recall,
            self._limits.rate,
            self._now(),
        )
        rendered = render(screen, self._translator, language)
        if self._shown.get(at) == rendered.html:
            return
        async with self._turns.turn(at[0]):
            async with self._database.reading() as uow:
                watchers = await uow.broadcasts.watchers([place])
            if at not in {(one.telegram_id, one.message_id) for one in watchers}:
                return
            try:
                await self._bot.call(
                    "editMessageText",
                    chat_id=at[0],
                    message_id=at[1],
                    **rendered.as_parameters(),
                )
            except TelegramError as error:
                log.debug("progress not shown: %s", kind(error))
        self._shown[at] = rendered.html
