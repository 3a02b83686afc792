"""The front page of the admin says what the council's meetings ask of somebody, and leads to where it is done."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import questions
from actionplan.council import freezing, reviewing
from arboga_loften.portal.todo import Todo
from tests.factories import make_activity, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity(commitments=["municipality", "police"])


def tasks(user, heading):
    return next((pile.tasks for pile in Todo(user).piles if pile.heading == heading), ())


def test_a_member_is_told_what_to_review_and_the_coordinator_what_to_sum_up(official, activity):
    make_meeting(on=date(2024, 10, 17))
    (task,) = tasks(official("rådsledamot"), "Inför mötet i rådet")
    assert task.reasons == ("1 aktivitet att granska inför mötet 17 oktober.",)
    assert task.url == "/radet/2024-q3/#aktiviteter"
    urls = [task.url for task in tasks(official("samordnare"), "Inför mötet i rådet")]
    assert urls == ["/radet/2024-q3/#aktiviteter", "/radet/2024-q3/sammanfatta/"]
    assert tasks(official("aktivitetsansvarig"), "Inför mötet i rådet") == ()


def test_an_adopted_report_waits_once_to_be_published_and_then_for_its_day(official, activity):
    user = official("samordnare")
    meeting = make_meeting(on=date(2024, 10, 15))
    report = freezing.adopt(meeting, by=user)
    (task,) = tasks(user, "Inför mötet i rådet")
    assert task.reasons == ("Rapporten antogs 15 oktober och är inte publicerad.",)
    assert tasks(user, "Utkast") == ()
    freezing.publish(report, on=date(2024, 11, 1))
    assert tasks(user, "Inför mötet i rådet") == ()
    assert len(tasks(user, "På väg ut")) == 1


def test_a_question_waits_for_the_party_that_was_asked_and_for_nobody_else(official, activity):
    asker = official("rådsledamot")
    part = activity.commitments.get(organisation__kind="police")
    questions.ask(part, text="Hur ofta?", answer_by=date(2024, 10, 1), by=asker, on=date(2024, 9, 1))
    (task,) = tasks(official("kommunpolis"), "Frågor från rådet")
    assert (task.title, task.url) == ("Hur ofta?", f"/rapportera/{activity.pk}/?part={part.pk}")
    assert task.reasons == ("Svaret skulle ha kommit 1 oktober.",)
    assert tasks(official("aktivitetsansvarig"), "Frågor från rådet") == ()
    assert tasks(asker, "Frågor från rådet") == ()


def test_the_front_page_takes_as_many_queries_for_many_meetings_and_questions(enter, activity):
    client = enter("samordnare")
    user = Todo(client.get("/admin/").wsgi_request.user).user

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/admin/").status_code == 200
        return len(found)

    def fill(periods):
        for period in periods:
            meeting = make_meeting(period=period)
            for number in range(3):
                part = activity.commitments.first()
                words = {"text": f"{period}.{number}", "answer_by": date(2024, 11, 1), "by": user}
                reviewing.ask_for_more(meeting, part, **words)

    fill([1, 3])
    count()
    few = count()
    fill([2])
    assert count() == few
