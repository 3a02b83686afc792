"""The plan as it read on a day that has been: the words of its activities, their links and their parties as they were then.

Status, dates and targets come from the ledgers (`ActivityQuerySet.judged`); this reads what has no ledger, from the
history. What people said, what was found, the sources and the names of places and organisations read as they do now.
"""

from dataclasses import replace

from actionplan.models import ActionPlan, Activity, Commitment, GoalChange, PlannedOccurrence
from actionplan.progress import Said, judge
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.history import linked
from arboga_loften.foundation.then import kept, parts_then
from dialogs.models import Place
from focusareas.models import FocusArea

ACTIVITY = ("number", "title", "summary", "kind", "target_group", "target_unit_one", "starts_on")
LINKS = ("places", "participants")
AREA = ("number", "title", "short_title", "problem", "cause", "outcome_goal", "measurable", "easy_text")
PLAN = ("title", "kind", "rhythm", "decided_on", "decided_by", "registry_number", "stale_after_days", "note")


class Then:
    """How a plan and some of its activities read on a day. Thirteen queries, however many they are.

    `judged` come from `ActionPlan.activities(day)`. `beside` are other activities of the plan whose names are shown too.
    """

    def __init__(self, plan, day, judged, beside=()):
        self.plan, self.day = plan, day
        activities = [*judged, *beside]
        self.kept = kept(Activity, {activity.pk for activity in activities}, day)
        self._read_plan()
        self.areas = self._areas(activities)
        self.goals = self._goals(activities)
        moments = {pk: each.until for pk, each in self.kept.items()}
        self.parties = parts_then(Commitment, "activity", moments)
        self.booked = parts_then(PlannedOccurrence, "activity", moments)
        self.links = self._links()
        self.organisations = self._organisations()
        self.places = self._places()
        for activity in activities:
            self.read(activity)

    def oldest_of(self, activities):
        """The day of the oldest text that is shown because none is kept from the day; None where all of them are."""
        known = (self.kept.get(activity.pk) for activity in activities)
        return min((each.oldest_on for each in known if each and each.oldest_on), default=None)

    def read(self, activity):
        """Give an activity the words of the day and, where it is judged, judge it with what was known then."""
        activity.read_on = self.day
        activity.goal = self.goals.get(activity.pk, activity.goal)
        activity.focus_area = self.areas.get(activity.focus_area_id, activity.focus_area)
        if known := self.kept.get(activity.pk):
            _rewrite(activity, known.version, ACTIVITY)
            activity.focus_area = self.areas.get(known.version.focus_area_id, activity.focus_area)
            activity.place_list = self._linked(activity, "places", self.places)
            if hasattr(activity, "progress"):
                activity.progress = judge(self._facts(activity, known.version), self.day)

    def in_order(self, activities):
        """Activities in the plan's order as it was."""
        return sorted(activities, key=lambda each: (each.focus_area.number, each.number, each.pk))

    def places_of(self, activity):
        """Where it was to be."""
        return activity.place_list if activity.pk in self.kept else list(activity.places.all())

    def participants(self, activity):
        """Those who took part besides the parties."""
        if activity.pk not in self.kept:
            return list(activity.participants.all())
        return self._linked(activity, "participants", self.organisations)

    def planned(self, activity):
        """What was booked then, called off or not, soonest first."""
        if activity.pk not in self.kept:
            return list(activity.planned_occurrences.select_related("place"))
        rows = [version for version in self.booked[activity.pk].values() if version]
        for row in rows:
            row.place = self.places.get(row.place_id)
        return sorted(rows, key=lambda row: (row.on, row.id))

    def ahead(self, activity):
        """What was booked and still to come, as `PlannedOccurrence.objects.ahead` tells it for today."""
        is_reported = activity.progress.facts.last_done_on == self.day
        return [
            row
            for row in self.planned(activity)
            if row.on >= self.day
            and (row.cancelled_on is None or row.cancelled_on > self.day)
            and not (row.on == self.day and is_reported)
        ]

    # --- What the history holds ---
    def _read_plan(self):
        for known in kept(ActionPlan, [self.plan.pk], self.day).values():
            _rewrite(self.plan, known.version, PLAN)

    def _areas(self, activities):
        """The focus areas of the activities, each made once, in the words of then."""
        areas = {activity.focus_area_id: activity.focus_area for activity in reversed(activities)}
        for pk, known in kept(FocusArea, areas, self.day).items():
            _rewrite(areas[pk], known.version, AREA)
        for area in areas.values():
            area.read_on = self.day
        return areas

    def _goals(self, activities):
        """By activity: the promise as it was worded, where it has been reworded since. The ledger decides."""
        keys = {activity.pk for activity in activities}
        later = GoalChange.objects.filter(activity__in=keys, recorded_on__gt=self.day)
        return {row.activity_id: row.old_goal for row in later.order_by("-pk")}

    def _links(self):
        """By activity and field: what it was linked to."""
        found = linked([each.version for each in self.kept.values()], only=LINKS)
        return {
            pk: {field.name: keys for field, keys in found[each.version.history_id].items()}
            for pk, each in self.kept.items()
        }

    def _linked(self, activity, name, among):
        named = [among[pk] for pk in self.links[activity.pk][name] if pk in among]
        return sorted(named, key=lambda each: each.name)

    def _organisations(self):
        parties = {each.organisation_id for rows in self.parties.values() for each in rows.values() if each}
        return Organisation.objects.in_bulk(parties.union(*(links["participants"] for links in self.links.values())))

    def _places(self):
        booked = {each.place_id for rows in self.booked.values() for each in rows.values() if each} - {None}
        return Place.objects.in_bulk(booked.union(*(links["places"] for links in self.links.values())))

    # --- The judgement ---
    def _facts(self, activity, version):
        facts, ahead = activity.progress.facts, self.ahead(activity)
        return replace(
            facts,
            starts_on=activity.starts_on,
            said=tuple(self._said(activity, facts.said)),
            unit=version.target_unit_one if facts.target == 1 and version.target_unit_one else facts.unit,
            booked=len(ahead),
            next_booked_on=ahead[0].on if ahead else None,
            next_booked_note=ahead[0].note if ahead else "",
            stale_after_days=self.plan.stale_after_days,
        )

    def _said(self, activity, said):
        """Each party that had promised then, with the function that answered for it. Who had spoken had promised."""
        there, now = self.parties[activity.pk], {each.commitment: each for each in said}
        found = [each for each in said if not there.get(each.commitment) and _was_there(each, there)]
        for pk, version in there.items():
            if version and (organisation := self.organisations.get(version.organisation_id)):
                mine = now.get(pk) or Said(organisation=organisation, commitment=pk)
                found.append(replace(mine, organisation=organisation, responsible=version.responsible))
        return sorted(found, key=lambda each: (each.organisation.order, each.commitment))


def _was_there(said, there):
    """Whether a party without a version from then counts all the same: it had spoken, or has no history at all."""
    return said.status is not None or said.commitment not in there


def _rewrite(row, version, names):
    for name in names:
        setattr(row, name, getattr(version, name))
