"""Rows out of a file that somebody chose: Excel or CSV, as it comes out of the programs that people have.

A file from outside may be anything. What it claims to become is looked at before it is opened, nothing in it is run, and
what can't be read is refused in words that say what to do.
"""

import csv
import io
import re
import warnings
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

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


def read(name, data):
    """The rows of a file, at most 5,000 and a heading. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(_("Filen är större än 5 MB. Dela upp den i flera."))
    if not data.strip():
        raise Unreadable(_("Filen är tom."))
    kind = name.rpartition(".")[2].lower()
    rows = _of_kind(kind, data)
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("Filen har fler än 5 000 rader. Dela upp den i flera."))
    if not rows:
        raise Unreadable(_("Filen är tom. Den behöver en rad med rubriker och minst en rad till."))
    if any(len(row.cells) > MOST_COLUMNS for row in rows):
        raise Unreadable(_("Filen har fler än 60 kolumner. Ta bort dem som inte ska läsas in."))
    return rows


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


# --- Excel ---
def _excel(data):
    if data.startswith(OLD_OFFICE):
        raise Unreadable(
            _("Filen är skyddad med lösenord eller från ett gammalt Excel. Spara om den som .xlsx utan lösenord.")
        )
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _refuse_traps(archive)
            return _first_sheet(archive, data)
    except Unreadable:
        raise
    except Exception as fault:  # a file that only claims to be Excel can break its reader in any way
        raise Unreadable(
            _("Filen går inte att läsa som Excel. Öppna den, spara om som .xlsx och försök igen.")
        ) from fault


def _refuse_traps(archive):
    parts = archive.infolist()
    names = {part.filename for part in parts}
    # What a part claims to become is also the most that is ever unpacked of it.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(_("Filen blir för stor när den packas upp. Kopiera raderna till en ny, tom fil."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("Filen är skyddad med lösenord. Ta bort lösenordet och försök igen."))
    if "xl/workbook.xml" not in names:
        raise BadZipFile
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("Filen innehåller makron och läses inte. Spara om den som .xlsx utan makron."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                start = opened.read(2000)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise BadZipFile


def _first_sheet(archive, data):
    with warnings.catch_warnings():
        # openpyxl warns of styles and rules that it doesn't know; only the values matter here.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            if merged := MERGED.findall(archive.read(sheet._worksheet_path)):
                raise Unreadable(
                    _("Cellerna %(cells)s är sammanfogade. Dela dem, så att varje rad är en synpunkt, och försök igen.")
                    % {"cells": merged[0].decode("ascii", "replace")}
                )
            # Many programs write the wrong size of a sheet; what is there is counted instead.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=LAST_ROW_IN_EXCEL)
            return list(_kept(_values(row) for row in rows))
        finally:
            book.close()


def _values(row):
    """As many cells as may be, and one more that tells of the rest: a row can be claimed to reach 16,384 columns."""
    beyond = [cell.value for cell in row[MOST_COLUMNS:] if cell.value is not None]
    return [*(_value(cell) for cell in row[:MOST_COLUMNS]), *beyond[:1]]


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
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if cells:
            found += 1
            yield Row(number, tuple(cells))
        if found > MOST_ROWS + 1:
            return


def _cleaned(text):
    return CONTROL.sub("", text[:LONGEST_CELL]).strip()
