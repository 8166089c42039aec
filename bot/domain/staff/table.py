"""The table of roles and acts as it stands in ``docs/staff-guide.md``."""

from typing import Final

from bot.domain.staff.names import ABOUT, ACTS, ROLES
from bot.domain.staff.roles import MATRIX, NARROWED_BY, Act, Dimension, Role

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
    acts = [_row(ACTS[act].msgid, *(_mark(role, act) for role in Role)) for act in Act]
    roles = [_row(f"**{ROLES[role].msgid}**", ABOUT[role].msgid, _narrowed(role)) for role in Role]
    return "\n".join(
        (
            _row("Role", "Who", "Given for"),
            _row("---", "---", "---"),
            *roles,
            "",
            _row("May", *columns),
            _row("---", *(":---:" for _ in columns)),
            *acts,
        )
    )


def renewed(page: str) -> str:
    """A page with today's tables between its two markers.

    Raises:
        ValueError: if the page lacks a marker.
    """
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{as_markdown()}\n\n{END}{after}"


def _mark(role: Role, act: Act) -> str:
    return "yes" if role in MATRIX[act] else ""


def _narrowed(role: Role) -> str:
    return " and ".join(_NARROWING[one] for one in NARROWED_BY[role]) or "everything"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
