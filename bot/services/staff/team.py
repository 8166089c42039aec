"""Inviting people to the staff, and ending their roles."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.domain.content import Content
from bot.domain.errors import (
    InvitationOverError,
    LastOwnerError,
    NotFoundError,
    OwnerBySettingsError,
)
from bot.domain.staff.audit import Deed
from bot.domain.staff.invitations import VALID_FOR, Invited
from bot.domain.staff.notices import News
from bot.domain.staff.roles import (
    ALL,
    NARROWED_BY,
    NOWHERE,
    Act,
    Dimension,
    Ids,
    Role,
    Scope,
    StaffMember,
    full_scope,
    is_complete,
)
from bot.services.case import Case
from bot.services.staff import audit, notices
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

LONGEST_NAME: Final = 40
_TOKEN_BYTES: Final = 32
_HASH_BYTES: Final = 28
_LINK: Final = re.compile(r"(?i:invite)-([A-Za-z0-9_-]{43})")
RECEIVED: Final = "invited"
"""The kind of entry that an invitation leaves behind; nobody can come in by it."""


class Issued(NamedTuple):
    """An invitation and the payload of its link, which is not stored and cannot be had again."""

    invitation: Invited
    payload: str


def receive(payload: str) -> str:
    """What is remembered of the way in: of an invitation only what the token hashes to.

    A token never lies in the database, and nobody can claim to have one by its hash.
    """
    if payload.startswith(f"{RECEIVED}-"):
        return ""
    link = _LINK.fullmatch(payload)
    return payload if link is None else f"{RECEIVED}-{_hash(link[1]).hex()}"


async def team(case: Case) -> Sequence[StaffMember]:
    """Everybody who holds a role now, longest first.

    Raises:
        NotAllowedError: here and below, if the person may not manage the team.
    """
    await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    return await case.uow.staff.all()


async def names(uow: UnitOfWork) -> Mapping[int, str]:
    """How colleagues call one another, by staff number."""
    return await uow.staff.names()


async def own_name(case: Case) -> str | None:
    """How colleagues call the person; None while they chose no name."""
    return await case.uow.staff.name_of(case.person_id)


async def colleague(case: Case, number: int) -> StaffMember:
    """The member of the team who has a staff number.

    Raises:
        NotFoundError: if nobody holds a role under this number.
    """
    await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    member = await case.uow.staff.numbered(number)
    if member is None:
        raise NotFoundError("colleague")
    return member


async def begin_invitation(case: Case, role: Role) -> None:
    """Start a draft; one that was left behind is dropped."""
    me = await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    await case.uow.invitations.begin(role, full_scope(role, NOWHERE), me.number, case.now)


async def draft(case: Case) -> Invited:
    """The draft that the person works on.

    Raises:
        NotFoundError: if there is none.
    """
    me = await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    invitation = await case.uow.invitations.draft_of(me.number)
    if invitation is None:
        raise NotFoundError("invitation")
    return invitation


async def toggle_reach(case: Case, dimension: Dimension, subject: str) -> Invited:
    """Add something to what a draft reaches, or take it out; ``ALL`` for everything or nothing.

    Returns:
        The draft as it is afterwards.

    Raises:
        NotFoundError: if there is no draft, or the content has no such thing.
    """
    invitation = await draft(case)
    if dimension not in NARROWED_BY[invitation.role]:
        raise NotFoundError("reach")
    if subject != ALL and subject not in choices(case.content, dimension):
        raise NotFoundError(subject)
    reach = {each: invitation.scope[each] for each in Dimension}
    reach[dimension] = _toggled(reach[dimension], subject)
    await case.uow.invitations.change(invitation.id, Scope(*reach.values()))
    return await draft(case)


def choices(content: Content, dimension: Dimension) -> Sequence[str]:
    """Ids of all that a role can be narrowed down to."""
    match dimension:
        case Dimension.PROGRAMMES:
            return tuple(content.programmes)
        case Dimension.MUNICIPALITIES:
            return tuple(content.municipalities)
        case Dimension.CENTERS:
            return tuple(content.centers)


async def issue(case: Case) -> Issued:
    """Make the draft into a link.

    Raises:
        NotFoundError: if there is no draft, or something in it is still to be chosen.
    """
    invitation = await draft(case)
    if not is_complete(invitation.role, invitation.scope):
        raise NotFoundError("reach")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await case.uow.invitations.issue(invitation.id, _hash(token), case.now + VALID_FOR)
    subject = f"{invitation.role.value}:{invitation.id}"
    await audit.note(case.uow, case.person_id, Deed.INVITED, subject, case.now)
    return Issued(invitation, f"invite-{token}")


async def open_invitations(case: Case) -> Sequence[Invited]:
    """Links that still let somebody in, newest first."""
    await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    return await case.uow.invitations.open(case.now)


async def withdraw(case: Case, invitation_id: int) -> None:
    """Let a link lead nowhere; twice is once."""
    await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    if await case.uow.invitations.withdraw(invitation_id):
        subject = f"invitation:{invitation_id}"
        await audit.note(case.uow, case.person_id, Deed.INVITATION_WITHDRAWN, subject, case.now)


async def received(case: Case) -> Invited:
    """The invitation by which a person came in.

    Raises:
        InvitationOverError: if it was used or withdrawn, or a day has passed.
    """
    person = await case.uow.people.get(case.person_id)
    kind, _, digits = (person.pending or "").partition("-")
    if kind != RECEIVED:
        raise InvitationOverError
    invitation = await case.uow.invitations.hashed(bytes.fromhex(digits))
    if invitation is None or not invitation.is_open(case.now):
        raise InvitationOverError
    inviter = await case.uow.staff.numbered(invitation.made_by)
    if inviter is None or not inviter.may(Act.MANAGE_TEAM):
        raise InvitationOverError  # a link dies with the role of who made it
    return invitation


async def accept(case: Case) -> StaffMember:
    """Take up the role by whose invitation a person came in.

    Returns:
        The person as a member of the staff, with the new role.

    Raises:
        InvitationOverError: as above; of several who have the link, one is first.
    """
    uow, now = case.uow, case.now
    invitation = await received(case)
    person = await uow.people.get(case.person_id)
    number = await uow.staff.enrol(person.id)
    if not await uow.invitations.use(invitation.id, number, now):
        raise InvitationOverError
    await uow.staff.give(person.id, invitation.role, invitation.scope, invitation.made_by, now)
    await uow.staff.renew_menu(person.id)
    person.pending = None
    await audit.note(uow, person.id, Deed.JOINED, f"{invitation.role.value}:{invitation.id}", now)
    await notices.tell_number(uow, invitation.made_by, News.INVITATION_USED, invitation.id, now)
    member = await uow.staff.find(person.id)
    if member is None:
        raise RuntimeError("a role vanished between insert and read")
    return member


async def end_role(case: Case, role_id: int) -> StaffMember:
    """End a role of somebody; it holds from this transaction on.

    Returns:
        Whose role it was, as they were before.

    Raises:
        NotFoundError: if nobody holds the role.
        OwnerBySettingsError: if the settings make them an owner.
        LastOwnerError: if nobody could manage the team any more.
    """
    await require(case.uow, case.person_id, Act.MANAGE_TEAM)
    everybody = await case.uow.staff.all_for_change()
    grants = {grant.id: (member, grant) for member in everybody for grant in member.grants}
    if role_id not in grants:
        raise NotFoundError("role")
    member, grant = grants[role_id]
    if grant.role is Role.OWNER and grant.by_settings:
        raise OwnerBySettingsError
    owners = [each.id for _, each in grants.values() if each.role is Role.OWNER]
    if owners == [role_id]:
        raise LastOwnerError
    await case.uow.staff.end([role_id], case.now)
    await case.uow.staff.renew_menu(member.person_id)
    subject = f"{grant.role.value}:{member.number}"
    await audit.note(case.uow, case.person_id, Deed.ROLE_ENDED, subject, case.now)
    return member


async def set_name(case: Case, text: str) -> bool:
    """Keep how colleagues call the person; False if the text is no name."""
    await require(case.uow, case.person_id, Act.VIEW_PANEL)
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        return False
    await case.uow.staff.name(case.person_id, name, case.now)
    return True


def _toggled(chosen: Ids, subject: str) -> Ids:
    if subject == ALL:
        return frozenset() if chosen is None else None
    return frozenset({subject}) if chosen is None else chosen ^ {subject}


def _hash(token: str) -> bytes:
    """SHA-256, shortened so that its digits fit where the way in is remembered."""
    return hashlib.sha256(token.encode()).digest()[:_HASH_BYTES]
