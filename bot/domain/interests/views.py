"""Declared interests as people and staff look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.domain.content import Call
from bot.domain.eligibility.verdicts import CheckState
from bot.domain.interests.declared import ContactWay, Interest, InterestState, Shared
from bot.domain.interests.sharing import ShareableAnswer
from bot.domain.rounds.rounds import Standing


@dataclass(frozen=True, slots=True)
class Offer:
    """What the team would get if the person declared an interest now.

    Args:
        verdict: What the check says of the call; empty where nothing was checked.
        code: With which somebody else's application is joined; empty to begin one.
    """

    call: Call
    standing: Standing
    verdict: str
    ticks: Sequence[ShareableAnswer]
    flipped: int
    code: str = ""


class InterestCount(NamedTuple):
    """How many interests of a call, in a place, stand alike.

    Args:
        municipality: Empty for those who did not say.
    """

    call_id: str
    municipality: str
    state: InterestState
    times: int


@dataclass(frozen=True, slots=True)
class OwnInterest:
    """A declared interest as the person reads it.

    Args:
        contact: How the team reaches the person; None once that is erased.
        others: How many apply together with the person, who joined by code.
        standing: Where the call stands, and so until when the application is to be handed in.
        hears_by: The last day on which the team gets in touch, as long as it has not.
    """

    interest: Interest
    contact: ContactWay | None
    others: int
    standing: Standing
    hears_by: date | None = None


@dataclass(frozen=True, slots=True)
class CallInterests:
    """How many interests of a call lie within somebody's role.

    Args:
        waiting: Those of people whom nobody contacted yet.
        open: Those with which the team still has something to do.
    """

    call_id: str
    waiting: int
    open: int
    all: int


@dataclass(frozen=True, slots=True)
class OpenedInterest:
    """An interest as staff read it.

    Args:
        contact: None once the person's part is erased; likewise ``shared``.
        others: Who applies together with it.
        may_read_origin: Whether who reads may open answers about origin.
    """

    interest: Interest
    contact: ContactWay | None
    shared: Shared | None
    others: Sequence[Interest]
    may_handle: bool
    may_read_origin: bool


@dataclass(frozen=True, slots=True)
class ListedInterest:
    """A line of a list that is taken along; what the role may not read is None."""

    interest: Interest
    contact: ContactWay | None
    shared: Shared | None


@dataclass(frozen=True, slots=True)
class CallTrial:
    """What answers of somebody at the desk mean for one call.

    Args:
        is_open: Whether an interest could be declared now.
    """

    state: CheckState
    is_open: bool


@dataclass(frozen=True, slots=True)
class NewInterest:
    """What is written when somebody declares an interest.

    Args:
        with_code: Whether somebody else may join with a code.
    """

    person_id: int
    call_id: str
    round_number: int
    municipality: str
    contact: ContactWay
    shared: Shared
    with_code: bool = False
    joined_to: int | None = None
    by_staff: int | None = None
