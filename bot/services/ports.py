"""What services ask of the world outside; implemented by the layers above."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.rounds.news import News
from bot.storage.people import Person


class Outcome(StrEnum):
    """What became of a notice."""

    SENT = "sent"
    QUIET = "quiet"  # the person's quiet hours: try again later
    OFF = "off"  # the person wants no messages, or is known to be out of reach
    UNREACHABLE = "unreachable"  # found out just now
    AWAY = "away"  # Telegram does not answer: nobody can be told anything now


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a notice, and the number of the message if it was sent."""

    outcome: Outcome
    message_id: int | None = None


class Courier(Protocol):
    """Whoever can tell people something that they did not just ask for."""

    async def notify(self, person: Person, news: News, now: datetime) -> Told:
        """Tell a person something, if they may be written to now.

        It keeps to the person's language, discretion, contact hours and wish for silence.
        """
