"""The deeds of follow-up: to say how it goes, to tell what was done, to change in the open what was promised.

The admin, the page on the phone, the link in a letter, the import and the loader all call these.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan import notifications
from actionplan.models import Activity, DueDateChange, FollowUp, GoalChange, Occurrence, TargetChange
from arboga_loften.foundation import clock


@transaction.atomic
def record(entry, *, by=None, recorded_on=None):
    """Write a new row in its ledger, checked against every rule, let it take effect, and tell those who follow.

    `by` is the user who writes. `recorded_on` is the day that it became known; only the loading of an old record gives
    another day than today. A row whose `key` came in before is that row, once. Raises ValidationError, with the field
    that is wrong.
    """
    activity = _locked(entry)
    if known := _sent_before(entry):
        return known
    entry.recorded_by = by
    entry.recorded_on = recorded_on or clock.today()
    entry.recorded_at = clock.now()
    entry.full_clean()
    entry.save()
    if entry_changes := _changes(entry):
        for name, value in entry_changes.items():
            setattr(activity, name, value)
        activity.save(by_ledger=True)
    if isinstance(entry, FollowUp) and entry.recorded_on == clock.today():
        notifications.tell_of_status(entry)
    return entry


def _locked(entry):
    """The activity, held until the row is written: what two people send at once comes one after the other."""
    pk = entry.commitment.activity_id if isinstance(entry, FollowUp) else entry.activity_id
    activity = Activity.objects.select_for_update().get(pk=pk)
    if not isinstance(entry, FollowUp):
        entry.activity = activity
    return activity


def _sent_before(entry):
    key = getattr(entry, "key", None)
    return type(entry).objects.filter(key=key).first() if key else None


def _changes(entry):
    """What a row in a ledger of changes makes the activity say."""
    match entry:
        case DueDateChange():
            return {"due_on": entry.new_due_on}
        case TargetChange():
            new = {"target_value": entry.new_value, "target_unit": entry.new_unit}
            return new | {"target_unit_one": entry.new_unit_one}
        case GoalChange():
            return {"goal": entry.new_goal}
    return {}


# --- How it goes, and what was done ---
def report(commitment, *, status, by=None, on=None, recorded_on=None, **words):
    """Say how one party's part goes. `words`: note, evidence, next_update_on, confirms_only, key."""
    entry = FollowUp(commitment=commitment, status=status, on=on or clock.today(), **words)
    return record(entry, by=by, recorded_on=recorded_on)


def confirm(commitment, *, by=None, key=None, next_update_on=None):
    """Say that what was said last still is true. It is no news: the activity goes stale as if nothing had been said."""
    last = commitment.follow_ups.latest_first().first()
    if last is None:
        raise ValidationError(_("Det finns inget att bekräfta än. Säg hur det går först."))
    return report(
        commitment,
        status=last.status,
        note=last.note,
        confirms_only=True,
        by=by,
        key=key,
        next_update_on=next_update_on,
    )


def add_occurrence(activity, *, by=None, on=None, recorded_on=None, **what):
    """Tell that something was done. `what`: count, place, note, evidence, picture, picture_words, key."""
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


# --- What was promised, changed in the open ---
def move_due_date(activity, *, new_due_on, reason, by=None, on=None, recorded_on=None):
    """Move a deadline. The old one, the new one and the reason stay in sight."""
    entry = DueDateChange(activity=activity, on=on or clock.today(), new_due_on=new_due_on, reason=reason)
    return record(entry, by=by, recorded_on=recorded_on)


def change_target(activity, *, new_value, new_unit, new_unit_one="", reason="", by=None, on=None, recorded_on=None):
    """Change what is to be reached. `new_value` None: it isn't counted any more. A target is never lowered without a reason."""
    entry = TargetChange(
        activity=activity,
        on=on or clock.today(),
        new_value=new_value,
        new_unit=new_unit,
        new_unit_one=new_unit_one,
        reason=reason,
    )
    return record(entry, by=by, recorded_on=recorded_on)


def change_goal(activity, *, new_goal, reason="", by=None, on=None, recorded_on=None):
    """Change the words of a promise. What it said before stays in sight beside what it says now."""
    entry = GoalChange(activity=activity, on=on or clock.today(), new_goal=new_goal, reason=reason)
    return record(entry, by=by, recorded_on=recorded_on)
