"""The sender with one fault built in: it forgets that a try may have arrived. For the control."""

import asyncio
import sys
from datetime import datetime

from bot.domain.delivery.outbox import Due
from bot.domain.delivery.outcomes import GivenBack, Outcome, Placement, Unknown, placement_after
from bot.services.delivery import delivery
from tests.crash.broadcast_driver import main


def _place_carelessly(due: Due, outcome: Outcome, now: datetime) -> Placement:
    return placement_after(due, GivenBack() if isinstance(outcome, Unknown) else outcome, now)


delivery.placement_after = _place_carelessly  # type: ignore[attr-defined]

if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
