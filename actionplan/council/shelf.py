"""The published reports: which there are, in short, and as the files that they were frozen with. Never the plan's own rows."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, JSONField, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.models import CouncilReport, ReportFile

JSON = "json"  # the content itself
NAMES = {"pdf": _("PDF, att läsa och skriva ut"), "docx": "Word", "xlsx": "Excel", JSON: _("JSON, för program")}


def readable(on=None):
    """The reports that everybody may read, with their meetings. By their own publication alone."""
    return CouncilReport.objects.visible(on).select_related("meeting")


def versions_of(key):
    """The published versions of a meeting's report, the latest first."""
    return readable().filter(meeting__key=key).order_by("-version")


def has_unseen(report):
    """Whether a later version is adopted that can't be read here: not published yet, or taken down."""
    return CouncilReport.objects.filter(meeting=report.meeting_id, version__gt=report.version).exists()


def in_short(reports):
    """The same without their whole content: what each is called, and its first sentences."""
    return (
        reports.annotate(frozen=Cast("content", JSONField()))
        .annotate(name=KT("frozen__meeting__title"), lead=KT("frozen__lead"))
        .defer("content")
    )


def on_the_shelf(on=None):
    """Of each meeting the published version that stands, the latest meeting first."""
    newest = readable(on).filter(meeting=OuterRef("meeting")).order_by("-version").values("pk")[:1]
    rows = readable(on).filter(pk=Subquery(newest))
    return in_short(rows).order_by("-meeting__on", "-pk")


def by_year(reports):
    """(year, its reports), the latest year first. The year is that of the address, which stands."""
    rows = sorted(reports, key=_year, reverse=True)  # which keeps the order within a year
    return [(year, list(theirs)) for year, theirs in groupby(rows, key=_year)]


def _year(report):
    return report.meeting.key[:4]


def of_promise(promise, most, on=None):
    """The latest of a promise's reports that could be read on a day."""
    return list(on_the_shelf(on).filter(meeting__plan__promise=promise)[:most])


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a report: what it is called, where it is, how large, and its sum."""

    kind: str
    name: str
    url: str
    size: int
    sha256: str


def papers_of(report):
    """Every file of a report, the content itself last. One query."""
    rows = ReportFile.objects.filter(report=report).annotate(size=Length("data")).values("kind", "size", "sha256")
    kept = {row["kind"]: row for row in rows}
    kept[JSON] = {"size": len(report.content.encode()), "sha256": report.sha256}
    return [
        Paper(kind, name, url_of(report, kind), kept[kind]["size"], kept[kind]["sha256"])
        for kind, name in NAMES.items()
        if kind in kept
    ]


def url_of(report, kind=""):
    """Where a version is, for ever; with a kind, where its file is."""
    where = [report.meeting.key, report.version]
    return (
        reverse("actionplan:report_file", args=[*where, kind])
        if kind
        else reverse("actionplan:report_version", args=where)
    )


def taken_down(total):
    """A report that has been published and taken down, by its sum or that of one of its files; or None."""
    theirs = ReportFile.objects.filter(sha256=total).values("report")
    rows = CouncilReport.objects.filter(Q(sha256=total) | Q(pk__in=theirs), publication="unpublished")
    return rows.select_related("meeting").defer("content").first()


def places():
    """Every report ever adopted, in the chain's order, with its predecessor's sum but without its content."""
    rows = CouncilReport.objects.in_chain().select_related("meeting").defer("content")
    return rows.annotate(previous_sha256=F("previous__sha256"))
