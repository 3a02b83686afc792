"""Frozen means frozen: everything under a published report is changed, and page, PDF, Word, Excel and data stay as they were."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from actionplan import followup, questions
from actionplan.council import freezing, reviewing
from actionplan.models import CouncilMeeting, CouncilReport, Occurrence
from actionplan.status import Status
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.models import Municipality
from dialogs.models import Decision
from focusareas.models import IndicatorValue
from tests.factories import (
    make_activity,
    make_area,
    make_indicator,
    make_meeting,
    make_place,
    make_promise,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db

PAGES = ["/uppfoljning/2024-q2/", "/uppfoljning/2024-q2/v1/", "/en/uppfoljning/2024-q2/"]
FILES = [f"/uppfoljning/2024-q2/v1/rapport.{kind}" for kind in ("json", "pdf", "docx", "xlsx")]
JUNE = date(2024, 6, 10)


@pytest.fixture
def coordinator(db):
    return User.objects.create(username="samordnaren", function="Säkerhetssamordnare", organisation=organisation())


@pytest.fixture
def activity(db):
    both = ("municipality", "police")
    activity = make_activity(title="Kvällsvandring", target_value=4, target_unit="vandringar", commitments=both)
    part = activity.commitments.first()
    followup.report(part, status=Status.ONGOING, note="Vi har börjat.", on=JUNE, recorded_on=JUNE)
    followup.add_occurrence(activity, on=JUNE, recorded_on=JUNE, place=make_place(), note="Mörkt vid bron.")
    return activity


@pytest.fixture
def meeting(activity, coordinator):
    """A final report, where there is one of everything."""
    day = date(2024, 7, 18)
    make_meeting(period=1)
    meeting = make_meeting(
        period=2, seats=["Kommundirektör"], is_final=True, summary="Våren gick bra.", lessons="Börja tidigt."
    )
    make_viewpoint(answer={"decision": Decision.DONE, "answered_on": date(2024, 5, 2)}, received_on=date(2024, 5, 1))
    indicator = make_indicator(activity.focus_area, name="Medelfart", caveat="Få mätningar.")
    IndicatorValue.objects.create(
        indicator=indicator, period="2023", on=date(2023, 12, 31), recorded_on=JUNE, value=41, source="Trafikverket"
    )
    reviewing.summarise(
        meeting, activity.focus_area, text="Vi ligger bra till.", fulfilment="partly_met", fulfilment_note="Enkäten."
    )
    reviewing.review(
        meeting, activity, by=coordinator, verdict="more", note="Hur många kom?", at_meeting=True, fulfilment="met"
    )
    reviewing.ask_for_more(
        meeting,
        activity.commitments.first(),
        text="Hur många var ni?",
        answer_by=date(2024, 11, 1),
        by=coordinator,
        on=day,
    )
    reviewing.decide(meeting, text="Fortsätt i höst.", registry_number="KS 7/2024", activity=activity)
    return meeting


@pytest.fixture
def report(meeting, coordinator):
    return freezing.publish(freezing.adopt(meeting, by=coordinator))


def main_of(response):
    """What the page itself says, without the frame around it."""
    assert response.status_code == 200
    return re.search(r"<main\b.*</main>", response.content.decode(), re.DOTALL).group()


def as_read(client):
    pages = {address: main_of(client.get(address)) for address in PAGES}
    files = {address: client.get(address).content for address in FILES}
    words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(files[FILES[1]])).pages)
    return {**pages, **files, "words of the PDF": words}


def change_what_is_said_and_done(activity):
    followup.report(activity.commitments.first(), status=Status.CANCELLED, note="Vi slutade.")
    followup.change_target(activity, new_value=2, new_unit="rundor", reason="Vi hann inte.")
    followup.move_due_date(activity, new_due_on=date(2024, 11, 1), reason="Regn.")
    followup.change_goal(activity, new_goal="Vi går när vi hinner.", reason="Enklare.")
    followup.withdraw_occurrence(Occurrence.objects.first(), reason="Fel dag.")


def rename_everything(activity):
    for row, words in (
        (activity, {"title": "Något helt annat"}),
        (activity.focus_area, {"title": "Nytt område"}),
        (activity.focus_area.promise, {"title": "Nytt löfte"}),
        (activity.focus_area.promise.plan, {"title": "Ny plan"}),
        (CouncilMeeting.objects.get(key="2024-q2"), {"summary": "Annat.", "place": "Annanstans", "agenda": "Annat"}),
        *((each, {"name": f"Nya {each.slug}", "short_name": "Ny"}) for each in Organisation.objects.all()),
        (Municipality.objects.current(), {"name": "Nya kommunen", "council_name": "Nya rådet"}),
    ):
        if row.pk:
            row.refresh_from_db()
        for name, value in words.items():
            setattr(row, name, value)
        row.save()


def say_otherwise_at_the_meeting(activity, meeting, coordinator):
    reviewing.review(meeting, activity, by=coordinator, verdict="approved", at_meeting=True)
    reviewing.summarise(meeting, activity.focus_area, text="Allt är annorlunda.")
    reviewing.decide(meeting, text="Sluta.")
    meeting.seats.all().get().delete()
    questions.answer(meeting.questions.get(), text="Tolv.", by=coordinator)
    coordinator.function = "Chef"
    coordinator.save()


def unpublish_everything(activity, meeting):
    indicator = activity.focus_area.indicators.get()
    promise = activity.focus_area.promise
    for row in (indicator, activity, activity.focus_area, meeting, promise.plan, promise):
        row.refresh_from_db()
        row.unpublish()
        row.save()


def test_whatever_is_done_underneath_the_published_report_stays_as_it_was(
    client, report, activity, meeting, coordinator, freeze_day
):
    before = as_read(client)
    assert "Kvällsvandring" in before[PAGES[0]]
    assert "Kvällsvandring" in before["words of the PDF"]
    draft = make_activity(published=False)
    draft.delete()
    freeze_day("2024-10-16")
    change_what_is_said_and_done(activity)
    assert as_read(client) == before
    rename_everything(activity)
    assert as_read(client) == before
    say_otherwise_at_the_meeting(activity, meeting, coordinator)
    assert as_read(client) == before
    make_activity(title="En ny aktivitet")
    freeze_day("2025-03-01")
    assert as_read(client) == before
    unpublish_everything(activity, meeting)
    assert client.get(activity.get_absolute_url()).status_code == 404
    assert as_read(client) == before
    (link,) = freezing.chain()
    assert not link.problems


def test_the_page_asks_nothing_of_the_plan(client, report):
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGES[0])
    asked = " ".join(query["sql"] for query in queries)
    for table in ("actionplan_activity", "actionplan_occurrence", "focusareas_focusarea", "dialogs_viewpoint"):
        assert f'"{table}"' not in asked


def test_a_correction_leaves_the_first_version_as_it_was(client, report, activity, meeting, coordinator):
    old = {address: client.get(address).content for address in FILES}
    change_what_is_said_and_done(activity)
    freezing.publish(freezing.adopt(meeting, by=coordinator, correction="En siffra.", on=date(2024, 10, 15)))
    assert {address: client.get(address).content for address in FILES} == old
    assert "Avbruten" in main_of(client.get(PAGES[0]))
    first = main_of(client.get(PAGES[1]))
    assert "Avbruten" not in first
    assert "Det finns en nyare version" in first


def test_reports_of_two_years_stand_in_one_chain(client, report, coordinator, freeze_day):
    freeze_day("2025-04-30")
    promise = make_promise(2025)
    make_activity(make_area(promise), title="Nästa år")
    later = freezing.publish(freezing.adopt(make_meeting(promise.plan, 1), by=coordinator))
    assert later.told["previous"]["sha256"] == report.sha256
    assert CouncilReport.objects.count() == 2
    page = main_of(client.get("/uppfoljning/kedjan/"))
    assert page.count(report.sha256) == 2, "as its own sum, and as the one that the next holds"
    assert "Kedjan är hel." in page
    assert "första rapporten om planen" in main_of(client.get("/uppfoljning/2025-q1/"))


def test_as_few_queries_for_sixty_activities_as_for_three(client, coordinator, queries_of):
    for n in (3, 57):
        for _ in range(n):
            make_activity()
        freezing.publish(freezing.adopt(make_meeting(period=1 if n == 3 else 2), by=coordinator))
    few, many = queries_of("/uppfoljning/2024-q1/"), queries_of("/uppfoljning/2024-q2/")
    assert few == many <= 6
