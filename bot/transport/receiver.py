"""Serving one update: effects and proof of receipt in one transaction, then the answer.

Returning from :meth:`Receiver.receive` means that the update may be acknowledged to Telegram.
A crash anywhere before costs nothing: Telegram delivers again, the effects are known to be
committed, and the screen on which the person stands is drawn once more, unless it was seen already.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from telegram.error import TelegramError

from bot.catalogue.shelf import Shelf
from bot.domain.broadcasts.broadcast import SendLimits
from bot.domain.errors import DomainError, NotAllowedError
from bot.i18n.translator import Translator
from bot.logs import kind, trace
from bot.screens import problems
from bot.storage.database.failures import ConflictError, DatabaseAwayError
from bot.storage.unit_of_work import Database
from bot.storage.updates import ANSWER_WITHIN
from bot.transport.admission import Admission
from bot.transport.answering import Answering, Delivery
from bot.transport.chat_news import AddedToChat, MovedChat, RemovedFromChat, RenamedChat
from bot.transport.courier import Courier, TelegramBot, UnansweredError, UnreachableError
from bot.transport.flood import Admittance, FloodGate
from bot.transport.groups import Groups
from bot.transport.incoming import (
    Blocked,
    Commanded,
    CommandedInGroup,
    Ignored,
    Incoming,
    Private,
    Rewrote,
    Sent,
    Tapped,
    TappedInGroup,
    Unblocked,
    Wrote,
    read_update,
)
from bot.transport.parking import AfterFailure, Parking
from bot.transport.receipts import AnsweredElsewhereError, Receipts
from bot.transport.render import render
from bot.transport.routing import Router
from bot.transport.speaker import Answer, Speaker
from bot.transport.turns import Turns
from bot.transport.wellformed import MalformedUpdateError, number_of

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS: Final = 0.25
"""How often it is looked whether another process has given the answer that it owes."""


class Receiver:
    """Serves updates one after another for each person, and people side by side.

    Args:
        now: The clock.
        admission: Says who is served now; without one, everybody within the usual limits.
        limits: What the operator set for broadcasts.
        pause: How to wait for another process; tests pass one that does not.
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
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._translator = translator
        self._bot = bot
        self._courier = courier
        self._now = now
        self._admission = admission or Admission(
            database=database, understand=router.understand, now=now, flood=FloodGate()
        )
        self.turns = Turns()
        self._pause = pause
        self._limits = limits or SendLimits()
        self.receipts = Receipts(database, now)
        self._answering = Answering(
            database=database,
            shelf=shelf,
            router=router,
            translator=translator,
            bot=bot,
            receipts=self.receipts,
            now=now,
            limits=lambda: self._limits,
        )
        self._parking = Parking(database, now)
        self._groups = Groups(
            database=database,
            translator=translator,
            courier=courier,
            receipts=self.receipts,
            username=lambda: bot.username,
            now=now,
        )
        self._speaker = Speaker(
            database=database,
            translator=translator,
            courier=courier,
            router=router,
            receipts=self.receipts,
            now=now,
        )

    async def receive(self, raw: Mapping[str, Any]) -> None:
        """Serve an update; when this returns, it may be acknowledged.

        One that makes no sense is served no more: delivered again, it would be no better.

        Raises:
            UnansweredError: if Telegram was out of reach; deliver the update again later.
            DatabaseAwayError: if the database was; likewise.
            NotYetError: if something broke; likewise, with growing pauses. What fails for minutes
                is parked: kept, and told to the owners.
        """
        try:
            update_id = number_of(raw)
            incoming = read_update(raw, self._bot.username)
        except MalformedUpdateError as error:
            log.error("an update makes no sense and is dropped: %s", trace(error))  # noqa: TRY400
            return
        self._parking.check_due(update_id)
        async with self.turns.turn(_key(update_id, incoming)):
            try:
                await self._serve_in_time(Delivery(update_id, raw), incoming)
            except (UnansweredError, DatabaseAwayError):
                raise
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next must be served
                verdict = await self._parking.note_failure(update_id, incoming, raw, error)
                await self._apologise(incoming, verdict)
                if verdict is not AfterFailure.PARKED:
                    self._parking.check_due(update_id)
            else:
                self._parking.forget(update_id)

    async def close(self) -> None:
        """Give up what no update waits for: answers in groups that could not be said yet."""
        await self._groups.close()

    async def retry_parked(self) -> int:
        """Serve the parked updates that whoever runs the bot wants to be tried again.

        Returns:
            How many were served.
        """
        return await self._parking.try_again(self._serve_again)

    async def _serve_again(self, raw: Mapping[str, Any]) -> None:
        update_id, incoming = number_of(raw), read_update(raw, self._bot.username)
        async with self.turns.turn(_key(update_id, incoming)):
            await self._serve_in_time(Delivery(update_id, raw, again=True), incoming)

    async def _serve_in_time(self, delivery: Delivery, incoming: Incoming) -> None:
        """Serve an update, unless another process is about to answer and does so in time."""
        looks = int(ANSWER_WITHIN.total_seconds() / LOOK_AGAIN_SECONDS)
        for _look in range(looks):
            try:
                await self._serve(delivery, incoming)
            except AnsweredElsewhereError:
                await self._pause(LOOK_AGAIN_SECONDS)
            else:
                return
        await self._serve(replace(delivery, insist=True), incoming)

    async def _serve(self, delivery: Delivery, incoming: Incoming) -> None:
        match incoming:
            case Rewrote(user_id=user_id) if not await self._answering.knows(user_id):
                self.receipts.note_later(delivery.update_id)
            case Tapped() | Wrote() | Rewrote() | Commanded() | Sent():
                await self._admit(delivery, incoming)
            case Blocked(user_id=user_id):
                await self._note_reach(delivery.update_id, user_id, reachable=False)
            case Unblocked(user_id=user_id):
                await self._note_reach(delivery.update_id, user_id, reachable=True)
            case CommandedInGroup():
                await self._groups.answer(delivery, incoming)
            case TappedInGroup():
                await self._groups.answer_tap(incoming)
            case AddedToChat() | RemovedFromChat() | RenamedChat() | MovedChat():
                await self._groups.note(delivery.update_id, incoming)
            case Ignored():
                pass

    async def _admit(self, delivery: Delivery, incoming: Private) -> None:
        """Serve a person, unless it is too much; then say so, and end the spinner of taps."""
        match self._admission.judge(delivery.update_id, incoming, delivery.raw):
            case Admittance.SERVE:
                await self._serve_person(delivery, incoming)
            case Admittance.WARN:
                screen = problems.ask_for_patience()
                answer = await self._answering.instead(delivery, screen, incoming)
                await self._speak(delivery.update_id, incoming, answer)
            case Admittance.DROP:
                if isinstance(incoming, Tapped):
                    language = await self._answering.language_of(incoming)
                    toast = self._translator.plain(problems.WAIT, language)
                    await self._courier.answer_tap(incoming.callback_id, toast)

    async def _serve_person(self, delivery: Delivery, incoming: Private) -> None:
        try:
            answer = await self._answering.answer(delivery, incoming)
        except ConflictError:
            # Somebody else was quicker with the same thing; seen from now on, it is there.
            answer = await self._answering.answer(delivery, incoming)
        except NotAllowedError as error:
            await self._answering.note_refusal(delivery, error)
            answer = await self._answering.instead(delivery, problems.explain(error), incoming)
        except DomainError as error:
            answer = await self._answering.instead(delivery, problems.explain(error), incoming)
        if answer is not None and answer.screen.farewell:
            await self._database.scrub()
        await self._speak(delivery.update_id, incoming, answer)

    async def _speak(self, update_id: int, incoming: Private, answer: Answer | None) -> None:
        if answer is None:
            return
        try:
            await self._speaker.speak(update_id, incoming, answer)
        except UnreachableError:
            log.info("a person cannot be reached any more")
            await self._note_reach(None, incoming.user_id, reachable=False)
            self.receipts.note_later(update_id)

    async def _note_reach(self, update_id: int | None, user_id: int, *, reachable: bool) -> None:
        async with self._database.transaction() as uow:
            now = self._now()
            if update_id is None or await uow.updates.is_new(update_id, now):
                await uow.people.mark_unreachable(user_id, None if reachable else now)

    async def _apologise(self, incoming: Incoming, step: AfterFailure) -> None:
        """A kind word when something breaks for the first time, and when it is given up."""
        if step is AfterFailure.AGAIN or not isinstance(
            incoming, Tapped | Wrote | Commanded | Sent
        ):
            return
        screen = problems.apologise() if step is AfterFailure.PARKED else problems.try_on()
        try:
            language = await self._answering.language_of(incoming)
            sorry = render(screen, self._translator, language)
            if isinstance(incoming, Tapped):
                await self._courier.answer_tap(incoming.callback_id)
            await self._courier.send(incoming.user_id, sorry)
        except (UnreachableError, UnansweredError, TelegramError, DatabaseAwayError) as error:
            log.info("the apology did not arrive: %s", kind(error))


def _key(update_id: int, incoming: Incoming) -> int:
    """Whose turn an update is: messages and taps of one person share one, as does a chat's news.

    Who calls the bot in a group or taps there waits for nobody, and nobody waits for them.
    """
    match incoming:
        case CommandedInGroup() | TappedInGroup():
            return update_id
        case MovedChat(new=chat_id) | AddedToChat(chat_id=chat_id):
            return chat_id
    group: int = getattr(incoming, "chat_id", update_id)
    return int(getattr(incoming, "user_id", group))
