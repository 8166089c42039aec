"""Groups and channels: commands are answered at nobody's cost, and changes are followed.

An answer in a group changes nothing, and no person waits for it alone. So it may hold an update
only while all is quiet; else the update is acknowledged and the answer goes out when it can.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, Final

from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.logs import kind, trace
from bot.screens.home import groups
from bot.services.broadcasts.chats import note_chat, note_move, note_title
from bot.storage.database.failures import ConflictError
from bot.storage.unit_of_work import Database
from bot.storage.updates import ANSWER_WITHIN, Receipt
from bot.transport.answering import Delivery
from bot.transport.chat_news import AddedToChat, ChatNews, MovedChat, RemovedFromChat, RenamedChat
from bot.transport.courier import Courier, UnansweredError
from bot.transport.flood import Admittance, FloodGate, FloodLimits
from bot.transport.incoming import CommandedInGroup, TappedInGroup
from bot.transport.receipts import AnsweredElsewhereError, Receipts
from bot.transport.render import render
from bot.transport.turns import Turns

log = logging.getLogger(__name__)

SAME_SECONDS: Final = 60.0
"""For so long after an answer an equal command in the same group is left alone."""
GROUPS: Final = FloodLimits(burst=5, per_second=5 / 60)
"""Different commands of a group: an answer each, but a quarter of what Telegram lets a bot write
there, so that notices still find room."""
HOLD_SECONDS: Final = 1.0
"""How long an answer may hold its update while nothing else is going on."""
MOST_HELD: Final = 10
"""Answers on their way that may hold their updates; Telegram shows a window of 100."""
MOST_REMEMBERED: Final = 4_096
TRIES: Final = 3
PAUSE_SECONDS: Final = 5.0
LONGEST_WAIT_SECONDS: Final = 120.0
"""An answer that comes later than this answers nobody."""


class Groups:
    """Serves what happens in groups and channels.

    Args:
        username: Gives the name of the bot, known once it met Telegram.
        now: The clock.
        pause: How to wait until a group may be written to again.
    """

    def __init__(
        self,
        *,
        database: Database,
        translator: Translator,
        courier: Courier,
        receipts: Receipts,
        username: Callable[[], str],
        now: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._translator = translator
        self._courier = courier
        self._receipts = receipts
        self._username = username
        self._now = now
        self._pause = pause
        self._flood = FloodGate(GROUPS)
        self._answered: OrderedDict[CommandedInGroup, float] = OrderedDict()
        self._turns = Turns()
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._crowded: asyncio.Future[None] | None = None

    async def answer(self, delivery: Delivery, command: CommandedInGroup) -> None:
        """Answer a command; when this returns, the update need not wait for the answer."""
        if self._is_wanted(delivery.update_id, command):
            await self._begin(self._point(delivery, command))
        else:
            self._let_go()

    async def answer_tap(self, tap: TappedInGroup) -> None:
        """End the spinner of a button that somebody tapped in a group."""
        await self._begin(self._courier.answer_tap(tap.callback_id))

    async def note(self, update_id: int, news: ChatNews) -> None:
        """Write down what changed in a group or channel."""
        try:
            await self._note(update_id, news)
        except ConflictError:
            # The group and the supergroup it became told the same at once.
            await self._note(update_id, news)

    async def close(self) -> None:
        """Give up what could not be said yet."""
        left = list(self._on_their_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _note(self, update_id: int, news: ChatNews) -> None:
        async with self._database.transaction() as uow:
            now = self._now()
            if not await uow.updates.is_new(update_id, now):
                return
            match news:
                case AddedToChat(chat_id, title, user_id, may_write):
                    await note_chat(uow, chat_id, title, user_id, now, may_write=may_write)
                case RemovedFromChat(chat_id):
                    await note_chat(uow, chat_id, None, None, now)
                case RenamedChat(chat_id, title):
                    await note_title(uow, chat_id, title)
                case MovedChat(old, new):
                    await note_move(uow, old, new)

    def _is_wanted(self, update_id: int, command: CommandedInGroup) -> bool:
        """Whether a command gets an answer: one of many equal ones does, and few of many others."""
        at = self._now().timestamp()
        known = self._answered.get(command)
        if known is not None and 0 <= at - known < SAME_SECONDS:
            return False
        if self._flood.judge(command.chat_id, update_id, at) is not Admittance.SERVE:
            return False
        self._answered[command] = at
        self._answered.move_to_end(command)
        if len(self._answered) > MOST_REMEMBERED:
            self._answered.popitem(last=False)
        return True

    async def _begin(self, saying: Coroutine[Any, Any, None]) -> None:
        """Let something be said, and wait for it only while there is little of it."""
        task = asyncio.create_task(_undisturbed(saying))
        self._on_their_way.add(task)
        task.add_done_callback(self._on_their_way.discard)
        if self._crowded is None:
            self._crowded = asyncio.get_running_loop().create_future()
        crowded = self._crowded
        if len(self._on_their_way) > MOST_HELD:
            self._let_go()
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait({task, crowded}, timeout=HOLD_SECONDS, return_when=first)

    def _let_go(self) -> None:
        """Hold no update any longer for what is not said yet."""
        if self._crowded is not None:
            self._crowded.set_result(None)
            self._crowded = None

    async def _claim(self, delivery: Delivery) -> bool:
        """Whether the answer is this process's to give, or falls to it since nobody gave it."""
        for insist in (False, True):
            try:
                async with self._database.transaction() as uow:
                    receipt = await self._receipts.claim(
                        uow, delivery.update_id, insist=insist, again=delivery.again
                    )
            except AnsweredElsewhereError:
                self._let_go()
                await self._pause(ANSWER_WITHIN.total_seconds())
            else:
                return receipt is not Receipt.DONE
        return False

    async def _point(self, delivery: Delivery, command: CommandedInGroup) -> None:
        """Say in a group where the bot answers, once it may be written to."""
        if not await self._claim(delivery):
            return
        screen = groups.point_to_private_chat(self._username(), command.argument)
        rendered = render(screen, self._translator, Language.ENGLISH)
        chat_id = command.chat_id
        async with self._turns.turn(chat_id):
            for _try in range(TRIES):
                if wait := self._courier.held_for(chat_id):
                    self._let_go()
                    if wait > LONGEST_WAIT_SECONDS:
                        break
                    await self._pause(wait)
                try:
                    await self._courier.say_in_group(chat_id, rendered, command.thread_id)
                except UnansweredError:
                    if not self._courier.held_for(chat_id):
                        await self._pause(PAUSE_SECONDS)
                else:
                    self._receipts.note_later(delivery.update_id)
                    return
        log.info("a command in a group is left without an answer")


async def _undisturbed(saying: Coroutine[Any, Any, None]) -> None:
    """Say something; whatever goes wrong is said in the log, because nobody waits for it."""
    try:
        await saying
    except UnansweredError as error:
        log.info("nothing said in a group: %s", kind(error))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the update is served
        log.error("an answer in a group failed: %s", trace(error))  # noqa: TRY400
