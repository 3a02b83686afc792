"""How the plan stood on a day that one can choose: what was known then, not what was written afterwards."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.status import Status
from tests.factories import make_activity, make_area, make_plan, make_promise

pytestmark = pytest.mark.django_db

PAGE = "/uppfoljning/"


@pytest.fixture
def activity():
    activity = make_activity(title="Mäta farten", due_on=date(2024, 9, 30))
    day = date(2024, 3, 1)
    followup.report(activity.commitments.get(), status=Status.ONGOING, on=day, recorded_on=day)
    return activity


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_state_of_today_is_shown_per_focus_area(client, activity):
    page = body(client.get(PAGE))
    assert "Hur går det 2024?" in page
    assert "0 av 1 aktivitet är klar." in page
    assert "Fokusområde 1" in page
    assert "Tillbaka till i dag" not in page


def test_what_is_late_is_listed_with_the_reason(client, activity):
    page = body(client.get(PAGE))
    assert "Försenad" in page
    assert "Skulle vara klar 30 september. Det är 15 dagar sedan." in page


def test_a_past_day_shows_what_was_known_then_and_how_it_is_now(client, activity):
    followup.report(activity.commitments.get(), status=Status.CANCELLED, note="Ingen hade tid.")
    page = body(client.get(PAGE, {"datum": "2024-09-01"}))
    assert "Så såg det ut den 1 september 2024." in page
    assert "Tillbaka till i dag" in page
    assert "Försenad" not in page
    assert "1 på gång" in page
    assert "1 pausad, flyttad eller avbruten" in page, "and so it is now"


def test_moved_deadlines_are_told_with_their_reasons(client, activity):
    followup.move_due_date(activity, new_due_on=date(2024, 12, 1), reason="Mätaren gick sönder.")
    assert "Mätaren gick sönder." in body(client.get(PAGE))
    assert "Mätaren gick sönder." not in body(client.get(PAGE, {"datum": "2024-10-01"}))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-13-45", "Det där är ingen dag som finns."),
        ("2024-02-30", "Det där är ingen dag som finns."),
        ("i går", "Det där är ingen dag som finns."),
        ("2024-10-16", "ligger i framtiden"),
        ("9999-12-31", "ligger i framtiden"),
        ("2023-12-31", "Löftet började gälla 1 januari 2024."),
        ("0001-01-01", "Löftet började gälla 1 januari 2024."),
        ("99999-01-01", "Det där är ingen dag som finns."),
    ],
)
def test_a_day_that_can_not_be_shown_is_told_and_today_is_shown_instead(client, activity, day, told):
    page = body(client.get(PAGE, {"datum": day}))
    assert told in page
    assert "Läget den 15 oktober 2024" in page


def test_a_day_before_the_plan_was_public_shows_an_empty_plan(client):
    make_activity(publish_on=date(2024, 6, 1))
    assert "Planen hade inga aktiviteter den dagen." in body(client.get(PAGE, {"datum": "2024-02-01"}))


def test_a_day_before_the_plan_itself_was_public_is_told(client):
    make_plan(publish_on=date(2024, 1, 15))
    make_activity()
    assert "Handlingsplanen visas här sedan 15 januari 2024." in body(client.get(PAGE, {"datum": "2024-01-10"}))


def test_an_unknown_year_is_told(client, activity):
    assert "Vi känner inte igen året" in body(client.get(PAGE, {"ar": "1850"}))


def test_a_year_without_a_plan_says_so(client, activity):
    make_promise(2022)
    assert "ingen handlingsplan publicerad" in body(client.get(PAGE, {"ar": "2022"}))


def test_without_any_promise_the_page_still_answers(client):
    assert "Inget löfte är publicerat än." in body(client.get(PAGE))


def test_what_is_not_public_is_not_counted_nor_listed(client, activity):
    hidden = make_activity(title="Hemligt utkast", due_on=date(2024, 2, 1))
    followup.move_due_date(hidden, new_due_on=date(2024, 3, 1), reason="Hemligt skäl.")
    hidden.refresh_from_db()
    hidden.unpublish()
    hidden.save()
    page = body(client.get(PAGE))
    assert "Hemligt" not in page
    assert "0 av 1 aktivitet är klar." in page


def test_an_ended_year_asks_how_it_went(client, activity, freeze_day):
    freeze_day("2025-02-01")
    page = body(client.get(PAGE))
    assert "Hur gick det 2024?" in page
    assert "Blev inte klar" in page


@pytest.mark.parametrize(("query", "queries"), [("", 13), ("?datum=2024-09-01", 30)])
def test_the_page_takes_as_many_queries_with_three_activities_as_with_one(queries_of, query, queries):
    for _ in range(3):
        activity = make_activity(make_area(), commitments=["municipality", "police"])
        followup.add_occurrence(activity)
        followup.move_due_date(activity, new_due_on=date(2024, 11, 1), reason="Snö.")
        assert queries_of(f"{PAGE}{query}") == queries
