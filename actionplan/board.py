"""Facts for many activities at once, in as many queries for ten thousand as for one, and their tally in words."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.db.models import CharField, Count, F, Max, Q, Sum, Value, Window
from django.db.models.functions import RowNumber
from django.utils.translation import ngettext

from actionplan.progress import Facts, Said, judge
from actionplan.status import Stage, Status

# More ids than this in one query is more than a database takes as parameters; then the rows are read by year instead.
MOST_IDS = 900
# Days without news where no plan says how many.
WITHOUT_PLAN = 90


def judge_all(activities, on):
    """Give each activity its `progress` as of a day. They come from `ActivityQuerySet.as_of`."""
    if not activities:
        return activities
    facts = _Gathered(activities, on)
    for activity in activities:
        activity.progress = judge(facts.of(activity), on)
    return activities


def find_places(activities):
    """Give each activity its `place_list`, in two queries however many they are."""
    if not activities:
        return activities
    model = apps.get_model("actionplan", "Activity")
    known = apps.get_model("dialogs", "Place").objects.in_bulk()
    found = defaultdict(list)
    links = model.places.through.objects.filter(_among(activities, "activity")).order_by("place__name")
    for activity, place in links.values_list("activity", "place"):
        found[activity].append(known[place])
    for activity in activities:
        activity.place_list = found[activity.pk]
    return activities


def _among(activities, path):
    """The condition that rows belong to these activities."""
    if len(activities) <= MOST_IDS:
        return Q(**{f"{path}__in": [activity.pk for activity in activities]})
    return Q(**{f"{path}__focus_area__promise__in": {activity.focus_area.promise_id for activity in activities}})


class _Gathered:
    """What the ledgers hold of some activities, known on a day, by activity."""

    def __init__(self, activities, on):
        self.on = on
        self.activities = activities
        self.commitments = self._commitments()
        self.outcomes, self.booked = self._done_and_booked()
        self.targets = self._changed_targets()

    def of(self, activity):
        """The facts of one activity; no query."""
        outcome, last_done_on = self.outcomes.get(activity.pk, (0, None))
        booked = self.booked.get(activity.pk, ())
        next_on, next_note = booked[0] if booked else (None, "")
        said, evidence = self.commitments.get(activity.pk, ((), False))
        promise = activity.focus_area.promise
        plan = getattr(promise, "plan", None)  # a draft may be written before its plan is
        target, unit, first_target = self.targets.get(activity.pk) or (activity.target_value, activity.unit, None)
        return Facts(
            starts_on=activity.starts_on,
            due_on=activity.due_then,
            first_due_on=activity.first_due_on,
            target=target,
            unit=unit,
            first_target=first_target,
            said=said,
            outcome=outcome,
            booked=len(booked),
            next_booked_on=next_on,
            next_booked_note=next_note,
            last_done_on=last_done_on,
            has_evidence=evidence or last_done_on is not None,
            stale_after_days=plan.stale_after_days if plan else WITHOUT_PLAN,
            year_ends_on=promise.valid_to,
        )

    def _commitments(self):
        """Per activity: what each party said last, and whether anything of it is evidence."""
        latest = self._latest_follow_ups()
        said, evidence = defaultdict(list), {}
        for commitment, activity, responsible, organisation in self._parts():
            row = latest.get(commitment)
            said[activity].append(
                Said(
                    organisation=organisation,
                    commitment=commitment,
                    responsible=responsible,
                    status=Status(row["status"]) if row else None,
                    on=row["on"] if row else None,
                    note=row["note"] if row else "",
                    confirms_only=bool(row and row["confirms_only"]),
                    news_on=row["news_on"] if row else None,
                    next_update_on=row["next_update_on"] if row else None,
                )
            )
            if row:
                evidence[activity] = evidence.get(activity, False) or bool(row["evidences"])
        return {pk: (tuple(parts), evidence.get(pk, False)) for pk, parts in said.items()}

    def _parts(self):
        """Every commitment: its key, its activity's, who answers for it and the organisation, which is made once."""
        organisation = apps.get_model("accounts", "Organisation")
        columns, made = [field.attname for field in organisation._meta.concrete_fields], {}
        rows = (
            apps.get_model("actionplan", "Commitment")
            .objects.filter(_among(self.activities, "activity"))
            .values_list("pk", "activity", "responsible", *(f"organisation__{column}" for column in columns))
        )
        for commitment, activity, responsible, *values in rows:
            if values[0] not in made:
                made[values[0]] = organisation.from_db(rows.db, columns, values)
            yield commitment, activity, responsible, made[values[0]]

    def _changed_targets(self):
        """Per activity whose target has been changed: the target and unit of the day, and the one that was first promised."""
        changed = {activity.pk: activity for activity in self.activities if activity.target_has_changed}
        if not changed:
            return {}
        ledger = apps.get_model("actionplan", "TargetChange").objects.filter(_among(list(changed.values()), "activity"))
        found = defaultdict(list)
        for row in ledger.order_by("pk"):
            found[row.activity_id].append(row)
        targets = {}
        for pk, rows in found.items():
            later = next((row for row in rows if row.recorded_on > self.on), None)
            first = rows[0].old_value if rows[0].recorded_on <= self.on else None
            if pk in changed:
                now = (changed[pk].target_value, changed[pk].unit)
                targets[pk] = (*((later.old_value, later.old_unit) if later else now), first)
        return targets

    def _latest_follow_ups(self):
        """By commitment: the follow-up that stood on the day, with what the ones before it add up to."""
        model = apps.get_model("actionplan", "FollowUp")
        mine = {"partition_by": F("commitment")}
        rows = (
            model.objects.known_on(self.on)
            .filter(_among(self.activities, "commitment__activity"))
            .annotate(
                place_in_row=Window(RowNumber(), order_by=[F("on").desc(), F("pk").desc()], **mine),
                news_on=Window(Max("on", filter=Q(confirms_only=False)), **mine),
                evidences=Window(Count("pk", filter=~Q(evidence="")), **mine),
            )
            .filter(place_in_row=1)
            .order_by()
            .values("commitment", "status", "on", "note", "confirms_only", "next_update_on", "news_on", "evidences")
        )
        return {row["commitment"]: row for row in rows}

    def _done_and_booked(self):
        """Per activity: what has been done and when last, and what is booked and comes next. One query of both ledgers."""
        done = apps.get_model("actionplan", "Occurrence").objects.standing(self.on)
        done = (
            done.filter(_among(self.activities, "activity"))
            .order_by()
            .values("activity")
            .annotate(total=Sum("count"), day=Max("on"), words=Value("", CharField()))
        )
        ahead = apps.get_model("actionplan", "PlannedOccurrence").objects.ahead(self.on)
        ahead = (
            ahead.filter(_among(self.activities, "activity"))
            .order_by()
            .annotate(total=Value(0), day=F("on"), words=F("note"))
        )
        columns = ("activity", "total", "day", "words")
        outcomes, booked = {}, defaultdict(list)
        for activity, total, day, words in done.values_list(*columns).union(ahead.values_list(*columns), all=True):
            if total:
                outcomes[activity] = (total, day)
            else:
                booked[activity].append((day, words))
        return outcomes, {activity: sorted(rows) for activity, rows in booked.items()}


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many activities count as one stage, and so in words: "2 klara"."""

    stage: Stage
    count: int
    has_ended: bool = False

    @property
    def words(self):
        return _stage_words(self.stage, self.count, self.has_ended) % {"count": self.count}

    @property
    def label(self):
        return self.stage.final_label if self.has_ended else self.stage.label


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of every stage, in the order of the windows. Counts, never one invented percentage."""

    counts: tuple[StageCount, ...]

    def __iter__(self):
        """The stages that some activity has, for "2 klara · 1 på gång"."""
        return (each for each in self.counts if each.count)

    def __str__(self):
        return " · ".join(each.words for each in self)

    @property
    def total(self):
        return sum(each.count for each in self.counts)

    @property
    def done(self):
        return self.counts[0].count

    @property
    def panes(self):
        """One pane per activity, lit ones first, as the houses draw them."""
        return [each.stage.pane for each in self.counts for _ in range(each.count)]


def tally(activities):
    """Count judged activities by stage."""
    found = Counter(activity.progress.stage for activity in activities)
    has_ended = bool(activities) and activities[0].progress.has_ended
    return Tally(tuple(StageCount(stage, found[stage], has_ended) for stage in Stage))


def _stage_words(stage, count, has_ended):
    match stage:
        case Stage.DONE:
            return ngettext("%(count)d klar", "%(count)d klara", count)
        case Stage.UNDERWAY if has_ended:
            return ngettext(
                "%(count)d delvis klar eller inte avslutad", "%(count)d delvis klara eller inte avslutade", count
            )
        case Stage.UNDERWAY:
            return ngettext("%(count)d på gång", "%(count)d på gång", count)
        case Stage.NOT_BEGUN if has_ended:
            return ngettext("%(count)d blev inte av, såvitt vi vet", "%(count)d blev inte av, såvitt vi vet", count)
        case Stage.NOT_BEGUN:
            return ngettext("%(count)d inte påbörjad", "%(count)d inte påbörjade", count)
    return ngettext("%(count)d pausad, flyttad eller avbruten", "%(count)d pausade, flyttade eller avbrutna", count)
