"""The start page: what is promised this year, how it goes, what has happened, and what comes next."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.board import Tally, tally
from actionplan.events import latest_events
from actionplan.models import Activity
from arboga_loften.foundation import clock
from arboga_loften.foundation.houses import House, draw_house, in_rows
from dialogs.models import Answer, Dialogue
from focusareas.models import FocusArea, Promise

LATEST, COMING = 4, 4


@require_safe
def start(request):
    today = clock.today()
    promise = Promise.objects.select_related("plan").current(today)
    open_dialogue = Dialogue.objects.visible(today).open_for_viewpoints(today).first()
    if promise is None:
        words = {"has_undated": Promise.objects.visible(today).exists(), "open_dialogue": open_dialogue}
        return render(request, "portal/start_empty.html", words)
    activities = Activity.objects.visible(today).of(promise).judged(today)
    latest = latest_events(activities, on=today, limit=LATEST)
    context = {
        "promise": promise,
        "newer": Promise.objects.neighbours(promise, today)[1] if promise.has_ended else None,
        "parties": promise.parties.all(),
        "today": today,
        "street": in_rows(houses(promise, activities, today)),
        "tally": tally(activities),
        "has_examples": any(activity.is_example for activity in activities),
        "latest": latest,
        "last_happened": latest[0].on if latest else None,
        "coming": coming(activities, today),
        "answer": Answer.objects.newest(today),
        "open_dialogue": open_dialogue,
    }
    return render(request, "portal/start.html", context)


@dataclass(frozen=True, slots=True)
class HouseOfArea:
    """A focus area as a house on the street, with its counts."""

    area: FocusArea
    house: House
    tally: Tally | None


def houses(promise, activities, on):
    """One house per public focus area of a promise, with a window per activity. One query."""
    found = []
    by_area = {pk: list(rows) for pk, rows in groupby(activities, key=lambda activity: activity.focus_area_id)}
    for area in FocusArea.objects.visible(on).filter(promise=promise).order_by("number"):
        area.promise = promise
        counts = tally(by_area.get(area.pk, []))
        found.append(HouseOfArea(area, draw_house(area.number, counts.panes), counts if activities else None))
    return found


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a date ahead: a dialogue, a booked occurrence or a deadline."""

    on: date
    title: str
    url: str
    text: str = ""
    kind: str = ""
    is_example: bool = False
    progress: object = None


def coming(activities, today):
    """What comes next, soonest first: booked occurrences and deadlines, and always the next dialogue if there is one."""
    dialogues = [
        Coming(row.starts_on, row.title, row.get_absolute_url(), row.time_text, "dialogue", row.is_example)
        for row in Dialogue.objects.visible(today).filter(starts_on__gte=today).order_by("starts_on", "pk")[:COMING]
    ]
    alive = [activity for activity in activities if not activity.progress.is_closed]
    others = [_booked(activity) for activity in alive if activity.progress.facts.next_booked_on]
    others += [_deadline(activity) for activity in activities if _is_due(activity, today)]
    others += dialogues[1:]
    soonest = sorted(others, key=lambda each: each.on)[: COMING - len(dialogues[:1])]
    return sorted([*dialogues[:1], *soonest], key=lambda each: each.on)


def _booked(activity):
    facts = activity.progress.facts
    url = activity.get_absolute_url()
    return Coming(facts.next_booked_on, activity.title, url, facts.next_booked_note, "planned", activity.is_example)


def _is_due(activity, today):
    """A deadline worth showing: ahead, within the year, and not yet kept or given up."""
    progress = activity.progress
    return progress.facts.due_on > today and not progress.is_closed and not progress.facts.next_booked_on


def _deadline(activity):
    progress = activity.progress
    return Coming(
        progress.facts.due_on,
        activity.title,
        activity.get_absolute_url(),
        kind="due",
        is_example=activity.is_example,
        progress=progress,
    )
