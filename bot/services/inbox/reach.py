"""Which questions a colleague may see and answer."""

from bot.domain.content import Content
from bot.domain.inbox.threads import Reach, Thread
from bot.domain.staff.roles import Act, StaffMember


def reaches(member: StaffMember, act: Act, content: Content) -> tuple[Reach, ...]:
    """Which questions somebody may see or answer.

    Who works at centers sees what is asked about the municipalities of these centers, and what
    names no place.
    """
    found = []
    for scope in member.reach(act):
        places = scope.municipalities
        if scope.centers is not None:
            of_centers = frozenset(
                content.centers[one].municipality for one in scope.centers if one in content.centers
            )
            places = of_centers if places is None else places & of_centers
        found.append(Reach(scope.programmes, places))
    return tuple(found)


def lies_within(member: StaffMember, act: Act, content: Content, thread: Thread) -> bool:
    """Whether a question is one of those."""
    return any(reach.covers(thread.about) for reach in reaches(member, act, content))
