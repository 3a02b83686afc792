"""What comes in by a link: it waits or counts, once, and comes back with a reason and all its words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actionplan import followup, questions
from actionplan.models import FollowUp, Occurrence, Report
from actionplan.reporting import letters, reports
from actionplan.status import Status
from arboga_loften.foundation import outbox
from arboga_loften.foundation.outbox import Letter
from tests.actionplan.reporting import Reporter, owned, person
from tests.dialogs.speaking import picture
from tests.factories import make_activity, make_area, make_place, make_plan, make_promise

pytestmark = pytest.mark.django_db

GOAL = {"target_value": 4, "target_unit": "tillfällen", "target_unit_one": "tillfälle"}


@pytest.fixture
def owner():
    return person(username="anna", first_name="Anna", last_name="Hemlig")


@pytest.fixture
def coordinator():
    return person("samordnare")


@pytest.fixture
def activity():
    return make_activity(
        title="Samtal på torget", places=[make_place("Nytorget")], commitments=["municipality", "police"], **GOAL
    )


@pytest.fixture
def part(activity, owner):
    return owned(activity, owner)


@pytest.fixture
def reporter(client, part, owner):
    return Reporter.by_link(client, part, owner)


@pytest.fixture
def direct(part):
    plan = part.activity.focus_area.promise.plan
    plan.reports_by_link = "direct"
    plan.save()
    return plan


def test_to_open_the_link_changes_nothing_and_needs_no_cookie(reporter, client):
    response = reporter.open()
    assert response.status_code == 200
    assert client.cookies == {}
    assert not Report.objects.exists()
    headers = response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert headers["X-Robots-Tag"] == "noindex"
    assert 'content="noindex, nofollow"' in response.content.decode()


def test_a_report_waits_for_the_coordinator_and_counts_when_confirmed(reporter, activity, coordinator, owner):
    assert "Samordnaren läser det du skickar" in reporter.open().content.decode()
    reporter.send("hant", note="Trettio samtal.")
    page = reporter.follow()
    assert "Tack! Vi har fått din rapport" in page
    assert "Samordnaren läser och bekräftar." in page
    assert "Väntar på att samordnaren bekräftar" in page
    assert not Occurrence.objects.exists()
    reports.confirm(Report.objects.get(), by=coordinator)
    row = Occurrence.objects.get()
    assert (row.note, row.place.name, row.recorded_by) == ("Trettio samtal.", "Nytorget", owner)
    assert "Nu är det 1 av minst 4 tillfällen." in reporter.client.get(reporter.path_of_receipt).content.decode()


def test_where_the_plan_says_so_it_counts_at_once_and_can_be_undone(reporter, direct, client):
    assert "direkt." in reporter.open().content.decode()
    reporter.send("hant")
    assert "Nu är det 1 av minst 4 tillfällen." in reporter.follow()
    row = Occurrence.objects.get()
    undone = client.post(reporter.path, {"kort": "angra", "tillfalle": str(row.pk)})
    assert "räknas inte längre" in client.get(undone.headers["Location"]).content.decode()
    assert row.withdrawal.note == "Felregistrerat"


@pytest.mark.parametrize("setting", ["confirm", "direct"])
def test_what_is_sent_twice_is_one_report(reporter, part, setting):
    plan = part.activity.focus_area.promise.plan
    plan.reports_by_link = setting
    plan.save()
    reporter.send("hant")
    first = reporter.page.headers["Location"]
    assert reporter.again().headers["Location"] == first
    assert Report.objects.count() == 1
    assert Occurrence.objects.count() == (setting == "direct")


def test_how_it_goes_and_that_it_holds_are_sent_too(reporter, part, coordinator, activity):
    reporter.send("lage", status="ongoing", note="Det rullar på.", next_update_on="2024-12-01")
    reports.confirm(Report.objects.get(), by=coordinator)
    said = part.follow_ups.get()
    assert (said.status, said.note, said.next_update_on) == ("ongoing", "Det rullar på.", date(2024, 12, 1))
    reporter.send("galler")
    reports.confirm(Report.objects.waiting().get(), by=coordinator)
    again = part.follow_ups.latest_first().first()
    assert (again.confirms_only, again.note, again.next_update_on) == (True, "Det rullar på.", date(2024, 12, 1))
    assert not FollowUp.objects.filter(commitment__organisation__kind="police").exists()


def test_what_was_said_to_hold_is_not_confirmed_when_something_else_has_been_said_since(reporter, part, coordinator):
    followup.report(part, status="ongoing", by=coordinator)
    reporter.send("galler")
    followup.report(part, status="paused", note="En skylt är trasig.", by=coordinator)
    with pytest.raises(ValidationError, match="Ett annat läge har sagts"):
        reports.confirm(Report.objects.get(), by=coordinator)


def test_whoever_has_just_sent_something_new_is_not_asked_whether_the_old_still_holds(reporter, coordinator):
    reporter.send("lage", status="ongoing", note="Det rullar på.")
    reports.confirm(Report.objects.get(), by=coordinator)
    assert 'id="galler"' in reporter.open().content.decode()
    reporter.send("lage", status="paused", note="En skylt är trasig.")
    assert 'id="galler"' not in reporter.open().content.decode()


def test_a_reason_is_asked_for_by_link_as_well(reporter):
    page = reporter.send("lage", status="cancelled")
    assert page.status_code == 422
    assert "Skriv varför." in page.content.decode()
    assert not Report.objects.exists()


def test_a_picture_follows_the_report_into_the_ledger(reporter, coordinator):
    reporter.send("hant", picture=picture())
    reporter.mend("hant", picture_words="Torget i skymning.")
    assert reporter.page.status_code == 303
    reports.confirm(Report.objects.get(), by=coordinator)
    row = Occurrence.objects.get()
    assert row.picture_words == "Torget i skymning."
    with row.picture.open() as kept:
        assert kept.read(3) == b"\xff\xd8\xff"


def test_what_is_sent_back_stands_with_its_reason_and_all_its_words_to_be_mended(reporter, coordinator, part):
    reporter.send("hant", note="Vi var på torget.", count="9", evidence="Dnr 7", on="2024-10-01")
    row = Report.objects.get()
    _row, has_letter = letters.send_back(row, reason="Nio? Var det inte ett?", by=coordinator)
    assert has_letter
    letter = Letter.objects.get(key=f"report-back-{row.pk}")
    assert letter.recipient == "anna@example.se"
    assert "Nio? Var det inte ett?" in letter.body
    link = next(line for line in letter.body.splitlines() if "/rapportera/lank/" in line)
    reporter.path = "/rapportera/" + link.partition("/rapportera/")[2]
    page = reporter.open().content.decode()
    assert "Nio? Var det inte ett?" in page
    mine, _everything = reporter.filled_in("hant")
    assert (mine["note"], mine["count"], mine["evidence"], mine["on"]) == (
        "Vi var på torget.",
        "9",
        "Dnr 7",
        "2024-10-01",
    )
    reporter.send("hant", count="1")
    anew = Report.objects.waiting().get()
    assert (anew.mends, anew.count, anew.note) == (row, 1, "Vi var på torget.")
    assert "Nio? Var det inte ett?" not in reporter.open().content.decode()


def test_a_picture_that_came_back_need_not_be_chosen_again(reporter, coordinator):
    reporter.send("hant", picture=picture(), picture_words="Torget.")
    first = Report.objects.get()
    letters.send_back(first, reason="Vilken dag?", by=coordinator)
    assert "Bilden som du har valt är kvar." in reporter.open().content.decode()
    reporter.send("hant", on="2024-10-02")
    anew = Report.objects.waiting().get()
    assert (anew.picture.name, anew.picture_words) == (first.picture.name, "Torget.")
    letters.send_back(anew, reason="Utan bild.", by=coordinator)
    reporter.send("hant", remove_picture="on")
    assert not Report.objects.waiting().get().picture


def test_one_without_an_address_gets_no_letter(part, owner, coordinator):
    owner.email = ""
    owner.save()
    row = reports.send(part, kind="occurrence", by=owner, key="en", count=1)
    assert letters.send_back(row, reason="Vad hände?", by=coordinator)[1] is False
    assert not Letter.objects.exists()


def test_one_who_no_longer_answers_for_it_gets_the_reason_but_no_link(part, owner, coordinator):
    row = reports.send(part, kind="occurrence", by=owner, key="en", count=1)
    owned(part.activity, coordinator)
    row.refresh_from_db()
    letters.send_back(Report.objects.get(pk=row.pk), reason="Vad hände?", by=coordinator)
    assert "/rapportera/lank/" not in Letter.objects.get().body
    assert outbox.is_written(f"report-back-{row.pk}")


def test_the_page_tells_nothing_but_what_is_public_and_ones_own(reporter, activity, part, coordinator):
    asked = questions.ask(part, text="Varför så få?", answer_by=date(2024, 11, 1), by=coordinator)
    theirs = activity.commitments.get(organisation__kind="police")
    questions.ask(theirs, text="Hemlig fråga till polisen", answer_by=date(2024, 11, 1), by=coordinator)
    reports.send(part, kind="occurrence", by=coordinator, key="annan", count=1, note="Någon annans rapport")
    coordinator.first_name, coordinator.last_name = "Cecilia", "Samordnarsson"
    coordinator.save()
    make_activity(make_area(make_promise()), title="Ett hemligt utkast", published=False)
    page = reporter.open().content.decode()
    assert "Varför så få?" in page
    for hidden in ("Hemlig", "Någon annans", "Samordnarsson", "utkast", "/admin/", "Alla mina aktiviteter"):
        assert hidden not in page, hidden
    reporter.send(f"svar-{asked.pk}", text="Regn.")
    asked.refresh_from_db()
    assert asked.answer == "Regn."


def test_a_link_answers_no_question_of_another_part(reporter, activity, coordinator):
    theirs = activity.commitments.get(organisation__kind="police")
    asked = questions.ask(theirs, text="Polisen?", answer_by=date(2024, 11, 1), by=coordinator)
    page = reporter.client.post(reporter.path, {"kort": f"svar-{asked.pk}", f"svar-{asked.pk}-text": "Nej."})
    assert page.status_code == 422
    asked.refresh_from_db()
    assert asked.answer == ""


@pytest.mark.parametrize("mark", ["t1", "r999", "u1", "a1", "s1", "x1", "r", "r²", "r99999999999", "%00"])
def test_a_made_up_receipt_shows_nothing(reporter, activity, mark):
    followup.add_occurrence(activity)
    followup.report(activity.commitments.get(organisation__kind="police"), status=Status.ONGOING)
    page = reporter.client.get(f"{reporter.path}?ny={mark}")
    assert "Tack!" not in page.content.decode()


def test_very_many_at_once_are_asked_to_wait_with_all_that_they_typed(reporter):
    for _each in range(40):
        reporter.client.post(reporter.path, {"kort": "x"})
    page = reporter.send("hant", note="Det här är kvar.")
    assert page.status_code == 429
    assert "Det här är kvar." in page.content.decode()
    assert not Report.objects.exists()


def test_the_link_works_in_english_too(reporter):
    assert reporter.client.get(f"/en{reporter.path}").status_code == 200


def test_two_plans_may_differ(client, owner):
    plan = make_plan(make_promise(2023), reports_by_link="direct")
    assert plan.reports_by_link == "direct"
    part = owned(make_activity(), owner)
    Reporter.by_link(client, part, owner).send("hant")
    assert Report.objects.get().state == Report.State.WAITING
