"""Who of the staff may do what, and where: one table of roles and acts, and nothing beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What somebody is for the programmes; one person may have several roles."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    COMMUNICATOR = "communicator"
    FACILITATOR = "facilitator"
    FOCAL_POINT = "focal_point"
    ANALYST = "analyst"


class Act(StrEnum):
    """Everything that only staff do. A code, once released, keeps its meaning: the log has it."""

    VIEW_PANEL = "view_panel"
    MANAGE_TEAM = "manage_team"
    VIEW_AUDIT = "view_audit"
    MANAGE_ROUNDS = "manage_rounds"
    RECORD_VOICE = "record_voice"
    SEND_BROADCAST = "send_broadcast"
    APPROVE_BROADCAST = "approve_broadcast"
    REGISTER_CHATS = "register_chats"
    VIEW_INBOX = "view_inbox"
    ANSWER_INBOX = "answer_inbox"
    VIEW_INTERESTS = "view_interests"
    HANDLE_INTERESTS = "handle_interests"
    READ_ORIGIN = "read_origin"
    CHECK_FOR_OTHERS = "check_for_others"
    MANAGE_SESSIONS = "manage_sessions"
    VIEW_STATS = "view_stats"
    EXPORT_FIGURES = "export_figures"
    EXPORT_PERSONAL = "export_personal"
    APPROVE_EXPORT = "approve_export"
    READ_SENSITIVE = "read_sensitive"


_EVERYBODY: Final = frozenset(Role)
_LEADS: Final = frozenset({Role.OWNER, Role.COORDINATOR})
_SPEAKERS: Final = _LEADS | {Role.COMMUNICATOR}
_LISTENERS: Final = _LEADS | {Role.FACILITATOR}

MATRIX: Final[Mapping[Act, frozenset[Role]]] = {
    Act.VIEW_PANEL: _EVERYBODY,
    Act.MANAGE_TEAM: frozenset({Role.OWNER}),
    Act.VIEW_AUDIT: frozenset({Role.OWNER}),
    Act.MANAGE_ROUNDS: _LEADS,
    Act.RECORD_VOICE: _SPEAKERS,
    Act.SEND_BROADCAST: _SPEAKERS,
    Act.APPROVE_BROADCAST: _LEADS,
    Act.REGISTER_CHATS: _SPEAKERS,
    Act.VIEW_INBOX: _LISTENERS,
    Act.ANSWER_INBOX: _LISTENERS,
    Act.VIEW_INTERESTS: _LISTENERS,
    Act.HANDLE_INTERESTS: _LISTENERS,
    # Only who decides needs it, and only what the person ticked for them.
    Act.READ_ORIGIN: _LEADS,
    Act.CHECK_FOR_OTHERS: _LISTENERS,
    Act.MANAGE_SESSIONS: _LISTENERS,
    Act.VIEW_STATS: _SPEAKERS | {Role.ANALYST},
    Act.EXPORT_FIGURES: _LEADS | {Role.ANALYST},
    Act.EXPORT_PERSONAL: _LEADS,
    Act.APPROVE_EXPORT: _LEADS,
    # Not even the owner: a report about the people in charge must not reach them (IASC guidance on
    # referral of sensitive complaints).
    Act.READ_SENSITIVE: frozenset({Role.FOCAL_POINT}),
}
"""Which roles may do an act, within the scope in which the role was given."""


class Dimension(StrEnum):
    """In what a role can be narrowed down."""

    PROGRAMMES = "p"
    MUNICIPALITIES = "m"
    CENTERS = "c"


NARROWED_BY: Final[Mapping[Role, tuple[Dimension, ...]]] = {
    Role.OWNER: (),
    Role.COORDINATOR: (Dimension.PROGRAMMES, Dimension.MUNICIPALITIES),
    Role.COMMUNICATOR: (),
    Role.FACILITATOR: (Dimension.CENTERS,),
    Role.FOCAL_POINT: (),
    Role.ANALYST: (),
}
"""What a role is given for; in what is not named here it reaches everything."""

ALL: Final = "*"
"""Stands for all ids there are and will be, in a column and in a tap."""
Ids = frozenset[str] | None
"""Ids of the content; None stands for all there are and will be."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something happens, or how far a role reaches.

    As a wish it names what is touched: a dimension left empty does not matter. As the reach of a
    role it names what may be touched: a dimension left empty allows nothing in it.
    """

    programmes: Ids = frozenset()
    municipalities: Ids = frozenset()
    centers: Ids = frozenset()

    def covers(self, wish: "Scope") -> bool:
        """Whether a role that reaches so far reaches all that is wished."""
        return all(_covers(self[dimension], wish[dimension]) for dimension in Dimension)

    def __getitem__(self, dimension: Dimension) -> Ids:
        match dimension:
            case Dimension.PROGRAMMES:
                return self.programmes
            case Dimension.MUNICIPALITIES:
                return self.municipalities
            case Dimension.CENTERS:
                return self.centers


NOWHERE: Final = Scope()
"""The wish of an act that touches no programme, place or center in particular."""
EVERYWHERE: Final = Scope(None, None, None)
"""The reach of a role that nothing narrows, and the wish of an act that touches everything."""


def _covers(reach: Ids, wish: Ids) -> bool:
    if reach is None:
        return True
    return wish is not None and wish <= reach


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as somebody has it.

    Args:
        id: Of the row, for taking it back.
        by_settings: It follows from the settings and ends only there.
    """

    id: int
    role: Role
    scope: Scope
    by_settings: bool = False

    def allows(self, act: Act, wish: Scope = NOWHERE) -> bool:
        """Whether this role may do an act where it is wished."""
        return self.role in MATRIX[act] and self.scope.covers(wish)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of the staff with the roles that hold now.

    Args:
        number: Names the person in the log: drawn by lot, and forgotten with the person.
    """

    person_id: int
    number: int
    grants: tuple[Grant, ...]

    def may(self, act: Act, wish: Scope = NOWHERE) -> bool:
        """Whether any one of the roles may do an act where it is wished."""
        return any(grant.allows(act, wish) for grant in self.grants)

    def reach(self, act: Act) -> tuple[Scope, ...]:
        """How far each role that may do an act reaches, for lists of what may be touched."""
        return tuple(grant.scope for grant in self.grants if grant.role in MATRIX[act])

    @property
    def is_owner(self) -> bool:
        """Whether the person is an owner."""
        return any(grant.role is Role.OWNER for grant in self.grants)


def full_scope(role: Role, chosen: Scope) -> Scope:
    """The reach of a role when it is given: everything, but for what narrows the role."""
    narrowing = NARROWED_BY[role]
    return Scope(*(chosen[each] if each in narrowing else None for each in Dimension))


def is_complete(role: Role, scope: Scope) -> bool:
    """Whether each dimension that narrows a role has something chosen in it."""
    return all(scope[dimension] != frozenset() for dimension in NARROWED_BY[role])


def read_ids(text: str) -> Ids:
    """Ids as a column holds them: joined by commas, ``*`` for all."""
    return None if text == ALL else frozenset(part for part in text.split(",") if part)


def write_ids(ids: Ids | Iterable[str]) -> str:
    """Ids as a column holds them."""
    return ALL if ids is None else ",".join(sorted(ids))
