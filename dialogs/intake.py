"""The deed of receiving: what somebody says comes in once, whole, and waits for a person to read it.

The form, the square, the telephone and the spreadsheet all come in here.
"""

import secrets
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.letters import folded
from dialogs import guard, receipts
from dialogs.models import Channel, ModerationEntry, Reply, Review, Submission, Suspicion, Viewpoint

REFERENCE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class DialogueClosed(ValidationError):
    """The dialogue takes no more viewpoints."""


def receive(*, dialogue, key, channel=Channel.WEB, by=None, replies=(), suspicions=(), received_on=None, **what):
    """Take in a submission, exactly once for its key, and return it with the code to its receipt: (submission, code).

    `replies`: unsaved Reply rows. `what`: text, theme, place, place_words, stretch_from, stretch_to, shape, photo,
    photo_words, may_show, voices, collector, written_in. The same key again gives the first submission back, unchanged.
    Raises DialogueClosed, or ValidationError where a value can't be kept.
    """
    code = receipts.code_for(key)
    known = Submission.objects.filter(key_digest=receipts.digest(key)).first()
    if known:
        return known, code
    received_on = received_on or clock.today()
    refuse_closed(dialogue, channel, received_on)
    submission = Submission(
        dialogue=dialogue,
        key_digest=receipts.digest(key),
        code_digest=receipts.digest(code),
        channel=channel,
        registered_by=by,
        received_on=received_on,
        **what,
    )
    submission.text_digest = digest_of(submission.text)
    submission.found = sorted(guard.kinds(_all_words(submission, replies)))
    submission.suspicions = sorted({*suspicions, *_duplicate(submission)})
    submission.full_clean()
    try:
        with transaction.atomic():
            _write(submission, replies, by)
    except IntegrityError:
        # Sent twice at the same moment: the other one came first.
        return Submission.objects.get(key_digest=submission.key_digest), code
    return submission, code


def refuse_closed(dialogue, channel, day):
    """On the website a dialogue takes viewpoints until it closes; on paper and by phone until all are answered."""
    if dialogue.answered_on:
        raise DialogueClosed(_("Dialogen är besvarad och tar inte emot fler synpunkter."))
    if channel == Channel.WEB and not dialogue.takes_viewpoints_on(day):
        raise DialogueClosed(_("Dialogen tar inte emot synpunkter just nu."))


def digest_of(text):
    """The same for texts that differ only in spaces and case; nothing for no text."""
    words = " ".join(folded(text).split())
    return sha256(words.encode()).hexdigest() if words else ""


def _write(submission, replies, by):
    submission.save()
    for reply in replies:
        reply.submission = submission
    Reply.objects.bulk_create(replies)
    if text := _said(submission, replies):
        viewpoint = Viewpoint.objects.create(
            dialogue_id=submission.dialogue_id,
            reference=new_reference(submission.received_on),
            # What points somebody out stays in what came in; the text that is to be shown begins without it.
            text=guard.hidden(text),
            review=Review.RECEIVED,
            received_on=submission.received_on,
            theme_id=submission.theme_id,
            place_id=submission.place_id,
            channel=submission.channel,
            voices=submission.voices,
        )
        viewpoint.submissions.add(submission)
        log(viewpoint, ModerationEntry.Deed.RECEIVED, by=by)


def log(viewpoint, deed, *, by=None, note=""):
    """A row in the moderation's ledger."""
    return ModerationEntry.objects.create(
        viewpoint=viewpoint, deed=deed, note=note[:250], on=clock.today(), recorded_by=by
    )


def new_reference(day):
    """A short name that tells nothing of who or in what order: 2024-k7m2p."""
    return f"{day.year}-{''.join(secrets.choice(REFERENCE_LETTERS) for _each in range(6))}"


def _said(submission, replies):
    """What there is to answer: the text, or the replies in words where there is none. Choices alone are only counted."""
    in_words = [f"{reply.question.text} {reply.text}" for reply in replies if reply.text]
    return submission.text or "\n\n".join(in_words)


def _all_words(submission, replies):
    return "\n".join(
        [
            submission.text,
            submission.place_words,
            submission.stretch_from,
            submission.stretch_to,
            submission.photo_words,
            *(reply.text for reply in replies),
        ]
    )


def _duplicate(submission):
    same = Submission.objects.filter(dialogue=submission.dialogue, text_digest=submission.text_digest)
    if submission.channel == Channel.WEB and submission.text_digest and same.exists():
        yield Suspicion.DUPLICATE
