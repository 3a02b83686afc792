"""All that somebody has to see to: their own first, what waits first, found by words, in constant queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import followup, questions
from actionplan.reporting import letters, reports
from actionplan.status import Status
from arboga_loften.foundation import clock
from tests.actionplan.reporting import Reporter, owned, person
from tests.factories import make_activity, make_area, make_plan, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return person("samordnare")


@pytest.fixture
def activity():
    return make_activity(title="Samtal på torget")


def names(client, query=""):
    return [each.activity.title for each in client.get(f"/rapportera/{query}").context["page"].object_list]


def test_ones_own_come_first_then_ones_partys_and_for_the_coordinator_all(client):
    make_activity(title="Polisens", commitments=["police"])
    make_activity(title="Kommunens")
    user = person("samordnare")
    owned(make_activity(title="Min"), user)
    client.force_login(user)
    assert names(client) == ["Min", "Kommunens", "Polisens"]
    client.force_login(person("kommunpolis", "police"))
    assert names(client) == ["Polisens"]


def test_what_waits_stands_first_with_its_reason(client, coordinator):
    calm = make_activity(title="Lugn")
    stale, soon = make_activity(title="Tyst"), make_activity(title="Snart", due_on=date(2024, 10, 30))
    late, asked = make_activity(title="Sen", due_on=date(2024, 9, 30)), make_activity(title="Frågad")
    for activity, days in [(calm, 1), (stale, 100), (soon, 1), (late, 1), (asked, 1)]:
        on = clock.today() - timedelta(days=days)
        followup.report(activity.commitments.get(), status=Status.ONGOING, on=on, recorded_on=on)
    questions.ask(asked.commitments.get(), text="Hur går det?", answer_by=date(2024, 10, 20), by=coordinator)
    client.force_login(coordinator)
    page = client.get("/rapportera/").content.decode()
    assert names(client) == ["Frågad", "Sen", "Tyst", "Snart", "Lugn"]
    assert "4 aktiviteter väntar på något från dig." in page
    for why in ("Rådet väntar på svar senast 20 oktober.", "Skulle vara klar 30 september.", "Inget nytt sedan 7 juli"):
        assert why in page
    assert "Ska vara klar 30 oktober." in page


def test_the_silence_of_another_party_does_not_wait_for_me(client):
    joint = make_activity(commitments=["municipality", "police"], starts_on=date(2024, 6, 1))
    followup.report(joint.commitments.get(organisation__kind="police"), status=Status.ONGOING)
    client.force_login(person("kommunpolis", "police"))
    (mine,) = client.get("/rapportera/").context["page"].object_list
    assert not mine.needs_something


def test_one_finds_an_activity_by_words_or_number(client, coordinator):
    for number in range(1, 9):
        make_activity(title=f"Aktivitet om ämne {number}", goal="Ökad trygghet.")
    client.force_login(coordinator)
    assert names(client, "?q=ÄMNE+3") == ["Aktivitet om ämne 3"]
    assert names(client, "?q=1.2") == ["Aktivitet om ämne 2"]
    assert "Ingen av dina aktiviteter passar" in client.get("/rapportera/?q=finns-inte").content.decode()
    assert client.get("/rapportera/?sida=99").status_code == 404


def test_a_year_that_has_ended_is_not_listed_but_can_be_reported_on(client, coordinator, activity, freeze_day):
    freeze_day("2025-01-20")
    client.force_login(coordinator)
    assert names(client) == []
    page = Reporter(client, f"/rapportera/{activity.pk}/")
    assert "Året är slut." in page.open().content.decode()


def test_one_who_has_nothing_to_report_on_gets_words_or_a_no(client):
    client.force_login(person("kommunpolis", "police"))
    assert "Du har ingen aktivitet att rapportera om." in client.get("/rapportera/").content.decode()
    client.force_login(person("rådsledamot"))
    assert client.get("/rapportera/").status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, coordinator):
    area = make_area(make_plan(make_promise()).promise)
    client.force_login(coordinator)

    def fill(many):
        for _each in range(many):
            activity = make_activity(area, commitments=["municipality", "police"], due_on=date(2024, 9, 1))
            part = owned(activity, coordinator)
            questions.ask(part, text="Hur?", answer_by=date(2024, 11, 1), by=coordinator)
            followup.report(part, status=Status.ONGOING)

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/rapportera/").status_code == 200
        return len(found)

    fill(2)
    count()
    few = count()
    fill(30)
    assert count() == few


def test_what_was_sent_back_waits_and_leads_to_where_it_is_mended(client, coordinator, activity):
    part = owned(activity, coordinator)
    row = reports.send(part, kind="occurrence", by=coordinator, key="en", count=1, note="Hej.")
    letters.send_back(row, reason="Vilken dag?", by=coordinator)
    client.force_login(coordinator)
    assert "Din rapport är skickad tillbaka: Vilken dag?" in client.get("/rapportera/").content.decode()
    reporter = Reporter(client, f"/rapportera/{activity.pk}/")
    page = reporter.open().content.decode()
    assert "Rätta och skicka igen" in page
    assert "/rapportera/lank/" in page
    assert reporter.filled_in("hant")[0]["note"] == "", "what is told here is told anew"
