"""Plans in files, and somebody at the page where they are read in."""

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from actionplan.planfile.exporting import COLUMNS

PAGE = "/admin/actionplan/actionplan/las-in/"
WALK = {
    "Fokusområde": "1. Trafiksäkerhet",
    "Nr": "1.1",
    "Aktivitet": "Trygghetsvandring i Sätra",
    "Det vi lovar": "Vi går minst två gånger.",
    "Vem lovar": "Kommunen",
}


def excel(*rows):
    """A workbook in our own columns, from rows by their heading."""
    book = Workbook()
    book.active.append(list(COLUMNS))
    for row in rows:
        book.active.append([row.get(name) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*rows):
    document = Document()
    document.add_heading("1. Trafiksäkerhet", 1)
    head = list(COLUMNS)[1:]
    table = document.add_table(rows=1, cols=len(head))
    for cell, name in zip(table.rows[0].cells, head, strict=True):
        cell.text = name
    for row in rows:
        for cell, name in zip(table.add_row().cells, head, strict=True):
            cell.text = row.get(name, "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Visit:
    """Somebody at the page of reading in: what it shows, and what its form holds."""

    def __init__(self, client):
        self.client = client

    def choose(self, data, name="plan.xlsx", year=2024, **fields):
        file = SimpleUploadedFile(name, data)
        return self._came(self.client.post(PAGE, {"year": year, "file": file, **fields}))

    def send(self, button, **fields):
        return self._came(self.client.post(PAGE, {**self.form, button: "x", **fields}, follow=True))

    def _came(self, response):
        self.status, self.page = response.status_code, response.content.decode()
        self.form = _fields(self.page)
        return self.page

    def name_of(self, key):
        return "svar-" + key.encode().hex()


def _fields(page):
    """What the form on a page would send if nothing was touched."""
    found = dict(re.findall(r'<input type="hidden" name="((?:note|svar-)[^"]*)" value="([^"]*)"', page))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page):
        found[name] = text
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1].startswith("svar-") and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = re.search(r'<option value="([^"]*)" selected', options)[1]
    return found
