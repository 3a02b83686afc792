"""The front page of the admin: what waits, why, and where it is done."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import followup
from actionplan.models import PlannedOccurrence
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality
from arboga_loften.portal.todo import Todo
from dialogs.models import Decision
from tests.factories import make_activity, make_answer, make_dialogue, make_submission, make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db

TODAY = date(2024, 10, 15)


def say(activity, status=Status.ONGOING, on=TODAY, **words):
    for part in activity.commitments.all():
        followup.report(part, status=status, on=on, recorded_on=on, **words)
    return activity


def piles(user):
    return {pile.heading: [task.title for task in pile.tasks] for pile in Todo(user).piles}


def reasons(user):
    return " ".join(reason for pile in Todo(user).piles for task in pile.tasks for reason in task.reasons)


@pytest.mark.parametrize(
    ("given", "said", "why"),
    [
        ({"due_on": date(2024, 9, 30)}, {}, "Skulle vara klar 30 september. Det är 15 dagar sedan."),
        ({}, {"on": TODAY - timedelta(days=100)}, "Inget nytt sedan 7 juli, på 100 dagar."),
        ({"target_value": 10, "target_unit": "pass"}, {}, "Med jämn takt borde det vara 7 nu."),
        ({}, {"status": Status.COMPLETED}, "Inget tillfälle och ingen länk visar att det är gjort"),
        ({"due_on": date(2024, 11, 10)}, {}, "Ska vara klar 10 november."),
    ],
    ids=["late", "stale", "behind", "without evidence", "due soon"],
)
def test_an_activity_that_waits_says_why(official, given, said, why):
    say(make_activity(**given), **said)
    assert why in reasons(official("samordnare"))


def test_an_activity_that_goes_well_does_not_wait(official):
    say(make_activity())
    assert piles(official("samordnare")) == {}


def test_what_is_done_is_not_due_soon(official):
    activity = say(make_activity(due_on=date(2024, 11, 1)), Status.COMPLETED, evidence="Protokoll 12")
    assert activity.title not in str(piles(official("samordnare")))


def test_a_year_that_has_ended_waits_for_nobody(official, freeze_day):
    say(make_activity())
    freeze_day("2025-02-01")
    assert piles(official("samordnare")) == {}


def test_ones_own_organisation_comes_first(official):
    make_activity(title="Kommunens", due_on=date(2024, 9, 1))
    make_activity(title="Polisens", commitments=["police"], due_on=date(2024, 9, 1))
    found = piles(official("kommunpolis"))
    assert list(found) == ["Det som polisen har lovat", "Det som andra har lovat"]
    assert found["Det som polisen har lovat"] == ["Polisens"]


def test_the_worst_stands_first(official):
    say(make_activity(title="Snart", due_on=date(2024, 10, 30)))
    say(make_activity(title="Tyst"), on=TODAY - timedelta(days=100))
    say(make_activity(title="Sen", due_on=date(2024, 9, 1)))
    assert piles(official("samordnare"))["Det som kommunen har lovat"] == ["Sen", "Tyst", "Snart"]


def test_what_was_booked_and_never_told_of_waits_until_it_is_told_or_cancelled(official):
    activity = say(make_activity())
    coordinator = official("samordnare")
    booked = PlannedOccurrence.objects.create(activity=activity, on=date(2024, 10, 1), note="Dialog på torget")
    PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, 20), note="Ligger framåt")
    assert piles(coordinator) == {"Inbokat som har varit": ["Dialog på torget"]}
    told = followup.add_occurrence(activity, on=booked.on)
    assert piles(coordinator) == {}
    followup.withdraw_occurrence(told, reason="Fel aktivitet.")
    assert "Dialog på torget" in str(piles(coordinator))
    booked.cancelled_on, booked.cancelled_reason = clock.today(), "Regn."
    booked.save()
    assert piles(coordinator) == {}


def test_a_viewpoint_without_a_public_answer_waits(official):
    make_viewpoint(text="Besvarad", answer=Decision.DONE)
    waiting = make_viewpoint(text="Obesvarad")
    make_answer(waiting, published=False)
    found = piles(official("samordnare"))
    assert found["Synpunkter som väntar på svar"] == ["Obesvarad"]
    assert len(found["Utkast"]) == 1


def test_drafts_wait_for_those_who_may_publish_them(official):
    make_dialogue(title="Kommande dialog", published=False)
    assert piles(official("redaktör"))["Utkast"] == ["Kommande dialog"]
    assert "Utkast" not in piles(official("kommunpolis"))


def test_every_row_leads_to_a_page_where_it_is_done(enter):
    make_activity(due_on=date(2024, 9, 1))
    make_viewpoint()
    make_dialogue(published=False)
    client = enter("samordnare")
    todo = client.get("/admin/").context["todo"]
    links = [task.url for pile in todo.piles for task in pile.tasks]
    assert len(links) == 3
    for link in links:
        assert client.get(link.split("#")[0]).status_code == 200, link


def test_when_nothing_waits_the_page_is_friendly(enter):
    assert "Inget väntar på dig." in enter("samordnare").get("/admin/").content.decode()


def test_nobody_is_told_that_all_is_well_with_what_they_cannot_see(enter):
    make_activity(due_on=TODAY - timedelta(days=30))
    page = enter("systemadministratör").get("/admin/").content.decode()
    assert "Inget väntar på dig." in page
    assert "Allt som är lovat är i fas" not in page


def test_somebody_who_asks_to_be_erased_waits_for_the_registrar(enter):
    dialogue = open_dialogue(title="Tyck till")
    row = make_submission(dialogue=dialogue, erase_asked_on=TODAY)
    make_submission(dialogue=dialogue, erase_asked_on=TODAY, erased_on=TODAY, text="")
    make_submission(dialogue=dialogue)
    client = enter("registrator")
    (pile,) = client.get("/admin/").context["todo"].piles
    assert (pile.heading, pile.total) == ("Begärd radering", 1)
    (task,) = pile.tasks
    assert task.title == "Synpunkt till Tyck till"
    assert client.get(task.url).status_code == 200
    assert str(row.pk) in task.url
    assert "Begärd radering" not in enter("samordnare").get("/admin/").content.decode()


def test_the_front_page_takes_as_many_queries_for_many_rows_as_for_one(enter):
    client = enter("samordnare")

    def rows(n):
        for _ in range(n):
            activity = make_activity(commitments=["municipality", "police"], due_on=date(2024, 9, 1))
            PlannedOccurrence.objects.create(activity=activity, on=date(2024, 10, 1))
            make_viewpoint()
            make_activity(published=False)
            make_answer(make_viewpoint(), published=False)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/admin/").status_code == 200
        return len(found)

    rows(1)
    queries()
    few = queries()
    rows(5)
    assert queries() == few


def test_a_site_that_nobody_can_reach_asks_for_an_address(official):
    coordinator, row = official("samordnare"), Municipality()
    row.save()
    assert piles(coordinator)["Webbplatsen"] == ["E-post eller telefon saknas"]
    assert "Webbplatsen" not in piles(official("rådsledamot"))
    row.contact_email = "trygghet@example.se"
    row.save()
    assert "Webbplatsen" not in piles(coordinator)
