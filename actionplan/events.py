"""What has happened, newest first for the start page, oldest first for an activity's own thread.

Both read the ledgers as they were known on a day. What was taken back is told on the activity's page, with the reason,
and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.board import MOST_IDS
from actionplan.changed import changed_words, changes_of, target_words
from actionplan.models import ActionPlan, Activity, DueDateChange, FollowUp, GoalChange, Occurrence, TargetChange
from actionplan.status import Stage, Status
from arboga_loften.accounts.models import called
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day as day_words


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened in an activity, as the start page and the focus area tell it."""

    kind: str
    on: date
    activity_pk: int
    activity_slug: str
    activity_title: str
    activity_label: str
    area_name: str
    is_example: bool
    text: str = ""
    place: str = ""
    party: str = ""
    status: Status | None = None
    count: int = 0
    before: str = ""
    after: str = ""
    is_lowered: bool = False

    def get_absolute_url(self):
        return reverse("actionplan:activity", args=[self.activity_pk, self.activity_slug])

    @property
    def words(self):
        """What kind of thing happened, in a few words."""
        match self.kind:
            case "occurrence" if self.place:
                return _("Tillfälle: %(place)s") % {"place": self.place}
            case "occurrence":
                return _("Tillfälle")
            case "moved" | "target" | "goal":
                return changed_words(self.kind, self.is_lowered)
        party = called(self.party)
        return _("Uppföljning från %(party)s") % {"party": party[:1].lower() + party[1:]}


def latest_events(among, on=None, limit=10):
    """The newest of what happened, in one query: among a plan, a QuerySet of activities or a list of them.

    Only what the public could know on the day, of activities that it may read. What only confirms, and what was taken
    back, is no news.
    """
    day = on or clock.today()
    theirs = _ids(among, day)
    if theirs is None:
        return []
    occurrences = Occurrence.objects.standing(day).filter(activity__in=theirs)
    moved, targets, goals = (
        ledger.objects.known_on(day).filter(activity__in=theirs) for ledger in (DueDateChange, TargetChange, GoalChange)
    )
    follow_ups = FollowUp.objects.known_on(day).filter(confirms_only=False, commitment__activity__in=theirs)
    rows = _rows(
        "occurrence", occurrences, limit, count=F("count"), text=F("note"), place=Coalesce("place__name", Value(""))
    )
    rows = rows.union(
        _rows("moved", moved, limit, text=F("reason"), old=F("old_due_on"), new=F("new_due_on")),
        _rows(
            "target",
            targets,
            limit,
            text=F("reason"),
            count=F("old_value"),
            later=F("new_value"),
            before=F("old_unit"),
            after=F("new_unit"),
        ),
        _rows("goal", goals, limit, text=F("reason"), before=F("old_goal"), after=F("new_goal")),
        _rows(
            "follow_up",
            follow_ups,
            limit,
            to="commitment__activity",
            text=F("note"),
            party=F("commitment__organisation__short_name"),
            said=F("status"),
        ),
        all=True,
    )
    return [_happened(*row) for row in rows.order_by("-on", "-row_pk")[:limit]]


def _ids(among, day):
    """The condition for belonging to the activities asked for, or None where there are none."""
    if isinstance(among, ActionPlan):
        return Activity.objects.visible(day).of(among.promise).values("pk")
    if isinstance(among, QuerySet):
        return among.visible(day).order_by().values("pk")
    among = list(among)
    if len(among) <= MOST_IDS:
        return [activity.pk for activity in among] or None
    areas = {activity.focus_area_id for activity in among}
    return Activity.objects.visible(day).filter(focus_area__in=areas).values("pk")


EMPTY = {
    "count": Value(0, IntegerField()),
    "text": Value("", CharField()),
    "place": Value("", CharField()),
    "party": Value("", CharField()),
    "said": Value("", CharField()),
    "old": Value(None, DateField()),
    "new": Value(None, DateField()),
    "later": Cast(None, IntegerField()),
    "before": Value("", CharField()),
    "after": Value("", CharField()),
}


def _rows(kind, ledger, limit, to="activity", **columns):
    """One ledger's newest rows in the columns of the union. The ledger is cut before it is joined to anything."""
    newest = ledger.order_by("-on", "-pk").values("pk")[:limit]
    named = {f"{name}_": columns.get(name, empty) for name, empty in EMPTY.items()}
    return (
        ledger.model.objects.filter(pk__in=newest)
        .order_by()
        .annotate(
            kind_=Value(kind, CharField()),
            row_pk=F("pk"),
            activity_pk=F(f"{to}__pk"),
            activity_slug=F(f"{to}__slug"),
            activity_title=F(f"{to}__title"),
            number=F(f"{to}__number"),
            area_number=F(f"{to}__focus_area__number"),
            area_title=F(f"{to}__focus_area__title"),
            area_short=F(f"{to}__focus_area__short_title"),
            is_example=F(f"{to}__is_example"),
            **named,
        )
        .values_list(
            "kind_",
            "on",
            "row_pk",
            "activity_pk",
            "activity_slug",
            "activity_title",
            "number",
            "area_number",
            "area_title",
            "area_short",
            "is_example",
            *named,
        )
    )


def _happened(kind, on, _pk, pk, slug, title, number, area_number, area_title, area_short, example, *what):
    count, text, place, party, said, old, new, later, before, after = what
    is_lowered = kind == "target" and count is not None and (later is None or later < count)
    if kind == "moved":
        before, after = day_words(old), day_words(new)
    if kind == "target":
        before, after, count = target_words(count, before), target_words(later, after), 0
    return Happened(
        kind=kind,
        on=on,
        activity_pk=pk,
        activity_slug=slug,
        activity_title=title,
        activity_label=f"{area_number}.{number}",
        area_name=area_short or area_title,
        is_example=example,
        text=text,
        place=place,
        party=party,
        status=Status(said) if said else None,
        count=count,
        before=before,
        after=after,
        is_lowered=is_lowered,
    )


# --- The thread of one activity -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Event:
    """A knot on an activity's thread. `entries` are the follow-ups of a day; `reason` says why something was taken back."""

    kind: str
    on: date
    heading: str
    text: str = ""
    is_record: bool = False
    reason: str = ""
    evidence: str = ""
    picture: str = ""  # its address
    picture_words: str = ""
    entries: tuple = ()
    before: str = ""
    after: str = ""
    who: str = ""
    is_ahead: bool = False
    is_now: bool = False  # the last that has happened: today comes after it

    @property
    def is_struck(self):
        return self.kind in {"withdrawn", "cancelled"}


# What comes first where several things fall on one day.
ORDER = [
    "start",
    "occurrence",
    "withdrawn",
    "follow_up",
    "moved",
    "target",
    "goal",
    "unreported",
    "cancelled",
    "planned",
    "due",
]


def activity_events(activity, on=None, planned=None):
    """The whole story of a judged activity: what was done, said and moved, and what is to come. Six queries.

    `planned` is what was booked, where that is known as of a past day (`then.Then.planned`).
    """
    day = on or clock.today()
    planned = activity.planned_occurrences.select_related("place") if planned is None else planned
    done = list(activity.occurrences.known_on(day).filter(withdraws__isnull=True).select_related("place", "withdrawal"))
    happened = [
        Event(
            "start",
            activity.starts_on,
            _start_words(activity, day),
        ),
        *_occurrences(activity, done, day),
        *_follow_ups(activity, day),
        *_changes(activity, day),
        *_planned(activity, planned, done, day),
        Event("due", activity.progress.facts.due_on, _("Klart senast")),
    ]
    happened.sort(key=lambda event: (event.on, ORDER.index(event.kind)))
    nearest = None if activity.progress.has_ended else sum(event.on <= day for event in happened) - 1
    return [replace(event, is_ahead=event.on > day, is_now=n == nearest) for n, event in enumerate(happened)]


def _start_words(activity, day):
    if activity.starts_on > day:
        return _("Aktiviteten börjar")
    has_begun = activity.progress.stage is not Stage.NOT_BEGUN
    return _("Aktiviteten började") if has_begun else _("Aktiviteten skulle börja")


def _occurrences(activity, rows, day) -> Iterable[Event]:
    one_each = all(row.count == 1 for row in rows)
    nth = 0
    for row in rows:
        taken_back = _is_taken_back(row, day)
        nth += not taken_back
        yield Event(
            "withdrawn" if taken_back else "occurrence",
            row.on,
            _heading(activity, row, 0 if taken_back or not one_each else nth),
            text=row.note,
            is_record=True,
            reason=row.withdrawal.note if taken_back else "",
            evidence=row.evidence,
            # What has been taken back since, too: its picture is shown on no day.
            picture=_picture(activity, row) if row.picture and not hasattr(row, "withdrawal") else "",
            picture_words=row.picture_words,
        )


def _picture(activity, row):
    return reverse("actionplan:occurrence_picture", args=[activity.pk, row.pk])


def _is_taken_back(row, day):
    return hasattr(row, "withdrawal") and row.withdrawal.recorded_on <= day


def _heading(activity, row, nth):
    """ "Tillfälle 3: Nytorget", or "19 hem: Sätra" where each counts for more than one."""
    one = activity.target_unit_one or _("tillfälle")
    what = one[:1].upper() + one[1:]
    if nth:
        what = f"{what} {nth}"
    elif row.count > 1:
        what = f"{row.count} {activity.target_unit or _('tillfällen')}"
    return f"{what}: {row.place.name}" if row.place else what


def _follow_ups(activity, day) -> Iterable[Event]:
    """One knot per day, with what each party said."""
    rows = (
        FollowUp.objects.known_on(day)
        .filter(commitment__activity=activity)
        .order_by("on", "commitment__organisation__order", "pk")
    )
    for on, said in groupby(rows.select_related("commitment__organisation"), key=lambda row: row.on):
        yield Event("follow_up", on, _("Uppföljning"), entries=tuple(said))


def _changes(activity, day) -> Iterable[Event]:
    for each in changes_of(activity, day):
        yield Event(
            each.kind,
            each.on,
            each.heading,
            reason=each.reason,
            before=each.before,
            after=each.after,
            who=each.who,
        )


def _planned(activity, planned, done, day) -> Iterable[Event]:
    """What is booked. A day that went by without being reported says so; one that was reported is told already."""
    held = {row.on for row in done if not _is_taken_back(row, day)}
    for row in planned:
        is_cancelled = row.cancelled_on is not None and row.cancelled_on <= day
        if row.on in held and not is_cancelled:
            continue
        one = activity.target_unit_one or _("tillfälle")
        heading = _("Inbokat: %(what)s") % {"what": f"{one}, {row.place.name}" if row.place else one}
        kind = "cancelled" if is_cancelled else "planned" if row.on >= day else "unreported"
        reason = row.cancelled_reason if is_cancelled else ""
        yield Event(kind, row.on, heading, text=row.note, is_record=True, reason=reason)


def next_booked(activity, on=None):
    """The next occurrence that has a day, or None."""
    return activity.planned_occurrences.ahead(on).select_related("place").first()
