"""The start page answers: what is promised, how it goes, what has happened, what comes next."""

from datetime import timedelta

import pytest

from actionplan import followup
from actionplan.models import PlannedOccurrence
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.portal.record.load import load
from focusareas.models import Promise
from tests.factories import make_activity, make_area, make_dialogue, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client):
    return lambda path="/": client.get(path).content.decode()


def test_a_site_without_a_promise_says_so(text):
    assert "Inget löfte är publicerat än" in text()


def test_the_promise_of_the_year_is_shown_with_its_focus_areas_and_counts(text):
    load()
    page = text()
    assert "Det här har vi lovat Arboga" in page
    for area in Promise.objects.get(slug="2024").focus_areas.all():
        assert area.get_absolute_url() in page
    assert "24 aktiviteter den 15 oktober" in page
    assert "Exempeldata" in page


def test_a_promise_without_a_published_plan_says_what_is_known(text):
    load(with_examples=False)
    page = text()
    assert "Handlingsplanen är inte publicerad här" in page
    assert "Exempeldata" not in page


def test_a_year_that_has_passed_is_shown_with_its_final_outcome(text, freeze_day):
    freeze_day("2026-11-23")
    load()
    page = text()
    assert "Det här lovade vi Arboga" in page
    assert "Året är slut" in page


def test_a_newer_promise_that_has_not_begun_is_not_denied(text):
    make_promise(2023)
    make_activity(make_area(Promise.objects.get(year=2023)))
    coming = make_promise(2025)
    page = text()
    assert "Inget nyare löfte är publicerat" not in page
    assert f'href="{coming.get_absolute_url()}"' in page


def test_the_demonstration_says_that_it_is_one_and_the_real_site_does_not(text, freeze_day):
    load()
    assert "Det här är en demonstration. Den visar läget den 15 oktober 2024." in text()
    freeze_day(None)
    assert "demonstration" not in text()


def test_the_next_dialogue_is_always_among_what_comes(text):
    activity = make_activity()
    for days in range(1, 8):
        PlannedOccurrence.objects.create(activity=activity, on=clock.today() + timedelta(days=days))
    make_dialogue(title="Dialog i november", starts_on=clock.today() + timedelta(days=30), publish_on=clock.today())
    assert "Dialog i november" in text()


def test_what_happens_today_is_not_missed_by_the_one_who_looks_this_morning(text):
    PlannedOccurrence.objects.create(activity=make_activity(), on=clock.today(), note="Vandring i kväll")
    make_dialogue(title="Dialog i dag", starts_on=clock.today())
    page = text()
    assert "Dialog i dag" in page
    assert "Vandring i kväll" in page
    assert "Inget är inbokat" not in page


def test_what_is_booked_in_a_cancelled_activity_does_not_come(text):
    activity = make_activity(title="Det som ställdes in")
    PlannedOccurrence.objects.create(activity=activity, on=clock.today() + timedelta(days=3), note="Skulle ha hållits")
    followup.report(activity.commitments.get(), status=Status.CANCELLED, note="Ingen kunde.")
    assert "Skulle ha hållits" not in text()


def test_a_draft_activity_is_nowhere_on_the_start_page(text):
    shown = make_activity(title="Det här är publicerat")
    draft = make_activity(shown.focus_area, title="Hemligt utkast", published=False)
    followup.report(draft.commitments.get(), status=Status.ONGOING)
    followup.add_occurrence(draft, note="Hemligt tillfälle")
    page = text()
    assert "Hemligt" not in page


def test_the_start_page_takes_at_most_fourteen_queries_however_much_there_is(client, django_assert_num_queries):
    load()
    with django_assert_num_queries(14):
        client.get("/")
    for _ in range(5):
        activity = make_activity(Promise.objects.get(slug="2024").focus_areas.first())
        followup.add_occurrence(activity)
        followup.report(activity.commitments.get(), status=Status.ONGOING)
    with django_assert_num_queries(14):
        client.get("/")
