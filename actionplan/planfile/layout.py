"""How the rows of a plan stand: where the headings are, which focus area and whose part a row stands under.

A focus area is a column, a row of its own, a heading in Word or a whole sheet. A row of its own can also begin one
party's part, or tell the area's problem, cause and goal.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actionplan.planfile import amounts, values
from actionplan.planfile.headings import AIM, AREA, GOAL, MARKS, TITLE, plain_heading, under, what_is
from actionplan.planfile.model import Question
from actionplan.planfile.tables import EMPTY, Cell, Line, Table
from arboga_loften.foundation.letters import folded

OF_AREA = {"problem", "cause", "area_goal"}
OF_AREA_BY_LABEL = OF_AREA | {AIM, "indicator"}
SIDES = {("police",): "by_police", ("municipality",): "by_municipality", ("municipality", "police"): "by_both"}
PARTIES_OF_SIDE = {side: parties for parties, side in SIDES.items()}
LONGEST_AREA = 100
LEVEL_OF_ROW = 9  # deeper than any heading in Word
TITLE_OF_DOCUMENT = re.compile(
    r"handlingsplan|åtgärdsplan|medborgarlöfte|bilaga|överenskommelse|innehåll|uppföljning av|\bversion|dnr|^bakgrund$"
    r"|^inledning$|^plan\b|^\d{4}$|^((målsatta|planerade|konkreta|våra) )?(aktiviteter|åtgärder|insatser|löften)( \d{4})?$"
)
NAME_OF_NO_AREA = re.compile(
    r"^(blad|sheet|tabell|ark)\s*\d*$|handlingsplan|åtgärdsplan|medborgarlöft|aktivitet|plan|\b20\d\d\b"
)
TOTALS = re.compile(r"^(summa|totalt|total|antal totalt)\b")
CONTINUES, SKIPPED = "ovan", "hoppa"


@dataclass
class Area:
    """A focus area as it is found, bit by bit."""

    title: str = ""
    number: int | None = None
    where: str = ""
    row: int = 0
    says_so: bool = False
    texts: dict[str, list[str]] = field(default_factory=dict)
    records: list = field(default_factory=list)

    def add(self, what, text):
        texts = self.texts.setdefault(what, [])
        if text and text not in texts:
            texts.append(text)


@dataclass
class Record:
    """What the file says of an activity, in one row or, where cells are merged, in several: what → its cells."""

    key: str
    where: str
    row: int
    parties: tuple[str, ...] = ()
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, line, columns, headings):
        for place, what in columns.items():
            cell = line.at(place)
            if not cell.is_empty and not cell.is_covered:
                had = self.cells.setdefault(what, [])
                if not (cell.is_continued and cell in had):
                    had.append(cell)
                    self.names.setdefault(what, headings.get(place, ""))


class Layout:
    """Walks through the tables of a file, and gathers the areas with their records."""

    def __init__(self, file, asking):
        self.file, self.asking = file, asking
        self.areas, self.ignored, self.titles = [], [], []
        self.current = None
        self.section, self.section_level, self.pending = (), 0, None
        self.columns, self.headings, self.width = {}, {}, 0
        self.has_headings = False

    def walk(self):
        for table in self.file.tables:
            self._table(table)
        return self.areas

    @property
    def area(self):
        """The one that a row stands under now."""
        if self.current is None:
            self._go_to(Area())
        return self.current

    def _go_to(self, area):
        self.current = area
        if not any(known is area for known in self.areas):
            self.areas.append(area)

    # --- Tables ---
    def _table(self, table):
        lines = self._seen(table)
        if table.is_word:
            for words in table.above:
                self._words(words.text, words.level)
        else:
            self.section, self.pending = (), None
        first = next((place for place, line in enumerate(lines) if _is_heading(line)), None)
        if first is None and (cards := _cards(table, lines)):
            for columns, line in cards:
                self.has_headings = True
                self._record(table, line, columns, {})
            return
        is_continued = table.is_word and table.width == self.width and bool(self.columns) and first is None
        if first is None and not is_continued:
            if table.lines and not table.is_hidden:
                words = _("Tabell %(name)s") if table.is_word else _("Bladet ”%(name)s”")
                self.ignored.append(words % {"name": table.name})
            return
        self.has_headings = True
        if not is_continued:
            self.columns, self.headings, self.width = {}, {}, table.width
        if not table.is_word and not NAME_OF_NO_AREA.search(folded(table.name)) and len(self.file.tables) > 1:
            self._begin_area(table.name, table.name, 1)
        elif not table.is_word:
            self.current = None
        self._lines(table, lines, is_continued)

    def _seen(self, table):
        """The rows that somebody sees; what is hidden only if they say so."""
        if table.is_hidden:
            if not _looks_like_a_plan(table):
                return []
            words = _("Bladet ”%(sheet)s” är dolt. Ska det läsas in?") % {"sheet": table.name}
            if not self._yes(f"{table.key}.hidden", table.name, words):
                return []
        hidden = [line for line in table.lines if line.is_hidden]
        if not hidden:
            return table.lines
        shown = ", ".join(str(line.number) for line in hidden[:12]) + (" …" if len(hidden) > 12 else "")
        where = self.file.where(table, hidden[0])
        words = _("Dolda rader i Excel: %(rows)s. Ska de läsas in?") % {"rows": shown}
        if self._yes(f"{table.key}.hidden_rows", where, words):
            return table.lines
        return tuple(line for line in table.lines if not line.is_hidden)

    def _yes(self, key, where, words):
        question = Question(key=key, where=where, text=words, field="row", kind="yes", suggestion="nej")
        return self.asking.ask(question) == "ja"

    def _lines(self, table, lines, is_continued):
        has_begun, latest, skip = is_continued, None, False
        for place, line in enumerate(lines):
            if skip:
                skip = False
            elif _is_heading(line, self.columns, self.headings):
                below = lines[place + 1] if place + 1 < len(lines) else None
                skip = self._read_headings(line, below)
                has_begun, latest = True, None
            elif not has_begun:
                self._line_above(line, table)
            elif label := _labelled(line, self.columns):
                self.area.add(*label)
            elif self._is_section(line, table):
                self._section(line, table)
                latest = None
            elif not _is_total(line):
                latest = self._record(table, line, self.columns, self.headings, latest)

    def _read_headings(self, line, below):
        """Learn what the columns hold. Returns whether the row below belongs to the headings."""
        filled = {place: cell for place, cell in enumerate(line.cells) if not cell.is_empty}
        is_double = below is not None and _is_under(line, below)
        columns, headings = {}, {}
        for place in range(max(len(line.cells), len(below.cells) if is_double else 0)):
            above = filled.get(place, EMPTY).text
            under_it = below.at(place).text if is_double and not below.at(place).is_continued else ""
            heading = under_it or above
            what = under(above, under_it) if is_double else what_is(above)
            what = what or SIDES.get(values.section_parties(heading))
            if what:
                columns[place] = what
            elif heading and heading not in self.ignored:
                self.ignored.append(heading)
            headings[place] = heading
        self.columns, self.headings = _settled(columns), headings
        return is_double

    def _line_above(self, line, table):
        """A row above the headings: a title, or the area that all of it is about."""
        texts = [cell.text for cell in line.filled.values()]
        if len(texts) == 2 and (what_is(texts[0]) == AREA):
            self._begin_area(texts[1], self.file.where(table, line), 1, line.number, says_so=True)
        elif len(texts) == 2 and what_is(texts[0]) in OF_AREA_BY_LABEL:
            self._about_area(what_is(texts[0]), texts[1])
        elif texts:
            self.titles.append(texts[0])
            self._words(texts[0], 0)

    # --- Words above and between ---
    def _words(self, text, level):
        label, rest = _label(text)
        if level and not rest and what_is(text) in OF_AREA_BY_LABEL:
            self.pending = what_is(text)
        elif label in OF_AREA_BY_LABEL and rest and self.current:
            self._about_area(label, rest)
        elif label in OF_AREA_BY_LABEL and not rest and text.rstrip().endswith(":"):
            self.pending = label
        elif parties := values.section_parties(text):
            self.section, self.section_level, self.pending = parties, level or LEVEL_OF_ROW, None
        elif values.area(text)[2] and len(text) <= LONGEST_AREA:
            self._begin_area(text, text, level or LEVEL_OF_ROW, says_so=True)
        elif level:
            self.titles.append(text)
            self.pending = None
            if level > 0 and not TITLE_OF_DOCUMENT.search(folded(text).strip()) and what_is(text) is None:
                self._begin_area(text, text, level)
        elif self.current and not self.area.records and (self.area.title or self.pending):
            self._about_area(self.pending or "problem", text)

    def _about_area(self, what, text):
        self.area.add({AIM: "area_goal", "indicator": "area_goal"}.get(what, what), text)

    def _begin_area(self, text, where, level, row=0, says_so=False):
        first, _end, rest = text.partition("\n")
        number, title, is_named = values.area(first)
        if self.section and level <= self.section_level and level:
            self.section = ()
        known = next((area for area in self.areas if area.title and folded(area.title) == folded(title)), None)
        self._go_to(known or Area(title, number, where, row, says_so or is_named))
        if rest.strip():
            self.area.add("problem", rest.strip())
        self.pending = None

    # --- Rows ---
    def _is_section(self, line, table):
        """A row that stands for itself: one cell that is filled, merged or marked, or that can be nothing else."""
        filled = line.filled
        if len(filled) != 1 or any(cell.is_continued and not cell.is_empty for cell in line.cells):
            return False
        (place, cell), *_rest = filled.items()
        is_merged = place + 1 < len(line.cells) and line.at(place + 1).is_covered
        text = cell.text
        what = self.columns.get(place)
        if not is_merged and what not in {None, "number", TITLE, AREA}:
            return False
        if values.section_parties(text) or values.area(text)[2] or (_label(text)[0] in OF_AREA and _label(text)[1]):
            return True
        if is_merged and len(set(self.columns)) > 1:
            return True
        if what in {TITLE, AREA}:
            return what == TITLE and AREA not in self.columns.values() and self._is_area(cell, line, table)
        return place == 0 and what in {None, "number"} and len(text) > 3 and len(self.columns) > 1

    def _is_area(self, cell, line, table):
        """A lone text in the column of activities may be a focus area, or an activity of which nothing else is said."""
        if len(self.columns) < 2 or len(cell.text) > LONGEST_AREA or "\n" in cell.text:
            return False
        if values.tail_parties(cell.text)[0] or amounts.promised(cell.text):
            return False
        if cell.is_strong:
            return True
        where = self.file.where(table, line)
        question = Question(
            key=f"{table.key}r{line.number}.kind_of_row",
            where=where,
            text=_("%(where)s: ”%(text)s” står ensamt på raden. Är det ett fokusområde eller en aktivitet?")
            % {"where": where, "text": cell.text},
            field="row",
            kind="choice",
            choices=(("area", _("Ett fokusområde")), ("activity", _("En aktivitet"))),
            suggestion="activity",
        )
        return self.asking.ask(question) == "area"

    def _section(self, line, table):
        text = next(iter(line.filled.values())).text
        label, rest = _label(text)
        if parties := values.section_parties(text):
            self.section, self.section_level = parties, LEVEL_OF_ROW
        elif label in OF_AREA_BY_LABEL and rest:
            self._about_area(label, rest)
        elif values.area(text)[2] or (len(text) <= LONGEST_AREA and not text.rstrip().endswith(".")):
            # A part that began with a heading in Word holds all the table; one that began with a row ends with the area.
            self.section = self.section if self.section_level < LEVEL_OF_ROW else ()
            self._begin_area(text, self.file.where(table, line), 0, line.number)
        else:
            self._about_area("problem", text)

    def _record(self, table, line, columns, headings, latest=None):
        what_at = {what: line.at(place) for place, what in columns.items() if not line.at(place).is_empty}
        if AREA in columns.values():
            self._area_of_column(line, columns, self.file.where(table, line))
        for place, what in columns.items():
            if what in OF_AREA and not line.at(place).is_empty and not line.at(place).is_covered:
                self.area.add(what, line.at(place).text)
        says = set(what_at) - {AREA, "area_number"} - OF_AREA
        if not says:
            return latest
        title = what_at.get(TITLE)
        sides = TITLE not in columns.values()  # each party has a column of its own
        if latest and ((title and title.is_continued) or (title is None and not sides and self._goes_on(table, line))):
            latest.add(line, columns, headings)
            return latest
        if title is None and not sides and self._is_skipped(table, line):
            return latest
        record = Record(f"{table.key}r{line.number}", self.file.where(table, line), line.number, self.section)
        record.add(line, columns, headings)
        self.area.records.append(record)
        return record

    def _goes_on(self, table, line):
        return self._row_without_title(table, line) == CONTINUES

    def _is_skipped(self, table, line):
        return self._row_without_title(table, line) != CONTINUES

    def _row_without_title(self, table, line):
        where = self.file.where(table, line)
        said = "; ".join(cell.text for cell in line.filled.values())
        question = Question(
            key=f"{table.key}r{line.number}.no_title",
            where=where,
            text=_("%(where)s har ingen aktivitet. Där står: ”%(said)s”. Vad ska vi göra med raden?")
            % {"where": where, "said": values.short(said)},
            field="row",
            kind="choice",
            choices=((CONTINUES, _("Den hör till raden ovanför")), (SKIPPED, _("Hoppa över den"))),
            suggestion=CONTINUES,
        )
        return self.asking.ask(question)

    def _area_of_column(self, line, columns, where):
        place = next(place for place, what in columns.items() if what == AREA)
        cell = line.at(place)
        if cell.is_empty or cell.is_continued:
            return
        number, title, _says = values.area(cell.text.partition("\n")[0])
        if folded(title) != folded(self.area.title):
            self._begin_area(cell.text, where, 0, line.number)
        numbers = [line.at(at).text for at, what in columns.items() if what == "area_number"]
        if self.area.number is None:
            self.area.number = next((int(text) for text in numbers if text.isdecimal()), number)


# --- Headings ---
def _is_heading(line, columns=None, headings=None):
    """A row of headings: an activity or a promise and something more, and hardly anything that is none."""
    texts = [cell.text for cell in line.filled.values()]
    if not texts:
        return False
    if (
        headings
        and len(texts) > 1
        and all(plain_heading(text) in map(plain_heading, headings.values()) for text in texts)
    ):
        return True
    whats = [what_is(text) or SIDES.get(values.section_parties(text)) for text in texts]
    known = {what for what in whats if what}
    is_row = (TITLE in known or GOAL in known) and len(known) > 1
    is_sides = len(known & set(MARKS)) > 1 and len(known) == len(texts)
    is_alone = len(texts) == 1 and known == {TITLE} and len(line.cells) <= 2
    if columns:
        return is_row and len(known) > 2 and len(known) == len(texts)
    return (is_row and sum(map(bool, whats)) * 2 >= len(texts)) or is_sides or is_alone


def _is_under(line, below):
    """The row below is headings too: the upper ones are merged over it, beside it or down into it."""
    if any(cell.is_covered and not cell.is_continued for cell in line.cells) or any(
        cell.is_continued for cell in below.cells
    ):
        own = [cell.text for cell in below.filled.values()]
        return bool(own) and all(what_is(text) or values.section_parties(text) for text in own)
    return False


def _settled(columns):
    """Where there is no activity the promise is what is done; where that is told twice the second says more."""
    whats = list(columns.values())
    if TITLE not in whats and GOAL in whats:
        return {place: TITLE if what == GOAL else what for place, what in columns.items()}
    settled, seen = {}, False
    for place, what in columns.items():
        if what == TITLE and seen:
            what = GOAL if GOAL not in whats else "summary"
        seen = seen or what == TITLE
        settled[place] = what
    return settled


def _looks_like_a_plan(table):
    return any(_is_heading(line) for line in table.lines)


def _label(text):
    """(what a text says that it is about, the rest): ”Orsak: …”. A label alone may stand on a line of its own."""
    name, colon, rest = text.partition(":")
    if colon and "\n" not in name and len(name) < 40:
        return what_is(name), rest.strip()
    first, _end, rest = text.partition("\n")
    return (what_is(first), rest.strip()) if rest and len(first) < 40 else (None, "")


def _labelled(line, columns):
    """A row about the area: the label in one cell and what it says in another."""
    filled = list(line.filled.values())
    if len(filled) != 2 or len(columns) < 3:
        return None
    what = what_is(filled[0].text)
    if filled[0].text.rstrip().endswith(":") or (filled[0].is_strong and line.at(len(line.cells) - 1).is_covered):
        return (what, filled[1].text) if what in OF_AREA else None
    return None


def _is_total(line):
    return any(TOTALS.match(folded(cell.text)) for cell in line.filled.values())


# --- Cards ---
def _cards(table: Table, lines):
    """A table that is turned: the headings stand in its first column. A heading that comes again begins a new card."""
    named = [(line, what_is(line.at(0).text)) for line in lines if line.filled]
    known = [what for _line, what in named if what]
    if len(known) < 3 or len(known) * 2 < len(named) or not {TITLE, GOAL} & set(known):
        return []
    cards, columns, cells, number = [], {}, [], 0
    for line, what in named:
        value = next((cell for cell in line.cells[1:] if not cell.is_empty and not cell.is_covered), None)
        if what is None or value is None:
            continue
        if what in columns.values() and what in {TITLE, AREA, "number"}:
            cards.append((_settled(columns), Line(number, tuple(cells))))
            columns, cells = {}, []
        number = number if columns else line.number
        columns[len(cells)] = what
        cells.append(value)
    return [*cards, (_settled(columns), Line(number, tuple(cells)))] if columns else cards
