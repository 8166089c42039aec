"""Log lines for people and for machines; never a token, a text or a name."""

import json
import logging
import time
from typing import Final

QUIET: Final = ("telegram", "httpx", "apscheduler", "alembic", "aiohttp", "asyncio")
"""Libraries that say too much at INFO; some of them would print the token."""
OURS: Final = frozenset({"bot", "handlers", "scheduler"})


def words_of(record: logging.LogRecord) -> str:
    """The message of a record; of a library's only its fixed first line.

    What a library fills in may be anything: an address, a whole request, an error that quotes
    what a person wrote.
    """
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    return str(record.msg).partition("\n")[0]


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the class of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; an error's own message is left out, it may hold what was typed."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": words_of(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


class ConsoleFormatter(logging.Formatter):
    """One readable line; an error shows its class only."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        clock = time.strftime("%H:%M:%S", time.gmtime(record.created))
        line = f"{clock} {record.levelname:<7} {record.name}  {words_of(record)}"
        if record.exc_info and record.exc_info[0]:
            line += f" [{record.exc_info[0].__name__}]"
        return line


def start_logging(style: str) -> None:
    """Send log lines to standard error.

    Args:
        style: ``console`` or ``json``.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if style == "json" else ConsoleFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
