"""The deeds of writing down for others: what was said on paper, on the telephone and on the square comes in like all else.

It is one submission with one key, waits to be read and gets its answer as if it had been written on the website.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock
from dialogs import intake, moderation
from dialogs.models import Channel, Question, Reply, Review, Submission

LONGEST_TEXT = 10_000
MOST_VOICES = 100_000
# Everything but the website, where people write for themselves.
CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEB]


def questions_of(dialogue):
    """The dialogue's questions with their choices, in order."""
    return list(dialogue.questions.prefetch_related("choices").order_by("number"))


def replies_to(question, value):
    """Unsaved replies of a question's cleaned value: words, a choice, several, a number on the scale or a place."""
    if value in (None, "") or (question.kind == Question.Kind.SEVERAL and not value):
        return []
    match question.kind:
        case Question.Kind.ONE:
            return [Reply(question=question, choice=value)]
        case Question.Kind.SEVERAL:
            return [Reply(question=question, choice=choice) for choice in value]
        case Question.Kind.SCALE:
            return [Reply(question=question, number=value)]
        case Question.Kind.PLACE:
            return [Reply(question=question, place=value)]
    return [Reply(question=question, text=value)]


def register(*, dialogue, key, by, **what):
    """Take in what somebody said to us: (submission, the code to hand over). The same key again changes nothing.

    `what`: as `intake.receive`. Raises ValidationError with the field that is wrong.
    """
    return intake.receive(dialogue=dialogue, key=key, by=by, **what)


def registered_today(dialogue, *, by):
    """How many one person has written down in a dialogue today."""
    rows = Submission.objects.filter(dialogue=dialogue, registered_by=by, received_at__date=clock.today())
    return rows.filter(is_counted=True).count()


def may_undo(submission, *, by):
    """Whether it is one's own and nobody has begun to read it."""
    is_mine = submission.registered_by_id == by.pk and submission.is_counted
    return is_mine and not submission.viewpoints.exclude(review=Review.RECEIVED).exists()


@transaction.atomic
def undo(submission, *, by):
    """Take back a mistake. It is no longer counted or answered, but not removed, since what has come in stands."""
    if not may_undo(submission, by=by):
        raise PermissionDenied
    reason = _("Registrerades av misstag.")
    moderation.count(Submission.objects.filter(pk=submission.pk), counted=False)
    return [moderation.discard(viewpoint, by=by, reason=reason) for viewpoint in submission.viewpoints.all()]
