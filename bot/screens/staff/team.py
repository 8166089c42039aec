"""The team: who has which role, and how somebody gets one or loses it."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.staff.invitations import Invited
from bot.domain.staff.names import ABOUT, ROLES
from bot.domain.staff.roles import (
    ALL,
    NARROWED_BY,
    Dimension,
    Grant,
    Role,
    StaffMember,
    is_complete,
)
from bot.domain.text.phrases import Joined, Labelled, Moment, Msg, Phrase, Plain, Plural
from bot.screens import navigation
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff import reach
from bot.screens.staff.actions import (
    AcceptInvitation,
    BeginInvitation,
    ChooseRole,
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

_CHOICES: Final = 10
"""Choices of a reach on one screen."""
_CHOSEN: Final = "✅"


def colleague_name(number: int, names: Mapping[int, str]) -> Phrase:
    """How colleagues call somebody; else the end of the staff number."""
    known = names.get(number)
    return Plain(known) if known else Msg("Colleague {number}", number=f"{number % 10_000:04}")


def show_team(
    members: Sequence[StaffMember], names: Mapping[int, str], page: int, waiting: int
) -> Screen:
    """Everybody with their roles.

    Args:
        waiting: How many invitations are open.
    """
    shown, page = navigation.page_of(members, page)
    lines = [
        navigation.numbered(
            n,
            Labelled(
                colleague_name(member.number, names),
                Joined(tuple(ROLES[role] for role in _roles(member)), ", "),
            ),
        )
        for n, member in enumerate(shown, start=1)
    ]
    invitations: Row = (
        (Button(Msg("Open invitations ({count})", count=waiting), ListInvitations(), "✉️"),)
        if waiting
        else ()
    )
    return Screen(
        here=ShowTeam(page),
        title=Msg("Team"),
        lines=(Plural("{n} person", "{n} people", n=len(members)), None, *lines),
        rows=(
            navigation.numbers([ShowColleague(member.number) for member in shown]),
            navigation.pager(len(members), page, ShowTeam(max(page - 1, 0)), ShowTeam(page + 1)),
            (Button(Msg("Invite somebody"), ChooseRole(), "➕"),),
            invitations,
            navigation.footer(ShowPanel()),
        ),
    )


def show_colleague(member: StaffMember, names: Mapping[int, str], content: Content) -> Screen:
    """One of the team; each role can be ended."""
    rows: list[Row] = [
        (
            Button(
                Msg("End: {role}", role=ROLES[grant.role]),
                ConfirmEndRole(member.number, grant.id),
                "✖️",
            ),
        )
        for grant in member.grants
        if not _is_fixed(grant)
    ]
    fixed = any(_is_fixed(grant) for grant in member.grants)
    return Screen(
        here=ShowColleague(member.number),
        title=colleague_name(member.number, names),
        lines=(
            *(reach.of_grant(grant, content) for grant in member.grants),
            *((None, explain_settings()) if fixed else ()),
        ),
        rows=(*rows, navigation.footer(ShowTeam())),
    )


def confirm_end(member: StaffMember, grant: Grant, names: Mapping[int, str]) -> Screen:
    """The question before a role ends, with the safe choice first."""
    back = ShowColleague(member.number)
    return Screen(
        here=ConfirmEndRole(member.number, grant.id),
        title=Msg("End this role?"),
        lines=(
            Labelled(colleague_name(member.number, names), ROLES[grant.role]),
            Msg("From that moment on, none of its buttons work any more."),
        ),
        rows=(
            (Button(Msg("No, keep it"), back, "◀️"),),
            (Button(Msg("Yes, end it"), EndRole(grant.id), "✖️"),),
        ),
    )


def explain_settings() -> Msg:
    """Why an owner cannot be ended in the chat."""
    return Msg("The settings of the bot name this owner; whoever runs it can change that.")


def explain_last_owner() -> Msg:
    """Why the last owner stays."""
    return Msg("This is the last owner. Invite another owner first.")


def confirm_ended() -> Msg:
    """A word after a role of a colleague ended."""
    return Msg("The role has ended.")


def choose_role() -> Screen:
    """The roles, and what each is for."""
    buttons = [Button(ROLES[role], BeginInvitation(role)) for role in Role]
    return Screen(
        here=ChooseRole(),
        title=Msg("Invite to which role?"),
        lines=tuple(Labelled(ROLES[role], ABOUT[role]) for role in Role),
        rows=(*navigation.pairs(buttons), navigation.footer(ShowTeam())),
    )


def show_draft(draft: Invited, content: Content) -> Screen:
    """What the invitation is for so far."""
    narrowing = NARROWED_BY[draft.role]
    complete = is_complete(draft.role, draft.scope)
    chosen = [
        Labelled(
            reach.DIMENSIONS[dimension],
            reach.extent(draft.scope[dimension], dimension, content),
        )
        for dimension in narrowing
    ]
    link: Row = (Button(Msg("Make the link"), MakeInvitation(), "🔗"),) if complete else ()
    return Screen(
        here=ShowDraft(),
        title=Msg("Invitation: {role}", role=ROLES[draft.role]),
        lines=(
            ABOUT[draft.role],
            None,
            *chosen,
            Msg("The link works once, for 24 hours.")
            if complete
            else Msg("Choose what the role is given for."),
        ),
        rows=(
            tuple(
                Button(reach.DIMENSIONS[dimension], PickReach(dimension), "📍")
                for dimension in narrowing
            ),
            link,
            navigation.footer(ChooseRole()),
        ),
    )


def pick_reach(
    draft: Invited, dimension: Dimension, ids: Sequence[str], page: int, content: Content
) -> Screen:
    """The choices of one dimension; each tap adds one or takes it out."""
    chosen = draft.scope[dimension]
    shown, page = navigation.page_of(ids, page, _CHOICES)
    buttons = [
        Button(
            reach.name_of(subject, dimension, content),
            ToggleReach(dimension, subject, page),
            _CHOSEN if chosen is not None and subject in chosen else "",
        )
        for subject in shown
    ]
    everything = Button(
        Msg("All"), ToggleReach(dimension, ALL, page), _CHOSEN if chosen is None else ""
    )
    return Screen(
        here=PickReach(dimension, page),
        title=reach.DIMENSIONS[dimension],
        lines=(
            Labelled(ROLES[draft.role], reach.extent(chosen, dimension, content)),
            Msg("Tap to add or take out."),
        ),
        rows=(
            (everything,),
            *navigation.pairs(buttons),
            navigation.pager(
                len(ids),
                page,
                PickReach(dimension, max(page - 1, 0)),
                PickReach(dimension, page + 1),
                _CHOICES,
            ),
            (Button(Msg("Done"), ShowDraft(), "👍"),),
            navigation.footer(ChooseRole()),
        ),
    )


def show_link(invited: Invited, payload: str, bot_username: str, content: Content) -> Screen:
    """The link, shown this once."""
    return Screen(
        here=ListInvitations(),
        title=Msg("The invitation is ready"),
        lines=(
            reach.described(invited.role, invited.scope, content),
            None,
            Plain(f"https://t.me/{bot_username}?start={payload}"),
            None,
            Msg("Send it to this one person only. It works once, for 24 hours."),
            Msg("I do not show it again. You can withdraw it under the open invitations."),
        ),
        rows=(
            (Button(Msg("Open invitations"), ListInvitations(), "✉️"),),
            navigation.footer(ShowTeam()),
        ),
    )


def list_invitations(
    invitations: Sequence[Invited], names: Mapping[int, str], content: Content
) -> Screen:
    """Links that still let somebody in; each can be withdrawn."""
    shown = invitations[: navigation.PAGE]
    lines: list[Phrase | None] = []
    for n, invitation in enumerate(shown, start=1):
        lines.append(
            navigation.numbered(n, reach.described(invitation.role, invitation.scope, content)),
        )
        lines.append(
            Msg(
                "by {name}, until {moment}",
                name=colleague_name(invitation.made_by, names),
                moment=Moment(invitation.expires_at),
            )
        )
    rows = navigation.pairs(
        [
            Button(Msg("Withdraw {number}", number=n), WithdrawInvitation(invitation.id), "✖️")
            for n, invitation in enumerate(shown, start=1)
        ]
    )
    return Screen(
        here=ListInvitations(),
        title=Msg("Open invitations"),
        lines=tuple(lines) or (Msg("No invitation is open."),),
        rows=(*rows, navigation.footer(ShowTeam())),
    )


def show_invitation(invited: Invited, content: Content) -> Screen:
    """What taking up the role means, before it is taken up."""
    return Screen(
        here=ShowInvitation(),
        title=Msg("You are invited to the team"),
        lines=(
            reach.described(invited.role, invited.scope, content),
            ABOUT[invited.role],
            None,
            Msg("What you do as staff is written into a log, with a number that stands for you."),
        ),
        rows=(
            (Button(Msg("Join the team"), AcceptInvitation(), _CHOSEN),),
            navigation.footer(),
        ),
    )


def explain_over() -> Screen:
    """The link leads nowhere any more."""
    return Screen(
        here=ShowInvitation(),
        title=Msg("This invitation is over"),
        lines=(
            Msg("It was used or withdrawn, or is older than 24 hours."),
            Msg("Ask the person who sent it for a new one."),
        ),
        rows=(navigation.footer(),),
    )


def _roles(member: StaffMember) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(grant.role for grant in member.grants))


def _is_fixed(grant: Grant) -> bool:
    return grant.role is Role.OWNER and grant.by_settings
