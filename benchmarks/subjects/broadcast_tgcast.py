"""The same broadcast with tgcast, as its README uses it; the same command line."""

import sys
import time
from pathlib import Path
from typing import Any


def main(token: str, api_url: str, folder: str, rate: str, first: str, count: str) -> None:
    # Only in the environment that the benchmark makes.
    import tgcast  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    engine: Any = tgcast.Telecast(
        token,
        store_dsn=str(Path(folder) / "tgcast.db"),
        telegram_base_url=api_url,
        global_rps=float(rate),
        max_concurrency=32,
        poll_interval=0.1,
    )
    text = "Equipment for small businesses: the call is open until Friday. " * 3
    tasks = [
        engine.enqueue(tgcast.Task(chat_id=int(first) + number, text=text))
        for number in range(int(count))
    ]
    print("ready", flush=True)
    engine.start()
    while any(str(engine.task_status(one).state) not in {"sent", "dead"} for one in tasks):
        time.sleep(0.5)
    engine.shutdown()
    print(0, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
