"""Why an activity is done: the way back to those who spoke. And what stands beside it: its neighbours and its other years."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from actionplan.models import Activity
from dialogs.models import Viewpoint

MOST_VOICES = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """What people said, and what came out of it. Where more spoke than are shown, `more_voices` says how many."""

    viewpoints: tuple
    findings: tuple
    more_voices: int = 0


def chain_of(activity, on):
    """The public voices that led to an activity: those that it names, and those that its findings rest on."""
    voices = Viewpoint.objects.visible(on).select_related("dialogue")
    findings = list(
        activity.findings.visible(on)
        .select_related("dialogue")
        .prefetch_related(Prefetch("viewpoints", queryset=voices, to_attr="public_viewpoints"))
    )
    named = activity.viewpoints.visible(on).select_related("dialogue")
    rested_on = [voice for finding in findings for voice in finding.public_viewpoints]
    heard = list({voice.pk: voice for voice in [*named, *rested_on]}.values())
    return Chain(tuple(heard[:MOST_VOICES]), tuple(findings), max(len(heard) - MOST_VOICES, 0))


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
