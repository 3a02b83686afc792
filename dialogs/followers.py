"""The loop by e-mail: an address left with a viewpoint, confirmed, told once of each thing that happens, and then erased.

The links in the letters are signed and lead to the receipt without its code, which we don't have.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation

from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.models import Municipality
from dialogs.models import Answer, Follower, Submission, Viewpoint
from dialogs.receipts import receipts_of

# An address that nobody has confirmed is kept this long.
UNCONFIRMED_FOR = timedelta(days=7)

signer = Signer(salt="dialogs.followers")


# --- To begin and to end ---
@transaction.atomic
def follow(submission, email, *, written_in="sv"):
    """Leave an address; it is used for nothing until its owner has said yes in the letter that goes there now.

    A submission has one address. Another one takes its place, and so does the same one as long as it isn't confirmed,
    since its letter may have gone astray.
    """
    Submission.objects.select_for_update().get(pk=submission.pk)  # two at the same moment become one after the other
    known = Follower.objects.filter(submission=submission).first()
    if known and known.confirmed_at and known.email.casefold() == email.casefold():
        return known
    if known:
        forget(known)
    follower = Follower.objects.create(submission=submission, email=email, written_in=written_in)
    words = {"confirm_url": link("follower_confirm", follower)}
    _write(follower, "confirm", "dialogs/mail/confirm.txt", words, at_once=True)
    return follower


def confirm(token):
    """The owner of the address said yes. Returns the follower, or None for a link that no longer leads anywhere."""
    follower = follower_of(token)
    if follower and not follower.confirmed_at:
        follower.confirmed_at = clock.now()
        # By key and not by save(): the address may have been erased at the same moment.
        Follower.objects.filter(pk=follower.pk).update(confirmed_at=follower.confirmed_at)
    return follower


def follower_of(token):
    """The follower that a link was signed for, while there is one."""
    try:
        pk = signer.unsign(token)
    except BadSignature:
        return None
    rows = Follower.objects.select_related("submission__dialogue", "submission__theme", "submission__place")
    return rows.filter(pk=pk).first() if pk.isdecimal() else None


def hinted(email):
    """An address as its owner knows it again and nobody else: a…@exempel.se."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}…@{host}"


@transaction.atomic
def forget(follower):
    """Erase the address, and the letters to it that haven't left."""
    letters = _key(follower, "")
    follower.delete()  # first: this waits for somebody who is just writing to it
    outbox.withdraw(letters)


def forget_closed(on=None):
    """Erase every address whose case is closed: all answered, and what it led to done or called off. Returns how many.

    An address that nobody confirmed within a week goes too. The last letter of a case may wait for the mail server; it
    goes first.
    """
    waiting = Viewpoint.objects.waiting(on).filter(submissions=OuterRef("submission"))
    unsure = Q(confirmed_at__isnull=True, asked_at__lte=clock.now() - UNCONFIRMED_FOR)
    rows = Follower.objects.select_related("submission__dialogue").filter(unsure | ~Exists(waiting)).order_by("pk")
    return sum(_forget_closed_among(some, on) for some in _in_handfuls(list(rows)))


def _forget_closed_among(some, on):
    gone = 0
    latest = clock.now() - UNCONFIRMED_FOR
    for follower, receipt in zip(some, receipts_of([each.submission for each in some], on), strict=True):
        is_over = receipt.is_closed or (follower.confirmed_at is None and follower.asked_at <= latest)
        if is_over and not outbox.waits(_key(follower, "")):
            forget(follower)
            gone += 1
    return gone


def _in_handfuls(rows, size=100):
    return (rows[n : n + size] for n in range(0, len(rows), size))


# --- To tell ---
def tell_of_answer(answer):
    """Write to those who follow the viewpoint that it is answered. Returns how many letters that became.

    Not to somebody who left an address when the answer already stood on the receipt; but to those whose viewpoint was
    brought together with this one afterwards, however old the answer is.
    """
    if not answer.is_visible:
        return 0
    theirs = following([answer.viewpoint]).filter(
        Q(asked_at__date__lte=answer.publish_on) | Q(submission__viewpoints__merged_into=answer.viewpoint_id)
    )
    return tell(theirs, f"answer-{answer.pk}", "dialogs/mail/answered.txt", {"answer": answer})


def tell_of_answers(on=None):
    """Write of every answer that followers haven't been told of: one whose day has come, or that a stopped process missed."""
    rows = Answer.objects.given(on).filter(viewpoint__submissions__follower__confirmed_at__isnull=False).distinct()
    return sum(tell_of_answer(answer) for answer in rows.select_related("viewpoint", "organisation", "forwarded_to"))


def following(viewpoints):
    """Those who have confirmed that they want to be told what becomes of some viewpoints."""
    return Follower.objects.filter(confirmed_at__isnull=False, submission__viewpoints__in=viewpoints)


@transaction.atomic
def tell(followers, event, template, context):
    """Write one letter to each of some followers about one event, once however often it is asked. Returns how many."""
    once_each = Follower.objects.filter(pk__in=followers.values("pk")).select_related("submission")
    # Held while they are written to, so that nothing is written to somebody who says stop at the same moment.
    held = once_each.select_for_update(of=("self",)).order_by("pk")
    return sum(_write(follower, event, template, context) for follower in held)


def _write(follower, event, template, context, at_once=False):
    if outbox.is_written(_key(follower, event)):
        return False
    with translation.override(follower.written_in):
        words = {
            "municipality": Municipality.objects.current(),
            "site_url": settings.SITE_URL,
            "received_on": follower.submission.received_on,
            "receipt_url": link("follower_receipt", follower),
            "stop_url": link("follower_stop", follower),
            **context,
        }
        subject, body = outbox.written(template, words)
        key = _key(follower, event)
        return bool(outbox.queue(key=key, to=follower.email, subject=subject, body=body, at_once=at_once))


def _key(follower, event):
    return f"follower:{follower.pk}:{event}"


def link(name, follower):
    """An address of the site, signed for one follower. In the language of the moment."""
    return settings.SITE_URL + reverse(f"dialogs:{name}", args=[signer.sign(str(follower.pk))])
