"""The packet for a meeting: everything about a period as plain data, built from what has been reported. Nothing is typed twice.

The data is what is frozen, so it holds only JSON's own types, days as "2024-10-17", and its words in Swedish. What people
said is counted and referred to but never copied: their words may have to be erased one day, and a frozen report can't be.
Names of people are never in it; functions are.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.changed import changes_among
from actionplan.council import changes, voices
from actionplan.models import (
    Activity,
    AreaSummary,
    CouncilMeeting,
    CouncilQuestion,
    CouncilReport,
    Fulfilment,
    Occurrence,
)
from actionplan.status import Flag, Stage
from actionplan.then import Then
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.publishing import Publication
from focusareas.models import FocusArea, Indicator, IndicatorValue

FORMAT = "arbogaloften/uppfoljning/1"
DAY = timedelta(days=1)
MOST_VALUES = 6  # of an indicator, the latest


def build(meeting, *, on=None) -> dict:
    """Everything for a meeting as it stands on a day: the meeting's, or today where that hasn't come.

    As many queries for five hundred activities as for one.
    """
    with translation.override("sv"):
        return _Packet(meeting, on or day_of(meeting)).content()


def day_of(meeting) -> date:
    """The day whose figures the council reads: the meeting's own, or today while it lies ahead."""
    return min(meeting.on, clock.today())


def before(meeting):
    """The meeting of its plan that was held before this one, or None."""
    return _held_before(meeting).filter(plan=meeting.plan_id).prefetch_related("reports").first()


def _held_before(meeting):
    """Those that were announced or reported, the latest first. A draft that was only booked was never held."""
    announced = Q(publication=Publication.PUBLISHED) | Exists(CouncilReport.objects.filter(meeting=OuterRef("pk")))
    return CouncilMeeting.objects.filter(announced, on__lt=meeting.on).order_by("-on", "-pk")


class _Packet:
    def __init__(self, meeting, day):
        self.meeting, self.day = meeting, day
        self.plan = meeting.plan
        self.visible = Activity.objects.visible(day).of(self.plan.promise)
        self.earlier = before(meeting)
        self.known = self._known_before()
        self.since = date.fromisoformat(self.known["day"]) if self.known else None
        self.after = self._written_after_they_met()

    def _known_before(self):
        """What the council knew last time: the report that was adopted then, else the state on that meeting's day."""
        if self.earlier is None:
            return None
        reports = sorted(self.earlier.reports.all(), key=lambda report: report.version, reverse=True)
        # A correction may tell of a later day than this meeting's; an earlier version doesn't.
        if told := next((each.told for each in reports if each.told["day"] <= self.day.isoformat()), None):
            return told
        then, _areas = _as_they_read(self.plan, self.earlier.on)
        return {"day": self.earlier.on.isoformat(), "activities": [_state(each) for each in then]}

    def _written_after_they_met(self):
        """The condition for a row of a ledger that the council didn't know of last time: also from later the same day."""
        if self.since is None:
            return Q(pk__in=[])
        adopted = self.known.get("adopted")
        if adopted is None or adopted["on"] != self.known["day"]:
            return Q(recorded_on__gt=self.since)
        moment = datetime.fromisoformat(adopted["at"])
        return Q(recorded_on__gt=self.since) | Q(recorded_on=self.since, recorded_at__gt=moment)

    def content(self):
        activities, areas = _as_they_read(self.plan, self.day)
        done = self._done_in_period()
        reviews, questions = self._reviews(), self._questions()
        told = []
        for activity in activities:
            state = _state(activity)
            state["done"] = done.get(activity.pk, [])
            state["done_in_period"] = sum(row["count"] for row in state["done"])
            state["review"] = reviews.get(activity.pk)
            state["questions"] = questions.get(activity.pk, [])
            told.append(state)
        asks = sorted((a for a in activities if a.progress.warnings), key=_gravity)
        news, indicators = self._news(told), self._indicators()
        is_example = self.meeting.is_example or any(each["is_example"] for each in [*told, *indicators])
        return {
            "format": FORMAT,
            "day": self.day.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "since_report": self.earlier.key if self.known else None,
            "is_example": is_example,
            "meeting": self._meeting(),
            "plan": self._plan(),
            "summary": self.meeting.summary,
            "lead": _lead(activities, asks),
            "tally": _tally(told),
            "areas": self._areas(told, areas),
            "activities": told,
            "news": news,
            "needs": [
                {"activity": each.pk, "why": [reason.text for reason in each.progress.concerns]} for each in asks
            ],
            "questions": self._earlier_questions(),
            "decisions": self._decisions(),
            "voices": voices.heard(self.since or self.meeting.period_from - DAY, self.day),
            "indicators": indicators,
            "final": self._final(told) if self.meeting.is_final else None,
        }

    # --- The frame ---
    def _meeting(self):
        meeting = self.meeting
        seats = meeting.seats.select_related("organisation").order_by("pk")
        return {
            "key": meeting.key,
            "title": meeting.title,
            "period": meeting.period.label,
            "from": meeting.period_from.isoformat(),
            "to": meeting.period_to.isoformat(),
            "on": meeting.on.isoformat(),
            "place": meeting.place,
            "council": Municipality.objects.current().council_name,
            "registry_number": meeting.registry_number,
            "agenda": meeting.agenda_points,
            "is_final": meeting.is_final,
            "seats": [
                {"who": str(seat), "presence": seat.presence, "said": seat.get_presence_display()} for seat in seats
            ],
        }

    def _plan(self):
        plan, promise = self.plan, self.plan.promise
        return {
            "title": plan.title,
            "year": promise.slug,
            "promise": promise.title,
            "url": plan.get_absolute_url(),
            "rhythm": plan.get_rhythm_display(),
            "decided_on": plan.decided_on.isoformat() if plan.decided_on else None,
            "decided_by": plan.decided_by,
            "registry_number": plan.registry_number,
        }

    def _areas(self, told, read):
        """Every public focus area of the promise, also one without activities, with the samordnare's words."""
        said = {row.focus_area_id: row for row in AreaSummary.objects.filter(meeting=self.meeting)}
        areas = FocusArea.objects.visible(self.day).filter(promise=self.plan.promise_id).order_by("number")
        found = []
        for area in areas.select_related("promise"):
            area = read.get(area.pk, area)
            row = said.get(area.pk)
            mine = [each for each in told if each["area"] == area.number]
            found.append(
                {
                    "number": area.number,
                    "title": area.title,
                    "name": area.name,
                    "url": area.get_absolute_url(),
                    "goal": area.outcome_goal,
                    "summary": row.text if row else "",
                    "fulfilment": _fulfilment(row.fulfilment, row.fulfilment_note) if row and row.fulfilment else None,
                    "tally": _tally(mine),
                }
            )
        return found

    # --- What was done, said and asked ---
    def _done_in_period(self):
        """By activity: each occurrence that the period holds, and those from before that were told of since the last time."""
        held = Q(on__range=(self.meeting.period_from, self.meeting.period_to))
        late = Q(on__lt=self.meeting.period_from) & self.after
        rows = Occurrence.objects.standing(self.day).filter(held | late, activity__in=self.visible.values("pk"))
        found = defaultdict(list)
        for row in rows.select_related("place").order_by("on", "pk"):
            place = row.place.name if row.place else ""
            found[row.activity_id].append(
                {
                    "on": row.on.isoformat(),
                    "count": row.count,
                    "place": place,
                    "note": row.note,
                    "is_late": row.on < self.meeting.period_from,
                }
            )
        return found

    def _reviews(self):
        """What the council said of each activity at the meeting. What a member noted before it is theirs alone."""
        return {
            row.activity_id: {
                "verdict": row.verdict,
                "said": row.get_verdict_display(),
                "note": row.note,
                "fulfilment": _fulfilment(row.fulfilment) if row.fulfilment else None,
            }
            for row in self.meeting.reviews.filter(at_meeting=True)
        }

    def _questions(self):
        """By activity: what was asked at this meeting."""
        found = defaultdict(list)
        for row in _asked(self.meeting.questions.all()):
            found[row.commitment.activity_id].append(_question(row, self.day))
        return found

    def _earlier_questions(self):
        """What was asked at earlier meetings, and had no answer when the council met last; a new year asks on for the old."""
        last = _held_before(self.meeting).prefetch_related("reports").first()
        if last is None:
            return []
        answered = _answered_in(last.report.told) if last.report else set()
        rows = CouncilQuestion.objects.filter(meeting__on__lt=self.meeting.on)
        rows = _asked(rows.filter(commitment__activity__in=Activity.objects.visible(self.day).values("pk")))
        return [
            _question(row, self.day)
            for row in rows
            if row.answered_on is None
            or row.meeting_id == last.pk
            or (row.answered_on >= last.on and row.pk not in answered)
        ]

    def _decisions(self):
        rows = self.meeting.decisions.order_by("year", "number")
        return [
            {"number": row.label, "text": row.text, "registry_number": row.registry_number, "activity": row.activity_id}
            for row in rows
        ]

    def _news(self, told):
        """What has changed since the council met last; None where it never has."""
        if self.since is None:
            return None
        ledger = changes_among(self.visible.values("pk"), self.day, where=self.after)
        return changes.between(self.known["activities"], told, ledger)

    # --- Figures of the place ---
    def _indicators(self):
        rows = Indicator.objects.visible(self.day).filter(focus_area__promise=self.plan.promise_id)
        rows = list(rows.select_related("focus_area").order_by("focus_area__number", "name"))
        values = defaultdict(list)
        for value in IndicatorValue.objects.filter(indicator__in=rows).standing(self.day):
            values[value.indicator_id].append(value)
        return [
            {
                "area": row.focus_area.number,
                "name": row.name,
                "unit": row.unit,
                "kind": row.kind,
                "said": row.get_kind_display(),
                "where": row.measured_where,
                "is_example": row.is_example,
                "caveat": row.caveat,
                "values": [self._value(value) for value in values[row.pk][-MOST_VALUES:]],
            }
            for row in rows
        ]

    def _value(self, row):
        return {
            "period": row.period,
            "value": _number(row.value),
            "is_preliminary": row.is_preliminary,
            "source": row.source,
            "note": row.note,
            "is_new": self.since is not None and row.recorded_on > self.since,
        }

    # --- The end of the year ---
    def _final(self, told):
        """What the year came to: whether goals are met, what was learned, and what goes on."""
        return {
            "lessons": self.meeting.lessons,
            "carried_over": [each["id"] for each in told if each["stage"] == Stage.HALTED and _goes_on(each)],
            "fulfilment": {kind.value: self._met(told, kind) for kind in Fulfilment},
        }

    @staticmethod
    def _met(told, kind):
        judged = [each["review"]["fulfilment"] for each in told if each["review"] and each["review"]["fulfilment"]]
        return sum(each["code"] == kind for each in judged)


# --- One activity ---
def _as_they_read(plan, day):
    """The plan's activities on a day, and its focus areas by key: in the words of that day, also when it has gone."""
    activities = plan.activities(day)
    if day == clock.today() or not activities:
        return activities, {}
    then = Then(plan, day, activities)
    return then.in_order(activities), then.areas


def _state(activity):
    """How an activity stood on the day that it is judged as of."""
    progress, facts = activity.progress, activity.progress.facts
    return {
        "id": activity.pk,
        "area": activity.focus_area.number,
        "label": activity.label,
        "title": activity.title,
        "goal": activity.goal,
        "url": activity.get_absolute_url(),
        "is_example": activity.is_example,
        "parties": [_party(said) for said in facts.said],
        "stage": progress.stage.value,
        "stage_label": str(progress.stage_label),
        "flags": [{"code": flag.value, "label": str(flag.label)} for flag in progress.flags],
        "reasons": [{"icon": reason.icon, "text": reason.text} for reason in progress.reasons],
        "target": facts.target,
        "unit": facts.unit,
        "first_target": facts.first_target,
        "outcome": facts.outcome,
        "starts_on": facts.starts_on.isoformat(),
        "due_on": facts.due_on.isoformat(),
        "first_due_on": facts.first_due_on.isoformat() if facts.first_due_on else None,
    }


def _party(said):
    return {
        "slug": said.organisation.slug,
        "name": said.organisation.called,
        "responsible": said.responsible,
        "status": said.status.value if said.status else None,
        "status_label": str(said.sign.label),
        "on": said.on.isoformat() if said.on else None,
        "note": said.note,
        "confirms_only": said.confirms_only,
        "next_update_on": said.next_update_on.isoformat() if said.next_update_on else None,
    }


def _goes_on(told):
    return any(party["status"] == "carried_over" for party in told["parties"])


def _gravity(activity):
    return list(Flag).index(activity.progress.warnings[0]), activity.focus_area.number, activity.number


# --- Parts of it ---
def _asked(rows):
    about = ("commitment__organisation", "commitment__activity__focus_area", "meeting")
    return rows.select_related(*about).order_by("asked_on", "pk")


def _question(row, day):
    """A question as it stood on the day: an answer that came later isn't there yet."""
    is_answered = row.answered_on is not None and row.answered_on <= day
    activity = row.commitment.activity
    return {
        "id": row.pk,
        "activity": activity.pk,
        "label": activity.label,
        "title": activity.title,
        "url": activity.get_absolute_url(),
        "to": row.commitment.organisation.called,
        "text": row.text,
        "asked_on": row.asked_on.isoformat(),
        "asked_at": row.meeting.key,
        "answer_by": row.answer_by.isoformat(),
        "answer": row.answer if is_answered else "",
        "answered_on": row.answered_on.isoformat() if is_answered else None,
    }


def _answered_in(told):
    """The questions that a report tells the answer to."""
    asked = [*told["questions"], *(row for each in told["activities"] for row in each["questions"])]
    return {row["id"] for row in asked if row["answered_on"]}


def _fulfilment(code, note=""):
    return {"code": code, "said": str(Fulfilment(code).label), "note": note}


def _tally(told):
    """How many count as each stage, and how many some flag warns of."""
    counts = {stage.value: sum(each["stage"] == stage for each in told) for stage in Stage}
    warned = sum(any(flag["code"] != "on_track" for flag in each["flags"]) for each in told)
    return {**counts, "total": len(told), "warned": warned}


def _number(value):
    """A decimal without needless noughts: "12,5", "40"; None where it isn't known."""
    return None if value is None else f"{value.normalize():f}".replace(".", ",")


def _lead(activities, asks):
    """The report's first sentences, counted and never typed."""
    total, done = len(activities), sum(each.progress.is_done for each in activities)
    if not total:
        return _("Planen har inga aktiviteter än.")
    told = ngettext("%(done)d av %(total)d aktivitet är klar.", "%(done)d av %(total)d aktiviteter är klara.", total)
    words = [told % {"done": done, "total": total}]
    if asks:
        few = ngettext("%(n)d behöver rådets uppmärksamhet.", "%(n)d behöver rådets uppmärksamhet.", len(asks))
        words.append(few % {"n": len(asks)})
    else:
        words.append(_("Ingen är sen, tyst eller utan underlag."))
    return " ".join(words)
