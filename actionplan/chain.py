"""Why an activity is done: the way back to those who spoke. And what stands beside it: its neighbours and its other years."""

from dataclasses import dataclass

from django.db.models import Case, Q, When

from actionplan.models import Activity
from dialogs.models import Finding, Viewpoint

MOST_VOICES = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """What people said, and what came out of it. Where more spoke than are shown, `more_voices` says how many."""

    viewpoints: tuple
    findings: tuple
    more_voices: int = 0


def chain_of(activity, on):
    """The public voices that led to an activity: those that it names, and those that its findings rest on."""
    findings = list(activity.findings.visible(on).select_related("dialogue"))
    # Asked for by key alone: a finding may rest on thousands of voices, and four are shown.
    named = activity.viewpoints.values("pk")
    rested_on = Finding.viewpoints.through.objects.filter(finding__in=findings).values("viewpoint")
    heard = Viewpoint.objects.visible(on).filter(Q(pk__in=named) | Q(pk__in=rested_on))
    is_named = Case(When(pk__in=named, then=0), default=1)
    first = heard.select_related("dialogue", "theme").order_by(is_named, "pk")[:MOST_VOICES]
    return Chain(tuple(first), tuple(findings), max(heard.count() - MOST_VOICES, 0))


def neighbours(activity, on):
    """The public activities before and after it in the plan; None at either end."""
    plan = Activity.objects.visible(on).of(activity.focus_area.promise).select_related("focus_area")
    area, number = activity.focus_area.number, activity.number
    before = Q(focus_area__number__lt=area) | Q(focus_area__number=area, number__lt=number)
    after = Q(focus_area__number__gt=area) | Q(focus_area__number=area, number__gt=number)
    return (
        plan.filter(before).order_by("-focus_area__number", "-number").first(),
        plan.filter(after).order_by("focus_area__number", "number").first(),
    )


def other_years(activity, on):
    """The same activity the year before and the year after, where they are public."""
    linked = Q(pk=activity.predecessor_id) | Q(predecessor=activity)
    found = Activity.objects.visible(on).filter(linked).select_related("focus_area__promise")
    return list(found.order_by("focus_area__promise__year", "pk"))
