"""To adopt is to freeze: who may not be early, what a correction must say, and a chain where nothing can be taken out unseen."""

import json
from datetime import date
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from actionplan import followup
from actionplan.council import freezing, reviewing
from actionplan.models import AreaSummary, CouncilMeeting, CouncilReport, Decision, ReportFile, Review, Seat
from actionplan.models.frozen import sum_of
from arboga_loften.accounts.models import User
from arboga_loften.foundation.guards import guards_removed
from arboga_loften.foundation.publishing import Undeletable
from tests.factories import make_activity, make_area, make_meeting, make_plan, make_promise, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db):
    return User.objects.create(
        username="samordnaren-berit", function="Säkerhetssamordnare", organisation=organisation()
    )


@pytest.fixture
def member(db):
    return User.objects.create(username="ledamoten", function="Rådsledamot", organisation=organisation())


@pytest.fixture
def activity(db):
    return make_activity(target_value=4, target_unit="tillfällen")


@pytest.fixture
def meeting(activity):
    return make_meeting(period=2)


# --- To adopt ---
def test_an_adopted_report_says_who_when_and_what_by_function_and_never_by_name(meeting, coordinator):
    report = freezing.adopt(meeting, by=coordinator)
    assert report.told["adopted"]["by"] == "Säkerhetssamordnare"
    assert report.told["adopted"]["on"] == "2024-10-15"
    assert "berit" not in report.content
    assert (report.version, report.number, report.told["previous"]) == (1, 1, None)


def test_the_sum_is_that_of_the_contents_bytes_and_those_are_canonical(meeting, coordinator):
    report = CouncilReport.objects.get(pk=freezing.adopt(meeting, by=coordinator).pk)
    assert report.is_whole
    assert report.content == freezing.canonical(json.loads(report.content))


def test_a_report_isnt_adopted_before_its_meeting(activity, coordinator):
    with pytest.raises(ValidationError, match="tidigast 17 oktober 2024"):
        freezing.adopt(make_meeting(period=3), by=coordinator)


def test_a_second_version_says_what_is_corrected_and_the_first_stands(meeting, activity, coordinator):
    first = freezing.adopt(meeting, by=coordinator)
    with pytest.raises(ValidationError, match="vad som är rättat"):
        freezing.adopt(meeting, by=coordinator)
    followup.add_occurrence(activity, on=date(2024, 7, 1))  # told afterwards
    second = freezing.adopt(meeting, by=coordinator, correction="En vandring saknades.", on=date(2024, 10, 15))
    assert (second.version, second.number, second.told["previous"]["sha256"]) == (2, 2, first.sha256)
    assert [row.told["activities"][0]["outcome"] for row in CouncilReport.objects.in_chain()] == [0, 1]
    assert meeting.report == second


def test_the_first_version_has_nothing_to_correct(meeting, coordinator):
    with pytest.raises(ValidationError, match="inget att rätta"):
        freezing.adopt(meeting, by=coordinator, correction="Något.")


@pytest.mark.parametrize("day", [date(2024, 10, 16), date(2024, 3, 31)])
def test_a_day_that_hasnt_been_or_lies_before_the_period_is_refused(meeting, coordinator, day):
    with pytest.raises(ValidationError):
        freezing.adopt(meeting, by=coordinator, on=day)


def test_the_address_of_a_meeting_stands_once_its_report_is_adopted(meeting, coordinator):
    freezing.adopt(meeting, by=coordinator)
    meeting.key = "2024-annat"
    with pytest.raises(ValidationError, match="adressen står fast"):
        meeting.save()
    with pytest.raises(ValidationError, match="adressen står fast"):
        meeting.full_clean()


# --- Nothing reaches it ---
def test_nobody_changes_or_erases_an_adopted_report(meeting, coordinator):
    report = freezing.adopt(meeting, by=coordinator)
    report.content = report.content.replace("klar", "färdig")
    with pytest.raises(Undeletable):
        report.save()
    for erase in (report.delete, CouncilReport.objects.all().delete, report.files.all().delete, meeting.delete):
        with pytest.raises((Undeletable, DatabaseError, ValidationError)), transaction.atomic():
            erase()
    with pytest.raises(Undeletable):
        ReportFile.objects.update(data=b"")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE actionplan_councilreport SET content = '{}'",
        "UPDATE actionplan_councilreport SET sha256 = 'a'",
        "UPDATE actionplan_councilreport SET adopted_on = '2020-01-01'",
        "UPDATE actionplan_councilreport SET correction = 'Inget.'",
        "UPDATE actionplan_councilreport SET version = 7",
        "DELETE FROM actionplan_councilreport",
        "UPDATE actionplan_reportfile SET sha256 = 'a'",
        "DELETE FROM actionplan_reportfile",
    ],
)
def test_not_even_by_hand_in_the_database(meeting, coordinator, sql):
    freezing.adopt(meeting, by=coordinator)
    with pytest.raises(DatabaseError, match="antagen rapport"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- Published, taken down ---
def test_a_report_is_published_apart_from_being_adopted_and_taken_down_with_a_reason(meeting, coordinator):
    report = freezing.adopt(meeting, by=coordinator)
    assert not CouncilReport.objects.visible().exists()
    freezing.publish(report)
    assert CouncilReport.objects.visible().get() == report
    with pytest.raises(ValidationError, match="varför rapporten avpubliceras"):
        freezing.take_down(report, reason="")
    freezing.take_down(report, reason="En uppgift kunde peka ut en person.")
    assert not CouncilReport.objects.visible().exists()
    freezing.publish(report)
    assert CouncilReport.objects.get().unpublished_reason == ""


# --- The chain ---
def test_the_chain_goes_through_every_plan_and_is_whole(coordinator):
    for year in (2023, 2024):
        plan = make_plan(make_promise(year))
        make_activity(make_area(plan.promise))
        for period in (1, 2):
            freezing.adopt(make_meeting(plan, period), by=coordinator)
    links = freezing.chain()
    assert [link.number for link in links] == [1, 2, 3, 4]
    assert not any(link.problems for link in links)


def test_a_report_that_somebody_made_disappear_leaves_a_hole(activity, coordinator):
    first, gone, _last = [freezing.adopt(make_meeting(period=period), by=coordinator) for period in (1, 2)] + [
        freezing.adopt(CouncilMeeting.objects.get(key="2024-q1"), by=coordinator, correction="En siffra.")
    ]
    with guards_removed(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM actionplan_reportfile WHERE report_id = %s", [gone.pk])
        # The one after it is made to follow the first, as somebody would who wants nothing to be seen.
        cursor.execute("DELETE FROM actionplan_councilreport WHERE number = 2")
        cursor.execute("UPDATE actionplan_councilreport SET previous_id = %s WHERE number = 3", [first.pk])
    links = freezing.chain()
    assert [(link.number, link.report is None, bool(link.problems)) for link in links] == [
        (1, False, False),
        (2, True, True),
        (3, False, True),
    ]


@pytest.mark.parametrize("what", ["content", "file"])
def test_a_letter_that_somebody_changed_is_seen(meeting, coordinator, what):
    report = freezing.adopt(meeting, by=coordinator)
    with guards_removed(), connection.cursor() as cursor:
        if what == "content":
            cursor.execute(
                "UPDATE actionplan_councilreport SET content = %s", [report.content.replace("klar", "klarr")]
            )
        else:
            cursor.execute("UPDATE actionplan_reportfile SET sha256 = %s WHERE kind = 'pdf'", ["0" * 64])
    (link,) = freezing.chain()
    assert link.problems


def test_a_whole_content_in_another_ones_place_is_seen(meeting, coordinator):
    first = freezing.adopt(meeting, by=coordinator)
    other = freezing.canonical(first.told | {"version": 9})
    with guards_removed(), connection.cursor() as cursor:
        cursor.execute("UPDATE actionplan_councilreport SET content = %s, sha256 = %s", [other, sum_of(other)])
    (link,) = freezing.chain()
    assert link.problems == ("Innehållet hör till en annan rapport än den som står här.",)


# --- To recognise ---
def test_a_sum_is_recognised_however_it_was_copied(meeting, coordinator):
    report = freezing.publish(freezing.adopt(meeting, by=coordinator))
    spaced = " ".join(report.sha256[at : at + 8] for at in range(0, 64, 8)).upper()
    for text in (report.sha256, spaced, f"Kontrollsumma:\n{report.sha256}\n"):
        match = freezing.recognise(text)
        assert (match.report, match.kind, match.is_newest) == (report, "json", True)
    assert freezing.recognise("a" * 64) is None
    assert freezing.recognise("ingen summa") is None


def test_each_file_is_recognised_and_a_changed_one_isnt(meeting, coordinator):
    report = freezing.publish(freezing.adopt(meeting, by=coordinator))
    files = {file.kind: bytes(file.data) for file in report.files.all()} | {"json": report.content.encode()}
    assert set(files) == {"pdf", "docx", "xlsx", "json"}
    for kind, data in files.items():
        assert freezing.recognise(sum_of(data)).kind == kind
        assert freezing.recognise(sum_of(data + b" ")) is None
    assert sum_of(files["json"]) == report.sha256


def test_an_older_version_says_that_there_is_a_newer(meeting, coordinator):
    first = freezing.publish(freezing.adopt(meeting, by=coordinator))
    second = freezing.publish(freezing.adopt(meeting, by=coordinator, correction="En siffra var fel."))
    assert freezing.recognise(first.sha256).newest == second


def test_a_report_that_isnt_published_isnt_recognised(meeting, coordinator):
    report = freezing.adopt(meeting, by=coordinator)
    assert freezing.recognise(report.sha256) is None


# --- The deeds before it ---
def test_the_year_is_booked_once_by_the_plans_rhythm(activity):
    plan = activity.focus_area.promise.plan
    made = reviewing.book_the_year(plan)
    assert [(row.key, row.is_final) for row in made] == [
        ("2024-q1", False),
        ("2024-q2", False),
        ("2024-q3", False),
        ("2024-q4", True),
    ]
    assert not any(row.is_visible for row in made)
    assert reviewing.book_the_year(plan) == []


def test_those_who_were_called_last_time_are_called_again(activity):
    make_meeting(period=1, seats=["Kommunchef", "Polisen"])
    meeting = make_meeting(period=2)
    assert reviewing.call_the_same(meeting) == 2
    assert [seat.presence for seat in meeting.seats.all()] == [Seat.Presence.INVITED] * 2
    assert reviewing.call_the_same(meeting) == 0


def test_a_member_says_what_they_think_once_and_may_change_their_mind_until_it_is_adopted(
    meeting, activity, member, coordinator
):
    reviewing.review(meeting, activity, by=member, verdict="remark", note="Vem gör det?")
    reviewing.review(meeting, activity, by=member, verdict="approved")
    row = Review.objects.get()
    assert (row.verdict, row.note) == ("approved", "")
    assert row.history.count() == 2
    freezing.adopt(meeting, by=coordinator)
    with pytest.raises(ValidationError, match="är antagen"):
        reviewing.review(meeting, activity, by=member, verdict="approved")


@pytest.mark.parametrize("verdict", ["more", "remark"])
def test_who_wants_more_or_remarks_says_what(meeting, activity, member, verdict):
    with pytest.raises(ValidationError, match="Skriv vad som ska kompletteras"):
        reviewing.review(meeting, activity, by=member, verdict=verdict, note="  ")


def test_an_activity_of_another_plan_or_a_draft_isnt_reviewed(meeting, member):
    other = make_activity(make_area(make_promise(2023)))
    draft = make_activity(published=False)
    for activity in (other, draft):
        with pytest.raises(ValidationError, match="hör inte till"):
            reviewing.review(meeting, activity, by=member, verdict="approved")


def test_the_council_says_one_thing_of_an_activity_at_the_meeting(meeting, activity, coordinator, member):
    reviewing.review(meeting, activity, by=coordinator, verdict="approved", at_meeting=True)
    reviewing.review(meeting, activity, by=member, verdict="more", note="Siffror.", at_meeting=True)
    assert Review.objects.get(at_meeting=True).verdict == "more"


def test_decisions_are_numbered_through_the_year(meeting, activity):
    for text in ("Fortsätt.", "Pröva fler kvällar."):
        reviewing.decide(meeting, text=text)
    reviewing.decide(make_meeting(period=1), text="Börja.", registry_number="KS 12/2024", activity=activity)
    assert [row.label for row in Decision.objects.all()] == ["1/2024", "2/2024", "3/2024"]


def test_whether_a_goal_is_met_says_how_it_is_known(meeting, activity):
    area = activity.focus_area
    with pytest.raises(ValidationError, match="hur vi vet"):
        reviewing.summarise(meeting, area, fulfilment="met")
    reviewing.summarise(meeting, area, text="Det går bra.", fulfilment="met", fulfilment_note="Enkäten i maj.")
    reviewing.summarise(meeting, area, text="Det går bättre.", fulfilment="partly_met", fulfilment_note="Enkäten.")
    assert AreaSummary.objects.get().text == "Det går bättre."


@pytest.mark.django_db(transaction=True)
def test_two_reports_that_are_adopted_at_once_come_one_after_the_other(coordinator):
    make_activity()
    meetings = [make_meeting(period=period) for period in (1, 2)]
    failed = []

    def adopt(meeting):
        try:
            freezing.adopt(CouncilMeeting.objects.get(pk=meeting.pk), by=coordinator)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=adopt, args=[meeting]) for meeting in meetings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [link.problems for link in freezing.chain()] == [(), ()]
