"""The reports that came in by link, in the admin: who may confirm them, what they would change, and back with a reason."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import followup
from actionplan.models import Occurrence, Report
from actionplan.reporting import reports
from actionplan.status import Status
from arboga_loften.foundation.outbox import Letter
from arboga_loften.foundation.pictures import redraw
from arboga_loften.portal.todo import Todo
from tests.actionplan.reporting import owned, person
from tests.dialogs.speaking import picture
from tests.factories import make_activity

pytestmark = pytest.mark.django_db

LIST = "/admin/actionplan/report/"
GOAL = {"target_value": 4, "target_unit": "tillfällen"}


@pytest.fixture
def joint():
    return make_activity(title="Samtal på torget", commitments=["municipality", "police"], **GOAL)


def sent(activity, party="municipality", key="en", **words):
    """A report from the owner of a party's part."""
    part = activity.commitments.get(organisation__kind=party)
    owner = part.owner or person(username=f"agare-{party}", kind=party)
    words = {"kind": "occurrence", "count": 2, "note": "Trettio samtal.", **words}
    return reports.send(owned(activity, owner, party), by=owner, key=key, **words)


def page_of(report):
    return f"{LIST}{report.pk}/change/"


def test_the_coordinator_reads_what_came_in_and_what_it_would_change(enter, joint):
    row = sent(joint)
    page = enter("samordnare").get(page_of(row)).content.decode()
    assert "Trettio samtal." in page
    assert "Gjort: 0 → 2 av minst 4 tillfällen." in page
    assert "Aktiviteten räknas inte längre som inte börjat utan som på gång." in page


def test_a_status_shows_that_one_party_is_not_enough(enter, joint):
    part = joint.commitments.get(organisation__kind="municipality")
    owner = person(username="anna")
    row = reports.send(owned(joint, owner), kind="status", status=Status.COMPLETED, by=owner, key="lage")
    page = enter("samordnare").get(page_of(row)).content.decode()
    assert "Parterna har kommit olika långt. Då räknas aktiviteten som på gång." in page
    assert part.follow_ups.count() == 0


def test_to_confirm_lets_it_count_once(enter, joint):
    row = sent(joint)
    client = enter("samordnare")
    response = client.post(page_of(row), {"bekrafta": "1"}, follow=True)
    assert "Rapporten är bekräftad och räknas nu." in response.content.decode()
    assert "redan avgjord" in client.post(page_of(row), {"bekrafta": "1"}, follow=True).content.decode()
    assert Occurrence.objects.get().recorded_by == row.sent_by
    row.refresh_from_db()
    assert row.decided_by.username == "test-samordnare"
    assert 'name="bekrafta"' not in client.get(page_of(row)).content.decode()


def test_to_send_back_asks_for_a_reason_and_writes_a_letter(enter, joint):
    row = sent(joint)
    client = enter("samordnare")
    assert (
        "Skriv vad som behöver rättas." in client.post(page_of(row), {"tillbaka": "1", "reason": ""}).content.decode()
    )
    page = client.post(page_of(row), {"tillbaka": "1", "reason": "Vilken dag var det?"}, follow=True).content.decode()
    assert "Ett mejl går till den som skrev." in page
    assert "Vilken dag var det?" in Letter.objects.get(key=f"report-back-{row.pk}").body
    row.refresh_from_db()
    assert (row.state, row.reason) == (Report.State.RETURNED, "Vilken dag var det?")


def test_many_are_confirmed_at_once(enter, joint):
    rows = [sent(joint, key=str(number)) for number in range(3)]
    chosen = {"action": "confirm_chosen", "_selected_action": [row.pk for row in rows]}
    page = enter("samordnare").post(LIST, chosen, follow=True).content.decode()
    assert "3 rapporter är bekräftade." in page
    assert Occurrence.objects.count() == 3


def test_what_can_no_longer_be_recorded_says_why_and_waits(enter, joint):
    part = joint.commitments.get(organisation__kind="municipality")
    owner = person(username="anna")
    followup.report(part, status=Status.ONGOING)
    row = reports.send(owned(joint, owner), kind="confirms", by=owner, key="galler")
    followup.report(part, status=Status.PAUSED, note="Vi väntar.")
    page = enter("samordnare").post(page_of(row), {"bekrafta": "1"}).content.decode()
    assert "Ett annat läge har sagts sedan rapporten skrevs." in page
    row.refresh_from_db()
    assert row.state == Report.State.WAITING


def test_the_police_confirm_their_own_part_and_see_no_other(enter, joint):
    theirs, ours = sent(joint, "police", "polis"), sent(joint, "municipality", "kommun")
    client = enter("kommunpolis")
    assert list(client.get(LIST).context["cl"].result_list) == [theirs]
    assert client.get(page_of(ours)).status_code == 302
    assert client.post(page_of(ours), {"bekrafta": "1"}).status_code == 302
    assert client.post(page_of(theirs), {"bekrafta": "1"}).status_code == 302
    assert Occurrence.objects.count() == 1


def test_nobody_but_the_coordinator_confirms_what_they_sent_themselves(enter, joint):
    client = enter("kommunpolis")
    me = client.get("/admin/").wsgi_request.user
    part = owned(joint, me, "police")
    row = reports.send(part, kind="occurrence", count=1, by=me, key="min")
    assert "Någon annan som talar för parten bekräftar den här." in client.get(page_of(row)).content.decode()
    assert client.post(page_of(row), {"bekrafta": "1"}).status_code == 403
    client.post(LIST, {"action": "confirm_chosen", "_selected_action": [row.pk]})
    assert not Occurrence.objects.exists()
    coordinator = enter("samordnare")
    mine = coordinator.get("/admin/").wsgi_request.user
    own = reports.send(owned(joint, mine), kind="occurrence", count=1, by=mine, key="samordnarens")
    assert coordinator.post(page_of(own), {"bekrafta": "1"}).status_code == 302
    assert Occurrence.objects.count() == 1


@pytest.mark.parametrize("role", ["redaktör", "rådsledamot"])
def test_others_have_nothing_to_do_with_it(enter, joint, role):
    row = sent(joint)
    client = enter(role)
    for path in (LIST, page_of(row), f"{LIST}{row.pk}/bild/"):
        assert client.get(path).status_code in {302, 403, 404}, path
    assert client.post(page_of(row), {"bekrafta": "1"}).status_code in {302, 403}
    assert not Occurrence.objects.exists()


def test_the_registrator_reads_but_decides_nothing(enter, joint):
    row = sent(joint)
    client = enter("registrator")
    page = client.get(page_of(row))
    assert page.status_code == 200
    assert 'name="bekrafta"' not in page.content.decode()
    assert client.post(page_of(row), {"bekrafta": "1"}).status_code == 403


def test_nobody_adds_or_removes_a_report(enter, joint):
    row = sent(joint)
    client = enter("samordnare")
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_picture_that_waits_is_seen_by_those_who_decide(enter, joint):
    row = sent(joint, picture=redraw(picture()), picture_words="Torget.")
    client = enter("samordnare")
    assert 'alt="Torget."' in client.get(page_of(row)).content.decode()
    shown = client.get(f"{LIST}{row.pk}/bild/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)


@pytest.mark.parametrize("address", ["x", "0", "99999999999999999999", "²"])
def test_an_address_that_cannot_be_is_answered_kindly(enter, address):
    client = enter("samordnare")
    assert client.get(f"{LIST}{address}/change/").status_code == 302
    assert client.get(f"{LIST}{address}/bild/").status_code == 404
    assert client.get(f"{LIST}?lage={address}").status_code == 200


# --- The front page and the ways there ---
def test_the_front_page_says_what_waits_to_be_confirmed(official, joint):
    theirs = sent(joint, "police", "polis")
    sent(joint, "municipality", "kommun")
    piles = {pile.heading: pile for pile in Todo(official("kommunpolis")).piles}
    (task,) = piles["Rapporter att bekräfta"].tasks
    assert task.url == page_of(theirs)
    assert "Det hände något" in task.reasons[0]
    coordinator = {pile.heading: pile.total for pile in Todo(official("samordnare")).piles}
    assert coordinator["Rapporter att bekräfta"] == 2
    assert "Rapporter att bekräfta" not in {pile.heading for pile in Todo(official("redaktör")).piles}


def test_the_way_to_report_is_short_for_those_who_do(enter, joint):
    client = enter("samordnare")
    front = client.get("/admin/").content.decode()
    assert 'href="/rapportera/"' in front
    page = client.get(f"/admin/actionplan/activity/{joint.pk}/change/").content.decode()
    assert f'href="/rapportera/{joint.pk}/"' in page
    assert 'href="/rapportera/"' not in enter("redaktör").get("/admin/").content.decode()


def test_a_task_on_the_front_page_leads_to_the_minutes_page(official):
    activity = make_activity(commitments=["police"], due_on=date(2024, 9, 1))
    (task,) = [task for pile in Todo(official("kommunpolis")).piles for task in pile.tasks]
    assert task.report_url == f"/rapportera/{activity.pk}/"
    assert {task.report_url for pile in Todo(official("redaktör")).piles for task in pile.tasks} == {""}


def test_the_list_and_the_front_page_take_as_many_queries_for_many_as_for_few(enter, joint):
    client = enter("samordnare")
    sent(joint, key="0")

    def count(path):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    few = [count(path) for path in (LIST, "/admin/")]
    for number in range(1, 12):
        sent(joint, key=str(number))
    assert [count(path) for path in (LIST, "/admin/")] == few
