"""Messages that matter, from the wish to send them to exactly one final state each.

A message is queued in the transaction of its cause, is being sent while a sender holds it, and
ends in a final state. What a kind of message bears, being lost or arriving twice, is its policy;
what follows from it is decided in :mod:`bot.domain.delivery.outcomes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.text.languages import Language

Scalar = str | int | bool | None
Params = Mapping[str, Scalar]
"""What the words of a message are made of: ids and numbers, never a name or a text."""


class Lane(StrEnum):
    """Who goes first: the lanes in their order."""

    INTERACTIVE = "interactive"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


class DeliveryState(StrEnum):
    """Where a message stands; all but the first two are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"  # blocked, deactivated, or no such chat
    UNCERTAIN = "uncertain"  # tried, and nobody can know whether it arrived
    FAILED = "failed"  # Telegram refused the message itself
    EXPIRED = "expired"  # too late to be of use
    CANCELLED = "cancelled"  # not wanted any more


FINAL: Final = frozenset(DeliveryState) - {DeliveryState.QUEUED, DeliveryState.SENDING}

TRANSITIONS: Final[Mapping[DeliveryState, frozenset[DeliveryState]]] = {
    DeliveryState.QUEUED: frozenset(DeliveryState) - {DeliveryState.QUEUED, DeliveryState.SENT},
    DeliveryState.SENDING: FINAL | {DeliveryState.QUEUED},
    **{state: frozenset() for state in FINAL},
}


class DeliveryReason(StrEnum):
    """Why a message stands where it stands; in at most 24 characters."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NO_CHAT = "no chat"
    NO_RIGHTS = "no rights"  # to write in a group or channel
    KNOWN_UNREACHABLE = "known unreachable"
    STOPPED = "stopped"  # the person said /stop
    TIMED_OUT = "timed out"
    BROKEN = "connection broke"
    INTERRUPTED = "interrupted"  # the sender died or froze in the middle
    NO_CONNECTION = "no connection"
    GATEWAY = "gateway"
    FLOOD = "flood"
    QUIET = "quiet hours"
    REFUSED = "refused"
    NOT_RENDERED = "not rendered"
    OBSOLETE = "obsolete"
    WITHDRAWN = "withdrawn"
    TOO_LATE = "too late"
    NOT_WRITTEN = "not written"  # what became of it, or what follows, could not be written down
    UNREADABLE = "unreadable"  # the row itself makes no sense


class Repeat(StrEnum):
    """What a kind bears when nobody can know whether a try arrived."""

    AT_MOST_ONCE = "at most once"
    MAY_REPEAT = "may repeat"


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """How messages of a kind are treated.

    Args:
        lives: After so long it is of no use any more, unless the message says otherwise.
        always: Comes also in quiet hours and after /stop: only what changes something that the
            person is registered for or waits for.
    """

    lane: Lane
    repeat: Repeat
    lives: timedelta
    always: bool = False


KINDS: Final[dict[str, KindPolicy]] = {
    "broadcast": KindPolicy(Lane.BROADCAST, Repeat.MAY_REPEAT, timedelta(days=2)),
    # What staff try out on themselves, and what a discreet reader opened with a tap.
    "broadcast_shown": KindPolicy(
        Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(hours=1), always=True
    ),
    # It takes a message away, which nobody hears.
    "broadcast_recall": KindPolicy(
        Lane.BROADCAST, Repeat.MAY_REPEAT, timedelta(hours=48), always=True
    ),
    # Other words in a message that is there: nobody hears it.
    "broadcast_edit": KindPolicy(
        Lane.BROADCAST, Repeat.MAY_REPEAT, timedelta(hours=48), always=True
    ),
    "broadcast_waiting": KindPolicy(
        Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=2), always=True
    ),
    "round_opened": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=3)),
    "round_changed": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=3)),
    "round_texts": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=3)),
    "deadline_reminder": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=1)),
    "inbox_reply": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=7), always=True),
    "interest_decided": KindPolicy(
        Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=14), always=True
    ),
    "interest_incomplete": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=2)),
    "call_fits": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=3)),
    "inbox_staff": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=2)),
    # In working hours as the colleague set them; it is bundled, so that a lost one is sent again.
    "inbox_waiting": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=2)),
    "updates_parked": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=2)),
    # In contact hours: colleagues sleep too.
    "staff_notice": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=3)),
    "staff_digest": KindPolicy(Lane.REMINDER, Repeat.AT_MOST_ONCE, timedelta(days=1)),
    # Better twice than never: nobody is erased by the 24 months who was not told before. What is
    # not sent in time is queued anew, see ``bot/services/rights/retention.py``.
    "erasure_warning": KindPolicy(Lane.REMINDER, Repeat.MAY_REPEAT, timedelta(days=7)),
    # To owners: once a day, so that a fault of many messages makes one word.
    "outbox_trouble": KindPolicy(Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=2)),
    "session_changed": KindPolicy(
        Lane.INTERACTIVE, Repeat.MAY_REPEAT, timedelta(days=30), always=True
    ),
}
"""Every kind of message. Words for it come from its renderer, see ``handlers/outgoing.py``."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message to one person or one group, as its cause asks for it.

    Args:
        kind: One of :data:`KINDS`.
        dedupe_key: The same for the same message, at most 80 characters; a second is not stored.
        not_before: When it is due.
        person_id: Whom it is for; otherwise ``chat_id``.
        chat_id: A group or channel, a negative number.
        expires_at: From then on it is of no use; the kind's ``lives`` after ``not_before`` if None.
        lane: The kind's own if None.

    Raises:
        ValueError: if the kind is unknown, there is not exactly one recipient, or it would expire
            before it is due.
    """

    kind: str
    dedupe_key: str
    not_before: datetime
    person_id: int | None = None
    chat_id: int | None = None
    params: Params = field(default_factory=dict)
    expires_at: datetime | None = None
    lane: Lane | None = None
    campaign_id: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of message {self.kind!r}")
        if (self.person_id is None) == (self.chat_id is None):
            raise ValueError("a message goes to a person or to a group")
        if self.chat_id is not None and self.chat_id >= 0:
            raise ValueError("the number of a group is negative")
        if not 0 < len(self.dedupe_key) <= 80:
            raise ValueError("a dedupe key has 1 to 80 characters")
        if self.ends_at <= self.not_before:
            raise ValueError("a message must be due before it expires")

    @property
    def ends_at(self) -> datetime:
        """The moment from which on the message is of no use."""
        return self.expires_at or self.not_before + KINDS[self.kind].lives

    @property
    def runs_in(self) -> Lane:
        """The lane in which the message is sent."""
        return self.lane or KINDS[self.kind].lane


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message goes to, as they are at the time of sending.

    Args:
        person_id: None for a group.
        language: None where none was chosen.
        discreet: Whether a lock screen should show nothing; None while nobody asked.
    """

    chat_id: int
    person_id: int | None = None
    language: Language | None = None
    discreet: bool | None = None
    quiet_from: int = 0
    quiet_until: int = 0
    stopped: bool = False
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come.

    Args:
        attempts: Tries that began before this one.
        unknown: Of these, how many may have arrived.
    """

    id: int
    kind: str
    params: Params
    lane: Lane
    repeat: Repeat
    expires_at: datetime
    recipient: Recipient
    campaign_id: int | None = None
    attempts: int = 0
    unknown: int = 0
