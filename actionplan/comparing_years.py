"""Two years side by side: what goes on, what is new, what wasn't taken up again, and which targets were raised or lowered.

Only what is public, and nothing that isn't known: where a year has no published plan, its activities can't be compared
and the page says so. A focus area is the same where the later one is linked to the earlier, straight or by the years
between, or has the same address. So is an activity, the address counting only within a focus area that goes on.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from actionplan.board import Tally
from actionplan.models import Activity
from focusareas.models import FocusArea, Promise
from focusareas.outcome import Outcome, outcomes, tally_of


@dataclass(frozen=True, slots=True)
class Year:
    """A promise, its focus areas with their judged activities, and what is known of its plan."""

    promise: Promise
    outcomes: list[Outcome]

    @property
    def name(self):
        return self.promise.slug

    @property
    def has_plan(self):
        return self.promise.action_plan is not None

    @property
    def activities(self):
        return [activity for outcome in self.outcomes for activity in outcome.activities]

    @property
    def tally(self) -> Tally | None:
        return tally_of(self.outcomes)


@dataclass(frozen=True, slots=True)
class SameActivity:
    """An activity of the later year and the one that it continues."""

    before: Activity
    after: Activity

    @property
    def was_elsewhere(self):
        """Whether it lay in a focus area of another name."""
        return self.before.focus_area.name != self.after.focus_area.name

    @property
    def target_change(self):
        """+1 where the target is raised, -1 where it is lowered or no longer counted, 0 where it can't be told or is the same."""
        old, new = self.before, self.after
        if old.target_value is None or (new.target_value is not None and old.target_unit != new.target_unit):
            return 0
        if new.target_value is None:
            return -1
        return (new.target_value > old.target_value) - (new.target_value < old.target_value)

    @property
    def target_words(self):
        """What happened to the target between the years; "" where neither has one."""
        old, new = self.before, self.after
        if old.target_value is None and new.target_value is None:
            return ""
        if old.target_value is None:
            return _("Nytt mål i siffror: minst %(new)s.") % {"new": _amount(new)}
        if new.target_value is None:
            return _("Målet räknas inte längre. Förut var det minst %(old)s.") % {"old": _amount(old)}
        words = {"old": _amount(old), "new": _amount(new), "value": old.target_value}
        if old.target_unit != new.target_unit:
            return _("Räknas på ett annat sätt: förut minst %(old)s, nu minst %(new)s.") % words
        match self.target_change:
            case 1:
                return _("Höjt: från minst %(value)s till minst %(new)s.") % words
            case -1:
                return _("Sänkt: från minst %(value)s till minst %(new)s.") % words
        return _("Samma: minst %(new)s.") % words

    @property
    def lowered_before(self):
        """The target that the earlier year first promised, where it was lowered under that year; else None."""
        facts = self.before.progress.facts
        return facts.first_target if facts.was_lowered else None


@dataclass(frozen=True, slots=True)
class SameArea:
    """A focus area in both years, or in one of them (the other is None), with its activities sorted by what became of them."""

    before: Outcome | None
    after: Outcome | None
    going_on: tuple[SameActivity, ...] = ()
    new: tuple[Activity, ...] = ()
    ended: tuple[Activity, ...] = ()

    @property
    def area(self):
        return (self.after or self.before).area

    @property
    def key(self):
        return f"{self.area.promise.slug}-{self.area.slug}"

    @property
    def was_called(self):
        """What it was called before, where that is another name."""
        if self.before and self.after and self.before.area.name != self.after.area.name:
            return self.before.area.name
        return ""

    @property
    def kind(self):
        match self.before, self.after:
            case None, _after:
                return "new"
            case _before, None:
                return "ended"
        return "going_on"

    @property
    def has_activities(self):
        return bool(self.going_on or self.new or self.ended)


@dataclass(frozen=True)
class Comparison:
    before: Year
    after: Year
    areas: tuple[SameArea, ...]

    @property
    def years(self):
        return self.before, self.after

    @property
    def without_plan(self):
        """The years whose activities aren't known."""
        return [year for year in self.years if not year.has_plan]

    @cached_property
    def areas_in_words(self):
        counts = {kind: sum(area.kind == kind for area in self.areas) for kind in AREAS_IN_WORDS}
        return _sentence(counts, AREAS_IN_WORDS)

    @cached_property
    def activities_in_words(self):
        counts = {kind: sum(len(getattr(area, kind)) for area in self.areas) for kind in ACTIVITIES_IN_WORDS}
        return "" if self.without_plan else _sentence(counts, ACTIVITIES_IN_WORDS)

    @cached_property
    def targets_in_words(self):
        """How many targets were raised and lowered, where any was."""
        changes = [same.target_change for area in self.areas for same in area.going_on]
        counts = {"raised": changes.count(1), "lowered": changes.count(-1)}
        return _sentence({kind: n for kind, n in counts.items() if n}, TARGETS_IN_WORDS)

    @property
    def has_examples(self):
        return any(activity.is_example for year in self.years for activity in year.activities)


def compare(before, after, on):
    """Two public promises, the earlier first, as they stand on a day. As many queries for many activities as for few."""
    areas = FocusArea.objects.visible(on).filter(promise__in=[before, after]).select_related("promise__plan")
    found = outcomes(areas.order_by("number"), on)
    first, second = (Year(each, [o for o in found if o.area.promise_id == each.pk]) for each in (before, after))
    return Comparison(first, second, tuple(_areas(first, second, on)))


def _areas(before, after, on):
    """The focus areas in the later year's order, and last those that weren't taken up again."""
    old_areas = {outcome.area.pk: outcome for outcome in before.outcomes}
    links = _Links(FocusArea, before, after, on)
    earlier = {outcome.area.pk: old_areas.get(links.earlier(outcome.area, old_areas)) for outcome in after.outcomes}
    by_slug = {outcome.area.slug: outcome for outcome in before.outcomes}
    for outcome in after.outcomes:
        taken = {each.area.pk for each in earlier.values() if each}
        same = by_slug.get(outcome.area.slug)
        if earlier[outcome.area.pk] is None and same and same.area.pk not in taken:
            earlier[outcome.area.pk] = same
    comparable = before.has_plan and after.has_plan
    pairs = _activities(before, after, earlier, on) if comparable else {}
    kept, told = {same.before.pk for same in pairs.values()}, set()
    for outcome in after.outcomes:
        old = earlier[outcome.area.pk]
        # An area that became two ends its activities once, where it is told of first.
        ended = old.activities if old and old.area.pk not in told else []
        told |= {old.area.pk} if old else set()
        yield SameArea(
            before=old,
            after=outcome,
            going_on=tuple(pairs[each.pk] for each in outcome.activities if each.pk in pairs),
            new=tuple(each for each in outcome.activities if comparable and each.pk not in pairs),
            ended=tuple(each for each in ended if comparable and each.pk not in kept),
        )
    for outcome in before.outcomes:
        if outcome.area.pk not in told:
            ended = (each for each in outcome.activities if comparable and each.pk not in kept)
            yield SameArea(before=outcome, after=None, ended=tuple(ended))


def _activities(before, after, earlier, on):
    """The activities that go on, by the later one's key."""
    old = {activity.pk: activity for activity in before.activities}
    links = _Links(Activity, before, after, on)
    found = {activity.pk: links.earlier(activity, old) for activity in after.activities}
    taken = {pk for pk in found.values() if pk}
    for outcome in after.outcomes:
        same_area = earlier[outcome.area.pk]
        by_slug = {each.slug: each.pk for each in same_area.activities if each.pk not in taken} if same_area else {}
        for activity in outcome.activities:
            found[activity.pk] = found[activity.pk] or by_slug.pop(activity.slug, None)
    return {each.pk: SameActivity(old[found[each.pk]], each) for each in after.activities if found[each.pk]}


class _Links:
    """The way back through the years between, by the public rows that each continues another."""

    def __init__(self, model, before, after, on):
        path = "focus_area__promise__year" if model is Activity else "promise__year"
        between = {f"{path}__gt": before.promise.year, f"{path}__lte": after.promise.year}
        rows = model.objects.visible(on).filter(predecessor__isnull=False, **between)
        self.back = dict(rows.values_list("pk", "predecessor"))

    def earlier(self, row, among):
        """The key of the row among some that this one continues, or None."""
        key, seen = self.back.get(row.pk), set()
        while key and key not in among and key not in seen:
            seen.add(key)
            key = self.back.get(key)
        return key if key in among else None


def _amount(activity):
    return f"{activity.target_value} {activity.unit}"


# --- In words ---
AREAS_IN_WORDS = {
    "going_on": ngettext_lazy("%(n)s fokusområde finns med båda åren", "%(n)s fokusområden finns med båda åren", "n"),
    "new": ngettext_lazy("%(n)s är nytt", "%(n)s är nya", "n"),
    "ended": ngettext_lazy("%(n)s togs inte upp igen", "%(n)s togs inte upp igen", "n"),
}
ACTIVITIES_IN_WORDS = {
    "going_on": ngettext_lazy("%(n)s aktivitet fortsätter", "%(n)s aktiviteter fortsätter", "n"),
    "new": ngettext_lazy("%(n)s är ny", "%(n)s är nya", "n"),
    "ended": ngettext_lazy("%(n)s togs inte upp igen", "%(n)s togs inte upp igen", "n"),
}
TARGETS_IN_WORDS = {
    "raised": ngettext_lazy("%(n)s mål är höjt", "%(n)s mål är höjda", "n"),
    "lowered": ngettext_lazy("%(n)s mål är sänkt", "%(n)s mål är sänkta", "n"),
}


def _sentence(counts, words):
    """ "3 aktiviteter fortsätter, 2 är nya och 1 togs inte upp igen." What there is none of isn't told, but for the first."""
    parts = [words[kind] % {"n": n} for place, (kind, n) in enumerate(counts.items()) if n or not place]
    if len(parts) < 2:
        return f"{parts[0]}." if parts else ""
    return _("%(first)s och %(last)s.") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
