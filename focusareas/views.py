"""The promise, year by year: what it was narrowed to, why, and what came of it."""

from django.db.models import Case, Prefetch, Q, When
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock
from arboga_loften.foundation.houses import in_rows
from dialogs.models import Finding, Viewpoint
from focusareas.measured import measured_of
from focusareas.models import FocusArea, Promise, SituationReport, SituationSection
from focusareas.outcome import outcomes, tally_of

MOST_VOICES = 6
MOST_EVENTS = 6
MOST_ACTIVITIES = 60


@require_safe
def promises(request):
    today = clock.today()
    found = list(Promise.objects.visible(today).newest_first().select_related("plan").prefetch_related("parties"))
    by_promise = {promise.pk: [] for promise in found}
    for outcome in outcomes(_areas(today).filter(promise__in=found), today):
        by_promise[outcome.area.promise_id].append(outcome)
    years = [(promise, by_promise[promise.pk], tally_of(by_promise[promise.pk])) for promise in found]
    return render(request, "focusareas/promises.html", {"years": years})


@require_safe
def promise(request, slug):
    today = clock.today()
    promise = get_object_or_404(_promises(today), slug=slug)
    found = outcomes(_areas(today).filter(promise=promise), today)
    before, after = Promise.objects.neighbours(promise, today)
    return render(
        request,
        "focusareas/promise.html",
        {
            "promise": promise,
            "trail": [_all_promises()],
            "plan": promise.action_plan,
            "outcomes": found,
            "street": in_rows(found),
            "tally": tally_of(found),
            "has_examples": any(outcome.has_examples for outcome in found),
            "reports": SituationReport.objects.visible(today).filter(promise=promise).newest_first(),
            "milestones": promise.milestones.visible(today).prefetch_related("places", "sources"),
            "final_report": _final_report(promise, today),
            "before": before,
            "after": after,
        },
    )


@require_safe
def area(request, slug, area):
    today = clock.today()
    areas = _areas(today).select_related("predecessor__promise").prefetch_related("sources", "themes")
    area = get_object_or_404(areas, promise__slug=slug, slug=area)
    (outcome,) = outcomes([area], today)
    findings = list(area.findings.visible(today).select_related("dialogue"))
    viewpoints, more_voices = _voices(area, findings, outcome.activities, today)
    return render(
        request,
        "focusareas/area.html",
        {
            "area": area,
            "promise": area.promise,
            "trail": [_all_promises(), (area.promise.get_absolute_url(), area.promise.slug)],
            "outcome": outcome,
            "count_of_areas": _count_of_areas(area.promise, today),
            "groups": [("", outcome.tally, outcome.activities[:MOST_ACTIVITIES])],
            "has_more_activities": len(outcome.activities) > MOST_ACTIVITIES,
            "findings": findings,
            "viewpoints": viewpoints,
            "more_voices": more_voices,
            "events": area.activities.visible(today).latest_events(today, MOST_EVENTS),
            "measured": measured_of(area, today),
            "other_years": _other_years(area, today),
        },
    )


@require_safe
def situations(request):
    reports = _reports(clock.today()).newest_first()
    return render(request, "focusareas/situations.html", {"reports": reports})


@require_safe
def situation(request, slug):
    today = clock.today()
    report = get_object_or_404(_reports(today).prefetch_related("sources"), slug=slug)
    findings = Finding.objects.visible(today).select_related("dialogue")
    sections = report.sections.order_by("order", "pk").prefetch_related(
        "sources", Prefetch("findings", queryset=findings, to_attr="public_findings")
    )
    parts = [(kind, [row for row in sections if row.kind == kind]) for kind in SituationSection.Kind]
    others = SituationReport.objects.visible(today).newest_first().exclude(pk=report.pk)
    return render(
        request,
        "focusareas/situation.html",
        {
            "report": report,
            "trail": [(reverse("focusareas:situations"), _("Lägesbild"))],
            "parts": [(kind, rows) for kind, rows in parts if rows],
            "others": others,
            "promise": _public_promise(report),
        },
    )


# --- What the pages read ---
def _final_report(promise, today):
    """The council's report of the whole year, once it is public, read upward by related name; or None.

    It is read by its own publication: a plan or a meeting that is taken down takes no report with it.
    """
    plan = getattr(promise, "plan", None)
    meeting = plan.meetings.filter(is_final=True).first() if plan else None
    return meeting.reports.visible(today).order_by("-version").defer("content").first() if meeting else None


def _all_promises():
    return reverse("focusareas:promises"), _("Löften genom åren")


def _promises(today):
    return Promise.objects.visible(today).select_related("plan").prefetch_related("parties", "sources")


def _areas(today):
    return FocusArea.objects.visible(today).select_related("promise__plan").order_by("number")


def _count_of_areas(promise, today):
    """How many they are, or None where one isn't public: "5 of 4" is no place in a row."""
    numbers = set(FocusArea.objects.visible(today).filter(promise=promise).values_list("number", flat=True))
    return len(numbers) if max(numbers) == len(numbers) else None


def _reports(today):
    return SituationReport.objects.visible(today).select_related("promise")


def _public_promise(report):
    return report.promise if report.promise and report.promise.is_visible else None


def _voices(area, findings, activities, today):
    """What people said behind a focus area, the first of it and how many more: what its findings rest on comes first."""
    links = Viewpoint.findings.through.objects.filter(finding__in=findings).values("viewpoint")
    named = Viewpoint.activities.through.objects.filter(activity__in=[activity.pk for activity in activities])
    behind = Q(pk__in=links) | Q(pk__in=area.viewpoints.values("pk")) | Q(pk__in=named.values("viewpoint"))
    found = Viewpoint.objects.visible(today).filter(behind)
    first = found.with_answers(today).in_order()
    first = first.order_by(Case(When(pk__in=links, then=0), default=1), *first.query.order_by)
    return list(first[:MOST_VOICES]), max(found.count() - MOST_VOICES, 0)


def _other_years(area, today):
    """The same question the year before and the years after, where they are public."""
    linked = Q(pk=area.predecessor_id) | Q(predecessor=area)
    found = FocusArea.objects.visible(today).filter(linked).select_related("promise")
    return list(found.order_by("promise__year", "number"))
