"""What has come in by the links in letters, and waits for somebody to say that it is right."""

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.models import Report
from actionplan.reporting.receipt import told_in_short
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day
from arboga_loften.portal.todo.piles import MOST_ROWS, Pile, Task


def pile(user):
    """Those that the person may confirm; the longest wait first."""
    if not user.has_perms(["actionplan.change_report", "actionplan.add_followup"]):
        return None
    rows = Report.objects.waiting()
    if not user.has_perm("accounts.speak_for_all"):
        rows = rows.filter(commitment__organisation=user.organisation_id).exclude(sent_by=user)
    first = rows.select_related("commitment__activity__focus_area", "commitment__organisation", "sent_by")
    tasks = [_task(row) for row in first.order_by("sent_at", "pk")[:MOST_ROWS]]
    url = f"{reverse('admin:actionplan_report_changelist')}?lage={Report.State.WAITING}"
    return Pile(_("Rapporter att bekräfta"), tuple(tasks), rows.count(), url)


def _task(row):
    activity = row.commitment.activity
    when = _("%(who)s skickade den %(day)s.") % {"who": row.sent_by, "day": day(clock.day_of(row.sent_at))}
    return Task(
        title=activity.title,
        label=activity.label,
        url=reverse("admin:actionplan_report_change", args=[row.pk]),
        reasons=(told_in_short(row), when),
        parties=(row.commitment.organisation,),
        is_example=activity.is_example,
    )
