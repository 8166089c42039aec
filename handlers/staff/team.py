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
    """Everybody who is staff now."""
    members = await team.team(visit.uow, visit.person.id)
    waiting = await team.open_invitations(visit.uow, visit.person.id, visit.now)
    return screens.show_team(members, await team.names(visit.uow), action.page, len(waiting))


async def show_colleague(visit: Visit, action: ShowColleague) -> Screen:
    """One of the team."""
    member = await team.colleague(visit.uow, visit.person.id, action.number)
    return screens.show_colleague(member, await team.names(visit.uow), visit.content)


async def confirm_end(visit: Visit, action: ConfirmEndRole) -> Screen:
    """The question before a role ends."""
    member = await team.colleague(visit.uow, visit.person.id, action.number)
    grant = next((one for one in member.grants if one.id == action.role_id), None)
    if grant is None:
        raise NotFoundError("role")
    return screens.confirm_end(member, grant, await team.names(visit.uow))


async def end_role(visit: Visit, action: EndRole) -> Screen:
    """End a role, at once."""
    try:
        await team.end_role(visit.uow, visit.person.id, action.role_id, visit.now)
    except OwnerBySettingsError:
        toast = screens.explain_settings()
    except LastOwnerError:
        toast = screens.explain_last_owner()
    else:
        toast = screens.confirm_ended()
    screen = await visit.draw(ShowTeam())
    return screen.with_toast(toast)


async def choose_role(visit: Visit, _action: ChooseRole) -> Screen:
    """The roles to which somebody can be invited."""
    await team.team(visit.uow, visit.person.id)
    return screens.choose_role()


async def begin_invitation(visit: Visit, action: BeginInvitation) -> Screen:
    """Invite somebody to a role."""
    await team.begin_invitation(visit.uow, visit.person.id, action.role, visit.now)
    return await visit.draw(ShowDraft())


async def show_draft(visit: Visit, _action: ShowDraft) -> Screen:
    """The invitation so far."""
    return screens.show_draft(await team.draft(visit.uow, visit.person.id), visit.content)


async def pick_reach(visit: Visit, action: PickReach) -> Screen:
    """For what the role is given."""
    draft = await team.draft(visit.uow, visit.person.id)
    ids = team.choices(visit.content, action.dimension)
    return screens.pick_reach(draft, action.dimension, ids, action.page, visit.content)


async def toggle_reach(visit: Visit, action: ToggleReach) -> Screen:
    """Add something to the reach, or take it out."""
    await team.toggle_reach(
        visit.uow, visit.content, visit.person.id, action.dimension, action.subject
    )
    return await visit.draw(PickReach(action.dimension, action.page))


async def make_invitation(visit: Visit, _action: MakeInvitation) -> Screen:
    """The link, shown this once."""
    invited, payload = await team.issue(visit.uow, visit.person.id, visit.now)
    return screens.show_link(invited, payload, visit.bot_username, visit.content)


async def list_invitations(visit: Visit, _action: ListInvitations) -> Screen:
    """Links that still let somebody in."""
    found = await team.open_invitations(visit.uow, visit.person.id, visit.now)
    return screens.list_invitations(found, await team.names(visit.uow), visit.content)


async def withdraw(visit: Visit, action: WithdrawInvitation) -> Screen:
    """Let a link lead nowhere."""
    await team.withdraw(visit.uow, visit.person.id, action.invitation, visit.now)
    return await visit.draw(ListInvitations())


async def show_invitation(visit: Visit, _action: ShowInvitation) -> Screen:
    """The role to which I am invited."""
    try:
        invited = await team.received(visit.uow, visit.person, visit.now)
    except InvitationOverError:
        return screens.explain_over()
    return screens.show_invitation(invited, visit.content)


async def accept(visit: Visit, _action: AcceptInvitation) -> Screen:
    """Take up the role; then the name that colleagues see."""
    try:
        member = await team.accept(visit.uow, visit.person, visit.now)
    except InvitationOverError:
        return screens.explain_over()
    named = await visit.uow.staff.name_of(member.person_id) is not None
    return await visit.draw(ShowPanel() if named else ChooseStaffName())
