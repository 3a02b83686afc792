"""Dialogues in people's own calendars: read back as a calendar reads them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from dialogs.models import Occasion
from tests.factories import make_dialogue, make_place, open_dialogue

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")


def events(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return calendar.walk("VEVENT")


def of(client, dialogue):
    return events(client, f"{dialogue.get_absolute_url()}kalender.ics")


def test_a_meeting_has_its_time_place_and_way_in(client):
    dialogue = make_dialogue(
        title="Kom och prata; ta med en vän, eller två",
        starts_on=date(2024, 11, 7),
        start_time=time(15),
        end_time=time(18),
        places=[make_place("Nytorget")],
        summary="Vi bjuder på kaffe.\nDu behöver inte anmäla dig.",
        venue_access="Plan mark.",
    )
    (event,) = of(client, dialogue)
    assert event["SUMMARY"] == "Kom och prata; ta med en vän, eller två"
    assert event.decoded("DTSTART") == datetime(2024, 11, 7, 15, tzinfo=SWEDEN)
    assert event.decoded("DTEND") == datetime(2024, 11, 7, 18, tzinfo=SWEDEN)
    assert event["LOCATION"] == "Nytorget"
    assert "Vi bjuder på kaffe.\nDu behöver inte anmäla dig." in event["DESCRIPTION"]
    assert "Plan mark." in event["DESCRIPTION"]
    assert event["URL"].endswith(dialogue.get_absolute_url())


def test_the_time_zone_is_told(client):
    dialogue = make_dialogue(starts_on=date(2024, 11, 7), start_time=time(15))
    content = client.get(f"{dialogue.get_absolute_url()}kalender.ics").content.decode()
    assert "BEGIN:VTIMEZONE" in content
    assert "TZID:Europe/Stockholm" in content
    assert "DTEND" not in content, "nobody has said when it ends"


def test_without_a_time_it_is_all_day_and_the_last_day_is_with(client):
    (event,) = of(client, make_dialogue(starts_on=date(2024, 11, 7), ends_on=date(2024, 11, 8)))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2024, 11, 7), date(2024, 11, 9))


def test_each_day_of_a_dialogue_is_an_event_whose_name_stays(client):
    dialogue = make_dialogue(title="Vandring vid stationen", starts_on=date(2024, 11, 1), ends_on=date(2024, 12, 1))
    for kind, day in (("before", 1), ("walk", 8)):
        Occasion.objects.create(dialogue=dialogue, kind=kind, on=date(2024, 11, day), where="Vid taxi")
    first = of(client, dialogue)
    assert [event["SUMMARY"] for event in first] == [
        "Förmöte: Vandring vid stationen",
        "Vandring: Vandring vid stationen",
    ]
    moved = dialogue.occasions.first()
    moved.on = date(2024, 11, 2)
    moved.save()
    assert {event["UID"] for event in of(client, dialogue)} == {event["UID"] for event in first}
    assert len({event["UID"] for event in first}) == 2


def test_a_day_that_nobody_knows_is_in_no_calendar(client):
    dialogue = make_dialogue(when_text="Oktober 2021")
    assert client.get(f"{dialogue.get_absolute_url()}kalender.ics").status_code == 404


def test_what_is_called_off_is_not_found(client):
    dialogue = make_dialogue(starts_on=date(2024, 11, 7))
    dialogue.unpublish()
    dialogue.save()
    assert client.get(f"{dialogue.get_absolute_url()}kalender.ics").status_code == 404


def test_one_can_follow_all_that_is_to_come(client):
    make_dialogue(title="I våras")
    make_dialogue(title="Hemlig", starts_on=date(2024, 11, 7), published=False)
    make_dialogue(title="I november", starts_on=date(2024, 11, 7))
    open_dialogue(title="Formuläret", when_text="Hela oktober")
    walk = make_dialogue(title="Vandring", starts_on=date(2024, 4, 9))
    for day in (date(2024, 4, 9), date(2024, 10, 24)):
        Occasion.objects.create(dialogue=walk, kind="again", on=day)
    found = events(client, "/dialoger/kalender.ics")
    assert sorted(event["SUMMARY"] for event in found) == ["Formuläret", "I november", "Återvandring: Vandring"]


def test_the_calendar_takes_the_same_number_of_queries_for_one_and_for_three(queries_of):
    make_dialogue(starts_on=date(2024, 11, 7), places=[make_place()])
    with_one = queries_of("/dialoger/kalender.ics")
    for day in (8, 9):
        make_dialogue(starts_on=date(2024, 11, day), places=[make_place()])
    assert queries_of("/dialoger/kalender.ics") == with_one
