"""What is thrown away, and when (gallring): by a decided rule when its time has come, or when the writer asks and we agree.

What came in is emptied, never removed: that somebody spoke, by which channel and with how many voices, is counted for ever.
The text that residents read stays, since it names nobody and is an official document. But drafts hold what a moderator
took away, so drafts that never were shown, and the drafts of what was, lose their words too.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock
from dialogs import followers, guard
from dialogs.intake import log
from dialogs.models import (
    Answer,
    Disposal,
    Follower,
    Held,
    ModerationEntry,
    Reply,
    RetentionRule,
    Submission,
    Suspicion,
    Viewpoint,
)

ERASED = "[gallrad]"
BATCH = 200
LONGEST_REASON = 160
REFUSED = "Radering avslogs: "

NO_PHOTO = {"photo": "", "photo_words": ""}
NO_WORDS = {
    **NO_PHOTO,
    "text": "",
    "text_digest": "",
    "place_words": "",
    "stretch_from": "",
    "stretch_to": "",
    "shape": None,
    # What the guard found says what was written.
    "found": [],
}


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule would throw away on a day: how many, and from when."""

    rule: RetentionRule
    count: int
    oldest_on: date | None
    newest_on: date | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """That we didn't erase something although its writer asked, and why."""

    on: date
    reason: str


# --- By a rule ---
def plan(on=None) -> list[Due]:
    """What the active rules would throw away, without throwing anything."""
    found = []
    for rule in RetentionRule.objects.filter(is_active=True):
        words = due(rule, on).aggregate(n=Count("pk"), oldest=Min("received_on"), newest=Max("received_on"))
        found.append(Due(rule, words["n"], words["oldest"], words["newest"]))
    return found


def due(rule, on=None):
    """The submissions that a rule's time has come for.

    Never one that waits for an answer, and never one whose writer has asked to be erased: somebody must answer that first.
    """
    day = on or clock.today()
    waiting = Viewpoint.objects.waiting(day).filter(submissions=OuterRef("pk"))
    rows = Submission.objects.filter(
        ~Exists(waiting),
        received_on__lte=day - timedelta(days=rule.days),
        erased_on__isnull=True,
        erase_asked_on__isnull=True,
    )
    return rows.exclude(photo="") if rule.what == Held.PHOTOS else rows


def dispose(*, by, on=None) -> list[Disposal]:
    """Throw away what the active rules say, and write it in the ledger. Again, it finds nothing more to do.

    In batches, each whole by itself, so that people can speak meanwhile and a stopped process has told what it did.
    """
    day = on or clock.today()
    written = []
    for rule in RetentionRule.objects.filter(is_active=True):
        while disposal := _dispose_batch(rule, by, day):
            written.append(disposal)
    return written


@transaction.atomic
def _dispose_batch(rule, by, day):
    batch = list(due(rule, day).select_for_update().order_by("received_on", "pk")[:BATCH])
    if not batch:
        return None
    for submission in batch:
        if rule.what == Held.PHOTOS:
            _empty(submission, NO_PHOTO)
        else:
            _erase(submission, by=by, day=day, why=rule.decision)
    days = [submission.received_on for submission in batch]
    return Disposal.objects.create(
        what=rule.what,
        decision=rule.decision,
        count=len(batch),
        oldest_on=min(days),
        newest_on=max(days),
        on=day,
        recorded_by=by,
    )


# --- On request ---
def asked():
    """Those whose writer has asked to be erased and waits for a decision, the one that has waited longest first."""
    return Submission.objects.filter(erase_asked_on__isnull=False, erased_on__isnull=True).order_by(
        "erase_asked_on", "pk"
    )


@transaction.atomic
def erase_on_request(submission, *, by, reason) -> Disposal:
    """Empty one submission, and forget the address that was left with it. Raises ValidationError without a reason."""
    reason = _checked(reason)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.erased_on:
        raise ValidationError(_("Den är redan gallrad."))
    for follower in Follower.objects.filter(submission=row):
        followers.forget(follower)
    _erase(row, by=by, day=clock.today(), why=reason)
    return Disposal.objects.create(
        what=Held.SUBMISSIONS,
        decision=reason,
        count=1,
        oldest_on=row.received_on,
        newest_on=row.received_on,
        is_request=True,
        on=clock.today(),
        recorded_by=by,
    )


@transaction.atomic
def refuse_to_erase(submission, *, by, reason):
    """Say no to a request, with the reason that the writer has a right to (GDPR art. 12.4). It may be asked again."""
    reason = _checked(reason)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.erased_on or not row.erase_asked_on:
        raise ValidationError(_("Ingen har begärt att den ska raderas."))
    row.erase_asked_on = None
    row.save(update_fields=["erase_asked_on"])
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Submission),
        object_id=str(row.pk),
        object_repr=_name_without_words(row),
        action_flag=CHANGE,
        action_time=clock.now(),
        change_message=REFUSED + reason,
    )


def refusal_of(submission) -> Refusal | None:
    """The latest time that we said no to erasing it, or None where nobody did."""
    of_it = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Submission), object_id=str(submission.pk)
    )
    entry = of_it.filter(change_message__startswith=REFUSED).order_by("-action_time", "-pk").first()
    if entry is None:
        return None
    return Refusal(entry.action_time.astimezone(clock.now().tzinfo).date(), entry.change_message.removeprefix(REFUSED))


def _checked(reason):
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Skriv skälet. Den som begärde det läser det på kvittot.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Skälet får vara högst %(most)s tecken.") % {"most": LONGEST_REASON}})
    return reason


# --- To empty ---
def _erase(submission, *, by, day, why):
    """Take the words out of a submission, its replies, and the drafts that were made of it."""
    _empty(submission, {**NO_WORDS, "erased_on": day})
    Reply.objects.filter(submission=submission).exclude(text="").update(text="")
    _called(submission, _name_without_words(submission))
    for viewpoint in submission.viewpoints.order_by("pk"):
        _scrub(viewpoint, submission)
        log(viewpoint, ModerationEntry.Deed.ERASED, by=by, note=why)


def _empty(submission, fields):
    """Write the fields, and remove the picture when that is certain to stand. What shows the picture shows none any more."""
    if submission.photo:
        transaction.on_commit(partial(submission.photo.storage.delete, submission.photo.name))
        # Past save(), which would judge a text anew that has long been public.
        shown = models.QuerySet(Viewpoint).filter(photo_from=submission)
        shown.update(photo_from=None, photo_words="")
    Submission.objects.filter(pk=submission.pk).update(**fields)


def _scrub(viewpoint, submission):
    drafts = viewpoint.history.filter(first_published_on__isnull=True)
    if viewpoint.first_published_on is None and (words := _words_left(viewpoint, submission)):
        viewpoint.text, viewpoint.photo_words = words, ""
        viewpoint.save()
        drafts.update(text=words, photo_words="")
    elif viewpoint.first_published_on:
        drafts.update(text=ERASED, photo_words="")
    _called(viewpoint, viewpoint.reference)


def _called(row, name):
    """Let the admin's own log, which repeats the beginning of a text, call a row by a name that says nothing of it."""
    of_it = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    of_it.update(object_repr=name)


def _name_without_words(submission):
    """What the log calls it: the log is kept longer than its words are."""
    return f"{submission.get_channel_display()} {submission.received_on}"


def _words_left(viewpoint, submission):
    """What a draft says without the words of one who made it; None where it wasn't their words that it began from.

    Where several were brought together in it, another one's words take their place.
    """
    others = viewpoint.submissions.filter(erased_on__isnull=True).order_by("pk")
    if not others:
        return ERASED
    if not began_from(viewpoint, submission):
        return None
    return next((guard.hidden(other.text) for other in others if other.text), ERASED)


def began_from(viewpoint, submission):
    """Whether a viewpoint's text was made of this submission: the others came when viewpoints were brought together."""
    links = viewpoint.submissions.through.objects.filter(viewpoint=viewpoint).order_by("pk")
    return links.values_list("submission_id", flat=True).first() == submission.pk


# --- All that we have ---
def extract(submission) -> dict:
    """Everything that we hold about a submission, in words, for the one who wrote it (GDPR art. 15)."""
    return {
        "kom in": submission.received_at.astimezone(clock.now().tzinfo).strftime("%Y-%m-%d %H.%M"),
        "gäller dagen": str(submission.received_on),
        "dialog": submission.dialogue.title,
        "hur den kom in": submission.get_channel_display(),
        "text": submission.text,
        "tema": _name(submission.theme),
        "plats": _name(submission.place),
        "plats i ord": submission.place_words,
        "sträcka": [submission.stretch_from, submission.stretch_to] if submission.stretch_from else [],
        "på kartan": submission.shape,
        "bild": _picture(submission),
        "svar på frågor": _replies(submission),
        "får visas": submission.may_show,
        "antal röster": submission.voices,
        "insamlad av": submission.collector,
        "registrerad av": submission.registered_by.function if submission.registered_by else "",
        "språk": submission.written_in,
        "vår vakt såg": _labels(guard.Kind, submission.found),
        "misstänkt som skräp för att": _labels(Suspicion, submission.suspicions),
        "e-post": _address(submission),
        "det blev": [_became(viewpoint, submission) for viewpoint in _viewpoints(submission)],
        "radering begärd": _day(submission.erase_asked_on),
        "radering nekad": _refusal(submission),
        "gallrad": _day(submission.erased_on),
    }


def _viewpoints(submission):
    answers = Answer.objects.given().select_related("organisation", "forwarded_to").order_by("answered_on", "pk")
    rows = submission.viewpoints.select_related("theme", "place", "dialogue").order_by("pk")
    return rows.prefetch_related(Prefetch("answers", queryset=answers, to_attr="given"), "moderation")


def _became(viewpoint, submission):
    # Where several were brought together and nobody may read it yet, the words are somebody else's.
    is_theirs = began_from(viewpoint, submission) or (viewpoint.is_visible and viewpoint.dialogue.is_visible)
    return {
        "beteckning": viewpoint.reference,
        "text": viewpoint.text if is_theirs else "",
        "granskning": viewpoint.get_review_display(),
        "visas": viewpoint.is_visible and viewpoint.dialogue.is_visible,
        "varför den inte visas": viewpoint.withheld_reason,
        "tema": _name(viewpoint.theme),
        "plats": _name(viewpoint.place),
        "besked": [
            {
                "dag": str(answer.answered_on),
                "besked": answer.get_decision_display(),
                "svar": answer.text,
                "av": answer.organisation.name,
                "överlämnat till": _name(answer.forwarded_to),
            }
            for answer in viewpoint.given
        ],
        "logg": [
            {"dag": str(entry.on), "åtgärd": entry.get_deed_display(), "anmärkning": entry.note}
            for entry in viewpoint.moderation.all()
        ],
    }


def _replies(submission):
    rows = submission.replies.select_related("question", "choice", "place").order_by("question__number", "pk")
    return [{"fråga": reply.question.text, "svar": reply.shown} for reply in rows]


def _picture(submission):
    if not submission.photo:
        return None
    if not submission.photo.storage.exists(submission.photo.name):
        return {"i ord": submission.photo_words}
    with submission.photo.open() as picture:
        return {"i ord": submission.photo_words, "fil i base64": b64encode(picture.read()).decode()}


def _address(submission):
    follower = Follower.objects.filter(submission=submission).first()
    return {"adress": follower.email, "bekräftad": follower.confirmed_at is not None} if follower else None


def _refusal(submission):
    refusal = refusal_of(submission)
    return {"dag": str(refusal.on), "skäl": refusal.reason} if refusal else None


def _labels(choices, values):
    known = dict(choices.choices)
    return [str(known.get(value, value)) for value in values]


def _name(row):
    return str(row) if row else ""


def _day(day):
    return str(day) if day else ""
