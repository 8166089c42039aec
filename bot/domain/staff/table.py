"""The table of roles and acts as it stands in ``docs/staff-guide.md``."""

from typing import Final

from bot.domain.staff.names import ABOUT, ACTS, ROLES
from bot.domain.staff.roles import MATRIX, NARROWED_BY, Act, Dimension, Role
from bot.domain.text.markdown import between, row

BEGIN: Final = "<!-- roles -->"
END: Final = "<!-- /roles -->"

_NARROWING: Final = {
    Dimension.PROGRAMMES: "programmes",
    Dimension.MUNICIPALITIES: "municipalities",
    Dimension.CENTERS: "centers",
}


def as_markdown() -> str:
    """Which role may do what, and what each role is, in English."""
    columns = [ROLES[role].msgid for role in Role]
    acts = [row(ACTS[act].msgid, *(_mark(role, act) for role in Role)) for act in Act]
    roles = [row(f"**{ROLES[role].msgid}**", ABOUT[role].msgid, _narrowed(role)) for role in Role]
    return "\n".join(
        (
            row("Role", "Who", "Given for"),
            row("---", "---", "---"),
            *roles,
            "",
            row("May", *columns),
            row("---", *(":---:" for _ in columns)),
            *acts,
        )
    )


def renewed(page: str) -> str:
    """A page with today's tables between its two markers.

    Raises:
        ValueError: if the page lacks a marker.
    """
    return between(page, BEGIN, END, as_markdown())


def _mark(role: Role, act: Act) -> str:
    return "yes" if role in MATRIX[act] else ""


def _narrowed(role: Role) -> str:
    return " and ".join(_NARROWING[dimension] for dimension in NARROWED_BY[role]) or "everything"
