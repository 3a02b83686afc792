"""What somebody chose to see of all that has been said. The choice lives in the address, so that it can be linked."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.letters import folded, swedish
from dialogs.models import AWAITING_ANSWER, Decision

LONGEST_TEXT = 100
AWAITING = "vantar"
DECISIONS = {
    Decision.LEADS_TO_ACTIVITY: "leder-till-aktivitet",
    Decision.DONE: "atgardat",
    Decision.CONTINUOUS: "lopande",
    Decision.PARTLY: "delvis",
    Decision.FORWARDED: "overlamnat",
    Decision.DECLINED: "kan-inte-goras",
    None: AWAITING,
}


class Facet(NamedTuple):
    """A question that the voices can be narrowed by: its name in the address and its words."""

    name: str
    label: str
    everything: str


FACETS = (
    Facet("besked", gettext_lazy("Besked"), gettext_lazy("Alla")),
    Facet("tema", gettext_lazy("Tema"), gettext_lazy("Alla teman")),
    Facet("ar", gettext_lazy("År"), gettext_lazy("Alla år")),
    Facet("plats", gettext_lazy("Plats"), gettext_lazy("Alla platser")),
)


class Voice:
    """One viewpoint, as narrow as choosing needs it: what it answers to each facet, and the words to search in."""

    __slots__ = ("answers", "labels", "pk", "words")

    def __init__(self, row):
        self.pk = row["pk"]
        decision = Decision(row["latest_decision"]) if row["latest_decision"] else None
        year = str(row["dialogue__starts_on"].year)
        self.answers = {
            "besked": DECISIONS[decision],
            "tema": row["theme__slug"],
            "ar": year,
            "plats": row["place__slug"],
        }
        self.labels = {"tema": row["theme__name"], "ar": year, "plats": row["place__name"]}
        read = ("text", "latest_text", "theme__name", "place__name", "dialogue__title", "reference")
        self.words = folded(" ".join(row[name] or "" for name in read))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with how many viewpoints choosing it would show. `is_record` where its words stay Swedish."""

    key: str
    label: str
    count: int
    url: str
    is_chosen: bool
    is_record: bool


class Chosen(NamedTuple):
    """Something that is chosen, and the address without it."""

    label: str
    value: str
    url: str
    is_record: bool


@dataclass(frozen=True)
class VoiceFilter:
    """The choice, as read from an address. What can't be understood is left out and told in `unknown`."""

    chosen: tuple[tuple[str, str], ...] = ()
    text: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query, voices):
        """Read the choice from a query string, against the voices that it is to choose among."""
        chosen, unknown = [], []
        for facet in FACETS:
            key = query.get(facet.name, "").strip()
            if key and _is_known(facet, key, voices):
                chosen.append((facet.name, key))
            elif key:
                unknown.append(_not_known(facet.label, key))
        text = " ".join(query.get("q", "").split())
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT].rstrip()
            unknown.append(_("Vi söker bara på de första %(count)s tecknen.") % {"count": LONGEST_TEXT})
        return cls(tuple(chosen), text, tuple(unknown))

    def key_of(self, name):
        """The chosen key of a facet, or an empty string."""
        return dict(self.chosen).get(name, "")

    @property
    def narrows(self):
        return bool(self.chosen or self.text)

    @property
    def decision(self):
        """The decision that is chosen, which the form carries along."""
        return self.key_of("besked")

    @property
    def narrows_in_form(self):
        """Whether something that the folded form holds is chosen, so that the form should stand open."""
        return bool(self.text or self.key_of("tema") or self.key_of("ar") or self.key_of("plats"))

    def apply(self, voices):
        """The voices that fit, in the order that they came."""
        return [voice for voice in self._with_text(voices) if not self._failing(voice)]

    def counts(self, voices):
        """By facet: its choices, each with how many it would show together with all else that is chosen."""
        found = {facet.name: Counter() for facet in FACETS}
        for voice in self._with_text(voices):
            failing = self._failing(voice)
            # What fails on one facet alone would be shown if that facet chose otherwise.
            for name in found if not failing else failing if len(failing) == 1 else ():
                found[name][voice.answers[name]] += 1
        return {facet.name: self._choices(facet, found[facet.name], voices) for facet in FACETS}

    def _failing(self, voice):
        return [name for name, key in self.chosen if voice.answers[name] != key]

    def _with_text(self, voices):
        terms = folded(self.text).split()
        return [voice for voice in voices if all(term in voice.words for term in terms)] if terms else voices

    def _choices(self, facet, counts, voices):
        is_record = facet.name in {"tema", "plats"}
        return [
            self._choice(facet, "", facet.everything, counts.total(), is_record=False),
            *(self._choice(facet, key, label, counts[key], is_record) for key, label in _values(facet, voices)),
        ]

    def _choice(self, facet, key, label, count, is_record):
        return Choice(key, label, count, self.url(**{facet.name: key}), self.key_of(facet.name) == key, is_record)

    def words(self, counts):
        """What is chosen, in words that can be taken away one by one."""
        for name, key in self.chosen:
            choice = next(choice for choice in counts[name] if choice.key == key)
            label = next(facet.label for facet in FACETS if facet.name == name)
            yield Chosen(label, choice.label, self.url(**{name: ""}), choice.is_record)
        if self.text:
            yield Chosen(_("Sökord"), self.text, self.url(q=""), is_record=True)

    # --- Addresses ---
    def url(self, **changes):
        """The address of this choice with something changed, always from its first page."""
        asked = {**dict(self.chosen), "q": self.text, **changes}
        query = urlencode({name: value for name, value in asked.items() if value})
        address = reverse("dialogs:said_and_done")
        return f"{address}?{query}" if query else address

    @property
    def query(self):
        """What is asked for, as the pages of a long list carry it along."""
        asked = urlencode({**dict(self.chosen), **({"q": self.text} if self.text else {})})
        return f"{asked}&" if asked else ""


def _values(facet, voices):
    """The values that can be chosen. Every decision has its place, also one that nothing has got."""
    if facet.name == "besked":
        yield from ((key, decision.label if decision else AWAITING_ANSWER.label) for decision, key in DECISIONS.items())
        return
    known = {voice.answers[facet.name]: voice.labels[facet.name] for voice in voices if voice.answers[facet.name]}
    if facet.name == "ar":
        yield from sorted(known.items(), reverse=True)
    else:
        yield from sorted(known.items(), key=lambda item: swedish(item[1]))


def _is_known(facet, key, voices):
    if facet.name == "besked":
        return key in DECISIONS.values()
    return any(voice.answers[facet.name] == key for voice in voices)


def _not_known(label, key):
    shown = key if len(key) <= 40 else f"{key[:40]}…"
    return _("Vi känner inte igen ”%(key)s” under %(label)s. Den delen av valet är inte med.") % {
        "key": shown,
        "label": label,
    }
