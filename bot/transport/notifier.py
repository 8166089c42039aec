"""Telling people what they did not just ask for, as and when they want to be told."""

import logging
from datetime import datetime

from bot.domain.delivery.contact_hours import may_notify
from bot.domain.rounds.news import News
from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.screens.notices import as_screen, notice_of
from bot.services.ports import Outcome, Told
from bot.storage.people import Person
from bot.transport.courier import Courier, UnansweredError, UnreachableError
from bot.transport.render import render

log = logging.getLogger(__name__)


class Notifier:
    """Puts news into the person's language and form, and hands it to the courier."""

    def __init__(self, courier: Courier, translator: Translator) -> None:
        self._courier = courier
        self._translator = translator

    async def notify(self, person: Person, news: News, now: datetime) -> Told:
        """Tell a person something, if they may be written to now.

        A discreet notice is neutral and comes without a sound. Nothing is tried, and nobody waits,
        in the person's quiet hours, after /stop, or once the person cannot be reached.
        """
        if person.stopped_at is not None or person.unreachable_at is not None:
            return Told(Outcome.OFF)
        if not may_notify(now, person.quiet_from, person.quiet_until):
            return Told(Outcome.QUIET)
        discreet = person.discreet is True
        language = Language(person.language) if person.language else Language.ENGLISH
        message = render(as_screen(notice_of(news), discreet=discreet), self._translator, language)
        try:
            sent = await self._courier.notify(person.telegram_id, message, silent=discreet)
        except UnreachableError:
            log.info("a person cannot be reached any more")
            return Told(Outcome.UNREACHABLE)
        except UnansweredError:
            return Told(Outcome.AWAY)
        return Told(Outcome.SENT, sent)
