"""A document as files that everybody can read: a tagged PDF (PDF/A-2a and PDF/UA-1), and a Word file with real headings."""

import io
import json
import re
from dataclasses import asdict
from pathlib import Path

import docx
import typst
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from arboga_loften.foundation import clock
from arboga_loften.foundation.documents import Items, Table, Words

TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
KINDS = {Words: "words", Items: "items", Table: "table"}
# What the fonts that come with typst can draw. A sign that can't be drawn isn't allowed in a tagged PDF.
DRAWN = " -~\xa0-\u024f\u0384-\u03ce\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2199\u25a0-\u25ff"
UNDRAWN = re.compile(f"[^{DRAWN}]")
SAFEST = re.compile("[^ -~\xa0-\xff\u2013\u2014\u2019\u201d\u2026\u25a1]")
STANDS_IN = "□"
SIDE_MARGIN = 12  # mm, of a page that lies down
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
        sys_inputs={"document": ENDLESS.sub(_breakable, unwanted.sub(STANDS_IN, _as_json(document)))},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(clock.now().timestamp()),
    )


def _breakable(word):
    return word[0] if "://" in word[0] else re.sub(r".{30}(?=.)", "\\g<0>\u200b", word[0])


def _as_json(document):
    parts = [
        {
            "heading": part.heading,
            "level": part.level,
            "blocks": [{"kind": KINDS[type(block)], **asdict(block)} for block in part.blocks],
        }
        for part in document.parts
    ]
    words = {"title": document.title, "lead": document.lead, "author": document.author, "parts": parts}
    words["landscape"] = document.landscape
    return json.dumps(words, ensure_ascii=False)


# --- Word ---
def docx_of(told):
    """The document as a Word file, for those who go on writing in it."""
    document = docx.Document()
    _in_swedish(document)
    about = document.core_properties
    about.title, about.author, about.language = told.title, told.author, "sv-SE"
    about.created = about.modified = clock.now().replace(tzinfo=None)
    about.comments = ""
    document.styles["Normal"].font.size = Pt(11)
    if told.landscape:
        _lay_down(document)
    document.add_heading(told.title, level=0)
    document.add_paragraph(told.lead)
    for part in told.parts:
        document.add_heading(part.heading, level=part.level)
        for block in part.blocks:
            _draw(document, block, told.landscape)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _draw(document, block, is_wide=False):
    match block:
        case Words():
            for paragraph in block.paragraphs:
                document.add_paragraph(paragraph)
        case Items():
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case Table():
            _draw_table(document, block, is_wide)


def _draw_table(document, block, is_wide):
    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    # What a screen reader says of the table before it reads it.
    words = OxmlElement("w:tblCaption")
    words.set(qn("w:val"), block.caption)
    table._tbl.tblPr.append(words)
    if is_wide:
        _set_widths(table, block.widths)
    # Rows are put together here: the library's own way looks through the whole table for each new cell.
    table._tbl.remove(table._tbl.tr_lst[0])
    table._tbl.append(_row(block.head, "w:tblHeader", bold=True))
    for values in block.rows:
        table._tbl.append(_row(values, "w:cantSplit"))
    document.add_paragraph()


def _row(values, mark, bold=False):
    row = OxmlElement("w:tr")
    row.get_or_add_trPr().append(OxmlElement(mark))
    for value in values:
        paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
        run.text = value
        if bold:
            run.get_or_add_rPr().append(OxmlElement("w:b"))
        paragraph.append(run)
        cell = OxmlElement("w:tc")
        cell.append(paragraph)
        row.append(cell)
    return row


def _lay_down(document):
    """An A4 on its side with narrow margins, and small text in its tables."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(SIDE_MARGIN)
    section.top_margin = section.bottom_margin = Mm(15)
    document.styles["Table Grid"].font.size = Pt(8)


def _set_widths(table, widths):
    """The columns' shares of the page, which Word otherwise makes alike or takes from the longest word."""
    table.autofit = False
    room = (297 - 2 * SIDE_MARGIN) / sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.w = Mm(room * width)


def _in_swedish(document):
    """So that it is read aloud and spelled as Swedish, whatever the computer speaks."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
