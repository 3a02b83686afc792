"""The plan taken out: what is public to anybody, the drafts to those who write it, and nothing new when it comes back."""

import io
from datetime import date

import pytest
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from actionplan import followup
from actionplan.planfile.comparing import compare
from actionplan.planfile.exporting import COLUMNS, file_of, take_out
from actionplan.planfile.reading import read
from tests.factories import make_activity, make_area, make_place, make_plan, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Two focus areas with what a plan may hold: both parties, a target, a place, a draft, an example, and hostile words."""
    plan = make_plan(make_promise())
    traffic = make_area(title="Trafiksäkerhet", slug="trafik", cause="Raka vägar.", outcome_goal="Lägre fart.")
    frauds = make_area(title="Bedrägerier mot äldre", slug="bedragerier", problem="")
    joint = make_activity(
        traffic,
        title="Trygghetsvandring i Sätra",
        goal="Vi går minst fyra gånger.\nAlla får följa med.",
        commitments=("municipality", "police"),
        places=[make_place("Sätra"), make_place("Nytorget")],
        participants=["housing"],
        target_value=4,
        target_unit="vandringar",
        target_unit_one="vandring",
        target_group="Alla som bor i Sätra",
        due_on=date(2024, 11, 30),
    )
    followup.add_occurrence(joint, count=3)
    followup.report(joint.commitments.first(), status="ongoing")
    followup.report(joint.commitments.last(), status="planned")
    make_activity(traffic, title="=SUM(A1) och +46 är inga formler", goal="-1 km/h överallt", is_example=True)
    said = make_activity(frauds, title="Vi ringer upp alla", goal="@alla får ett samtal.", commitments=("police",))
    followup.report(said.commitments.get(), status="completed", note="Klart.")
    make_activity(frauds, published=False, title="Ett hemligt utkast", goal="Vi provar.")
    return plan


def cells_of(data):
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book["Handlingsplan"].iter_rows()]


# --- Out and in again ---
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("inside", [False, True])
def test_what_is_taken_out_and_read_in_unchanged_brings_nothing_new(plan, kind, inside):
    data = file_of(take_out(plan, inside=inside), kind)
    read_plan = read(f"plan.{kind}", data, year=2024)
    assert [question.text for question in read_plan.questions] == []
    found = compare(read_plan, year=2024)
    assert [question.text for question in found.questions] == []
    assert [(row.title, row.changes) for row in found.changed] == []
    assert [area.changes for area in found.changed_areas] == []
    assert not found.has_news
    assert len(found.same) == (4 if inside else 3)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_taken_out_begins_another_year(plan, kind):
    data = file_of(take_out(plan), kind)
    found = compare(read(f"plan.{kind}", data, year=2024), year=2026)
    assert [row.title for row in found.new] == [row.title for row in take_out(plan).activities]
    assert [area.title for area in found.new_areas] == ["Trafiksäkerhet", "Bedrägerier mot äldre"]


# --- What it tells ---
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_a_draft_is_only_for_those_who_write_the_plan(plan, kind):
    def told(inside):
        data = file_of(take_out(plan, inside=inside), kind)
        if kind == "pdf":
            return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        if kind == "xlsx":
            return str(cells_of(data))
        document = Document(io.BytesIO(data))
        return " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert "hemligt" not in told(inside=False)
    assert "hemligt" in told(inside=True)
    assert "Utkast." in told(inside=True)


def test_the_workbook_has_the_columns_and_marks_what_is_made_up(plan):
    head, *rows = cells_of(file_of(take_out(plan), "xlsx"))
    assert head == list(COLUMNS)
    first, second, third = rows
    assert first[:2] == ["1. Trafiksäkerhet", "1.1"]
    assert first[4:9] == [
        "Kommunen; Polisen",
        "Kommunen: Samordnare, municipality; Polisen: Samordnare, police",
        "Rådhuset",
        "Alla som bor i Sätra",
        "Nytorget; Sätra",
    ]
    assert (first[11], first[12], first[13]) == (4, "vandringar", None)
    assert first[14].startswith("Kommunen: Pågår. Polisen: Planerad. 3 av minst 4 vandringar.")
    assert second[14].startswith("Exempeldata.")
    assert third[13] == "Genomförd"


def test_nothing_in_it_is_a_formula(plan):
    book = load_workbook(io.BytesIO(file_of(take_out(plan), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=SUM(A1) och +46 är inga formler" in [cell.value for cell in cells]


def test_each_file_says_its_day_and_address_and_that_some_is_made_up(plan):
    book = load_workbook(io.BytesIO(file_of(take_out(plan), "xlsx")))
    about = {row[0].value: row[1].value for row in book["Om filen"].iter_rows()}
    assert about["Dag"].date() == date(2024, 10, 15)
    assert about["Adress"].endswith("/handlingsplan/?ar=2024")
    assert "påhittade" in about["Exempeldata"]
    lead = Document(io.BytesIO(file_of(take_out(plan), "docx"))).paragraphs[1].text
    assert lead.startswith("Det som är offentligt den 15 oktober 2024. Hämtad från http")
    assert "påhittat" in lead


def test_it_is_swedish_whatever_language_the_page_is_in(plan):
    rows = cells_of(file_of(take_out(plan), "xlsx"))
    with translation.override("en"):
        assert cells_of(file_of(take_out(plan), "xlsx")) == rows


def test_an_empty_plan_can_be_taken_out(db):
    taken = take_out(make_plan(make_promise()))
    assert "Planen har inga aktiviteter än." in [
        p.text for p in Document(io.BytesIO(file_of(taken, "docx"))).paragraphs
    ]
    assert file_of(taken, "pdf").startswith(b"%PDF")
    assert len(cells_of(file_of(taken, "xlsx"))) == 1


def test_as_many_queries_however_many_activities(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        take_out(plan)
    for n in range(20):
        make_activity(title=f"Till {n}", places=[make_place("Sätra")], participants=["housing"])
    with django_assert_max_num_queries(14):
        file_of(take_out(plan), "docx")


# --- For those who see nothing ---
def structure(pdf):
    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict) and "/S" in node:
            yield node["/S"]
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])


def test_the_address_in_the_pdf_can_be_copied(plan, settings):
    settings.SITE_URL = "https://loften.en-kommun-med-langt-namn.example.se"
    told = take_out(plan)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file_of(told, "pdf"))).pages)
    assert settings.SITE_URL in text.replace("\n", "")
    assert "\u200b" not in text


def test_the_pdf_is_tagged_lies_down_and_has_table_headers(plan):
    pdf = PdfReader(io.BytesIO(file_of(take_out(plan), "pdf")))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (pdf.metadata.title, pdf.metadata.author) == ("Handlingsplan 2024", "Arboga kommun")
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height
    tags = list(structure(pdf))
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == 2 * 7
    assert len([tag for tag in tags if tag in {"/H1", "/H2"}]) >= 2


def test_the_word_file_has_headings_header_rows_and_lies_down(plan):
    document = Document(io.BytesIO(file_of(take_out(plan), "docx")))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "1. Trafiksäkerhet"), ("Heading 1", "2. Bedrägerier mot äldre")]
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == list(COLUMNS)[1:]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.core_properties.language == "sv-SE"
    assert document.sections[0].page_width > document.sections[0].page_height


# --- On the website ---
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_anybody_takes_home_the_plan_from_its_page(plan, client, kind):
    address = f"/handlingsplan/2024/plan.{kind}"
    assert address in client.get("/handlingsplan/?ar=2024").content.decode()
    first, again = client.get(address), client.get(address)
    assert first.status_code == 200
    assert first.headers["Content-Disposition"] == f'attachment; filename="handlingsplan-2024.{kind}"'
    assert first.content == again.content


def test_what_is_changed_is_in_the_next_file(plan, client):
    before = client.get("/handlingsplan/2024/plan.xlsx").content
    make_activity(title="Ännu en")
    assert len(cells_of(client.get("/handlingsplan/2024/plan.xlsx").content)) == len(cells_of(before)) + 1


@pytest.mark.parametrize("address", ["2023/plan.docx", "2024/plan.exe", "2024/plan.", "finns-inte/plan.pdf"])
def test_what_is_not_there_is_not_found(plan, client, address):
    assert client.get(f"/handlingsplan/{address}").status_code == 404


def test_a_plan_that_is_not_public_is_not_handed_out(client):
    make_plan(make_promise(), published=False)
    assert client.get("/handlingsplan/2024/plan.docx").status_code == 404
