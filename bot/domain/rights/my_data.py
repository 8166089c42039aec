"""All that is kept about one person, as one value: for the screen, the export and the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.inbox.threads import Thread, ThreadEntry
from bot.domain.interests.declared import ContactWay, Interest, Shared
from bot.domain.privacy.consent import Given


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person has or had among the staff, as it is stored.

    Args:
        programmes: Ids joined by commas, ``*`` for all; likewise the next two.
    """

    role: str
    programmes: str
    municipalities: str
    centers: str
    given_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """A question to the team and its messages."""

    thread: Thread
    entries: tuple[ThreadEntry, ...]


@dataclass(frozen=True, slots=True)
class DeclaredInterest:
    """An interest that a person declared, and what the team may see; None once that is erased."""

    interest: Interest
    contact: ContactWay | None
    shared: Shared | None


@dataclass(frozen=True, slots=True)
class CheckData:
    """A check of who can apply for what, as it is stored.

    Args:
        aim: What the person looks for: an interest or a call; empty for anything.
        replies: What they answered, by question; sensitive answers too.
    """

    aim: str
    replies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MyData:
    """What the database knows about a person.

    Args:
        follows: Topic and subject of everything followed.
        answers: Kept answers in clear, by question.
        staff_name: How colleagues call the person, who is staff.
        messages: How many message numbers are remembered for taking messages away.
    """

    telegram_id: int
    language: str | None
    created_at: datetime
    active_on: date | None
    stopped: bool
    discreet: bool | None
    quiet_from: int
    quiet_until: int
    has_passcode: bool
    follows: tuple[tuple[str, str], ...]
    answers: Mapping[str, str]
    consents: tuple[Given, ...]
    messages: int
    staff_name: str | None = None
    roles: tuple[HeldRole, ...] = ()
    questions: tuple[SentQuestion, ...] = ()
    interests: tuple[DeclaredInterest, ...] = ()
    check: CheckData | None = None
    sensitive: Mapping[str, str] = field(default_factory=dict)
    """Sensitive answers that the person lets us keep."""
