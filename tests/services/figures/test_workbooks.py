"""Files as table programs read them: the XML itself, without the library that wrote it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from bot.services.figures.workbooks import Sheet, as_workbook

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- the beginning of days in table programs


class Read(NamedTuple):
    """A cell as it stands in the file."""

    kind: str
    value: str
    format: str
    quoted: bool


class Page(NamedTuple):
    """A sheet of a file: its cells by place, and the XML of the page."""

    cells: Mapping[str, Read]
    root: ET.Element


def opened(content: bytes) -> Page:
    """The first sheet of a workbook."""
    with ZipFile(BytesIO(content)) as book:
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
        styles = ET.fromstring(book.read("xl/styles.xml"))  # noqa: S314
    own = {f.get("numFmtId"): f.get("formatCode") for f in styles.findall(".//m:numFmt", _NS)}
    looks = styles.findall("m:cellXfs/m:xf", _NS)
    cells = {}
    for cell in root.iter(f"{{{_NS['m']}}}c"):
        look = looks[int(cell.get("s", "0"))]
        kind, inside = cell.get("t", "n"), cell.find("m:is", _NS)
        value = cell.findtext("m:v", "", _NS) if inside is None else "".join(inside.itertext())
        number = look.get("numFmtId", "0")
        cells[cell.get("r", "")] = Read(
            kind,
            value,
            own.get(number) or number,
            look.get("quotePrefix") == "1",
        )
    return Page(cells, root)


def page(*rows: list[str | int | date | datetime | None], head: tuple[str, ...] = ("A",)) -> Page:
    return opened(as_workbook([Sheet("People", head, rows)]))


@pytest.mark.parametrize("text", ["+38344123456", "=1+1", "-1", "@SUM(A1)", "＝1", "\t=1"])
def test_what_begins_like_a_formula_is_typed_text_and_stays_as_it_is(text: str) -> None:
    cell = page([text]).cells["A2"]
    assert (cell.kind, cell.value, cell.quoted) == ("inlineStr", text, True)


def test_an_ordinary_text_is_not_marked() -> None:
    cell = page(["18–29"]).cells["A2"]
    assert (cell.kind, cell.value, cell.quoted) == ("inlineStr", "18–29", False)


def test_a_number_is_a_number() -> None:
    cell = page([8123456789]).cells["A2"]
    assert (cell.kind, cell.value, cell.format) == ("n", "8123456789", "1")


def test_a_day_is_a_day_with_its_format() -> None:
    cell = page([date(2026, 12, 20)]).cells["A2"]
    assert (cell.kind, cell.format) == ("n", "dd.mm.yyyy")
    assert _EPOCH + timedelta(days=float(cell.value)) == datetime(2026, 12, 20)  # noqa: DTZ001


def test_a_moment_is_a_moment_on_the_wall() -> None:
    at = datetime(2026, 12, 20, 16, 30)  # noqa: DTZ001
    cell = page([at]).cells["A2"]
    assert (cell.kind, cell.format) == ("n", "dd.mm.yyyy hh:mm")
    assert abs(_EPOCH + timedelta(days=float(cell.value)) - at) < timedelta(seconds=1)


def test_columns_have_different_names() -> None:
    head = ("Municipality", "Age", "municipality", "Municipality (2)", "Age")
    read = page(["a", 1, "b", "c", 2], head=head).cells
    names = [read[f"{column}1"].value for column in "ABCDE"]
    assert names[:2] == ["Municipality", "Age"]
    assert len({name.casefold() for name in names}) == len(names)


def test_a_sheet_is_ready_for_screen_and_printer() -> None:
    root = page(["Besa", 35], head=("Name", "Age")).root
    pane = root.find(".//m:pane", _NS)
    assert pane is not None
    assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "A2")
    assert root.find("m:autoFilter[@ref='A1:B2']", _NS) is not None
    assert root.find("m:sheetPr/m:pageSetUpPr[@fitToPage='1']", _NS) is not None
    setup = root.find("m:pageSetup", _NS)
    assert setup is not None
    assert (setup.get("orientation"), setup.get("fitToHeight")) == ("landscape", "0")
    with ZipFile(BytesIO(as_workbook([Sheet("People", ("A",), [["x"]])]))) as book:
        assert b"_xlnm.Print_Titles" in book.read("xl/workbook.xml")


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    root = page(["x" * 200, date(2026, 1, 1)], head=("Text", "Day")).root
    widths = [float(col.get("width", "0")) for col in root.findall("m:cols/m:col", _NS)]
    assert widths == [60, 12]
