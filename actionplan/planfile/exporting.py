"""The way back: the plan as a Word file, a workbook and a tagged PDF.

The Word file and the workbook have the columns that are read in again: a file that is taken out and read in unchanged
brings nothing new. The PDF is for reading, and has fewer columns. The text is Swedish whatever language the page is in.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import translation

from actionplan.models import ActionPlan, Activity
from arboga_loften.foundation import clock, document_files, sheets
from arboga_loften.foundation.documents import Document, Part, Table, Words
from arboga_loften.foundation.letters import shown
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.publishing import Publication
from arboga_loften.foundation.sheets import Sheet
from arboga_loften.foundation.templatetags.look import day_year

# The columns with their widths, in letters in the workbook and as shares of the page in Word.
COLUMNS = {
    "Fokusområde": 28,
    "Nr": 6,
    "Aktivitet": 36,
    "Det vi lovar": 50,
    "Vem lovar": 18,
    "Ansvarig funktion": 28,
    "Medverkande": 24,
    "Målgrupp": 20,
    "Plats": 20,
    "Börjar": 13,
    "Klart senast": 13,
    "Mål minst": 9,
    "Enhet": 14,
    "Läge": 16,
    "Resultat": 36,
}
WIDTHS_IN_WORD = [9, 36, 44, 18, 24, 20, 18, 19, 19, 19, 11, 18, 18, 30]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"docx": WORD, "xlsx": EXCEL, "pdf": "application/pdf"}
EXAMPLE = "Exempeldata."
NOT_PUBLIC = {
    Publication.DRAFT: "Utkast.",
    Publication.READY: "Utkast.",
    Publication.UNPUBLISHED: "Avpublicerad.",
}


@dataclass(frozen=True)
class Taken:
    """A plan taken out as of a day: its judged activities in order, and whether what isn't public is among them."""

    plan: ActionPlan
    activities: list[Activity]
    day: date
    is_inside: bool = False

    @property
    def title(self):
        return shown(self.plan.title)

    @property
    def areas(self):
        """(focus area, its activities), in the plan's order."""
        for _number, rows in groupby(self.activities, key=lambda row: row.focus_area.number):
            rows = list(rows)
            yield rows[0].focus_area, rows

    @property
    def has_examples(self):
        return any(row.is_example for row in self.activities)


def take_out(plan, *, inside=False, on=None) -> Taken:
    """The plan as residents may read it, or with its drafts for those who write it; in as many queries whatever its size."""
    day = on or clock.today()
    activities = Activity.objects.of(plan.promise).judged(day) if inside else plan.activities(day)
    prefetch_related_objects(activities, "places", "participants")
    return Taken(plan, activities, day, inside)


def file_of(taken, kind) -> bytes:
    """The plan as "docx", "xlsx" or "pdf"."""
    with translation.override("sv"):
        match kind:
            case "docx":
                return document_files.docx_of(document_of(taken))
            case "pdf":
                return document_files.pdf_of(document_for_reading(taken))
        return sheets.xlsx_of([sheet_of(taken), about_of(taken)], title=taken.title)


# --- To be read in again ---
def sheet_of(taken):
    rows = [[str(row.focus_area), *_cells(row)] for row in taken.activities]
    return Sheet("plan", "Handlingsplan", COLUMNS, rows)


def document_of(taken):
    """A table for each focus area, which its heading names."""
    head = list(COLUMNS)[1:]
    return _document(taken, lambda row: [_text(value) for value in _cells(row)], head, WIDTHS_IN_WORD)


def _cells(activity):
    said = activity.progress.facts.said
    return [
        activity.label,
        activity.title,
        activity.goal,
        "; ".join(each.organisation.short_name for each in said),
        _responsible(said),
        "; ".join(each.short_name for each in activity.participants.all()),
        activity.target_group,
        "; ".join(place.name for place in activity.places.all()),
        activity.starts_on,
        activity.due_on,
        activity.target_value,
        activity.target_unit,
        _status(activity.progress),
        _result(activity),
    ]


def _responsible(said):
    """One function, or each party's own: "Kommunen: rektor; Polisen: kommunpolis"."""
    told = [each for each in said if each.responsible]
    if len(said) == 1 or not told:
        return told[0].responsible if told else ""
    return "; ".join(f"{each.organisation.short_name}: {each.responsible}" for each in told)


def _status(progress):
    """What all parties say; where they say different things, the result tells who says what."""
    statuses = {said.status for said in progress.facts.said}
    only = statuses.pop() if len(statuses) == 1 else None
    return str(only.label) if only else ""


def _result(activity):
    """What came of it, as far as it is known, after what marks the row."""
    progress, facts = activity.progress, activity.progress.facts
    marks = [EXAMPLE if activity.is_example else "", NOT_PUBLIC.get(activity.publication, "")]
    said = [f"{each.organisation.short_name}: {each.sign.label}." for each in facts.said]
    differs = len(facts.said) > 1 and len({each.status for each in facts.said}) > 1
    count = f"{facts.outcome} av minst {facts.target} {activity.unit}." if facts.target else ""
    flags = [f"{flag.label}." for flag in progress.warnings]
    return " ".join(filter(None, [*marks, *(said if differs else []), count, *flags]))


# --- To be read by people ---
def document_for_reading(taken):
    head = ["Nr", "Aktivitet", "Det vi lovar", "Vem lovar och ansvarar", "Var och för vem", "När", "Läge och resultat"]
    return _document(taken, _cells_for_reading, head, [3, 11, 15, 9, 9, 8, 11])


def _cells_for_reading(activity):
    facts = activity.progress.facts
    who = [f"{each.organisation.short_name}{_in_brackets(each.responsible)}" for each in facts.said]
    places = [place.name for place in activity.places.all()]
    joined = [each.short_name for each in activity.participants.all()]
    where = [", ".join(places), activity.target_group, f"Medverkar: {', '.join(joined)}" if joined else ""]
    target = f"Mål: minst {activity.target_value} {activity.unit}." if activity.target_value else ""
    when = f"{day_year(activity.starts_on)} – {day_year(activity.due_on)}"
    return [
        activity.label,
        shown(activity.title),
        shown("\n".join(filter(None, [activity.goal, target]))),
        shown("\n".join(who)),
        shown("\n".join(filter(None, where))),
        when,
        " ".join(filter(None, [f"{activity.progress.stage_label}.", _result(activity)])),
    ]


def _in_brackets(text):
    return f" ({text})" if text else ""


# --- The document ---
def _document(taken, cells, head, widths):
    parts = []
    for area, rows in taken.areas:
        table = Table(f"Aktiviteter i {shown(area.name)}", head, [cells(row) for row in rows], widths)
        parts.append(Part(shown(str(area)), [*_about_area(area), table]))
    if not parts:
        parts = [Part("Aktiviteter", [Words(["Planen har inga aktiviteter än."])])]
    return Document(taken.title, _lead(taken), Municipality.objects.current().name, parts, landscape=True)


def _about_area(area):
    told = [("Problembild", area.problem), ("Orsaksanalys", area.cause), ("Mål", area.outcome_goal)]
    words = [f"{name}: {' '.join(shown(text).split())}" for name, text in told if text]
    return [Words(words)] if words else []


def _lead(taken):
    day = day_year(taken.day)
    what = f"Planen den {day}, med utkast." if taken.is_inside else f"Det som är offentligt den {day}."
    examples = "Det som är märkt Exempeldata är påhittat." if taken.has_examples else ""
    return " ".join(filter(None, [what, f"Hämtad från {address_of(taken)}.", examples]))


def about_of(taken):
    """A sheet that says what the workbook is: the day, the address, and what is made up."""
    told = {
        "Plan": taken.title,
        "Dag": taken.day,
        "Adress": address_of(taken),
        "Innehåll": "Med utkast, bara för den som arbetar med planen" if taken.is_inside else "Det som är offentligt",
    }
    if taken.has_examples:
        told["Exempeldata"] = "Rader som är märkta Exempeldata i resultatet är påhittade"
    return Sheet("om", "Om filen", {"Uppgift": 16, "Om filen": 70}, list(told.items()))


def address_of(taken):
    return settings.SITE_URL + taken.plan.get_absolute_url()


def _text(value):
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else shown(str(value))
