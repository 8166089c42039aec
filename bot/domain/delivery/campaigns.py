"""One thing said to many: what a campaign is and how it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.delivery.outbox import FINAL, KINDS, DeliveryState, Lane, Repeat
from bot.domain.errors import DomainError


class CampaignState(StrEnum):
    """Where a campaign stands; the last two are final."""

    SCHEDULED = "scheduled"  # waits for its time, or for its last recipients
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


STEPS: Final[Mapping[CampaignState, frozenset[CampaignState]]] = {
    CampaignState.SCHEDULED: frozenset(
        {CampaignState.RUNNING, CampaignState.PAUSED, CampaignState.CANCELLED}
    ),
    CampaignState.RUNNING: frozenset(
        {CampaignState.PAUSED, CampaignState.CANCELLED, CampaignState.DONE}
    ),
    CampaignState.PAUSED: frozenset({CampaignState.SCHEDULED, CampaignState.CANCELLED}),
    CampaignState.CANCELLED: frozenset(),
    CampaignState.DONE: frozenset(),
}
"""Whoever resumes a campaign schedules it again; the clock lets it run."""


class CampaignStateError(DomainError):
    """The campaign is already past what is asked for."""


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign as its maker asks for it.

    Args:
        payload: What its messages are made of: the kind of screen and its parameters, or what
            staff composed; nothing about a recipient.
        made_by: The staff member; None where the bot acts by itself.
        not_before: No message goes out before.
        expires_at: What is not sent by then is not sent.
        repeat: The kind's own policy if None.
        lane: The kind's own if None.
    """

    kind: str
    not_before: datetime
    expires_at: datetime
    payload: Mapping[str, object] = field(default_factory=dict)
    made_by: int | None = None
    lane: Lane | None = None
    repeat: Repeat | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of message {self.kind!r}")
        if self.expires_at <= self.not_before:
            raise ValueError("a campaign must begin before it expires")


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as it is stored.

    Args:
        recipients: How many there are once all are entered; None before.
        made_by: None also where the staff member has erased themselves.
    """

    id: int
    kind: str
    lane: Lane
    repeat: Repeat
    state: CampaignState
    payload: Mapping[str, object]
    created_at: datetime
    not_before: datetime
    expires_at: datetime
    recipients: int | None = None
    made_by: int | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is, in recipients.

    Args:
        counts: How many recipients stand in each state; those who erased themselves in none.
        twice: Recipients among those sent who may have got it twice.
        reasons: How often each reason was met in each final state.
    """

    recipients: int
    counts: Mapping[DeliveryState, int]
    twice: int = 0
    reasons: Mapping[tuple[DeliveryState, str], int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Recipients for whom something is still to be done."""
        return self.counts.get(DeliveryState.QUEUED, 0) + self.counts.get(DeliveryState.SENDING, 0)

    @property
    def settled(self) -> int:
        """Recipients in a final state."""
        return sum(count for state, count in self.counts.items() if state in FINAL)

    @property
    def erased(self) -> int:
        """Recipients who erased their data meanwhile; for them nothing is kept."""
        return max(0, self.recipients - self.left - self.settled)


def step(state: CampaignState, to: CampaignState) -> CampaignState:
    """The other state, if a campaign can go there from where it is.

    Raises:
        CampaignStateError: if it cannot.
    """
    if to not in STEPS[state]:
        raise CampaignStateError(f"{state} cannot become {to}")
    return to
