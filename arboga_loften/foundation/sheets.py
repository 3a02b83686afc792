"""Tables as files: for Excel, and as CSV for whatever reads that.

What somebody has typed is never let to be a formula in the program that opens it.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from arboga_loften.foundation import clock
from arboga_loften.foundation.office import packed

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # Excel's own
BOM = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called, its columns with their widths in letters, and its rows."""

    key: str
    title: str
    columns: dict
    rows: Iterable = field(default_factory=list)


def harmless(value):
    """A value that no spreadsheet takes for a formula, and that fits in a cell."""
    if not isinstance(value, str):
        return value
    value = "".join(letter for letter in value if letter >= " " or letter in "\t\n\r")[: LONGEST_CELL - 1]
    # Also where spaces stand before: some programs take them away.
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA_BEGINS) else value


# --- As files ---
def csv_of(sheet):
    """A table as CSV that a Swedish Excel opens as it is: semicolons, and a mark that says UTF-8. In pieces."""
    yield BOM + _line(sheet.columns)
    for row in sheet.rows:
        yield _line(harmless(_shown(value)) for value in row)


def _line(values):
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value.isoformat() if isinstance(value, date) else value


def xlsx_of(sheets, *, title, dated=None):
    """The tables as the sheets of an Excel file. With `dated` given, the same tables always become the same bytes."""
    dated = (dated or clock.now()).replace(tzinfo=None)
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = title, "sv-SE"
    book.properties.creator = ""
    book.properties.created = book.properties.modified = dated
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for place, width in enumerate(sheet.columns.values(), start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        page.append([_bold(page, name) for name in sheet.columns])
        for row in sheet.rows:
            # Plain values: thousands of cells with a style each would take a minute.
            page.append([harmless(value if isinstance(value, date) else _shown(value)) for value in row])
    out = io.BytesIO()
    # The book's own way to be saved asks the clock what to say of itself.
    ExcelWriter(book, ZipFile(out, "w")).save()
    return packed(out.getvalue(), dated)


def _bold(page, name):
    cell = WriteOnlyCell(page, value=name)
    cell.font = Font(bold=True)
    return cell
