"""The team: listing, inviting, joining, ending roles."""

from bot.domain.errors import (
    InvitationOverError,
    LastOwnerError,
    NotFoundError,
    OwnerBySettingsError,
)
from bot.screens.screen import Screen
from bot.screens.staff import team as screens
from bot.screens.staff.actions import (
    AcceptInvitation,
    BeginInvitation,
    ChooseRole,
    ChooseStaffName,
    ConfirmEndRole,
    EndRole,
    ListInvitations,
    MakeInvitation,
    PickReach,
    ShowColleague,
    ShowDraft,
    ShowInvitation,
    ShowPanel,
    ShowTeam,
    ToggleReach,
    WithdrawInvitation,
)
from bot.services.staff import team
from bot.transport.visit import Visit


async def show_team(visit: Visit, action: ShowTeam) -> Screen:
    """Everybody who is staff now, with their roles."""
    members = await team.team(visit.case)
    waiting = await team.open_invitations(visit.case)
    return screens.show_team(members, await team.names(visit.uow), action.page, len(waiting))


async def show_colleague(visit: Visit, action: ShowColleague) -> Screen:
    """The roles of one colleague, each with a button that ends it."""
    member = await team.colleague(visit.case, action.number)
    return screens.show_colleague(member, await team.names(visit.uow), visit.content)


async def confirm_end(visit: Visit, action: ConfirmEndRole) -> Screen:
    """The question before a role ends."""
    member = await team.colleague(visit.case, action.number)
    grant = next((grant for grant in member.grants if grant.id == action.role_id), None)
    if grant is None:
        raise NotFoundError("role")
    return screens.confirm_end(member, grant, await team.names(visit.uow))


async def end_role(visit: Visit, action: EndRole) -> Screen:
    """The team after a role ended at once, or why this one cannot end."""
    try:
        await team.end_role(visit.case, action.role_id)
    except OwnerBySettingsError:
        toast = screens.explain_settings()
    except LastOwnerError:
        toast = screens.explain_last_owner()
    else:
        toast = screens.confirm_ended()
    screen = await visit.draw(ShowTeam())
    return screen.with_toast(toast)


async def choose_role(visit: Visit, _action: ChooseRole) -> Screen:
    """The roles to which somebody can be invited, and what each is for."""
    await team.team(visit.case)
    return screens.choose_role()


async def begin_invitation(visit: Visit, action: BeginInvitation) -> Screen:
    """A new invitation to a role, in place of one that I left unfinished."""
    await team.begin_invitation(visit.case, action.role)
    return await visit.draw(ShowDraft())


async def show_draft(visit: Visit, _action: ShowDraft) -> Screen:
    """The invitation that I work on, as far as it is chosen."""
    return screens.show_draft(await team.draft(visit.case), visit.content)


async def pick_reach(visit: Visit, action: PickReach) -> Screen:
    """What the role can be given for, with a mark at what is chosen."""
    draft = await team.draft(visit.case)
    ids = team.choices(visit.content, action.dimension)
    return screens.pick_reach(draft, action.dimension, ids, action.page, visit.content)


async def toggle_reach(visit: Visit, action: ToggleReach) -> Screen:
    """The same choices after something was added to the reach or taken out."""
    await team.toggle_reach(visit.case, action.dimension, action.subject)
    return await visit.draw(PickReach(action.dimension, action.page))


async def make_invitation(visit: Visit, _action: MakeInvitation) -> Screen:
    """The link, shown this once."""
    issued = await team.issue(visit.case)
    return screens.show_link(issued.invitation, issued.payload, visit.bot_username, visit.content)


async def list_invitations(visit: Visit, _action: ListInvitations) -> Screen:
    """The links that still let somebody in, each with a button that withdraws it."""
    invitations = await team.open_invitations(visit.case)
    return screens.list_invitations(invitations, await team.names(visit.uow), visit.content)


async def withdraw(visit: Visit, action: WithdrawInvitation) -> Screen:
    """The open invitations after one was withdrawn: its link leads nowhere."""
    await team.withdraw(visit.case, action.invitation)
    return await visit.draw(ListInvitations())


async def show_invitation(visit: Visit, _action: ShowInvitation) -> Screen:
    """The role to which I am invited."""
    try:
        invitation = await team.received(visit.case)
    except InvitationOverError:
        return screens.explain_over()
    return screens.show_invitation(invitation, visit.content)


async def accept(visit: Visit, _action: AcceptInvitation) -> Screen:
    """The panel once I took up the role, or first the question how colleagues call me."""
    try:
        await team.accept(visit.case)
    except InvitationOverError:
        return screens.explain_over()
    named = await team.own_name(visit.case) is not None
    return await visit.draw(ShowPanel() if named else ChooseStaffName())
