"""Who answers what is tapped and typed in the panel, the team and the log."""

from typing import Final

from bot.domain.delivery.media import Medium
from bot.domain.staff.roles import Act
from bot.screens.staff.actions import (
    AcceptInvitation,
    BeginInvitation,
    ChooseNews,
    ChooseRole,
    ChooseStaffName,
    ConfirmEndRole,
    EndRole,
    ListInvitations,
    MakeInvitation,
    NextPace,
    PickReach,
    ShowAudit,
    ShowColleague,
    ShowDraft,
    ShowInvitation,
    ShowPanel,
    ShowTeam,
    TakeAudit,
    ToggleReach,
    WithdrawInvitation,
)
from bot.transport.routing import Route, Takes, Tap
from handlers.staff import audit, notices, panel, team

ROUTES: Final[tuple[Route, ...]] = (
    Tap(ShowPanel, panel.show_panel, act=Act.VIEW_PANEL),
    Tap(ChooseStaffName, panel.choose_name, act=Act.VIEW_PANEL),
    Takes(ChooseStaffName, {Medium.TEXT: panel.set_name}),
    Tap(ChooseNews, notices.choose, act=Act.VIEW_PANEL),
    Tap(NextPace, notices.go_on, act=Act.VIEW_PANEL),
    Tap(ShowTeam, team.show_team, act=Act.MANAGE_TEAM),
    Tap(ShowColleague, team.show_colleague, act=Act.MANAGE_TEAM),
    Tap(ConfirmEndRole, team.confirm_end, act=Act.MANAGE_TEAM),
    Tap(EndRole, team.end_role, act=Act.MANAGE_TEAM),
    Tap(ChooseRole, team.choose_role, act=Act.MANAGE_TEAM),
    Tap(BeginInvitation, team.begin_invitation, act=Act.MANAGE_TEAM),
    Tap(ShowDraft, team.show_draft, act=Act.MANAGE_TEAM),
    Tap(PickReach, team.pick_reach, act=Act.MANAGE_TEAM),
    Tap(ToggleReach, team.toggle_reach, act=Act.MANAGE_TEAM),
    Tap(MakeInvitation, team.make_invitation, act=Act.MANAGE_TEAM),
    Tap(ListInvitations, team.list_invitations, act=Act.MANAGE_TEAM),
    Tap(WithdrawInvitation, team.withdraw, act=Act.MANAGE_TEAM),
    Tap(ShowInvitation, team.show_invitation, own=True),
    Tap(AcceptInvitation, team.accept, own=True),
    Tap(ShowAudit, audit.show, act=Act.VIEW_AUDIT),
    Takes(ShowAudit, {Medium.TEXT: audit.find}),
    Tap(TakeAudit, audit.take, act=Act.VIEW_AUDIT),
)
"""Every tap with its handler, and what is typed or sent while its screen is shown."""
