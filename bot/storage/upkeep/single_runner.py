"""One process at a time does a job, so that several replicas do not do it side by side."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

from bot.storage.unit_of_work import Database


@asynccontextmanager
async def run_alone(database: Database, job: str) -> AsyncIterator[bool]:
    """Hold a job for this process, so that no other does it meanwhile.

    The lock goes when the block is left or the process dies. An SQLite file has one bot that
    serves it, so that there is nobody to wait for.

    Args:
        job: A name that no other job has.

    Yields:
        Whether the job is this process's; False while another has it.
    """
    if database.is_sqlite:
        yield True
        return
    async with database.reading() as uow:
        yield await uow.take_lock(crc32(job.encode()))
