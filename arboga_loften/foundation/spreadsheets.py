"""Rows out of a file that somebody chose: Excel or CSV, as it comes out of the programs that people have.

`opened` is the safe way into any office file, Word's as well.

A file from outside may be anything. What it claims to become is looked at before it is opened, nothing in it is run, and
what can't be read is refused in words that say what to do.
"""

import csv
import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 5000
MOST_COLUMNS = 60
LAST_ROW_IN_EXCEL = 1_048_576
LONGEST_CELL = 100_000

# The old Excel format, and also the coat that a password puts around the new one.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]{2,20})"')
ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
ROW_NUMBER = re.compile(rb'\sr="(\d{1,7})"')
ROW_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
MOST_SHEETS = 40
MOST_MERGED = 5000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x000D_")
SEPARATORS = ";\t,"
SAID_SEPARATOR = re.compile(r"sep=([;,\t])\Z")


class Unreadable(ValidationError):
    """The file can't be read, with what to do about it."""


class Formula(str):
    """A cell that holds a formula: what it shows isn't in the file."""


class Broken(str):
    """A cell where Excel shows a fault, as #REF!."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that isn't empty, under the number that the program shows beside it."""

    number: int
    cells: tuple


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell with what its looks say: struck out, or marked as a heading."""

    value: object
    is_struck: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as somebody sees it: its rows of `Styled`, which of them are hidden, and which cells are one."""

    name: str
    rows: list
    is_hidden: bool = False
    hidden_rows: frozenset = frozenset()
    merged: tuple = ()  # (first column, first row, last column, last row), counted from 1


def read(name, data):
    """The rows of a file, at most 5,000 and a heading. Raises Unreadable."""
    refuse_size(data)
    kind = name.rpartition(".")[2].lower()
    rows = _of_kind(kind, data)
    _refuse_many(rows)
    if not rows:
        raise Unreadable(_("Filen är tom. Den behöver en rad med rubriker och minst en rad till."))
    return rows


def read_sheets(name, data):
    """Every sheet of a file with its looks, where it matters how the rows are laid out. Raises Unreadable."""
    refuse_size(data)
    kind = name.rpartition(".")[2].lower()
    if kind == "xlsx":
        sheets = _excel(data, _all_sheets)
    else:
        rows = _of_kind(kind, data)
        sheets = [Sheet("", [Row(row.number, tuple(Styled(cell) for cell in row.cells)) for row in rows])]
    _refuse_many([row for sheet in sheets for row in sheet.rows])
    return sheets


def refuse_size(data):
    if len(data) > LARGEST:
        raise Unreadable(_("Filen är större än 5 MB. Dela upp den i flera."))
    if not data.strip():
        raise Unreadable(_("Filen är tom."))


def _refuse_many(rows):
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("Filen har fler än 5 000 rader. Dela upp den i flera."))
    if any(len(row.cells) > MOST_COLUMNS for row in rows):
        raise Unreadable(_("Filen har fler än 60 kolumner. Ta bort dem som inte ska läsas in."))


def _of_kind(kind, data):
    if kind == "xls":
        raise Unreadable(
            _("Det är en fil från ett gammalt Excel (.xls). Öppna den, spara om som .xlsx och försök igen.")
        )
    if kind in {"xlsm", "xlsb", "xltm"}:
        raise Unreadable(_("Filen kan innehålla makron och läses inte. Spara om den som .xlsx utan makron."))
    if kind == "xlsx":
        return _excel(data)
    if kind in {"csv", "txt", "tsv"}:
        return _csv(data)
    raise Unreadable(_("Välj en Excelfil (.xlsx) eller en CSV-fil (.csv)."))


# --- Office files ---
@contextmanager
def opened(data, *, main, program, ending):
    """The archive that a file from Word or Excel is, with nothing in it that could hurt its reader.

    `main` is the part that such a file has. Whatever breaks while it is read is the file's fault.
    """
    words = {"program": program, "ending": ending}
    if data.startswith(OLD_OFFICE):
        raise Unreadable(
            _(
                "Filen är skyddad med lösenord eller från ett gammalt %(program)s. Spara om den som %(ending)s utan lösenord."
            )
            % words
        )
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _refuse_traps(archive, main, ending)
            yield archive
    except Unreadable:
        raise
    except Exception as fault:  # a file that only claims to be of an office program can break its reader in any way
        raise Unreadable(
            _("Filen går inte att läsa som %(program)s. Öppna den, spara om som %(ending)s och försök igen.") % words
        ) from fault


def _refuse_traps(archive, main, ending):
    parts = archive.infolist()
    names = {part.filename for part in parts}
    # What a part claims to become is also the most that is ever unpacked of it.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(_("Filen blir för stor när den packas upp. Kopiera raderna till en ny, tom fil."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("Filen är skyddad med lösenord. Ta bort lösenordet och försök igen."))
    if main not in names:
        raise BadZipFile
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(
            _("Filen innehåller makron och läses inte. Spara om den som %(ending)s utan makron.") % {"ending": ending}
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                start = opened.read(2000)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise BadZipFile


# --- Excel ---
def _excel(data, read_book=None):
    with opened(data, main="xl/workbook.xml", program="Excel", ending=".xlsx") as archive:
        return (read_book or _first_sheet)(archive, data)


@contextmanager
def _book(data):
    with warnings.catch_warnings():
        # openpyxl warns of styles and rules that it doesn't know; only the values matter here.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _first_sheet(archive, data):
    with _book(data) as book:
        sheet = book.worksheets[0]
        if merged := MERGED.findall(archive.read(sheet._worksheet_path)):
            raise Unreadable(
                _("Cellerna %(cells)s är sammanfogade. Dela dem, så att varje rad är en synpunkt, och försök igen.")
                % {"cells": merged[0].decode("ascii", "replace")}
            )
        return _rows_of(sheet, _value)


def _all_sheets(archive, data):
    with _book(data) as book:
        if len(book.worksheets) > MOST_SHEETS:
            raise Unreadable(_("Filen har fler än 40 blad. Ta bort dem som inte ska läsas in."))
        return [_sheet(archive, sheet) for sheet in book.worksheets]


def _sheet(archive, sheet):
    xml = archive.read(sheet._worksheet_path)
    merged = MERGED.findall(xml)
    if len(merged) > MOST_MERGED:
        raise Unreadable(_("Filen har för många sammanfogade celler. Dela dem och försök igen."))
    hidden = [ROW_NUMBER.search(row) for row in ROW.findall(xml) if ROW_HIDDEN.search(row)]
    return Sheet(
        name=_cleaned(sheet.title),
        rows=_rows_of(sheet, _styled),
        is_hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(int(number[1]) for number in hidden if number),
        merged=tuple(range_boundaries(ref.decode("ascii")) for ref in merged),
    )


def _rows_of(sheet, reader):
    # Many programs write the wrong size of a sheet; what is there is counted instead.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LAST_ROW_IN_EXCEL)
    return list(_kept(_cells(row, reader) for row in rows))


def _cells(row, reader):
    """As many cells as may be, and one more that tells of the rest: a row can be claimed to reach 16,384 columns."""
    beyond = [reader(cell) for cell in row[MOST_COLUMNS:] if cell.value is not None]
    return [*(reader(cell) for cell in row[:MOST_COLUMNS]), *beyond[:1]]


def _styled(cell):
    value = _value(cell)
    if value is None or not cell.has_style:
        return Styled(value)
    is_strong = bool(cell.font.b) or cell.fill.patternType == "solid"
    return Styled(value, is_struck=bool(cell.font.strike), is_strong=is_strong)


def _value(cell):
    if cell.data_type == "f":
        return Formula(cell.value)
    if cell.data_type == "e":
        return Broken(cell.value)
    return _cleaned(cell.value) if isinstance(cell.value, str) else cell.value


# --- CSV ---
def _csv(data):
    text = _decoded(data)
    try:
        return list(_kept([_cleaned(cell) for cell in row] for row in _best(text)))
    except csv.Error as fault:
        raise Unreadable(
            _("Filen går inte att läsa som CSV. Spara den som ”CSV UTF-8” i Excel och försök igen.")
        ) from fault


def _decoded(data):
    """Excel writes three kinds of text, and says which of none of them but two."""
    codings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252", "latin-1"]
    for coding in codings:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(_("Filen är inte en textfil. Välj en Excelfil (.xlsx) eller en CSV-fil (.csv)."))


def _best(text):
    """Parted by what the file says (`sep=;`, Excel's own way), or by what parts the first row in the most pieces."""
    first, _end, rest = text.partition("\n")
    if said := SAID_SEPARATOR.match(first.strip()):
        separator, text = said[1], rest
    else:
        separator = max(SEPARATORS, key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _kept(rows):
    """Rows with something in them, as many as may be and one more; empty cells at the end are nobody's."""
    found = 0
    for number, cells in enumerate(rows, start=1):
        while cells and _is_empty(cells[-1]):
            cells.pop()
        if cells:
            found += 1
            yield Row(number, tuple(cells))
        if found > MOST_ROWS + 1:
            return


def _is_empty(cell):
    value = cell.value if isinstance(cell, Styled) else cell
    return value is None or value == ""


def _cleaned(text):
    return CONTROL.sub("", text[:LONGEST_CELL]).strip()
