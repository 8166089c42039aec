"""The registry of personal data as the table in ``docs/privacy.md``."""

from itertools import groupby
from typing import Final

from bot.domain.privacy.handling import Declaration, Handling, Kept, Withheld
from bot.domain.rights.registry import IMPERSONAL, REGISTRY
from bot.domain.text.markdown import between, row

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
    alike = groupby(REGISTRY, key=lambda declared: (declared.table, declared.handling))
    rows = [
        row(_where(table, list(columns)), *_cells(handling)) for (table, handling), columns in alike
    ]
    others = [row(f"`{table}`", reason) for table, reason in IMPERSONAL.items()]
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
    return between(page, BEGIN, END, as_markdown())


def _where(table: str, columns: list[Declaration]) -> str:
    return f"`{table}`: " + ", ".join(f"`{declared.column}`" for declared in columns)


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


def _or_reason(answer: str | Withheld | Kept) -> str:
    match answer:
        case Withheld():
            return f"no, because {answer.reason}"
        case Kept():
            return f"kept, because {answer.reason}"
        case _:
            return str(answer)


def _head(*titles: str) -> tuple[str, str]:
    return row(*titles), row(*("---" for _ in titles))
