"""Looking after updates that were given up, from the command line, also while the bot runs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from bot.services.staff.parked import wish_again
from bot.settings import Settings
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.updates import Parked


def list_parked(settings: Settings) -> Sequence[str]:
    """A line for each update that was given up, without what it says."""

    async def work(uow: UnitOfWork) -> Sequence[Parked]:
        return await uow.updates.all_parked()

    return [_line(one) for one in asyncio.run(_in_transaction(settings, work))]


def retry_parked(settings: Settings, wanted: Iterable[int] | None, now: datetime) -> int:
    """Have parked updates tried again by the running bot, or by the next one that runs.

    Only the bot itself can keep the order of what one person sends, so it does the work.

    Args:
        wanted: Their numbers; None for all.

    Returns:
        How many will be tried.
    """

    async def work(uow: UnitOfWork) -> Sequence[Parked]:
        return await wish_again(uow, wanted, now)

    return len(asyncio.run(_in_transaction(settings, work)))


def _line(one: Parked) -> str:
    state = "waits for the bot" if one.wished else "parked" if one.kept else "not kept any more"
    at = f"{one.parked_at:%Y-%m-%d %H:%M} UTC"
    return f"{one.update_id}  {at}  {one.failures} failures  {one.reason}  {state}"


async def _in_transaction(
    settings: Settings, work: Callable[[UnitOfWork], Awaitable[Sequence[Parked]]]
) -> Sequence[Parked]:
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        async with database.transaction() as uow:
            return await work(uow)
    finally:
        await database.close()
