"""A plan that was read from a file meets the one in the database: row by row, what would be new and what would change.

An empty cell changes nothing: a file says what it says, and nothing about the rest. What is in the database and not in the
file is told of and left alone. The same file twice gives nothing new.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import Activity
from actionplan.planfile.asking import Asking, plainly, squeezed, unmarked
from actionplan.planfile.comparison import AreaRow, Comparison, Part, Row
from actionplan.planfile.model import MUNICIPALITY, POLICE, Question
from actionplan.planfile.names import MOST_ROWS_NAMED, Names
from actionplan.planfile.pairing import Pairing, free_number, own_number
from arboga_loften.foundation import two_people
from arboga_loften.foundation.history import Change
from arboga_loften.foundation.publishing import Publication
from arboga_loften.foundation.templatetags.look import day_year
from focusareas.models import FocusArea, Promise

BOTH = "both"
LONGEST = {"title": 160, "target_unit": 40, "target_unit_one": 40, "target_group": 160, "responsible": 120}
LABELS = {
    "title": gettext_lazy("Rubrik"),
    "problem": gettext_lazy("Problembild"),
    "cause": gettext_lazy("Orsaksanalys"),
    "outcome_goal": gettext_lazy("Mål"),
}


def compare(plan, *, year, answers=None) -> Comparison:
    """What the plan would make of what is there, in as many queries however many rows it has. Nothing is written."""
    return _Comparer(plan, year, answers).compare()


class _Comparer:
    def __init__(self, plan, year, answers):
        self.plan, self.year = plan, year
        self.asking = Asking(answers)
        self.promise = Promise.objects.filter(year=year).prefetch_related("parties").first()
        self.names = Names(self.asking, self.promise)
        self.areas = list(FocusArea.objects.filter(promise=self.promise).order_by("number")) if self.promise else []
        self.activities = self._activities()
        # The numbers that activities have, by their focus area's number.
        self.taken = defaultdict(set)
        for row in self.activities:
            self.taken[row.focus_area.number].add(row.number)
        self.faults = list(plan.faults)
        self.first = (self.promise and self.promise.valid_from) or date(year, 1, 1)
        self.last = (self.promise and self.promise.valid_to) or date(year, 12, 31)

    def _activities(self):
        if self.promise is None:
            return []
        rows = Activity.objects.of(self.promise).in_plan_order().select_related("focus_area")
        return list(rows.prefetch_related("commitments__organisation", "places", "participants"))

    def compare(self):
        planned = _joined(map(self._titled, self.plan.areas))
        areas, gone_areas = self._pair_areas(planned)
        pairs, gone = self._pair_activities(areas)
        for _area, activity, _row in pairs:
            self._note_names(activity)
        parties = self._unsaid_parties(pairs)
        rows = [self._row(area, activity, row, parties) for area, activity, row in pairs]
        return Comparison(
            plan=self.plan,
            year=self.year,
            promise=self.promise,
            answers=self.asking.answers,
            areas=tuple(areas),
            rows=tuple(rows),
            gone=tuple(gone),
            gone_areas=tuple(gone_areas),
            new_places=tuple(self.names.new_places.values()),
            parties=self._parties_of_promise(rows),
            asked=(*self.plan.questions, *self.asking.asked.values()),
            questions=(*self.plan.questions, *self.asking.open),
            faults=(*self.faults, *_for_another(areas, rows)),
        )

    def _titled(self, area):
        """A focus area has a title; rows that stand under none get one by asking, where the plan doesn't have just one."""
        if area.title.strip():
            return area
        if len(self.areas) == 1:
            return replace(area, title=self.areas[0].title)
        words = _("%(where)s: vilket fokusområde hör raderna till? Skriv dess rubrik.")
        suggestion = _("Trygghet i hela kommunen")
        question = Question(
            f"område:{_where(area)}", _where(area), words % {"where": _where(area)}, "area", suggestion=suggestion
        )
        return replace(area, title=self.asking.ask(question, fits=lambda answer: answer.strip()) or suggestion)

    # --- Which is which ---
    def _pair_areas(self, planned):
        pairing = Pairing(self.areas, names=lambda area: [area.title, area.short_title], asking=self.asking)
        found = [pairing.by_title(area.title) for area in planned]
        found = [row or pairing.by_number(area.title, area.number) for area, row in zip(planned, found, strict=True)]
        words = _("%(where)s: finns fokusområdet ”%(title)s” redan i planen?")
        found = [
            row
            or pairing.by_asking(
                area.title,
                area.number,
                where=_where(area),
                field="area",
                words=words,
                label=lambda row: _("Ja, det är %(label)s") % {"label": row},
            )
            for area, row in zip(planned, found, strict=True)
        ]
        taken = {area.number for area in self.areas}
        return [self._area(*pair, taken) for pair in zip(planned, found, strict=True)], pairing.left.values()

    def _pair_activities(self, areas):
        pairing = Pairing(self.activities, names=lambda row: [row.title], asking=self.asking)
        among = {area.number: {row.pk for row in self.activities if row.focus_area_id == _pk(area)} for area in areas}
        planned = [(area, activity) for area in areas for activity in area.planned.activities]
        found = [pairing.by_title(activity.title, among[area.number]) for area, activity in planned]
        for place, (area, activity) in enumerate(planned):
            number = own_number(activity.number, area.number)
            found[place] = found[place] or pairing.by_number(activity.title, number, among[area.number])
        for place, (area, activity) in enumerate(planned):
            found[place] = found[place] or pairing.by_asking(
                activity.title,
                own_number(activity.number, area.number),
                where=activity.where,
                field="activity",
                among=among[area.number],
                words=_("%(where)s: är ”%(title)s” en aktivitet som redan finns?"),
                label=lambda row: _("Ja, det är %(label)s ”%(title)s”") % {"label": row.label, "title": row.title},
            )
        pairs = [(area, activity, row) for (area, activity), row in zip(planned, found, strict=True)]
        return pairs, [row for row in self.activities if row.pk in pairing.left]

    # --- A focus area ---
    def _area(self, planned, area, taken):
        title = self.asking.fit(planned.title, 160, where=_where(planned), field="area", what=_("fokusområdets rubrik"))
        said = {"title": title, "problem": planned.problem, "cause": planned.cause, "outcome_goal": planned.goal}
        if area is None:
            number = free_number(planned.number, taken)
            return AreaRow(planned, None, number, title, said)
        if plainly(title) == plainly(area.short_title):
            del said["title"]
        changed = {
            name: text for name, text in said.items() if text and squeezed(text) != squeezed(getattr(area, name))
        }
        changes = [Change(str(LABELS[name]), _words(getattr(area, name)), text) for name, text in changed.items()]
        return AreaRow(planned, area, area.number, changed.get("title", area.title), changed, tuple(changes))

    # --- Who ---
    def _note_names(self, planned):
        for name in (*planned.parties, *planned.participants):
            self.names.seen("organisation", name, planned.where)
        for name in planned.places:
            self.names.seen("plats", name, planned.where)

    def _unsaid_parties(self, pairs):
        """Who promises what the file gives to nobody: asked once for all that is new."""
        rows = [activity.where for _area, activity, row in pairs if row is None and not activity.parties]
        if not rows:
            return ()
        shown = ", ".join(rows[:MOST_ROWS_NAMED]) + (" …" if len(rows) > MOST_ROWS_NAMED else "")
        question = Question(
            key="parter",
            where=shown,
            text=_("%(where)s: filen säger inte vem som lovar. Vem är det?") % {"where": shown},
            field="parties",
            kind="choice",
            choices=(
                (MUNICIPALITY, _("Kommunen")),
                (POLICE, _("Polisen")),
                (BOTH, _("Kommunen och polisen tillsammans")),
            ),
            suggestion=MUNICIPALITY,
        )
        answer = self.asking.ask(question)
        return {BOTH: (MUNICIPALITY, POLICE), None: ()}.get(answer, (answer,))

    def _parts(self, planned, activity, parties):
        """The commitments to write: new parties', and those where another function answers than before."""
        known = {each.organisation_id: each for each in activity.commitments.all()} if activity else {}
        parts, labels = {}, {}
        for party in planned.parties or (() if activity else parties):
            organisation = self.names.party(party)
            if organisation is None:
                self._miss_party(party)
            elif organisation.pk not in parts:
                parts[organisation.pk] = self._part(planned, party, organisation, known.get(organisation.pk))
        if activity and not planned.parties and (planned.responsible or planned.responsible_of):
            parts = {pk: self._part(planned, _kind(each), each.organisation, each) for pk, each in known.items()}
        for pk, part in list(parts.items()):
            before = part.commitment.responsible if part.commitment else None
            if part.commitment and plainly(part.responsible) == plainly(before):
                del parts[pk]
            elif activity:
                name = part.organisation.short_name
                was = _("lovar inte") if before is None else _words(before)
                labels[pk] = Change(_("Ansvarig, %(who)s") % {"who": name}, was, part.responsible or _("lovar"))
        return tuple(parts.values()), list(labels.values())

    def _part(self, planned, party, organisation, commitment):
        text = responsible_of(planned, party, organisation)
        text = self.asking.function(text, where=planned.where, party=organisation.slug)
        text = self._fit(planned, text, "responsible", _("ansvarig funktion"))
        text = text or (commitment.responsible if commitment else "")
        return Part(organisation, text, commitment, self.names.owner(organisation, text))

    def _miss_party(self, party):
        names = {MUNICIPALITY: _("kommunen"), POLICE: _("polisen")}
        if party in names:
            words = _("Det finns ingen organisation för %(who)s i registret. Lägg till den först.") % {
                "who": names[party]
            }
            self.faults += [] if words in self.faults else [words]

    def _parties_of_promise(self, rows):
        """Who a promise that isn't there yet is made by: the municipality and the police, where the file names them."""
        found = {part.organisation.pk: part.organisation for row in rows for part in row.parts}
        return tuple(each for each in found.values() if each.kind in (MUNICIPALITY, POLICE))

    # --- An activity ---
    def _row(self, area, planned, activity, parties):
        title = self._fit(planned, planned.title, "title", _("rubriken"))
        fields, promised = self._said(planned, title, activity)
        places = self._links([self.names.place(name) for name in planned.places])
        participants = self._links([self.names.organisation(name) for name in planned.participants])
        parts, part_changes = self._parts(planned, activity, parties)
        row = Row(planned, area, activity, 0, title, fields, promised, places, participants, parts)
        if activity is None:
            row = replace(row, number=free_number(own_number(planned.number, area.number), self.taken[area.number]))
            return replace(row, facts=tuple(_facts(row)))
        return self._changed(row, part_changes)

    def _said(self, planned, title, activity):
        """(what is saved plainly, what is promised), of what the file says."""
        unit, one = (
            self._fit(planned, planned.target_unit, "target_unit", _("enheten")),
            self._fit(planned, planned.target_unit_one, "target_unit_one", _("enheten i ental")),
        )
        starts_on, due_on = self._days(planned, activity)
        fields = {
            "title": title,
            "summary": planned.summary,
            "kind": planned.kind,
            "target_group": self._fit(planned, planned.target_group, "target_group", _("målgruppen")),
            "starts_on": starts_on,
        }
        promised = {"goal": planned.goal or ("" if activity else planned.title), "due_on": due_on}
        if planned.target_value:
            known = activity.target_unit if activity else ""
            unit = known if plainly(unit) in ("", plainly(known)) else unit
            unit = unit or self._unit(planned)
            promised |= {"target_value": planned.target_value, "target_unit": unit}
            fields["target_unit_one"] = one
        return fields, promised

    def _unit(self, planned):
        question = Question(
            key=f"enhet:{planned.where}",
            where=planned.where,
            text=_("%(where)s: målet är minst %(n)s, men av vad? Skriv enheten i flertal.")
            % {"where": planned.where, "n": planned.target_value},
            field="target_unit",
            suggestion=_("tillfällen"),
        )
        return self.asking.ask(question, fits=lambda answer: 0 < len(answer) <= LONGEST["target_unit"]) or _(
            "tillfällen"
        )

    def _days(self, planned, activity):
        """When it begins and is to be done. What is new and says nothing has all of the promise's time."""
        if activity:
            starts_on, due_on = planned.starts_on or activity.starts_on, planned.due_on or activity.due_on
        else:
            due_on = planned.due_on or max(self.last, planned.starts_on or self.last)
            starts_on = planned.starts_on or min(self.first, due_on)
        if due_on >= starts_on:
            return starts_on, due_on
        words = _("%(where)s: aktiviteten börjar %(start)s men ska vara klar %(due)s. När ska den vara klar?")
        question = Question(
            key=f"slut:{planned.where}",
            where=planned.where,
            text=words % {"where": planned.where, "start": day_year(starts_on), "due": day_year(due_on)},
            field="due_on",
            kind="date",
        )
        answer = self.asking.ask(question, fits=lambda answer: answer >= starts_on.isoformat())
        return starts_on, date.fromisoformat(answer) if answer else starts_on

    def _links(self, found):
        kept = list({getattr(each, "pk", each): each for each in found if each is not None}.values())
        return tuple(kept) or None

    def _changed(self, row, part_changes):
        """The row with only what differs from the activity, and what that is in words."""
        activity, changes = row.activity, []
        fields = {
            name: value for name, value in row.fields.items() if value and _differs(value, getattr(activity, name))
        }
        promised = {name: value for name, value in row.promised.items() if _differs(value, getattr(activity, name))}
        if not row.promised["goal"]:
            promised.pop("goal", None)
        if {"target_value", "target_unit"} & set(promised):
            promised |= {name: row.promised[name] for name in ("target_value", "target_unit")}
        for name in [*fields, *(name for name in promised if not name.startswith("target_"))]:
            label = str(activity._meta.get_field(name).verbose_name).capitalize()
            new = fields.get(name, promised.get(name))
            changes.append(Change(label, _words(getattr(activity, name), name), _words(new, name)))
        if "target_value" in promised:
            before, after = (
                _target(activity.target_value, activity.target_unit),
                _target(promised["target_value"], promised["target_unit"]),
            )
            changes.append(Change(_("Mål"), before, after))
        row, changes = self._changed_links(row, changes)
        if activity.focus_area_id != _pk(row.area):
            was = f"{activity.focus_area.number}. {activity.focus_area.title}"
            changes.append(Change(_("Fokusområde"), was, row.area.label))
            number = free_number(activity.number, self.taken[row.area.number])
        else:
            number = activity.number
        changes += part_changes
        return replace(row, number=number, fields=fields, promised=promised, changes=tuple(changes))

    def _changed_links(self, row, changes):
        for name in ("places", "participants"):
            wanted, had = getattr(row, name), list(getattr(row.activity, name).all())
            if wanted is None or {getattr(each, "pk", each) for each in wanted} == {each.pk for each in had}:
                row = replace(row, **{name: None})
                continue
            label = str(row.activity._meta.get_field(name).verbose_name).capitalize()
            changes.append(Change(label, _listed(had), _listed(wanted)))
        return row, changes

    def _fit(self, planned, text, field, what):
        return self.asking.fit(text, LONGEST[field], where=planned.where, field=field, what=what)


def _for_another(areas, rows):
    """What is published and would say something else, where nobody publishes their own words (two_people.py)."""
    if not two_people.is_on():
        return []
    changed = [(each.area, each.label) for each in areas if each.is_changed]
    changed += [(each.activity, f"{each.label} {each.title}") for each in rows if each.changes_words]
    told = [label for row, label in changed if row.publication == Publication.PUBLISHED]
    words = _(
        "Filen ändrar ord som redan är publicerade, och hos er publicerar ingen sina egna ord. Ta bort ändringen ur "
        "filen och föreslå den på sidan för: %(rows)s."
    )
    return [words % {"rows": "; ".join(told)}] if told else []


# --- What the file says, cleaned ---
def _joined(areas):
    """Focus areas that the file begins several times are one."""
    found = {}
    for area in areas:
        known = found.get(plainly(area.title))
        found[plainly(area.title)] = replace(known, activities=known.activities + area.activities) if known else area
    return [replace(_cleaned(area), activities=tuple(map(_cleaned, area.activities))) for area in found.values()]


def _cleaned(planned):
    """Without the marks of our own files."""
    texts = {name: unmarked(value) for name, value in vars(planned).items() if isinstance(value, str)}
    lists = {
        name: tuple(unmarked(each) for each in value)
        for name, value in vars(planned).items()
        if isinstance(value, tuple) and name in ("parties", "participants", "places")
    }
    return replace(planned, **texts, **lists)


def responsible_of(planned, party, organisation):
    """Who answers for a party's part. "Kommunen: Rektor; Polisen: Kommunpolis" says it of each in one cell."""
    told = dict(planned.responsible_of)
    pieces = [piece.partition(":") for piece in planned.responsible.split(";")]
    if all(colon for _name, colon, _function in pieces):
        told |= {name.strip(): function.strip() for name, _colon, function in pieces}
    by_name = {plainly(name): function for name, function in told.items()}
    for name in (party, organisation.kind, organisation.short_name, organisation.name):
        if plainly(name) in by_name:
            return by_name[plainly(name)]
    return "" if told else planned.responsible


# --- Words and values ---
def _pk(area):
    return area.area.pk if area.area else None


def _where(area):
    """Where it begins; one that the file gives no row of its own begins with its first activity."""
    first = area.activities[0].where if area.activities else ""
    return area.where or (_("Rad %(row)s") % {"row": area.row} if area.row else first)


def _kind(commitment):
    return commitment.organisation.kind


def _differs(value, known):
    if isinstance(value, str):
        return squeezed(value) != squeezed(known)
    return value != known


def _words(value, name=""):
    if value in (None, ""):
        return _("tomt")
    if isinstance(value, date):
        return day_year(value)
    return str(dict(Activity.Kind.choices).get(value, value)) if name == "kind" else str(value)


def _target(value, unit):
    return _("minst %(n)s %(unit)s") % {"n": value, "unit": unit} if value else _("inget som räknas")


def _listed(rows):
    return ", ".join(str(getattr(each, "name", each)) for each in rows) or _("inga")


def _facts(row):
    """What a new activity will say, by what it is called."""
    promised, fields = row.promised, row.fields
    told = [
        (_("Det vi lovar"), promised["goal"]),
        (_("Vem lovar"), ", ".join(_with_function(part) for part in row.parts)),
        (_("När"), f"{day_year(fields['starts_on'])} – {day_year(promised['due_on'])}"),
        (_("Mål"), _target(promised["target_value"], promised["target_unit"]) if "target_value" in promised else ""),
        (_("Plats"), _listed(row.places) if row.places else ""),
        (_("Medverkande"), _listed(row.participants) if row.participants else ""),
        (_("Målgrupp"), fields["target_group"]),
        (_("Kort om aktiviteten"), fields["summary"]),
        (_("Slag av åtgärd"), _words(fields["kind"], "kind") if fields["kind"] else ""),
    ]
    return [(name, text) for name, text in told if text]


def _with_function(part):
    return f"{part.organisation.short_name} ({part.responsible})" if part.responsible else part.organisation.short_name
