"""The sender: takes messages from the outbox, sends them at an even pace, writes down the outcome.

Of all processes on a database one sends at a time, the one that holds the lease. A message is
noted as being sent before the call is made, so that a kill at any point leaves it either queued
or known to be doubtful. A sender that froze and wakes up sends nothing more, and what it had in
hand is not its own any more: each change of a row asks for the lease's token.
"""

import asyncio
import contextlib
import heapq
import itertools
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from bot.domain.delivery.outbox import DeliveryReason, Due, Lane
from bot.domain.delivery.outcomes import GivenBack, Outcome, Unknown
from bot.i18n.translator import Translator
from bot.logs import kind, trace
from bot.services.delivery import delivery
from bot.services.delivery.delivery import NO_CONSEQUENCES, Consequences, Tried
from bot.storage.database.failures import ConflictError, DatabaseAwayError
from bot.storage.unit_of_work import Database
from bot.transport.courier import TelegramBot
from bot.transport.meters import SendMeters
from bot.transport.pace import Pace
from bot.transport.parcels import Parcel, Renderers
from bot.transport.tries import Tries
from bot.transport.wording import Wording

log = logging.getLogger(__name__)

WORKERS: Final = 64
"""Calls at the same time, well below the connections of the request backend."""
LEASE: Final = timedelta(seconds=10)
PERIOD_SECONDS: Final = 0.05
"""Seconds between two looks at the database while there is something to send."""
MOST_AHEAD: Final = 10
LONGEST_AHEAD_SECONDS: Final = 0.1
"""So many messages, or seconds, may be taken ahead, whichever is more."""
MOST_UNSETTLED: Final = 12
LONGEST_UNSETTLED_SECONDS: Final = 0.15
"""Likewise what was tried and is not written down yet: a slow database slows the sender down."""
POLL_SECONDS: Final = 1.0
"""How often an idle sender looks for what another process queued, or what became due."""
DRAIN_SECONDS: Final = 6.0
LONGEST_HOLD_SECONDS: Final = 5.0
"""While nothing may go out for longer, what was taken goes back into the queue."""
_RANK: Final = {lane: rank for rank, lane in enumerate(Lane)}


@dataclass(order=True, slots=True)
class _Held:
    """A message that waits for its slot; first lane first, then in the order taken."""

    rank: int
    number: int
    due: Due = field(compare=False)
    parcel: Parcel = field(compare=False)


class Sender:
    """Sends what is due until it is told to stop.

    Args:
        renderers: Say what each kind of message says.
        now: The clock on the wall; when something is due.
        pace: How fast; shared with answers to people.
        lease: How long a dead sender keeps others waiting.
        consequences: What else is written down with what became of messages.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        *,
        database: Database,
        bot: TelegramBot,
        translator: Translator,
        renderers: Renderers,
        now: Callable[[], datetime],
        pace: Pace,
        lease: timedelta = LEASE,
        consequences: Consequences = NO_CONSEQUENCES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._wording = Wording(database, renderers, translator)
        self._now = now
        self._pace = pace
        self._lease = lease
        self._consequences = consequences
        self._clock = clock
        self.figures = SendMeters()
        self._token = uuid.uuid4().hex
        self._mine_until = -1.0
        """By our own clock; a frozen process sees by it that its time is over."""
        self._mine_until_wall: datetime | None = None
        """Likewise by the wall, because our own clock stands still while the machine sleeps."""
        self._chores_at = -1.0
        self._turn_seconds = 0.01
        """How long a look at the database takes, lately."""
        self._numbers = itertools.count()
        self._waiting: list[_Held] = []
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._tried: list[Tried] = []
        self._unwritten: list[Tried] = []
        """What was tried and cannot be written down now; it is not sent again."""
        self._free = asyncio.Semaphore(WORKERS)
        self._work = asyncio.Event()
        self._uncrowded = asyncio.Event()
        self._uncrowded.set()
        self._crowd = max(MOST_UNSETTLED, ceil(pace.rate * LONGEST_UNSETTLED_SECONDS))
        self._wake = asyncio.Event()
        self._calls = Tries(bot, pace, self.figures, clock)

    def wake(self) -> None:
        """Look now: something was queued."""
        self._wake.set()

    @contextlib.asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Send meanwhile; at the end of the block, finish what was begun."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.run(stop))
        try:
            yield
        finally:
            stop.set()
            await running

    async def run(self, stop: asyncio.Event) -> None:
        """Send until ``stop`` is set; then finish what was begun and give the rest back."""
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _task: self._wake.set())
        dispatching = asyncio.create_task(self._dispatch())
        try:
            while not stop.is_set():
                await self._rest(await self._turn(), stop)
        finally:
            for task in (stopping, dispatching):
                task.cancel()
            await asyncio.wait({stopping, dispatching})
            await self._end()

    # the database: settling what was tried, taking what is next

    async def _turn(self) -> float:
        """One look at the database; returns how long to do without another, seconds."""
        self._wake.clear()
        try:
            return await self._look()
        except (DatabaseAwayError, ConflictError, OSError) as error:
            log.info("the sender waits for the database: %s", kind(error))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the next turn tries again
            log.error("a turn of the sender failed: %s", trace(error))  # noqa: TRY400
        return POLL_SECONDS

    async def _look(self) -> float:
        now, began = self._now(), self._clock()
        if self._pace.held_for > LONGEST_HOLD_SECONDS or not self._may_call():
            self._give_back()  # another may have had the lease meanwhile and sent what waits
        chores = self._mine_until < 0 or began >= self._chores_at
        idle = not (self._waiting or self._flying or self._tried)
        if idle and not await self._is_needed(now, chores=chores):
            return POLL_SECONDS
        settled, taken = tuple(self._tried), list[Due]()
        again = tuple(self._unwritten) if chores else ()
        async with self._database.transaction() as uow:
            if not await uow.lease.hold(self._token, now, now + self._lease):
                self._lose()
                return POLL_SECONDS
            unwritten = await delivery.settle(
                uow, self._token, settled, now, self._consequences, again
            )
            if chores:
                rescued = await delivery.put_in_order(uow, self._token, self._in_hand(), now)
            if chores or not (self._waiting or self._flying):
                await uow.campaigns.advance(now)
            if self._pace.held_for <= PERIOD_SECONDS:
                # What has been tried before this moment is not in doubt once this is committed.
                doubtful = len(self._tried) - len(settled)
                room = self._ahead - len(self._waiting) - doubtful
                taken += await delivery.take(
                    uow,
                    self._token,
                    room,
                    now,
                    self._pace,
                    urgent=delivery.EXTRA_INTERACTIVE - sum(not one.rank for one in self._waiting),
                    busy=self._in_hand() - {one.due.id for one in settled},
                )
        self._unwritten = [*self._unwritten[len(again) :], *unwritten]
        if self._mine_until < 0:
            self._pace.begin_anew()
        self._mine_until = began + self._lease.total_seconds()
        self._mine_until_wall = now + self._lease
        self.figures.sends = True
        if chores:
            self._chores_at = began + self._lease.total_seconds() / 3
            if rescued:
                log.warning("%d messages were left in the middle by a sender", rescued)
        del self._tried[: len(settled)]
        self._uncrowded.set()
        self.figures.count(settled)
        await self._prepare(taken)
        self._turn_seconds += 0.2 * (self._clock() - began - self._turn_seconds)
        return PERIOD_SECONDS

    @property
    def _ahead(self) -> int:
        """How many messages may wait for their slots: few, because a kill makes each doubtful.

        They have to last until the next look at the database is over.
        """
        rate = self._pace.rate
        wanted = ceil(rate * (1.3 * PERIOD_SECONDS + 4 * self._turn_seconds))
        return min(max(2, wanted), max(MOST_AHEAD, ceil(rate * LONGEST_AHEAD_SECONDS)))

    def _may_call(self) -> bool:
        """Whether the lease is still ours, as far as our clocks tell."""
        until = self._mine_until_wall
        return self._clock() < self._mine_until and until is not None and self._now() < until

    async def _is_needed(self, now: datetime, *, chores: bool) -> bool:
        """Whether there is anything to do that is not another sender's."""
        async with self._database.reading() as uow:
            if await uow.lease.is_held_by_another(self._token, now):
                self._lose()
                return False
            return chores or await delivery.has_work(uow, now)

    def _in_hand(self) -> set[int]:
        """Messages that this sender took and has not settled."""
        waiting = (held.due.id for held in self._waiting)
        tried = (one.due.id for one in (*self._tried, *self._unwritten))
        return {*waiting, *self._flying, *tried}

    def _lose(self) -> None:
        """Another sender has the lease; what is in hand is its business now."""
        if self._mine_until >= 0:
            log.warning("another process sends now")
        self._mine_until = -1.0
        self.figures.sends = False
        self._waiting.clear()
        self._tried.clear()
        self._unwritten.clear()
        self._uncrowded.set()

    def _give_back(self) -> None:
        """Return to the queue what was taken and not tried."""
        self._tried += [Tried(held.due, GivenBack(), self._now()) for held in self._waiting]
        self._waiting.clear()

    async def _rest(self, seconds: float, stop: asyncio.Event) -> None:
        """Let a little gather, then wait until there is something to do, or to look for."""
        if not stop.is_set() and seconds == PERIOD_SECONDS:
            await asyncio.sleep(seconds)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)

    async def _end(self) -> None:
        """Finish what is on its way, write it down, and let another process send."""
        self._give_back()
        flying = set(self._flying.values())
        if flying:
            _done, late = await asyncio.wait(flying, timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.wait(flying)
        if self._mine_until < 0:
            return
        try:
            async with self._database.transaction() as uow:
                now = self._now()
                if await uow.lease.hold(self._token, now, now + self._lease):
                    tried = [*self._unwritten, *self._tried]
                    await delivery.settle(uow, self._token, tried, now, self._consequences)
                    await uow.campaigns.advance(now)
                    await uow.lease.release(self._token, now)
        except (DatabaseAwayError, ConflictError, OSError) as error:
            log.warning("the last messages are not written down: %s", kind(error))

    async def _prepare(self, taken: Sequence[Due]) -> None:
        """Find the words of messages, as they are now, and let them wait for their slots."""
        for due, parcel in await self._wording.find(taken):
            if isinstance(parcel, Parcel):
                held = _Held(_RANK[due.lane], next(self._numbers), due, parcel)
                heapq.heappush(self._waiting, held)
            else:
                self._note(due, parcel)
        if self._waiting:
            self._work.set()

    # the calls

    async def _dispatch(self) -> None:
        """Begin one call in each slot, the most urgent message first."""
        while True:
            await self._work.wait()
            await self._uncrowded.wait()
            await self._free.acquire()
            await self._pace.slot()
            if not self._waiting:
                self._work.clear()
                self._free.release()
                continue
            held = heapq.heappop(self._waiting)
            if len(self._waiting) <= self._ahead // 2:
                self._wake.set()
            self._flying[held.due.id] = asyncio.create_task(self._carry(held))

    async def _carry(self, held: _Held) -> None:
        due = held.due
        outcome: Outcome = GivenBack()
        try:
            await self._pace.rest(due.recipient.chat_id)
            if self._may_call():
                outcome = Unknown(DeliveryReason.INTERRUPTED)
                outcome = await self._calls.send(held.parcel)
        except asyncio.CancelledError:
            log.warning("a message was given up in the middle")
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
            log.error("message %d failed: %s", due.id, trace(error))  # noqa: TRY400
        finally:
            self._flying.pop(due.id, None)
            self._free.release()
            self._note(due, outcome)

    def _note(self, due: Due, outcome: Outcome) -> None:
        self._tried.append(Tried(due, outcome, self._now()))
        if len(self._tried) >= self._crowd:
            self._uncrowded.clear()
        self._wake.set()
