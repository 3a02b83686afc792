"""A plan as a municipality writes it, ready to be chosen in a browser."""

import io

from docx import Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def in_word(title, area, rows):
    """A Word file with one focus area and its table; the first row is the headings."""
    document = Document()
    document.add_heading(title, 0)
    document.add_heading(area, 1)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return {"name": "Handlingsplan 2025.docx", "mimeType": WORD, "buffer": out.getvalue()}
