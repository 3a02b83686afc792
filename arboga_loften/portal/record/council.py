"""Brings the council's example in: meetings that were called, reviewed, held and adopted, each deed on its own day.

A meeting goes through the same deeds as a real one, so its report is frozen with its sum and its place in the chain. It
is held once: what a person has adopted, corrected or answered in the meantime stands.
"""

from django.utils import timezone

from actionplan import questions
from actionplan.council import freezing, reviewing
from actionplan.models import (
    ActionPlan,
    Activity,
    AreaSummary,
    Commitment,
    CouncilMeeting,
    CouncilQuestion,
    CouncilReport,
    Decision,
    Review,
    Seat,
)
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.record.writing import Writing, one

# Who is asked to be somebody of the example until there are log-ins: `create_demo_users` gives them their real names.
STAND_IN = "exempel-"
# What a meeting holds beside its own fields: rows, and what is known only from a day on.
ROWS = ["seat", "area", "before", "review", "question", "decision", "correction"]
LATER = ["summary", "summary_on", "lessons", "notes", "notes_decided_on", "adopted_at", "adopted_by", "shown_from"]


class CouncilWriting(Writing):
    def __init__(self):
        super().__init__()
        self.people = {}

    def person(self, row):
        """Somebody who speaks in the example. Nobody can log in as them until `create_demo_users` has let them in."""
        name = row["username"]
        known = User.objects.filter(is_demo=True, username__in=[name, STAND_IN + name]).first()
        if known is None:
            organisation = one(Organisation, row["organisation"])
            known = User(username=STAND_IN + name, function=row["function"], organisation=organisation)
            known.is_demo, known.is_active = True, False
            known.set_unusable_password()
            known.save()
            self.count(User)
        self.people[name] = known

    def meeting(self, row):
        """A meeting as far as its story has come."""
        rows = {name: row.pop(name, []) for name in ROWS}
        later = {name: row.pop(name, None) for name in LATER}
        plan = ActionPlan.objects.get(promise__slug=row.pop("plan"))
        rest = row.pop("the_rest", {})
        meeting = self.add(CouncilMeeting, {"key": row.pop("key")}, plan=plan, publish_on=self.published, **row)
        if not meeting.is_example:
            return  # somebody has booked the period's real meeting
        if not meeting.reports.exists():
            self.prepare(meeting, rows, later)
            if self.has_come(meeting.on):
                self.hold(meeting, rows, rest)
                self.adopt(meeting, later)
        self.correct(meeting, later, rows["correction"])
        self.answers(meeting, rows["question"])
        if self.has_come(later["notes_decided_on"]) and not (meeting.notes or meeting.notes_file):
            meeting.notes, meeting.notes_decided_on = later["notes"], later["notes_decided_on"]
            meeting.save()

    # --- Before ---
    def prepare(self, meeting, rows, later):
        """Who is called, what the samordnare writes, and what a member thinks when reading at home."""
        if not meeting.seats.exists():
            for row in rows["seat"]:
                organisation = one(Organisation, row.get("organisation"))
                self.add(Seat, {"meeting": meeting, "function": row["function"]}, organisation=organisation)
        for row in self.so_far(rows["area"]):
            area = meeting.plan.promise.focus_areas.get(number=row.pop("number"))
            row.pop("on")
            self.add(AreaSummary, {"meeting": meeting, "focus_area": area}, **row)
        if self.has_come(later["summary_on"]) and not meeting.summary:
            meeting.summary, meeting.lessons = later["summary"], later["lessons"] or ""
            meeting.save()
        for row in self.so_far(rows["before"]):
            by = self.people[row.pop("by")]
            self.think(meeting, row.pop("activity"), by=by, **row)

    def think(self, meeting, label, *, by, at_meeting=False, **words):
        activity = _activity(meeting, label)
        mine = {} if at_meeting else {"by": by}
        known = Review.objects.filter(meeting=meeting, activity=activity, at_meeting=at_meeting, **mine).exists()
        # One that has been taken down since isn't spoken of.
        if not known and Activity.objects.visible().filter(pk=activity.pk).exists():
            reviewing.review(meeting, activity, by=by, at_meeting=at_meeting, **words)
            self.count(Review)

    # --- At the meeting ---
    def hold(self, meeting, rows, rest):
        """Who came, what was said of each activity, what was asked and what they arrived at."""
        presence = {row["function"]: row.get("presence", Seat.Presence.PRESENT) for row in rows["seat"]}
        for seat in meeting.seats.filter(presence=Seat.Presence.INVITED, function__in=presence):
            seat.presence = presence[seat.function]
            seat.save()
        secretary = self.people["samordnare"]
        said = {row["activity"]: dict(row) for row in rows["review"]}
        for activity in meeting.plan.activities(meeting.on):
            words = rest | said.get(activity.label, {})
            words.pop("activity", None)
            self.think(meeting, activity.label, by=secretary, at_meeting=True, on=meeting.on, **words)
        for row in map(dict, rows["question"]):
            self.ask(meeting, row)
        if not meeting.decisions.exists():
            for row in map(dict, rows["decision"]):
                about = _activity(meeting, row.pop("activity")) if "activity" in row else None
                reviewing.decide(meeting, activity=about, **row)
                self.count(Decision)

    def ask(self, meeting, row):
        commitment = _commitment(meeting, row)
        if not CouncilQuestion.objects.filter(meeting=meeting, commitment=commitment).exists():
            words = {"text": row["text"], "answer_by": row["answer_by"]}
            reviewing.ask_for_more(meeting, commitment, by=self.people["samordnare"], on=meeting.on, **words)
            self.count(CouncilQuestion)

    def adopt(self, meeting, later):
        """Freeze the report on the meeting's day, and let everybody read it from another."""
        by = self.people[later["adopted_by"]]
        report = freezing.adopt(meeting, by=by, at=timezone.make_aware(later["adopted_at"]))
        freezing.publish(report, on=later["shown_from"])
        self.count(CouncilReport)

    def correct(self, meeting, later, rows):
        """What turned out to be wrong is mended in a new version; the one that was wrong stands beside it."""
        for number, row in enumerate(map(dict, rows), start=2):
            at, words = row.pop("at"), row.pop("correction")
            if not self.has_come(at.date()) or meeting.reports.count() != number - 1:
                continue
            for name, value in row.items():
                setattr(meeting, name, value)
            meeting.save()
            by = self.people[later["adopted_by"]]
            report = freezing.adopt(meeting, by=by, correction=words, at=timezone.make_aware(at))
            freezing.publish(report, on=at.date())
            self.count(CouncilReport)

    # --- After ---
    def answers(self, meeting, rows):
        for row in rows:
            if not self.has_come(row.get("answered_on")):
                continue
            waiting = CouncilQuestion.objects.unanswered().filter(meeting=meeting, commitment=_commitment(meeting, row))
            if question := waiting.filter(text=row["text"]).first():
                questions.answer(question, text=row["answer"], by=self.people[row["by"]], on=row["answered_on"])


def _activity(meeting, label):
    """The plan's activity with a number such as "2.4"."""
    area, number = label.split(".")
    return Activity.objects.get(focus_area__promise=meeting.plan.promise, focus_area__number=area, number=number)


def _commitment(meeting, row):
    return Commitment.objects.get(activity=_activity(meeting, row["activity"]), organisation__slug=row["to"])
