"""Workbooks (xlsx) that no table program runs anything of."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from bot.domain.text.escaping import formula_safe

Value = str | int | None
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook; a None in its rows makes an empty cell."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a file; texts are written as texts whatever they begin with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.title.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE])
        for number, row in enumerate((sheet.head, *sheet.rows), start=1):
            for column, value in enumerate(row, start=1):
                cell = page.cell(number, column)
                if isinstance(value, str):
                    cell.value = formula_safe(ILLEGAL_CHARACTERS_RE.sub("", value))
                    cell.data_type = "s"
                else:
                    cell.value = value
                if number == 1:
                    cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for cells in page.columns:
            longest = max((len(str(cell.value or "")) for cell in cells), default=0)
            page.column_dimensions[cells[0].column_letter].width = min(longest + 2, _WIDEST)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
