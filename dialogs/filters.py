"""What somebody chose to see of all that has been said. The choice lives in the address, so that it can be linked."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.letters import folded, swedish
from dialogs.models import AWAITING_ANSWER, Decision, Dialogue, Place, Theme, Viewpoint

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


class Cell(NamedTuple):
    """The viewpoints that answer alike to every facet: how many there are, and how many of them hold the words searched for."""

    answers: dict
    total: int
    found: int


class Voices:
    """All that has been said, counted in cells by one grouped query, so that ten thousand take no longer than a hundred.

    The names of themes, places and dialogues are few; they are searched here, and the viewpoints' and answers' words in
    the database, in the folded columns that are kept for it.
    """

    def __init__(self, text, on):
        self.on = on
        themes = list(Theme.objects.values_list("pk", "slug", "name", "is_sensitive"))
        self.themes = {pk: (slug, name) for pk, slug, name, _is_sensitive in themes}
        self.sensitive = {pk for pk, _slug, _name, is_sensitive in themes if is_sensitive}
        self.places = {pk: (slug, name) for pk, slug, name in Place.objects.values_list("pk", "slug", "name")}
        dialogues = Dialogue.objects.visible(on).order_by().values_list("pk", "starts_on__year", "title")
        self.dialogues = {pk: (str(year), title) for pk, year, title in dialogues}
        self.terms = folded(text).split()
        self.cells = list(self._cells())
        self.total = sum(cell.total for cell in self.cells)

    def _cells(self):
        found = Count("pk", filter=self._holding()) if self.terms else Count("pk")
        rows = self._rows().values_list("theme_id", "place_id", "dialogue_id", "standing_decision").order_by()
        for theme, place, dialogue, decision, total, found_here in rows.annotate(total=Count("pk"), found=found):
            answers = {
                "besked": DECISIONS[Decision(decision) if decision else None],
                "tema": self.themes[theme][0] if theme else None,
                "ar": self.dialogues[dialogue][0],
                # Where something sensitive was isn't told, not by a choice either.
                "plats": self.places[place][0] if place and theme not in self.sensitive else None,
            }
            yield Cell(answers, total, found_here)

    def _rows(self):
        rows = Viewpoint.objects.visible(self.on).with_standing("decision", on=self.on)
        return rows.with_standing("words", on=self.on) if self.terms else rows

    def _holding(self):
        """The condition that each word searched for stands somewhere in what is shown."""
        condition = Q()
        for term in self.terms:
            condition &= (
                Q(words__contains=term)
                | Q(standing_words__contains=term)
                | Q(theme__in=_named(self.themes, term))
                | (Q(place__in=_named(self.places, term)) & self._ordinary)
                | Q(dialogue__in=_named(self.dialogues, term))
            )
        return condition

    @property
    def _ordinary(self):
        return ~Q(theme__in=self.sensitive)

    def labels(self, name):
        """By key: the words of every value of a facet that something public has."""
        if name == "ar":
            return {cell.answers["ar"]: cell.answers["ar"] for cell in self.cells}
        names = dict((self.themes if name == "tema" else self.places).values())
        return {cell.answers[name]: names[cell.answers[name]] for cell in self.cells if cell.answers[name]}

    def chosen(self, chosen):
        """The rows that fit some choices, in the order that they are read."""
        conditions = {
            "besked": lambda key: Q(standing_decision=next(value for value in DECISIONS if DECISIONS[value] == key)),
            "tema": lambda key: Q(theme__slug=key),
            "ar": lambda key: Q(dialogue__starts_on__year=int(key)),
            "plats": lambda key: Q(place__slug=key) & self._ordinary,
        }
        rows = self._rows().filter(self._holding())
        for name, key in chosen:
            rows = rows.filter(conditions[name](key))
        return rows.in_order()


def _named(register, term):
    """The keys of those in a register whose name holds a word."""
    return [pk for pk, (_key, name) in register.items() if term in folded(name)]


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

    voices: Voices
    chosen: tuple[tuple[str, str], ...] = ()
    text: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, query, on):
        """Read the choice from a query string, against all that has been said."""
        chosen, unknown = [], []
        text = " ".join(query.get("q", "").split())
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT].rstrip()
            unknown.append(_("Vi söker bara på de första %(count)s tecknen.") % {"count": LONGEST_TEXT})
        voices = Voices(text, on)
        for facet in FACETS:
            key = query.get(facet.name, "").strip()
            if key and key in dict(_values(facet, voices)):
                chosen.append((facet.name, key))
            elif key:
                unknown.append(_not_known(facet.label, key))
        return cls(voices, tuple(chosen), text, tuple(unknown))

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

    @property
    def total(self):
        return self.voices.total

    @property
    def fitting(self):
        """How many viewpoints the choice shows."""
        return sum(cell.found for cell in self.voices.cells if not self._failing(cell))

    def rows(self):
        """The viewpoints that fit, in the order that they are read."""
        return self.voices.chosen(self.chosen)

    def counts(self):
        """By facet: its choices, each with how many it would show together with all else that is chosen."""
        found = {facet.name: Counter() for facet in FACETS}
        for cell in self.voices.cells:
            failing = self._failing(cell)
            # What fails on one facet alone would be shown if that facet chose otherwise.
            for name in found if not failing else failing if len(failing) == 1 else ():
                found[name][cell.answers[name]] += cell.found
        return {facet.name: self._choices(facet, found[facet.name]) for facet in FACETS}

    def _failing(self, cell):
        return [name for name, key in self.chosen if cell.answers[name] != key]

    def _choices(self, facet, counts):
        is_record = facet.name in {"tema", "plats"}
        return [
            self._choice(facet, "", facet.everything, counts.total(), is_record=False),
            *(self._choice(facet, key, label, counts[key], is_record) for key, label in _values(facet, self.voices)),
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
    elif facet.name == "ar":
        yield from sorted(voices.labels("ar").items(), reverse=True)
    else:
        yield from sorted(voices.labels(facet.name).items(), key=lambda item: swedish(item[1]))


def _not_known(label, key):
    shown = key if len(key) <= 40 else f"{key[:40]}…"
    return _("Vi känner inte igen ”%(key)s” under %(label)s. Den delen av valet är inte med.") % {
        "key": shown,
        "label": label,
    }
