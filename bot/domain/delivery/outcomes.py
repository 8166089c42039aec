"""What comes after each try to send a message, and whether it is tried at all.

Nothing is given up because of the network: what certainly did not arrive is tried until it
expires. What may have arrived follows the policy of its kind.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery.contact_hours import next_moment
from bot.domain.delivery.outbox import KINDS, DeliveryReason, DeliveryState, Due, Repeat

# What can become of a try.


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram took the message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The recipient does not get messages of the bot, now or ever."""

    reason: DeliveryReason


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram does not accept this message."""

    reason: DeliveryReason = DeliveryReason.REFUSED


@dataclass(frozen=True, slots=True)
class Obsolete:
    """There is nothing to say any more."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup with another number."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Throttled:
    """Telegram asks everybody to wait so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """The message certainly did not arrive, and another try makes sense."""

    reason: DeliveryReason


@dataclass(frozen=True, slots=True)
class Unknown:
    """The message may have arrived, and nobody can know."""

    reason: DeliveryReason


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The message was not tried at all, because the sender stopped or has to rest."""


Outcome = (
    GivenBack | Delivered | Unreachable | Refused | Obsolete | Moved | Throttled | NotSent | Unknown
)


@dataclass(frozen=True, slots=True)
class NextTry:
    """Where a message goes from here.

    Args:
        after: For one that is queued again, how long it waits.
        unknown: Whether the try may have arrived.
    """

    state: DeliveryState
    reason: DeliveryReason | None = None
    after: timedelta = timedelta()
    unknown: bool = False
    message_id: int | None = None
    chat_id: int | None = None


LONGEST_PAUSE: Final = timedelta(minutes=1)
AFTER_UNKNOWN: Final = timedelta(seconds=2)
"""The pause after a first try that may have arrived; it doubles with each further doubt."""
LONGEST_DOUBT: Final = timedelta(hours=1)
_MOST_DOUBLED: Final = 16
_LARGEST_NUMBER: Final = 2**63 - 1


def decide(outcome: Outcome, repeat: Repeat, attempts: int, unknown: int) -> NextTry:
    """What comes after a try to send a message.

    Args:
        attempts: Tries that began, this one among them.
        unknown: Earlier tries that may have arrived.
    """
    match outcome:
        case GivenBack():
            decision = NextTry(DeliveryState.QUEUED)
        case Delivered(message_id=number):
            decision = NextTry(DeliveryState.SENT, message_id=number)
        case Unreachable(reason=why):
            decision = NextTry(DeliveryState.UNREACHABLE, why)
        case Refused(reason=why):
            decision = NextTry(DeliveryState.FAILED, why)
        case Obsolete():
            decision = NextTry(give_up(DeliveryState.CANCELLED, unknown), DeliveryReason.OBSOLETE)
        case Moved(chat_id=chat_id):
            decision = NextTry(DeliveryState.QUEUED, chat_id=chat_id)
        case Throttled(seconds=seconds):
            decision = NextTry(
                DeliveryState.QUEUED, DeliveryReason.FLOOD, timedelta(seconds=seconds)
            )
        case NotSent(reason=why):
            decision = NextTry(DeliveryState.QUEUED, why, pause_after(attempts))
        case Unknown(reason=why):
            again = repeat is Repeat.MAY_REPEAT
            state = DeliveryState.QUEUED if again else DeliveryState.UNCERTAIN
            decision = NextTry(state, why, pause_in_doubt(unknown), unknown=True)
    return decision


def give_up(state: DeliveryState, unknown: int) -> DeliveryState:
    """The final state of a message that is not tried again: uncertain if a try may have arrived."""
    return DeliveryState.UNCERTAIN if unknown else state


def pause_in_doubt(unknown: int) -> timedelta:
    """How long a message waits that may have arrived: ever longer, as each try may be a copy."""
    return min(AFTER_UNKNOWN * (1 << min(unknown, _MOST_DOUBLED)), LONGEST_DOUBT)


def pause_after(attempts: int) -> timedelta:
    """How long a message waits after so many tries: one second, doubling up to a minute."""
    return min(timedelta(seconds=2 ** min(max(attempts, 1) - 1, 6)), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class Placement:
    """What a row of the outbox becomes.

    Args:
        was: The state it must be in for that.
        due_at: When it is tried again; None leaves its time as it is.
        sent_at: When Telegram took it.
        settled_at: When it came into its final state.
    """

    id: int
    was: DeliveryState
    state: DeliveryState
    reason: DeliveryReason | None = None
    due_at: datetime | None = None
    unknown: bool = False
    message_id: int | None = None
    chat_id: int | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None


def placement_after(due: Due, outcome: Outcome, now: datetime) -> Placement:
    """What the row of a message that was tried becomes.

    One whose next try would come too late ends here.

    Args:
        due: The message as it was before the try.
    """
    if isinstance(outcome, Moved) and due.recipient.person_id is not None:
        outcome = Refused()  # only groups move, and a person's row can hold no other chat
    decision = decide(outcome, due.repeat, due.attempts + 1, due.unknown)
    state, reason, again_at = decision.state, decision.reason, now + decision.after
    if state is DeliveryState.QUEUED and again_at >= due.expires_at:
        state = give_up(DeliveryState.EXPIRED, due.unknown + decision.unknown)
        reason = reason or DeliveryReason.TOO_LATE
    return Placement(
        due.id,
        DeliveryState.SENDING,
        state,
        reason,
        due_at=again_at if state is DeliveryState.QUEUED else None,
        unknown=decision.unknown,
        message_id=decision.message_id,
        chat_id=decision.chat_id,
        sent_at=now if state is DeliveryState.SENT else None,
        settled_at=None if state is DeliveryState.QUEUED else now,
    )


def unwritten(due: Due, outcome: Outcome, now: datetime) -> Placement:
    """What the row of a message becomes where what became of it cannot be written down.

    It is over and asks nothing of what failed: it was sent, or may have been, or failed.

    Args:
        due: The message as it was before the try.
    """
    doubtful = isinstance(outcome, Unknown)
    number = None
    if isinstance(outcome, Delivered):
        state = DeliveryState.SENT
        number = outcome.message_id if 0 < outcome.message_id <= _LARGEST_NUMBER else None
    else:
        state = give_up(DeliveryState.FAILED, due.unknown + doubtful)
    return Placement(
        due.id,
        DeliveryState.SENDING,
        state,
        DeliveryReason.NOT_WRITTEN,
        unknown=doubtful,
        message_id=number,
        sent_at=now if state is DeliveryState.SENT else None,
        settled_at=now,
    )


def put_aside(due: Due, now: datetime, rests_until: datetime) -> Placement | None:
    """What the row of a message becomes instead of its being tried now; None if it may be tried.

    Args:
        rests_until: When its chat may get another message; not after ``now`` if at once.
    """
    policy, person = KINDS.get(due.kind), due.recipient
    always = policy is not None and policy.always
    if due.expires_at <= now:
        return _ended(due, DeliveryState.EXPIRED, DeliveryReason.TOO_LATE, now)
    if person.stopped and not always:
        return _ended(due, DeliveryState.CANCELLED, DeliveryReason.STOPPED, now)
    if person.unreachable and not always:
        return _ended(due, DeliveryState.UNREACHABLE, DeliveryReason.KNOWN_UNREACHABLE, now)
    at, reason = rests_until, None
    if person.person_id is not None and not always:
        allowed = next_moment(now, person.quiet_from, person.quiet_until)
        if allowed > at:
            at, reason = allowed, DeliveryReason.QUIET
    if at <= now:
        return None
    if at >= due.expires_at:
        return _ended(due, DeliveryState.EXPIRED, reason or DeliveryReason.TOO_LATE, now)
    return Placement(due.id, DeliveryState.QUEUED, DeliveryState.QUEUED, reason, due_at=at)


def _ended(due: Due, state: DeliveryState, reason: DeliveryReason, now: datetime) -> Placement:
    state = give_up(state, due.unknown)
    return Placement(due.id, DeliveryState.QUEUED, state, reason, settled_at=now)
