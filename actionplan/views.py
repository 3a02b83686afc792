"""The public pages of the plan: the whole, one activity, and how it stood on a day."""

from collections import Counter
from datetime import date

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan import timeline
from actionplan.board import find_places, tally
from actionplan.chain import chain_of, neighbours, other_years
from actionplan.changed import changes_among
from actionplan.council import shelf
from actionplan.council.comparing import is_told_of
from actionplan.events import activity_events, next_booked
from actionplan.filters import GROUPINGS, ORDERINGS, PlanFilter, not_known
from actionplan.forms import DayForm
from actionplan.models import Activity
from actionplan.rules import rules
from actionplan.state import areas_on, asks_for_action
from actionplan.status import Flag, Stage, Status
from actionplan.then import Then
from arboga_loften.foundation import clock
from arboga_loften.foundation.houses import in_rows
from focusareas.models import Promise

ROWS_PER_PAGE, MOST_CHANGES, MOST_REPORTS = 100, 50, 4


@require_safe
def plan(request):
    """The plan of a year as a table or as a timeline, narrowed, grouped and ordered as the address says, on any day."""
    today = clock.today()
    promise, promises, notes = _promise_asked_for(request)
    if promise is None or promise.action_plan is None:
        return _without_plan(request, promise, promises, notes, current=_("Handlingsplan"))
    form, day, not_a_day = _day_asked_for(request, promise)
    activities, then = _as_it_read(promise, day)
    find_places([activity for activity in activities if not hasattr(activity, "place_list")])
    year, past = promise.slug if request.GET.get("ar") else "", day.isoformat() if then else ""
    choice = PlanFilter.parse(request.GET, activities, year=year, day=past)
    counts = choice.counts(activities)
    shown = choice.in_groups(choice.apply(activities))
    page = _page(shown, request)
    groups = list(choice.groups(shown, page.start_index() - 1 if shown else 0, page.end_index()))
    return render(
        request,
        "actionplan/plan.html",
        {
            "promise": promise,
            "plan": promise.plan,
            "promises": promises,
            "notes": [*notes, *not_a_day, *choice.unknown],
            "form": form,
            "day": day,
            "is_past": then is not None,
            "has_ended": promise.ended_by(day),
            "oldest_on": then and then.oldest_of(activities),
            "choice": choice,
            "counts": counts,
            "facets": choice.form_facets(counts),
            "groupings": GROUPINGS.items(),
            "orderings": ORDERINGS.items(),
            "chosen": list(choice.chosen_words(counts)),
            "page": page,
            "groups": groups,
            "shown": len(shown),
            "total": len(activities),
            "tally": tally(activities),
            "asking": sum(bool(activity.progress.warnings) for activity in activities),
            "has_examples": any(activity.is_example for activity in activities),
            "today": today,
            "timeline": _timeline(promise, groups, day) if choice.view == "tidslinje" else None,
        },
    )


@require_safe
def activity(request, pk, slug):
    """One activity: what, why, how it goes and how we know, on any day. An old address leads on to the right one."""
    today = clock.today()
    activity = _judged(pk, today)
    if slug != activity.slug:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{activity.get_absolute_url()}{query}", permanent=True)
    form, day, notes = _day_asked_for(request, activity.focus_area.promise)
    is_past = day != today
    activity = _judged(pk, day) if is_past else activity
    previous, following = neighbours(activity, day)
    beside = [each for each in (previous, following) if each]
    then = Then(activity.focus_area.promise.plan, day, [activity], beside) if is_past else None
    events = activity_events(activity, day, planned=then and then.planned(activity))
    return render(
        request,
        "actionplan/activity.html",
        {
            "activity": activity,
            "trail": [(_plan_url(activity.focus_area.promise.plan, then), _("Handlingsplan"))],
            "notes": notes,
            "form": form,
            "first": max(form.first, activity.publish_on),
            "day": day,
            "is_past": is_past,
            "oldest_on": then and then.oldest_of([activity]),
            "progress": activity.progress,
            "area": activity.focus_area,
            "promise": activity.focus_area.promise,
            "organisations": [said.organisation for said in activity.progress.facts.said],
            "places": then.places_of(activity) if then else activity.places.all(),
            "participants": then.participants(activity) if then else activity.participants.all(),
            "sources": activity.sources.all(),
            "chain": chain_of(activity, day),
            "events": events,
            "booked": next(iter(then.ahead(activity)), None) if then else next_booked(activity, day),
            "changes": Counter(event.kind for event in events),
            "other_years": other_years(activity, day),
            "has_periods": is_told_of(activity.pk),
            "previous": previous,
            "following": following,
            "today": today,
        },
    )


@require_safe
def followup(request):
    """How the plan of a year stood on a day that one can choose: what was known then, not what was written afterwards."""
    today = clock.today()
    promise, promises, notes = _promise_asked_for(request)
    if promise is None or promise.action_plan is None:
        return _without_plan(request, promise, promises, notes, current=_("Uppföljning"))
    form, day, not_a_day = _day_asked_for(request, promise)
    activities, then = _as_it_read(promise, day)
    changes = changes_among(_visible(promise, day).values("pk"), day, MOST_CHANGES)
    for change in changes if then else ():
        then.read(change.activity)
    areas = list(areas_on(activities, promise.plan.activities(today) if then else activities))
    return render(
        request,
        "actionplan/followup.html",
        {
            "promise": promise,
            "plan": promise.plan,
            "promises": promises,
            "notes": [*notes, *not_a_day],
            "form": form,
            "day": day,
            "today": today,
            "is_past": then is not None,
            "oldest_on": then and then.oldest_of(activities),
            "today_url": f"{request.path}?ar={promise.slug}",
            "kept": [("ar", promise.slug)],
            "tally": tally(activities),
            "areas": areas,
            "street": in_rows(areas),
            "asks": asks_for_action(activities),
            "changes": changes,
            "total": len(activities),
            "has_examples": any(activity.is_example for activity in activities),
            "sources": promise.sources.all(),
            "reports": shelf.of_promise(promise, MOST_REPORTS, day),
        },
    )


@require_safe
def how_we_judge(request):
    """The rules of status, each with cases that they judge themselves, and how the signs are read."""
    signs = {"statuses": Status, "flags": Flag, "stages": Stage}
    return render(request, "actionplan/rules.html", {**signs, "rules": rules()})


def _without_plan(request, promise, promises, notes, current):
    """A year whose plan isn't known says so, and shows the way to the years that have one."""
    has_undated = promise is None and Promise.objects.visible().exists()
    what = {"promise": promise, "promises": promises, "notes": notes, "current": current, "has_undated": has_undated}
    return render(request, "actionplan/no_plan.html", what)


def _day_asked_for(request, promise):
    """The form, the day to show, and what to say of one that can't be shown: then today is shown instead."""
    form = DayForm(request.GET if request.GET.get("datum") else None, promise=promise)
    if not form.is_bound:
        return form, clock.today(), []
    return (form, form.cleaned_data["datum"], []) if form.is_valid() else (form, clock.today(), form.errors["datum"])


def _as_it_read(promise, day):
    """The plan's activities as of a day, and how they read then: None for today."""
    activities = promise.plan.activities(day)
    if day == clock.today():
        return activities, None
    then = Then(promise.plan, day, activities)
    return then.in_order(activities), then


def _judged(pk, day):
    found = Activity.objects.visible(day).filter(pk=pk).judged(day)
    if not found:
        raise Http404
    return found[0]


def _plan_url(plan, then):
    return f"{plan.get_absolute_url()}&datum={then.day.isoformat()}" if then else plan.get_absolute_url()


def _visible(promise, day):
    return Activity.objects.visible(day).of(promise)


def _promise_asked_for(request):
    """The promise of the year in the address, else the one to show first; those that have a plan; and what to say of it."""
    today = clock.today()
    promises = list(Promise.objects.visible(today).newest_first().select_related("plan"))
    asked = request.GET.get("ar", "").strip()
    promise = next((each for each in promises if each.slug == asked), None)
    notes = []
    if asked and promise is None:
        notes = [not_known(_("År"), asked)]
    if promise is None:
        current = Promise.objects.current(today)
        promise = next((each for each in promises if current and each.pk == current.pk), None)
    if notes and promise and not promise.has_ended:
        notes = [_("Vi känner inte igen året ”%(year)s”. Här är årets löfte i stället.") % {"year": asked[:20]}]
    return promise, [each for each in promises if each.action_plan], notes


def _page(activities, request):
    """The page asked for; one that isn't there is 404."""
    pages = Paginator(activities, ROWS_PER_PAGE)
    try:
        return pages.page(request.GET.get("sida") or 1)
    except InvalidPage:
        raise Http404 from None


def _timeline(promise, groups, today):
    year = promise.year or today.year
    first, last = promise.valid_from or date(year, 1, 1), promise.valid_to or date(year, 12, 31)
    return timeline.draw(groups, starts_on=first, ends_on=last, today=today)
