"""To send a report back: the one who sent it gets the reason in a letter, with a link where all the words stand."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from actionplan.reporting import links, reports
from actionplan.reporting.receipt import told_in_short
from arboga_loften.foundation import outbox
from arboga_loften.foundation.models import Municipality


@transaction.atomic
def send_back(report, *, reason, by):
    """Ask for a report to be written anew, and tell the one who sent it. Returns the report, and whether a letter goes."""
    row = reports.send_back(report, reason=reason, by=by)
    return row, tell_returned(row) is not None


def tell_returned(report):
    """The letter about a report that was sent back; once. None where there is no address to send it to."""
    user, commitment = report.sent_by, report.commitment
    if not user.email:
        return None
    with translation.override("sv"):
        words = {
            "report": report,
            "told": told_in_short(report),
            "activity": commitment.activity,
            "link": links.link_for(commitment, user) if links.is_theirs(commitment, user) else "",
            "days": settings.REPORT_LINK_DAYS,
            "municipality": Municipality.objects.current(),
        }
        subject, body = outbox.written("actionplan/mail/report_back.txt", words)
    return outbox.queue(key=f"report-back-{report.pk}", to=user.email, subject=subject, body=body)
