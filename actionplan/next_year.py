"""The next year: what the promise of a year hands over to the one that comes after.

All that is made is a draft, linked to what it continues. The ledgers stay with the old year, and so do its addresses:
nothing in it changes, but that an open activity gets the follow-up "Flyttad till nästa år", with a reason for all to read.
Each deed may be done again: it adds what isn't there, and touches nothing that is.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _

from actionplan import followup
from actionplan.models import ActionPlan, Activity, Commitment, FollowUp
from actionplan.status import Status
from focusareas.models import FocusArea, Promise

# What the plan has settled of how it is followed up, which the next one begins with.
PLAN_KEEPS = [
    "kind",
    "rhythm",
    "stale_after_days",
    "reports_by_link",
    "remind_before_days",
    "deputy_after_days",
    "chief_after_days",
]
AREA_KEEPS = ["slug", "title", "short_title", "problem", "cause", "outcome_goal", "measurable", "easy_text"]
ACTIVITY_KEEPS = [
    "slug",
    "title",
    "summary",
    "goal",
    "target_value",
    "target_unit",
    "target_unit_one",
    "kind",
    "target_group",
]
ACTIVITY_LINKS = ["participants", "places", "themes", "findings"]
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made, and nothing that was there before."""

    promise: Promise
    is_new: bool
    areas: tuple[FocusArea, ...]
    activities: tuple[Activity, ...]

    @property
    def is_empty(self):
        return not (self.is_new or self.areas or self.activities)


@transaction.atomic
def go_on(*, after, areas, activities, by, with_findings=False, with_viewpoints=False):
    """The whole step into the next year, of the focus areas and activities that somebody has chosen.

    `activities`: the reason, or "", by activity. An activity brings its focus area. Raises ValidationError where a reason
    is missing; then nothing is made.
    """
    Promise.objects.select_for_update().get(pk=after.pk)  # two who press at once come one after the other
    known = next_promise(after)
    carried = carried_into(known)
    promise = begin(after=after, by=by)
    chosen = {area.pk: area for area in [*areas, *(activity.focus_area for activity in activities)]}
    prefetch_related_objects(list(chosen.values()), "themes", "findings")
    prefetch_related_objects(list(activities), *ACTIVITY_LINKS)
    places, made = continuations(chosen.values(), promise), []
    for area in sorted(chosen.values(), key=lambda area: area.number):
        if area.pk not in places:
            copy = copy_area(area, into=promise, by=by, with_findings=with_findings, with_viewpoints=with_viewpoints)
            places[area.pk] = copy
            made.append(copy)
    return Begun(
        promise=promise,
        is_new=known is None,
        areas=tuple(made),
        activities=tuple(
            carry_over(activity, into=places[activity.focus_area_id], by=by, reason=reason)
            for activity, reason in activities.items()
            if activity.pk not in carried
        ),
    )


@transaction.atomic
def begin(*, after, by):
    """The promise of the next year: the one that is there, else a draft of it, unsigned; and a draft of its plan."""
    promise = next_promise(after) or _draft_promise(after, by)
    if not ActionPlan.objects.filter(promise=promise).exists():
        old = ActionPlan.objects.filter(promise=after).first()
        kept = {name: getattr(old, name) for name in PLAN_KEEPS} if old else {}
        title = _a_later_title(old.title, after) if old else _("Handlingsplan %(year)s") % {"year": promise.slug}
        _save(ActionPlan(promise=promise, title=title, is_example=after.is_example, **kept), by)
    return promise


@transaction.atomic
def copy_area(area, *, into, by, with_findings=False, with_viewpoints=False):
    """The same question in a later promise: a draft with the same words. What people said of it stays, unless asked for."""
    if found := continuations([area], into):
        return found[area.pk]
    copy = _copy(area, AREA_KEEPS, promise=into, number=_free_number(area.number, into.focus_areas))
    _save(copy, by)
    copy.themes.add(*area.themes.all())
    if with_findings:
        copy.findings.add(*area.findings.all())
    if with_viewpoints:
        copy.viewpoints.add(*area.viewpoints.values_list("pk", flat=True))
    return copy


@transaction.atomic
def carry_over(activity, *, into, by, reason=""):
    """The same activity in a focus area of a later promise: a draft, a year on, promised by the same parties.

    Where the old one is public and open, each party that hasn't said its last word says "Flyttad till nästa år" for the
    `reason`, which is required then and public.
    """
    if found := Activity.objects.of(into.promise).filter(predecessor=activity).first():
        return found
    years = into.promise.year - activity.focus_area.promise.year
    copy = _copy(
        activity,
        ACTIVITY_KEEPS,
        focus_area=into,
        number=_free_number(activity.number, into.activities),
        starts_on=same_day(activity.starts_on, years),
        due_on=same_last_day(activity.due_on, years),
    )
    _save(copy, by)
    for name in ACTIVITY_LINKS:
        getattr(copy, name).add(*getattr(activity, name).all())
    parts = Commitment.objects.filter(activity=activity).select_related("activity", "organisation", "owner")
    parts = list(parts.order_by("pk"))
    for part in parts:
        # Somebody who has left answers for nothing more.
        owner = part.owner if part.owner and part.owner.is_active else None
        words = {"organisation": part.organisation, "responsible": part.responsible, "owner": owner}
        _save(Commitment(activity=copy, **words), by)
    for part in _open_parts(activity, parts):
        if not reason.strip():
            raise ValidationError({"reason": _("Skriv varför aktiviteten flyttas. Alla kan läsa skälet.")})
        followup.report(part, status=Status.CARRIED_OVER, note=reason.strip(), by=by)
    return copy


# --- What is there, and what is asked for ---
def next_promise(after):
    """The promise of the year after a promise's, published or not; None where nobody has begun on it."""
    return Promise.objects.filter(year=year_after(after)).first()


def continuations(areas, promise):
    """The focus areas of a promise that take up the same question as some older ones, by the key of the older.

    They are linked to them, or have the same address.
    """
    rows = list(FocusArea.objects.filter(promise=promise).select_related("promise"))
    linked = {row.predecessor_id: row for row in rows if row.predecessor_id}
    alike = {row.slug: row for row in rows if not row.predecessor_id}
    found = {area.pk: linked.get(area.pk) or alike.get(area.slug) for area in areas}
    return {pk: row for pk, row in found.items() if row}


def carried_into(promise):
    """What a promise has taken up already: its activities by the key of the one that each continues."""
    if promise is None:
        return {}
    rows = Activity.objects.of(promise).exclude(predecessor=None).select_related("focus_area")
    return {row.predecessor_id: row for row in rows}


def needs_reason(activity):
    """Whether residents are to be told why a judged activity is moved: it is public, and somebody's part is still open."""
    area = activity.focus_area
    is_public = activity.is_visible and area.is_visible and area.promise.is_visible and area.promise.action_plan
    return bool(is_public) and any(not _is_closed(said.status) for said in activity.progress.facts.said)


def is_suggested(activity):
    """Whether a judged activity is one that the next year most likely takes up: neither done nor given up."""
    return not activity.progress.is_done and not activity.progress.is_called_off


def names_a_year(activity):
    """Whether its words tell of a year, which then should be looked over in a copy."""
    return any(YEAR.search(words) for words in (activity.title, activity.summary, activity.goal))


def _open_parts(activity, parts):
    """The parts of a public activity whose party hasn't said its last word."""
    if not Activity.objects.visible().filter(pk=activity.pk).exists():
        return []
    latest = {}
    for said in FollowUp.objects.filter(commitment__in=parts).latest_first():
        latest.setdefault(said.commitment_id, Status(said.status))
    return [part for part in parts if not _is_closed(latest.get(part.pk))]


def _is_closed(status):
    return status is not None and status.is_closing


# --- Time ---
def year_after(promise):
    """The year that a promise's successor is of: the next one, or later where the promise holds for several years."""
    if promise.year is None:
        raise ValidationError(_("Vi vet inte vilket år löftet gällde, så det går inte att börja på nästa."))
    return promise.year + _years_on(promise)


def same_day(day, years):
    """The same day so many years on. 29 February becomes the 28th where there is no such day."""
    return day.replace(year=day.year + years, day=min(day.day, monthrange(day.year + years, day.month)[1]))


def same_last_day(day, years):
    """The same, where the day is the last of something: a month's last day stays the month's last."""
    last = monthrange(day.year + years, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=day.year + years, day=last if is_last else min(day.day, last))


def _years_on(promise):
    """How many whole years until the same day comes after the promise's last."""
    return next(years for years in range(1, 100) if same_day(promise.valid_from, years) > promise.valid_to)


# --- What a draft is made of ---
def _draft_promise(after, by):
    years = _years_on(after)
    promise = Promise(
        slug=_later(after.slug, years) if YEAR.search(after.slug) else str(year_after(after)),
        year=year_after(after),
        title=_a_later_title(after.title, after),
        valid_from=same_day(after.valid_from, years),
        valid_to=same_last_day(after.valid_to, years),
        is_example=after.is_example,
    )
    _save(promise, by)
    promise.parties.add(*after.parties.all())
    return promise


def _later(words, years):
    return YEAR.sub(lambda found: str(int(found.group()) + years), words)


def _a_later_title(title, after):
    """ "Medborgarlöfte 2024" → "Medborgarlöfte 2025". A title without a year gets one, so that the two can be told apart."""
    return _later(title, _years_on(after)) if YEAR.search(title) else f"{title} {year_after(after)}"


def _copy(row, kept, **more):
    return type(row)(**{name: getattr(row, name) for name in kept}, is_example=row.is_example, predecessor=row, **more)


def _save(row, by):
    row._history_user = by
    row.full_clean()
    row.save()


def _free_number(number, siblings):
    """The number itself where nobody has it, else the one after the last."""
    taken = siblings.filter(number=number).exists()
    return siblings.aggregate(last=Max("number"))["last"] + 1 if taken else number
