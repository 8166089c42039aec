"""Which questions a colleague may see and answer."""

from bot.domain.content import Content
from bot.domain.inbox.threads import Reach, Thread
from bot.domain.staff.roles import Act, StaffMember


def reaches(member: StaffMember, act: Act, content: Content) -> tuple[Reach, ...]:
    """Which questions somebody may see or answer, one entry for each role that allows the act.

    Who works at centers sees what is asked about the municipalities of these centers, and what
    names no place.
    """
    within = []
    for scope in member.reach(act):
        places = scope.municipalities
        if scope.centers is not None:
            of_centers = frozenset(
                content.centers[center].municipality
                for center in scope.centers
                if center in content.centers
            )
            places = of_centers if places is None else places & of_centers
        within.append(Reach(scope.programmes, places))
    return tuple(within)


def lies_within(member: StaffMember, act: Act, content: Content, thread: Thread) -> bool:
    """Whether a colleague may see or answer a question."""
    return any(reach.covers(thread.about) for reach in reaches(member, act, content))
