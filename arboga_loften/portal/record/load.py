"""Brings the record in from its files, through the same deeds as everything else.

What exists already is left as it stands, so the loading can be run again and never overwrites what an official has
mended. What lies after today (the clock's) is left out until its day has come.
"""

import tomllib
from pathlib import Path

from django.db import transaction

from actionplan.models import (
    ActionPlan,
    Activity,
    Commitment,
    DueDateChange,
    FollowUp,
    GoalChange,
    Occurrence,
    PlannedOccurrence,
    TargetChange,
)
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.models import Municipality, Source
from arboga_loften.portal.record.council import CouncilWriting
from arboga_loften.portal.record.writing import LONG_AGO, by_slug, one
from dialogs.answers import close_as_answered
from dialogs.intake import receive
from dialogs.models import (
    Answer,
    Choice,
    Dialogue,
    Finding,
    Occasion,
    Place,
    Question,
    Reply,
    Submission,
    Theme,
    Viewpoint,
    WalkStop,
)
from dialogs.receipts import digest
from focusareas.models import (
    CooperationAgreement,
    FocusArea,
    Indicator,
    IndicatorValue,
    Milestone,
    Promise,
    SituationReport,
    SituationSection,
)

FOLDER = Path(__file__).parent
# The years in the order of time: a later year leans on an earlier one.
YEARS = ["grund", "tidigt", "2020", "2021", "2022", "2023", "2024"]
EXAMPLES = ["2024-exempel"]
COUNCIL = ["2024-radet"]
# What an activity holds beside its own fields.
LEDGERS = ["occurrence", "follow_up", "due_change", "target_change", "goal_change", "planned"]


def read(names=(*YEARS, *EXAMPLES, *COUNCIL)):
    """The files' contents, in order. Raises tomllib.TOMLDecodeError with the file's name."""
    for name in names:
        path = FOLDER / f"{name}.toml"
        try:
            yield tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise tomllib.TOMLDecodeError(f"{path.name}: {error}") from None


def load(*, with_examples=True):
    """Load the whole record, or nothing. Returns how many rows were added, by the model's Swedish name."""
    return _load(YEARS + (EXAMPLES if with_examples else []))


def load_council():
    """Hold the example's council meetings, once the example's plan is loaded. Returns how many rows were added.

    It is a deed of its own since each report that is adopted makes three files, which takes its time.
    """
    return _load(COUNCIL)


@transaction.atomic
def _load(names):
    loading = _Loading()
    for content in read(names):
        loading.file(content)
    return loading.added


class _Loading(CouncilWriting):
    def file(self, content):
        """One file; the order of the steps is the order of the chain."""
        self.example = content.get("example", False)
        self.published = content.get("published", LONG_AGO)
        if "municipality" in content and not Municipality.objects.exists():
            Municipality(**content["municipality"]).save()
        steps = {
            "source": self.source,
            "organisation": self.organisation,
            "theme": self.theme,
            "place": self.place,
            "agreement": self.agreement,
            "promise": self.promise,
            "dialogue": self.dialogue,
            "situation_report": self.situation_report,
            "focus_area": self.focus_area,
            "milestone": self.milestone,
            "plan": self.plan,
            "activity": self.activity,
            "indicator": self.indicator,
            "person": self.person,
            "meeting": self.meeting,
        }
        unknown = content.keys() - steps.keys() - {"example", "published", "municipality"}
        if unknown:
            raise ValueError(f"Okända delar i filen: {', '.join(sorted(unknown))}")
        for name, step in steps.items():
            for row in content.get(name, []):
                step(dict(row))

    # --- The ground ---
    def source(self, row):
        self.add(Source, {"key": row.pop("key")}, **row)

    def organisation(self, row):
        order = {"municipality": 1, "police": 2}.get(row["kind"], 100)
        self.add(Organisation, {"slug": row.pop("slug")}, order=order, **row)

    def theme(self, row):
        self.add(Theme, {"slug": row.pop("slug")}, **row)

    def place(self, row):
        self.add(Place, {"slug": row.pop("slug")}, **row)

    # --- Voices ---
    def dialogue(self, row):
        parts = {name: row.pop(name, []) for name in ("question", "occasion", "stop", "submission")}
        viewpoints, findings = row.pop("viewpoint", []), row.pop("finding", [])
        answered_on = row.pop("answered_on", None)
        held = row["starts_on"]
        many = {"places": by_slug(Place, row), "hosts": by_slug(Organisation, row, "hosts")}
        shown_from = min(held, self.published) if self.example else held
        dialogue = self.add(Dialogue, {"slug": row.pop("slug")}, publish_on=shown_from, many=many, **row)
        self.program(dialogue, parts)
        if held <= self.today:
            for viewpoint in viewpoints:
                self.viewpoint(dialogue, dict(viewpoint))
            for finding in findings:
                self.finding(dialogue, dict(finding))
            for number, submission in enumerate(parts["submission"], start=1):
                self.submission(dialogue, number, dict(submission))
        if answered_on and answered_on <= self.today and not dialogue.answered_on:
            close_as_answered(dialogue, on=answered_on)

    def program(self, dialogue, parts):
        """What is asked, the days, and a walk's stops, each as far as its day has come."""
        for number, row in enumerate(map(dict, parts["question"]), start=1):
            choices = row.pop("choices", [])
            question = self.add(Question, {"dialogue": dialogue, "number": number}, **row)
            for place, label in enumerate(choices, start=1):
                self.add(Choice, {"question": question, "number": place}, label=label)
        for row in map(dict, parts["occasion"]):
            self.add(Occasion, {"dialogue": dialogue, "kind": row.pop("kind"), "on": row.pop("on")}, **row)
        if dialogue.starts_on <= self.today:
            for number, row in enumerate(map(dict, parts["stop"]), start=1):
                self.stop(dialogue, number, row)

    def stop(self, dialogue, number, row):
        """A stop grows as its year goes: the measure is done one day, and it is seen again on another."""
        row |= {"place": one(Place, row.get("place")), "owner": one(Organisation, row.get("owner"))}
        later = {}
        if "again_on" in row:
            seen_again = {name: row.pop(name) for name in ("again_on", "again", "now")}
            later |= seen_again if seen_again["again_on"] <= self.today else {}
        if "done_on" in row:
            done_on = row.pop("done_on")
            later |= {"done_on": done_on} if done_on <= self.today else {}
        stop = self.add(WalkStop, {"dialogue": dialogue, "number": number}, **row)
        if any(getattr(stop, name) in (None, "") for name in later):
            for name, value in later.items():
                setattr(stop, name, value)
            stop.save()

    def submission(self, dialogue, number, row):
        """Something that came in and that nobody has read yet, so that the queue in the admin isn't empty."""
        if row["received_on"] > self.today:
            return
        key = f"record:{dialogue.slug}:{number}"
        if Submission.objects.filter(key_digest=digest(key)).exists():
            return
        replies = [self._reply(dialogue, *reply) for reply in row.pop("replies", [])]
        row |= {"theme": one(Theme, row.get("theme")), "place": one(Place, row.get("place"))}
        submission, _code = receive(dialogue=dialogue, key=key, replies=[r for each in replies for r in each], **row)
        for viewpoint in submission.viewpoints.all():
            viewpoint.is_example = self.example
            viewpoint.save()
        self.count(Submission)

    def _reply(self, dialogue, number, *values):
        """The rows of a reply: labels of chosen alternatives, a number on the scale, or words."""
        question = Question.objects.get(dialogue=dialogue, number=number)
        for value in values:
            if question.has_choices:
                yield Reply(question=question, choice=question.choices.get(label=value))
            elif question.kind == Question.Kind.SCALE:
                yield Reply(question=question, number=value)
            else:
                yield Reply(question=question, text=value)

    def viewpoint(self, dialogue, row):
        answers = row.pop("answer", [])
        received = row.pop("received_on", dialogue.ends_on or dialogue.starts_on)
        if received > self.today:
            return
        row["theme"] = one(Theme, row.get("theme"))
        row["place"] = one(Place, row.get("place"))
        viewpoint = self.add(
            Viewpoint,
            {"reference": row.pop("reference")},
            publish_on=received,
            received_on=received,
            dialogue=dialogue,
            **row,
        )
        for answer in map(dict, answers):
            if answer["answered_on"] <= self.today:
                answer["organisation"] = one(Organisation, answer["organisation"])
                answer["forwarded_to"] = one(Organisation, answer.get("forwarded_to"))
                lookup = {"viewpoint": viewpoint, "answered_on": answer["answered_on"]}
                self.add(Answer, lookup, publish_on=answer.pop("answered_on"), **answer)

    def finding(self, dialogue, row):
        viewpoints = Viewpoint.objects.filter(reference__in=row.pop("viewpoints", []))
        day = min(dialogue.ends_on or dialogue.starts_on, self.today)
        self.add(
            Finding,
            {"slug": row.pop("slug")},
            publish_on=day,
            dialogue=dialogue,
            many={"viewpoints": viewpoints},
            **row,
        )

    # --- The promise ---
    def agreement(self, row):
        """The one that the record knows of; from then on the agreements are the officials' own."""
        parties = by_slug(Organisation, row, "parties")
        day = row.pop("known_from", LONG_AGO)
        if not CooperationAgreement.objects.exists():
            lookup = {"title": row.pop("title")}
            self.add(CooperationAgreement, lookup, publish_on=day, many={"parties": parties}, **row)

    def promise(self, row):
        parties = by_slug(Organisation, row, "parties")
        day = row.get("valid_from", LONG_AGO)
        self.add(Promise, {"slug": row.pop("slug")}, publish_on=day, many={"parties": parties}, **row)

    def focus_area(self, row):
        promise = one(Promise, row.pop("promise"))
        if "predecessor" in row:
            year, slug = row["predecessor"].split("/")
            row["predecessor"] = FocusArea.objects.get(promise__slug=year, slug=slug)
        many = {"themes": by_slug(Theme, row, "themes"), "findings": _known_findings(row)}
        lookup = {"promise": promise, "slug": row.pop("slug")}
        self.add(FocusArea, lookup, publish_on=promise.publish_on, many=many, **row)

    def situation_report(self, row):
        sections = row.pop("section", [])
        promise = one(Promise, row.pop("promise", None))
        day = row.get("dated_on") or promise.publish_on
        report = self.add(SituationReport, {"slug": row.pop("slug")}, publish_on=day, promise=promise, **row)
        for order, section in enumerate(map(dict, sections), start=1):
            many = {"findings": _known_findings(section)}
            self.add(SituationSection, {"report": report, "order": order}, many=many, **section)

    def indicator(self, row):
        values = row.pop("value")
        area = FocusArea.objects.get(promise__slug=row.pop("promise"), slug=row.pop("focus_area"))
        day = max(self.published, area.publish_on)
        indicator = self.add(Indicator, {"focus_area": area, "name": row.pop("name")}, publish_on=day, **row)
        for value in self.so_far(values):
            lookup = {"indicator": indicator, "period": value.pop("period")}
            self.add(IndicatorValue, lookup, recorded_on=value["on"], **value)

    def milestone(self, row):
        if row["starts_on"] > self.today:
            return
        promise = one(Promise, row.pop("promise", None))
        many = {"places": by_slug(Place, row)}
        self.add(Milestone, {"slug": row.pop("slug")}, publish_on=row["starts_on"], promise=promise, many=many, **row)

    # --- The plan ---
    def plan(self, row):
        promise = one(Promise, row.pop("promise"))
        self.add(ActionPlan, {"promise": promise}, publish_on=max(self.published, promise.publish_on), **row)

    def activity(self, row):
        ledgers = {name: row.pop(name, []) for name in LEDGERS}
        commitments = row.pop("commitments")
        area = FocusArea.objects.get(promise__slug=row.pop("promise"), slug=row.pop("focus_area"))
        many = {
            "places": by_slug(Place, row),
            "themes": by_slug(Theme, row, "themes"),
            "findings": _known_findings(row),
            "participants": by_slug(Organisation, row, "participants"),
            "viewpoints": Viewpoint.objects.filter(reference__in=row.pop("viewpoints", [])),
        }
        lookup = {"focus_area": area, "number": row.pop("number")}
        activity = self.add(Activity, lookup, publish_on=max(self.published, area.publish_on), many=many, **row)
        parties = {}
        for part in commitments:
            organisation = one(Organisation, part["organisation"])
            lookup = {"activity": activity, "organisation": organisation}
            parties[organisation.slug] = self.add(Commitment, lookup, responsible=part.get("responsible", ""))
        self.ledgers(activity, parties, ledgers)

    def ledgers(self, activity, parties, rows):
        """What was done and said, each row known from the day that it is about."""
        for row in self.so_far(rows["occurrence"]):
            row["place"] = one(Place, row.get("place"))
            self.record(Occurrence, {"activity": activity, "on": row.pop("on"), "note": row.pop("note", "")}, row)
        for row in self.so_far(rows["follow_up"]):
            lookup = {"commitment": parties[row.pop("organisation")], "on": row.pop("on"), "status": row.pop("status")}
            self.record(FollowUp, lookup, row)
        for row in self.so_far(rows["due_change"]):
            lookup = {"activity": activity, "on": row.pop("on"), "new_due_on": row.pop("new_due_on")}
            self.record(DueDateChange, lookup, row)
        self.changes(activity, rows)
        for row in map(dict, rows["planned"]):
            self.planned(activity, row)

    def changes(self, activity, rows):
        """What was promised and has been changed; an activity that was loaded before it could be told already says so."""
        for row in self.so_far(rows["target_change"]):
            if row["new_value"] != activity.target_value:
                lookup = {"activity": activity, "on": row.pop("on"), "new_value": row.pop("new_value")}
                self.record(TargetChange, lookup, row)
        for row in self.so_far(rows["goal_change"]):
            if row["new_goal"] != activity.goal:
                lookup = {"activity": activity, "on": row.pop("on"), "new_goal": row.pop("new_goal")}
                self.record(GoalChange, lookup, row)

    def planned(self, activity, row):
        if row.get("cancelled_on", LONG_AGO) > self.today:
            del row["cancelled_on"], row["cancelled_reason"]
        row["place"] = one(Place, row.get("place"))
        planned = self.add(PlannedOccurrence, {"activity": activity, "on": row.pop("on")}, **row)
        if row.get("cancelled_on") and not planned.cancelled_on:
            planned.cancelled_on, planned.cancelled_reason = row["cancelled_on"], row["cancelled_reason"]
            planned.save()


def _known_findings(row):
    """The findings a row cites, as far as their dialogues have been held by the clock's day."""
    return Finding.objects.filter(slug__in=row.pop("findings", []))
