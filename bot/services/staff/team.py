"""Inviting people to the staff, and ending their roles."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.errors import (
    InvitationOverError,
    LastOwnerError,
    NotFoundError,
    OwnerBySettingsError,
)
from bot.domain.staff.audit import Deed
from bot.domain.staff.invitations import VALID_FOR, Invited
from bot.domain.staff.roles import (
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
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.people import Person
from bot.storage.unit_of_work import UnitOfWork

ALL: Final = "*"
"""The subject that stands for all there are."""
LONGEST_NAME: Final = 40
_TOKEN_BYTES: Final = 32
_HASH_BYTES: Final = 28
_LINK: Final = re.compile(r"invite-([A-Za-z0-9_-]{43})")
RECEIVED: Final = "invited"
"""The kind of entry that an invitation leaves behind; nobody can come in by it."""


def receive(payload: str) -> str:
    """What is remembered of the way in: of an invitation only what the token hashes to.

    A token never lies in the database, and nobody can claim to have one by its hash.
    """
    if payload.startswith(f"{RECEIVED}-"):
        return ""
    link = _LINK.fullmatch(payload)
    return payload if link is None else f"{RECEIVED}-{_hash(link[1]).hex()}"


async def team(uow: UnitOfWork, person_id: int) -> Sequence[StaffMember]:
    """Everybody who holds a role now.

    Raises:
        NotAllowedError: here and below, if the person may not manage the team.
    """
    await require(uow, person_id, Act.MANAGE_TEAM)
    return await uow.staff.all()


async def names(uow: UnitOfWork) -> Mapping[int, str]:
    """How colleagues call one another, by staff number."""
    return await uow.staff.names()


async def colleague(uow: UnitOfWork, person_id: int, number: int) -> StaffMember:
    """One of the team.

    Raises:
        NotFoundError: if nobody holds a role under this number.
    """
    await require(uow, person_id, Act.MANAGE_TEAM)
    found = await uow.staff.numbered(number)
    if found is None:
        raise NotFoundError("colleague")
    return found


async def begin_invitation(uow: UnitOfWork, person_id: int, role: Role, now: datetime) -> None:
    """Start a draft; one that was left behind is dropped."""
    me = await require(uow, person_id, Act.MANAGE_TEAM)
    await uow.invitations.begin(role, full_scope(role, NOWHERE), me.number, now)


async def draft(uow: UnitOfWork, person_id: int) -> Invited:
    """The draft that the person works on.

    Raises:
        NotFoundError: if there is none.
    """
    me = await require(uow, person_id, Act.MANAGE_TEAM)
    found = await uow.invitations.draft_of(me.number)
    if found is None:
        raise NotFoundError("invitation")
    return found


async def toggle_reach(
    uow: UnitOfWork, content: Content, person_id: int, dimension: Dimension, subject: str
) -> Invited:
    """Add something to what a draft reaches, or take it out; ``ALL`` for everything or nothing.

    Raises:
        NotFoundError: if there is no draft, or the content has no such thing.
    """
    held = await draft(uow, person_id)
    if dimension not in NARROWED_BY[held.role]:
        raise NotFoundError("reach")
    if subject != ALL and subject not in choices(content, dimension):
        raise NotFoundError(subject)
    changed = {one: held.scope[one] for one in Dimension}
    changed[dimension] = _toggled(held.scope[dimension], subject)
    await uow.invitations.change(held.id, Scope(*changed.values()))
    return await draft(uow, person_id)


def choices(content: Content, dimension: Dimension) -> Sequence[str]:
    """Ids of all that a role can be narrowed down to."""
    match dimension:
        case Dimension.PROGRAMMES:
            return tuple(content.programmes)
        case Dimension.MUNICIPALITIES:
            return tuple(content.municipalities)
        case Dimension.CENTERS:
            return tuple(content.centers)


async def issue(uow: UnitOfWork, person_id: int, now: datetime) -> tuple[Invited, str]:
    """Make the draft into a link.

    Returns:
        The invitation and the payload of its link, which is not stored and cannot be had again.

    Raises:
        NotFoundError: if there is no draft, or something in it is still to be chosen.
    """
    held = await draft(uow, person_id)
    if not is_complete(held.role, held.scope):
        raise NotFoundError("reach")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await uow.invitations.issue(held.id, _hash(token), now + VALID_FOR)
    await audit.note(uow, person_id, Deed.INVITED, f"{held.role.value}:{held.id}", now)
    return held, f"invite-{token}"


async def open_invitations(uow: UnitOfWork, person_id: int, now: datetime) -> Sequence[Invited]:
    """Links that still let somebody in."""
    await require(uow, person_id, Act.MANAGE_TEAM)
    return await uow.invitations.open(now)


async def withdraw(uow: UnitOfWork, person_id: int, invitation_id: int, now: datetime) -> None:
    """Let a link lead nowhere; twice is once."""
    await require(uow, person_id, Act.MANAGE_TEAM)
    if await uow.invitations.withdraw(invitation_id):
        await audit.note(
            uow, person_id, Deed.INVITATION_WITHDRAWN, f"invitation:{invitation_id}", now
        )


async def received(uow: UnitOfWork, person: Person, now: datetime) -> Invited:
    """The invitation by which a person came in.

    Raises:
        InvitationOverError: if it was used or withdrawn, or a day has passed.
    """
    kind, _, digits = (person.pending or "").partition("-")
    if kind != RECEIVED:
        raise InvitationOverError
    found = await uow.invitations.hashed(bytes.fromhex(digits))
    if found is None or not found.is_open(now):
        raise InvitationOverError
    inviter = await uow.staff.numbered(found.made_by)
    if inviter is None or not inviter.may(Act.MANAGE_TEAM):
        raise InvitationOverError  # a link dies with the role of who made it
    return found


async def accept(uow: UnitOfWork, person: Person, now: datetime) -> StaffMember:
    """Take up the role by whose invitation a person came in.

    Raises:
        InvitationOverError: as above; of several who have the link, one is first.
    """
    invited = await received(uow, person, now)
    number = await uow.staff.enrol(person.id)
    if not await uow.invitations.use(invited.id, number, now):
        raise InvitationOverError
    await uow.staff.give(person.id, invited.role, invited.scope, invited.made_by, now)
    await uow.staff.renew_menu(person.id)
    person.pending = None
    await audit.note(uow, person.id, Deed.JOINED, f"{invited.role.value}:{invited.id}", now)
    member = await uow.staff.find(person.id)
    if member is None:
        raise RuntimeError("a role vanished between insert and read")
    return member


async def end_role(uow: UnitOfWork, person_id: int, role_id: int, now: datetime) -> StaffMember:
    """End a role of somebody; it holds from this transaction on.

    Returns:
        Whose role it was, as they were before.

    Raises:
        NotFoundError: if nobody holds the role.
        OwnerBySettingsError: if the settings make them an owner.
        LastOwnerError: if nobody could manage the team any more.
    """
    await require(uow, person_id, Act.MANAGE_TEAM)
    everybody = await uow.staff.all_for_change()
    held = {one.id: (member, one) for member in everybody for one in member.grants}
    if role_id not in held:
        raise NotFoundError("role")
    member, grant = held[role_id]
    if grant.role is Role.OWNER and grant.by_settings:
        raise OwnerBySettingsError
    owners = [one_id for one_id, (_, one) in held.items() if one.role is Role.OWNER]
    if owners == [role_id]:
        raise LastOwnerError
    await uow.staff.end([role_id], now)
    await uow.staff.renew_menu(member.person_id)
    await audit.note(uow, person_id, Deed.ROLE_ENDED, f"{grant.role.value}:{member.number}", now)
    return member


async def set_name(uow: UnitOfWork, person_id: int, text: str, now: datetime) -> bool:
    """Keep how colleagues call the person; False if the text is no name."""
    await require(uow, person_id, Act.VIEW_PANEL)
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        return False
    await uow.staff.name(person_id, name, now)
    return True


def _toggled(chosen: Ids, subject: str) -> Ids:
    if subject == ALL:
        return frozenset() if chosen is None else None
    return frozenset({subject}) if chosen is None else chosen ^ {subject}


def _hash(token: str) -> bytes:
    """SHA-256, shortened so that its digits fit where the way in is remembered."""
    return hashlib.sha256(token.encode()).digest()[:_HASH_BYTES]
