"""The answer to one update: its effects and its screen, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.catalogue.shelf import Shelf
from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.errors import NotAllowedError
from bot.domain.localtime import local_day
from bot.domain.text.languages import Language, guess
from bot.i18n.translator import Translator
from bot.screens.codec import MAX_PLACE, encode
from bot.screens.privacy import my_data
from bot.screens.screen import Screen
from bot.services.rights.people import note_activity
from bot.services.staff.members import is_staff, note_refusal
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.updates import Receipt
from bot.transport.admission import STALE_TAP
from bot.transport.albums import note_album
from bot.transport.courier import TelegramBot
from bot.transport.incoming import Private, Tapped
from bot.transport.receipts import Receipts
from bot.transport.routing import Router
from bot.transport.speaker import Answer
from bot.transport.visit import StaleTap, Visit


@dataclass(frozen=True, slots=True)
class Delivery:
    """An update that was handed over, and how it is to be served.

    Args:
        raw: The update as Telegram sent it.
        insist: Give the answer although another process may give it.
        again: It is parked, and tried once more.
    """

    update_id: int
    raw: Mapping[str, Any]
    insist: bool = False
    again: bool = False


class Answering:
    """Finds answers; whoever asks then says them.

    Args:
        now: The clock.
        limits: Gives what the operator set for broadcasts.
    """

    def __init__(
        self,
        *,
        database: Database,
        shelf: Shelf,
        router: Router,
        translator: Translator,
        bot: TelegramBot,
        receipts: Receipts,
        now: Callable[[], datetime],
        limits: Callable[[], SendLimits],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._router = router
        self._translator = translator
        self._bot = bot
        self._receipts = receipts
        self._now = now
        self._limits = limits

    async def claim(self, uow: UnitOfWork, delivery: Delivery) -> Receipt:
        """Claim an update for a transaction; see :class:`bot.transport.receipts.Receipts`."""
        return await self._receipts.claim(
            uow, delivery.update_id, insist=delivery.insist, again=delivery.again
        )

    async def answer(self, delivery: Delivery, incoming: Private) -> Answer | None:
        """The answer to somebody; None if they have it already."""
        async with self._database.transaction() as uow:
            now = self._now()
            receipt = await self.claim(uow, delivery)
            if receipt is Receipt.DONE:
                return None
            fresh = receipt is Receipt.NEW
            if not fresh and await uow.people.look(incoming.user_id) is None:
                return self._farewell(incoming)
            person = await uow.people.meet(incoming.user_id, now)
            visit = self._visit(uow, person, incoming, now)
            left = person.here if self._router.may_be_answered(visit.here) else None
            if fresh:
                note_activity(person, now)
                request = note_album(person, incoming, self._router.understand(incoming))
                behind = self._left_behind(visit, incoming)
                screen = await self._router.answer(visit, request)
                screen = screen if screen.silent else screen.sweeping(*behind)
                if isinstance(request, StaleTap):
                    await uow.statistics.count_refusal(local_day(now), STALE_TAP)
                if screen.farewell:
                    return self._plan(delivery.update_id, incoming, person, screen, fresh=True)
                _move_to(person, screen)
                person.unreachable_at = None
            else:
                screen = await self._router.redraw(visit)
            answer = self._plan(delivery.update_id, incoming, person, screen, fresh=fresh)
            if left is not None and answer.retire is not None:
                await uow.messages.note_subject(person.id, answer.retire, left)
            if answer.menu is None:
                return answer
            return replace(answer, staff=await is_staff(uow, person.id))

    def _farewell(self, incoming: Private) -> Answer:
        """The last words, said again to somebody who is erased already; nothing is stored."""
        return Answer(my_data.say_farewell(), guess(incoming.telegram_language))

    def _left_behind(self, visit: Visit, incoming: Private) -> Sequence[int]:
        """What goes out of the chat as the person moves on: a prompt, and what was typed at it."""
        shown, theirs = visit.person.screen_message_id, incoming.message_id
        if not self._router.is_fleeting(visit.here) or shown == theirs:
            return ()
        typed = theirs if not isinstance(incoming, Tapped) else None
        return [number for number in (shown, typed) if number is not None]

    def _plan(
        self,
        update_id: int,
        incoming: Private,
        person: Person,
        screen: Screen,
        *,
        fresh: bool,
    ) -> Answer:
        """Where the screen goes: over the tapped message, over its first copy, or below."""
        shown = person.screen_message_id
        language = (
            Language(person.language) if person.language else guess(incoming.telegram_language)
        )
        menu = language if person.language and person.menu_language != person.language else None
        if isinstance(incoming, Tapped) and incoming.message_id is not None:
            person.screen_message_id = incoming.message_id
            retire = shown if shown != incoming.message_id else None
            return Answer(screen, language, person.id, incoming.message_id, retire, menu)
        if not fresh and person.answered_update_id == update_id:
            return Answer(screen, language, person.id, shown, None, menu)
        return Answer(screen, language, person.id, None, shown, menu)

    async def instead(self, delivery: Delivery, screen: Screen, incoming: Private) -> Answer | None:
        """A screen in place of what was wished for; of the visit is kept that there was one."""
        async with self._database.transaction() as uow:
            if await self.claim(uow, delivery) is Receipt.DONE:
                return None
            person = await uow.people.find(incoming.user_id)
            if person is not None:
                note_activity(person, self._now())
                note_album(person, incoming, self._router.understand(incoming))
        language = guess(incoming.telegram_language)
        if person is not None and person.language:
            language = Language(person.language)
        redraw = incoming.message_id if isinstance(incoming, Tapped) else None
        if person is None:
            return Answer(screen, language, redraw=redraw)
        retire = person.screen_message_id if redraw is None else None
        return Answer(screen, language, person.id, redraw, retire)

    async def note_refusal(self, delivery: Delivery, refused: NotAllowedError) -> None:
        """What was wished for is rolled back; that it was tried stays, once for each update."""
        async with self._database.transaction() as uow:
            if await self.claim(uow, delivery) is Receipt.NEW:
                await note_refusal(uow, refused, self._now())

    async def knows(self, user_id: int) -> bool:
        """Whether somebody is there: old words that change bring nobody back who was erased."""
        async with self._database.reading() as uow:
            return await uow.people.look(user_id) is not None

    async def language_of(self, incoming: Private) -> Language:
        """The language of somebody for a word that is said beside everything else."""
        async with self._database.reading() as uow:
            person = await uow.people.look(incoming.user_id)
        known = person.language if person is not None else None
        return Language(known) if known else guess(incoming.telegram_language)

    def _visit(
        self,
        uow: UnitOfWork,
        person: Person,
        incoming: Private,
        now: datetime,
    ) -> Visit:
        return Visit(
            uow=uow,
            person=person,
            edition=self._shelf.current,
            now=now,
            bot_username=self._bot.username,
            telegram_language=incoming.telegram_language,
            message_id=incoming.message_id,
            router=self._router,
            translator=self._translator,
            limits=self._limits(),
        )


def _move_to(person: Person, screen: Screen) -> None:
    if screen.silent:
        return
    here = encode(screen.here, MAX_PLACE)
    if here != person.here:
        person.back_to = person.here if screen.overlay else None
    person.here = here
