"""The council's example: two quarters held before the demonstration's day, and the third about to be."""

from datetime import date

import pytest
from django.core.management import call_command

from actionplan.council import freezing, packet
from actionplan.models import (
    Activity,
    CouncilMeeting,
    CouncilQuestion,
    CouncilReport,
    DueDateChange,
    FollowUp,
    Occurrence,
    Review,
    TargetChange,
)
from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Municipality
from arboga_loften.portal.record.load import load, load_council
from arboga_loften.portal.roles import ensure_roles
from tests.factories import organisation

pytestmark = pytest.mark.django_db

Q1, Q2, Q3 = date(2024, 4, 18), date(2024, 8, 22), date(2024, 10, 17)


@pytest.fixture
def council(db):
    load()
    load_council()


def meeting(key):
    return CouncilMeeting.objects.get(key=key)


def of(told, label):
    return next(each for each in told["activities"] if each["label"] == label)


def test_two_quarters_are_held_and_published_and_the_chain_is_whole(council):
    readable = [(row.meeting.key, row.version) for row in CouncilReport.objects.visible().in_chain()]
    assert readable == [("2024-q1", 1), ("2024-q1", 2), ("2024-q2", 1)]
    assert all(not link.problems for link in freezing.chain())
    assert [row.adopted_on for row in CouncilReport.objects.in_chain()] == [Q1, date(2024, 4, 24), Q2]
    assert all(row.told["is_example"] for row in CouncilReport.objects.all())
    first, corrected = meeting("2024-q1").reports.order_by("version")
    assert first.told["meeting"]["registry_number"] != corrected.told["meeting"]["registry_number"]
    assert first.told["activities"] == corrected.told["activities"], "only what it says was corrected"


def test_the_second_report_says_what_the_ledgers_say_has_changed_since_the_first(council):
    told = meeting("2024-q2").report.told
    assert (told["since"], told["since_report"], told["lead"][:31]) == (
        Q1.isoformat(),
        "2024-q1",
        "2 av 24 aktiviteter är klara. 8",
    )
    for activity in Activity.objects.select_related("focus_area"):
        here = of(told, activity.label)
        done = {on: _done(activity, on) for on in (Q1, Q2)}
        assert here["outcome"] == done[Q2], activity.label
        news = [(row["before"], row["after"]) for row in _news(told, "outcome", activity)]
        assert news == ([(str(done[Q1]), str(done[Q2]))] if done[Q1] != done[Q2] else []), activity.label
        said = {party["slug"]: party["status"] for party in here["parties"]}
        for commitment in activity.commitments.select_related("organisation"):
            was, now = _said(commitment, Q1), _said(commitment, Q2)
            assert said[commitment.organisation.slug] == now
            party = commitment.organisation.called
            news = [row for row in _news(told, "status", activity) if row["party"] == party]
            assert [(row["code_before"], row["code_after"]) for row in news] == ([(was, now)] if was != now else [])
    moved = DueDateChange.objects.get(recorded_on__gt=Q1, recorded_on__lte=Q2)
    lowered = TargetChange.objects.get(recorded_on__gt=Q1, recorded_on__lte=Q2)
    assert [(row["label"], row["reason"]) for row in _news(told, "moved")] == [(moved.activity.label, moved.reason)]
    assert [(row["label"], row["reason"]) for row in _news(told, "target")] == [
        (lowered.activity.label, lowered.reason)
    ]
    assert (of(told, "2.4")["target"], of(told, "2.4")["first_target"]) == (8, 10)


def _done(activity, on):
    return sum(row.count for row in Occurrence.objects.standing(on).filter(activity=activity))


def _said(commitment, on):
    rows = FollowUp.objects.filter(commitment=commitment, recorded_on__lte=on).order_by("on", "pk")
    return rows.last().status


def _news(told, kind, activity=None):
    return [row for row in told["news"] if row["kind"] == kind and activity in (None, Activity(pk=row["activity"]))]


def test_what_a_member_asked_for_in_april_is_answered_in_the_report_of_august(council):
    april, august = meeting("2024-q1").report.told, meeting("2024-q2").report.told
    assert of(april, "2.4")["review"]["verdict"] == Review.Verdict.MORE
    (asked,) = of(april, "2.4")["questions"]
    assert not asked["answer"], "it hadn't been answered when the report was adopted"
    (back,) = august["questions"]
    assert back["text"] == asked["text"]
    assert (back["answered_on"], bool(back["answer"])) == ("2024-05-14", True)


def test_the_third_quarter_waits_to_be_reviewed(council):
    ahead = meeting("2024-q3")
    assert not ahead.is_held
    assert ahead.report is None
    assert not ahead.reviews.filter(at_meeting=True).exists()
    assert not ahead.decisions.exists()
    assert {seat.presence for seat in ahead.seats.all()} == {"invited"}
    assert ahead.reviews.filter(verdict=Review.Verdict.MORE).count() == 1
    (unanswered,) = packet.build(ahead)["questions"]
    assert unanswered["to"] == "Kommunen"
    assert not unanswered["answer"]
    assert not CouncilMeeting.objects.filter(notes_decided_on__gt=date(2024, 10, 15)).exists()


def test_each_thing_comes_on_its_own_day_and_only_once(freeze_day):
    freeze_day("2024-04-17")
    load()
    load_council()
    assert not CouncilReport.objects.exists()
    freeze_day("2024-04-18")
    load_council()
    assert [row.version for row in CouncilReport.objects.all()] == [1]
    assert not CouncilReport.objects.visible().exists(), "it is published some days after the meeting"
    freeze_day("2024-05-10")
    load_council()
    assert CouncilReport.objects.visible().count() == 2, "and corrected"
    assert CouncilQuestion.objects.unanswered().count() == 1
    freeze_day("2025-02-01")
    load()
    load_council()
    assert not CouncilQuestion.objects.unanswered().exists()
    assert all(not link.problems for link in freezing.chain())
    final = meeting("2024-q4").report.told["final"]
    assert final["fulfilment"] == {"met": 15, "partly_met": 5, "not_met": 4}
    assert load_council().total() == 0


def test_what_people_have_done_in_the_meantime_stands(freeze_day):
    load()
    freeze_day("2024-04-18")
    load_council()
    freeze_day("2024-05-20")
    samordnare = User.objects.create_user("berit", function="Säkerhetssamordnare", organisation=organisation())
    first = meeting("2024-q1")
    first.notes, first.notes_decided_on = "Våra egna anteckningar.", Q1
    first.save()
    freezing.adopt(first, by=samordnare, correction="Ett namn på en funktion var fel.")
    gone = Activity.objects.get(slug="butiker-om-presentkort")
    gone.unpublish()
    gone.save()
    freeze_day("2024-10-15")
    load_council()
    assert meeting("2024-q1").reports.count() == 2
    assert meeting("2024-q1").notes == "Våra egna anteckningar."
    assert meeting("2024-q2").report is not None
    assert all(not link.problems for link in freezing.chain())


def test_the_demonstrations_people_are_those_who_spoke(settings):
    settings.DEMO = True
    ensure_roles()
    load()
    load_council()
    speaker = Review.objects.filter(at_meeting=False).first().by
    assert (speaker.username, speaker.is_active, speaker.has_usable_password()) == ("exempel-radsledamot", False, False)
    call_command("create_demo_users")
    speaker.refresh_from_db()
    assert (speaker.username, speaker.is_active, speaker.has_usable_password()) == ("radsledamot", True, True)
    assert not User.objects.filter(username__startswith="exempel-").exists()
    assert load_council().total() == 0


def test_a_demonstration_made_before_there_was_a_council_gets_one(settings):
    settings.DEMO = True
    ensure_roles()
    load()
    call_command("create_demo_users")
    load_council()
    assert not User.objects.filter(username__startswith="exempel-").exists()
    assert Review.objects.filter(by__username="radsledamot").exists()
    assert Municipality.objects.current().coordination_function
