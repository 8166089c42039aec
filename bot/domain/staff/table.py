"""The table of roles and acts as it stands in ``docs/staff-guide.md``."""

from typing import Final

from bot.domain.staff.names import ABOUT, ACTS, ROLES
from bot.domain.staff.notices import NOTICES, NoticePace
from bot.domain.staff.roles import MATRIX, NARROWED_BY, Act, Dimension, Role
from bot.domain.text.markdown import between, row

BEGIN: Final = "<!-- roles -->"
END: Final = "<!-- /roles -->"
BEGIN_NOTICES: Final = "<!-- notices -->"
END_NOTICES: Final = "<!-- /notices -->"

_PACES: Final = {
    NoticePace.AT_ONCE: "at once",
    NoticePace.DAILY: "once a day",
    NoticePace.NEVER: "never",
}
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


def notices_as_markdown() -> str:
    """What colleagues are told without asking, to whom, and how if they chose nothing."""
    rows = [
        row(
            notice.first.msgid,
            notice.to,
            _PACES[notice.usual],
            ", ".join(_PACES[pace] for pace in notice.paces),
        )
        for notice in NOTICES.values()
    ]
    return "\n".join(
        (
            row("What", "To whom", "Usually", "To choose from"),
            row("---", "---", "---", "---"),
            *rows,
        )
    )


def renewed(page: str) -> str:
    """A page with today's tables between their markers.

    Raises:
        ValueError: if the page lacks a marker; the notices may be left out with both of theirs.
    """
    page = between(page, BEGIN, END, as_markdown())
    if BEGIN_NOTICES not in page:
        return page
    return between(page, BEGIN_NOTICES, END_NOTICES, notices_as_markdown())


def _mark(role: Role, act: Act) -> str:
    return "yes" if role in MATRIX[act] else ""


def _narrowed(role: Role) -> str:
    return " and ".join(_NARROWING[dimension] for dimension in NARROWED_BY[role]) or "everything"
