"""The public pages of the council's meetings, and of what the law asks of the municipality."""

from pathlib import PurePath

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.council import duties
from actionplan.council import meetings as council_meetings
from actionplan.models import CouncilMeeting
from arboga_loften.foundation import clock
from arboga_loften.foundation.calendars import calendar_response
from arboga_loften.foundation.models import Municipality

SERVED = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def meetings(request):
    """Every published meeting: those to come, and what there is to read of those that have been."""
    ahead, held = council_meetings.all_published()
    return render(request, "actionplan/council/meetings.html", {"ahead": ahead, "held": held, "trail": [_followup()]})


@require_safe
def meeting(request, key):
    """One meeting: when and where, what was on the agenda, what was arrived at, and its notes and report."""
    found = council_meetings.one_published(key)
    if found is None:
        raise Http404
    words = {"found": found, "meeting": found.meeting, "trail": [_followup(), _meetings()]}
    return render(request, "actionplan/council/meeting.html", words)


@require_safe
def meeting_notes(request, key):
    """The minnesanteckningar as the file that was handed in, from the day that they are decided."""
    row = get_object_or_404(CouncilMeeting.objects.visible().exclude(notes_file=""), key=key)
    file, kind = row.notes_file, PurePath(row.notes_file.name).suffix.lstrip(".").lower()
    if not row.shows_notes or kind not in SERVED or not file.storage.exists(file.name):
        raise Http404
    name = f"minnesanteckningar-{row.key}.{kind}"
    return FileResponse(file.open(), as_attachment=True, filename=name, content_type=SERVED[kind])


# --- Calendars ---
@require_safe
def meetings_ics(request):
    """Every published meeting that is still to come, to subscribe to."""
    ahead = CouncilMeeting.objects.visible().ahead()
    return calendar_response(council_meetings.calendar_of(ahead), "radets-moten")


@require_safe
def meeting_ics(request, key):
    row = get_object_or_404(CouncilMeeting.objects.visible(), key=key)
    return calendar_response(council_meetings.calendar_of([row]), f"mote-{row.key}")


# --- The law ---
@require_safe
def law(request):
    """How the municipality stands by the law on preventing crime, where it wishes to show that."""
    if not Municipality.objects.current().shows_duties:
        raise Http404
    words = {"duties": duties.at_a_glance(for_all=True), "law": duties.LAW, "trail": [_followup()]}
    return render(request, "actionplan/council/duties.html", {**words, "today": clock.today()})


# --- The way here ---
def _followup():
    return reverse("actionplan:followup"), _("Uppföljning")


def _meetings():
    return reverse("actionplan:meetings"), _("Möten")
