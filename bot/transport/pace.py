"""The pace at which everything goes out, shared by answers and by the sender."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.delivery.pacing import ChatPacer, SlotPacer


class Pace:
    """Gives the sender its slots; answers to people take theirs without waiting.

    Args:
        rate: Messages a second over all chats.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.rate = rate
        self._clock = clock
        self._sleep = sleep
        self._slots = SlotPacer(rate, clock())
        self._chats = ChatPacer()

    @property
    def held_for(self) -> float:
        """For how many seconds Telegram still wants nothing."""
        return max(0.0, self._slots.held_until - self._clock())

    async def slot(self) -> None:
        """Wait until one message may go out."""
        while True:
            at = self._slots.next_slot(self._clock())
            while (pause := at - self._clock()) > 0:
                await self._sleep(pause)
            if self._slots.held_until <= at:
                return  # else Telegram asked to wait while we did: this slot is void

    def begin_anew(self) -> None:
        """Give the first slot one interval from now, because another has sent until now."""
        self._slots.push(self._clock(), 0)

    def push(self, seconds: float) -> None:
        """Let the sender rest, because Telegram asks for it or does not answer."""
        self._slots.push(self._clock(), seconds)

    def ask_to_wait(self, chat_id: int, seconds: float) -> None:
        """Do as Telegram asks: a group waits by itself, anybody else lets the sender rest."""
        if chat_id < 0:
            self._chats.hold(chat_id, self._clock() + seconds)
        else:
            self.push(seconds)

    def group_held_for(self, chat_id: int) -> float:
        """For how many seconds Telegram still wants nothing in a group."""
        return max(0.0, self._chats.held_until(chat_id) - self._clock())

    def note_answer(self, chat_id: int) -> None:
        """Count a message that goes out by itself; the sender gives way by one slot."""
        now = self._clock()
        self._slots.next_slot(now)
        self._chats.reserve(chat_id, now)
        self._chats.note_sent(chat_id, now)

    def wait(self, chat_id: int) -> timedelta:
        """How long until a chat may get another message."""
        now = self._clock()
        return timedelta(seconds=self._chats.ready_at(chat_id, now) - now)

    def reserve(self, chat_id: int) -> None:
        """Remember that a message is going to be sent to a chat."""
        self._chats.reserve(chat_id, self._clock())

    async def rest(self, chat_id: int) -> None:
        """Wait until a second has passed since the last message in a chat, and note this one."""
        while (pause := self._chats.rest(chat_id, self._clock())) > 0:
            await self._sleep(pause)
        self._chats.note_sent(chat_id, self._clock())
