"""The queue of updates: what happened, until the bot has acknowledged it.

Retention and order follow tdlib/telegram-bot-api: messages wait 24 hours, taps 150 seconds and
inline queries 30 seconds; taps queue by person, apart from the messages of the same chat.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.sandbox.rules.refusals import conflict
from bot.sandbox.world.clock import SandboxClock
from bot.sandbox.world.signals import Signal

Wire = dict[str, Any]
Lane = tuple[str, int]

DAY = 24 * 3600.0
CALLBACK_LIFE_SECONDS = 150.0
LIFE = {"callback_query": CALLBACK_LIFE_SECONDS, "inline_query": 30.0}
LIMIT = 100
LONGEST_POLL_SECONDS = 50.0

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "guest_message",
    }
)
ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

TERMINATED_BY_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
TERMINATED_BY_WEBHOOK = "terminated by setWebhook request"


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that the bot has not acknowledged."""

    update_id: int
    wire: Wire
    lane: Lane
    expires: float


class UpdateQueue:
    """Updates in order, each kept until it is acknowledged, expired or dropped."""

    def __init__(self, clock: SandboxClock, first_update_id: int = 100_001) -> None:
        self._clock = clock
        self._next_id = first_update_id
        self._pending: dict[int, Pending] = {}
        self._lanes: dict[Lane, deque[int]] = {}
        self._lost: dict[int, str] = {}
        self._poll: _Poll | None = None
        self._wants: frozenset[str] = KINDS - ASKED_FOR_ONLY
        self.arrived = Signal()
        self.settled = Signal()
        self.polled = Signal()
        self.on_put: Callable[[Lane], None] = lambda _lane: None

    def allow(self, kinds: list[str] | None) -> None:
        """Choose what to queue from now on; None changes nothing, empty gives the default."""
        if kinds is not None:
            self._wants = frozenset(kinds) or KINDS - ASKED_FOR_ONLY

    @property
    def allowed(self) -> list[str] | None:
        """The kinds the bot asked for; None for the default."""
        return None if self._wants == KINDS - ASKED_FOR_ONLY else sorted(self._wants)

    def put(self, kind: str, content: Wire, lane: Lane) -> int | None:
        """Queue an update; None when the bot did not ask for this kind."""
        if kind in KINDS and kind not in self._wants:
            return None
        return self.put_raw({kind: content}, lane, LIFE.get(kind, DAY))

    def put_raw(self, fields: Wire, lane: Lane, life: float = DAY) -> int:
        """Queue an update of any shape."""
        update_id = self._next_id
        self._next_id += 1
        expires = self._clock.seconds() + life
        wire = {"update_id": update_id, **fields}
        self._pending[update_id] = Pending(update_id, wire, lane, expires)
        self._lanes.setdefault(lane, deque()).append(update_id)
        self.arrived.fire()
        self.on_put(lane)
        return update_id

    def acknowledge(self, update_id: int) -> None:
        """The bot is done with an update."""
        self._remove(update_id)
        self.settled.fire()

    def drop_all(self) -> None:
        """Forget everything that waits (``drop_pending_updates``)."""
        for update_id in tuple(self._pending):
            self._lost[update_id] = "dropped with drop_pending_updates"
            self._remove(update_id)
        self.settled.fire()

    def expire(self) -> None:
        """Forget what Telegram would have forgotten by now."""
        now = self._clock.seconds()
        old = [update.update_id for update in self._pending.values() if update.expires <= now]
        for update_id in old:
            self._lost[update_id] = "expired before the bot acknowledged it"
            self._remove(update_id)
        if old:
            self.settled.fire()

    def is_pending(self, update_id: int) -> bool:
        """Tell whether an update still waits to be acknowledged."""
        return update_id in self._pending

    def why_lost(self, update_id: int) -> str | None:
        """Tell why an update went away without being acknowledged; None if it did not."""
        return self._lost.get(update_id)

    def first_of(self, lane: Lane) -> Pending | None:
        """Give the oldest update of a lane."""
        waiting = self._lanes.get(lane)
        return self._pending[waiting[0]] if waiting else None

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates request is open."""
        return self._poll is not None

    @property
    def lanes(self) -> list[Lane]:
        """The lanes in which something waits."""
        return list(self._lanes)

    def waits_in(self, lane: Lane) -> bool:
        """Tell whether anything waits in a lane."""
        return lane in self._lanes

    def __len__(self) -> int:
        return len(self._pending)

    async def poll(
        self,
        offset: int = 0,
        limit: int = LIMIT,
        timeout: float = 0.0,  # noqa: ASYNC109
    ) -> list[Wire]:
        """Answer ``getUpdates``: confirm what is below the offset, give what waits.

        Raises:
            RefusalError: 409 in the earlier of two polls that meet.
        """
        self.stop_poll(TERMINATED_BY_POLL)
        self.expire()
        self._confirm(offset)
        poll = self._poll = _Poll()
        self.polled.fire()
        try:
            await self.arrived.until(
                lambda: bool(self._pending) or poll.ended is not None,
                min(timeout, LONGEST_POLL_SECONDS),
            )
        finally:
            if self._poll is poll:
                self._poll = None
                self.polled.fire()
        if poll.ended:
            raise conflict(poll.ended)
        self.expire()
        count = min(max(limit, 1), LIMIT)
        return [update.wire for update in islice(self._pending.values(), count)]

    def stop_poll(self, reason: str) -> None:
        """End the poll that is open; its caller gets a 409, or nothing if the reason is empty."""
        if self._poll is not None:
            self._poll.ended = reason
            self._poll = None
            self.arrived.fire()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            kept = list(self._pending)[offset:]
            offset = kept[0] if kept else self._next_id
        done = [update_id for update_id in self._pending if update_id < offset]
        for update_id in done:
            self._remove(update_id)
        if done:
            self.settled.fire()

    def _remove(self, update_id: int) -> None:
        update = self._pending.pop(update_id, None)
        if update is None:
            return
        waiting = self._lanes[update.lane]
        waiting.remove(update_id)
        if not waiting:
            del self._lanes[update.lane]


class _Poll:
    """A getUpdates request that is open; ``ended`` says why it must come back at once."""

    __slots__ = ("ended",)

    def __init__(self) -> None:
        self.ended: str | None = None
