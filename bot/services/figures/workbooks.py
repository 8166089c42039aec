"""Workbooks (xlsx) that open as people expect, and that no table program runs anything of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.text.escaping import formula_safe

Value = str | int | date | datetime | None
"""What a cell holds; a moment is one on the wall, without a zone."""
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST: Final = 60
_NARROWEST: Final = 8
_DAY: Final = "dd.mm.yyyy"
_MOMENT: Final = "dd.mm.yyyy hh:mm"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook; a None in its rows makes an empty cell."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


def as_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a file: days as days, numbers as numbers, texts as texts.

    What begins like a formula, such as a phone number, is marked as typed text (``quotePrefix``)
    and stays as it is. Each sheet has a head that stays in sight and is repeated in print, a
    filter, and columns of different names.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.title.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE])
        for column, title in enumerate(_different(sheet.head), start=1):
            cell = page.cell(1, column)
            _write(cell, title)
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for number, row in enumerate(sheet.rows, start=2):
            for column, value in enumerate(row, start=1):
                _write(page.cell(number, column), value)
        _furnish(page)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _different(titles: Sequence[str]) -> Sequence[str]:
    """The same titles, a second one of a name numbered: a table program tells them apart."""
    taken = {title.casefold() for title in titles}
    seen: Counter[str] = Counter()
    different = []
    for title in titles:
        key = title.casefold()
        seen[key] += 1
        named = title
        while seen[key] > 1 and named.casefold() in taken:
            named = f"{title} ({seen[key]})"
            if named.casefold() in taken:
                seen[key] += 1
        taken.add(named.casefold())
        different.append(named)
    return different


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text
        cell.data_type = "s"
        if formula_safe(text) != text:
            cell.quotePrefix = True
        if len(text) > _WIDEST:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = _MOMENT
    elif isinstance(value, date):
        cell.number_format = _DAY
    elif value is not None:
        cell.number_format = "0"


def _furnish(page: Worksheet) -> None:
    """Head, filter, widths and print, as an office expects them."""
    page.freeze_panes = "A2"
    if page.max_row > 1:
        page.auto_filter.ref = page.dimensions
    for number, cells in enumerate(page.columns, start=1):
        longest = max((_width(cell.value) for cell in cells), default=0)
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        page.column_dimensions[get_column_letter(number)].width = width
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.print_title_rows = "1:1"


def _width(value: object) -> int:
    if isinstance(value, datetime):
        return len(_MOMENT)
    if isinstance(value, date):
        return len(_DAY)
    return max(map(len, str(value).splitlines()), default=0) if value is not None else 0
