"""The deeds of follow-up: to say how it goes, to tell what was done, to move a deadline. Everything else calls these."""

from django.db import transaction

from actionplan import notifications
from actionplan.models import Activity, DueDateChange, FollowUp, Occurrence
from arboga_loften.foundation import clock


@transaction.atomic
def record(entry, *, by=None, recorded_on=None):
    """Write a new row in its ledger, checked against every rule, let it take effect, and tell those who follow.

    `by` is the user who writes. `recorded_on` is the day that it became known; only the loading of an old record gives
    another day than today. Raises ValidationError, with the field that is wrong.
    """
    entry.recorded_by = by
    entry.recorded_on = recorded_on or clock.today()
    entry.recorded_at = clock.now()
    entry.full_clean()
    entry.save()
    if isinstance(entry, DueDateChange):
        activity = Activity.objects.select_for_update().get(pk=entry.activity_id)
        activity.due_on = entry.new_due_on
        activity.save(moving=True)
        entry.activity = activity
    if isinstance(entry, FollowUp) and entry.recorded_on == clock.today():
        notifications.tell_of_status(entry)
    return entry


def report(commitment, *, status, by=None, on=None, recorded_on=None, **words):
    """Say how one party's part goes. `words`: note, evidence, next_update_on, confirms_only."""
    entry = FollowUp(commitment=commitment, status=status, on=on or clock.today(), **words)
    return record(entry, by=by, recorded_on=recorded_on)


def add_occurrence(activity, *, by=None, on=None, recorded_on=None, **what):
    """Tell that something was done. `what`: count, place, note, evidence."""
    return record(Occurrence(activity=activity, on=on or clock.today(), **what), by=by, recorded_on=recorded_on)


def withdraw_occurrence(occurrence, *, reason, by=None, recorded_on=None):
    """Take back an occurrence that was wrong. Both stay in the ledger, with the reason."""
    entry = Occurrence(
        activity=occurrence.activity,
        on=occurrence.on,
        count=0,
        withdraws=occurrence,
        note=reason,
        place=occurrence.place,
    )
    return record(entry, by=by, recorded_on=recorded_on)


def move_due_date(activity, *, new_due_on, reason, by=None, on=None, recorded_on=None):
    """Move a deadline, in the open."""
    entry = DueDateChange(activity=activity, on=on or clock.today(), new_due_on=new_due_on, reason=reason)
    return record(entry, by=by, recorded_on=recorded_on)
