"""The council's reports as everybody reads them: each drawn from its frozen content alone, with its files and its sum."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.council import shelf
from actionplan.council.reading import Reading
from actionplan.models import ReportFile
from actionplan.planfile import exporting

TYPES = {**exporting.TYPES, shelf.JSON: "application/json; charset=utf-8"}
SHOWN_BY_THE_BROWSER = {"pdf", shelf.JSON}


@require_safe
def reports(request):
    """Every published report, year by year, in the version that stands."""
    words = {"years": shelf.by_year(shelf.on_the_shelf()), "trail": trail()[:1]}
    return render(request, "actionplan/council/reports.html", words)


@require_safe
def report(request, key):
    """The version of a meeting's report that stands."""
    return _page(request, list(shelf.versions_of(key)), version=None)


@require_safe
def report_version(request, key, version):
    """A version by its number: its address stays, also when there is a newer one, and then says so."""
    return _page(request, list(shelf.versions_of(key)), version=int(version))


def trail():
    """The way to a report: (address, words)."""
    return [(reverse("actionplan:followup"), _("Uppföljning")), (reverse("actionplan:reports"), _("Rapporter"))]


def _page(request, versions, version):
    found = next((each for each in versions if version in (None, each.version)), None)
    if found is None:
        raise Http404
    words = {
        "report": found,
        "reading": Reading(found.told, found.sha256),
        "papers": shelf.papers_of(found),
        "newest": versions[0],
        "awaits": shelf.has_unseen(versions[0]),
        "versions": [(each, shelf.url_of(each)) for each in versions],
        "is_by_number": version is not None,
        "trail": trail(),
    }
    return render(request, "actionplan/council/report.html", words)


@require_safe
def report_file(request, key, version, kind):
    """A file as it was frozen, byte for byte: the same bytes each time, so what one has is asked for only once."""
    if kind not in TYPES:
        raise Http404
    found = get_object_or_404(shelf.readable().defer("content"), meeting__key=key, version=version)
    kept = found if kind == shelf.JSON else get_object_or_404(ReportFile.objects.defer("data"), report=found, kind=kind)
    etag, changed = f'"{kept.sha256}"', int(found.adopted_at.timestamp())
    response = get_conditional_response(request, etag, changed)
    if response is None:
        data = found.content.encode() if kind == shelf.JSON else bytes(kept.data)
        response = HttpResponse(data, content_type=TYPES[kind])
        how = "inline" if kind in SHOWN_BY_THE_BROWSER else "attachment"
        response.headers["Content-Disposition"] = f'{how}; filename="uppfoljning-{key}-v{version}.{kind}"'
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(changed)
    return _asked_again(response)


@require_safe
def reports_json(request):
    """The list of what is published, with sums and addresses, for whatever program wants it."""
    rows = [
        {
            "period": row.meeting.key,
            "titel": row.name,
            "sammanfattning": row.lead,
            "version": row.version,
            "rattat": row.correction,
            "antagen": row.adopted_on.isoformat(),
            "plats_i_kedjan": row.number,
            "sha256": row.sha256,
            "adress": settings.SITE_URL + shelf.url_of(row),
            "innehall": settings.SITE_URL + shelf.url_of(row, shelf.JSON),
        }
        for row in shelf.in_short(shelf.readable()).order_by("-number")
    ]
    return for_machines({"rapporter": rows})


def for_machines(data):
    """JSON that any site's script may fetch."""
    return _asked_again(JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}))


def _asked_again(response):
    """Any site may fetch it (CORS); a cache asks each time, since a report may be taken down."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
