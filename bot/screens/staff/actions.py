"""Taps of the panel, the team, its invitations and the log."""

from bot.domain.staff.notices import News
from bot.domain.staff.roles import Dimension, Role
from bot.screens.codec import Action, tap


@tap("sp")
class ShowPanel(Action):
    """Everything that this member of the staff may do."""


@tap("sn")
class ChooseStaffName(Action):
    """The question how colleagues call me; it is typed."""


@tap("sw")
class ChooseNews(Action):
    """What I am told without asking, and how: at once, once a day, or never."""


@tap("sx")
class NextPace(Action):
    """The next way in which I can be told of this."""

    news: News


@tap("tm")
class ShowTeam(Action):
    """Everybody who is staff now."""

    page: int = 0


@tap("tc")
class ShowColleague(Action):
    """One of the team, by staff number, and their roles."""

    number: int


@tap("te")
class ConfirmEndRole(Action):
    """The question before a role ends; ``number`` says whose it is."""

    number: int
    role_id: int


@tap("ty")
class EndRole(Action):
    """End a role of a colleague at once."""

    role_id: int


@tap("ti")
class ChooseRole(Action):
    """The roles to which somebody can be invited."""


@tap("tr")
class BeginInvitation(Action):
    """A new invitation to this role, in place of one left unfinished."""

    role: Role


@tap("td")
class ShowDraft(Action):
    """The invitation that I work on."""


@tap("tp")
class PickReach(Action):
    """For what a role is given: programmes, municipalities or centers."""

    dimension: Dimension
    page: int = 0


@tap("tt")
class ToggleReach(Action):
    """Add this to what a role is given for, or take it out."""

    dimension: Dimension
    subject: str
    page: int = 0


@tap("tl")
class MakeInvitation(Action):
    """Make the invitation that I work on into a link."""


@tap("tv")
class ListInvitations(Action):
    """Links that still let somebody in."""


@tap("tw")
class WithdrawInvitation(Action):
    """Let the link of an invitation lead nowhere."""

    invitation: int


@tap("iv")
class ShowInvitation(Action):
    """The role to which I am invited."""


@tap("ia")
class AcceptInvitation(Action):
    """Take up the role to which I am invited."""


@tap("au")
class ShowAudit(Action):
    """The log of staff acts, newest first, or what comes before an entry.

    Only what a colleague did, what was done on a day (such as 20261122), and what is about a
    number, where one is given.
    """

    before: int = 0
    by: int = 0
    day: int = 0
    number: int = 0


@tap("at")
class TakeAudit(Action):
    """The log as a table to take along, narrowed in the same way."""

    by: int = 0
    day: int = 0
    number: int = 0
