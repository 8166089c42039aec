"""A declared interest: somebody wants to apply for a call and leaves word with the team."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.content import Call
from bot.domain.screening.conversation import Reply


class InterestState(StrEnum):
    """Where a declared interest stands, from the first word to the decision."""

    DECLARED = "declared"
    CONTACTED = "contacted"
    APPLIED = "applied"
    WAITING = "waiting"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class InterestStep(StrEnum):
    """What happens to it; all but the last are done by staff. Codes stand on buttons and stay."""

    CONTACT = "c"
    APPLY = "a"
    DECIDE = "d"
    WAIT = "q"
    WITHDRAW = "w"


PLACE: Final = "municipality"
"""The question about one's own place: it says whose team gets an interest."""

_OPEN: Final = (
    InterestState.DECLARED,
    InterestState.CONTACTED,
    InterestState.APPLIED,
    InterestState.WAITING,
)

AFTER: Final[Mapping[tuple[InterestState, InterestStep], InterestState]] = {
    (InterestState.DECLARED, InterestStep.CONTACT): InterestState.CONTACTED,
    **{
        (state, InterestStep.APPLY): InterestState.APPLIED
        for state in (InterestState.DECLARED, InterestState.CONTACTED)
    },
    **{
        (state, InterestStep.DECIDE): InterestState.DECIDED
        for state in (*_OPEN, InterestState.DECIDED)
    },
    **{
        (state, InterestStep.WAIT): InterestState.WAITING
        for state in (*_OPEN, InterestState.DECIDED)
        if state is not InterestState.WAITING
    },
    **{(state, InterestStep.WITHDRAW): InterestState.WITHDRAWN for state in _OPEN},
}
"""Every step that can be taken, and where it leads.

Who waits for a place is still to be decided about; what was decided can only be corrected.
"""

BEFORE: Final[Mapping[InterestState, InterestState]] = {
    InterestState.CONTACTED: InterestState.DECLARED,
    InterestState.APPLIED: InterestState.CONTACTED,
}
"""What a mark of staff goes back to when it was a wrong tap and nobody noted what was before."""

OPEN: Final = frozenset(_OPEN)
"""The states in which the team still has something to do."""


class Decision(StrEnum):
    """What the programme decided and on what kind of ground; told to the person (need L16)."""

    GRANTED = "granted"
    WAITING = "waiting"
    NO_FUNDS = "no-funds"
    CONDITIONS = "conditions"
    PAPERS = "papers"
    SUPPORTED = "supported"

    @property
    def step(self) -> InterestStep:
        """The step that this decision is: a place on the waiting list is no end."""
        return InterestStep.WAIT if self is Decision.WAITING else InterestStep.DECIDE


class Way(StrEnum):
    """How the team reaches the person, by the person's choice."""

    CHAT = "chat"
    PHONE = "phone"
    VISIT = "visit"


class Together(StrEnum):
    """Whether a call is applied for alone, or who joins whom."""

    ALONE = "alone"
    HOUSEHOLD = "household"
    """One application for a household, and who lives there may join it (need D5)."""
    PARTNERSHIP = "partnership"
    """Two organisations, complete when both confirmed and they differ (needs U3, U5)."""


_PARTNERSHIPS: Final = frozenset({"cso_partnership", "business_pair"})


def together(call: Call) -> Together:
    """Whether a call is applied for alone, by a household or by two partners."""
    if _PARTNERSHIPS & set(call.applicants):
        return Together.PARTNERSHIP
    return Together.HOUSEHOLD if "household" in call.applicants else Together.ALONE


def is_for_municipalities_only(call: Call) -> bool:
    """Whether only a municipality's team can apply; others read it as information (need I10)."""
    return set(call.applicants) == {"municipality"}


@dataclass(frozen=True, slots=True)
class ContactWay:
    """How the team reaches the person.

    Args:
        phone: With ``+`` and the country's number; empty unless that is the way.
    """

    way: Way
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the person lets the team see.

    Args:
        verdict: What the check had said when the interest was declared.
        answers: Ordinary answers, by question, as the person gave them: a span stays a span.
        sensitive: Answers about origin and the like, each ticked by the person; None where the
            reader may not know whether there are any.
    """

    verdict: str
    answers: Mapping[str, Reply] = field(default_factory=dict)
    sensitive: Mapping[str, Reply] | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest as it lies in the table, without what is sealed.

    Args:
        reference: Told to the person, and typed by the team.
        round_number: The round it was declared in; 0 if none was open.
        municipality: Empty if the person did not say.
        code: With which a second one joins; None where nobody joins.
        joined_to: The interest that this one joined.
        completed_at: When a partnership became complete; that never hangs on anybody's origin.
        by_staff: The staff number of who declared it for somebody without a chat (need E13).
        papers: The documents that the person ticked, a bit for each line of the call.
        erased: Whether what was sealed is erased, as after a withdrawal.
        came_from: Where it stood before staff last marked it; None where that was not noted.
    """

    id: int
    reference: str
    person_id: int
    call_id: str
    round_number: int
    municipality: str
    state: InterestState
    declared_at: datetime
    changed_at: datetime
    decision: Decision | None = None
    code: str | None = None
    joined_to: int | None = None
    completed_at: datetime | None = None
    papers: int = 0
    by_staff: int | None = None
    erased: bool = False
    came_from: InterestState | None = None

    @property
    def is_open(self) -> bool:
        """Whether the team still has something to do."""
        return self.state in OPEN

    @property
    def unmarked(self) -> InterestState | None:
        """Where it stands once the last mark of staff is undone; None if there is none to undo."""
        usual = BEFORE.get(self.state)
        return usual and (self.came_from or usual)


def after(state: InterestState, step: InterestStep) -> InterestState | None:
    """Where a step leads; None if it cannot be taken."""
    return AFTER.get((state, step))


def differ(named: Collection[str], first: Mapping[str, Reply], second: Mapping[str, Reply]) -> bool:
    """Whether two partners are of different places, as their call asks.

    A partner reads the outcome. So it never hangs on origin: whether two are of different
    communities is for staff to see. What one of them did not share differs from nothing.

    Args:
        named: The questions that the call's rule names.
        first: The ordinary answers that one partner shared for this call; likewise the other.
    """
    return PLACE in named and PLACE in first and PLACE in second and first[PLACE] != second[PLACE]
