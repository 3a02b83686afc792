"""What is said and done stands as it was said, and the past can't be written again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from actionplan import followup
from actionplan.models import Activity, DueDateChange, FollowUp, Occurrence
from actionplan.status import NEEDS_REASON, Flag, Stage, Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.publishing import Undeletable
from tests.factories import make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity(
        target_value=4, target_unit="tillfällen", starts_on=date(2024, 2, 1), due_on=date(2024, 11, 30)
    )


@pytest.fixture
def joint():
    return make_activity(commitments=["municipality", "police"])


def part(activity, kind="municipality"):
    return activity.commitments.get(organisation__kind=kind)


def progress(activity, on=None):
    (judged,) = Activity.objects.filter(pk=activity.pk).judged(on)
    return judged.progress


def test_the_newest_word_is_what_stands(activity):
    followup.report(part(activity), status=Status.ONGOING, on=date(2024, 9, 1))
    followup.report(part(activity), status=Status.PAUSED, note="Vi väntar på lov.", on=date(2024, 10, 1))
    assert progress(activity).facts.said[0].status is Status.PAUSED


def test_an_older_word_that_is_written_later_does_not_replace_a_newer_one(activity):
    followup.report(part(activity), status=Status.ONGOING, on=date(2024, 10, 1))
    followup.report(part(activity), status=Status.PLANNED, on=date(2024, 9, 1))
    assert progress(activity).facts.said[0].status is Status.ONGOING


def test_each_party_reports_its_own_part(joint):
    followup.report(part(joint), status=Status.COMPLETED)
    said = {each.organisation.kind: each.status for each in progress(joint).facts.said}
    assert said == {"municipality": Status.COMPLETED, "police": None}
    assert progress(joint).stage is Stage.UNDERWAY


def test_how_it_stood_on_a_past_day_can_be_asked(activity):
    for day, status in [(date(2024, 3, 1), Status.ONGOING), (date(2024, 9, 1), Status.RECURRING)]:
        followup.report(part(activity), status=status, on=day, recorded_on=day)
    for day in (date(2024, 3, 10), date(2024, 9, 10)):
        followup.add_occurrence(activity, on=day, recorded_on=day)
    assert progress(activity, date(2024, 2, 20)).facts.said[0].status is None
    assert progress(activity, date(2024, 5, 1)).facts.said[0].status is Status.ONGOING
    assert progress(activity, date(2024, 5, 1)).facts.outcome == 1
    assert progress(activity).facts.said[0].status is Status.RECURRING
    assert progress(activity).facts.outcome == 2


def test_what_is_written_afterwards_does_not_prettify_the_past(activity):
    followup.report(part(activity), status=Status.COMPLETED, on=date(2024, 6, 1))
    followup.add_occurrence(activity, on=date(2024, 6, 1), count=4)
    then = progress(activity, date(2024, 7, 1))
    assert then.facts.said[0].status is None
    assert then.facts.outcome == 0


def test_confirming_is_not_news(activity):
    old = clock.today() - timedelta(days=120)
    followup.report(part(activity), status=Status.ONGOING, on=old, recorded_on=old)
    followup.report(part(activity), status=Status.ONGOING, confirms_only=True)
    assert Flag.STALE in progress(activity).flags
    assert progress(activity).facts.last_news_on == old


def test_an_occurrence_is_news(activity):
    old = clock.today() - timedelta(days=120)
    followup.report(part(activity), status=Status.ONGOING, on=old, recorded_on=old)
    followup.add_occurrence(activity)
    assert Flag.STALE not in progress(activity).flags


def test_occurrences_add_up_to_the_outcome(activity):
    followup.add_occurrence(activity, count=2)
    followup.add_occurrence(activity)
    assert progress(activity).facts.outcome == 3


def test_a_withdrawn_occurrence_no_longer_counts_but_stays_in_the_ledger(activity):
    wrong = followup.add_occurrence(activity, count=3, on=date(2024, 10, 1))
    followup.withdraw_occurrence(wrong, reason="Den räknades två gånger.")
    assert progress(activity).facts.outcome == 0
    assert activity.occurrences.count() == 2


def test_an_occurrence_can_be_withdrawn_only_once_and_only_with_a_reason(activity):
    wrong = followup.add_occurrence(activity)
    with pytest.raises(ValidationError):
        followup.withdraw_occurrence(wrong, reason="")
    followup.withdraw_occurrence(wrong, reason="Fel dag.")
    with pytest.raises(ValidationError):
        followup.withdraw_occurrence(wrong, reason="Igen.")


@pytest.mark.parametrize("status", NEEDS_REASON)
def test_bad_news_needs_a_reason_that_everyone_can_read(activity, status):
    with pytest.raises(ValidationError, match="behöver ett skäl"):
        followup.report(part(activity), status=status)
    with pytest.raises(DatabaseError), transaction.atomic():
        FollowUp(commitment=part(activity), status=status, on=clock.today()).save()


def say_that_it_is_ongoing(activity, on):
    return followup.report(part(activity), status=Status.ONGOING, on=on)


@pytest.mark.parametrize("deed", [followup.add_occurrence, say_that_it_is_ongoing])
def test_the_future_cannot_be_reported(activity, deed):
    with pytest.raises(ValidationError, match="ligger i framtiden") as refused:
        deed(activity, on=clock.today() + timedelta(days=1))
    assert "on" in refused.value.message_dict


def test_a_moved_deadline_is_written_in_the_ledger_with_its_reason(activity):
    followup.move_due_date(
        activity, new_due_on=date(2024, 12, 15), reason="Dialogen blev inställd på grund av sjukdom."
    )
    (change,) = activity.due_date_changes.all()
    assert (change.old_due_on, change.new_due_on) == (date(2024, 11, 30), date(2024, 12, 15))
    activity.refresh_from_db()
    assert activity.due_on == date(2024, 12, 15)


def test_a_deadline_cannot_be_moved_without_a_reason(activity):
    with pytest.raises(ValidationError):
        followup.move_due_date(activity, new_due_on=date(2024, 12, 15), reason="")
    activity.refresh_from_db()
    assert activity.due_on == date(2024, 11, 30)


@pytest.mark.parametrize("day", [date(2024, 11, 30), date(2024, 1, 1)])
def test_a_deadline_cannot_be_moved_to_the_same_day_or_before_the_start(activity, day):
    with pytest.raises(ValidationError):
        followup.move_due_date(activity, new_due_on=day, reason="Ett skäl.")


def test_a_published_deadline_cannot_be_changed_in_silence(activity):
    activity.due_on = date(2025, 6, 30)
    with pytest.raises(ValidationError):
        activity.full_clean()
    with pytest.raises(ValidationError):
        activity.save()


def test_the_deadline_on_a_past_day_is_the_one_that_stood_then(activity):
    for recorded, new in [(date(2024, 6, 1), date(2024, 12, 1)), (date(2024, 9, 1), date(2024, 12, 20))]:
        followup.move_due_date(activity, new_due_on=new, reason="Ett skäl.", on=recorded, recorded_on=recorded)
        activity.refresh_from_db()
    assert progress(activity, date(2024, 5, 1)).facts.due_on == date(2024, 11, 30)
    assert progress(activity, date(2024, 7, 1)).facts.due_on == date(2024, 12, 1)
    assert progress(activity).facts.due_on == date(2024, 12, 20)
    assert progress(activity).facts.first_due_on == date(2024, 11, 30)


@pytest.mark.parametrize("model", [FollowUp, Occurrence, DueDateChange])
def test_a_ledger_row_cannot_be_changed_or_deleted(activity, model):
    followup.report(part(activity), status=Status.ONGOING)
    followup.add_occurrence(activity, note="Som det var.")
    followup.move_due_date(activity, new_due_on=date(2024, 12, 15), reason="Ett skäl.")
    row = model.objects.get()
    for deed in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(on=clock.today())):
        with pytest.raises(Undeletable):
            deed()
    for sql in (f"UPDATE {model._meta.db_table} SET recorded_on = '2020-01-01'", f"DELETE FROM {model._meta.db_table}"):
        refused = pytest.raises(DatabaseError, match="kan inte ändras eller tas bort")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"starts_on": date(2024, 6, 1), "due_on": date(2024, 5, 31)}, "kan inte vara klar före"),
        ({"target_value": 4, "target_unit": ""}, "både ett antal och en enhet"),
        ({"target_value": None, "target_unit": "tillfällen"}, "både ett antal och en enhet"),
        ({"target_value": 0, "target_unit": "tillfällen"}, "minst 1"),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused_by_name(fields, told):
    activity = make_activity()
    fresh = Activity(focus_area=activity.focus_area, number=9, slug="ny", title="Ny", goal="Ett mål.")
    fresh.starts_on, fresh.due_on = date(2024, 2, 1), date(2024, 11, 30)
    for name, value in fields.items():
        setattr(fresh, name, value)
    with pytest.raises(ValidationError, match=told):
        fresh.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        fresh.save()


def test_one_party_has_one_part_of_an_activity(activity):
    with pytest.raises(ValidationError, match="står redan för"):
        activity.commitments.model(activity=activity, organisation=part(activity).organisation).full_clean()


def test_judging_takes_the_same_number_of_queries_for_one_and_for_many(django_assert_num_queries, joint):
    for _ in range(5):
        another = make_activity(commitments=["municipality", "police"])
        followup.report(part(another), status=Status.ONGOING)
        followup.add_occurrence(another)
    for activities in (Activity.objects.filter(pk=joint.pk), Activity.objects.all()):
        with django_assert_num_queries(5):
            activities.judged()
