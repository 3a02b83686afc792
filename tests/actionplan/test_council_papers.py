"""The council's papers: the same figures in each file, readable by those who see nothing, and the same bytes every time."""

import io
import json
import re
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from actionplan import followup, questions
from actionplan.council import freezing, packet, papers, reviewing
from actionplan.council.document import document_of
from actionplan.models import Activity, Commitment, CouncilMeeting, FollowUp, Occurrence
from actionplan.status import Status
from arboga_loften.accounts.models import User
from arboga_loften.foundation.templatetags.look import day_year
from focusareas.models import IndicatorValue
from tests.factories import (
    make_activity,
    make_area,
    make_dialogue,
    make_indicator,
    make_meeting,
    make_plan,
    make_promise,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db
APRIL, MAY, JULY = date(2024, 4, 2), date(2024, 5, 14), date(2024, 7, 1)


@pytest.fixture
def coordinator(db):
    return User.objects.create(username="samordnaren", function="Säkerhetssamordnare", organisation=organisation())


def said(activity, status, day, kind="municipality", **words):
    part = activity.commitments.get(organisation__kind=kind)
    return followup.report(part, status=status, on=day, recorded_on=day, **words)


def done(activity, day, count=1, **what):
    return followup.add_occurrence(activity, on=day, recorded_on=day, count=count, **what)


@pytest.fixture
def report(coordinator):
    """The second quarter's, adopted, with something of everything: what moved, came, went and was asked."""
    promise = make_promise()
    make_plan(promise)
    roads = make_area(promise, title="Trafiksäkerhetsarbete", outcome_goal="Farten sjunker.")
    youth = make_area(promise, title="Ungdomar i riskzon för narkotika")
    make_area(promise, title="Gemensamma lägesbilder")
    walk = make_activity(
        roads,
        title="Hastighetskontroller",
        target_value=20,
        target_unit="kontroller",
        commitments=("municipality", "police"),
    )
    late = make_activity(roads, title="Trafiksäkerhetsutbildningar", due_on=date(2024, 6, 1))
    talks = make_activity(youth, title="Vuxna ute", target_value=2, target_unit="kvällar", is_example=True)
    gone = make_activity(youth, title="Öppet hus")
    first = make_meeting(period=1, seats=["Kommunchef"])
    said(walk, Status.PLANNED, date(2024, 2, 1))
    asked = reviewing.ask_for_more(
        first, walk.commitments.first(), text="Var står ni?", answer_by=MAY, by=coordinator, on=first.on
    )
    freezing.adopt(first, by=coordinator)

    said(walk, Status.ONGOING, MAY, note="Nu är vi ute.")
    said(walk, Status.PARTLY_COMPLETED, MAY, "police", note="Hälften är gjord.")
    said(talks, Status.COMPLETED, MAY)
    for day, count in ((APRIL, 3), (MAY, 4), (JULY, 2)):
        done(walk, day, count, note="Tre fick böter.")
    done(talks, MAY, 2, note="Två kvällar.")
    followup.move_due_date(walk, new_due_on=date(2025, 1, 31), reason="Vägen byggs om.", on=MAY, recorded_on=MAY)
    change = {"new_value": 15, "new_unit": "kontroller", "reason": "En ställdes in."}
    followup.change_target(walk, **change, on=MAY, recorded_on=MAY)
    gone.unpublish()
    gone.save()
    make_activity(youth, title="Ny aktivitet", publish_on=MAY)
    questions.answer(asked, text="På Centralleden.", by=coordinator, on=MAY)
    dialogue = make_dialogue(title="Trygghetsdialog")
    make_viewpoint(dialogue=dialogue, text="Ingen ska se mina ord.", received_on=MAY)
    indicator = make_indicator(roads, name="Medelfart", caveat="Mätt på en gata.")
    IndicatorValue.objects.create(
        indicator=indicator, on=MAY, period="maj 2024", value="48.50", source="Egen mätning", recorded_on=MAY
    )
    meeting = make_meeting(period=2, seats=["Kommunchef", "Lokalpolisområdeschef"], registry_number="KS 2024/77")
    reviewing.summarise(meeting, roads, text="Farten sjunker på Centralleden.")
    reviewing.review(meeting, late, by=coordinator, verdict="more", note="Skriv ny dag.", at_meeting=True)
    words = {"text": "När blir den klar?", "answer_by": date(2024, 9, 1)}
    reviewing.ask_for_more(meeting, late.commitments.first(), **words, by=coordinator, on=meeting.on)
    reviewing.decide(meeting, text="Rådet vill se en ny dag.", activity=late, registry_number="KS 2024/78")
    return freezing.adopt(meeting, by=coordinator)


@pytest.fixture
def files(report):
    return {file.kind: bytes(file.data) for file in report.files.all()}


@pytest.fixture
def pdf(files):
    return PdfReader(io.BytesIO(files["pdf"]))


@pytest.fixture
def word(files):
    return Document(io.BytesIO(files["docx"]))


@pytest.fixture
def book(files):
    return load_workbook(io.BytesIO(files["xlsx"]))


def squeezed(text):
    """Without spaces and hyphens, which a narrow column puts in as it needs."""
    return re.sub(r"[\s\xad\u200b\u2010-]", "", text)


def words_of(pdf):
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def table_of(word, caption):
    """The rows of a Word table as texts, by what it is called."""
    for table in word.tables:
        if table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == caption:
            return [[cell.text for cell in row.cells] for row in table.rows]
    raise AssertionError(caption)


def rows_of(book, sheet):
    """The rows of a sheet by their column's name."""
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


# --- The same in each ---
def test_every_file_and_the_page_say_the_same_figures_of_each_activity(report, pdf, word, book, client):
    freezing.publish(report)
    page = client.get(report.get_absolute_url()).content.decode()
    told = json.loads(report.content)
    in_pdf, in_excel = words_of(pdf), {row["Nr"]: row for row in rows_of(book, "Aktiviteter")}
    assert len(told["activities"]) == len(in_excel) == 4
    for each in told["activities"]:
        target = f"minst {each['target']} {each['unit']}" if each["target"] else "inget i siffror"
        warned = [flag["label"] for flag in each["flags"] if flag["code"] != "on_track"]
        row = [
            each["label"],
            each["title"],
            "\n".join(f"{party['name']}: {party['status_label']}" for party in each["parties"]),
            target,
            str(each["done_in_period"]),
            str(each["outcome"]),
            day_year(date.fromisoformat(each["due_on"])),
            "\n".join([each["stage_label"], *warned]),
            each["review"]["said"] if each["review"] else "",
        ]
        (area,) = (area for area in told["areas"] if area["number"] == each["area"])
        assert row in table_of(word, f"Aktiviteter i {area['name']}")
        assert squeezed("".join(row)) in in_pdf

        excel = in_excel[each["label"]]
        figures = [excel[name] for name in ("Mål minst", "Gjort i perioden", "Gjort hittills")]
        assert figures == [each["target"], each["done_in_period"], each["outcome"]]
        assert excel["Klart senast"] == datetime.fromisoformat(each["due_on"])
        assert (excel["Läge"], excel["Kontroll"] or "") == (each["stage_label"], "; ".join(warned))

        (on_page,) = (
            row
            for row in re.findall(r"<tr>.*?</tr>", page, re.S)
            if f"<strong>{each['outcome']}</strong>" in row and f">{each['label']} " in row
        )
        assert (f"minst {each['target']}" in on_page) is bool(each["target"])
        assert all(label in on_page for label in [party["status_label"] for party in each["parties"]] + warned)


def test_every_file_says_the_same_totals(report, pdf, word, book):
    told = json.loads(report.content)
    in_word = "\n".join(paragraph.text for paragraph in word.paragraphs)
    about = {row["Uppgift"]: row["Innehåll"] for row in rows_of(book, "Om rapporten")}
    for name, code in (("Klart", "done"), ("På gång", "underway"), ("Inte börjat", "not_begun")):
        figure = f"{told['tally'][code]} {name.lower()}"
        assert squeezed(figure) in words_of(pdf)
        assert figure in in_word
        assert about[f"Aktiviteter: {name}"] == told["tally"][code]
    assert about["Aktiviteter i planen"] == told["tally"]["total"] == 4
    assert told["lead"] in in_word
    assert squeezed(told["lead"]) in words_of(pdf)
    by_area = {row["Nr"]: row for row in rows_of(book, "Fokusområden")}
    assert [by_area[area["number"]]["Klart"] for area in told["areas"]] == [a["tally"]["done"] for a in told["areas"]]


def test_the_pdf_and_the_word_file_say_all_the_same_words(report, pdf, word):
    in_pdf = words_of(pdf)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    in_word = squeezed("".join([paragraph.text for paragraph in word.paragraphs] + cells))
    for words in document_of(report.told, report.sha256).words():
        assert squeezed(words) in in_pdf
        assert squeezed(words) in in_word


def test_what_changed_is_told_with_before_and_after(report, word, book):
    rows = table_of(word, "Slutdatum")
    assert rows[1] == [
        "1.1",
        "Hastighetskontroller",
        "31 december 2024",
        "31 januari 2025",
        "Vägen byggs om. (14 maj 2024)",
    ]
    assert ["2.2", "Öppet hus", "Inte med längre"] in table_of(
        word, "Nya aktiviteter, och sådana som inte längre är med"
    )
    changes = {(row["Vad"], row["Nr"], row["Förut"], row["Nu"]) for row in rows_of(book, "Ändrat sedan sist")}
    assert ("Mål i siffror", "1.1", "minst 20 kontroller", "minst 15 kontroller") in changes
    assert ("Vad som är gjort", "1.1", 0, 9) in changes
    assert ("Det programmet varnar för", "1.2", "Ingen varning", "Försenad") in changes


def test_questions_answers_and_what_the_council_arrived_at_are_in_each_file(pdf, word, book):
    told = words_of(pdf)
    for words in (
        "Var står ni?",
        "På Centralleden.",
        "När blir den klar?",
        "Rådet vill se en ny dag.",
        "KS 2024/78",
        "Skriv ny dag.",
    ):
        assert squeezed(words) in told
    assert squeezed("mina ord") not in told  # what people said is counted
    assert table_of(word, "Vad rådet kom fram till")[1][:2] == ["1/2024", "Rådet vill se en ny dag."]
    assert [(row["Fråga"], row["Svar"]) for row in rows_of(book, "Frågor och svar")] == [
        ("Var står ni?", "På Centralleden."),
        ("När blir den klar?", None),
    ]
    assert [row["Nr"] for row in rows_of(book, "Ställningstaganden")] == ["1/2024"]


# --- What it is ---
def test_the_report_says_which_it_is_and_how_it_is_checked(report, pdf, book):
    told = words_of(pdf)
    assert squeezed("Antagen 15 oktober 2024 av Säkerhetssamordnare") in told
    assert report.sha256 in told
    assert squeezed("/uppfoljning/kontrollera/") in told
    assert squeezed("Rapporten innehåller exempeldata.") in told
    about = {row["Uppgift"]: row["Innehåll"] for row in rows_of(book, "Om rapporten")}
    assert (about["Kontrollsumma"], about["Version"]) == (report.sha256, 1)
    assert about["Uppgifterna gäller"] == datetime(2024, 7, 18)
    assert about["Föregående kontrollsumma"] == report.previous.sha256


def test_a_draft_says_so_on_every_page_and_has_no_sum(report):
    content = packet.build(report.meeting)
    draft = papers.files_of(content, "")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(draft["pdf"])).pages]
    assert len(pages) > 1
    assert all("UTKAST – rådet har inte antagit" in page for page in pages)
    assert squeezed("Kontrollsumma") not in squeezed("".join(pages))
    word = Document(io.BytesIO(draft["docx"]))
    assert word.core_properties.title == "UTKAST: Uppföljning andra kvartalet 2024"
    assert "UTKAST" in word.sections[0].header.paragraphs[0].text
    about = {
        row["Uppgift"]: row["Innehåll"] for row in rows_of(load_workbook(io.BytesIO(draft["xlsx"])), "Om rapporten")
    }
    assert about["Rapport"].startswith("UTKAST")
    assert "Kontrollsumma" not in about


def test_a_correction_says_its_number_and_what_is_corrected(report, coordinator):
    second = freezing.adopt(report.meeting, by=coordinator, correction="Antalet kontroller var fel.")
    document = document_of(second.told, second.sha256)
    assert document.title == "Uppföljning andra kvartalet 2024, version 2"
    assert dict(document.facts)["Rättat"] == "Antalet kontroller var fel."


def test_the_first_report_says_that_there_is_nothing_to_compare_with(db):
    make_activity()
    told = "\n".join(document_of(packet.build(make_meeting(period=1))).words())
    assert "Det här är den första uppföljningen av planen" in told


def test_the_years_last_report_says_what_the_year_came_to(coordinator, freeze_day):
    freeze_day("2025-02-20")
    activity = make_activity(title="Kvällsvandring")
    said(activity, Status.CARRIED_OVER, date(2024, 12, 1), note="Vi fortsätter.")
    meeting = make_meeting(period=4, is_final=True, lessons="Börja tidigare.")
    reviewing.review(meeting, activity, by=coordinator, verdict="approved", fulfilment="partly_met", at_meeting=True)
    words = {"fulfilment": "met", "fulfilment_note": "Farten sjönk."}
    reviewing.summarise(meeting, activity.focus_area, **words)
    report = freezing.adopt(meeting, by=coordinator)
    told = list(document_of(report.told, report.sha256).words())
    for words in ("Delvis uppfyllt", "Börja tidigare.", "1.1 Kvällsvandring", "Uppfyllt. Farten sjönk."):
        assert words in told


def test_a_plan_with_nothing_in_it_has_papers(db):
    assert set(papers.files_of(packet.build(make_meeting(make_plan())), "")) == {"pdf", "docx", "xlsx"}


# --- The same bytes ---
def test_the_same_content_becomes_the_same_bytes_whenever_it_is_made(report, files, freeze_day):
    freeze_day(None)
    with time_machine.travel(datetime(2031, 5, 1, 12), tick=False), translation.override("en"):
        again = papers.files_of(json.loads(report.content), report.sha256)
    assert again == files


def test_the_files_ask_the_database_for_nothing(report, django_assert_num_queries):
    content = json.loads(report.content)
    with django_assert_num_queries(0):
        papers.files_of(content, report.sha256)


# --- For everybody ---
def structure(pdf):
    """Every element of the tree of tags: (tag, element)."""

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict) and "/S" in node:
            yield node["/S"], node
            yield from walk(node.get("/K"))

    yield from walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])


def test_the_pdf_is_tagged_and_says_its_language_title_and_standard(report, pdf):
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Uppföljning andra kvartalet 2024"
    assert pdf.metadata.creation_date == report.adopted_at.replace(microsecond=0)
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_the_pdf_has_headings_table_headers_and_pictures_in_words(pdf, report):
    tags = list(structure(pdf))
    names = [tag for tag, _element in tags]
    document = document_of(report.told, report.sha256)
    tables = [block for part in document.parts for block in part.blocks if hasattr(block, "head")]
    assert {"/Title", "/H1", "/H2", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Caption"} <= set(names)
    assert names.count("/TH") == sum(len(table.head) for table in tables)
    pictures = [element["/Alt"] for tag, element in tags if tag == "/Figure"]
    assert pictures == [
        "Trafiksäkerhetsarbete: 0 av 2 klara. På gång: 1. Inte börjat: 1.",
        "Ungdomar i riskzon för narkotika: 1 av 2 klara. Klart: 1. Inte börjat: 1.",
    ]


def test_the_word_file_has_headings_header_rows_and_pictures_in_words(word, report):
    document = document_of(report.told, report.sha256)
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [(f"Heading {part.level}", part.heading) for part in document.parts]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert [words.partition(":")[0] for words in described] == [
        "Trafiksäkerhetsarbete",
        "Ungdomar i riskzon för narkotika",
    ]
    about = word.core_properties
    assert (about.title, about.language) == (report.meeting.title, "sv-SE")
    assert about.created.date() == date(2024, 10, 15)


def test_the_workbook_has_its_sheets_and_days_as_days(book):
    assert book.sheetnames == [
        "Om rapporten",
        "Aktiviteter",
        "Ändrat sedan sist",
        "Tillfällen i perioden",
        "Frågor och svar",
        "Ställningstaganden",
        "Fokusområden",
        "Mått",
    ]
    assert [(row["Dag"], row["Antal"]) for row in rows_of(book, "Tillfällen i perioden")][:2] == [
        (datetime(2024, 4, 2), 3),
        (datetime(2024, 5, 14), 4),
    ]
    (measure,) = rows_of(book, "Mått")
    assert (measure["Värde"], measure["Förbehåll"]) == (48.5, "Mätt på en gata.")


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", "#panic() $x$ *fet* @ref", "😀 klart", "a\u202eb", "x" * 300, "</w:t>&amp;"]
)
def test_whatever_somebody_wrote_is_never_markup_or_a_formula(words):
    make_activity(title=f"{words[:150]} slut", goal=words)
    made = papers.files_of(packet.build(make_meeting(summary=words)), "")
    assert "slut" in words_of(PdfReader(io.BytesIO(made["pdf"])))
    (row,) = rows_of(load_workbook(io.BytesIO(made["xlsx"])), "Aktiviteter")
    assert not row["Det vi lovar"].startswith("=")
    assert Document(io.BytesIO(made["docx"]))


# --- However much there is ---
def test_the_packet_asks_as_often_for_sixty_activities_with_eight_follow_ups_as_for_three_with_one(db):
    area = make_area()
    for _n in range(3):
        make_activity(area)
    meeting = make_meeting()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            content = packet.build(CouncilMeeting.objects.select_related("plan__promise").get(pk=meeting.pk))
        return len(asked), len(content["activities"])

    def follow_up(times):
        for n in range(times):
            day = date(2024, 3, 1 + n)
            parts = Commitment.objects.all()
            words = {"status": Status.ONGOING, "on": day, "recorded_on": day, "note": "Det går bra."}
            FollowUp.objects.bulk_create(FollowUp(commitment=part, **words) for part in parts)
            activities = Activity.objects.all()
            Occurrence.objects.bulk_create(
                Occurrence(activity=a, on=day, recorded_on=day, note="Ute.") for a in activities
            )

    follow_up(1)
    queries()
    few, _three = queries()
    for _n in range(57):
        make_activity(area, commitments=("municipality", "police"))
    follow_up(8)
    assert queries() == (few, 60)
