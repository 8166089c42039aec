"""For what a role is given, in the names of the content."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.staff.names import ROLES
from bot.domain.staff.roles import NARROWED_BY, Dimension, Grant, Ids, Role, Scope
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Plural

_NAMED: Final = 4
"""So many things are named; of more, only the number is said."""

DIMENSIONS: Final[Mapping[Dimension, Msg]] = {
    Dimension.PROGRAMMES: Msg("Programmes"),
    Dimension.MUNICIPALITIES: Msg("Municipalities"),
    Dimension.CENTERS: Msg("Centers"),
}


def held(grant: Grant, content: Content) -> Phrase:
    """A role and for what it is given, in one line."""
    return described(grant.role, grant.scope, content)


def described(role: Role, scope: Scope, content: Content) -> Phrase:
    """A role and for what it is given, in one line."""
    narrowed = [one for one in NARROWED_BY[role] if scope[one] is not None]
    if not narrowed:
        return ROLES[role]
    named = Joined(tuple(extent(scope[one], one, content) for one in narrowed), "; ")
    return Labelled(ROLES[role], named)


def extent(ids: Ids, dimension: Dimension, content: Content) -> Phrase:
    """What is chosen in one dimension."""
    if ids is None:
        return Msg("all")
    if not ids:
        return Msg("none yet")
    if len(ids) > _NAMED:
        return _counted(dimension, len(ids))
    return Listed(tuple(name_of(one, dimension, content) for one in sorted(ids)))


def name_of(subject: str, dimension: Dimension, content: Content) -> Phrase:
    """What a programme, municipality or center is called; its id if it is gone."""
    found: Phrase | None = None
    match dimension:
        case Dimension.PROGRAMMES if subject in content.programmes:
            found = Plain(content.programmes[subject].short_name)
        case Dimension.MUNICIPALITIES if subject in content.municipalities:
            found = content.municipalities[subject].name
        case Dimension.CENTERS if subject in content.centers:
            found = content.centers[subject].name
    return found or Plain(subject)


def _counted(dimension: Dimension, count: int) -> Phrase:
    match dimension:
        case Dimension.PROGRAMMES:
            return Plural("{n} programme", "{n} programmes", n=count)
        case Dimension.MUNICIPALITIES:
            return Plural("{n} municipality", "{n} municipalities", n=count)
        case Dimension.CENTERS:
            return Plural("{n} center", "{n} centers", n=count)
