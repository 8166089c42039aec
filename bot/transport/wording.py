"""Finding the words of messages when they are about to be sent."""

import logging
from collections import deque
from collections.abc import Sequence

from bot.domain.delivery.outbox import DeliveryReason, Due
from bot.domain.delivery.outcomes import NotSent, Obsolete, Outcome
from bot.i18n.translator import Translator
from bot.logs import Safe, trace
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.transport.parcels import Parcel, Renderers, pack

log = logging.getLogger(__name__)


class Wording:
    """Asks the renderers; one that fails fails for its message alone, which is tried again."""

    def __init__(self, database: Database, renderers: Renderers, translator: Translator) -> None:
        self._database = database
        self._renderers = renderers
        self._translator = translator

    async def find(self, taken: Sequence[Due]) -> Sequence[tuple[Due, Parcel | Outcome]]:
        """The call for each message, or what becomes of it without one."""
        found: list[tuple[Due, Parcel | Outcome]] = []
        left = deque(taken)
        while left:
            async with self._database.reading() as uow:
                while left:
                    due = left.popleft()
                    parcel = await self._render(uow, due)
                    found.append((due, parcel))
                    if isinstance(parcel, NotSent):
                        break  # what went wrong may have spoilt the transaction
        return found

    async def _render(self, uow: UnitOfWork, due: Due) -> Parcel | Outcome:
        renderer = self._renderers.get(due.kind)
        if renderer is None:
            log.error("there are no words for messages of kind %s", Safe(due.kind))
            return NotSent(DeliveryReason.NOT_RENDERED)
        try:
            content = await renderer(uow, due)
            if content is None:
                return Obsolete()
            return pack(content, due.recipient, self._translator)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
            log.error("no words for message %d: %s", due.id, trace(error))  # noqa: TRY400
            return NotSent(DeliveryReason.NOT_RENDERED)
