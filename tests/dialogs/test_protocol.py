"""The protocol says the same in both its files, and both can be read by those who see nothing."""

import io
import unicodedata
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from arboga_loften.foundation import document_files
from dialogs.models import Choice, Occasion, Question, Reply, WalkStop
from dialogs.protocol import protocol_of
from tests.factories import (
    make_activity,
    make_dialogue,
    make_finding,
    make_place,
    make_submission,
    make_theme,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialogue():
    """One with everything: days, stops, questions, findings, an answer, something that it led to, and what isn't shown."""
    dialogue = make_dialogue(
        title="Trygghetsvandring vid Åsen",
        kind="walk",
        places=[make_place()],
        head_count=14,
        target_group="Äldre",
        summary="Vi gick i mörkret.\n\nDet regnade.",
        minutes="Alla kom till tals.",
    )
    Occasion.objects.create(dialogue=dialogue, kind="walk", on=date(2024, 3, 6), where="Resecentrum")
    stop = {"number": 1, "title": "Tunneln", "seen": "Mörkt och klottrigt.", "owner": organisation("authority")}
    WalkStop.objects.create(dialogue=dialogue, measure="Två nya lampor", done_on=date(2024, 5, 1), **stop)
    question = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Känner du dig trygg?")
    no = Choice.objects.create(question=question, number=1, label="Nej")
    Reply.objects.create(submission=make_submission(dialogue=dialogue, channel="paper"), question=question, choice=no)
    words = {
        "reference": "2024-abc",
        "text": "Lampan är trasig. ”Kolsvart”, säger en.",
        "theme": make_theme("Belysning"),
    }
    viewpoint = make_viewpoint(dialogue=dialogue, answer="done", voices=3, place=make_place(), **words)
    finding = make_finding(dialogue=dialogue, viewpoints=[viewpoint], title="Ljuset saknas", text="På tre ställen.")
    make_activity(viewpoints=[viewpoint], findings=[finding], title="Laga lamporna")
    make_viewpoint(dialogue=dialogue, published=False, text="Det här får ingen läsa.")
    return dialogue


def one_line(text):
    return " ".join(unicodedata.normalize("NFC", text).replace("\xad", "").split())


def squeezed(text):
    """Without spaces and hyphens, which a narrow column puts in as it needs."""
    return "".join(one_line(text).split()).replace("-", "").replace("\u200b", "").replace("\u2010", "")


@pytest.fixture
def protocol(dialogue):
    return protocol_of(dialogue)


@pytest.fixture
def pdf(protocol):
    return PdfReader(io.BytesIO(document_files.pdf_of(protocol)))


@pytest.fixture
def word(protocol):
    return Document(io.BytesIO(document_files.docx_of(protocol)))


# --- What it says ---
def test_it_tells_everything_that_is_public_and_nothing_else(protocol):
    told = "\n".join(protocol.words())
    for words in (
        "Trygghetsvandring vid Åsen",
        "Det som är offentligt den 15 oktober 2024".lower(),
        "14",
        "Äldre",
        "Det regnade.",
        "Alla kom till tals.",
        "Resecentrum",
        "1. Tunneln",
        "Mörkt och klottrigt.",
        "Två nya lampor",
        "1 maj 2024",
        "Trafikverket",
        "Ljuset saknas",
        "Vilar på synpunkterna: 2024-abc",
        "Lampan är trasig.",
        "Belysning, Nytorget",
        "3 röster",
        "Åtgärdat. Lampan är lagad. (Arboga kommun, 2 april 2024)",
        "Känner du dig trygg?",
        "Laga lamporna",
        "1 synpunkt till har kommit in men visas inte här.",
    ):
        assert words.lower() in told.lower()
    assert "ingen läsa" not in told


def test_it_is_in_swedish_whatever_language_the_page_is_in(dialogue, protocol):
    from django.utils import translation

    with translation.override("en"):
        assert protocol_of(dialogue) == protocol


def test_a_place_of_something_sensitive_is_not_told(dialogue):
    theme = make_theme("Våld", is_sensitive=True)
    make_viewpoint(dialogue=dialogue, theme=theme, place=make_place("Bakgatan"))
    assert "Bakgatan" not in "\n".join(protocol_of(dialogue).words())


def test_a_dialogue_with_nothing_in_it_has_a_protocol(db):
    protocol = protocol_of(make_dialogue())
    assert [part.heading for part in protocol.parts] == ["Om dialogen"]
    assert document_files.pdf_of(protocol).startswith(b"%PDF")
    assert document_files.docx_of(protocol)


def test_as_many_queries_however_much_was_said(dialogue, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        protocol_of(dialogue)
    for _n in range(5):
        viewpoint = make_viewpoint(dialogue=dialogue, answer="declined", theme=make_theme("Trafik"))
        make_finding(viewpoints=[viewpoint])
    with django_assert_max_num_queries(len(few)):
        protocol_of(dialogue)


# --- Both files ---
def words_of_word(document):
    told = [paragraph.text for paragraph in document.paragraphs]
    return [*told, *(cell.text for table in document.tables for row in table.rows for cell in row.cells)]


def test_both_files_say_the_same_words(protocol, pdf, word):
    in_pdf = squeezed("".join(page.extract_text() for page in pdf.pages))
    in_word = {one_line(text) for text in words_of_word(word)}
    for words in protocol.words():
        assert one_line(words) in in_word
        assert squeezed(words) in in_pdf


# --- The PDF ---
def structure(pdf):
    """Every element of the tree of tags: (tag, element)."""

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict) and "/S" in node:
            yield node["/S"], node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])


def test_the_pdf_is_tagged_and_says_its_language_and_title(pdf, protocol):
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == protocol.title
    assert pdf.metadata.author == "Arboga kommun"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_the_pdf_has_headings_lists_and_table_headers(pdf, protocol):
    tags = [tag for tag, _element in structure(pdf)]
    assert tags.count("/H1") + tags.count("/Title") >= 1
    headings = [tag for tag in tags if tag in {"/H1", "/H2", "/H3"}]
    assert len(headings) >= len(protocol.parts)
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Caption"} <= set(tags)
    headers = sum(len(block.head) for part in protocol.parts for block in part.blocks if hasattr(block, "head"))
    assert tags.count("/TH") == headers


@pytest.mark.parametrize(
    "words",
    [
        "😀 klart",
        "中文",
        "مرحبا بكم",
        "שלום (abc) 12",
        "\ue000",
        "#panic() $x$ *fet* @ref <label> `rå` // /* \\",
        "a\u202eb\u200b\u2066c",
        "\u0301\u0e31 \U0001f468\u200d\U0001f469",
        "\x0b\x1f\x7f",
        "{{ 7 }} ]]> &amp; <w:p/>",
        "x" * 3000,
    ],
)
def test_whatever_people_write_becomes_both_files_and_is_never_markup(words):
    viewpoint = make_viewpoint(text=words + " slut", answer={"decision": "done", "text": words + " slut"})
    protocol = protocol_of(viewpoint.dialogue)
    pdf = PdfReader(io.BytesIO(document_files.pdf_of(protocol)))
    told = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert "slut" in told
    if words.startswith("#panic"):
        assert squeezed(words) in told
    assert document_files.docx_of(protocol)


# --- The Word file ---
def test_the_word_file_has_real_headings_and_header_rows(word, protocol):
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [protocol.title]
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [(f"Heading {part.level}", part.heading) for part in protocol.parts]
    assert word.tables
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_the_word_file_says_its_language_and_title(word, protocol):
    assert (word.core_properties.title, word.core_properties.language) == (protocol.title, "sv-SE")
    assert {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))} == {"sv-SE"}
    assert word.core_properties.created.date() == date(2024, 10, 15)
