"""A sheet of paper to write on by hand, with the way to the form."""

from datetime import date

import pytest

from dialogs.models import Choice, Question
from tests.factories import make_dialogue, make_theme, open_dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialogue():
    dialogue = open_dialogue(title="Mörka vägar", form_intro="Var är det mörkt?")
    ask = Question.objects.create
    one = ask(dialogue=dialogue, number=1, kind="one", text="Känner du dig trygg?", hint="På kvällen.")
    Choice.objects.create(question=one, number=1, label="Ja, alltid")
    several = ask(dialogue=dialogue, number=2, kind="several", text="Vad behövs?")
    Choice.objects.create(question=several, number=1, label="Ljus")
    ask(dialogue=dialogue, number=3, kind="scale", text="Hur mörkt?", low_label="ljust", high_label="kolsvart")
    ask(dialogue=dialogue, number=4, kind="text", text="Berätta mer")
    make_theme("Belysning")
    return dialogue


def sheet(client, dialogue, status=200):
    response = client.get(f"/dialoger/{dialogue.slug}/blad/")
    assert response.status_code == status
    return response.content.decode()


def test_the_sheet_asks_what_the_form_asks(dialogue, client):
    page = sheet(client, dialogue)
    for words in (
        "Mörka vägar",
        "Var är det mörkt?",
        "Känner du dig trygg?",
        "På kvällen.",
        "Ja, alltid",
        "Kryssa för alla som passar.",
        "1 är ”ljust” och 5 är ”kolsvart”.",
        "Berätta mer",
        "Belysning",
        "Var är det?",
        "Får vi visa din synpunkt",
    ):
        assert words in page


def test_a_question_that_says_nothing_itself_says_how_to_cross(dialogue, client):
    assert "Kryssa för ett." not in sheet(client, dialogue)
    Question.objects.get(number=1).delete()
    plain = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Trygg?")
    Choice.objects.create(question=plain, number=1, label="Ja")
    assert "Kryssa för ett." in sheet(client, dialogue)


def test_the_sheet_says_when_where_and_what_becomes_of_it(dialogue, client, settings):
    settings.SITE_URL = "https://loften.exempel.se"
    page = sheet(client, dialogue)
    assert "Lämna bladet senast 31 oktober 2024." in page
    assert "Vi svarar senast 30 november 2024." in page
    assert "loften.exempel.se/tyck-till" in page
    assert "eller till Arboga kommun" in page
    assert "allmän handling" in page
    assert 'class="qr"' in page
    assert "noindex" in page


def test_no_place_is_asked_for_where_the_form_asks_for_none(dialogue, client):
    dialogue.asks_for_place = False
    dialogue.save()
    assert "Var är det?" not in sheet(client, dialogue)


def test_a_dialogue_without_a_form_has_a_sheet_without_a_code(client):
    page = sheet(client, make_dialogue())
    assert 'class="qr"' not in page
    assert "Vad vill du säga?" in page


def test_what_is_answered_or_not_public_has_no_sheet(client):
    sheet(client, make_dialogue(published=False), status=404)
    sheet(client, make_dialogue(answered_on=date(2024, 10, 1)), status=404)
    assert client.get("/dialoger/finns-inte/blad/").status_code == 404


def test_as_many_queries_however_many_questions(dialogue, queries_of):
    few = queries_of(f"/dialoger/{dialogue.slug}/blad/")
    for n in range(5, 9):
        question = Question.objects.create(dialogue=dialogue, number=n, kind="one", text=f"Fråga {n}")
        Choice.objects.create(question=question, number=1, label="Ja")
    assert queries_of(f"/dialoger/{dialogue.slug}/blad/") <= few
