"""A file that can't be read is refused in words, whatever it is; nothing else ever comes out of it."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actionplan.planfile.model import Plan
from actionplan.planfile.reading import read
from arboga_loften.foundation.spreadsheets import Unreadable
from tests.actionplan.planfile import files
from tests.actionplan.planfile.files import workbook


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WORD = files.kungsor()
EXCEL = files.superset()
DOCUMENT, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
LATE_LAUGHS = b"<?xml version='1.0'?>" + b" " * 5000 + LAUGHS[21:]


def with_part(data, name, part):
    return packed({**unpacked(data), name: part})


REFUSED = {
    "empty": ("a.docx", b"", "Filen är tom"),
    "a picture": ("a.png", b"\x89PNG", "Välj en fil från Word (.docx) eller Excel (.xlsx)"),
    "a PDF": ("a.pdf", b"%PDF-1.7", "En PDF går inte att läsa"),
    "no name": ("", WORD, "Välj en fil från Word"),
    "old Word": ("a.doc", OLE, "gammalt Word (.doc)"),
    "old Excel": ("a.xls", OLE, "gammalt Excel (.xls)"),
    "Word with a password": ("a.docx", OLE, "skyddad med lösenord"),
    "Excel with a password": ("a.xlsx", OLE, "skyddad med lösenord"),
    "Word with macros by name": ("a.docm", WORD, "makron"),
    "Excel with macros by name": ("a.xlsm", EXCEL, "makron"),
    "Word with macros inside": ("a.docx", with_part(WORD, "word/vbaProject.bin", b"x"), "makron"),
    "Excel with macros inside": ("a.xlsx", with_part(EXCEL, "xl/vbaProject.bin", b"x"), "makron"),
    "Excel that says that it is Word": ("a.docx", EXCEL, "går inte att läsa som Word"),
    "Word that says that it is Excel": ("a.xlsx", WORD, "går inte att läsa som Excel"),
    "a text that says that it is Word": ("a.docx", b"hej", "går inte att läsa som Word"),
    "half a Word": ("a.docx", WORD[: len(WORD) // 2], "går inte att läsa som Word"),
    "half an Excel": ("a.xlsx", EXCEL[: len(EXCEL) // 2], "går inte att läsa som Excel"),
    "broken XML in Word": ("a.docx", with_part(WORD, DOCUMENT, b"<w:document"), "går inte att läsa som Word"),
    "broken XML in Excel": ("a.xlsx", with_part(EXCEL, SHEET, b"<sheet"), "går inte att läsa som Excel"),
    "entities in Word": ("a.docx", with_part(WORD, DOCUMENT, LAUGHS), "går inte att läsa som Word"),
    "entities far into Word": ("a.docx", with_part(WORD, DOCUMENT, LATE_LAUGHS), "går inte att läsa som Word"),
    "entities far into the styles": ("a.docx", with_part(WORD, "word/styles.xml", LATE_LAUGHS), "går inte att läsa"),
    "entities in Excel": ("a.xlsx", with_part(EXCEL, "xl/sharedStrings.xml", LAUGHS), "går inte att läsa som Excel"),
    "a bomb in Word": (
        "a.docx",
        with_part(WORD, "word/media/x.bin", b"\0" * 60_000_000),
        "för stor när den packas upp",
    ),
    "a bomb in Excel": (
        "a.xlsx",
        with_part(EXCEL, "xl/media/x.bin", b"\0" * 60_000_000),
        "för stor när den packas upp",
    ),
    "a document that fills the memory": ("a.docx", with_part(WORD, DOCUMENT, b" " * 13_000_000), "för stor när den"),
    "too large": ("a.csv", b"Aktivitet\n" + b"x" * 5_300_000, "större än 5 MB"),
    "a hundred thousand rows": ("a.csv", b"Aktivitet;Vem\n" + b"x;P\n" * 100_000, "fler än 5 000 rader"),
    "too many columns": ("a.csv", b"Aktivitet" + b";x" * 60 + b"\n", "fler än 60 kolumner"),
    "no table": ("a.docx", files.saved(files.documented(title="Handlingsplan")), "Filen har ingen tabell"),
    "a picture of a table": ("a.docx", files.with_a_picture(), "Tabellen verkar vara en bild"),
    "a sheet without headings": ("a.xlsx", workbook(["a", "b"], [1, 2]), "Filen har ingen tabell som vi känner igen"),
    "only headings": ("a.xlsx", workbook(["Aktivitet", "Vem lovar"]), "Under rubrikerna finns inga aktiviteter"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(what):
    name, data, words = REFUSED[what]
    with pytest.raises(Unreadable) as fault:
        read(name, data, year=2024)
    assert words in fault.value.messages[0]


def test_a_document_nested_without_end_is_refused():
    deep = b"<w:sdt>" * 20_000 + b"</w:sdt>" * 20_000
    head, _body, tail = unpacked(WORD)[DOCUMENT].partition(b"<w:body>")
    with pytest.raises(Unreadable):
        read("a.docx", with_part(WORD, DOCUMENT, head + b"<w:body>" + deep + tail), year=2024)


def test_a_merged_cell_without_end_does_not_hang_the_server():
    merged = b'<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A:A"/></mergeCells></worksheet>'
    sheet = unpacked(EXCEL)[SHEET].replace(b"</worksheet>", merged)
    comes_to_an_end("a.xlsx", with_part(EXCEL, SHEET, sheet))


# --- Whatever comes ---
def comes_to_an_end(name, data, answers=None):
    """Reading gives a plan or a refusal, never another fault."""
    try:
        plan = read(name, data, year=2024, answers=answers)
    except Unreadable:
        return None
    assert isinstance(plan, Plan)
    assert len({question.key for question in plan.questions}) == len(plan.questions)
    return plan


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENDINGS = st.sampled_from(["docx", "xlsx", "csv"])


@quick
@given(ending=ENDINGS, data=st.binary(max_size=300))
def test_any_bytes_come_to_an_end(ending, data):
    comes_to_an_end(f"a.{ending}", data)


@quick
@given(file=st.sampled_from([("a.docx", WORD), ("a.xlsx", EXCEL)]), part=st.floats(0, 1))
def test_a_file_that_is_cut_comes_to_an_end(file, part):
    name, data = file
    comes_to_an_end(name, data[: int(len(data) * part)])


@quick
@given(
    file=st.sampled_from([("a.docx", WORD, DOCUMENT), ("a.xlsx", EXCEL, SHEET)]),
    place=st.floats(0, 1),
    noise=st.binary(min_size=1, max_size=8),
)
def test_a_file_with_noise_in_its_xml_comes_to_an_end(file, place, noise):
    name, data, part = file
    xml = unpacked(data)[part]
    at = int(len(xml) * place)
    comes_to_an_end(name, with_part(data, part, xml[:at] + noise + xml[at + len(noise) :]))


WORDS = st.sampled_from(
    [
        *("Aktivitet", "Vem lovar", "Klart senast", "Mål", "Fokusområde", "Status", "Tid", "Polis", "Kommun", "Nr"),
        *("Polisens del", "Fokusområde 1: Trafik", "• a\n• b", "minst 4 ggr/år", "Q2", "v. 99", "31/2", "x", "-", ""),
        *("2024-13-45", "en gång i veckan", "Orsak: x", "Kommunen: a; Polisen: b", "löpande", "1.2 a", "()", "(Polis)"),
        *("99999999 möten", "hösten 9999", "20240230", "Beskrivning", "Löfte", "Summa", "T1–T3", "kvartal 4–1", "v. 0"),
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=12), st.integers(-5, 50000), st.none())
GRIDS = st.lists(st.lists(CELLS, max_size=6), max_size=8)


def csv_of(grid):
    def quoted(cell):
        return '"{}"'.format(str("" if cell is None else cell).replace('"', '""'))

    return "\r\n".join(";".join(map(quoted, row)) for row in grid).encode("utf-8", "replace")


@settings(max_examples=300, deadline=None)
@given(grid=GRIDS)
@example(grid=[["Aktivitet", "Mål"], ["a", "99999999 möten"]])
@example(grid=[["Aktivitet", "Tid"], ["a", "kvartal 4–1"], ["", ""], ["b", "v. 99"]])
def test_any_grid_comes_to_an_end_and_so_do_its_answers(grid):
    heading = ["Aktivitet", "Tid", "Vem", "Mål", "Status", "Fokusområde"]
    for rows in (grid, [heading, *grid]):
        plan = comes_to_an_end("a.csv", csv_of(rows))
        if plan and plan.questions:
            answers = {question.key: question.suggestion for question in plan.questions}
            comes_to_an_end("a.csv", csv_of(rows), answers)
