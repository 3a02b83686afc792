"""A report's content as the pages read it: days as days, codes as signs, and what changed in the order that one asks.

Everything comes from the content, so a page of a frozen report can't be changed by what is done to the plan afterwards.
The words are those that were frozen; only the drawing of a sign is of today, and a code that nobody knows any more is
drawn plainly.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import translate_url
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplan.council import panes
from actionplan.models import Fulfilment, Review
from actionplan.status import NOTHING_SAID, Flag, Stage, Status
from arboga_loften.foundation.signs import Sign
from arboga_loften.foundation.templatetags.look import icon_bodies
from dialogs.models import Decision

PLAIN = Sign("none", "ring")
FULFILMENT_SIGNS = {
    Fulfilment.MET: Sign("done", "check"),
    Fulfilment.PARTLY: Sign("part", "part"),
    Fulfilment.NOT_MET: Sign("stop", "x"),
}
# The two parties whose names are common nouns, and lose their capital inside a sentence.
COMMON_NOUNS = {"Kommunen", "Polisen"}
# What may have changed, in the order that it is asked: kinds of news under each heading.
NEWS = {
    "state": ("status", "stage"),
    "deadline": ("moved",),
    "target": ("target",),
    "words": ("goal",),
    "outcome": ("outcome",),
    "warnings": ("flag", "flag_gone"),
    "which": ("new", "gone"),
}


def day_of(text):
    """A day as the content writes it, or None."""
    return date.fromisoformat(text) if text else None


def sign_of(choices, code, label, plain=PLAIN):
    """The frozen label with the sign that its code has today."""
    try:
        known = choices(code)
    except ValueError:
        return plain._replace(label=label)
    return Sign(known.tone, known.icon, label)


def here(url):
    """A frozen address in the language of the page."""
    language = get_language()
    with translation.override("sv"):  # the language that it is understood in
        return url if language == "sv" else translate_url(url, language)


def known_icon(name):
    """A frozen icon's name, or a plain one where there is no such drawing any more."""
    return name if name in icon_bodies() else "info"


def fulfilment_of(told):
    """Whether a goal was met, as a sign; None where nobody has judged it."""
    if told is None:
        return None
    return FULFILMENT_SIGNS.get(told["code"], PLAIN)._replace(label=told["said"])


def joined(names):
    """Kommunen, polisen och Rådhuset."""
    words = [name.lower() if place and name in COMMON_NOUNS else name for place, name in enumerate(names)]
    both = _("%(first)s och %(last)s")
    return both % {"first": ", ".join(words[:-1]), "last": words[-1]} if len(words) > 1 else "".join(words)


class Party:
    """One party's part of an activity, as it was said."""

    def __init__(self, told):
        self.name, self.slug, self.responsible = told["name"], told["slug"], told["responsible"]
        self.note, self.confirms_only = told["note"], told["confirms_only"]
        self.on, self.next_update_on = day_of(told["on"]), day_of(told["next_update_on"])
        self.sign = sign_of(Status, told["status"], told["status_label"], NOTHING_SAID)


class Asked:
    """A question from the council, and its answer where one had come."""

    def __init__(self, told, activity=None):
        self.activity, self.to, self.text, self.answer = activity, told["to"], told["text"], told["answer"]
        self.asked_on, self.answer_by = day_of(told["asked_on"]), day_of(told["answer_by"])
        self.answered_on = day_of(told["answered_on"])


class About:
    """An activity that the report doesn't tell of, as one of the year before, named where a question is about it."""

    def __init__(self, told):
        self.id, self.label, self.title, self.url = told["activity"], told["label"], told["title"], told["url"]


class Said:
    """What the council said of an activity at the meeting."""

    def __init__(self, told):
        self.note = told["note"]
        self.sign = sign_of(Review.Verdict, told["verdict"], told["said"])
        self.fulfilment = fulfilment_of(told["fulfilment"])


class Told:
    """One activity, as it stood on the report's day."""

    def __init__(self, told, day):
        self.id, self.area, self.label, self.title = told["id"], told["area"], told["label"], told["title"]
        self.goal, self.target, self.unit = told["goal"], told["target"], told["unit"]
        self.first_target, self.outcome, self.stage = told["first_target"], told["outcome"], told["stage"]
        self.stage_label = told["stage_label"]
        self.reasons = [Sign("", known_icon(each["icon"]), each["text"]) for each in told["reasons"]]
        self.url = here(told["url"])
        self.url_then = f"{self.url}?datum={day.isoformat()}"
        self.starts_on, self.due_on = day_of(told["starts_on"]), day_of(told["due_on"])
        first_due_on = day_of(told["first_due_on"])
        self.first_due_on = first_due_on if first_due_on != self.due_on else None
        self.parties = [Party(each) for each in told["parties"]]
        self.flags = [sign_of(Flag, each["code"], each["label"], Sign("", "warn")) for each in told["flags"]]
        self.warnings = [
            sign for sign, each in zip(self.flags, told["flags"], strict=True) if each["code"] != Flag.ON_TRACK
        ]
        self.done = [{"is_late": False, **row, "on": day_of(row["on"])} for row in told["done"]]
        self.done_in_period = told["done_in_period"]
        self.review = Said(told["review"]) if told["review"] else None
        self.questions = [Asked(each) for each in told["questions"]]

    @property
    def pane(self):
        return panes.pane_of(self.stage)

    @property
    def who(self):
        """Who promises: kommunen och polisen."""
        return joined([party.name for party in self.parties])

    @property
    def said_alike(self):
        """The one sign that every party gives, or None where they differ."""
        signs = {party.sign for party in self.parties}
        return signs.pop() if len(signs) == 1 else None

    @property
    def was_judged(self):
        """Whether the council said or asked something of it."""
        return bool(self.review or self.questions)

    @property
    def was_only_noted(self):
        """Whether it was judged without a word more: no note, no question, nothing of the goal."""
        return bool(self.review and not self.review.note and not self.review.fulfilment and not self.questions)


class Area:
    """A focus area with its activities and the samordnare's words of it."""

    def __init__(self, told, activities, labels):
        self.number, self.title, self.name, self.url = told["number"], told["title"], told["name"], told["url"]
        self.goal, self.summary = told["goal"], told["summary"]
        self.fulfilment = fulfilment_of(told["fulfilment"])
        self.fulfilment_note = told["fulfilment"]["note"] if told["fulfilment"] else ""
        self.tally, self.activities, self.labels = told["tally"], activities, labels

    @property
    def done(self):
        return self.tally["done"]

    @property
    def total(self):
        return self.tally["total"]

    @property
    def done_in_period(self):
        """The activities of which something was done in the period."""
        return [each for each in self.activities if each.done]

    @property
    def judged(self):
        """The activities that the council said something of at the meeting."""
        return [each for each in self.activities if each.was_judged]

    @property
    def spoken_of(self):
        """Those of which it said something in words."""
        return [each for each in self.judged if not each.was_only_noted]

    @property
    def only_noted(self):
        """Those that it judged without a word, by sign: (sign, activities)."""
        found = {}
        for each in self.activities:
            if each.was_only_noted:
                found.setdefault(each.review.sign, []).append(each)
        return list(found.items())

    @property
    def counts(self):
        """(words, how many) for each stage."""
        return [(self.labels[stage], self.tally.get(stage.value, 0)) for stage in Stage]


@dataclass(frozen=True, slots=True)
class News:
    """One thing that has changed since the council met last: from what, to what, and why."""

    kind: str
    label: str
    title: str
    url: str
    party: str
    before: str
    after: str
    reason: str
    on: date | None
    activity: int | None = None
    counts_as: str = ""  # what the activity counts as since, beside what its parties say


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """What has changed of one sort. `key`: one of NEWS, or "other" for what is told by a later program."""

    key: str
    rows: tuple[News, ...]

    @property
    def has_reasons(self):
        return any(row.reason or row.on for row in self.rows)

    @property
    def reason_heading(self):
        """What a party writes of its state is its own words; what is changed in the promise has a reason."""
        return _("De skriver") if self.key == "state" else _("Skäl")

    @property
    def heading(self):
        return {
            "state": _("Läget"),
            "deadline": _("Slutdatum"),
            "target": _("Mål i siffror"),
            "words": _("Löftets ord"),
            "outcome": _("Vad som är gjort"),
            "warnings": _("Det programmet varnar för"),
            "which": _("Nya aktiviteter, och sådana som inte längre är med"),
        }.get(self.key, _("Annat"))


def _told_once(rows):
    """What an activity counts as stands beside what its parties say of it, where any of them says something new."""
    counts_as = {row.label: row.after for row in rows if row.kind == "stage"}
    said = {row.label for row in rows if row.kind == "status"}
    for row in rows:
        if row.kind == "status":
            yield replace(row, counts_as=counts_as.get(row.label, ""))
        elif row.kind != "stage" or row.label not in said:
            yield row


class Reading:
    """A packet or a frozen report, to be read. `sha256` is "" for a draft."""

    def __init__(self, content, sha256="", is_draft=False):
        self.content, self.sha256, self.is_draft = content, sha256, is_draft
        self.meeting, self.plan, self.voices = content["meeting"], content["plan"], content["voices"]
        self.title, self.summary, self.lead = self.meeting["title"], content["summary"], content["lead"]
        self.is_example, self.tally = content["is_example"], content["tally"]
        self.day, self.since = day_of(content["day"]), day_of(content["since"])
        self.starts_on, self.ends_on = day_of(self.meeting["from"]), day_of(self.meeting["to"])
        self.met_on = day_of(self.meeting["on"])
        self.activities = [Told(each, self.day) for each in content["activities"]]
        self._by_id = {each.id: each for each in self.activities}

    # --- Which report it is ---
    @property
    def version(self):
        return self.content.get("version", 0)

    @property
    def correction(self):
        return self.content.get("correction", "")

    @property
    def adopted_on(self):
        return day_of(self.content["adopted"]["on"]) if "adopted" in self.content else None

    @property
    def adopted_at(self):
        return datetime.fromisoformat(self.content["adopted"]["at"]) if "adopted" in self.content else None

    @property
    def adopted_by(self):
        """The function of whoever adopted it, never the name."""
        return self.content["adopted"]["by"] if "adopted" in self.content else ""

    # --- The state ---
    @cached_property
    def areas(self):
        found = {}
        for each in self.activities:
            found.setdefault(each.area, []).append(each)
        return [Area(each, found.get(each["number"], []), self._labels) for each in self.content["areas"]]

    @cached_property
    def _labels(self):
        """What each stage is called: as it was frozen, where any activity had it."""
        frozen = {each.stage: each.stage_label for each in self.activities}
        return {stage: frozen.get(stage.value) or stage.label for stage in Stage}

    @property
    def figures(self):
        """How many count as each stage: (pane, words, count)."""
        return [(stage.pane, self._labels[stage], self.tally.get(stage.value, 0)) for stage in Stage]

    @cached_property
    def chart(self):
        """A pane for each activity, focus area by focus area."""
        order = [stage.pane for stage in Stage]
        drawn = ((each, sorted((told.pane for told in each.activities), key=order.index)) for each in self.areas)
        return panes.draw((each.name, each.done, kinds) for each, kinds in drawn)

    @property
    def needs(self):
        """What asks for the council's attention, the gravest first: (activity, why)."""
        return [
            (self._by_id[each["activity"]], each["why"])
            for each in self.content["needs"]
            if each["activity"] in self._by_id
        ]

    # --- What is new ---
    @property
    def is_first(self):
        """Whether there is nothing to compare with: the plan hasn't been followed up before."""
        return self.content["news"] is None

    @cached_property
    def news(self):
        """What has changed since the council met last, by sort."""
        heading = {kind: key for key, kinds in NEWS.items() for kind in kinds}
        groups = {key: [] for key in (*NEWS, "other")}
        for each in self.content["news"] or ():
            columns = ("kind", "label", "title", "url", "party", "before", "after", "reason")
            row = News(*(each[column] for column in columns), day_of(each["on"]), each.get("activity"))
            groups[heading.get(row.kind, "other")].append(row)
        return [NewsGroup(key, tuple(rows)) for key, rows in groups.items() if rows]

    @property
    def news_in_short(self):
        """The same with no activity's new state told twice, by its parties and by what it counts as."""
        return [replace(group, rows=tuple(_told_once(group.rows))) for group in self.news]

    @property
    def questions(self):
        """What the council asked earlier, with the answers that have come."""
        return [Asked(each, self._by_id.get(each["activity"]) or About(each)) for each in self.content["questions"]]

    @property
    def decisions(self):
        """What the council arrived at, with the activity that it is about, if any."""
        return [{**each, "about": self._by_id.get(each["activity"])} for each in self.content["decisions"]]

    @property
    def answers(self):
        """The answers that people have had: which, what sort and by whom; never what was said."""
        for each in self.voices["answers"]:
            yield {**each, "on": day_of(each["on"]), "sign": sign_of(Decision, each["decision"], each["said"])}

    # --- The rest ---
    @property
    def indicators(self):
        names = {area.number: area.name for area in self.areas}
        return [
            {"is_example": False, **each, "area_name": names.get(each["area"], "")}
            for each in self.content["indicators"]
        ]

    @property
    def seats(self):
        return self.meeting["seats"]

    @cached_property
    def final(self):
        """What the year came to, in its final report: goals, lessons and what goes on; else None."""
        said = self.content["final"]
        if said is None:
            return None
        judged = [(FULFILMENT_SIGNS[kind]._replace(label=kind.label), said["fulfilment"][kind]) for kind in Fulfilment]
        going_on = [self._by_id[pk] for pk in said["carried_over"] if pk in self._by_id]
        return {
            "lessons": said["lessons"],
            "carried_over": going_on,
            "judged": judged if any(count for _sign, count in judged) else [],
        }
