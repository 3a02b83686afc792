"""The council asks, and the party that was asked answers once. Nobody else sees it."""

from datetime import date

import pytest
from django.test import Client

from actionplan import questions
from actionplan.models import CouncilQuestion
from tests.factories import make_activity, make_area, make_meeting, make_promise

pytestmark = pytest.mark.django_db
ADD = "/admin/actionplan/councilquestion/add/"
LIST = "/admin/actionplan/councilquestion/"


@pytest.fixture
def joint():
    return make_activity(commitments=["municipality", "police"])


@pytest.fixture
def asked(joint, official):
    police = joint.commitments.get(organisation__kind="police")
    return questions.ask(police, text="Hur många var ute?", answer_by=date(2024, 11, 1), by=official("rådsledamot"))


def page(question):
    return f"{LIST}{question.pk}/change/"


def test_a_member_asks_a_party_and_gives_a_day(enter, joint):
    part = joint.commitments.get(organisation__kind="police")
    typed = {"commitment": part.pk, "text": "Hur många var ute?", "answer_by": "2024-11-01"}
    response = enter("rådsledamot").post(ADD, typed)
    assert response.status_code == 302
    row = CouncilQuestion.objects.get()
    assert (row.asked_by.username, row.asked_on, row.commitment) == ("test-rådsledamot", date(2024, 10, 15), part)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"answer_by": "2024-10-14"}, "har redan varit"),
        ({"text": ""}, "måste fyllas i"),
        ({"commitment": "x"}, "giltigt"),
        ({"commitment": "99999999999999999999"}, "giltigt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(enter, joint, typed, words):
    part = joint.commitments.first()
    sent = {"commitment": part.pk, "text": "Hur många var ute?", "answer_by": "2024-11-01"} | typed
    response = enter("rådsledamot").post(ADD, sent)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not CouncilQuestion.objects.exists()


def test_the_party_that_was_asked_answers_once(enter, asked):
    client = enter("kommunpolis")
    assert client.post(page(asked), {"answer": "Fyra."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by.username, asked.answered_on) == (
        "Fyra.",
        "test-kommunpolis",
        date(2024, 10, 15),
    )
    assert client.post(page(asked), {"answer": "Fem."}).status_code == 403
    asked.refresh_from_db()
    assert asked.answer == "Fyra."


def test_an_empty_answer_is_no_answer(enter, asked):
    response = enter("kommunpolis").post(page(asked), {"answer": " "})
    assert response.status_code == 200
    assert "måste fyllas i" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "reads", "answers"),
    [
        ("samordnare", True, True),
        ("kommunpolis", True, True),
        ("rådsledamot", True, False),
        ("aktivitetsansvarig", False, False),
        ("redaktör", None, False),
    ],
)
def test_who_reads_and_who_answers(enter, asked, role, reads, answers):
    client = enter(role) if role != "rådsledamot" else enter_again(asked)
    listed = client.get(LIST)
    assert listed.status_code == (403 if reads is None else 200)
    assert ("Hur många var ute?" in listed.content.decode()) is bool(reads)
    client.post(page(asked), {"answer": "Fyra."})
    asked.refresh_from_db()
    assert bool(asked.answer) is answers


def enter_again(asked):
    """The member who asked is already made."""
    client = Client()
    client.force_login(asked.asked_by)
    return client


def test_a_question_asked_at_a_meeting_says_which(enter, joint):
    meeting, part = make_meeting(period=2), joint.commitments.first()
    typed = {"commitment": part.pk, "text": "Hur många?", "answer_by": "2024-11-01", "meeting": meeting.pk}
    client = enter("rådsledamot")
    assert "Då kan alla läsa dem." in client.get(ADD).content.decode()
    assert client.post(ADD, typed).status_code == 302
    row = CouncilQuestion.objects.get()
    assert row.meeting == meeting
    assert "18 juli 2024" in client.get(LIST).content.decode()
    assert str(meeting) in client.get(page(row)).content.decode()


def test_a_question_of_another_years_activity_is_not_put_at_the_meeting(enter):
    other = make_activity(make_area(make_promise(2023)))
    typed = {"commitment": other.commitments.get().pk, "text": "Hur?", "answer_by": "2024-11-01"}
    response = enter("samordnare").post(ADD, typed | {"meeting": make_meeting(period=2).pk})
    assert "ett annat löfte" in response.content.decode()
    assert not CouncilQuestion.objects.exists()
