"""Repositories of staff: profiles and roles, and invitations to them."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.rights.my_data import HeldRole
from bot.domain.staff.invitations import Invited
from bot.domain.staff.roles import Grant, Role, Scope, StaffMember, read_ids, write_ids
from bot.storage.database.sealed_column import SealedColumn
from bot.storage.database.statements import insert_into, rows_changed
from bot.storage.keys.sealed import Seal
from bot.storage.people import Person
from bot.storage.staff.tables import Invitation, StaffProfile, StaffRole

NAME: Final = SealedColumn("staff_profile", "name")
_NUMBER_BITS: Final = 48
_HELD: Final = (
    select(StaffProfile.number, StaffRole)
    .join(StaffRole, StaffRole.person_id == StaffProfile.person_id)
    .where(StaffRole.revoked_at.is_(None))
    .order_by(StaffRole.id)
)


class Staff:
    """Who is staff now. Nothing is remembered between transactions, so that revoking is at once."""

    def __init__(self, session: AsyncSession, seal: Seal) -> None:
        self._session = session
        self._seal = seal

    async def find(self, person_id: int) -> StaffMember | None:
        """Somebody with the roles that they hold now; None for who holds none."""
        members = await self._members(_HELD.where(StaffProfile.person_id == person_id))
        return members[0] if members else None

    async def numbered(self, number: int) -> StaffMember | None:
        """Somebody by their staff number, with the roles they hold now; None if they hold none."""
        members = await self._members(_HELD.where(StaffProfile.number == number))
        return members[0] if members else None

    async def all(self) -> Sequence[StaffMember]:
        """Everybody who holds a role now, whoever has theirs longest first."""
        return await self._members(_HELD)

    async def all_for_change(self) -> Sequence[StaffMember]:
        """Everybody who holds a role now, locked: who is staff changes one by one."""
        return await self._members(_HELD.with_for_update(of=StaffRole))

    async def number_of(self, person_id: int) -> int | None:
        """The staff number of somebody who is or was staff; None for all others."""
        statement = select(StaffProfile.number).where(StaffProfile.person_id == person_id)
        return (await self._session.scalars(statement)).one_or_none()

    async def enrol(self, person_id: int) -> int:
        """Give a person a staff number, or leave them the one that they have.

        Returns:
            The number.
        """
        statement = insert_into(self._session, StaffProfile).values(
            person_id=person_id, number=secrets.randbits(_NUMBER_BITS) + 1
        )
        await self._session.execute(statement.on_conflict_do_nothing(index_elements=["person_id"]))
        number = await self.number_of(person_id)
        if number is None:
            raise RuntimeError("a staff profile vanished between insert and read")
        return number

    async def give(
        self, person_id: int, role: Role, scope: Scope, given_by: int | None, now: datetime
    ) -> None:
        """Add a role to a person who has a staff number.

        Args:
            given_by: The staff number of who gives it; None for an owner whom the settings name.
        """
        self._session.add(
            StaffRole(
                person_id=person_id,
                role=role.value,
                given_by=given_by,
                given_at=now,
                **_columns_of(scope),
            )
        )
        await self._session.flush()

    async def end(self, role_ids: Iterable[int], now: datetime) -> None:
        """Take roles back from now on; taking one back twice is taking it back once.

        Args:
            role_ids: The ids of their rows.
        """
        await self._session.execute(
            update(StaffRole)
            .where(StaffRole.id.in_(list(role_ids)), StaffRole.revoked_at.is_(None))
            .values(revoked_at=now)
        )

    async def name(self, person_id: int, text: str, now: datetime) -> None:
        """Keep how colleagues call somebody, sealed with the key of the person."""
        sealed = await self._seal.seal(person_id, NAME.at(person_id), text, now)
        await self._session.execute(
            update(StaffProfile).where(StaffProfile.person_id == person_id).values(name=sealed)
        )

    async def name_of(self, person_id: int) -> str | None:
        """How colleagues call somebody; None if they never said."""
        statement = select(StaffProfile.name).where(StaffProfile.person_id == person_id)
        sealed = (await self._session.scalars(statement)).one_or_none()
        if sealed is None:
            return None
        return await self._seal.unseal(person_id, NAME.at(person_id), sealed)

    async def names(self) -> Mapping[int, str]:
        """How colleagues call everybody who is or was staff, by staff number."""
        statement = select(StaffProfile.person_id, StaffProfile.number, StaffProfile.name)
        rows = (await self._session.execute(statement)).all()
        return {
            number: await self._seal.unseal(person_id, NAME.at(person_id), sealed)
            for person_id, number, sealed in rows
            if sealed is not None
        }

    async def history(self, person_id: int) -> Sequence[HeldRole]:
        """Every role that somebody has or had, in the order in which they were given."""
        statement = select(StaffRole).where(StaffRole.person_id == person_id).order_by(StaffRole.id)
        return [
            HeldRole(
                role=row.role,
                programmes=row.programmes,
                municipalities=row.municipalities,
                centers=row.centers,
                given_at=row.given_at,
                revoked_at=row.revoked_at,
            )
            for row in await self._session.scalars(statement)
        ]

    async def renew_menu(self, person_id: int) -> None:
        """Have the command menu of a chat set anew with the next answer."""
        await self._session.execute(
            update(Person).where(Person.id == person_id).values(menu_language=None)
        )

    async def _members(self, statement: Select[int, StaffRole]) -> list[StaffMember]:
        members: dict[int, StaffMember] = {}
        for number, row in await self._session.execute(statement):
            grant = Grant(row.id, Role(row.role), _scope_of(row), row.given_by is None)
            known = members.get(row.person_id)
            grants = (*known.grants, grant) if known else (grant,)
            members[row.person_id] = StaffMember(row.person_id, number, grants)
        return list(members.values())


class Invitations:
    """Roles that wait for somebody, as a draft or behind a link."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, role: Role, scope: Scope, made_by: int, now: datetime) -> None:
        """Store a new draft in place of the one that its maker may have left behind.

        Args:
            made_by: A staff number.
        """
        await self._session.execute(
            delete(Invitation).where(Invitation.made_by == made_by, Invitation.token_hash.is_(None))
        )
        self._session.add(
            Invitation(
                role=role.value, made_by=made_by, made_at=now, expires_at=now, **_columns_of(scope)
            )
        )
        await self._session.flush()

    async def draft_of(self, made_by: int) -> Invited | None:
        """The draft that somebody works on, locked; None if there is none.

        Args:
            made_by: A staff number.
        """
        return await self._one(
            select(Invitation)
            .where(Invitation.made_by == made_by, Invitation.token_hash.is_(None))
            .with_for_update()
        )

    async def change(self, invitation_id: int, scope: Scope) -> None:
        """Let a draft reach as far as a scope says, and no further."""
        await self._session.execute(
            update(Invitation).where(Invitation.id == invitation_id).values(**_columns_of(scope))
        )

    async def issue(self, invitation_id: int, token_hash: bytes, expires_at: datetime) -> None:
        """Make a draft into a link that works until a moment.

        Args:
            token_hash: Of what the link carries, which itself is kept nowhere.
        """
        await self._session.execute(
            update(Invitation)
            .where(Invitation.id == invitation_id)
            .values(token_hash=token_hash, expires_at=expires_at)
        )

    async def hashed(self, token_hash: bytes) -> Invited | None:
        """The invitation behind a link, locked; None if there is none.

        Args:
            token_hash: Of what the link carries.
        """
        return await self._one(
            select(Invitation).where(Invitation.token_hash == token_hash).with_for_update()
        )

    async def open(self, now: datetime) -> Sequence[Invited]:
        """Every link that still lets somebody in, newest first."""
        statement = (
            select(Invitation)
            .where(
                Invitation.token_hash.is_not(None),
                Invitation.used_at.is_(None),
                Invitation.expires_at > now,
            )
            .order_by(Invitation.id.desc())
        )
        return [_invited(row) for row in await self._session.scalars(statement)]

    async def use(self, invitation_id: int, used_by: int, now: datetime) -> bool:
        """Note who took an invitation up; False if somebody did before.

        Args:
            used_by: A staff number.
        """
        result = await self._session.execute(
            update(Invitation)
            .where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
            .values(used_at=now, used_by=used_by)
        )
        return rows_changed(result) == 1

    async def withdraw(self, invitation_id: int) -> bool:
        """Take an unused invitation back; False if it is used or gone already."""
        result = await self._session.execute(
            delete(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
        )
        return rows_changed(result) == 1

    async def _one(self, statement: Select[Invitation]) -> Invited | None:
        row = (await self._session.scalars(statement)).first()
        return None if row is None else _invited(row)


def _invited(row: Invitation) -> Invited:
    return Invited(
        id=row.id,
        role=Role(row.role),
        scope=_scope_of(row),
        made_by=row.made_by,
        expires_at=row.expires_at,
        is_draft=row.token_hash is None,
        used=row.used_at is not None,
    )


def _scope_of(row: StaffRole | Invitation) -> Scope:
    return Scope(read_ids(row.programmes), read_ids(row.municipalities), read_ids(row.centers))


def _columns_of(scope: Scope) -> dict[str, str]:
    return {
        "programmes": write_ids(scope.programmes),
        "municipalities": write_ids(scope.municipalities),
        "centers": write_ids(scope.centers),
    }
