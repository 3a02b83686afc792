"""A dialogue taken out as tables, with the originals only for those who may read what came in; others get what is public."""

from django.db.models import Prefetch

from arboga_loften.foundation import clock
from arboga_loften.foundation.sheets import Sheet
from dialogs.models import Answer, Finding, Reply, Submission, Viewpoint, with_activities


def sheets_of(dialogue, *, originals, on=None) -> list[Sheet]:
    """The tables of a dialogue, in as many queries however much was said."""
    day = on or clock.today()
    found = [_viewpoints(dialogue, originals, day)]
    if originals:
        found += [_submissions(dialogue), _replies(dialogue)]
    return [*found, _findings(dialogue, originals, day)]


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
