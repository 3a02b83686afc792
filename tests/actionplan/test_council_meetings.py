"""The council's meetings in the open: announced, held, and told of only when somebody has vouched for it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from icalendar import Calendar

from actionplan.council.freezing import adopt, publish, take_down
from actionplan.council.reviewing import decide
from actionplan.models import Seat
from arboga_loften.accounts.models import User
from tests.factories import make_activity, make_area, make_meeting, organisation

pytestmark = pytest.mark.django_db

LIST = "/uppfoljning/moten/"
ONE = "/uppfoljning/moten/2024-q2/"
NOTES = f"{ONE}minnesanteckningar/"
SWEDEN = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def samordnare():
    return User.objects.create_user("samordnare", function="samordnaren")


def held(**fields):
    """The meeting of the second quarter, on 18 July 2024."""
    return make_meeting(period=2, **fields)


def words_of(client, path=ONE):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def sit(meeting, function, presence):
    Seat.objects.create(meeting=meeting, function=function, organisation=organisation(), presence=presence)


# --- The list ---
def test_meetings_to_come_stand_first_and_each_says_what_there_is_to_read(client, samordnare):
    make_meeting(period=3, agenda="Uppföljning av kvartalet\nNästa år", starts_at=time(13), ends_at=time(15))
    held(notes="Vi gick igenom planen.", notes_decided_on=date(2024, 8, 1))
    publish(adopt(make_meeting(period=1), by=samordnare))
    page = words_of(client, LIST)
    places = [page.index(name) for name in ("tredje kvartalet", "andra kvartalet", "första kvartalet")]
    assert places == sorted(places)
    assert "Nästa möte är den 17 oktober." in page
    assert "klockan" in page
    assert "13.00–15.00" in page
    assert "Rådhuset" in page
    assert "Nästa år" in page
    assert f'href="{ONE}#anteckningar"' in page
    assert 'href="/uppfoljning/2024-q1/"' in page


def test_without_meetings_the_page_says_so(client):
    page = words_of(client, LIST)
    assert "Inget nytt möte har en dag än." in page
    assert "Inget möte har hållits än." in page
    assert "moten.ics" not in page.split("<main", 1)[1]


@pytest.mark.parametrize("fields", [{"published": False}, {"publish_on": date(2024, 10, 16)}])
def test_a_meeting_that_is_not_public_is_nowhere(client, fields):
    meeting = held(notes="Hemligt", notes_decided_on=date(2024, 8, 1), agenda="Hemligt", **fields)
    meeting.notes_file.save("anteckning.pdf", ContentFile(b"%PDF-1.4"))
    for path in (ONE, NOTES, f"{ONE}mote.ics"):
        assert client.get(path).status_code == 404
    assert "andra kvartalet" not in words_of(client, LIST)
    assert ONE not in words_of(client, "/sitemap.xml")
    assert b"andra kvartalet" not in client.get("/uppfoljning/moten.ics").content


def test_a_meeting_that_is_taken_back_is_gone(client):
    meeting = held()
    assert ONE in words_of(client, "/sitemap.xml")
    meeting.unpublish()
    meeting.save()
    assert client.get(ONE).status_code == 404


# --- One meeting ---
def test_before_anybody_has_vouched_for_it_nothing_is_told_of_what_happened(client):
    meeting = held(notes="Vi gick igenom planen.", agenda="Punkt ett")
    sit(meeting, "Kommundirektör", Seat.Presence.PRESENT)
    decide(meeting, text="Rådet föreslår fler mätningar.")
    page = words_of(client)
    assert "Punkt ett" in page
    assert "Vad som sades visas när minnesanteckningarna är godkända eller rapporten är publicerad." in page
    for secret in ("Vi gick igenom planen.", "Kommundirektör", "Rådet föreslår"):
        assert secret not in page


def test_when_the_notes_are_decided_they_are_read_with_what_was_arrived_at_and_who_came(client):
    activity = make_activity(title="Mäta farten")
    secret = make_activity(title="Hemligt utkast", published=False)
    meeting = held(notes="Vi gick igenom planen.", notes_decided_on=date(2024, 10, 15))
    sit(meeting, "Kommundirektör", Seat.Presence.PRESENT)
    sit(meeting, "Lokalpolisområdeschef", Seat.Presence.EXCUSED)
    decide(meeting, text="Rådet föreslår fler mätningar.", registry_number="KS 12/2024", activity=activity)
    decide(meeting, text="Rådet väntar.", activity=secret)
    page = words_of(client)
    for words in (
        "Vi gick igenom planen.",
        "Närvarande",
        "Kommundirektör (Kommunen)",
        "Anmält förhinder",
        "Nummer 1/2024",
        "KS 12/2024",
        "Rådet föreslår fler mätningar.",
        "Mäta farten",
        "Rådet väntar.",
    ):
        assert words in page
    assert "Hemligt utkast" not in page


def test_the_report_tells_of_the_meeting_in_its_frozen_words(client, samordnare):
    activity = make_activity(title="Mäta farten")
    meeting = held()
    sit(meeting, "Kommundirektör", Seat.Presence.PRESENT)
    row = decide(meeting, text="Rådet föreslår fler mätningar.", activity=activity)
    report = adopt(meeting, by=samordnare)
    assert "Rådet föreslår" not in words_of(client), "an adopted report isn't public until it is published"
    publish(report)
    row.text = "Något annat."
    row.save()
    activity.unpublish()
    activity.save()
    page = words_of(client)
    for words in ("Rådet föreslår fler mätningar.", "Kommundirektör", "Läs uppföljningsrapporten", "Mäta farten"):
        assert words in page
    assert "Något annat." not in page
    assert f'href="/uppfoljning/aktivitet/{activity.pk}/"' in page, "the report's own page of it, which is still there"
    take_down(report, reason="Fel siffror.")
    assert "Rådet föreslår" not in words_of(client)


def test_the_final_report_of_the_year_is_called_so(client, samordnare):
    publish(adopt(held(is_final=True), by=samordnare))
    assert "Läs årets slutrapport" in words_of(client)


# --- The notes as a file ---
def test_the_notes_are_handed_out_as_the_file_they_came_as(client):
    meeting = held(notes_decided_on=date(2024, 10, 15), notes="Se filen.")
    meeting.notes_file.save("Underskrivet av någon.pdf", ContentFile(b"%PDF-1.4 anteckningar"))
    assert NOTES in words_of(client)
    response = client.get(NOTES)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 anteckningar"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="minnesanteckningar-2024-q2.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("decided_on", [None, date(2024, 10, 16)])
def test_notes_that_are_not_decided_are_handed_out_to_nobody(client, decided_on):
    meeting = held(notes="Ett utkast.", notes_decided_on=decided_on)
    meeting.notes_file.save("anteckning.docx", ContentFile(b"PK"))
    assert client.get(NOTES).status_code == 404
    assert NOTES not in words_of(client)
    assert "Ett utkast." not in words_of(client)


def test_notes_whose_file_is_gone_are_not_found(client):
    meeting = held(notes="Se filen.", notes_decided_on=date(2024, 8, 1))
    assert client.get(NOTES).status_code == 404
    meeting.notes_file.save("anteckning.pdf", ContentFile(b"%PDF-1.4"))
    meeting.notes_file.storage.delete(meeting.notes_file.name)
    assert client.get(NOTES).status_code == 404


# --- In one's calendar ---
def events(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_meeting_has_its_time_place_and_agenda_in_a_calendar(client):
    make_meeting(period=3, starts_at=time(13), ends_at=time(15), agenda="Läget\nNästa år; och nästa")
    (event,) = events(client, "/uppfoljning/moten/2024-q3/mote.ics")
    assert event["SUMMARY"] == "Förebyggande rådet: Uppföljning tredje kvartalet 2024"
    assert event.decoded("DTSTART") == datetime(2024, 10, 17, 13, tzinfo=SWEDEN)
    assert event.decoded("DTEND") == datetime(2024, 10, 17, 15, tzinfo=SWEDEN)
    assert event["LOCATION"] == "Rådhuset"
    assert "1. Läget\n2. Nästa år; och nästa" in event["DESCRIPTION"]
    assert event["URL"].endswith("/uppfoljning/moten/2024-q3/")


def test_without_a_time_a_meeting_is_all_day_and_a_moved_one_keeps_its_name(client):
    meeting = make_meeting(period=3)
    (event,) = events(client, "/uppfoljning/moten.ics")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2024, 10, 17), date(2024, 10, 18))
    meeting.on = date(2024, 10, 24)
    meeting.save()
    (moved,) = events(client, "/uppfoljning/moten.ics")
    assert (moved["UID"], moved.decoded("DTSTART")) == (event["UID"], date(2024, 10, 24))


def test_one_can_follow_the_meetings_that_are_to_come(client):
    held()
    make_meeting(period=3)
    make_meeting(period=4, published=False)
    assert len(events(client, "/uppfoljning/moten.ics")) == 1


# --- The end of the year ---
def test_the_promise_leads_to_the_years_final_report_once_it_is_public(client, samordnare):
    area = make_area()
    report = adopt(held(is_final=True), by=samordnare)
    link = 'href="/uppfoljning/2024-q2/"'
    assert link not in words_of(client, area.promise.get_absolute_url())
    publish(report)
    assert link in words_of(client, area.promise.get_absolute_url())


# --- Queries ---
def test_the_pages_take_as_many_queries_for_many_rows(queries_of, samordnare):
    activity = make_activity()

    def one(period, **fields):
        meeting = make_meeting(period=period, notes="Ord.", notes_decided_on=date(2024, 10, 15), **fields)
        sit(meeting, "Kommundirektör", Seat.Presence.PRESENT)
        decide(meeting, text="Ja.", activity=activity)
        return meeting

    publish(adopt(one(1), by=samordnare))
    second = one(2)
    few, one_page = queries_of(LIST), queries_of(ONE)
    sit(second, "Polis", Seat.Presence.PRESENT)
    decide(second, text="Nej.", activity=make_activity())
    assert queries_of(ONE) == one_page
    one(3)
    publish(adopt(second, by=samordnare))
    assert queries_of(LIST) == few
