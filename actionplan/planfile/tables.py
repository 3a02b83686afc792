"""A file becomes tables of cells, alike whether it comes from Word, Excel or CSV.

Merged cells are told apart: the first holds the value, those below it repeat it (`is_continued`) and those to its right
are covered (`is_covered`). What Word keeps of deleted text is left out; what is struck out is marked.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from actionplan.planfile.wordtables import blocks_of
from arboga_loften.foundation import spreadsheets
from arboga_loften.foundation.letters import plain, shown
from arboga_loften.foundation.spreadsheets import MOST_COLUMNS, MOST_ROWS, Unreadable


@dataclass(frozen=True)
class Cell:
    """`kept` is what is left of a text when the struck part is taken away; None where nothing is struck."""

    value: object = None
    address: str = ""
    is_continued: bool = False
    is_covered: bool = False
    is_strong: bool = False
    kept: str | None = None

    @property
    def is_empty(self):
        return self.value is None or self.value == ""

    @cached_property
    def text(self):
        """The value in words, as somebody sees it."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else shown(str(self.value)).strip()


EMPTY = Cell()


@dataclass(frozen=True)
class Line:
    """A row of a table, under the number that the program shows beside it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def at(self, place):
        return self.cells[place] if place < len(self.cells) else EMPTY

    @cached_property
    def filled(self):
        """The cells that say something of their own, by place."""
        return {
            place: cell
            for place, cell in enumerate(self.cells)
            if not cell.is_empty and not cell.is_covered and not cell.is_continued
        }


@dataclass(frozen=True)
class Words:
    """A paragraph between the tables; a heading has a level, and the title of it all has -1."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Table:
    """Rows, with the words that stand above them. `key` is the same whenever the file is read."""

    key: str
    name: str
    lines: tuple[Line, ...]
    above: tuple[Words, ...] = ()
    is_hidden: bool = False
    is_word: bool = False

    @cached_property
    def width(self):
        return max((len(line.cells) for line in self.lines), default=0)


@dataclass(frozen=True)
class File:
    tables: tuple[Table, ...]
    has_pictures: bool = False

    def where(self, table, line):
        """”Rad 7”, with the sheet or the table where there are several."""
        if table.is_word:
            return _("Tabell %(table)s, rad %(row)s") % {"table": table.name, "row": line.number}
        if len(self.tables) > 1:
            return _("Bladet ”%(sheet)s”, rad %(row)s") % {"sheet": table.name, "row": line.number}
        return _("Rad %(row)s") % {"row": line.number}


def read(name, data) -> File:
    """The tables of a file. Raises Unreadable."""
    kind = name.rpartition(".")[2].lower()
    if kind == "doc":
        raise Unreadable(
            _("Det är en fil från ett gammalt Word (.doc). Öppna den, spara om som .docx och försök igen.")
        )
    if kind in {"docm", "dotm"}:
        raise Unreadable(_("Filen kan innehålla makron och läses inte. Spara om den som .docx utan makron."))
    if kind == "pdf":
        raise Unreadable(_("En PDF går inte att läsa säkert. Välj filen som den gjordes av: Word (.docx) eller Excel."))
    if kind == "docx":
        return _word(data)
    if kind in {"xlsx", "xls", "xlsm", "xlsb", "xltm", "csv", "txt", "tsv"}:
        return _excel(name, data)
    raise Unreadable(_("Välj en fil från Word (.docx) eller Excel (.xlsx), eller en CSV-fil (.csv)."))


def no_table(has_pictures):
    if has_pictures:
        words = _("Tabellen verkar vara en bild. Skriv in den som en tabell i Word eller Excel och försök igen.")
    else:
        words = _(
            "Filen har ingen tabell som vi känner igen. Den behöver rubriker, och en av dem ska vara ”Aktivitet”."
        )
    return Unreadable(words)


# --- Excel ---
def _excel(name, data):
    sheets = spreadsheets.read_sheets(name, data)
    tables = [_table_of_sheet(number, sheet) for number, sheet in enumerate(sheets, start=1) if sheet.rows]
    if not tables:
        raise Unreadable(_("Filen är tom. Den behöver en rad med rubriker och minst en rad till."))
    return File(tuple(tables))


def _table_of_sheet(number, sheet):
    rows = {
        row.number: {place: _cell(styled, row.number, place) for place, styled in enumerate(row.cells)}
        for row in sheet.rows
    }
    for first_column, first_row, last_column, last_row in sheet.merged:
        if None not in {first_column, first_row, last_column, last_row}:
            _spread(rows, first_row, last_row, first_column - 1, min(last_column, MOST_COLUMNS) - 1)
    lines = []
    for row_number, cells in sorted(rows.items()):
        filled = tuple(cells.get(place, EMPTY) for place in range(max(cells, default=-1) + 1))
        lines.append(Line(row_number, filled, is_hidden=row_number in sheet.hidden_rows))
    return Table(f"s{number}", sheet.name, tuple(lines), is_hidden=sheet.is_hidden)


def _cell(styled, row, place):
    text = styled.value if isinstance(styled.value, str) else None
    value = type(text)(plain(text)) if text is not None else styled.value
    return Cell(
        value,
        address=f"{_letters(place + 1)}{row}",
        is_strong=styled.is_strong,
        kept="" if styled.is_struck and text else None,
    )


def _letters(column):
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _spread(rows, first_row, last_row, first, last):
    """Let a merged cell stand in every place that it covers, in rows that are there."""
    source = rows.get(first_row, {}).get(first, EMPTY)
    if last_row - first_row > MOST_ROWS:
        reached = [row for row in rows if first_row <= row <= last_row]
    else:
        reached = [row for row in range(first_row, last_row + 1) if row in rows]
    for row in reached:
        for place in range(first, last + 1):
            if (row, place) != (first_row, first):
                rows[row][place] = replace(source, is_continued=row != first_row, is_covered=place != first)


# --- Word ---
def _word(data):
    spreadsheets.refuse_size(data)
    tables, above = [], []
    with spreadsheets.opened(data, main="word/document.xml", program="Word", ending=".docx") as archive:
        blocks, has_pictures = blocks_of(archive)
    for block in blocks:
        if block.rows is None:
            above.append(Words(plain(block.text), block.level))
            continue
        number = len(tables) + 1
        lines = tuple(
            Line(row_number, tuple(_cell_of_word(cell) for cell in row))
            for row_number, row in enumerate(block.rows, start=1)
            if any(cell.text for cell in row)
        )
        tables.append(Table(f"t{number}", str(number), lines, tuple(above), is_word=True))
        above = []
    if not tables and has_pictures:
        raise Unreadable(
            _("Tabellen verkar vara en bild. Skriv in den som en tabell i Word eller Excel och försök igen.")
        )
    if not tables:
        raise Unreadable(
            _("Filen har ingen tabell. Planen behöver stå i en tabell med rubriker, till exempel ”Aktivitet”.")
        )
    if sum(len(table.lines) for table in tables) > MOST_ROWS + 1:
        raise Unreadable(_("Filen har fler än 5 000 rader. Dela upp den i flera."))
    if any(table.width > MOST_COLUMNS for table in tables):
        raise Unreadable(_("Filen har fler än 60 kolumner. Ta bort dem som inte ska läsas in."))
    return File(tuple(tables), has_pictures)


def _cell_of_word(cell):
    return Cell(
        plain(cell.text),
        is_continued=cell.is_continued,
        is_covered=cell.is_covered,
        is_strong=cell.is_strong,
        kept=plain(cell.kept) if cell.kept is not None else None,
    )
