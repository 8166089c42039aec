"""The bot with one fault built in: it is slow to note that answers were sent. For the control."""

import asyncio
import sys
from typing import Any, Final

from bot.cli import main
from bot.transport.speaker import Speaker

LATE_SECONDS: Final = 8.0
"""Longer than it takes until the kill, also on a busy machine: nothing is noted before it."""
_note = Speaker._note


async def _note_late(self: Speaker, *about: Any, menu_set: bool) -> None:
    await asyncio.sleep(LATE_SECONDS)
    await _note(self, *about, menu_set=menu_set)


Speaker._note = _note_late  # type: ignore[method-assign, assignment]

if __name__ == "__main__":
    sys.exit(main(["run"]))
