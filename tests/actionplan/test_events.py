"""What has happened, told newest first on the start page and from the beginning on the activity's own page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actionplan import followup
from actionplan.events import activity_events, latest_events, next_booked
from actionplan.models import Activity, PlannedOccurrence
from actionplan.status import Status
from tests.factories import make_activity, make_area, make_place, make_plan

pytestmark = pytest.mark.django_db

TODAY = date(2024, 10, 15)


def part(activity):
    return activity.commitments.first()


def story(activity, on=TODAY):
    (judged,) = Activity.objects.filter(pk=activity.pk).judged(on)
    return activity_events(judged, on)


def facts_of(activity, on=TODAY):
    (judged,) = Activity.objects.filter(pk=activity.pk).judged(on)
    return judged.progress.facts


def kinds(activity, on=TODAY):
    return [event.kind for event in story(activity, on)]


# --- The newest ---
@pytest.fixture
def happened():
    activity = make_activity(title="Trygghetsvandring", due_on=date(2024, 11, 1))
    followup.add_occurrence(activity, on=date(2024, 3, 1), note="Vi gick.", place=make_place("Nytorget"))
    followup.report(part(activity), status=Status.ONGOING, note="Det går bra.", on=date(2024, 4, 1))
    followup.move_due_date(activity, new_due_on=date(2024, 12, 1), reason="Snö.", on=date(2024, 5, 1))
    return activity


def test_occurrences_follow_ups_and_moved_deadlines_are_told_newest_first(happened):
    newest = latest_events([happened], TODAY)
    assert [event.kind for event in newest] == ["moved", "follow_up", "occurrence"]
    assert [event.words for event in newest] == [
        "Slutdatum flyttat",
        "Uppföljning från kommunen",
        "Tillfälle: Nytorget",
    ]
    assert [event.text for event in newest] == ["Snö.", "Det går bra.", "Vi gick."]
    assert newest[0].after == "1 december"
    assert newest[1].status is Status.ONGOING
    assert newest[2].get_absolute_url() == happened.get_absolute_url()
    assert newest[2].activity_label == "1.1"


def test_only_as_many_as_asked_for_are_told(happened):
    assert [event.kind for event in latest_events([happened], TODAY, limit=1)] == ["moved"]


def test_a_plan_a_queryset_and_a_list_tell_the_same(happened):
    told = latest_events([happened], TODAY)
    assert latest_events(happened.focus_area.promise.plan, TODAY) == told
    assert latest_events(Activity.objects.all(), TODAY) == told
    assert latest_events([], TODAY) == []


@pytest.mark.parametrize("hide", ["activity", "area", "plan"])
def test_nothing_is_told_of_what_is_not_public(hide, happened):
    plan = make_plan()
    row = {"activity": happened, "area": happened.focus_area, "plan": plan}[hide]
    row.refresh_from_db()
    row.unpublish()
    row.save()
    assert latest_events(plan, TODAY) == []
    assert latest_events(Activity.objects.all(), TODAY) == []


def test_what_was_written_later_was_not_news_on_an_earlier_day():
    activity = make_activity()
    followup.add_occurrence(activity, on=date(2024, 3, 1))
    assert latest_events([activity], date(2024, 10, 14)) == []


def test_neither_what_only_confirms_nor_what_was_taken_back_is_news():
    activity = make_activity()
    followup.report(part(activity), status=Status.ONGOING, on=date(2024, 3, 1), recorded_on=date(2024, 3, 1))
    followup.confirm(part(activity))
    followup.withdraw_occurrence(followup.add_occurrence(activity), reason="Fel dag.")
    assert [event.on for event in latest_events([activity], TODAY)] == [date(2024, 3, 1)]


def test_the_newest_take_one_query_however_many_activities(django_assert_num_queries):
    area = make_area()
    for n in (1, 2, 3):
        activity = make_activity(area, number=n)
        followup.add_occurrence(activity)
        followup.report(part(activity), status=Status.ONGOING)
        with django_assert_num_queries(1):
            assert len(latest_events(make_plan_of(activity), TODAY)) == 2 * n


def make_plan_of(activity):
    plan = activity.focus_area.promise.plan
    _ = plan.promise
    return plan


# --- The story of one ---
def test_the_story_goes_from_start_to_due_date(happened):
    assert kinds(happened) == ["start", "occurrence", "follow_up", "moved", "due"]


def test_occurrences_are_numbered_and_the_one_taken_back_is_told_with_its_reason():
    activity = make_activity(target_value=4, target_unit="vandringar", target_unit_one="vandring")
    followup.add_occurrence(activity, on=date(2024, 3, 1))
    wrong = followup.add_occurrence(activity, on=date(2024, 4, 1))
    followup.add_occurrence(activity, on=date(2024, 5, 1), place=make_place("Nytorget"))
    followup.withdraw_occurrence(wrong, reason="Den blev inställd.")
    _start, first, withdrawn, second, _due = story(activity)
    assert (first.heading, second.heading) == ("Vandring 1", "Vandring 2: Nytorget")
    assert (withdrawn.kind, withdrawn.reason, withdrawn.is_struck) == ("withdrawn", "Den blev inställd.", True)


def test_before_it_was_taken_back_an_occurrence_stood():
    activity = make_activity()
    day = date(2024, 4, 1)
    wrong = followup.add_occurrence(activity, on=day, recorded_on=day)
    followup.withdraw_occurrence(wrong, reason="Fel dag.", recorded_on=date(2024, 6, 1))
    assert "occurrence" in kinds(activity, date(2024, 5, 1))
    assert "withdrawn" in kinds(activity, date(2024, 6, 1))


def test_what_counts_for_several_is_told_in_its_unit():
    activity = make_activity(target_value=400, target_unit="hem")
    followup.add_occurrence(activity, on=date(2024, 3, 1), count=19)
    assert story(activity)[1].heading == "19 hem"


def test_the_parties_words_of_a_day_are_told_together():
    activity = make_activity(commitments=["municipality", "police"])
    for commitment in activity.commitments.all():
        followup.report(commitment, status=Status.ONGOING, on=date(2024, 4, 1))
    _start, said, _due = story(activity)
    assert [entry.commitment.organisation.short_name for entry in said.entries] == ["Kommunen", "Polisen"]


def test_what_is_booked_is_ahead_and_what_was_called_off_says_why():
    activity = make_activity()
    PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, 7))
    PlannedOccurrence.objects.create(
        activity=activity, on=date(2024, 9, 24), cancelled_on=date(2024, 9, 23), cancelled_reason="Sjukdom."
    )
    _start, cancelled, planned, _due = story(activity)
    assert (cancelled.kind, cancelled.reason, cancelled.is_now) == ("cancelled", "Sjukdom.", True)
    assert (planned.kind, planned.is_ahead) == ("planned", True)
    assert next_booked(activity, TODAY).on == date(2024, 11, 7)


def test_what_was_booked_but_never_reported_says_so():
    activity = make_activity()
    PlannedOccurrence.objects.create(activity=activity, on=date(2024, 9, 24))
    assert kinds(activity) == ["start", "unreported", "due"]
    followup.add_occurrence(activity, on=date(2024, 9, 24))
    assert kinds(activity) == ["start", "occurrence", "due"]


def test_what_is_booked_today_is_still_to_come_until_it_is_reported():
    activity = make_activity(target_value=1, target_unit="tillfällen")
    PlannedOccurrence.objects.create(activity=activity, on=TODAY)
    assert kinds(activity) == ["start", "planned", "due"]
    assert next_booked(activity, TODAY).on == TODAY
    assert facts_of(activity).booked == 1
    followup.add_occurrence(activity, on=TODAY)
    assert kinds(activity) == ["start", "occurrence", "due"]
    assert next_booked(activity, TODAY) is None
    assert (facts_of(activity).booked, facts_of(activity).outcome) == (0, 1)


def test_what_was_called_off_later_was_still_booked_on_the_day():
    activity = make_activity()
    called_off = {"cancelled_on": date(2024, 9, 20), "cancelled_reason": "Sjukdom."}
    PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, 7), **called_off)
    assert facts_of(activity, date(2024, 9, 19)).booked == 1
    assert facts_of(activity, date(2024, 9, 20)).booked == 0


def test_nothing_is_called_off_ahead_of_time():
    booked = PlannedOccurrence(activity=make_activity(), on=date(2024, 11, 7), cancelled_reason="Snö.")
    booked.cancelled_on = date(2024, 10, 16)
    with pytest.raises(ValidationError, match="Dagen ligger i framtiden"):
        booked.full_clean()


def test_the_story_takes_six_queries_however_long(django_assert_num_queries):
    activity = make_activity(commitments=["municipality", "police"])
    for day in (date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)):
        followup.add_occurrence(activity, on=day)
        followup.report(part(activity), status=Status.ONGOING, on=day)
        PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, day.month))
        (judged,) = Activity.objects.judged(TODAY)
        with django_assert_num_queries(6):
            assert activity_events(judged, TODAY)


def test_what_has_not_begun_is_not_told_to_have_begun():
    activity = make_activity(starts_on=date(2024, 3, 1))
    assert story(activity)[0].heading == "Aktiviteten skulle börja"
    followup.report(part(activity), status=Status.ONGOING)
    assert story(activity)[0].heading == "Aktiviteten började"
