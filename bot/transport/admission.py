"""Who is served now: everybody, but nobody so much that others wait. Refusals are counted."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.localtime import local_day
from bot.storage.unit_of_work import Database
from bot.transport.flood import Admittance, FloodGate, moment_of
from bot.transport.incoming import Private
from bot.transport.visit import Request

FLOOD: Final = "flood"
STALE_TAP: Final = "stale_tap"

Exempt = Callable[[int, Request], bool]
"""Whether a request of somebody, by Telegram id, is served however much they send."""


def nobody(_user_id: int, _request: Request) -> bool:
    """Exempt no request from the limits."""
    return False


class Admission:
    """Judges the updates of people before anything is done for them.

    Args:
        understand: Gives the request behind an update.
        now: The clock.
        flood: Limits what one person may send.
        exempt: What is never refused for being too much, such as a first report of an abuse.
            Asked only when it would be. A yes also gives the person a fresh allowance, so that
            what belongs to the request gets in too; answer it sparingly.
    """

    def __init__(
        self,
        *,
        database: Database,
        understand: Callable[[Private], Request],
        now: Callable[[], datetime],
        flood: FloodGate,
        exempt: Exempt = nobody,
    ) -> None:
        self._database = database
        self._understand = understand
        self._now = now
        self._flood = flood
        self._exempt = exempt

    def judge(self, update_id: int, incoming: Private, raw: Mapping[str, Any]) -> Admittance:
        """Whether an update is served.

        Args:
            raw: The update as Telegram sent it, which says when a message was sent.
        """
        at = moment_of(_sent_at(raw), self._now().timestamp())
        verdict = self._flood.judge(incoming.user_id, update_id, at)
        if verdict is Admittance.SERVE:
            return verdict
        if self._exempt(incoming.user_id, self._understand(incoming)):
            self._flood.pardon(incoming.user_id, update_id)
            return Admittance.SERVE
        return verdict

    async def store_refusals(self) -> None:
        """Write down how many updates were refused since the last time."""
        refused = self._flood.take_refused()
        if not refused:
            return
        try:
            async with self._database.transaction() as uow:
                await uow.statistics.count_refusal(local_day(self._now()), FLOOD, refused)
        except BaseException:
            self._flood.give_back(refused)
            raise


def _sent_at(raw: Mapping[str, Any]) -> float | None:
    """When a message was sent, seconds since the epoch; Telegram does not say it of a tap."""
    sent = raw.get("message", {}).get("date")
    return float(sent) if isinstance(sent, int) else None
