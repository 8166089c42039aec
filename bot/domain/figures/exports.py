"""Tables with personal data: asked for by one of the staff, approved by another, for a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

VALID_FOR: Final = timedelta(hours=24)
"""A request, with its approval, lasts so long: whoever still needs the table asks again."""


class Follower(NamedTuple):
    """One line of a list of followers.

    Args:
        telegram_id: The number of the chat.
        language: What they read; None while they have not chosen.
        reachability: A value of :class:`bot.domain.figures.figures.Reachability`.
        since: The local day on which they began to follow.
    """

    telegram_id: int
    language: str | None
    reachability: str
    since: date


class ExportReason(StrEnum):
    """Why somebody needs a table with personal data; chosen, so that no text about people is kept.

    Codes stay: they are in the database and in the log.
    """

    REACH = "reach"
    CHECK = "check"
    CORRECT = "correct"
    LAW = "law"


class ExportState(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class ExportTopic(StrEnum):
    """Who is listed: followers, under the same words as in the follows, or who wants to apply."""

    PROGRAMME = "programme"
    CALL = "call"
    INTERESTS = "interests"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request for a list of people.

    Args:
        asked_by: The staff number of who asked; likewise ``decided_by``.
        expires_at: After it the request can be neither approved nor used.
    """

    id: int
    topic: ExportTopic
    subject: str
    reason: ExportReason
    asked_by: int
    asked_at: datetime
    expires_at: datetime
    state: ExportState
    decided_by: int | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether its day has passed."""
        return now >= self.expires_at

    def can_be_decided(self, by: int, now: datetime) -> bool:
        """Whether somebody may say yes or no: nobody decides about their own request."""
        return self.state is ExportState.WAITING and by != self.asked_by and not self.is_over(now)

    def can_be_taken(self, by: int, now: datetime) -> bool:
        """Whether somebody may have the table: only who asked, with another's yes."""
        return (
            self.state is ExportState.APPROVED
            and by == self.asked_by
            and self.decided_by not in (None, by)
            and not self.is_over(now)
        )
