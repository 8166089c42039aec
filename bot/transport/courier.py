"""Speaking to Telegram: each call either happens, or fails in one of three ways we can act on."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.domain.delivery.media import Medium
from bot.logs import Safe, kind
from bot.screens.screen import Attachment, Enclosed
from bot.transport.pace import Pace
from bot.transport.render import Rendered

# The library's coming way of saying how long to wait; without it, it warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = logging.getLogger(__name__)

ATTEMPTS: Final = 5
BATCH: Final = 100
"""Messages that one call may delete."""
FIRST_PAUSE_SECONDS: Final = 0.3
LONGEST_PAUSE_SECONDS: Final = 30.0

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid",
         "message identifier is not specified", "there is no text in the message")  # fmt: skip
_NO_CHAT = ("chat not found", "peer_id_invalid", "user is deactivated")
_PACED: Final = frozenset({"sendMessage", "sendDocument", "sendVoice", "sendPhoto"})
KEPT_FILES: Final = {
    Medium.PHOTO: ("sendPhoto", "photo"),
    Medium.DOCUMENT: ("sendDocument", "document"),
    Medium.VOICE: ("sendVoice", "voice"),
}
"""The method that sends a kept file, and the parameter that takes its id."""
_UNCHANGED = "message is not modified"


class UnreachableError(Exception):
    """The person blocked the bot, or the chat is gone: further tries are in vain."""


class UnansweredError(Exception):
    """Telegram could not be reached for a while: trying again later makes sense."""


class TelegramBot(Bot):
    """The library's bot with a door for calls whose answer we do not need as objects.

    Building a ``Message`` from each answer costs more than the whole rest of the call.
    """

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the Bot API and return its result as plain JSON values.

        Raises:
            TelegramError: as every method of the library does.
        """
        return await self._post(method, parameters)


class Courier:
    """Carries screens to chats.

    Args:
        pause: How to wait between tries; tests pass one that does not.
        pace: Told of each new message and of each wait that Telegram asks for.
    """

    def __init__(
        self,
        bot: TelegramBot,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._bot = bot
        self._pause = pause
        self._pace = pace

    async def send(self, chat_id: int, message: Rendered) -> int:
        """Send a new message and return its id.

        Raises:
            UnreachableError, UnansweredError: see there.
        """
        sent = await self._try("sendMessage", chat_id=chat_id, **message.as_parameters())
        return int(sent["message_id"])

    async def redraw(self, chat_id: int, message_id: int, message: Rendered) -> int:
        """Put a screen in place of an older one; where that is gone, send it as a new message.

        Returns:
            The id of the message that shows the screen now.

        Raises:
            UnreachableError, UnansweredError: see there.
        """
        try:
            await self._try(
                "editMessageText",
                chat_id=chat_id,
                message_id=message_id,
                **message.as_parameters(),
            )
        except BadRequest as error:
            reason = error.message.lower()
            if _UNCHANGED in reason:
                return message_id
            if any(word in reason for word in _GONE):
                return await self.send(chat_id, message)
            raise
        return message_id

    async def retire(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off an older screen, so that only one is live; failing is harmless."""
        try:
            await self._bot.call(
                "editMessageReplyMarkup",
                chat_id=chat_id,
                message_id=message_id,
                reply_markup={"inline_keyboard": []},
            )
        except (BadRequest, Forbidden, NetworkError, RetryAfter) as error:
            log.debug("old screen not retired: %s", kind(error))

    async def answer_tap(self, callback_id: str, toast: str | None = None) -> None:
        """End the spinner of a tapped button; too late is harmless."""
        try:
            await self._try("answerCallbackQuery", callback_query_id=callback_id, text=toast)
        except (BadRequest, UnreachableError) as error:
            log.debug("tap not answered: %s", kind(error))

    async def set_menu(self, chat_id: int, commands: list[dict[str, str]]) -> bool:
        """Show these commands in the menu of one chat; False if Telegram would not."""
        scope = {"type": "chat", "chat_id": chat_id}
        try:
            await self._try("setMyCommands", commands=commands, scope=scope)
        except (BadRequest, UnreachableError, UnansweredError) as error:
            log.warning("command menu not set: %s", kind(error))
            return False
        return True

    async def clear_menu(self, chat_id: int) -> None:
        """Leave no menu of its own in a chat; failing is harmless."""
        scope = {"type": "chat", "chat_id": chat_id}
        try:
            await self._try("deleteMyCommands", scope=scope)
        except (BadRequest, UnreachableError, UnansweredError) as error:
            log.info("command menu not cleared: %s", kind(error))

    async def sweep(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        """Take messages out of a chat; False if Telegram refused some.

        A bot may do so for two days. Where a batch is refused, each message is tried alone.
        """
        whole = True
        for start in range(0, len(message_ids), BATCH):
            batch = list(message_ids[start : start + BATCH])
            try:
                await self._try("deleteMessages", chat_id=chat_id, message_ids=batch)
            except BadRequest:
                whole = await self._sweep_singly(chat_id, batch) and whole
        return whole

    async def _sweep_singly(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        whole = True
        for message_id in message_ids:
            try:
                await self._try("deleteMessage", chat_id=chat_id, message_id=message_id)
            except BadRequest as error:
                log.debug("message not taken away: %s", kind(error))
                whole = False
        return whole

    async def send_file(self, chat_id: int, file: Attachment) -> int:
        """Send a file and return the id of its message; it can be forwarded only if it says so.

        Raises:
            UnreachableError, UnansweredError: see there.
        """
        upload = InputFile(file.content, filename=file.name)
        sent = await self._try(
            "sendDocument", chat_id=chat_id, document=upload, protect_content=not file.keepable
        )
        return int(sent["message_id"])

    async def send_enclosed(self, chat_id: int, enclosed: Enclosed) -> Sequence[int]:
        """Send a file that Telegram keeps; the id of its message, or nothing.

        One that Telegram does not know any more is left out: the screen above it still helps.

        Raises:
            UnreachableError, UnansweredError: see there.
        """
        file = enclosed.file
        method, field = KEPT_FILES[file.medium]
        protected = {} if enclosed.keepable else {"protect_content": True}
        try:
            sent = await self._try(method, chat_id=chat_id, **{field: file.file_id}, **protected)
        except BadRequest as error:
            log.warning("a kept file cannot be sent: %s", kind(error))
            return ()
        return (int(sent["message_id"]),)

    def held_for(self, chat_id: int) -> float:
        """For how many seconds Telegram wants nothing more in a group."""
        return 0.0 if self._pace is None else self._pace.group_held_for(chat_id)

    async def say_in_group(
        self, chat_id: int, message: Rendered, thread_id: int | None = None
    ) -> None:
        """Send a message to a group, following it if it became a supergroup.

        A group in which the bot may not write is left in peace.

        Args:
            thread_id: The topic in which it is said; None for General.

        Raises:
            UnansweredError: see there; at once where Telegram asks to wait.
        """
        try:
            try:
                topic = {} if thread_id is None else {"message_thread_id": thread_id}
                parameters = {**message.as_parameters(), **topic}
                await self._try("sendMessage", chat_id=chat_id, **parameters)
            except ChatMigrated as moved:
                await self.send(moved.new_chat_id, message)
        except (BadRequest, UnreachableError) as error:
            log.info("nothing said in a group: %s", kind(error))

    async def _try(self, method: str, **parameters: Any) -> Any:
        """Call until it happens, with growing pauses, as often as makes sense.

        A time-out may mean that the call was carried out. Screens are repeated all the same: the
        same screen twice is better than silence, and edits change nothing the second time.
        """
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            wait = pause
            try:
                return await self._call(method, parameters)
            except Forbidden as error:
                raise UnreachableError from error
            except BadRequest as error:
                if any(word in error.message.lower() for word in _NO_CHAT):
                    raise UnreachableError from error
                raise
            except RetryAfter as error:
                wait = retry_seconds(error)
                log.info("telegram asks to wait %.0f s before %s", wait, Safe(method))
                if wait > LONGEST_PAUSE_SECONDS or attempt == ATTEMPTS or _is_group(parameters):
                    raise UnansweredError from error
            except NetworkError as error:
                log.info("%s failed, try %d: %s", Safe(method), attempt, kind(error))
                if attempt == ATTEMPTS:
                    raise UnansweredError from error
            await self._pause(wait)
            pause *= 2
        raise UnansweredError

    async def _call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Call once; the sender gives way to a new message, and rests when Telegram asks for it."""
        if self._pace is None or method not in _PACED:
            return await self._bot.call(method, **parameters)
        self._pace.note_answer(parameters["chat_id"])
        try:
            return await self._bot.call(method, **parameters)
        except RetryAfter as error:
            self._pace.ask_to_wait(parameters["chat_id"], retry_seconds(error))
            raise


def _is_group(parameters: Mapping[str, Any]) -> bool:
    """Whether a call goes to a group, which waits by itself and keeps nobody else waiting."""
    chat_id = parameters.get("chat_id")
    return isinstance(chat_id, int) and chat_id < 0


def retry_seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
