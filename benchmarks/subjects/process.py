"""What every subject does the same way: it says when it is ready and what CPU it has used."""

import asyncio
import resource
import signal
import sys
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Order:
    """What a subject is told on its command line.

    Args:
        port: Of the webhook to serve; 0 to fetch updates instead.
        database_url: Empty for subjects that keep nothing.
    """

    api_url: str
    port: int
    database_url: str

    @classmethod
    def read(cls) -> Self:
        """The order on the command line of this process."""
        _, api_url, port, database_url = sys.argv
        return cls(api_url, int(port), database_url)


def say_ready() -> None:
    """Tell the parent that updates may come."""
    print("ready", flush=True)


def print_usage_when_asked() -> None:
    """Print the CPU seconds of this process, all its threads, at each SIGUSR1."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _print_usage)


async def wait_for_end() -> None:
    """Wait until the parent ends this process by SIGTERM."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


def _print_usage() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, flush=True)
