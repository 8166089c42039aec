"""Telling people of a new call that fits, and the words of it."""

from collections.abc import Callable
from datetime import datetime

from bot.catalogue.shelf import Edition
from bot.domain.delivery.outbox import Due
from bot.domain.privacy.consent import Purpose
from bot.screens.codec import packed
from bot.screens.notices import Notice
from bot.screens.privacy.actions import AskConsent
from bot.screens.screen import Screen
from bot.screens.screening import matching as screens
from bot.screens.screening.actions import TellWhenFits
from bot.services.privacy import consents
from bot.services.screening import matching
from bot.storage.unit_of_work import UnitOfWork
from bot.transport.parcels import Renderer
from bot.transport.visit import Visit


async def tell_when_fits(visit: Visit, action: TellWhenFits) -> Screen:
    """Keep the answers and compare calls with them; each is asked for by itself, if not agreed."""
    for purpose in (Purpose.ANSWERS, Purpose.MATCHING):
        if not await consents.holds(visit.uow, visit.person.id, purpose):
            return await visit.draw(AskConsent(purpose, packed(action)))
    await matching.agree(visit.case)
    special = await consents.holds(visit.uow, visit.person.id, Purpose.SPECIAL)
    return screens.confirm(sensitive_kept=special)


def renderer(edition: Callable[[], Edition], now: Callable[[], datetime]) -> Renderer:
    """What a queued notice of a fitting call says, at the time of sending.

    Args:
        edition: Gives the content that serves now.
        now: The clock.
    """

    async def say(uow: UnitOfWork, due: Due) -> Notice | None:
        content, compiled = edition().content, edition().compiled
        call = content.calls.get(str(due.params["call"]))
        person_id = due.recipient.person_id
        if call is None or person_id is None:
            return None
        if not await matching.is_still_true(uow, compiled, person_id, call.id, now()):
            return None
        return screens.fits_notice(call, content)

    return say
