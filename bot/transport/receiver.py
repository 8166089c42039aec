"""Serving one update: effects and proof of receipt in one transaction, then the answer.

Returning from :meth:`Receiver.receive` means that the update may be acknowledged to Telegram.
A crash anywhere before costs nothing: Telegram delivers again, the effects are known to be
committed, and the screen on which the person stands is drawn once more.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from telegram.error import TelegramError

from bot.catalogue.shelf import Shelf
from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.errors import DomainError, NotAllowedError
from bot.domain.localtime import local_day
from bot.domain.text.languages import Language, guess
from bot.i18n.translator import Translator
from bot.logs import kind, trace
from bot.screens import problems
from bot.screens.codec import MAX_PLACE, encode
from bot.screens.home import groups
from bot.screens.privacy import my_data
from bot.screens.screen import Screen
from bot.services.broadcasts.chats import note_chat
from bot.services.rights.people import note_activity
from bot.services.staff.members import is_staff, note_refusal
from bot.storage.database.failures import ConflictError, DatabaseAwayError
from bot.storage.people import Person
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.transport.admission import STALE_TAP, Admission
from bot.transport.courier import Courier, TelegramBot, UnansweredError, UnreachableError
from bot.transport.flood import Admittance, FloodGate
from bot.transport.incoming import (
    AddedToChat,
    Blocked,
    Commanded,
    CommandedInGroup,
    Ignored,
    Incoming,
    Private,
    RemovedFromChat,
    Sent,
    Tapped,
    TappedInGroup,
    Unblocked,
    Wrote,
    read_update,
)
from bot.transport.render import render
from bot.transport.routing import Router
from bot.transport.speaker import Answer, Speaker
from bot.transport.turns import Turns
from bot.transport.visit import StaleTap, Visit

log = logging.getLogger(__name__)

FAILURES_BEFORE_PARKING: Final = 5
PAUSE_BETWEEN_FAILURES_SECONDS: Final = 0.05


class Receiver:
    """Serves updates one after another for each person, and people side by side.

    Args:
        now: The clock.
        admission: Says who is served now; without one, everybody within the usual limits.
        limits: What the operator set for broadcasts.
    """

    def __init__(
        self,
        *,
        database: Database,
        shelf: Shelf,
        router: Router,
        translator: Translator,
        bot: TelegramBot,
        courier: Courier,
        now: Callable[[], datetime],
        admission: Admission | None = None,
        limits: SendLimits | None = None,
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._router = router
        self._translator = translator
        self._bot = bot
        self._courier = courier
        self._now = now
        self._admission = admission or Admission(
            database=database, understand=router.understand, now=now, flood=FloodGate()
        )
        self.turns = Turns()
        self._limits = limits or SendLimits()
        self._speaker = Speaker(
            database=database, translator=translator, courier=courier, router=router, now=now
        )

    async def receive(self, raw: Mapping[str, Any]) -> None:
        """Serve an update; when this returns, it may be acknowledged.

        An update that fails five times is parked: noted in the database, said in the log, and
        the person gets a kind word.

        Raises:
            UnansweredError: if Telegram was out of reach; deliver the update again later.
            DatabaseAwayError: if the database was; likewise.
        """
        update_id = int(raw["update_id"])
        async with self.turns.turn(_key(raw)):
            incoming: Incoming = Ignored()
            while True:
                try:
                    incoming = read_update(raw, self._bot.username)
                    await self._serve(update_id, incoming, raw)
                except (UnansweredError, DatabaseAwayError):
                    raise
                except Exception as error:  # noqa: BLE001 -- whatever it is, the next must be served
                    if await self._failed(update_id, error) >= FAILURES_BEFORE_PARKING:
                        await self._park(update_id, incoming)
                        return
                    await asyncio.sleep(PAUSE_BETWEEN_FAILURES_SECONDS)
                else:
                    return

    async def _serve(self, update_id: int, incoming: Incoming, raw: Mapping[str, Any]) -> None:
        match incoming:
            case Tapped() | Wrote() | Commanded() | Sent():
                await self._admit(update_id, incoming, raw)
            case Blocked(user_id=user_id):
                await self._note_reach(update_id, user_id, reachable=False)
            case Unblocked(user_id=user_id):
                await self._note_reach(update_id, user_id, reachable=True)
            case CommandedInGroup(chat_id=chat_id, argument=argument):
                screen = groups.point_to_private_chat(self._bot.username, argument)
                rendered = render(screen, self._translator, Language.ENGLISH)
                await self._courier.say_in_group(chat_id, rendered)
            case AddedToChat(chat_id=chat_id, title=title, user_id=user_id):
                await self._note_chat(update_id, chat_id, title, user_id)
            case RemovedFromChat(chat_id=chat_id):
                await self._note_chat(update_id, chat_id, None, None)
            case TappedInGroup(callback_id=callback_id):
                await self._courier.answer_tap(callback_id)
            case Ignored():
                pass

    async def _admit(self, update_id: int, incoming: Private, raw: Mapping[str, Any]) -> None:
        """Serve a person, unless it is too much; then say so once, and end the spinner of taps."""
        match self._admission.judge(update_id, incoming, raw):
            case Admittance.SERVE:
                await self._serve_person(update_id, incoming)
            case Admittance.WARN:
                answer = await self._instead(problems.ask_for_patience(), incoming)
                await self._speak(update_id, incoming, answer)
            case Admittance.DROP:
                if isinstance(incoming, Tapped):
                    await self._courier.answer_tap(incoming.callback_id)

    async def _serve_person(self, update_id: int, incoming: Private) -> None:
        try:
            answer = await self._answer(update_id, incoming)
        except ConflictError:
            # Somebody else was quicker with the same thing; seen from now on, it is there.
            answer = await self._answer(update_id, incoming)
        except NotAllowedError as error:
            await self._note_refusal(update_id, error)
            answer = await self._instead(problems.explain(error), incoming)
        except DomainError as error:
            answer = await self._instead(problems.explain(error), incoming)
        if answer.screen.farewell:
            await self._database.scrub()
        await self._speak(update_id, incoming, answer)

    async def _speak(self, update_id: int, incoming: Private, answer: Answer) -> None:
        try:
            await self._speaker.speak(update_id, incoming, answer)
        except UnreachableError:
            log.info("a person cannot be reached any more")
            await self._note_reach(None, incoming.user_id, reachable=False)

    async def _answer(self, update_id: int, incoming: Private) -> Answer:
        async with self._database.transaction() as uow:
            now = self._now()
            fresh = await uow.updates.is_new(update_id, now)
            if not fresh and await uow.people.look(incoming.user_id) is None:
                return self._farewell(incoming)
            person = await uow.people.meet(incoming.user_id, now)
            visit = self._visit(uow, person, incoming, now)
            if fresh:
                note_activity(person, now)
                request = self._router.understand(incoming)
                screen = await self._router.answer(visit, request)
                if isinstance(request, StaleTap):
                    await uow.statistics.count_refusal(local_day(now), STALE_TAP)
                if screen.farewell:
                    return self._plan(update_id, incoming, person, screen, fresh=True)
                _move_to(person, screen)
                person.unreachable_at = None
            else:
                screen = await self._router.redraw(visit)
            answer = self._plan(update_id, incoming, person, screen, fresh=fresh)
            if answer.menu is None:
                return answer
            return replace(answer, staff=await is_staff(uow, person.id))

    def _farewell(self, incoming: Private) -> Answer:
        """The last words, said again to somebody who is erased already; nothing is stored."""
        return Answer(my_data.say_farewell(), guess(incoming.telegram_language))

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

    async def _instead(self, screen: Screen, incoming: Private) -> Answer:
        """A screen in place of what was wished for; of the visit is kept that there was one."""
        async with self._database.transaction() as uow:
            person = await uow.people.find(incoming.user_id)
            if person is not None:
                note_activity(person, self._now())
        language = guess(incoming.telegram_language)
        if person is not None and person.language:
            language = Language(person.language)
        redraw = incoming.message_id if isinstance(incoming, Tapped) else None
        if person is None:
            return Answer(screen, language, redraw=redraw)
        retire = person.screen_message_id if redraw is None else None
        return Answer(screen, language, person.id, redraw, retire)

    async def _note_refusal(self, update_id: int, refused: NotAllowedError) -> None:
        """What was wished for is rolled back; that it was tried stays, once for each update."""
        async with self._database.transaction() as uow:
            now = self._now()
            if await uow.updates.is_new(update_id, now):
                await note_refusal(uow, refused, now)

    async def _note_reach(self, update_id: int | None, user_id: int, *, reachable: bool) -> None:
        async with self._database.transaction() as uow:
            now = self._now()
            if update_id is None or await uow.updates.is_new(update_id, now):
                await uow.people.mark_unreachable(user_id, None if reachable else now)

    async def _note_chat(
        self, update_id: int, chat_id: int, title: str | None, user_id: int | None
    ) -> None:
        async with self._database.transaction() as uow:
            now = self._now()
            if await uow.updates.is_new(update_id, now):
                await note_chat(uow, chat_id, title, user_id, now)

    async def _failed(self, update_id: int, error: Exception) -> int:
        log.error("update %d failed: %s", update_id, trace(error))
        async with self._database.transaction() as uow:
            return await uow.updates.count_failure(update_id, type(error).__name__, self._now())

    async def _park(self, update_id: int, incoming: Incoming) -> None:
        async with self._database.transaction() as uow:
            await uow.updates.park(update_id, self._now())
        log.error("update %d is parked after %d failures", update_id, FAILURES_BEFORE_PARKING)
        if not isinstance(incoming, Tapped | Wrote | Commanded | Sent):
            return
        language = guess(incoming.telegram_language)
        sorry = render(problems.apologise(), self._translator, language)
        try:
            if isinstance(incoming, Tapped):
                await self._courier.answer_tap(incoming.callback_id)
            await self._courier.send(incoming.user_id, sorry)
        except (UnreachableError, UnansweredError, TelegramError) as error:
            log.info("the apology did not arrive: %s", kind(error))

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
            limits=self._limits,
        )


def _move_to(person: Person, screen: Screen) -> None:
    here = encode(screen.here, MAX_PLACE)
    if here != person.here:
        person.back_to = person.here if screen.overlay else None
    person.here = here


def _key(raw: Mapping[str, Any]) -> int:
    """Whose turn an update is: messages and taps of one person share one, as do group messages."""
    for part in raw.values():
        if isinstance(part, Mapping):
            sender = part.get("from") or part.get("chat") or {}
            return int(sender.get("id", 0))
    return 0
