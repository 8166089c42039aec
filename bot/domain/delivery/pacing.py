"""When the next message may go out: evenly spaced slots, and a rest for each chat.

Times are seconds of any clock that never goes back.
"""

from collections import deque
from math import inf
from typing import Final

SLACK_SECONDS: Final = 0.04
"""How much of what was missed by being late may be made up for. Without it a sender that
wakes up a millisecond late each time never reaches its rate; with more it would send in bursts."""
CHAT_SECONDS: Final = 1.0
"""Telegram asks for at most one message a second in a chat."""
GROUP_COUNT: Final = 20
GROUP_SECONDS: Final = 60.0
"""And for at most 20 a minute in a group."""
_SWEEP_ABOVE: Final = 5000


class SlotPacer:
    """Gives out slots at a rate, none at first: no burst at the start or after a pause.

    Args:
        rate: Slots a second.
        now: When pacing begins; the first slot comes one interval later.
    """

    def __init__(self, rate: float, now: float) -> None:
        if rate <= 0:
            raise ValueError("a rate is more than nothing")
        self._interval = 1.0 / rate
        self._next = now + self._interval
        self._held_until = now

    @property
    def held_until(self) -> float:
        """Before this nothing goes out, whatever slots were given."""
        return self._held_until

    def next_slot(self, now: float) -> float:
        """Take the next slot: the time at which one message may go out.

        It may lie up to :data:`SLACK_SECONDS` back; then the message goes out at once.
        """
        slot = max(self._next, now - SLACK_SECONDS)
        self._next = slot + self._interval
        return slot

    def push(self, now: float, seconds: float) -> None:
        """Let nothing go out for some seconds, because Telegram asked for it.

        Slots begin anew after that, one interval later; a shorter wish changes nothing.
        """
        self._held_until = max(self._held_until, now + seconds)
        self._next = max(self._next, self._held_until + self._interval)


class ChatPacer:
    """Keeps each chat to one message a second and each group to twenty a minute.

    A message is reserved when it is taken from the queue and noted again when it goes out, which
    is a little later.
    """

    def __init__(self) -> None:
        self._reserved: dict[int, float] = {}
        self._sent: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._held: dict[int, float] = {}

    def ready_at(self, chat_id: int, now: float) -> float:
        """The earliest time for another message in a chat; ``now`` if that is at once."""
        last = max(self._reserved.get(chat_id, -inf), self._sent.get(chat_id, -inf))
        ready = max(now, last + CHAT_SECONDS, self.held_until(chat_id))
        taken = self._groups.get(chat_id)
        if taken is not None and len(taken) == GROUP_COUNT:
            ready = max(ready, taken[0] + GROUP_SECONDS)
        return ready

    def hold(self, chat_id: int, until: float) -> None:
        """Let nothing go out to a chat before a time; a shorter wish changes nothing."""
        if len(self._held) >= _SWEEP_ABOVE:
            self._held = dict(sorted(self._held.items(), key=_end)[_SWEEP_ABOVE // 2 :])
        self._held[chat_id] = max(until, self.held_until(chat_id))

    def held_until(self, chat_id: int) -> float:
        """Before this nothing goes out to a chat."""
        return self._held.get(chat_id, -inf)

    def reserve(self, chat_id: int, at: float) -> None:
        """Remember that a message is going to be sent."""
        if len(self._reserved) >= _SWEEP_ABOVE:
            self._sweep(at)
        self._reserved[chat_id] = at
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque(maxlen=GROUP_COUNT)).append(at)

    def rest(self, chat_id: int, now: float) -> float:
        """How many seconds after the last message in a chat are still to pass."""
        return max(0.0, self._sent.get(chat_id, -inf) + CHAT_SECONDS - now)

    def note_sent(self, chat_id: int, at: float) -> None:
        """Remember that a message goes out now."""
        if len(self._sent) >= _SWEEP_ABOVE:
            self._sweep(at)
        self._sent[chat_id] = at

    def _sweep(self, now: float) -> None:
        """Forget chats that rested long enough."""
        rested = now - CHAT_SECONDS
        self._reserved = {chat: at for chat, at in self._reserved.items() if at > rested}
        self._sent = {chat: at for chat, at in self._sent.items() if at > rested}
        self._groups = {
            chat: taken for chat, taken in self._groups.items() if taken[-1] > now - GROUP_SECONDS
        }


def _end(held: tuple[int, float]) -> float:
    return held[1]
