"""What the bot tells a person on its own account, before anybody decides how it is worded."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ErasureWarning:
    """What is kept about a person who does nothing will be erased.

    Args:
        erase_on: The first day on which it can happen.
    """

    erase_on: date


News = ErasureWarning
"""Every kind of news; a new one joins with ``|`` and needs a notice in ``screens/notices``."""
