"""What owners are told of updates that were given up."""

from bot.domain.delivery.outbox import Due
from bot.screens.notices import Notice
from bot.screens.staff.parked import parked_notice
from bot.services.staff import parked
from bot.storage.unit_of_work import UnitOfWork


async def render_notice(uow: UnitOfWork, _due: Due) -> Notice | None:
    """What an owner is told; None if everything was served meanwhile."""
    count = await parked.count(uow)
    return parked_notice(count) if count else None
