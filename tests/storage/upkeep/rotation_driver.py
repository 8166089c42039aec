"""Rotates keys in child processes that may be killed: one JSON line in, one rotation out.

Each child is forked from a process that has imported everything, so that fifty kills take
seconds. It writes its process id, a line for every durable step, and how it ended.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from bot.storage.keys.keyring import Keyring
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.rotation import rotate


def say(line: str) -> None:
    """Write a line at once, also when the process dies right after."""
    os.write(1, f"{line}\n".encode())


async def work(url: str, key_file: str, batch: int) -> None:
    """One rotation, from the beginning or from where the last one was killed."""
    database = Database(url, Keyring(Path(key_file)))
    await rotate(database, batch=batch, progress=say)
    await database.close()


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(f"child {os.getpid()}")
            code = 1
            try:
                asyncio.run(work(**json.loads(line)))
                code = 0
            finally:
                os._exit(code)
        # The child is not reaped before the end is told: its id cannot be another's meanwhile.
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        killed = ended is not None and ended.si_code == os.CLD_KILLED
        failed = not killed and (ended is None or ended.si_status != 0)
        say("ended " + ("killed" if killed else "failed" if failed else "well"))
        sys.stdin.readline()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
