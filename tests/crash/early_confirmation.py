"""The bot with one fault built in: it confirms updates when they arrive. For the control test."""

import sys

from bot.cli import main
from bot.transport.poller import Poller


def _confirm_at_once(self: Poller) -> None:
    known = [*self._unfinished, *self._finished]
    if known:
        self._offset = max(known) + 1


Poller._move_offset = _confirm_at_once  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(main(["run"]))
