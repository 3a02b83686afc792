"""What becomes of what is sent in the council's room: once, however many times it is sent, and never over somebody's head.

Each deed holds the meeting's row, so that two who press at the same moment come one after the other. A deed answers
whether it was done; if not, its form says why.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.council import freezing, reviewing
from actionplan.council.waiting import may_publish
from actionplan.models import AreaSummary, CouncilMeeting, Review
from arboga_loften.foundation.conflicts import ON_TOP_OF, SEEN, conflict
from arboga_loften.foundation.letters import plain

# The fields of each focus area in SummaryForm, and where they are kept.
COLUMNS = {"text": "text", "fulfilment": "fulfilment", "known": "fulfilment_note"}
NOTHING_WRITTEN = AreaSummary()


def _hold(meeting):
    rows = CouncilMeeting.objects.select_for_update(of=("self",)).select_related("plan__promise")
    return rows.get(pk=meeting.pk)


# --- One activity ---
def save_review(meeting, activity, form, *, by) -> bool:
    """What a member thinks, and what they ask."""
    return _save(meeting, activity, form, by, at_meeting=False)


def save_what_was_said(meeting, activity, form, *, by) -> bool:
    """What the council said at the meeting, what it asks and what it arrived at."""
    return _save(meeting, activity, form, by, at_meeting=True)


def _save(meeting, activity, form, by, *, at_meeting):
    if not form.is_valid():
        return False
    told = form.cleaned_data
    words = {name: told.get(name, "") for name in ("verdict", "note", "fulfilment")}
    try:
        with transaction.atomic():
            held = _hold(meeting)
            if at_meeting and (clash := _in_the_way(held, activity, words, form.data)):
                form.conflict = clash
                return False
            reviewing.review(held, activity, by=by, at_meeting=at_meeting, **words)
            _ask(held, told, by)
            _decide(held, activity, told)
    except ValidationError as fault:
        form.refused(fault)
        return False
    return True


def said_at(meeting, activity):
    """What was said of an activity at a meeting, or None."""
    return Review.objects.filter(meeting=meeting, activity=activity, at_meeting=True).first()


def _in_the_way(meeting, activity, words, data):
    """What somebody else has written down since the page was drawn; nothing where it is the same words."""
    row = said_at(meeting, activity)
    if row is None or all(getattr(row, name) == value for name, value in words.items()):
        return None
    return conflict(row, {SEEN: data.get(SEEN, ""), ON_TOP_OF: data.get(ON_TOP_OF, "")})


def _ask(meeting, told, by):
    if not told.get("question"):
        return
    asked = {"commitment": told["to"], "text": told["question"]}
    if not meeting.questions.filter(**asked).exists():
        reviewing.ask_for_more(meeting, answer_by=told["answer_by"], by=by, **asked)


def _decide(meeting, activity, told):
    if not told.get("decision"):
        return
    number = told["registry_number"]
    known = meeting.decisions.filter(activity=activity, text=told["decision"]).first()
    if known is None:
        reviewing.decide(meeting, text=told["decision"], registry_number=number, activity=activity)
    elif number and number != known.registry_number:
        known.registry_number = number
        known.full_clean()
        known.save()


# --- The samordnare's words ---
def stored_summaries(meeting, areas) -> dict:
    """What is written so far, by the names of the form's fields and as a form would send it."""
    said = {row.focus_area_id: row for row in AreaSummary.objects.filter(meeting=meeting)}
    found = {"summary": meeting.summary, "lessons": meeting.lessons}
    for area in areas:
        row = said.get(area.pk, NOTHING_WRITTEN)
        found |= {f"{name}-{area.pk}": getattr(row, column) for name, column in COLUMNS.items()}
    return {name: plain(text).strip() for name, text in found.items()}


def save_summaries(meeting, form) -> bool:
    """Save what was changed on the page. Where somebody else has changed the same words, nothing is, and it is told."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            held = _hold(meeting)
            stored = stored_summaries(held, form.areas)
            changed = [name for name in form.fields if form.cleaned_data[name] != form.drawn(name)]
            clashes = [name for name in changed if stored[name] not in (form.drawn(name), form.cleaned_data[name])]
            if clashes:
                form.clashes = [(form[name], stored[name]) for name in clashes]
                form.drawn_anew(stored)
                return False
            now = stored | {name: form.cleaned_data[name] for name in changed}
            _write(held, form, stored, now)
    except ValidationError as fault:  # what two have changed may not go together
        form.refused(fault)
        return False
    return True


def _write(meeting, form, stored, now):
    if any(now[name] != stored[name] for name in ("summary", "lessons")):
        meeting.summary, meeting.lessons = now["summary"], now["lessons"]
        meeting.full_clean()
        meeting.save()
    for area in form.areas:
        names = {column: f"{name}-{area.pk}" for name, column in COLUMNS.items()}
        if any(now[name] != stored[name] for name in names.values()):
            reviewing.summarise(meeting, area, **{column: now[name] for column, name in names.items()})


# --- The adoption ---
def adopt(meeting, form, *, by) -> bool:
    """Adopt the version that the page was drawn for. One that is adopted already, by a second press, is done."""
    if not form.is_valid():
        return False
    told = form.cleaned_data
    version, correction = told["version"], told.get("correction", "")
    try:
        with transaction.atomic():
            held = _hold(meeting)
            adopted = held.reports.count()
            if version == adopted + 1:
                freezing.adopt(held, by=by, correction=correction, on=told.get("on"))
            elif not held.reports.filter(version=version, correction=correction).exists():
                raise ValidationError(
                    _("Någon annan hann före. Läs den version som nu är antagen innan du går vidare.")
                )
    except ValidationError as fault:
        form.refused(fault)
        return False
    return True


def publish(meeting, form, *, by) -> bool:
    """Let everybody read the version that the page was drawn for, from a day on. What is out already is done."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            report = _hold(meeting).reports.filter(version=form.cleaned_data["version"]).first()
            if report is None or not may_publish(by, report):
                raise ValidationError(_("Någon annan behöver publicera rapporten."))
            if not report.is_visible:
                freezing.publish(report, on=form.cleaned_data["on"])
    except ValidationError as fault:
        form.refused(fault)
        return False
    return True
