"""The public pages that read several reports: two side by side, and one activity through all periods."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.council import comparing
from actionplan.models import Activity


@require_safe
def compare(request):
    """Two published reports, as the address says; else the latest beside the one before it."""
    reports = comparing.in_order()
    asked = [request.GET.get(name, "").strip() for name in ("fran", "till")]
    before, after, notes = comparing.choose(reports, *asked)
    words = {
        "reports": reports,
        "before": before,
        "after": after,
        "notes": notes,
        "trail": [_followup()],
        "compared": comparing.compare(before, after) if before else None,
    }
    return render(request, "actionplan/council/compare.html", words)


@require_safe
def activity_periods(request, pk):
    """What each public report says of one activity, also where it is no longer in the plan."""
    pk = int(pk)
    stops = comparing.through_periods(pk)
    if not stops:
        raise Http404
    latest = next(stop.told for stop in reversed(stops) if stop.told.id == pk)
    now = Activity.objects.visible().filter(pk=pk).select_related("focus_area").first()
    trail = [_followup(), *([(now.get_absolute_url(), _("Aktivitet %(label)s") % {"label": now.label})] if now else [])]
    words = {"stops": stops, "activity": latest, "now": now, "trail": trail}
    return render(request, "actionplan/council/activity_periods.html", words)


def _followup():
    return reverse("actionplan:followup"), _("Uppföljning")
