"""The council's room: who comes in, what waits for whom, and what the packet tells."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import followup, questions
from actionplan.council import reviewing
from actionplan.council.waiting import waiting_for
from actionplan.models import CouncilMeeting, Review
from actionplan.status import Status
from tests.actionplan.meeting import (
    ADOPT,
    KEY,
    MEETS,
    PACKET,
    ROOM,
    SUMMARIES,
    enter,
    granska,
    read,
    send,
)
from tests.actionplan.reporting import person
from tests.factories import make_activity, make_area, make_meeting, make_plan, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity(make_area(make_plan(make_promise()).promise), title="Samtal på torget")


@pytest.fixture
def meeting(activity):
    return make_meeting(on=MEETS, agenda="Läget\nÖvriga frågor", seats=["Kommunchef"])


@pytest.fixture
def member():
    return enter("rådsledamot")


@pytest.fixture
def coordinator():
    return enter("samordnare")


# --- Who comes in ---
def addresses(activity):
    return [ROOM, PACKET, granska(activity), SUMMARIES, ADOPT, f"{PACKET}utkast.xlsx"]


def test_who_has_not_logged_in_is_led_to_the_log_in_also_where_there_is_no_meeting(client, meeting, activity):
    for path in [*addresses(activity), "/radet/2031-q1/", "/radet/2031-q1/granska/1/"]:
        response = client.get(path)
        assert (response.status_code, response.url) == (302, f"/konto/logga-in/?next={path}"), path


@pytest.mark.parametrize("role", ["aktivitetsansvarig", "systemadministratör"])
def test_to_those_who_have_no_part_in_the_council_there_is_no_room(meeting, activity, role):
    client = enter(role)
    for path in addresses(activity):
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code in (404, 405), path


@pytest.mark.parametrize(
    ("role", "summarises", "adopts"),
    [
        ("samordnare", 200, 200),
        ("redaktör", 403, 200),
        ("rådsledamot", 403, 403),
        ("kommunpolis", 403, 403),
        ("registrator", 403, 403),
    ],
)
def test_those_in_the_council_read_everything_and_write_what_is_theirs(meeting, activity, role, summarises, adopts):
    client = enter(role, "police" if role == "kommunpolis" else "municipality")
    for path in (ROOM, PACKET, granska(activity), f"{PACKET}utkast.xlsx"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get(SUMMARIES).status_code == summarises
    assert client.get(ADOPT).status_code == adopts


@pytest.mark.parametrize("role", ["kommunpolis", "redaktör", "registrator"])
def test_who_only_reads_has_no_form_and_can_send_none(meeting, activity, role):
    client = enter(role)
    assert "Spara och gå till nästa" not in read(client, granska(activity))
    for card in ("granska", "mote"):
        sent = client.post(granska(activity), {"kort": card, f"{card}-verdict": "approved"})
        assert sent.status_code == 403
    assert client.post(ROOM).status_code == 403
    assert not Review.objects.exists()


def test_a_member_may_not_write_what_was_said_at_the_meeting(meeting, activity, member, freeze_day):
    freeze_day("2024-10-17")
    assert member.post(granska(activity), {"kort": "mote", "mote-verdict": "approved"}).status_code == 403
    assert not Review.objects.exists()


def test_what_does_not_exist_is_not_found(meeting, activity, member):
    draft = make_activity(published=False)
    for path in ("/radet/2031-q1/", f"{PACKET}granska/{draft.pk}/", f"{PACKET}utkast.exe", "/radet/?ar=1999"):
        assert member.get(path).status_code == 404, path


# --- The room ---
def test_the_wheel_shows_each_period_with_its_meeting_or_that_none_is_booked(meeting, coordinator):
    page = read(coordinator, ROOM)
    assert page.count("Inget möte bokat") == 3
    assert "Tredje kvartalet 2024" in page
    assert "Nästa möte är den 17 oktober." in page


def test_the_coordinator_books_the_meetings_that_are_missing_once(meeting, coordinator):
    assert coordinator.post(ROOM).status_code == 303
    coordinator.post(ROOM)
    assert sorted(CouncilMeeting.objects.values_list("key", flat=True)) == ["2024-q1", "2024-q2", KEY, "2024-q4"]
    assert "Boka de möten som saknas" not in read(coordinator, ROOM)


def test_a_question_says_who_it_waits_for_and_the_late_come_first(meeting, activity, member):
    part = activity.commitments.get()
    questions.ask(part, text="Den nya?", answer_by=date(2024, 11, 1), by=member.user, on=date(2024, 9, 1))
    questions.ask(part, text="Den sena?", answer_by=date(2024, 10, 1), by=member.user, on=date(2024, 9, 1))
    page = read(member, ROOM)
    assert page.index("Den sena?") < page.index("Den nya?")
    assert "Skulle ha besvarats 1 oktober" in page
    assert "Väntar på Kommunen" in page


def test_an_empty_site_says_what_will_be_there(member):
    page = read(member, ROOM)
    assert "Det finns ingen handlingsplan än." in page
    assert "Inget nytt möte är bokat." in page


# --- What waits ---
def kinds(user):
    return [wait.kind for wait in waiting_for(user)]


def test_what_waits_follows_the_meeting_from_review_to_publishing(meeting, activity, member, coordinator, freeze_day):
    assert kinds(member.user) == ["review"]
    assert kinds(coordinator.user) == ["review", "summarise"]
    assert kinds(person("redaktör")) == kinds(person("kommunpolis", "police")) == []
    reviewing.review(meeting, activity, by=member.user, verdict="approved")
    assert kinds(member.user) == []
    freeze_day("2024-10-17")
    assert kinds(member.user) == []
    assert kinds(coordinator.user) == ["summarise", "at_meeting", "adopt"]
    reviewing.review(meeting, activity, by=coordinator.user, verdict="approved", at_meeting=True)
    reviewing.summarise(meeting, activity.focus_area, text="Det gick bra.")
    assert kinds(coordinator.user) == ["adopt"]
    send(coordinator, ADOPT, "anta", agrees="on")
    assert kinds(coordinator.user) == ["publish"]
    send(coordinator, ADOPT, "publicera")
    assert kinds(coordinator.user) == []


def test_a_meeting_far_ahead_waits_for_nobody(activity, member):
    make_meeting(period=4)
    assert kinds(member.user) == []


# --- The packet ---
def test_the_packet_tells_what_the_members_think_in_numbers_and_mine_beside_the_councils(meeting, activity, member):
    for number in range(2):
        other = person("rådsledamot", username=f"ledamot-{number}")
        reviewing.review(meeting, activity, by=other, verdict="more", note="Hur många?")
    page = read(member, PACKET)
    assert "2 komplettera" in page
    assert "Du har granskat 0 av 1 aktivitet." in page
    assert "UTKAST" in page.upper()
    assert page.count("<h1") == 1


def test_the_draft_is_a_file_that_is_made_anew_each_time(meeting, activity, member):
    response = member.get(f"{PACKET}utkast.docx")
    assert response.content.startswith(b"PK")
    assert 'filename="utkast-2024-q3.docx"' in response.headers["Content-Disposition"]


# --- As many queries for many as for few ---
def test_every_page_takes_as_many_queries_for_many_activities_as_for_few(meeting, activity, coordinator, freeze_day):
    freeze_day("2024-10-17")
    others = [person("rådsledamot", username=f"ledamot-{number}") for number in range(3)]

    def fill(many):
        for number in range(many):
            row = make_activity(activity.focus_area, commitments=["municipality", "police"])
            followup.report(row.commitments.first(), status=Status.ONGOING)
            for other in others:
                reviewing.review(meeting, row, by=other, verdict="approved", at_meeting=False)
            reviewing.review(meeting, row, by=coordinator.user, verdict="approved", at_meeting=True)
            part, when = row.commitments.last(), date(2024, 11, 1)
            reviewing.ask_for_more(meeting, part, text=f"Hur {number}?", answer_by=when, by=coordinator.user)

    def count(path):
        with CaptureQueriesContext(connection) as found:
            read(coordinator, path)
        return len(found)

    paths = [ROOM, PACKET, granska(activity), SUMMARIES, ADOPT]
    make_meeting(period=2)
    fill(2)
    [count(path) for path in paths]
    few = [count(path) for path in paths]
    fill(12)
    make_meeting(period=1)
    assert [count(path) for path in paths] == few
