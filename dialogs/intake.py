"""The deed of receiving: what somebody says comes in once, whole, and waits for a person to read it.

The form, the square, the telephone and the spreadsheet all come in here.
"""

import secrets
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from arboga_loften.foundation import clock
from arboga_loften.foundation.letters import folded, shown
from dialogs import guard, receipts
from dialogs.models import Channel, Dialogue, ModerationEntry, Reply, Review, Submission, Suspicion, Viewpoint

BATCH = 500
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
    submission = _made(dialogue=dialogue, key=key, channel=channel, by=by, received_on=received_on, **what)
    submission.found = sorted(guard.kinds(all_words(submission, replies)))
    submission.suspicions = sorted({*suspicions, *_duplicate(submission)})
    submission.is_counted = not submission.suspicions
    # Whether it is the first with its key, only the database can tell: the other one may come in just now.
    submission.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            _hold_open(dialogue, [submission])
            _write(submission, replies, by)
    except IntegrityError:
        # Sent twice at the same moment: the other one came first.
        return Submission.objects.get(key_digest=submission.key_digest), code
    return submission, code


def receive_many(entries, *, dialogue, by):
    """Take in many that staff have written down, all or nothing, in as many writes however many they are.

    `entries`: (key, replies, what), as `receive` takes them; their keys must be new. Raises ValidationError, or
    IntegrityError where one of them came in meanwhile.
    """
    made, voices = [], []
    # The guard's reading takes its time, so it is done before anybody has to wait for the database.
    for key, replies, what in entries:
        submission = _made(dialogue=dialogue, key=key, by=by, **what)
        refuse_closed(dialogue, submission.channel, submission.received_on)
        submission.found = sorted(guard.kinds(all_words(submission, replies)))
        # What it points at was fetched a moment ago, so no row is asked for again.
        submission.clean_fields(exclude=["dialogue", "theme", "place", "registered_by"])
        for reply in replies:
            reply.submission = submission
        made.append((submission, replies))
        if text := _said(submission, replies):
            voices.append((submission, _viewpoint_of(submission, text)))
    with transaction.atomic():
        _hold_open(dialogue, [submission for submission, _replies in made])
        _write_many(made, voices, by)
    return len(made)


def _write_many(made, voices, by):
    Submission.objects.bulk_create([submission for submission, _replies in made], batch_size=BATCH)
    Reply.objects.bulk_create([reply for _submission, replies in made for reply in replies], batch_size=BATCH)
    viewpoints = [viewpoint for _submission, viewpoint in voices]
    bulk_create_with_history(viewpoints, Viewpoint, batch_size=BATCH, default_user=by)
    link = Viewpoint.submissions.through
    links = [link(viewpoint=viewpoint, submission=submission) for submission, viewpoint in voices]
    link.objects.bulk_create(links, batch_size=BATCH)
    entries = [_entry(viewpoint, ModerationEntry.Deed.RECEIVED, by, "") for viewpoint in viewpoints]
    ModerationEntry.objects.bulk_create(entries, batch_size=BATCH)


def refuse_closed(dialogue, channel, day):
    """On the website a dialogue takes viewpoints until it closes; on paper and by phone until all are answered."""
    if dialogue.answered_on:
        raise DialogueClosed(_("Dialogen är besvarad och tar inte emot fler synpunkter."))
    if channel == Channel.WEB and not dialogue.takes_viewpoints_on(day):
        raise DialogueClosed(_("Dialogen tar inte emot synpunkter just nu."))


def _hold_open(dialogue, submissions):
    """Refuse what comes as the dialogue closes; and until this has come in, it can't be closed as answered."""
    held = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    for submission in submissions:
        refuse_closed(held, submission.channel, submission.received_on)


def digest_of(text):
    """The same for texts that differ only in spaces and case; nothing for no text."""
    words = " ".join(folded(text).split())
    return sha256(words.encode()).hexdigest() if words else ""


def _made(*, dialogue, key, by, received_on, **what):
    """A submission as it came in, not yet saved."""
    return Submission(
        dialogue=dialogue,
        key_digest=receipts.digest(key),
        code_digest=receipts.digest(receipts.code_for(key)),
        registered_by=by,
        received_on=received_on,
        text_digest=digest_of(what.get("text", "")),
        **what,
    )


def _viewpoint_of(submission, text):
    """The draft that a moderator begins from."""
    reference = new_reference(submission.received_on)
    # What points somebody out, or turns the text around, stays in what came in; the text to be shown begins without it.
    draft = shown(guard.hidden(text))
    return Viewpoint(
        dialogue_id=submission.dialogue_id,
        reference=reference,
        text=draft,
        words=folded(f"{reference} {draft}"),
        review=Review.RECEIVED,
        received_on=submission.received_on,
        theme_id=submission.theme_id,
        place_id=submission.place_id,
        channel=submission.channel,
        voices=submission.voices,
    )


def _write(submission, replies, by):
    submission.save()
    for reply in replies:
        reply.submission = submission
    Reply.objects.bulk_create(replies)
    if text := _said(submission, replies):
        viewpoint = _viewpoint_of(submission, text)
        viewpoint.save()
        viewpoint.submissions.add(submission)
        log(viewpoint, ModerationEntry.Deed.RECEIVED, by=by)


def log(viewpoint, deed, *, by=None, note=""):
    """A row in the moderation's ledger."""
    entry = _entry(viewpoint, deed, by, note)
    entry.save()
    return entry


def _entry(viewpoint, deed, by, note):
    return ModerationEntry(viewpoint=viewpoint, deed=deed, note=note[:250], on=clock.today(), recorded_by=by)


def new_reference(day):
    """A short name that tells nothing of who or in what order: 2024-k7m2p."""
    return f"{day.year}-{''.join(secrets.choice(REFERENCE_LETTERS) for _each in range(6))}"


def _said(submission, replies):
    """What there is to answer: the text, or the replies in words where there is none. Choices alone are only counted."""
    in_words = [f"{reply.question.text} {reply.text}" for reply in replies if reply.text]
    return submission.text or "\n\n".join(in_words)


def all_words(submission, replies):
    """Everything that somebody wrote, for the guard to read."""
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
