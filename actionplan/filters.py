"""What somebody chose to see of the plan. The choice lives in the address, so that it can be linked and gone back to."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.board import Tally, tally
from actionplan.status import Stage
from arboga_loften.foundation.letters import folded, swedish
from arboga_loften.foundation.templatetags.look import names

NEEDS_ACTION = "atgard"
TOGETHER = "tillsammans"
LONGEST_TEXT = 100

GROUPINGS = {
    "fokus": gettext_lazy("Fokusområde"),
    "lage": gettext_lazy("Läge"),
    "vem": gettext_lazy("Vem lovar"),
    "ingen": gettext_lazy("Ingen gruppering"),
}
ORDERINGS = {
    "nummer": gettext_lazy("Nummer i planen"),
    "klart-senast": gettext_lazy("Klart senast"),
    "uppdaterad": gettext_lazy("Senast uppdaterad"),
    "rubrik": gettext_lazy("Rubrik, A till Ö"),
}
VIEWS = {"tabell": gettext_lazy("Tabell"), "tidslinje": gettext_lazy("Tidslinje")}


class Value(NamedTuple):
    """A value of an activity that can be chosen, with the words for it; `is_record` where they stay Swedish."""

    key: str
    label: str
    is_record: bool = True


class Group(NamedTuple):
    """A part of the table: its heading, the tally of all that belongs to it, and the rows that this page shows."""

    heading: str
    tally: Tally
    activities: list


@dataclass(frozen=True, slots=True)
class Facet:
    """A question that the plan can be narrowed by: its name in the address, and what an activity answers to it."""

    name: str
    label: str
    everything: str
    values: Callable[[object], Iterable[Value]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with how many activities choosing it would show."""

    key: str
    label: str
    count: int
    url: str
    is_chosen: bool
    is_record: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something that is chosen, and the address without it."""

    label: str
    value: str
    url: str
    is_record: bool = True


def stages_of(activity):
    progress = activity.progress
    yield Value(progress.stage.value, progress.stage_label, is_record=False)
    if progress.warnings:
        yield Value(NEEDS_ACTION, _("Behöver åtgärd"), is_record=False)


def areas_of(activity):
    yield Value(activity.focus_area.slug, activity.focus_area.name)


def parties_of(activity):
    """Each party that stands for it. What is done together is found under either party, and by itself."""
    said = activity.progress.facts.said
    for each in said:
        yield Value(each.organisation.slug, each.organisation.called)
    if len(said) > 1:
        yield Value(TOGETHER, _("Flera tillsammans"), is_record=False)


def responsible_of(activity):
    for name in dict.fromkeys(each.responsible for each in activity.progress.facts.said):
        if name:
            yield Value(name, name)


def places_of(activity):
    for place in activity.place_list:
        yield Value(place.slug, place.name)


STAGE = Facet("lage", gettext_lazy("Läge"), gettext_lazy("Alla"), stages_of)
FACETS = (
    STAGE,
    Facet("fokus", gettext_lazy("Fokusområde"), gettext_lazy("Alla fokusområden"), areas_of),
    Facet("vem", gettext_lazy("Vem lovar"), gettext_lazy("Alla"), parties_of),
    Facet("ansvarig", gettext_lazy("Ansvarig funktion"), gettext_lazy("Alla"), responsible_of),
    Facet("plats", gettext_lazy("Plats"), gettext_lazy("Alla platser"), places_of),
)
BY_NAME = {facet.name: facet for facet in FACETS}


def words_of(activity):
    """All that a free-text search looks through."""
    labels = [value.label for facet in ("vem", "ansvarig", "plats") for value in BY_NAME[facet].values(activity)]
    return folded(" ".join([activity.label, activity.title, activity.summary, activity.goal, *labels]))


@dataclass(frozen=True)
class PlanFilter:
    """The choice, as read from an address. What can't be understood is left out and told in `unknown`."""

    year: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    text: str = ""
    grouping: str = "fokus"
    ordering: str = "nummer"
    view: str = "tabell"
    unknown: tuple[str, ...] = ()
    day: str = ""  # the past day that the plan is read as of

    @classmethod
    def parse(cls, query: MultiValueDict, activities, year="", day=""):
        """Read the choice from a query string, against the activities that it is to choose among."""
        unknown, chosen = [], []
        for facet in FACETS:
            key = query.get(facet.name, "").strip()
            if not key:
                continue
            if _is_known(facet, key, activities):
                chosen.append((facet.name, key))
            else:
                unknown.append(not_known(facet.label, key))
        settled = {}
        for field, name, among, label in (
            ("grouping", "gruppera", GROUPINGS, _("Gruppera efter")),
            ("ordering", "ordning", ORDERINGS, _("Ordning")),
            ("view", "vy", VIEWS, _("Vy")),
        ):
            key = query.get(name, "").strip()
            if key in among:
                settled[field] = key
            elif key:
                unknown.append(not_known(label, key))
        text = " ".join(query.get("q", "").split())
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT].rstrip()
            unknown.append(_("Vi söker bara på de första %(count)s tecknen.") % {"count": LONGEST_TEXT})
        return cls(year=year, chosen=tuple(chosen), text=text, unknown=tuple(unknown), day=day, **settled)

    def key_of(self, name):
        """The chosen key of a facet, or an empty string."""
        return dict(self.chosen).get(name, "")

    @property
    def narrows(self):
        return bool(self.chosen or self.text)

    # --- Choosing ---------------------------------------------------------------------------------
    def apply(self, activities):
        """The activities that fit, in the chosen order."""
        wanted = [(BY_NAME[name], key) for name, key in self.chosen]
        terms = folded(self.text).split()
        fitting = [
            activity
            for activity in activities
            if all(_answers(activity, facet, key) for facet, key in wanted) and _has_all(activity, terms)
        ]
        return self._in_order(fitting)

    def counts(self, activities):
        """By facet: its choices, each with how many activities it would show together with all else that is chosen."""
        found = {facet.name: Counter() for facet in FACETS}
        labels, totals, wanted = {facet.name: {} for facet in FACETS}, Counter(), dict(self.chosen)
        terms = folded(self.text).split()
        for activity in activities:
            values = {facet.name: {value.key: value for value in facet.values(activity)} for facet in FACETS}
            for name, answers in values.items():
                labels[name].update(answers)
            failing = [name for name, key in wanted.items() if key not in values[name]]
            if len(failing) > 1 or not _has_all(activity, terms):
                continue
            # What fails on one facet alone would be shown if that facet chose otherwise.
            for name in failing or values:
                totals[name] += 1
                found[name].update(values[name].keys())
        return {
            facet.name: self._choices(facet, labels[facet.name], found[facet.name], totals[facet.name])
            for facet in FACETS
        }

    def _choices(self, facet, labels, found, total):
        values = _stages_in_order(labels) if facet is STAGE else _areas_or_alphabet(facet, labels)
        return [
            Choice("", facet.everything, total, self.url(**{facet.name: ""}), not self.key_of(facet.name), False),
            *(
                Choice(key, label, found[key], self.url(**{facet.name: key}), self.key_of(facet.name) == key, is_record)
                for key, label, is_record in values
            ),
        ]

    def _in_order(self, activities):
        match self.ordering:
            case "klart-senast":
                return sorted(activities, key=lambda activity: activity.progress.facts.due_on)
            case "uppdaterad":
                return sorted(activities, key=_last_news, reverse=True)
            case "rubrik":
                return sorted(activities, key=lambda activity: swedish(activity.title))
        return activities

    # --- Grouping ---------------------------------------------------------------------------------
    def groups(self, activities, start=0, stop=None):
        """The rows from `start` to `stop` of the activities, in their groups. A group that began on the page before says so."""
        position = 0
        for heading, members in self._grouped(activities):
            first, last = max(start - position, 0), len(members) if stop is None else min(stop - position, len(members))
            position += len(members)
            if first < last:
                words = _("%(heading)s, fortsättning") % {"heading": heading} if first else heading
                yield Group(words, tally(members), members[first:last])

    def in_groups(self, activities):
        """The activities in the order that the page shows them."""
        return [activity for _heading, members in self._grouped(activities) for activity in members]

    def _grouped(self, activities):
        if self.grouping == "ingen":
            return [("", activities)] if activities else []
        groups = {}
        for activity in activities:
            key, heading = _group_of(activity, self.grouping)
            groups.setdefault(key, (heading, []))[1].append(activity)
        return [groups[key] for key in sorted(groups)]

    @property
    def has_word_headings(self):
        """Whether the headings are the program's words (translated) rather than the record's."""
        return self.grouping == "lage"

    # --- Addresses ----------------------------------------------------------------------------------
    def url(self, **changes):
        """The address of this choice with something changed, always from its first page."""
        return _address({**self._asked(), **changes})

    def _asked(self):
        return {
            "ar": self.year,
            **dict(self.chosen),
            "q": self.text,
            "gruppera": self.grouping if self.grouping != "fokus" else "",
            "ordning": self.ordering if self.ordering != "nummer" else "",
            "vy": self.view if self.view != "tabell" else "",
            "datum": self.day,
        }

    @property
    def query_before_page(self):
        """What is asked for, as the pages of a long list carry it along."""
        query = urlencode({name: value for name, value in self._asked().items() if value})
        return f"{query}&" if query else ""

    @property
    def url_without(self):
        """The whole plan of the year, in the same view."""
        return _address({"ar": self.year, "vy": self._asked()["vy"], "datum": self.day})

    @property
    def table_url(self):
        return self.url(vy="")

    @property
    def timeline_url(self):
        return self.url(vy="tidslinje")

    @property
    def today_url(self):
        """The same choice as the plan is today."""
        return self.url(datum="")

    def chosen_words(self, counts):
        """What is chosen, in words that can be taken away one by one."""
        for name, key in self.chosen:
            choice = next(choice for choice in counts[name] if choice.key == key)
            yield Chosen(BY_NAME[name].label, choice.label, self.url(**{name: ""}), choice.is_record)
        if self.text:
            yield Chosen(_("Sökord"), self.text, self.url(q=""))

    # --- The form -----------------------------------------------------------------------------------
    def form_facets(self, counts):
        """The facets that the form asks about, where there is more than one answer to choose between."""
        return [(facet, counts[facet.name]) for facet in FACETS if facet is not STAGE and len(counts[facet.name]) > 1]

    @property
    def is_open(self):
        """Whether something in the form is chosen, so that it is to stand open."""
        return bool(self.text or [name for name, _key in self.chosen if name != STAGE.name])

    @property
    def kept_by_form(self):
        """What the form carries along besides its own fields."""
        kept = {STAGE.name, "vy", "datum"}
        return [(name, value) for name, value in self._asked().items() if name in kept and value]

    @property
    def kept_by_day(self):
        """What the choice of a day carries along: all that is chosen."""
        return [(name, value) for name, value in self._asked().items() if name != "datum" and value]


def _is_known(facet, key, activities):
    if facet is STAGE:
        return key in {*Stage.values, NEEDS_ACTION}
    return any(_answers(activity, facet, key) for activity in activities)


def _answers(activity, facet, key):
    return any(value.key == key for value in facet.values(activity))


def not_known(label, key):
    shown = key if len(key) <= 40 else f"{key[:40]}…"
    return _("Vi känner inte igen ”%(key)s” under %(label)s. Den delen av valet är inte med.") % {
        "key": shown,
        "label": label,
    }


def _has_all(activity, terms):
    """Whether every word of a search stands somewhere in the activity."""
    words = words_of(activity) if terms else ""
    return all(term in words for term in terms)


def _last_news(activity):
    day = activity.progress.facts.last_news_on
    return day.toordinal() if day else 0


def _stages_in_order(labels):
    """Every stage, also those that no activity has: that nothing is late is worth to know."""
    for stage in Stage:
        known = labels.get(stage.value)
        yield Value(stage.value, known.label if known else stage.label, is_record=False)
    yield Value(NEEDS_ACTION, _("Behöver åtgärd"), is_record=False)


def _areas_or_alphabet(facet, labels):
    values = list(labels.values())
    if facet.name in {"fokus", "vem"}:
        return values
    return sorted(values, key=lambda value: swedish(value.label))


def _group_of(activity, grouping):
    """The key that its group is sorted by, and the group's heading."""
    if grouping == "lage":
        stage = activity.progress.stage
        return list(Stage).index(stage), activity.progress.stage_label
    if grouping == "vem":
        parties = activity.progress.organisations
        place = (not parties, len(parties), *((party.order, party.pk) for party in parties))
        return place, names(parties) or _("Ingen har lovat")
    return activity.focus_area.number, activity.focus_area.title


def _address(asked):
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("actionplan:plan")
    return f"{address}?{query}" if query else address
