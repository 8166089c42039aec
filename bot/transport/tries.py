"""One call for one message, and the rest that some answers ask of everybody."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

from telegram.error import TelegramError

from bot.domain.delivery.outbox import DeliveryReason
from bot.domain.delivery.outcomes import Delivered, NotSent, Outcome, Throttled, Unknown
from bot.logs import trace
from bot.transport.courier import TelegramBot
from bot.transport.meters import SendMeters
from bot.transport.pace import Pace
from bot.transport.parcels import Parcel, has_another_way, is_done_already, outcome_of

log = logging.getLogger(__name__)

FAILURES_BEFORE_REST: Final = 3
LONGEST_REST_SECONDS: Final = 30.0
LONGEST_CALL_SECONDS: Final = 30.0
"""A server that answers drop by drop must not keep a message in the middle for ever."""


class Tries:
    """Makes the calls of the sender.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        bot: TelegramBot,
        pace: Pace,
        figures: SendMeters,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._figures = figures
        self._clock = clock
        self._failures = 0

    async def send(self, parcel: Parcel) -> Outcome:
        """Make a call; the whole sender rests where that is called for.

        A group that Telegram asked to leave in peace meanwhile gets none.
        """
        began = self._clock()
        outcome: Outcome
        if held := self._pace.group_held_for(parcel.parameters["chat_id"]):
            return Throttled(held)
        try:
            async with asyncio.timeout(LONGEST_CALL_SECONDS):
                answer = await self._bot.call(parcel.method, **parcel.parameters)
            outcome = Delivered(_number(answer, parcel))
        except TelegramError as error:
            if parcel.instead is not None and has_another_way(error):
                return await self.send(parcel.instead)
            if is_done_already(error):
                outcome = Delivered(int(parcel.parameters["message_id"]))
            else:
                outcome = outcome_of(error)
        except TimeoutError:
            outcome = Unknown(DeliveryReason.TIMED_OUT)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others have their turn
            log.error("a call failed: %s", trace(error))  # noqa: TRY400
            outcome = Unknown(DeliveryReason.BROKEN)
        self._figures.count_call(self._clock() - began)
        self._slow_down(outcome, parcel.parameters["chat_id"])
        return outcome

    def _slow_down(self, outcome: Outcome, chat_id: int) -> None:
        """Rest when Telegram asks for it, and ever longer while it does not answer."""
        if isinstance(outcome, Throttled):
            log.info("telegram asks to wait %.0f s", outcome.seconds)
            self._pace.ask_to_wait(chat_id, outcome.seconds)
        if not isinstance(outcome, NotSent | Unknown):
            self._failures = 0
            return
        if self._pace.held_for:
            return  # it had left before the rest began
        self._failures += 1
        if self._failures >= FAILURES_BEFORE_REST:
            self._pace.push(
                min(2.0 ** (self._failures - FAILURES_BEFORE_REST), LONGEST_REST_SECONDS)
            )


def _number(answer: Any, parcel: Parcel) -> int:
    """The number of the message; what takes one away is answered by a mere yes."""
    told = parcel.parameters if answer is True else answer
    return int(told["message_id"])
