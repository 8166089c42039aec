"""What became of a broadcast, as a table that office programs open."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from bot.domain.text.escaping import formula_safe


def as_workbook(head: Sequence[str], rows: Sequence[tuple[str, str, int]]) -> bytes:
    """An xlsx file with one row for each state and reason; it names nobody.

    Args:
        head: The names of the three columns.
        rows: State, reason, how many.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Komshi"
    sheet.append([formula_safe(name) for name in head])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for state, reason, count in rows:
        sheet.append([formula_safe(state), formula_safe(reason), count])
    for column, width in zip("ABC", (28, 40, 12), strict=True):
        sheet.column_dimensions[column].width = width
    file = BytesIO()
    book.save(file)
    return file.getvalue()
