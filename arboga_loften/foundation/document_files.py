"""A document as files that everybody can read: a tagged PDF (PDF/A-2a and PDF/UA-1), and a Word file with real headings."""

import io
import json
import re
from dataclasses import asdict
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import typst
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from arboga_loften.foundation import clock
from arboga_loften.foundation.documents import Facts, Figures, Items, Picture, Table, Words
from arboga_loften.foundation.office import packed

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
DRAWING = Path(__file__).parent / "typst" / "picture.typ"
KINDS = {Words: "words", Items: "items", Facts: "facts", Figures: "figures", Picture: "picture", Table: "table"}
# What the fonts that come with typst can draw. A sign that can't be drawn isn't allowed in a tagged PDF.
DRAWN = " -~\xa0-\u024f\u0384-\u03ce\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2199\u25a0-\u25ff"
UNDRAWN = re.compile(f"[^{DRAWN}]")
SAFEST = re.compile("[^ -~\xa0-\xff\u2013\u2014\u2019\u201d\u2026\u25a1]")
STANDS_IN = "□"
SIDE_MARGIN = 12  # mm, of a page that lies down
MARGIN = 16  # … and of one that stands
DOTS_PER_INCH = 200
SMALL = '<w:sz w:val="16"/>'  # in half points
RIGHT = '<w:pPr><w:jc w:val="right"/></w:pPr>'
# A word longer than this may be broken anywhere, so that it doesn't run out of its cell; an address is copied as it is.
ENDLESS = re.compile(r'[^\s"\\]{31,}')


# --- PDF ---
def pdf_of(document):
    """The document as a PDF. What the fonts don't have, an emoji or a foreign letter, becomes a square."""
    try:
        return _compiled(document, UNDRAWN)
    except typst.TypstError:
        return _compiled(document, SAFEST)


def _compiled(document, unwanted):
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={
            "document": ENDLESS.sub(_breakable, unwanted.sub(STANDS_IN, _as_json(document))),
            "drawings": json.dumps([picture.svg for picture in _pictures(document)]),
        },
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(_dated(document).timestamp()),
    )


def _dated(document):
    return document.dated or clock.now()


def _pictures(document):
    return [block for part in document.parts for block in part.blocks if isinstance(block, Picture)]


def _breakable(word):
    return word[0] if "://" in word[0] else re.sub(r".{30}(?=.)", "\\g<0>\u200b", word[0])


def _as_json(document):
    numbers = count()
    parts = [
        {"heading": part.heading, "level": part.level, "blocks": [_piece(block, numbers) for block in part.blocks]}
        for part in document.parts
    ]
    columns = ("title", "lead", "author", "landscape", "facts", "mark")
    words = {column: getattr(document, column) for column in columns}
    return json.dumps({**words, "parts": parts}, ensure_ascii=False)


def _piece(block, numbers):
    """A block as data. A drawing goes beside the words, under its number: nothing is to be cleaned out of it."""
    match block:
        case Picture():
            told = {"number": next(numbers), "alt": block.alt, "caption": block.caption, "width": block.width}
        case Table():
            told = {**asdict(block), "is_dense": block.is_dense}
        case _:
            told = asdict(block)
    return {"kind": KINDS[type(block)], **told}


# --- Word ---
def docx_of(told):
    """The document as a Word file, for those who go on writing in it."""
    document = docx.Document()
    _in_swedish(document)
    about, dated = document.core_properties, _dated(told).replace(tzinfo=None)
    about.title, about.author, about.language = told.title, told.author, "sv-SE"
    about.created = about.modified = dated
    about.comments = ""
    document.styles["Normal"].font.size = Pt(11)
    _lay_out(document, told)
    document.add_heading(told.title, level=0)
    document.add_paragraph(told.lead)
    _draw_facts(document, told.facts)
    for part in told.parts:
        document.add_heading(part.heading, level=part.level)
        for block in part.blocks:
            _draw(document, block, told.landscape)
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue(), dated)


def _draw(document, block, is_wide):
    match block:
        case Words():
            for paragraph in block.paragraphs:
                document.add_paragraph(paragraph)
        case Items():
            _draw_items(document, block)
        case Facts():
            _draw_facts(document, block.facts)
        case Figures():
            for figure, words in block.figures:
                paragraph = document.add_paragraph(style="List Bullet")
                paragraph.add_run(figure).bold = True
                paragraph.add_run(f" {words}")
        case Picture():
            _draw_picture(document, block)
        case Table():
            _draw_table(document, block, is_wide)


def _draw_items(document, block):
    if block.is_numbered:
        # Word would go on counting from the list before; the number is written instead.
        for number, item in enumerate(block.items, start=1):
            first, _break, rest = item.partition("\n")
            paragraph = document.add_paragraph(f"{number}.\t")
            paragraph.add_run(first).bold = bool(rest)
            paragraph.add_run(f"\n{rest}" if rest else "")
            _hang(paragraph, Mm(8))
        return
    for item in block.items:
        document.add_paragraph(item, style="List Bullet")


def _draw_facts(document, facts):
    for name, value in facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"\t{value}")
        paragraph.paragraph_format.space_after = Pt(3)
        _hang(paragraph, Mm(45))


def _hang(paragraph, room):
    """The first word stands out to the left, and the rest under each other."""
    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = room, -room
    layout.tab_stops.add_tab_stop(room)


def _draw_picture(document, block):
    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    png = typst.compile(
        DRAWING.read_bytes(),
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"svg": block.svg},
        ignore_system_fonts=True,
    )
    picture = document.add_picture(io.BytesIO(png), width=Mm(block.width))
    picture._inline.docPr.set("descr", block.alt)


def _draw_table(document, block, is_wide):
    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    # What a screen reader says of the table before it reads it.
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), block.caption)
    table._tbl.tblPr.append(words)
    _set_widths(table, block.widths, 297 - 2 * SIDE_MARGIN if is_wide else 210 - 2 * MARGIN)
    # Rows are written here: the library's own way looks through the whole table for each new cell.
    table._tbl.remove(table._tbl.tr_lst[0])
    small = SMALL if block.is_dense and not is_wide else ""
    head = _row(block.head, "w:tblHeader", block.numeric, f"<w:b/>{small}")
    rows = "".join(_row(values, "w:cantSplit", block.numeric, small) for values in block.rows)
    table._tbl.extend(parse_xml(f"<w:tbl {nsdecls('w')}>{head}{rows}</w:tbl>"))
    document.add_paragraph()


def _row(values, mark, numeric, look):
    cells = "".join(
        f"<w:tc><w:p>{RIGHT if place in numeric else ''}<w:r><w:rPr>{look}</w:rPr>{_lines(value)}</w:r></w:p></w:tc>"
        for place, value in enumerate(values)
    )
    return f"<w:tr><w:trPr><{mark}/></w:trPr>{cells}</w:tr>"


def _lines(text):
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _element(name, value):
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def _lay_out(document, told):
    """An A4, which lies down for wide tables; long Swedish words are parted; each page has its number, and the mark."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(22)
    if told.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(SIDE_MARGIN)
        section.top_margin = section.bottom_margin = Mm(15)
        document.styles["Table Grid"].font.size = Pt(8)
    document.settings.element.find(qn("w:defaultTabStop")).addnext(_element("w:autoHyphenation", "true"))
    if told.mark:
        section.header.paragraphs[0].add_run(told.mark).bold = True
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{told.title} – sida ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    number.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    footer._p.append(number)


def _set_widths(table, widths, room):
    """The columns' shares of the page, which Word otherwise makes alike or takes from the longest word."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.w = Mm(room * width / sum(widths))


def _in_swedish(document):
    """So that it is read aloud and spelled as Swedish, whatever the computer speaks."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
