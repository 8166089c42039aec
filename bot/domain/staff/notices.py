"""What colleagues are told without asking: what, to whom, and at once or counted once a day.

One row for each kind of news. ``handlers/staff/notices.py`` has the words of each, and the service
``bot/services/staff/notices.py`` is the only one that sends them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.localtime import from_local, local
from bot.domain.staff.roles import Act
from bot.domain.text.phrases import Msg

DIGEST_HOUR: Final = 8
"""The local hour from which on the counts of the last day are told."""


class News(StrEnum):
    """What a colleague may be told; codes stay, they are in the database and on buttons."""

    BROADCAST_AGREED = "ba"
    BROADCAST_RETURNED = "br"
    EXPORT_ASKED = "xa"
    EXPORT_DECIDED = "xd"
    NEW_INTEREST = "in"
    INVITATION_USED = "iu"


class NoticePace(StrEnum):
    """When a colleague wants to be told; codes stay."""

    AT_ONCE = "o"
    DAILY = "d"
    NEVER = "n"


class ReturnReason(StrEnum):
    """Why a second person does not agree to a broadcast; chosen, so that nothing is typed."""

    WORDS = "w"
    AUDIENCE = "a"
    TIME = "t"
    TALK = "k"


@dataclass(frozen=True, slots=True)
class StaffNotice:
    """A row of the table: one kind of news, and how it is told.

    Args:
        act: Who may do this sees the row among their choices.
        first: What a notice of it says first.
        counted: The same as a label before a count.
        to: Who is told, for the staff guide.
        usual: The pace of who chose none.
        may_stop: Whether a colleague may choose never: not where somebody waits for them.
    """

    act: Act
    first: Msg
    counted: Msg
    to: str
    usual: NoticePace
    may_stop: bool = True

    @property
    def paces(self) -> tuple[NoticePace, ...]:
        """What a colleague can choose."""
        return tuple(pace for pace in NoticePace if self.may_stop or pace is not NoticePace.NEVER)


NOTICES: Final[Mapping[News, StaffNotice]] = {
    News.BROADCAST_AGREED: StaffNotice(
        Act.SEND_BROADCAST,
        Msg("A colleague agreed to your broadcast"),
        Msg("Broadcasts agreed to"),
        "who made the broadcast",
        NoticePace.AT_ONCE,
    ),
    News.BROADCAST_RETURNED: StaffNotice(
        Act.SEND_BROADCAST,
        Msg("A colleague did not agree to your broadcast"),
        Msg("Broadcasts not agreed to"),
        "who made the broadcast, with the reason if one was given",
        NoticePace.AT_ONCE,
        may_stop=False,
    ),
    News.EXPORT_ASKED: StaffNotice(
        Act.APPROVE_EXPORT,
        Msg("A list of people waits for your yes or no"),
        Msg("Lists of people that wait"),
        "everybody who may decide about the list, but for who asked",
        NoticePace.AT_ONCE,
        may_stop=False,
    ),
    News.EXPORT_DECIDED: StaffNotice(
        Act.EXPORT_PERSONAL,
        Msg("Your list of people was decided about"),
        Msg("Lists of people decided about"),
        "who asked for the list",
        NoticePace.AT_ONCE,
    ),
    News.NEW_INTEREST: StaffNotice(
        Act.HANDLE_INTERESTS,
        Msg("Somebody wants to apply"),
        Msg("New people who want to apply"),
        "everybody who may contact them",
        NoticePace.DAILY,
    ),
    News.INVITATION_USED: StaffNotice(
        Act.MANAGE_TEAM,
        Msg("Your invitation was used"),
        Msg("Invitations used"),
        "who made the invitation",
        NoticePace.AT_ONCE,
    ),
}
"""Every kind of news for colleagues, once."""


def pace_of(news: News, chosen: str | None) -> NoticePace:
    """When somebody is told, by what they chose; what they may not choose does not hold."""
    row = NOTICES[news]
    return NoticePace(chosen) if chosen in row.paces else row.usual


def digest_at(now: datetime) -> datetime:
    """When the counts of now are told: the next time that the local clock shows the hour."""
    wall = local(now).replace(tzinfo=None)
    today = datetime.combine(wall.date(), time(DIGEST_HOUR))
    return from_local(today if wall < today else today + timedelta(days=1))
