"""The registry of personal data as the table in ``docs/privacy.md``."""

from itertools import groupby
from typing import Final

from bot.domain.privacy.handling import Declaration, Handling, Kept, Withheld
from bot.domain.rights.registry import IMPERSONAL, REGISTRY

BEGIN: Final = "<!-- registry -->"
END: Final = "<!-- /registry -->"

_HEAD: Final = (
    "Where",
    "Class",
    "We keep it ...",
    "because ...",
    "How long",
    "In `/mydata`",
    "In the export",
    "When erased",
)


def as_markdown() -> str:
    """The registry in English: columns that are handled alike share a row."""
    alike = groupby(REGISTRY, key=lambda one: (one.table, one.handling))
    rows = [
        _row(_where(table, list(columns)), *_cells(handling))
        for (table, handling), columns in alike
    ]
    others = [_row(f"`{table}`", reason) for table, reason in IMPERSONAL.items()]
    return "\n".join(
        (
            *_head(*_HEAD),
            *rows,
            "",
            "Tables in which nothing is about a person:",
            "",
            *_head("Table", "What it holds"),
            *others,
        )
    )


def renewed(page: str) -> str:
    """A page with today's table between its two markers.

    Raises:
        ValueError: if the page lacks a marker.
    """
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{as_markdown()}\n\n{END}{after}"


def _where(table: str, columns: list[Declaration]) -> str:
    return f"`{table}`: " + ", ".join(f"`{one.column}`" for one in columns)


def _cells(handling: Handling) -> tuple[str, ...]:
    return (
        handling.data_class.value,
        handling.purpose.msgid,
        handling.basis.value.msgid,
        handling.retention.value.msgid,
        _or_reason(handling.shown),
        "no" if handling.exported == handling.shown else _or_reason(handling.exported),
        _or_reason(handling.erased),
    )


def _or_reason(said: str | Withheld | Kept) -> str:
    match said:
        case Withheld():
            return f"no, because {said.reason}"
        case Kept():
            return f"kept, because {said.reason}"
        case _:
            return str(said)


def _head(*titles: str) -> tuple[str, str]:
    return _row(*titles), _row(*("---" for _ in titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
