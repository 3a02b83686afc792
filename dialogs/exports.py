"""A dialogue taken out as tables: for Excel, and as CSV for whatever reads that.

With the originals only for those who may read what came in; others get what is public. What somebody has typed is never
let to be a formula in the program that opens it.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from arboga_loften.foundation import clock
from dialogs.models import Answer, Finding, Reply, Submission, Viewpoint, with_activities

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # Excel's own
BOM = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called, its columns with their widths in letters, and its rows."""

    key: str
    title: str
    columns: dict
    rows: Iterable = field(default_factory=list)


def sheets_of(dialogue, *, originals, on=None) -> list[Sheet]:
    """The tables of a dialogue, in as many queries however much was said."""
    day = on or clock.today()
    found = [_viewpoints(dialogue, originals, day)]
    if originals:
        found += [_submissions(dialogue), _replies(dialogue)]
    return [*found, _findings(dialogue, originals, day)]


def harmless(value):
    """A value that no spreadsheet takes for a formula, and that fits in a cell."""
    if not isinstance(value, str):
        return value
    value = "".join(letter for letter in value if letter >= " " or letter in "\t\n\r")[: LONGEST_CELL - 1]
    # Also where spaces stand before: some programs take them away.
    return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA_BEGINS) else value


# --- As files ---
def csv_of(sheet):
    """A table as CSV that a Swedish Excel opens as it is: semicolons, and a mark that says UTF-8. In pieces."""
    yield BOM + _line(sheet.columns)
    for row in sheet.rows:
        yield _line(harmless(_shown(value)) for value in row)


def _line(values):
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(values)
    return out.getvalue()


def _shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value.isoformat() if isinstance(value, date) else value


def xlsx_of(sheets, *, title):
    """The tables as the sheets of an Excel file."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = title, "sv-SE"
    book.properties.creator = ""
    book.properties.created = book.properties.modified = clock.now().replace(tzinfo=None)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for place, width in enumerate(sheet.columns.values(), start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        page.append([_bold(page, name) for name in sheet.columns])
        for row in sheet.rows:
            # Plain values: thousands of cells with a style each would take a minute.
            page.append([harmless(value if isinstance(value, date) else _shown(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bold(page, name):
    cell = WriteOnlyCell(page, value=name)
    cell.font = Font(bold=True)
    return cell


# --- The tables ---
def _viewpoints(dialogue, originals, day):
    columns = {
        "Beteckning": 16,
        "Synpunkt": 60,
        "Tema": 18,
        "Plats": 22,
        "Hur den kom in": 18,
        "Antal röster": 12,
        "Besked": 20,
        "Svar": 60,
        "Besvarad": 12,
        "Vem svarar": 24,
        "Överlämnat till": 24,
        "Leder till": 40,
        **({"Kom in": 12, "Granskning": 14, "Publicering": 14, "Varför den inte visas": 40} if originals else {}),
    }
    rows = dialogue.viewpoints.all() if originals else dialogue.viewpoints.visible(day)
    answers = Answer.objects.given(day).select_related("organisation", "forwarded_to").order_by("-answered_on", "-pk")
    rows = rows.select_related("theme", "place").order_by("pk")
    rows = with_activities(rows.prefetch_related(Prefetch("answers", queryset=answers, to_attr="given")), day)
    return Sheet("synpunkter", "Synpunkter", columns, [_viewpoint(row, originals) for row in rows])


def _viewpoint(viewpoint, originals):
    answer = viewpoint.given[0] if viewpoint.given else None
    said = [
        viewpoint.reference,
        viewpoint.text,
        _name(viewpoint.theme),
        _name(viewpoint.place),
        viewpoint.get_channel_display(),
        viewpoint.voices,
        answer.get_decision_display() if answer else "",
        answer.text if answer else "",
        answer.answered_on if answer else None,
        answer.organisation.name if answer else "",
        _name(answer.forwarded_to) if answer else "",
        "; ".join(activity.title for activity in viewpoint.led_to),
    ]
    inside = [
        viewpoint.received_on,
        viewpoint.get_review_display(),
        viewpoint.get_publication_display(),
        viewpoint.withheld_reason,
    ]
    return [*said, *inside] if originals else said


def _submissions(dialogue):
    columns = {
        "Kom in": 12,
        "Text, som den kom in": 60,
        "Tema": 18,
        "Plats": 30,
        "Hur den kom in": 18,
        "Antal röster": 12,
        "Insamlad av": 20,
        "Får visas": 10,
        "Bilden i ord": 30,
        "Blev": 24,
        "Gallrad": 12,
    }
    rows = Submission.objects.filter(dialogue=dialogue).select_related("theme", "place").order_by("received_on", "pk")
    rows = rows.prefetch_related("viewpoints")
    return Sheet("inkommet", "Inkommet", columns, [_submission(row) for row in rows])


def _submission(submission):
    return [
        submission.received_on,
        submission.text,
        _name(submission.theme),
        submission.where,
        submission.get_channel_display(),
        submission.voices,
        submission.collector,
        submission.may_show,
        submission.photo_words,
        ", ".join(viewpoint.reference for viewpoint in submission.viewpoints.all()),
        submission.erased_on,
    ]


def _replies(dialogue):
    columns = {"Kom in": 12, "Fråga": 40, "Svar": 60, "Hur det kom in": 18, "Antal röster": 12}
    rows = Reply.objects.filter(submission__dialogue=dialogue).order_by("question__number", "submission", "pk")
    rows = rows.select_related("submission", "question", "choice", "place")
    return Sheet("svar", "Svar på frågor", columns, [_reply(row) for row in rows])


def _reply(reply):
    came = reply.submission
    return [came.received_on, reply.question.text, reply.shown, came.get_channel_display(), came.voices]


def _findings(dialogue, originals, day):
    columns = {"Fynd": 40, "Det vi såg": 60, "Vilar på": 40, "Fokusområden": 40, "Leder till": 40}
    rows = dialogue.findings.all() if originals else dialogue.findings.visible(day)
    return Sheet("fynd", "Fynd", columns, [_finding(row) for row in with_all_links(rows, day)])


def with_all_links(findings, day):
    """Each with every public viewpoint that it `cited`, its `public_areas` and what it `led_to`, for paper and files."""
    voices = Viewpoint.objects.visible(day).order_by("pk").only("reference")
    areas = Finding.focus_areas.rel.related_model.objects.visible(day).select_related("promise")
    cited = Prefetch("viewpoints", queryset=voices, to_attr="cited")
    rows = findings.order_by("pk").prefetch_related(
        cited, Prefetch("focus_areas", queryset=areas, to_attr="public_areas")
    )
    return with_activities(rows, day)


def _finding(finding):
    return [
        finding.title,
        finding.text,
        ", ".join(viewpoint.reference for viewpoint in finding.cited),
        "; ".join(str(area) for area in finding.public_areas),
        "; ".join(activity.title for activity in finding.led_to),
    ]


def _name(row):
    return str(row) if row else ""
