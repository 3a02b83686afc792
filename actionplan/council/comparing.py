"""Two reports side by side, and one activity through all of them: told by the frozen contents, and by nothing else.

What the plan says today doesn't count here. An activity that is no longer public is still told of where a public report
tells of it, and then only in that report's words.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.changed import target_words
from actionplan.council import changes, shelf
from actionplan.council.reading import Area, Asked, Reading, Told, day_of
from actionplan.models import Activity, CouncilReport
from arboga_loften.foundation.templatetags.look import day_year


# --- Two reports ---
@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an activity's two states differ in. `kind` "goal" has whole sentences before and after."""

    kind: str
    heading: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SameActivity:
    """An activity in both reports, and what has changed between them."""

    before: Told
    after: Told
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SameArea:
    """A focus area in both reports, or in one of them (the other is None), with its activities sorted by what became of them."""

    before: Area | None
    after: Area | None
    changed: tuple[SameActivity, ...] = ()
    alike: tuple[Told, ...] = ()
    new: tuple[Told, ...] = ()
    gone: tuple[Told, ...] = ()

    @property
    def area(self):
        return self.after or self.before

    @property
    def has_activities(self):
        return bool(self.changed or self.alike or self.new or self.gone)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many count as a stage in the one report and in the other."""

    pane: str
    label: str
    before: int
    after: int

    @property
    def difference(self):
        """ "+2", "−1"; "" where they are as many."""
        more = self.after - self.before
        return "" if not more else f"+{more}" if more > 0 else f"−{-more}"


class Comparison:
    """Two readings, the earlier first."""

    def __init__(self, before, after):
        self.before, self.after = before, after

    @property
    def is_same_plan(self):
        """Whether both are of the same plan: the activities of another year are others, and aren't compared here."""
        return self.before.plan["year"] == self.after.plan["year"]

    @property
    def has_examples(self):
        return self.before.is_example or self.after.is_example

    @property
    def figures(self):
        pairs = zip(self.before.figures, self.after.figures, strict=True)
        return [Figure(pane, label, old, new) for (pane, _label, old), (_pane, label, new) in pairs]

    @property
    def sums(self):
        """How many the program warns of, and how many there are."""
        words = {"warned": _("Med någon varning"), "total": _("Totalt")}
        return [Figure("", label, self.before.tally[name], self.after.tally[name]) for name, label in words.items()]

    @cached_property
    def areas(self):
        """In the later report's order, and last those that it doesn't have."""
        earlier = {self._key(area): area for area in self.before.areas}
        found = [self._same_area(earlier.pop(self._key(area), None), area) for area in self.after.areas]
        return [*found, *(self._same_area(area, None) for area in earlier.values())]

    def _key(self, area):
        """A focus area is known by its number in its own plan, and between plans by the last part of its address."""
        return area.number if self.is_same_plan else area.url.rstrip("/").rsplit("/", 1)[-1]

    def _same_area(self, before, after):
        if not self.is_same_plan:
            return SameArea(before, after)
        old, changed, alike, new = self._old, [], [], []
        for told in after.activities if after else ():
            if told.id not in old:
                new.append(told)
            elif differing := self._changes[told.id]:
                changed.append(SameActivity(old[told.id], told, tuple(differing)))
            else:
                alike.append(told)
        gone = [told for told in before.activities if told.id not in self._kept] if before else []
        return SameArea(before, after, tuple(changed), tuple(alike), tuple(new), tuple(gone))

    @cached_property
    def _old(self):
        return {told.id: told for told in self.before.activities}

    @cached_property
    def _kept(self):
        return {told.id for told in self.after.activities}

    @cached_property
    def _changes(self):
        """By activity: everything that differs, in the order that one asks."""
        found = {told.id: [] for told in self.after.activities}
        news = changes.between(self.before.content["activities"], self.after.content["activities"], ())
        for each in news:
            if each["activity"] in found and each["kind"] in HEADINGS:
                heading = HEADINGS[each["kind"]]() % {"who": each["party"]}
                found[each["activity"]].append(Change(each["kind"], heading, each["before"], each["after"]))
        for told in self.after.activities:
            if told.id in self._old:
                found[told.id] += _promised_otherwise(self._old[told.id], told)
        return found

    @cached_property
    def in_words(self):
        """ "3 aktiviteter har ändrats, 4 är som de var, 1 är ny och 1 är inte längre med." """
        counts = {
            kind: sum(len(getattr(area, kind)) for area in self.areas) for kind in ("changed", "alike", "new", "gone")
        }
        parts = [
            ngettext("%(n)s aktivitet har ändrats", "%(n)s aktiviteter har ändrats", counts["changed"]),
            ngettext("%(n)s är som den var", "%(n)s är som de var", counts["alike"]),
            ngettext("%(n)s är ny", "%(n)s är nya", counts["new"]),
            ngettext("%(n)s är inte längre med", "%(n)s är inte längre med", counts["gone"]),
        ]
        told = [
            part % {"n": n}
            for place, (part, n) in enumerate(zip(parts, counts.values(), strict=True))
            if n or not place
        ]
        if len(told) == 1:
            return f"{told[0]}."
        return _("%(first)s och %(last)s.") % {"first": ", ".join(told[:-1]), "last": told[-1]}


# What `changes.between` finds of one activity. What was moved in the open it knows by a ledger, which isn't in a report.
HEADINGS = {
    "status": lambda: _("%(who)s säger"),
    "stage": lambda: _("Räknas som"),
    "flag": lambda: _("Nytt tecken"),
    "flag_gone": lambda: _("Tecknet är borta"),
    "outcome": lambda: _("Utfall"),
}


def _promised_otherwise(old, new):
    """What was promised in other words, and what the council thought: read straight from the two reports."""
    if old.due_on != new.due_on:
        yield Change("moved", _("Slutdatum"), day_year(old.due_on), day_year(new.due_on))
    if (old.target, old.unit) != (new.target, new.unit):
        yield Change("target", _("Mål"), target_words(old.target, old.unit), target_words(new.target, new.unit))
    if old.goal != new.goal:
        yield Change("goal", _("Löftets ord"), old.goal, new.goal)
    if _thought(old) != _thought(new):
        yield Change("verdict", _("Rådets bedömning"), _thought(old), _thought(new))
    if _met(old) != _met(new):
        yield Change("fulfilment", _("Är löftet uppfyllt?"), _met(old), _met(new))


def _thought(told):
    return str(told.review.sign.label) if told.review else _("ingen")


def _met(told):
    return str(told.review.fulfilment.label) if told.review and told.review.fulfilment else _("inte bedömt")


def choose(reports, first_key, second_key):
    """(the earlier, the later, what to say of the choice) among some, in order; two None where there aren't two.

    What isn't known is said, and the nearest stands there instead.
    """
    if len(reports) < 2:
        return None, None, []
    known = {report.meeting.key: report for report in reports}
    asked = [first_key, second_key]
    notes = [
        _("Vi hittar ingen publicerad rapport för ”%(key)s”.") % {"key": key[:20]}
        for key in asked
        if key not in ("", *known)
    ]
    first, second = (known.get(key) for key in asked)
    if first and first is second:
        notes.append(_("Välj två olika perioder. Här är den du valde bredvid en annan."))
        first = None
    if second is None:
        second = _beside(first, reports, after=True) if first else reports[-1]
    first = first or _beside(second, reports)
    return (*sorted((first, second), key=reports.index), notes)


def _beside(report, reports, after=False):
    """The one next to a report: before it, or after, or else on the other side."""
    place = reports.index(report)
    nearest = [place + 1, place - 1] if after else [place - 1, place + 1]
    return next(reports[each] for each in nearest if 0 <= each < len(reports))


def in_order(on=None):
    """The reports to choose from, in the order of the periods, each with its `period` as it was frozen."""
    rows = shelf.on_the_shelf(on).annotate(period=KT("frozen__meeting__period"))
    return list(rows.order_by("meeting__on", "pk"))


def compare(before, after):
    """Two published reports, the earlier first."""
    whole = CouncilReport.objects.in_bulk([before.pk, after.pk])
    return Comparison(*(Reading(whole[each.pk].told, each.sha256) for each in (before, after)))


# --- One activity through all periods ---
@dataclass(frozen=True, slots=True)
class Stop:
    """What one public report says of an activity."""

    report: CouncilReport
    period: str
    met_on: object
    is_final: bool
    told: Told
    answered: tuple[Asked, ...]
    decisions: tuple[dict, ...]


def through_periods(pk, on=None) -> list[Stop]:
    """What each public report says of an activity and, where they are public, of those of other years that it continues."""
    keys = _same(pk, on)
    found = [stop for report in _telling_of(keys, on) for stop in _stops(report, keys)]
    return found if any(stop.told.id == pk for stop in found) else []


def is_told_of(pk, on=None):
    """Whether some public report tells of an activity: one of its plan that was adopted since it was first public.

    Asked for every activity's page, so no content is read.
    """
    activity = Activity.objects.filter(pk=pk, first_published_on__isnull=False)
    plan = activity.values("focus_area__promise__plan")[:1]
    first = activity.values("first_published_on")[:1]
    return shelf.readable(on).filter(meeting__plan=plan, adopted_on__gte=first).exists()


def _telling_of(keys, on):
    """The reports on the shelf that tell of some activity, by how the canonical form writes it: no need to read them all."""
    told = Q()
    for key in keys:
        told |= Q(content__contains=f'"id":{key},')
    newest = shelf.on_the_shelf(on).order_by().values("pk")
    return shelf.readable(on).filter(told, pk__in=newest).order_by("meeting__on", "pk")


def _same(pk, on):
    """The activity and those that it continues or that continue it, as far as both ends of each link are public."""
    readable = Activity.objects.visible(on)
    links = list(readable.filter(predecessor__in=readable.values("pk")).values_list("pk", "predecessor"))
    found, fresh = set(), {pk}
    while fresh:
        found |= fresh
        fresh = {end for link in links if found & set(link) for end in link} - found
    return found


def _stops(report, keys):
    content = report.told
    day, meeting = day_of(content["day"]), content["meeting"]
    for each in content["activities"]:
        if each["id"] in keys:
            yield Stop(
                report=report,
                period=meeting["period"],
                met_on=day_of(meeting["on"]),
                is_final=meeting["is_final"],
                told=Told(each, day),
                answered=tuple(Asked(row) for row in content["questions"] if row["activity"] == each["id"]),
                decisions=tuple(row for row in content["decisions"] if row["activity"] == each["id"]),
            )
