"""For what a role is given, in the names of the content."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.staff.names import ROLES
from bot.domain.staff.roles import NARROWED_BY, Dimension, Grant, Ids, Role, Scope
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Plural

_MOST_NAMED: Final = 4
"""So many things are named; of more, only the number is said."""

DIMENSIONS: Final[Mapping[Dimension, Msg]] = {
    Dimension.PROGRAMMES: Msg("Programmes"),
    Dimension.MUNICIPALITIES: Msg("Municipalities"),
    Dimension.CENTERS: Msg("Centers"),
}


def of_grant(grant: Grant, content: Content) -> Phrase:
    """The role that somebody has and for what it is given, in one line."""
    return described(grant.role, grant.scope, content)


def described(role: Role, scope: Scope, content: Content) -> Phrase:
    """A role and for what it is given, in one line."""
    narrowed = [dimension for dimension in NARROWED_BY[role] if scope[dimension] is not None]
    if not narrowed:
        return ROLES[role]
    extents = tuple(extent(scope[dimension], dimension, content) for dimension in narrowed)
    return Labelled(ROLES[role], Joined(extents, "; "))


def extent(ids: Ids, dimension: Dimension, content: Content) -> Phrase:
    """What is chosen in one dimension."""
    if ids is None:
        return Msg("all")
    if not ids:
        return Msg("none yet")
    if len(ids) > _MOST_NAMED:
        return _counted(dimension, len(ids))
    return Listed(tuple(name_of(subject, dimension, content) for subject in sorted(ids)))


def name_of(subject: str, dimension: Dimension, content: Content) -> Phrase:
    """What a programme, municipality or center is called; its id if it is gone."""
    match dimension:
        case Dimension.PROGRAMMES if subject in content.programmes:
            return Plain(content.programmes[subject].short_name)
        case Dimension.MUNICIPALITIES if subject in content.municipalities:
            return content.municipalities[subject].name
        case Dimension.CENTERS if subject in content.centers:
            return content.centers[subject].name
    return Plain(subject)


def _counted(dimension: Dimension, count: int) -> Phrase:
    match dimension:
        case Dimension.PROGRAMMES:
            return Plural("{n} programme", "{n} programmes", n=count)
        case Dimension.MUNICIPALITIES:
            return Plural("{n} municipality", "{n} municipalities", n=count)
        case Dimension.CENTERS:
            return Plural("{n} center", "{n} centers", n=count)
