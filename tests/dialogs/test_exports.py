"""A dialogue taken out as tables, without formulas and without what isn't one's to read."""

import csv
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from arboga_loften.foundation.sheets import csv_of, xlsx_of
from dialogs import exports
from dialogs.models import Question, Reply
from tests.factories import (
    make_activity,
    make_finding,
    make_place,
    make_submission,
    make_theme,
    make_viewpoint,
    open_dialogue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialogue():
    dialogue = open_dialogue(title="Mörka vägar")
    submission = make_submission(
        dialogue=dialogue, text="Kajsa säger: mörkt.", voices=2, channel="paper", collector="Fältare"
    )
    question = Question.objects.create(dialogue=dialogue, number=1, kind="text", text="Var?")
    Reply.objects.create(submission=submission, question=question, text="Vid bron")
    words = {
        "reference": "2024-abc",
        "text": "Mörkt.",
        "theme": make_theme("Belysning"),
        "place": make_place(),
        "voices": 2,
    }
    viewpoint = make_viewpoint(dialogue=dialogue, submissions=[submission], answer="done", channel="paper", **words)
    finding = make_finding(viewpoints=[viewpoint], title="Ljuset saknas")
    make_activity(viewpoints=[viewpoint], findings=[finding], title="Laga lamporna")
    make_viewpoint(dialogue=dialogue, published=False, reference="2024-dold", text="Ett utkast.")
    return dialogue


def sheets(dialogue, originals=True):
    return {sheet.key: sheet for sheet in exports.sheets_of(dialogue, originals=originals)}


def read_csv(sheet):
    text = "".join(csv_of(sheet))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_csv_holds_what_was_said_and_answered(dialogue):
    first, second = read_csv(sheets(dialogue)["synpunkter"])
    assert (first["Beteckning"], first["Synpunkt"], first["Tema"], first["Plats"]) == (
        "2024-abc",
        "Mörkt.",
        "Belysning",
        "Nytorget",
    )
    assert (first["Antal röster"], first["Besked"], first["Besvarad"]) == ("2", "Åtgärdat", "2024-04-02")
    assert (first["Vem svarar"], first["Leder till"]) == ("Arboga kommun", "Laga lamporna")
    assert second["Synpunkt"] == "Ett utkast."
    [came] = read_csv(sheets(dialogue)["inkommet"])
    assert (came["Text, som den kom in"], came["Blev"], came["Får visas"]) == ("Kajsa säger: mörkt.", "2024-abc", "ja")


def test_those_who_may_not_read_what_came_in_get_only_what_is_public(dialogue):
    public = sheets(dialogue, originals=False)
    assert list(public) == ["synpunkter", "fynd"]
    told = "".join(text for sheet in public.values() for text in csv_of(sheet))
    assert "Mörkt." in told
    assert "Kajsa" not in told
    assert "utkast" not in told


def test_the_excel_file_has_a_sheet_for_each_with_a_frozen_heading(dialogue):
    data = xlsx_of(exports.sheets_of(dialogue, originals=True), title=dialogue.title)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Synpunkter", "Inkommet", "Svar på frågor", "Fynd"]
    assert book.properties.title == "Mörka vägar"
    for page in book:
        assert page.freeze_panes == "A2"
        assert page["A1"].font.bold
        assert page.column_dimensions["A"].width >= 12
    assert book["Synpunkter"]["I2"].value == datetime(2024, 4, 2)
    assert book["Svar på frågor"]["C2"].value == "Vid bron"
    assert book["Fynd"]["C2"].value == "2024-abc"


EVIL = ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "=cmd|' /C calc'!A0", "\n=1"]


@pytest.mark.parametrize("words", EVIL)
def test_nothing_that_people_write_becomes_a_formula(words):
    viewpoint = make_viewpoint(text=words)
    found = exports.sheets_of(viewpoint.dialogue, originals=False)
    [row] = read_csv(found[0])
    assert row["Synpunkt"].startswith("'")
    page = load_workbook(io.BytesIO(xlsx_of(found, title="x")))["Synpunkter"]
    assert page["B2"].data_type == "s"
    assert page["B2"].value.startswith("'")


@pytest.mark.parametrize("words", ["3-4 lampor", "a=b", "”citat”; och\nrad två", 'ett "ord"'])
def test_ordinary_words_come_out_as_they_are(words):
    viewpoint = make_viewpoint(text=words)
    [row] = read_csv(exports.sheets_of(viewpoint.dialogue, originals=False)[0])
    assert row["Synpunkt"] == words


def test_control_characters_and_long_texts_do_not_break_excel():
    viewpoint = make_viewpoint(text="a\x07b" + "x" * 40_000)
    data = xlsx_of(exports.sheets_of(viewpoint.dialogue, originals=False), title="x")
    assert load_workbook(io.BytesIO(data))["Synpunkter"]["B2"].value.startswith("abx")


def test_as_many_queries_however_much_was_said(dialogue, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        exports.sheets_of(dialogue, originals=True)
    for _n in range(5):
        submission = make_submission(dialogue=dialogue)
        viewpoint = make_viewpoint(
            dialogue=dialogue, submissions=[submission], answer="declined", theme=make_theme("Trafik")
        )
        make_finding(viewpoints=[viewpoint])
        make_activity(viewpoints=[viewpoint])
    with django_assert_max_num_queries(len(few)):
        exports.sheets_of(dialogue, originals=True)


def test_days_are_days(dialogue):
    assert sheets(dialogue)["inkommet"].rows[0][0] == date(2024, 10, 15)
