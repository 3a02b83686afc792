"""What comes in by the link in a letter, and what becomes of it: confirmed, or sent back with a reason.

The plan says whether a report by link counts at once or waits for the samordnare (`ActionPlan.reports_by_link`). Whoever
confirms says that it came from the one who answers; what was said is recorded as said by that person.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan import followup
from actionplan.models import ActionPlan, FollowUp, Occurrence, Report
from actionplan.status import NEEDS_REASON
from arboga_loften.foundation import clock

STATUS_WORDS = ("note", "evidence", "next_update_on")
OCCURRENCE_WORDS = ("count", "place", "note", "evidence", "picture", "picture_words")


@transaction.atomic
def send(commitment, *, kind, by, key, mends=None, **words):
    """Take in a report once for its key, and let it count at once where the plan says so. Returns the Report.

    `words`: on, and those of its kind (OCCURRENCE_WORDS, or status and STATUS_WORDS). Raises ValidationError as the
    ledger itself would, so that nothing waits which can't become anything.
    """
    if known := Report.objects.filter(key=key).first():
        return known
    row = Report(commitment=commitment, kind=kind, sent_by=by, key=key, mends=mends, **words)
    row.on = row.on or clock.today()
    if kind == Report.Kind.CONFIRMS:
        row.status = _last_status(commitment)
    entry = _entry(row)
    entry.recorded_on = clock.today()
    # Checked as it will be checked; the activity's own rules are those of the day it is confirmed.
    entry.full_clean(exclude=["picture"])
    row.full_clean()
    row.save()
    plan = ActionPlan.objects.filter(promise=commitment.activity.focus_area.promise_id).first()
    if plan and plan.reports_by_link == ActionPlan.ByLink.DIRECT:
        confirm(row)
    return row


@transaction.atomic
def confirm(report, *, by=None):
    """Let a report count, once. `by` is who confirms; None where the plan lets reports by link count at once."""
    row = _waiting(report)
    if row.kind == Report.Kind.CONFIRMS and row.status != _last_status(row.commitment):
        raise ValidationError(_("Ett annat läge har sagts sedan rapporten skrevs. Skicka tillbaka den."))
    entry = followup.record(_entry(row), by=row.sent_by)
    row.state, row.decided_by, row.decided_at = Report.State.CONFIRMED, by, clock.now()
    if isinstance(entry, Occurrence):
        row.occurrence = entry
    else:
        row.follow_up = entry
    row.save()
    return row


@transaction.atomic
def send_back(report, *, reason, by):
    """Ask for it to be written anew. The one who sent it gets the reason, and finds all that was written."""
    row = _waiting(report)
    row.state, row.decided_by, row.decided_at, row.reason = Report.State.RETURNED, by, clock.now(), reason
    row.full_clean()
    row.save()
    return row


def _waiting(report):
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state != Report.State.WAITING:
        raise ValidationError(_("Rapporten är redan avgjord. Ladda om sidan för att se vad som hände."))
    return row


def _last_status(commitment):
    last = commitment.follow_ups.latest_first().first()
    if last is None:
        raise ValidationError(_("Det finns inget att bekräfta än. Säg hur det går först."))
    return last.status


def _entry(row):
    """The row of the ledger that a report is to become."""
    key = f"report:{row.key}"[:80]
    if row.kind == Report.Kind.OCCURRENCE:
        what = {name: getattr(row, name) for name in OCCURRENCE_WORDS}
        return Occurrence(activity=row.commitment.activity, on=row.on, key=key, **what)
    words = {name: getattr(row, name) for name in STATUS_WORDS}
    confirms = row.kind == Report.Kind.CONFIRMS
    if confirms and row.status in NEEDS_REASON and not words["note"]:
        words["note"] = row.commitment.follow_ups.latest_first().first().note
    return FollowUp(commitment=row.commitment, status=row.status, on=row.on, key=key, confirms_only=confirms, **words)
