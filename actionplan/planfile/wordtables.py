"""A Word document as somebody reads it: headings, paragraphs and tables in order, without what was deleted or is hidden."""

from dataclasses import dataclass, replace
from zipfile import BadZipFile

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from arboga_loften.foundation.spreadsheets import MOST_COLUMNS, MOST_ROWS, Unreadable

LARGEST_PART = 12 * 1024 * 1024
DEEPEST = 12
TITLE_LEVEL = -1  # the document's own title
CAPTION = -2  # what a table is called: its heading says it too
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A document saved as "Strict Open XML" says the same in another namespace.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# What holds other things and adds nothing itself: content controls, links, insertions that are tracked.
WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple")
}
PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}


@dataclass(frozen=True)
class WordCell:
    text: str = ""
    is_continued: bool = False
    is_covered: bool = False
    is_strong: bool = False
    kept: str | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph or, with `rows`, a table."""

    text: str = ""
    level: int = 0
    rows: list | None = None


def blocks_of(archive):
    """(the blocks of a document in order, whether it has pictures)."""
    root = _part(archive, "word/document.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise BadZipFile
    blocks = list(_blocks(body, _levels(archive), 0))
    return blocks, any(element.tag in PICTURES for element in body.iter())


def _part(archive, name):
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise Unreadable(_("Filen blir för stor när den packas upp. Kopiera tabellen till en ny, tom fil."))
    return fromstring(archive.read(name).replace(STRICT, USUAL), forbid_dtd=True)


def _levels(archive):
    """The styles that are headings → their level, whatever language Word names them in."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    levels = {}
    for style in _part(archive, "word/styles.xml").iter(f"{W}style"):
        name = _value(style.find(f"{W}name")).lower()
        number = name.removeprefix("heading ")
        if name == "title":
            levels[style.get(f"{W}styleId")] = TITLE_LEVEL
        elif name == "caption":
            levels[style.get(f"{W}styleId")] = CAPTION
        elif name.startswith("heading ") and number.isdecimal():
            levels[style.get(f"{W}styleId")] = int(number)
    return levels


def _value(element, name="val"):
    return "" if element is None else element.get(f"{W}{name}", "")


def _number(element, name="val"):
    value = _value(element, name)
    return int(value) if value.isdecimal() and len(value) < 4 else 0


def _blocks(parent, levels, depth):
    if depth > DEEPEST:
        raise BadZipFile
    for element in parent:
        if element.tag in WRAPPERS:
            yield from _blocks(element, levels, depth + 1)
        elif element.tag == f"{W}p":
            text, level = _paragraph(element)[0], _level(element, levels)
            if text.strip() and level != CAPTION:
                yield Block(text, level)
        elif element.tag == f"{W}tbl":
            yield Block(rows=_rows(element))
            # A table can be laid out inside another: it stands as its own after it.
            for cell in element.iter(f"{W}tc"):
                for inner in cell.findall(f"{W}tbl"):
                    yield from _blocks([inner], levels, depth + 1) if depth == 0 else ()


def _level(paragraph, levels):
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return 0
    style = _value(properties.find(f"{W}pStyle"))
    outline = properties.find(f"{W}outlineLvl")
    if style in levels:
        return levels[style]
    return _number(outline) + 1 if outline is not None and _number(outline) < 9 else 0


# --- Tables ---
def _rows(table):
    rows = []
    for element in _within(table, f"{W}tr"):
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        before = 0 if properties is None else _number(properties.find(f"{W}gridBefore"))
        row = [WordCell() for _place in range(before)]
        for cell in _within(element, f"{W}tc"):
            row += _cells(cell, rows[-1] if rows else [], len(row))
            if len(row) > MOST_COLUMNS:
                raise Unreadable(_("Filen har fler än 60 kolumner. Ta bort dem som inte ska läsas in."))
        rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise Unreadable(_("Filen har fler än 5 000 rader. Dela upp den i flera."))
    return rows


def _within(parent, tag, depth=0):
    """The elements of a kind, also those that a content control holds."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in WRAPPERS and depth < DEEPEST:
            yield from _within(element, tag, depth + 1)


def _cells(element, above, place):
    """One cell in as many places as it covers."""
    properties = element.find(f"{W}tcPr")
    span, merge, shade = 1, None, ""
    if properties is not None:
        span = max(1, min(_number(properties.find(f"{W}gridSpan")), MOST_COLUMNS))
        merge = properties.find(f"{W}vMerge")
        shade = _value(properties.find(f"{W}shd"), "fill").lower()
    if merge is not None and _value(merge) != "restart" and place < len(above):
        first = replace(above[place], is_continued=True, is_covered=False)
    else:
        first = _cell(element, shade not in {"", "auto", "ffffff"})
    return [first, *(replace(first, is_covered=True) for _place in range(span - 1))]


def _cell(element, is_shaded):
    texts, kepts, strong = [], [], []
    for paragraph in _within(element, f"{W}p"):
        text, kept, is_bold = _paragraph(paragraph)
        if text.strip():
            texts.append(text)
            kepts.append(kept)
            strong.append(is_bold)
    text, kept = "\n".join(texts).strip(), "\n".join(line for line in kepts if line.strip(" •")).strip()
    return WordCell(text, is_strong=is_shaded or (bool(strong) and all(strong)), kept=kept if kept != text else None)


# --- Paragraphs ---
def _paragraph(element):
    """(its text, the text that isn't struck out, whether all of it is bold)."""
    text, kept, bold = [], [], []
    for run in _runs(element, 0):
        words = _words(run)
        if not words:
            continue
        looks = run.find(f"{W}rPr")
        if _has(looks, "vanish"):
            continue
        text.append(words)
        if not (_has(looks, "strike") or _has(looks, "dstrike")):
            kept.append(words)
        if words.strip():
            bold.append(_has(looks, "b"))
    mark = "• " if _is_item(element) and "".join(text).strip() else ""
    return mark + "".join(text), mark + "".join(kept), bool(bold) and all(bold)


def _runs(parent, depth):
    for element in parent:
        if element.tag == f"{W}r":
            yield element
        elif element.tag in WRAPPERS and depth < DEEPEST:
            yield from _runs(element, depth + 1)


def _words(run):
    parts = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
    return "".join((part.text or "") if part.tag == f"{W}t" else parts.get(part.tag, "") for part in run)


def _has(looks, name):
    element = None if looks is None else looks.find(f"{W}{name}")
    return element is not None and _value(element) not in {"0", "false", "off", "none"}


def _is_item(paragraph):
    """A point in a list, by its numbering or its style."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return False
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        return _value(numbering.find(f"{W}numId")) != "0"
    style = _value(properties.find(f"{W}pStyle")).lower()
    return style.startswith(("listbullet", "punktlista", "listnumber", "numreradlista"))
